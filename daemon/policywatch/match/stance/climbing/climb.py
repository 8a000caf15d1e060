"""Climbing: from the event outwards, trigger by trigger, to the top of its sentence.

What it is: a clause's words say on what the clause hangs: *to* hangs on a verb, noun or adjective before it, *that* on
    what stands before it, a noun on the verb whose object or subject it is. Each step finds the next trigger outwards
    and the frame it embeds by; relative clauses, *but*, semicolons and the like end the climb.
Takes: a Sentence and the event's head. Gives: the triggers, the innermost first, each with its unit. Raises: nothing.
"""

from __future__ import annotations

from typing import Final

from policywatch.match.stance.climbing.clauses import of_clause
from policywatch.match.stance.climbing.coordination import of_conjunct, or_else
from policywatch.match.stance.climbing.hosts import (
    ENDED,
    INSTEAD,
    MAYBE,
    NOUN,
    SIBLING,
    STOP,
    VERB,
    WILL,
    Climb,
    Host,
    Sentence,
)
from policywatch.match.stance.climbing.infinitives import imperative, of_bare, of_gerund, of_infinitive
from policywatch.match.stance.climbing.nouns import of_noun
from policywatch.match.stance.grammar.groups import Group
from policywatch.match.stance.grammar.head import Head
from policywatch.match.stance.grammar.units import NOTHING
from policywatch.match.stance.words.compiled import CC, NEG, PSEUDO, Operator
from policywatch.match.stance.words.inflect import BASE

#: steps outwards; no sentence that people read has more
_STEPS: Final = 16
#: what is said of an event that is yet to come
_OPEN: Final = frozenset({"planned", "hypothetical", "called_for"})
#: frames in which a trigger's subject says what the clause says
_CLAUSES: Final = frozenset({"that", "passive_that", "i_that", "can_that", "of", "passive_to", "to", "de", "d"})


def climb(sentence: Sentence, head: Head) -> Climb:
    """Climb from the event's head."""
    found = sentence.found
    end = sentence.units.end
    kind, index = (VERB if head.verb else NOUN), head.at
    lucid = -1
    seen: set[tuple[int, int]] = set()
    for step in range(_STEPS):
        if (kind == NOUN, index) in seen:
            break
        seen.add((kind == NOUN, index))
        inner = len(found.steps)
        if kind == NOUN:
            host = of_noun(sentence, index, end if step == 0 else index + 1)
        else:
            group = sentence.groups.group(index)
            found.groups.append(group)
            if kind != SIBLING:
                modal = group.modal if lucid == index else -1
                ended = group.ended if step == 0 else -1
                found.steps += [(ENDED if at == ended else op, at) for op, at in group.shifts if at != modal]
            host = _of_group(sentence, group)
            if step == 0 and head.proposition and host and host.kind in (VERB, NOUN):
                # what is judged is the whole clause
                del found.steps[inner : inner + len(group.shifts)]
        if host is None:
            break
        kind, index = host.kind, host.at
        if host.operator is not None:
            _apply(sentence, host, inner)
            lucid = index if host.operator.lucid else -1
        if kind == STOP:
            break
    return found


def _apply(sentence: Sentence, host: Host, inner: int) -> None:
    """Add the host's trigger. *said it would* is a plan; *whether it will* is an option, *whether it did* a doubt."""
    found = sentence.found
    op: Operator = host.operator or MAYBE
    if host.frame == "whether":
        open_ = found.infinitive or any(step.kind in _OPEN for step, _ in found.steps)
        if found.groups and open_ and op.kind == "considered":
            found.steps = [(step, at) for step, at in found.steps if step.kind not in _OPEN]
        elif op.kind == "considered" and (op.source or host.kind == STOP):
            op = MAYBE
    elif host.frame == "to" and sentence.units.words[host.at] in ("was", "were") and _is_perfect(sentence):
        # "was to have left"
        op = INSTEAD
    elif host.frame == "or":
        found.steps = [(step, at) for step, at in found.steps if step.kind not in _OPEN]
    elif host.frame in _CLAUSES or (host.frame == "np" and op.source and op.kind == "negated"):
        negated = host.kind == VERB and sentence.groups.group(host.at).negated
        if op.source and found.source < 0 and not negated:
            found.source = host.at
        if op.source and host.kind == VERB and sentence.is_past(host.at):
            would_is_will(sentence)
    found.steps.append((op, host.at))


def _is_perfect(sentence: Sentence) -> bool:
    group = sentence.found.groups[-1]
    return "have" in sentence.units.words[group.start : group.main]


def would_is_will(sentence: Sentence) -> None:
    """Read the innermost clause's *would* as the past of *will*: somebody said so in the past."""
    found = sentence.found
    for number, (op, at) in enumerate(found.steps):
        if op.kind == "hypothetical" and any(at == group.would for group in found.groups):
            found.steps[number] = (WILL, at)


def _of_group(sentence: Sentence, group: Group) -> Host | None:
    infos, gaps = sentence.units.infos, sentence.units.gaps
    if group.infinitive:
        return of_infinitive(sentence, group)
    if group.gerund:
        return of_gerund(sentence, group)
    before = group.start - 1
    if sentence.groups.is_imperative(group.main):
        return imperative(group)
    if before < 0:
        return None
    if infos[group.start].grammar & CC and infos[group.start].grammar & NEG:
        # "neither shutting nor restricting"
        return of_conjunct(sentence, group, group.start)
    if group.bare and sentence.groups.form(group.main) & BASE and gaps[group.start] == NOTHING:
        bare = of_bare(sentence, group)
        if bare:
            return bare
    if infos[before].grammar & CC and not infos[before].grammar & PSEUDO:
        return or_else(sentence, before) or of_conjunct(sentence, group, before)
    return of_clause(sentence, group)
