"""Recording: everything one poll writes, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from policywatch.model.alert import Change
from policywatch.model.feed import FeedState
from policywatch.model.finding import Finding, QuietReason
from policywatch.model.item import Item
from policywatch.model.watch import AlertOn, Severity


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
    #: what the watch alerts on, and how well a change must be confirmed
    alert_on: AlertOn = AlertOn.EVERY
    confirm: int = 2
    window: timedelta = timedelta(hours=48)
    #: the watch's own words for stances
    wording: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    #: code -> name of the actors and places in the findings
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    #: what it changed in the ledger; known only when it is recorded
    change: Change | None = None


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
    #: whether the feed speaks for a government or body: it carries the tag `official`
    official: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the store wrote: counts for the log."""

    items: int = 0
    findings: int = 0
    alerts: int = 0
    deliveries: int = 0
