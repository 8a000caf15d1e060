"""Around the climb: what stands beside the event's clause: conditions, times, degrees, what follows a verb.

Takes: a Sentence that was climbed in. Gives: the units of what was found. Raises: nothing.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from policywatch.match.stance.climbing.hosts import FAR, Sentence
from policywatch.match.stance.grammar.units import COLON, COMMA, NOTHING, QUOTE, STRONG
from policywatch.match.stance.words.compiled import (
    ADV,
    BE,
    CC,
    CLITIC,
    DEFINITE,
    DO,
    HAVE,
    MODAL,
    NOBODY,
    PREP,
    PRON,
    PSEUDO,
    REL,
    THAT,
    WHETHER,
)

_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
_DECADE: Final = re.compile(r"(?:1[5-9]|20)\d0s")
#: units from the event in which a time or degree belongs to it
_NEAR: Final = 12
_DEGREE: Final = 6
#: before a year, these tell of what still holds, or what is to come
_SINCE: Final = frozenset({"since", "depuis", "by", "until", "till", "through", "d'ici", "jusqu'en", "ici"})
_AFTER: Final = (" after", " après")
_YEARS_FR: Final = frozenset({"ans", "années", "siècles"})
_ASKING: Final = frozenset({"do", "does", "did"})
#: verbs that turn round with their subject where *if* is left out
_INVERTED: Final = frozenset({"had", "should", "were"})


def condition(sentence: Sentence) -> int:
    """Return the unit of an *if* whose clause stands beside the event's, or -1."""
    units = sentence.units
    for index in range(units.first - 1, max(0, units.first - FAR) - 1, -1):
        if units.gaps[index + 1] >= STRONG:
            break
        if _is_condition(sentence, index) and (index == 0 or units.gaps[index] > NOTHING):
            return index
        if index == 0 and is_inverted(sentence, 0):
            return 0
    for index in range(units.end, min(len(units.words), units.end + FAR)):
        if units.gaps[index] >= STRONG:
            break
        if _is_condition(sentence, index):
            return index
    return -1


def _is_condition(sentence: Sentence, index: int) -> bool:
    info = sentence.units.infos[index]
    if info.conjunction is None or info.conjunction.kind != "hypothetical":
        return False
    if info.grammar & WHETHER and index:
        before = sentence.units.infos[index - 1]
        return not (before.verb and "whether" in before.verb and sentence.groups.is_verb(index - 1))
    return True


def is_inverted(sentence: Sentence, index: int) -> bool:
    """Say whether a condition without *if* starts at a unit: *Had it not fallen, ...*, *Should they leave, ...*."""
    units = sentence.units
    if units.words[index] not in _INVERTED or "?" in units.final or index + 1 >= len(units.words):
        return False
    # it must end in a comma, and the main clause hold a "would"
    comma = next((at for at in range(index + 1, min(len(units.words), index + FAR)) if units.gaps[at] == COMMA), -1)
    return comma > 0 and any(info.grammar & MODAL for info in units.infos[comma : comma + FAR])


def past(sentence: Sentence, published: date | None) -> int:
    """Return the unit that puts the event into the past, or -1."""
    units = sentence.units
    head = units.first
    for index in (head - 1, units.end):
        if (
            0 <= index < len(units.words)
            and units.infos[index].past
            and not sentence.is_parted(min(index, head), max(index, head))
        ):
            return index
    start = sentence.groups.group(head).start if sentence.groups.is_verb(head) else head
    fronted = next((at for at in range(1, len(units.gaps)) if units.gaps[at] >= COMMA), -1)
    for step in range(1, _NEAR):
        for index in (start - step, units.end - 1 + step):
            if (
                0 <= index < len(units.words)
                and not _is_apart(sentence, index)
                and _is_past(sentence, index, published)
            ):
                return index
    if 0 < fronted <= start and units.gaps[fronted] == COMMA and not _is_parted_after(sentence, fronted, start):
        for index in range(fronted):
            if index and sentence.groups.is_verb(index) and not units.infos[index].grammar & (HAVE | BE):
                break
            if _is_past(sentence, index, published):
                return index
    return -1


