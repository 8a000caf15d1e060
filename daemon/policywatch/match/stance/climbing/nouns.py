"""Nouns: on what an event that is a noun hangs: the verb it is the object or the subject of, a preposition, a noun.

Takes: a Sentence. Gives: its Host. Raises: nothing.
"""

from __future__ import annotations

from typing import Final

from policywatch.match.stance.climbing.clauses import of_clause
from policywatch.match.stance.climbing.hosts import ENDED, FAR, NOUN, SIBLING, STOP, VERB, Host, Sentence
from policywatch.match.stance.grammar.groups import Group
from policywatch.match.stance.grammar.units import COMMA, NOTHING, PAREN, QUOTE
from policywatch.match.stance.words.compiled import (
    ADV,
    BE,
    CLITIC,
    DEFINITE,
    DET,
    DO,
    ENDER,
    HAVE,
    MEASURE,
    MODAL,
    NEG,
    NO,
    NO_LONGER,
    PREP,
    PSEUDO,
    REL,
    THAT,
    TO,
    WH,
    WHETHER,
    Operator,
    frame_of,
)
from policywatch.match.stance.words.inflect import PAST

_SUCH_AS: Final = frozenset({"including", "like", "such as", "comme"})
_OF: Final = frozenset({"of", "de", "d"})
#: what is counted with them is what a phrase is about
_AMOUNTS: Final = frozenset(
    {
        *("hundreds", "thousands", "millions", "billions", "dozens", "scores", "tens", "tons", "tonnes", "dollars"),
        *("euros", "pounds", "francs", "years", "decades", "months", "worth", "amount", "amounts", "lots", "plenty"),
        *("centaines", "milliers", "milliards", "dizaines", "ans", "annees", "mois"),
    }
)
#: French articles that are prepositions too
_PARTITIVE: Final = frozenset({"des", "du", "de", "d"})


def of_noun(sentence: Sentence, head: int, end: int) -> Host | None:
    """Walk left from a noun to what it hangs on; where it is a subject, to its verb. `end`: the unit behind it."""
    units = sentence.units
    infos, words, gaps = units.infos, units.words, units.gaps
    if compound := _in_compound(sentence, head, end):
        return compound
    definite, inside = False, True
    preposition = -1
    index = head - 1
    while index >= 0 and head - index < FAR:
        gap = gaps[index + 1]
        info = infos[index]
        grammar = info.grammar
        if gap > NOTHING and gap != QUOTE and words[index + 1] not in _SUCH_AS:
            break
        if grammar & PSEUDO:
            pass
        elif grammar & NO and (inside or not info.form):
            sentence.deny(index)
        elif inside and info.prenominal:
            sentence.found.steps.append((info.prenominal, index))
        elif info.preposition:
            return Host(STOP, index, info.preposition)
        elif (grammar & (REL | WHETHER | WH | THAT) and not grammar & (DET | DEFINITE)) or info.conjunction:
            break
        elif grammar & PREP:
            # "options including a halt": as if it stood in their place
            # "millions of dollars of aid" is aid
            amount = words[index] in _OF and index > 0 and words[index - 1] in _AMOUNTS
            preposition, inside = (preposition if amount or words[index] in _SUCH_AS else index), False
        elif grammar & (DET | DEFINITE):
            definite = definite or bool(inside and grammar & DEFINITE)
            inside = False
        elif grammar & ENDER and not info.noun:
            break
        elif grammar & NO_LONGER:
            sentence.found.steps.append((ENDED, index))
        elif grammar & NEG and index and infos[index - 1].grammar & BE:
            # "was not a rupture"
            sentence.deny(index)
        elif preposition == index + 1 and (host := sentence.at(index, (words[preposition],))):
            return host
        elif info.noun and "np" in info.noun and preposition < 0 and not sentence.groups.is_verb(index):
            return Host(NOUN, index, info.noun["np"])
        elif sentence.groups.is_verb(index) or (grammar & BE and not inside):
            subject = info.verb and "that" in info.verb and preposition != index + 1
            if subject and _is_clear(sentence, predicate_after(sentence, end)):
                break
            return _as_object(sentence, head, index, preposition, definite=definite)
        index -= 1
    return _as_subject(sentence, head, end, definite=definite)


def _in_compound(sentence: Sentence, head: int, end: int) -> Host | None:
    """Return the noun that an event before it belongs to: *coup attempt*, *withdrawal plan*."""
    units = sentence.units
    if end != head + 1 or end >= len(units.words) or units.gaps[end] > NOTHING or sentence.groups.is_verb(end):
        return None
    noun = units.infos[end].noun
    op = (noun.get("of") or noun.get("to")) if noun and not units.infos[end].grammar & PREP else None
    return Host(NOUN, end, op, "np") if op else None


def _is_clear(sentence: Sentence, predicate: int) -> bool:
    """Say whether a predicate is one for sure, and no noun in -s."""
    if predicate < 0:
        return False
    group = sentence.groups.group(predicate)
    return (
        not group.bare
        or bool(sentence.groups.form(predicate) & PAST)
        or bool(sentence.units.infos[predicate].adjective)
    )


