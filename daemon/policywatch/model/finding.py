"""Finding: a match written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from policywatch.model.match import Passage


class QuietReason(StrEnum):
    """Why a finding raised no alert. Nothing vanishes: a finding has an alert or one of these."""

    #: the item was already there at the feed's first poll
    BACKLOG = "backlog"
    #: the watch alerts on change, and this says what was known already, or nothing about how things stand now
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Finding:
    """One passage of one item that a watch found, with the watch's version at that moment."""

    watch_id: str
    watch_version: str
    passage: Passage
    found_at: datetime
    #: None where an alert was raised
    quiet_reason: QuietReason | None = None
    #: the alert it was told in; None until recorded, and for ever where `quiet_reason` is set
    alert_id: int | None = None
    #: number of the item in the store; None until recorded
    item_id: int | None = None
    #: number in the store; None until recorded
    id: int | None = None
