"""What becomes of a match: findings with an alert to channels, or findings with a reason for none.

Takes a new item, its matches, the watches they belong to and whether the item is backlog; gives a FlaggedItem.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from policywatch.model.finding import Finding, QuietReason
from policywatch.model.item import Item
from policywatch.model.match import Match
from policywatch.model.recording import Flag, FlaggedItem
from policywatch.model.watch import Watch


def flag(
    item: Item, matches: Iterable[Match], watches: Mapping[str, Watch], *, backlog: bool, now: datetime
) -> FlaggedItem:
    """Decide about every match of one item. `watches` maps ids to the watches that matched."""
    return FlaggedItem(item, tuple(_flag(match, watches[match.watch_id], backlog, now) for match in matches))


def was_backlog(first_seen_at: datetime, first_success_at: datetime | None) -> bool:
    """Say of an item that was recorded whether it was backlog: there at its feed's first good poll.

    That poll notes when it saw its items before it notes that it went well.
    """
    return first_success_at is None or first_seen_at <= first_success_at


def _flag(match: Match, watch: Watch, backlog: bool, now: datetime) -> Flag:
    quiet_reason = QuietReason.BACKLOG if backlog else None
    return Flag(
        watch_id=watch.id,
        watch_title=watch.title,
        watch_version=match.watch_version,
        severity=watch.severity,
        findings=tuple(
            Finding(watch.id, match.watch_version, passage, found_at=now, quiet_reason=quiet_reason)
            for passage in match.passages
        ),
        channels=() if quiet_reason else watch.channels,
        quiet_reason=quiet_reason,
    )
