"""Confused: demonyms that an outlet took for another's.

What it is: "Nigerian President Bazoum" and "Niamey, the Nigerian capital" are about Niger: a named person or city
outranks a demonym beside it, where the two are known to be confused. So does a country that the text names, for "the
Nigerian junta" where Nigeria itself is nowhere named.
Takes: Mentions of one Zone. Gives: them, with the code of the evidence and the words' own code as a conflict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from policywatch.match.document import Zone
from policywatch.match.places.words import AROUND_TITLES, PUTSCH, TITLES
from policywatch.model.place import Mention, TermKind

#: words between a demonym and the person or city it goes with
_FAR: Final = 5
_NAMED: Final = frozenset({TermKind.LEADER, TermKind.CAPITAL, TermKind.CITY, TermKind.BASE})
#: words after "Nigerian" among which "junta" is looked for
_NEAR: Final = 3


def settle_confused(
    mentions: Sequence[Mention], zone: Zone, confused_with: Mapping[str, frozenset[str]]
) -> Iterator[Mention]:
    """Yield the mentions, confused demonyms under the code of what they go with."""
    named = {mention.code for mention in mentions if mention.kind is not TermKind.DEMONYM}
    for number, mention in enumerate(mentions):
        rivals = confused_with.get(mention.code)
        meant = None
        if rivals and mention.kind is TermKind.DEMONYM:
            beside = (*mentions[max(0, number - 1) : number], *mentions[number + 1 : number + 2])
            meant = next((one.code for one in beside if one.code in rivals and _go_together(mention, one, zone)), None)
            present = rivals & named
            if not meant and len(present) == 1 and mention.code not in named and _made_a_coup(mention, zone):
                meant = next(iter(present))
        yield replace(mention, code=meant, conflict=(mention.code,)) if meant else mention


def _go_together(demonym: Mention, named: Mention, zone: Zone) -> bool:
    if named.kind not in _NAMED or named.field != demonym.field:
        return False
    words = zone.words
    if demonym.end <= named.first:
        between = words[demonym.end : named.first]
        title = between or words[max(0, demonym.first - 1) : demonym.first]
    else:
        between = words[named.end : demonym.first]
        title = [*between, *words[demonym.end : demonym.end + 1]]
    return (
        len(between) <= _FAR
        and all(word in TITLES or word in AROUND_TITLES for word in between)
        and any(word in TITLES for word in title)
        and zone.sentence_at(demonym.first) == zone.sentence_at(named.first)
    )


def _made_a_coup(demonym: Mention, zone: Zone) -> bool:
    around = zone.words[max(0, demonym.first - 1) : demonym.first] + zone.words[demonym.end : demonym.end + _NEAR]
    return any(word in PUTSCH for word in around)
