"""What every channel says about an alert, before it takes the channel's form. Pure.

Takes an Alert and the time; gives a Message. Its texts are clean (one line, nothing hidden) and bounded, its links are
safe to click: a channel only has to escape and arrange.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote, urlsplit

from policywatch.decide.durations import in_words
from policywatch.deliver.quotes import LONGEST_QUOTE, Quote, quote_of
from policywatch.deliver.text import cut, line
from policywatch.model.alert import Alert, AlertKind, Change, Evidence
from policywatch.model.watch import Severity

#: characters
LONGEST_NAME: Final = 100
LONGEST_TITLE: Final = 300
LONGEST_LINK: Final = 2_000
#: lines of an alert about policywatch itself
MOST_LINES: Final = 10
#: an alert that is sent later than this says so
LATE_AFTER: Final = timedelta(minutes=10)

#: what stays as it is in a link; everything else is percent-encoded (RFC 3986 section 2, without the quotes)
_SAFE_IN_LINK: Final = "%:/?#[]@!$&()*+,;=-._~"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An item of an alert's evidence, as it is shown."""

    title: str
    outlet: str
    #: http or https, ASCII, safe to click; None where the feed gave none that is
    link: str | None
    #: where the link leads to, for people; "" where it cannot be told in plain letters
    host: str
    published_at: datetime | None
    seen_at: datetime | None
    #: never empty
    quotes: tuple[Quote, ...]
    #: for what a machine may want to know beyond this
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Message:
    """What every channel says about an alert."""

    kind: AlertKind
    headline: str
    severity: Severity
    #: "" where it is about policywatch itself, as title and version
    watch_id: str
    watch_title: str
    watch_version: str
    alert_id: int
    created_at: datetime
    #: how late it is; None where it is not
    late_by: timedelta | None
    #: empty where it is about policywatch itself
    exhibits: tuple[Exhibit, ...]
    #: what is told where there are no exhibits; clean, each at most LONGEST_QUOTE characters
    lines: tuple[str, ...] = ()
    #: what changed in the ledger; its texts are clean
    change: Change | None = None

    @property
    def standing(self) -> str:
        """What changed where the headline does not say it, and how it stood: `before: withheld since 2023-07-28`."""
        if self.change is None:
            return ""
        before = f"before: {self.change.before}" if self.change.before else ""
        told = "" if self.kind is AlertKind.POSITION_CHANGED else _news(self.change)
        return " · ".join(part for part in (told, before) if part)

    @property
    def origin(self) -> str:
        """`watch coup-designation, version 0123456789ab`, or "" where no watch found it."""
        return f"watch {self.watch_id}, version {self.watch_version}" if self.watch_id else ""

    @property
    def reference(self) -> str:
        """What to look it up by."""
        return f"alert {self.alert_id}"

    @property
    def lateness(self) -> str:
        """`sent 2 h 5 min late`, or "" where it is not."""
        return f"sent {in_words(self.late_by)} late" if self.late_by is not None else ""


def compose(alert: Alert, now: datetime) -> Message:
    """Return what to say about an alert that is sent at `now`."""
    exhibits = tuple(_exhibit(evidence, alert) for evidence in alert.evidence)
    change = _clean(alert.change) if alert.change else None
    watch_title = line(alert.watch_title, LONGEST_NAME)
    late_by = now - alert.created_at
    notice = alert.notice
    news = _what(alert.kind, change, exhibits) if exhibits else ""
    headline = line(notice.title, LONGEST_TITLE) if notice else f"{watch_title} — {news}"
    return Message(
        kind=alert.kind,
        headline=headline,
        severity=alert.severity,
        watch_id=alert.watch_id,
        watch_title=watch_title,
        watch_version=alert.watch_version,
        alert_id=alert.id,
        created_at=alert.created_at,
        late_by=late_by if late_by > LATE_AFTER else None,
        exhibits=exhibits,
        lines=tuple(line(one, LONGEST_QUOTE) for one in notice.lines[:MOST_LINES]) if notice else (),
        change=change,
    )


def readable(time: datetime) -> str:
    """Return a time for people: `28 Jul 2023, 14:02 UTC`."""
    utc = time.astimezone(UTC)
    # not strftime's %b: that speaks the process's language
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[utc.month - 1]
    return f"{utc.day} {month} {utc.year}, {utc:%H:%M} UTC"


def times(exhibit: Exhibit) -> str:
    """Return when an item was published and seen, for people."""
    told = [("published", exhibit.published_at), ("seen", exhibit.seen_at)]
    return ", ".join(f"{verb} {readable(time)}" for verb, time in told if time is not None)


def safe_link(url: str | None) -> str | None:
    """Return a link in ASCII that no markup can be broken with; None for one that is not http(s), or too long."""
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    # the rest is encoded as it stands: taking a URL apart and joining it again may change what it leads to
    link = quote(url.strip(), safe=_SAFE_IN_LINK, errors="replace")
    return link if len(link) <= LONGEST_LINK else None


def _clean(change: Change) -> Change:
    return replace(
        change,
        subject=line(change.subject, LONGEST_NAME),
        told=line(change.told, LONGEST_TITLE),
        before=line(change.before, LONGEST_TITLE),
    )


def _what(kind: AlertKind, change: Change | None, exhibits: Sequence[Exhibit]) -> str:
    """Return what a headline tells: what changed where that raised the alert, otherwise what was published."""
    return _news(change) if change and kind is AlertKind.POSITION_CHANGED else _what_happened(exhibits)


def _news(change: Change) -> str:
    """Return what changed, for whom and where."""
    return f"{change.subject}: {change.told}" if change.subject else change.told


def _what_happened(exhibits: Sequence[Exhibit]) -> str:
    if len(exhibits) == 1:
        return f"{exhibits[0].outlet}: {exhibits[0].title}"
    outlets = list(dict.fromkeys(exhibit.outlet for exhibit in exhibits))
    named = ", ".join(outlets[:3])
    more = f" and {len(outlets) - 3} more" if len(outlets) > 3 else ""
    return f"{len(exhibits)} items from {named}{more}"


def _exhibit(evidence: Evidence, alert: Alert) -> Exhibit:
    item = evidence.item
    link = safe_link(item.link)
    return Exhibit(
        title=line(item.title, LONGEST_TITLE) or "(untitled)",
        outlet=line(evidence.outlet, LONGEST_NAME) or item.feed_id,
        link=link,
        host=_host(link) if link else "",
        published_at=item.published_at,
        seen_at=item.first_seen_at,
        quotes=tuple(quote_of(finding, alert) for finding in evidence.findings),
        evidence=evidence,
    )


def _host(link: str) -> str:
    """Return a safe link's host; "" where letters had to be encoded, which could pass for another host's."""
    host = urlsplit(link).hostname or ""
    return "" if "%" in host else cut(host, LONGEST_NAME)