def _as_object(sentence: Sentence, head: int, at: int, preposition: int, *, definite: bool) -> Host | None:
    units = sentence.units
    info = units.infos[at]
    group = sentence.groups.group(at)
    op: Operator | None = None
    if info.verb:
        if preposition >= 0:
            op = info.verb.get(units.words[preposition])
            if op is None and sentence.french and units.words[preposition] in _PARTITIVE:
                op = _of_measure(sentence, head, info.verb) or frame_of(info.verb, "np")
        elif group.passive:
            op = info.verb.get("passive_np")
        else:
            op = _of_measure(sentence, head, info.verb) or frame_of(info.verb, "np")
    if op is None and definite:
        return None
    if group.passive and preposition >= 0 and units.words[preposition] in ("by", "par"):
        return None
    return Host(VERB, at, op, "np")


def _of_measure(sentence: Sentence, head: int, verb: dict[str, Operator]) -> Operator | None:
    """Return what a verb does to a measure or an accord, where that is something else: who scraps it undoes it."""
    return verb.get("measure") if sentence.units.infos[head].grammar & MEASURE else None


def _as_subject(sentence: Sentence, head: int, end: int, *, definite: bool) -> Host | None:
    main = predicate_after(sentence, end)
    if main < 0:
        # perhaps a verb that was not seen to be one
        return of_clause(sentence, Group(head, head)) if head else None
    info = sentence.units.infos[main]
    group = sentence.groups.group(main)
    op: Operator | None = None
    if info.adjective:
        op = info.adjective.get("subj")
    if op is None and info.verb:
        if group.passive or group.passive_form or sentence.groups.is_headline_passive(main):
            op = _of_measure(sentence, head, info.verb) or frame_of(info.verb, "np")
        else:
            op = info.verb.get("subj")
    if op is None and info.grammar & BE:
        op = _of_predicate_noun(sentence, main)
    if op is None and definite and not info.grammar & BE and not group.passive and group.would < 0:
        return Host(SIBLING, main)
    return Host(VERB, main, op, "subj")


def _of_predicate_noun(sentence: Sentence, at: int) -> Operator | None:
    """*is an option*, *is among the ideas*: return what the noun does."""
    units = sentence.units
    for index in range(at + 1, min(len(units.words), at + 7)):
        if units.gaps[index] > NOTHING or sentence.groups.is_verb(index):
            return None
        noun = units.infos[index].noun
        if noun:
            return noun.get("to") or noun.get("of")
    return None


def predicate_after(sentence: Sentence, start: int) -> int:
    """Return the main verb or predicate of the clause whose subject ends before `start`, or -1."""
    units = sentence.units
    infos, gaps = units.infos, units.gaps
    index, limit = start, min(len(units.words), start + FAR)
    inner = False
    #: a participle that may belong to the subject: *the fees imposed in May were lifted*
    reduced = -1
    while index < limit:
        info = infos[index]
        grammar = info.grammar
        if gaps[index] > PAREN:
            return reduced
        if gaps[index] > NOTHING and not grammar & (BE | MODAL | HAVE):
            close = next((at for at in range(index + 1, limit) if gaps[at] >= COMMA), -1)
            if close < 0 or gaps[close] > PAREN:
                return reduced
            index, inner = close, False
            info, grammar = infos[index], infos[index].grammar
            if grammar & REL:
                return reduced
        if grammar & (REL | THAT) and not grammar & DET:
            inner = True
        elif info.conjunction or grammar & ENDER & ~PREP:
            return reduced
        elif grammar & TO and not sentence.french:
            index += 1
        elif grammar & (BE | MODAL) or grammar & (HAVE | DO) or sentence.groups.is_verb(index):
            group = sentence.groups.group(index)
            if group.finite or grammar & BE:
                main = _main(sentence, index, limit)
                if not inner and not (main == index and sentence.groups.is_headline_passive(index)):
                    return main
                if not inner:
                    reduced = index if reduced < 0 else reduced
                # the verb of a clause inside the subject
                inner, index = False, main
        elif info.adjective and "subj" in info.adjective and _ends_phrase(sentence, index):
            return index
        index += 1
    return reduced


def _ends_phrase(sentence: Sentence, index: int) -> bool:
    """Say whether an adjective stands alone, as in a headline: *aid halt possible, says minister*."""
    units = sentence.units
    after = index + 1
    alone = after >= len(units.words) or units.gaps[after] > NOTHING or units.infos[after].grammar & (PREP | ADV)
    return bool(alone and not units.infos[index - 1].grammar & (DET | PREP))


def _main(sentence: Sentence, index: int, limit: int) -> int:
    """Return the main verb or predicate of the group that starts at a unit."""
    units = sentence.units
    infos, words = units.infos, units.words
    start = last = index
    while index < limit and (units.gaps[index] == NOTHING or index == start):
        info = infos[index]
        if info.adjective and "subj" in info.adjective:
            return index
        passed = (
            info.grammar & (BE | MODAL | NEG | ADV | CLITIC) or info.adverb or words[index].endswith(("ly", "ment"))
        )
        if not passed:
            if info.grammar & (HAVE | DO) and index == start:  # have, do
                index += 1
                continue
            return index if sentence.groups.is_verb(index) or info.adjective else last
        if info.grammar & BE:
            last = index
            if index + 2 < limit and infos[index + 1].grammar & TO and not sentence.french:
                # "is to be lifted"
                index += 1
        index += 1
    return last
