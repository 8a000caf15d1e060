"""Alert: the message about findings, or about policywatch itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from policywatch.model.finding import Finding
from policywatch.model.item import Item
from policywatch.model.position import Step
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
    #: what a watch that alerts on change found opened, moved or contested a position
    POSITION_CHANGED = "position.changed"
    #: the settings that a running daemon read again have problems: it goes on with what was last good
    SETTINGS_FAILING = "settings.failing"
    SETTINGS_RECOVERED = "settings.recovered"


@dataclass(frozen=True, slots=True)
class Notice:
    """What an alert says that is about policywatch itself."""

    #: one about policywatch itself
    kind: AlertKind
    severity: Severity
    title: str
    #: what follows, a line each
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What an alert's findings changed in the ledger, in words."""

    step: Step
    #: whom and what it is about: `United States on Niger`; "" where nothing can be told
    subject: str
    #: `withheld → designated`
    told: str
    #: how it stood before: `withheld since 2023-07-28 (14 outlets)`; "" where nothing was known
    before: str


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
    kind: AlertKind = AlertKind.ITEM_FLAGGED
    #: what is told where no findings are
    notice: Notice | None = None
    change: Change | None = None
    #: the watch's own words for stances, see decide/wording.py
    wording: Mapping[str, str] = field(default_factory=dict)
    #: code -> name of the actors and places in the findings
    names: Mapping[str, str] = field(default_factory=dict)
