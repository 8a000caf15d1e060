"""Recording: everything one poll writes, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policywatch.model.feed import FeedState
from policywatch.model.finding import Finding, QuietReason
from policywatch.model.item import Item
from policywatch.model.watch import Severity


@dataclass(frozen=True, slots=True)
class Flag:
    """What one watch found in one item, and what becomes of it: an alert to channels, or a reason for none.

    Exactly one of `channels` and `quiet_reason` is set; every finding carries the same `quiet_reason`.
    """

    watch_id: str
    watch_title: str
    watch_version: str
    severity: Severity
    #: never empty
    findings: tuple[Finding, ...]
    #: ids of the channels that are owed the alert
    channels: tuple[str, ...] = ()
    quiet_reason: QuietReason | None = None


@dataclass(frozen=True, slots=True)
class FlaggedItem:
    """A new item and what the watches found in it."""

    item: Item
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Recording:
    """Everything one poll writes, in one transaction."""

    state: FeedState
    recorded_at: datetime
    items: tuple[FlaggedItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the store wrote: counts for the log."""

    items: int = 0
    findings: int = 0
    alerts: int = 0
    deliveries: int = 0
