"""Hosts: what the things in a sentence hang on, and how to look a trigger up.

Takes: Units. Gives: a Sentence, which the modules of the climb share. Raises: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from policywatch.match.stance.grammar.french import FrenchGroups
from policywatch.match.stance.grammar.groups import Group, Groups
from policywatch.match.stance.grammar.units import COMMA, NOTHING, PAREN, STRONG, Units
from policywatch.match.stance.states import by_shift
from policywatch.match.stance.words.compiled import NOT, Operator, frame_of, operator
from policywatch.match.stance.words.inflect import PARTICIPLE, PAST
from policywatch.model.lexicon import Outcome, Signature

#: how far a step looks
FAR: Final = 40
#: how far a verb looks over its object
OBJECT: Final = 12

# what the climb goes on from: a verb or predicate; a noun; nothing; another verb's host, without and with its group
VERB, NOUN, STOP, SIBLING, SHARED = range(5)


def op(yes: Outcome, no: Outcome) -> Operator:
    """Return the operator of a construction that no word of the lexicon stands for."""
    return operator(Signature(yes, no))


PURPOSE: Final = op(Outcome.PLANNED, Outcome.HYPOTHETICAL)
PLANNED: Final = op(Outcome.PLANNED, Outcome.NEGATED)
CALLED_FOR: Final = op(Outcome.CALLED_FOR, Outcome.HYPOTHETICAL)
THREATENED: Final = op(Outcome.THREATENED, Outcome.HYPOTHETICAL)
SAYING: Final = op(Outcome.ASSERTED, Outcome.HYPOTHETICAL)
FACT: Final = op(Outcome.FACT, Outcome.FACT)
MAYBE: Final = op(Outcome.HYPOTHETICAL, Outcome.HYPOTHETICAL)
OPEN: Final = op(Outcome.CONSIDERED, Outcome.CONSIDERED)
DOING: Final = op(Outcome.HYPOTHETICAL, Outcome.NEGATED)
INSTEAD: Final = op(Outcome.NEGATED, Outcome.ASSERTED)
ENDED: Final = Operator(by_shift(Outcome.OFF), "reversal")
WILL: Final = operator(Signature(Outcome.PLANNED, Outcome.PLANNED), shift=True)


class Host(NamedTuple):
    """What something hangs on."""

    kind: int
    #: the unit
    at: int
    #: what it does; None where it does nothing
    operator: Operator | None = None
    #: the frame it embeds by, where the climb asks for it
    frame: str = ""


@dataclass(slots=True)
class Climb:
    """What one climb found."""

    #: triggers with their unit, the innermost first
    steps: list[tuple[Operator, int]] = field(default_factory=list)
    #: the unit of the verb or noun that says who says so, the innermost
    source: int = -1
    #: the groups passed, the innermost first
    groups: list[Group] = field(default_factory=list)
    #: the scope ended at a relative clause
    relative: bool = False
    #: the innermost host was reached as an infinitive (*whether to*)
    infinitive: bool = False


class Sentence:
    """A sentence that is climbed in, and what was found so far."""

    def __init__(self, units: Units) -> None:
        self.units = units
        self.french = units.language == "fr"
        self.groups: Groups = FrenchGroups(units) if self.french else Groups(units)
        self.found = Climb()

    def deny(self, at: int) -> None:
        """Note a negation, once."""
        if (NOT, at) not in self.found.steps:
            self.found.steps.append((NOT, at))

    def frame(self, at: int, frame: str) -> Operator | None:
        """Return what the verb at a unit does in a frame."""
        verb = self.units.infos[at].verb
        return frame_of(verb, frame) if verb else None

    def at(self, at: int, frames: tuple[str, ...]) -> Host | None:
        """Return the trigger at a unit, of whatever kind, that has one of these frames."""
        if at < 0:
            return None
        info = self.units.infos[at]
        for frame in frames:
            if info.verb and frame in info.verb and self.groups.is_verb(at):
                return Host(VERB, at, info.verb[frame], frame)
            if info.adjective and frame in info.adjective:
                return Host(VERB, at, info.adjective[frame], frame)
            if info.noun and frame in info.noun and not self.groups.is_verb(at):
                return Host(NOUN, at, info.noun[frame], frame)
        return None

    def is_past(self, at: int) -> bool:
        """Say whether the verb at a unit stands in the past: *said*, *a dit*."""
        form = self.units.infos[at].form
        return bool(form & PAST or (form & PARTICIPLE and not self.groups.group(at).bare))

    def starts_clause(self, at: int) -> bool:
        """Say whether nothing of a clause stands before a unit."""
        return at == 0 or self.units.gaps[at] > PAREN

    def before_parenthesis(self, last: int) -> int | None:
        """Return the unit before what stands between commas and ends at `last`; None where nothing does so."""
        gaps = self.units.gaps
        for left in range(last, max(0, last - 24), -1):
            if gaps[left] >= STRONG:
                return None
            if gaps[left] > NOTHING:
                return left - 1
        return None

    def is_parted(self, low: int, high: int) -> bool:
        """Say whether a sign stands between two units."""
        return any(gap >= COMMA for gap in self.units.gaps[low + 1 : high + 1])