def _is_past(sentence: Sentence, index: int, published: date | None) -> bool:
    units = sentence.units
    word = units.words[index]
    if units.infos[index].past:
        if word.endswith(_AFTER):
            # "three years after the coup it rules on": the past is what stands behind it
            return index == units.first - 1 or (index == units.first - 2 and not units.infos[index + 1].form)
        # "former" belongs to the noun behind it; a phrase of time to the clause
        return " " in word
    if word in _YEARS_FR and units.words[max(0, index - 3) : index - 1][-2:] == ["y", "a"]:
        # "il y a dix ans"
        return True
    before = units.words[index - 1] if index else ""
    if before in _SINCE:
        return False
    if _DECADE.fullmatch(word):
        return True
    return bool(_YEAR.fullmatch(word)) and (published is None or int(word) < published.year)


def _is_ago(before: list[str]) -> bool:
    """Say whether words before *ans* make it a time that is gone: *il y a dix ans*, *voilà dix ans*."""
    return before[-3:-1] == ["y", "a"] or "voilà" in before[-2:]


def _is_apart(sentence: Sentence, index: int) -> bool:
    """Say whether a sign that ends clauses, or another clause's verb, stands between a unit and the event."""
    units = sentence.units
    low, high = (index, units.first) if index < units.first else (units.end - 1, index)
    if any(gap > NOTHING for gap in units.gaps[low + 1 : high + 1]):
        return True
    # "it was in 2013 that France intervened"
    cleft = int(index + 1 < units.first and bool(units.infos[index + 1].grammar & THAT))
    between = range(low + 1 + cleft, units.first) if index < units.first else range(units.end, high)
    return any(units.infos[at].grammar & (REL | CC | THAT) and not units.infos[at].grammar & PREP for at in between)


def _is_parted_after(sentence: Sentence, fronted: int, start: int) -> bool:
    return any(gap > NOTHING for gap in sentence.units.gaps[fronted + 1 : start + 1])


def degree(sentence: Sentence, head: int) -> str | None:
    """Return how far the event goes, where a word beside it says so."""
    units = sentence.units
    start = sentence.groups.group(head).start if sentence.groups.is_verb(head) else units.first
    for index in range(max(0, start - 3), min(len(units.words), units.end + _DEGREE)):
        found = units.infos[index].degree
        if found is None or any(
            gap > NOTHING for gap in units.gaps[min(index, units.first) + 1 : max(index, units.end - 1) + 1]
        ):
            continue
        if index < start - 1 and units.infos[index + 1].grammar & (CC | CLITIC):
            continue
        return found
    return None


def denied_object(sentence: Sentence, head: int) -> int:
    """Return the unit that denies the object of the event's verb: *released none of them*, or -1."""
    units = sentence.units
    after = units.end
    if after >= len(units.words) or units.gaps[after] > NOTHING or not sentence.groups.is_verb(head):
        return -1
    info = units.infos[after]
    if units.infos[head].grammar & (BE | HAVE) or not (info.grammar & NOBODY or units.words[after] == "none of"):
        return -1
    return after


def asks(sentence: Sentence) -> int:
    """Return the unit by which the event's clause starts like a question: *Do they think it is true*, or -1."""
    units = sentence.units
    infos = units.infos
    start = units.first
    while start > 0 and units.gaps[start] < QUOTE:
        start -= 1
    while (
        start + 1 < len(units.words) and infos[start].grammar & (CC | ADV) and not infos[start].grammar & (DO | PSEUDO)
    ):
        start += 1
    after = infos[start + 1].grammar if start + 1 < len(units.words) else 0
    return start if units.words[start] in _ASKING and after & (PRON | DEFINITE) else -1


def verdict(sentence: Sentence) -> int:
    """Return the verb behind a headline's colon that says all there is of the event before it, or -1.

    *Troops in Mali: Kremlin denies*; *Vente de Rafale : Berlin dit non*.
    """
    units = sentence.units
    count = len(units.words)
    colon = next((at for at in range(units.end, count) if units.gaps[at] > NOTHING), count)
    if colon >= count or units.gaps[colon] != COLON:
        return -1
    for at in range(colon + 1, min(count, colon + _NEAR)):
        if units.gaps[at] > NOTHING:
            return -1
        if sentence.groups.is_verb(at) and not units.infos[at].grammar & (BE | HAVE):
            alone = at + 1 == count or (at + 2 == count and bool(units.infos[at + 1].grammar & NOBODY))
            return at if alone and units.infos[at].verb else -1
    return -1
