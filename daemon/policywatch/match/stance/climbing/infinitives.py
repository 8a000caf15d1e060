"""Infinitives and gerunds: on what verb, noun, adjective or preposition a verb without a subject hangs.

Takes: a Sentence and a Group. Gives: its Host. Raises: nothing.
"""

from __future__ import annotations

from typing import Final

from policywatch.match.stance.climbing.coordination import of_conjunct, of_sibling
from policywatch.match.stance.climbing.hosts import (
    CALLED_FOR,
    DOING,
    FAR,
    INSTEAD,
    MAYBE,
    NOUN,
    OBJECT,
    OPEN,
    PLANNED,
    PURPOSE,
    STOP,
    VERB,
    Host,
    Sentence,
)
from policywatch.match.stance.grammar.groups import Group
from policywatch.match.stance.grammar.units import COMMA, NOTHING
from policywatch.match.stance.words.compiled import ADV, BE, CC, DET, ENDER, MODAL, PREP, REL, THAT, TO, WH, WHETHER

_FOR: Final = ("for", "pour")
_TOO: Final = ("too", "trop")
_THAN: Final = ("than", "que")


def of_infinitive(sentence: Sentence, group: Group) -> Host | None:
    """Return what an infinitive hangs on."""
    units = sentence.units
    infos, words, gaps = units.infos, units.words, units.gaps
    to = group.start
    before = to - 1
    while before >= 0 and infos[before].grammar & ADV and gaps[before + 1] == NOTHING and not infos[before].adjective:
        before -= 1
    if before < 0:
        return _fronted(sentence, group)
    if (
        gaps[before + 1] == COMMA
        and (left := sentence.before_parenthesis(before))
        and left > 0
        and sentence.groups.is_verb(left)
    ):
        before = left
    elif gaps[before + 1] >= COMMA:
        return (
            of_sibling(sentence, before) if sentence.french and not infos[to].grammar & TO else Host(STOP, to, PURPOSE)
        )
    info = infos[before]
    sentence.found.infinitive = sentence.found.infinitive or len(sentence.found.groups) == 1
    if info.grammar & CC and not info.adjective:
        return of_conjunct(sentence, group, before)
    if info.grammar & WH:
        # "discuss how to"
        return sentence.at(before - 1, ("whether", "wh")) or Host(STOP, before, MAYBE)
    if info.grammar & WHETHER:
        return sentence.at(before - 1, ("whether",)) or Host(STOP, before, OPEN, "whether")
    if info.preposition:
        return Host(STOP, before, info.preposition)
    if before and words[before - 1] in _TOO:
        return Host(VERB, before, INSTEAD)
    if info.adjective and (op := info.adjective.get("to")) and not _acts(sentence, before):
        return Host(VERB, before, op, "to")
    subject = sentence.groups.group(before).start - 1 if info.grammar & BE else -1
    if subject >= 0 and (option := sentence.at(subject, ("to",))) and option.kind == NOUN:
        # "one option is to leave"
        return option
    if sentence.groups.is_verb(before):
        passive = sentence.groups.group(before).passive or sentence.groups.is_headline_passive(before)
        op = sentence.frame(before, "passive_to" if passive else "to") or sentence.frame(before, "obj_to")
        return Host(VERB, before, op or DOING, "to")
    if info.noun and (op := info.noun.get("to")):
        verb = _of_object(sentence, before - 1, to)
        # "has the right to", but "used the money to"
        taken = verb and verb.kind == VERB and (before - verb.at <= 1 or op.kind == "hypothetical")
        return verb if taken else Host(NOUN, before, op, "to")
    if host := _of_object(sentence, before, to):
        return host
    if "have" in words[group.start : group.main]:
        # "one of few to have signed"
        return None
    return Host(STOP, to, PURPOSE if _verb_before(sentence, before) else PLANNED)


def _acts(sentence: Sentence, at: int) -> bool:
    """Say whether a participle that may be an adjective is a verb here: *nobody bothered to*, *is bothered to*."""
    verb = sentence.units.infos[at].verb
    return bool(verb and "to" in verb and sentence.groups.is_verb(at) and not sentence.groups.group(at).passive_form)


def _fronted(sentence: Sentence, group: Group) -> Host | None:
    """*To seize them is an idea*: the infinitive is a subject. Else it is a purpose."""
    return (
        Host(NOUN, group.main)
        if not sentence.is_parted(group.main, group.main + 8)
        else Host(STOP, group.start, PURPOSE)
    )


