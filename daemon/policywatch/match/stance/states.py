"""States: how an event stands after each trigger around it, and the stance that comes of it.

What it is: a state is (mode, polarity, phase). A trigger is a table from the state of its surroundings to the state of
    what stands in its scope; tables are composed from the outermost trigger to the innermost, so that *did not rule out
    suspending* is: root, asserted; *not*, negated; *rule out* where negated, considered.
Takes: signatures. Gives: tables; labels. Raises: nothing.
"""

from __future__ import annotations

from typing import Final

from policywatch.model.lexicon import Outcome, Signature
from policywatch.model.stance import StanceLabel

#: modes, the weaker first: of two, the stronger stays
FACT, FUTURE, PLANNED, CONSIDERED, CALLED_FOR, THREATENED, HYPOTHETICAL = range(7)
#: added to a mode times four
NEGATIVE: Final = 2
OFF: Final = 1

Table = tuple[int, ...]

_MODES: Final = {
    Outcome.FUTURE: FUTURE,
    Outcome.PLANNED: PLANNED,
    Outcome.CONSIDERED: CONSIDERED,
    Outcome.CALLED_FOR: CALLED_FOR,
    Outcome.THREATENED: THREATENED,
    Outcome.HYPOTHETICAL: HYPOTHETICAL,
}
_LABELS: Final = (
    StanceLabel.ASSERTED,
    StanceLabel.PLANNED,
    StanceLabel.PLANNED,
    StanceLabel.CONSIDERED,
    StanceLabel.CALLED_FOR,
    StanceLabel.THREATENED,
    StanceLabel.HYPOTHETICAL,
)
#: what is planned not to happen is denied; what is only weighed, threatened or asked for not to happen is not
_NEGATED_LABELS: Final = (*(StanceLabel.NEGATED,) * 3, *_LABELS[3:])

ROOT: Final = 0
STATES: Final = range(28)
#: what an ordinary word does
IDENTITY: Final[Table] = tuple(STATES)
#: what *not* does
FLIP: Final[Table] = tuple(state ^ NEGATIVE for state in STATES)


def by_signature(signature: Signature) -> Table:
    """Return the table of a trigger that embeds the event: its polarity decides."""
    return tuple(_embed(state, signature.no if state & NEGATIVE else signature.yes) for state in STATES)


def by_shift(outcome: Outcome, *, weak: bool = False) -> Table:
    """Return the table of a word that stands in the event's own clause (*will*, *allegedly*): polarity adds up.

    A weak one, an adjective such as *possible*, adds nothing to an event that is not told as a fact.
    """
    return tuple(state if weak and state >> 2 else _shift(state, outcome) for state in STATES)


def label_of(state: int) -> StanceLabel:
    """Return the stance that a state comes to."""
    return (_NEGATED_LABELS if state & NEGATIVE else _LABELS)[state >> 2]


def is_certain(state: int) -> bool:
    """Say whether a state is told as a fact, of today or of the future."""
    return state >> 2 <= FUTURE and not state & NEGATIVE


def _embed(state: int, outcome: Outcome) -> int:
    mode, polarity, phase = state >> 2, state & NEGATIVE, state & OFF
    match outcome:
        case Outcome.FACT:
            return phase
        case Outcome.CONTRARY:
            return NEGATIVE | phase
        case Outcome.SAME:
            return state
        case Outcome.OPPOSITE:
            return state ^ NEGATIVE
        case Outcome.ASSERTED | Outcome.NEGATED | Outcome.OFF:
            polarity = NEGATIVE if outcome is Outcome.NEGATED else 0
            return mode << 2 | polarity | (phase ^ OFF if outcome is Outcome.OFF else phase)
        case _:
            return max(mode, _MODES[outcome]) << 2 | phase


def _shift(state: int, outcome: Outcome) -> int:
    match outcome:
        case Outcome.NEGATED | Outcome.OPPOSITE:
            return state ^ NEGATIVE
        case Outcome.FACT:
            return state & OFF
        case Outcome.CONTRARY:
            return NEGATIVE | (state & OFF)
        case Outcome.OFF:
            return state ^ OFF
        case Outcome.ASSERTED | Outcome.SAME:
            return state
        case _:
            return max(state >> 2, _MODES[outcome]) << 2 | (state & 3)
