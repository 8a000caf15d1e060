"""Sources: who says so, where a text attributes what it tells.

Takes: a Sentence that was climbed in. Gives: the unit that attributes, and the words of the source. Raises: nothing.
"""

from __future__ import annotations

from typing import Final

from policywatch.match.stance.climbing.hosts import FAR, Host, Sentence
from policywatch.match.stance.grammar.units import COLON, COMMA, NOTHING
from policywatch.match.stance.words.compiled import (
    ADV,
    BE,
    CC,
    CLITIC,
    DET,
    ENDER,
    HAVE,
    NOBODY,
    PREP,
    PRON,
    REL,
    THAT,
    TO,
    WHETHER,
)
from policywatch.match.stance.words.inflect import ING, PARTICIPLE, PAST, PRESENT

#: units that a source's name may have
_NAME: Final = 12
#: prepositions that belong to a name
_OF_NAMES: Final = frozenset({"de", "d", "du", "en"})
#: before a verb, these make a comparison of it, no source
_NO_NAME: Final = frozenset({"than", "as", "like", "que", "comme"})
#: after a verb, these start a time, no name: *published this week*
_TIMES: Final = frozenset({"this", "last", "next", "late", "early", "cette", "hier"})
#: before who does something
_BY: Final = frozenset({"by", "par"})


def attribution(sentence: Sentence) -> Host | None:
    """Return the verb or phrase beside the event's clause that says who says so: *, officials said*."""
    units = sentence.units
    for index, info in enumerate(units.infos):
        if info.source and info.preposition and not units.first <= index < units.end:
            return Host(0, index, info.preposition)
    start = 0
    count = len(units.words)
    for end in range(1, count + 1):
        if end < count and units.gaps[end] < COMMA:
            continue
        # the event's own segment has been climbed through
        beside = (end <= units.first or start >= units.end) and (end < count or start > 0)
        if beside and (host := _says(sentence, start, end)):
            return host
        start = end
    return None


def _says(sentence: Sentence, start: int, end: int) -> Host | None:
    """Return the verb of a segment that does nothing but say who says so."""
    units = sentence.units
    infos = units.infos
    for index in range(start, min(end, start + _NAME)):
        info = infos[index]
        grammar = info.grammar
        if grammar & (REL | THAT | WHETHER | CC) or grammar & ENDER & ~PREP or info.conjunction:
            return None
        if units.words[index] in _NO_NAME or (index > start and grammar & PRON and not grammar & DET):
            return None
        if sentence.groups.is_verb(index) and not grammar & (BE | HAVE):
            return _says_so(sentence, start, index, end)
    return None


def _says_so(sentence: Sentence, start: int, at: int, end: int) -> Host | None:
    """Return the verb at a unit as a host where it and its subject, or it and what follows, fill the segment."""
    units = sentence.units
    infos = units.infos
    info = infos[at]
    group = sentence.groups.group(at)
    op = sentence.frame(at, "passive_that" if group.passive else "that") if info.source else None
    if op is None or not op.source or not info.form & (PAST | PRESENT | PARTICIPLE):
        return None
    if not group.finite or group.negated or any(infos[rest].grammar & (THAT | REL) for rest in range(at + 1, end)):
        return None
    after = infos[at + 1].grammar if at + 1 < end else 0
    if group.start == start:
        # ", said Miller", not ", believed to be dead"
        said = at + 1 < end and not after & (PREP | ADV | TO) and units.words[at + 1] not in _TIMES
    else:
        said = not any(sentence.groups.is_verb(rest) for rest in range(at + 1, end))
    return Host(0, at, op, "that") if said else None


