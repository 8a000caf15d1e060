"""Position: where a watch stands for one actor and one place. The ledger is the history of all positions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from policywatch.model.quantity import Quantity
from policywatch.model.stance import Phase, StanceLabel

#: outlets of one position that are remembered by name: more confirm nothing further
MAX_OUTLETS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Subject:
    """What a position is about."""

    watch_id: str
    #: code of the government or body that acts; "" where nobody can be told
    actor: str
    #: code of the place; "" where none can be told
    place: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """What somebody says about a subject."""

    label: StanceLabel
    phase: Phase = Phase.ON
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A finding as evidence for or against a position."""

    claimed: Claimed
    #: who says so: one outlet counts once, however often it repeats itself
    outlet: str
    #: its feed carries the tag `official`
    official: bool
    #: when it was published, or first seen where the feed does not say
    at: datetime
    #: number of the finding in the store; None until recorded
    finding_id: int | None = None


class MoveReason(StrEnum):
    """Why a position is what it is."""

    #: nothing was known before
    FIRST = "first"
    #: an official feed says so
    OFFICIAL = "official"
    #: as many outlets say so as `confirm:` asks for
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a watch stands for one subject, since when, and on whose word."""

    subject: Subject
    claimed: Claimed
    #: when the first statement for it was published
    since_at: datetime
    reason: MoveReason
    #: the outlets that say so, each once, sorted; the first MAX_OUTLETS
    outlets: tuple[str, ...]
    #: whether an official feed says so
    official: bool
    #: when a later position took its place; None for the one that stands
    until_at: datetime | None = None
    #: what others say against it and is not confirmed; None where nobody does
    contested: Claimed | None = None
    #: when the last statement against it was published
    contested_at: datetime | None = None
    #: number in the store; None until recorded
    id: int | None = None


class Step(StrEnum):
    """What a statement does to the ledger."""

    #: there was no position
    OPENED = "opened"
    #: another position stands now
    MOVED = "moved"
    #: the position stands, and somebody says otherwise
    CONTESTED = "contested"
    #: it says what is known already, or nothing about how things stand now
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Move:
    """What a statement does to the position of one subject."""

    step: Step
    #: what stands from now on; None where nothing is known and the statement tells nothing
    position: Position | None
    #: what stood before; None where there was none
    before: Position | None = None
