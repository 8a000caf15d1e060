"""Clauses: on what a verb with a subject hangs: *that*, *whether*, *if*, a verb that takes a clause without *that*.

Takes: a Sentence and a Group. Gives: its Host, None where the clause is a main or a relative one. Raises: nothing.
"""

from __future__ import annotations

from policywatch.match.stance.around import is_inverted
from policywatch.match.stance.climbing.coordination import of_sibling, or_else
from policywatch.match.stance.climbing.hosts import (
    CALLED_FOR,
    FACT,
    FAR,
    MAYBE,
    NOUN,
    OBJECT,
    OPEN,
    SAYING,
    SIBLING,
    STOP,
    VERB,
    Host,
    Sentence,
)
from policywatch.match.stance.grammar.groups import Group
from policywatch.match.stance.grammar.units import COLON, COMMA, NOTHING, PAREN, QUOTE
from policywatch.match.stance.words.compiled import (
    ADV,
    BE,
    CC,
    DET,
    DO,
    ENDER,
    HAVE,
    MODAL,
    NEG,
    NO,
    NOBODY,
    PREP,
    PRON,
    PSEUDO,
    REL,
    TEMPORAL,
    THAT,
    TO,
    WH,
    WHETHER,
)
from policywatch.match.stance.words.inflect import BASE, PARTICIPLE, PAST, PRESENT


def of_clause(sentence: Sentence, group: Group) -> Host | None:
    """Walk left over the subject to what links the clause to its host."""
    units = sentence.units
    infos, words, gaps = units.infos, units.words, units.gaps
    inner = coordinated = jumped = False
    first = index = group.start - 1
    while index >= 0 and first - index < FAR:
        gap = NOTHING if jumped else gaps[index + 1]
        jumped = False
        info = infos[index]
        grammar = info.grammar
        if gap > PAREN:
            if gap in (QUOTE, COLON) and info.source and sentence.groups.is_verb(index):
                return Host(VERB, index, sentence.frame(index, "that"), "that")
            if gap != QUOTE:
                return None
        elif gap > NOTHING:
            left = sentence.before_parenthesis(index)
            if left is None:
                return None
            index, jumped = left, True
            continue
        if grammar & PSEUDO:
            pass
        elif grammar & THAT:
            host = _of_that(sentence, index, group)
            if host is not None or not inner:
                return host
            inner = sentence.found.relative = False
        elif grammar & WHETHER:
            return sentence.at(index - 1, ("whether",)) or Host(
                STOP, index, info.conjunction or OPEN, "" if info.conjunction else "whether"
            )
        elif info.conjunction:
            return Host(STOP, index, info.conjunction, "or" if info.conjunction.kind == "threatened" else "")
        elif is_inverted(sentence, index) and sentence.starts_clause(index):
            return Host(STOP, index, MAYBE)
        elif grammar & REL and not grammar & DET:
            if not inner:
                if index and infos[index - 1].grammar & NO:
                    # "none of which"
                    sentence.deny(index - 1)
                sentence.found.relative = True
                return None
            inner = False
        elif grammar & WH:
            return sentence.at(index - 1, ("wh",))
        elif grammar & TEMPORAL and _is_present(sentence, group) and _is_future(sentence, index):
            return Host(STOP, index, MAYBE)
        elif grammar & ENDER and not grammar & PREP:
            return None
        elif grammar & (DO | MODAL | HAVE | BE) and (denied := _fronted_negation(sentence, index)) >= 0:
            sentence.deny(denied)
            return None
        elif grammar & NEG and sentence.starts_clause(index):
            # "Nor have they", "Never has it"
            sentence.deny(index)
        elif grammar & CC:
            if words[index] in ("but", "mais"):
                return None
            coordinated = True
            if threat := or_else(sentence, index):
                return threat
        elif grammar & (NO | NOBODY) and not inner:
            if index == 0 or not infos[index - 1].grammar & PREP:
                sentence.deny(index)
        elif sentence.groups.is_verb(index):
            other = sentence.groups.group(index)
            if coordinated and other.finite:
                return Host(SIBLING, index)
            if index < first and not coordinated and (host := _of_verb(sentence, index, other, group)):
                return host
            inner = inner or other.finite
            index = other.start
        index -= 1
    return None


def _fronted_negation(sentence: Sentence, auxiliary: int) -> int:
    """Return the unit that denies a clause turned round by it: *at no point did the army fire*, or -1."""
    units = sentence.units
    denied = -1
    for index in range(auxiliary - 1, max(-1, auxiliary - 6), -1):
        if units.infos[index].grammar & (NO | NEG):
            denied = index
        if sentence.starts_clause(index):
            return denied if denied >= 0 and units.infos[index].grammar & (PREP | NEG | NO) else -1
        if sentence.groups.is_verb(index) or units.gaps[index] > NOTHING:
            return -1
    return -1