def name_at(sentence: Sentence, at: int) -> str | None:
    """Return the words of who says so: the subject of the verb at a unit, or what follows the phrase there."""
    units = sentence.units
    info = units.infos[at]
    if info.preposition and not info.verb:
        return _after(sentence, at)
    if info.noun and not sentence.groups.is_verb(at):
        return None
    group = sentence.groups.group(at)
    if group.passive:
        after = at + 1
        named = after < len(units.words) and units.words[after] in _BY
        return _after(sentence, after) if named else units.text[units.starts[at] : units.ends[at]]
    if group.infinitive or group.gerund:
        outer = next((one for one in sentence.found.groups if one.finite and one.main < at), None)
        return _subject(sentence, outer.start) if outer and not outer.passive else None
    if group.start == 0 or units.gaps[group.start] > NOTHING:
        after = at + 1
        last = after >= len(units.words) or units.gaps[after] > NOTHING
        grammar = 0 if last else units.infos[after].grammar
        if not last and (grammar & DET or not grammar & (PREP | TO | THAT | ADV)):
            return _after(sentence, at)
    return _subject(sentence, group.start)


def _subject(sentence: Sentence, start: int) -> str | None:
    """Return the subject of the group that starts at a unit."""
    units = sentence.units
    infos, gaps = units.infos, units.gaps
    last = start - 1
    if last < 0:
        return None
    if gaps[start] > NOTHING:
        left = sentence.before_parenthesis(last) if gaps[start] == COMMA else None
        if left is None or left < 0:
            return None
        last = left
    if infos[last].grammar & CC:
        for index in range(last - 1, max(-1, last - FAR), -1):
            if sentence.groups.is_verb(index) and sentence.groups.group(index).finite:
                return _subject(sentence, sentence.groups.group(index).start)
        return None
    if infos[last].grammar & REL:
        last -= 1
    first = last
    while first > 0 and gaps[first] == NOTHING:
        before = infos[first - 1]
        linker = before.grammar & (THAT | REL | WHETHER) or (before.grammar & CLITIC and not before.grammar & DET)
        if (linker and not before.grammar & PREP) or before.conjunction:
            break
        if before.grammar & ENDER & ~PREP or (before.grammar & CC and units.words[first - 1] in ("but", "mais")):
            break
        if (
            sentence.groups.is_verb(first - 1)
            and not sentence.groups.group(first - 1).gerund
            and not _hyphened(sentence, first)
        ):
            break
        first -= 1
    while first < last and infos[first].grammar & (ADV | CC):
        first += 1
    if infos[first].grammar & NOBODY:
        return None
    end = _head_end(sentence, first, last + 1)
    return units.text[units.starts[first] : units.ends[end - 1]]


def _hyphened(sentence: Sentence, index: int) -> bool:
    return sentence.units.text[sentence.units.starts[index] - 1 : sentence.units.starts[index]] == "-"


def _head_end(sentence: Sentence, first: int, end: int) -> int:
    """Return where a name ends: behind its head noun."""
    units = sentence.units
    for index in range(first + 1, end):
        if units.infos[index].grammar & PREP and units.words[index] not in _OF_NAMES:
            return index
        if (sentence.groups.form(index) & ING and sentence.groups.is_verb(index)) or units.gaps[index] > NOTHING:
            return index
    return end


def _after(sentence: Sentence, at: int) -> str | None:
    units = sentence.units
    first = end = at + 1
    while end < len(units.words) and end - first < _NAME and (end == first or units.gaps[end] == NOTHING):
        info = units.infos[end]
        if (info.grammar & (THAT | REL | CC | ENDER & ~PREP | ADV) and end > first) or sentence.groups.is_verb(end):
            break
        if info.grammar & PREP and units.words[end] not in _OF_NAMES and end > first:
            break
        end += 1
    return units.text[units.starts[first] : units.ends[end - 1]] if end > first else None


def headline_speaker(sentence: Sentence) -> str | None:
    """Return who speaks before a headline's colon: *UNHCR: don't force them back*, *Oxfam to ministers: act*."""
    units = sentence.units
    colon = next((at for at in range(1, min(6, len(units.gaps))) if units.gaps[at] == COLON), -1)
    if colon < 0 or units.first < colon:
        return None
    to = next((at for at in range(1, colon) if units.infos[at].grammar & TO), colon)
    name = units.text[units.starts[0] : units.ends[to - 1]]
    orders = any(sentence.groups.is_imperative(group.main) for group in sentence.found.groups)
    speaks = to < colon or orders or (to == 1 and name.isupper() and len(name) > 1)
    return name if speaks and not any(sentence.groups.is_verb(at) for at in range(colon)) else None
