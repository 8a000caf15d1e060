"""Coordination: what two verbs joined by *and* share.

Takes: a Sentence. Gives: the other verb as a Host. Raises: nothing.
"""

from __future__ import annotations

from policywatch.match.stance.climbing.hosts import FAR, SHARED, SIBLING, STOP, THREATENED, Host, Sentence
from policywatch.match.stance.grammar.groups import Group
from policywatch.match.stance.grammar.units import QUOTE, STRONG
from policywatch.match.stance.words.compiled import ENDER, NEG, PREP, REL
from policywatch.match.stance.words.inflect import BASE, PARTICIPLE


def of_conjunct(sentence: Sentence, group: Group, at: int) -> Host | None:
    """Share what the verb before *and* hangs on; without auxiliaries of its own, also what stands in its group."""
    units = sentence.units
    form = sentence.groups.form(group.main)
    nor = bool(units.infos[at].grammar & NEG)
    against = units.words[at] in ("but", "mais") and group.bare and group.finite
    nearest: Host | None = None
    start = at
    for index in range(at - 1, max(-1, at - FAR), -1):
        if units.gaps[index + 1] >= QUOTE:
            break
        info = units.infos[index]
        if info.grammar & (REL | ENDER & ~PREP) or info.conjunction:
            break
        if index >= start or not sentence.groups.is_verb(index):
            continue
        other = sentence.groups.group(index)
        start = other.start
        if (group.infinitive and not other.infinitive) or (group.gerund and not other.gerund):
            continue
        if nor:
            return Host(SIBLING, index)
        if (group.bare and form & BASE and not other.bare) or (group.bare and form & PARTICIPLE and other.passive):
            return Host(SHARED, index)
        if group.finite and not other.finite:
            continue
        nearest = nearest or Host(SIBLING, index)
        # "denied that it had fired but admitted that ...": the verb that is like it
        if not against or other.bare:
            return Host(SIBLING, index)
    return nearest


def of_sibling(sentence: Sentence, last: int) -> Host | None:
    """Return the nearest verb with a subject, left of a unit."""
    for index in range(last, max(-1, last - FAR), -1):
        if sentence.units.gaps[index + 1] >= STRONG:
            return None
        if sentence.groups.is_verb(index) and sentence.groups.group(index).finite:
            return Host(SIBLING, index)
    return None


def or_else(sentence: Sentence, at: int) -> Host | None:
    """*Leave or be expelled*, *a week to leave, or it would close the embassy*: after a demand, *or* threatens."""
    units = sentence.units
    if units.words[at] not in ("or", "ou"):
        return None
    for index in range(at - 1, max(-1, at - FAR), -1):
        info = units.infos[index]
        if units.gaps[index + 1] >= STRONG:
            return None
        for frames in (info.noun, info.verb, info.adjective):
            for frame in ("to", "obj_to"):
                if frames and frame in frames and frames[frame].kind in ("called_for", "threatened"):
                    return Host(STOP, at, THREATENED, "or")
        if (index == 0 or units.gaps[index] > QUOTE) and sentence.groups.is_verb(index):
            return Host(STOP, at, THREATENED, "or") if sentence.groups.form(index) & BASE else None
    return None