def _of_verb(sentence: Sentence, at: int, verb: Group, group: Group) -> Host | None:
    """Return a verb as the host of a clause without *that*, or of a participle: *want it lifted*."""
    info = sentence.units.infos[at]
    following = sentence.units.infos[at + 1].grammar
    if not info.verb or following & (PREP | TO | CC):
        return None
    if group.bare and sentence.groups.form(group.main) & PARTICIPLE and "done" in info.verb:
        return Host(VERB, at, info.verb["done"], "done")
    if "that" not in info.verb:
        return None
    frame = "passive_that" if verb.passive else "that"
    if verb.modal >= 0 and "can_that" in info.verb:
        frame = "can_that"
    return Host(VERB, at, sentence.frame(at, frame), frame)


def _is_present(sentence: Sentence, group: Group) -> bool:
    form = sentence.groups.form(group.main)
    return bool(group.bare and not form & PAST and (form & PRESENT or sentence.units.words[group.main][-1] == "s"))


def _is_future(sentence: Sentence, at: int) -> bool:
    """Say whether the clause beside a temporal one lies in the future: *will leave when it erupts*."""
    infos = sentence.units.infos
    return any(infos[index].grammar & MODAL for index in range(max(0, at - FAR), min(len(infos), at + FAR)))


def _of_that(sentence: Sentence, at: int, group: Group) -> Host | None:
    """Return what a that-clause hangs on; None where *that* is a relative pronoun."""
    units = sentence.units
    infos, gaps = units.infos, units.gaps
    index = at - 1
    while index >= 0 and infos[index].grammar & ADV and not infos[index].adjective:
        index -= 1
    if index < 0:
        return Host(NOUN, group.main) if at == 0 else None
    info = infos[index]
    if info.grammar & CC:
        return of_sibling(sentence, index)
    if gaps[index + 1] >= COMMA and at == index + 1:
        left = sentence.before_parenthesis(index)
        if left is not None and sentence.groups.is_verb(left):
            index, info = left, infos[left]
    subjunctive = _is_subjunctive(sentence, group)
    if sentence.groups.is_verb(index):
        other = sentence.groups.group(index)
        demands = info.verb and "that" in info.verb and (info.verb["that"].kind == "called_for" or info.verb.get("np"))
        if subjunctive or (demands and _is_bare_subjunctive(sentence, group)):
            return Host(VERB, index, CALLED_FOR)
        if info.adjective and "that" in info.adjective and other.passive_form:
            return Host(VERB, index, info.adjective["that"], "that")
        frame = "passive_that" if other.passive else "that"
        if other.modal >= 0 and info.verb and "can_that" in info.verb:
            frame = "can_that"
        if other.negated and other.start and units.words[other.start - 1] in ("i", "we"):
            frame = "i_that"
        return Host(VERB, index, sentence.frame(index, frame) or (FACT if other.passive else SAYING), frame)
    if info.adjective and (op := info.adjective.get("that")):
        return Host(VERB, index, op, "that")
    if info.grammar & BE:
        return Host(VERB, index, sentence.frame(index, "that") or SAYING)
    if at + 1 == group.start:
        sentence.found.relative = True
        return None
    if info.noun and (op := info.noun.get("that")):
        return Host(NOUN, index, CALLED_FOR if subjunctive else op, "that")
    for verb in range(index - 1, max(-1, index - OBJECT), -1):
        if gaps[verb + 1] >= COMMA or infos[verb].grammar & (THAT | REL):
            break
        if sentence.groups.is_verb(verb):
            found = infos[verb].verb
            if found and "that" in found:
                return Host(VERB, verb, CALLED_FOR if subjunctive else found["that"], "that")
            break
    sentence.found.relative = True
    return None


def _is_bare_subjunctive(sentence: Sentence, group: Group) -> bool:
    """*insist that the minister resign*: the first form of a verb, with one who does it."""
    units = sentence.units
    before = units.infos[group.start - 1].grammar
    first = (
        sentence.groups.is_verb(group.main)
        and group.bare
        and sentence.groups.form(group.main) & BASE
        and not sentence.groups.form(group.main) & PAST
    )
    return bool(first and not before & (PRON | ADV) and not units.words[group.start - 1].endswith("s"))


def _is_subjunctive(sentence: Sentence, group: Group) -> bool:
    """*demand that it be lifted*: what stands so is asked for, whoever says it."""
    if sentence.french or group.infinitive:
        return False
    words = sentence.units.words
    auxiliaries = words[group.start : group.main]
    return (
        group.modal < 0
        and ("be" in auxiliaries or words[group.main] == "be")
        and not any(sentence.units.infos[at].grammar & MODAL for at in range(group.start, group.main))
    )