def _of_object(sentence: Sentence, last: int, to: int) -> Host | None:
    """Return what takes the noun phrase that ends at `last` and the infinitive at `to`."""
    units = sentence.units
    for index in range(last, max(-1, last - OBJECT), -1):
        if units.gaps[index + 1] >= COMMA and index < last:
            return None
        info = units.infos[index]
        grammar = info.grammar
        if grammar & (THAT | REL | ENDER | WHETHER) and not grammar & (DET | PREP):
            return None
        if units.words[index] in _FOR and index < last:
            return sentence.at(index - 1, ("for",)) or Host(STOP, to, MAYBE)
        if info.verb and sentence.groups.is_verb(index):
            group = sentence.groups.group(index)
            op = info.verb.get("passive_to") if group.passive else None
            op = op or info.verb.get("obj_to")
            if op is None and (group.passive or sentence.french or units.infos[index + 1].grammar & (PREP | ADV)):
                op = info.verb.get("to")
            return Host(VERB, index, op, "to") if op else None
        if info.noun and "to" in info.noun and index < last and units.infos[index + 1].grammar & (PREP | ADV):
            return Host(NOUN, index, info.noun["to"], "to")
        if sentence.groups.is_verb(index):
            # "pressure is mounting on Berlin to act"
            subject = sentence.groups.group(index).start - 1
            return sentence.at(subject, ("to",)) if subject >= 0 and units.infos[subject].noun else None
    return None


def _verb_before(sentence: Sentence, last: int) -> bool:
    """Say whether the clause has a verb already: without one, *Paris to recall envoy* is a headline's future."""
    return any(
        sentence.units.infos[index].grammar & (BE | MODAL) or sentence.groups.is_verb(index)
        for index in range(last, max(-1, last - FAR), -1)
    )


def of_bare(sentence: Sentence, group: Group) -> Host | None:
    """Return what takes a verb without *to*: *let it happen*, *would rather leave than sign*; or an imperative."""
    units = sentence.units
    before = group.start - 1
    if units.words[before] in _THAN and before >= 0 and units.gaps[group.start] == NOTHING:
        return Host(STOP, before, INSTEAD)
    for index in range(before, max(-1, before - 6), -1):
        info = units.infos[index]
        if units.gaps[index + 1] > NOTHING or info.grammar & (CC | THAT | REL):
            return None
        if info.verb and sentence.groups.is_verb(index):
            op = info.verb.get("bare")
            return Host(VERB, index, op, "bare") if op else None
    return None


def imperative(group: Group) -> Host:
    """Return what an imperative hangs on."""
    return Host(STOP, group.start, CALLED_FOR)


def of_gerund(sentence: Sentence, group: Group) -> Host | None:
    """Return what a verb in -ing hangs on."""
    units = sentence.units
    before = group.start - 1
    while before >= 0 and units.infos[before].grammar & ADV and not units.infos[before].adjective:
        before -= 1
    if before < 0 or units.gaps[before + 1] > COMMA:
        # it may be a subject
        return Host(NOUN, group.main) if before < 0 and not sentence.is_parted(group.main, group.main + 8) else None
    info = units.infos[before]
    if units.gaps[before + 1] >= COMMA:
        # ", saying that" goes with the main clause, ", killing two" with the nearest one
        if units.infos[group.main].source:
            return None
        # without a verb before it, as in "Under the law, calling it a coup would ...", it is a subject
        return of_sibling(sentence, before) or Host(NOUN, group.main)
    if info.grammar & CC:
        return of_conjunct(sentence, group, before)
    if info.preposition:
        return Host(STOP, before, info.preposition)
    if info.grammar & (PREP | TO):
        return of_preposition(sentence, before)
    if sentence.groups.is_verb(before):
        return Host(VERB, before, sentence.frame(before, "ing"), "ing")
    if info.adjective and (op := info.adjective.get("ing") or info.adjective.get("to")):
        return Host(VERB, before, op, "ing")
    return sentence.at(before, ("ing",))


def of_preposition(sentence: Sentence, at: int) -> Host | None:
    """Return what the preposition at a unit hangs on."""
    units = sentence.units
    word = units.words[at]
    host = sentence.at(at - 1, (word,))
    if host:
        return host
    for index in range(at - 1, max(-1, at - OBJECT), -1):
        info = units.infos[index]
        if units.gaps[index + 1] >= COMMA or (info.grammar & (THAT | REL) and not info.grammar & DET):
            return None
        if info.verb and sentence.groups.is_verb(index):
            op = info.verb.get(word)
            return Host(VERB, index, op, word) if op else None
    return None
