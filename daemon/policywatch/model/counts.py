"""Counts: how much of everything there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from policywatch.model.delivery import DeliveryState


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of everything the store holds, for `status`."""

    #: in the settings
    feeds: int
    #: of these, the ones whose last poll failed
    feeds_failing: int
    items: int
    findings: int
    alerts: int
    #: every state is there, with 0 where there is none
    deliveries: Mapping[DeliveryState, int]
    #: when the oldest alert was raised that a channel is still owed; None when none is
    oldest_owed_at: datetime | None
    #: when a feed was last polled, well or not; None when none was
    last_polled_at: datetime | None
