"""Clauses: where the clauses of a sentence begin and end.

What it is: limits by punctuation and by the words that open a clause; good enough to tell whose subject is whose.
One function, so that a better segmentation can take its place.
Takes: a Zone, a sentence, where mentions stand in it. Gives: (first word, the one after the last) in order.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from policywatch.match.document import Zone
from policywatch.match.places.words import AND, DETERMINERS, LOCAL, OPENS_CLAUSE, PRONOUNS, SAYS, is_verb

_LIMIT = re.compile(r"[,;:()\[\]—–|]|\s-")
#: words of a name, a verb within this many words of which makes it a subject
_VERB_WITHIN = 2


def clauses(zone: Zone, first: int, end: int, mentions: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the clauses of a sentence. `mentions` are the first word of each, and the one after its last."""
    words, spans = zone.words, zone.spans
    text = zone.section_of(first).text
    ends = dict(mentions)
    inside = {number for start, stop in mentions for number in range(start + 1, stop)}

    def is_subject(number: int) -> bool:
        """Say whether a name or pronoun stands here, after an article or without."""
        start = number + 1 if number < end and words[number] in DETERMINERS and number not in ends else number
        return start < end and (start in ends or words[number] in PRONOUNS or words[start] in LOCAL)

    def has_verb(number: int) -> bool:
        start = number if number in ends else number + 1
        after = words[ends.get(start, start + 1) : ends.get(start, start + 1) + _VERB_WITHIN]
        return any(map(is_verb, after))

    limits = [first]
    for number in range(first + 1, end):
        if number in inside:
            continue
        word = words[number]
        if (
            _LIMIT.search(text, spans[number - 1][1], spans[number][0])
            or word in OPENS_CLAUSE
            or (word in AND and is_subject(number + 1) and has_verb(number + 1))
            or (words[number - 1] in SAYS and is_subject(number))
        ):
            limits.append(number)
    return list(zip(limits, [*limits[1:], end], strict=True))
