"""Stance: how a text presents an event. A value of the moment; what is kept of it stands on a Finding."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policywatch.model.span import Span


class StanceLabel(StrEnum):
    """How a text presents an event."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    THREATENED = "threatened"
    CALLED_FOR = "called_for"
    CONSIDERED = "considered"
    PLANNED = "planned"
    HISTORICAL = "historical"


class Factuality(StrEnum):
    """The three ways of the research corpora: what a reader would bet on."""

    ASSERTED = "asserted"
    UNCERTAIN = "uncertain"
    NEGATED = "negated"


class Phase(StrEnum):
    """Whether the event stands or is undone."""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that decided."""

    #: as published
    words: str
    #: where they stand in the text
    span: Span
    #: what they make of an event by themselves: a stance label, or "reported", "reversal", "time" ...
    kind: str


@dataclass(frozen=True, slots=True)
class Stance:
    """How a text presents one event."""

    label: StanceLabel
    #: off where the event is undone: lifted, resumed, restored
    phase: Phase = Phase.ON
    #: who says so, as published; None where the text says so itself
    reported_by: str | None = None
    #: what decided, in reading order
    triggers: tuple[Trigger, ...] = ()
    #: how far the event goes (partial, temporary, nearly ...), where that is said
    degree: str | None = None
    #: the label on the scale of three: what *will* happen is asserted, what is planned is uncertain
    factuality: Factuality = Factuality.ASSERTED
