"""Alert: the message about findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policywatch.model.finding import Finding
from policywatch.model.item import Item
from policywatch.model.watch import Severity


@dataclass(frozen=True, slots=True)
class Evidence:
    """An item, the outlet it came from and what a watch found in it: what an alert shows."""

    item: Item
    #: title of the feed
    outlet: str
    #: never empty
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """The message about one watch's findings; it carries all that a channel needs to tell it."""

    watch_id: str
    #: title and version of the watch at that moment
    watch_title: str
    watch_version: str
    severity: Severity
    created_at: datetime
    #: never empty
    evidence: tuple[Evidence, ...]
    #: number in the store, for `alerts show`
    id: int
