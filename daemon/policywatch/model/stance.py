"""Stance: how a text presents an event."""

from __future__ import annotations

from enum import StrEnum


class StanceLabel(StrEnum):
    """What the text says of the event: that it happened, that it did not, that it might ..."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    THREATENED = "threatened"
    CALLED_FOR = "called_for"
    CONSIDERED = "considered"
    PLANNED = "planned"
    #: it happened, but in an earlier time than the text tells of
    HISTORICAL = "historical"
