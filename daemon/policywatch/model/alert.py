"""Alert: the message about findings, or about policywatch itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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


class AlertKind(StrEnum):
    """What an alert is about."""

    #: a watch found something in new items
    ITEM_FLAGGED = "item.flagged"
    #: the settings that a running daemon read again have problems: it goes on with what was last good
    SETTINGS_FAILING = "settings.failing"
    SETTINGS_RECOVERED = "settings.recovered"


@dataclass(frozen=True, slots=True)
class Notice:
    """What an alert says that is about policywatch itself."""

    #: never ITEM_FLAGGED
    kind: AlertKind
    severity: Severity
    title: str
    #: what follows, a line each
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """The message about one watch's findings, or about policywatch itself; it carries all that a channel needs."""

    #: "" with a notice, as title and version
    watch_id: str
    #: title and version of the watch at that moment
    watch_title: str
    watch_version: str
    severity: Severity
    created_at: datetime
    #: empty with a notice, and only then
    evidence: tuple[Evidence, ...]
    #: number in the store, for `alerts show`
    id: int
    #: what is told where no findings are
    notice: Notice | None = None

    @property
    def kind(self) -> AlertKind:
        return self.notice.kind if self.notice else AlertKind.ITEM_FLAGGED
