"""The head: of the words that name an event, the one that its clause is read from.

Takes: Units and their Groups. Gives: a Head. Raises: nothing.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from policywatch.match.stance.grammar.groups import Groups
from policywatch.match.stance.grammar.units import NOTHING, Units
from policywatch.match.stance.words.compiled import ADV, BE, DO, HAVE, MODAL, NEG, PREP, REL, THAT, TO
from policywatch.match.stance.words.inflect import BASE

_AUXILIARY: Final = BE | HAVE | DO | MODAL
#: units of a compound noun such as *arms cut-off*
_COMPOUND: Final = 3


class Head(NamedTuple):
    """The word that stands for the event."""

    at: int
    #: a verb, or what somebody or something is said to be; else a noun
    verb: bool
    #: the event is a clause with its subject, so that its own modals belong to it
    proposition: bool = False


def find_head(units: Units, groups: Groups) -> Head:
    """Return the head of the event."""
    first, end = units.first, units.end
    if end - first == 1:
        verb = groups.is_verb(first) or bool(units.infos[first].grammar & _AUXILIARY) or _is_predicate(units, first)
        return Head(first, verb)
    for index in range(first, end):
        info = units.infos[index]
        auxiliary = bool(info.grammar & _AUXILIARY)
        if auxiliary or groups.is_verb(index):
            compound = end - first <= _COMPOUND and info.form & BASE
            if index > first and not auxiliary and (compound or groups.group(index).gerund):
                continue
            return Head(_main(units, groups, index), verb=True, proposition=index > first)
        if index > first and info.grammar & (PREP | REL | TO):
            break
    last = first
    while last + 1 < end and not units.infos[last + 1].grammar & (PREP | REL | THAT | TO):
        last += 1
    return Head(last, verb=False)


def _is_predicate(units: Units, index: int) -> bool:
    """Say whether a word is what somebody or something is said to be: *is broken*, *is now under review*."""
    before = index - 1
    while before >= 0 and units.infos[before].grammar & (ADV | NEG) and units.gaps[before + 1] == NOTHING:
        before -= 1
    return before >= 0 and units.gaps[before + 1] == NOTHING and bool(units.infos[before].grammar & BE)


def _main(units: Units, groups: Groups, index: int) -> int:
    """Return the main verb of the group that starts at a unit of the event."""
    main = index
    for after in range(index + 1, units.end):
        info = units.infos[after]
        if not units.infos[main].grammar & _AUXILIARY:
            break
        if groups.is_verb(after) or info.grammar & (BE | HAVE):
            main = after
        elif not (info.grammar & (NEG | ADV) or units.words[after].endswith(("ly", "ment"))):
            break
    return main
