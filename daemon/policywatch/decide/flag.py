"""What becomes of a match: findings with an alert to channels, or findings with a reason for none.

Takes a new item, its matches, the watches they belong to and whether the item is backlog; gives a FlaggedItem.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from policywatch.decide.wording import change_in_words, standing_in_words, subject_in_words
from policywatch.model.alert import Change
from policywatch.model.finding import Finding, QuietReason
from policywatch.model.item import Item
from policywatch.model.match import Match
from policywatch.model.position import Move, Step
from policywatch.model.recording import Flag, FlaggedItem
from policywatch.model.watch import AlertOn, Watch

#: what an alert tells where its findings do several things: the weightiest
_WEIGHT: Final = (Step.CONTESTED, Step.OPENED, Step.MOVED)


def flag(
    item: Item, matches: Iterable[Match], watches: Mapping[str, Watch], *, backlog: bool, now: datetime
) -> FlaggedItem:
    """Decide about every match of one item. `watches` maps ids to the watches that matched."""
    return FlaggedItem(item, tuple(_flag(match, watches[match.watch_id], backlog, now) for match in matches))


def after_moves(flag: Flag, moves: Iterable[Move]) -> Flag:
    """Return a flag with what its findings changed in the ledger; on `change` it alerts only where they did."""
    moved = max(
        (one for one in moves if one.step is not Step.UNCHANGED), key=lambda one: _WEIGHT.index(one.step), default=None
    )
    if moved is not None:
        return replace(flag, change=_change(flag, moved))
    if flag.alert_on is not AlertOn.CHANGE or not flag.channels:
        return flag
    quiet = tuple(replace(finding, quiet_reason=QuietReason.UNCHANGED) for finding in flag.findings)
    return replace(flag, channels=(), quiet_reason=QuietReason.UNCHANGED, findings=quiet)


def _change(flag: Flag, moved: Move) -> Change:
    assert moved.position is not None  # noqa: S101  (only what changes nothing has none)
    before = moved.before
    return Change(
        step=moved.step,
        subject=subject_in_words(moved.position.subject, flag.names),
        told=change_in_words(moved, flag.wording),
        before=standing_in_words(before, flag.wording) if before else "",
    )


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
        alert_on=watch.alert_on,
        confirm=watch.confirm,
        window=watch.window,
        wording=watch.wording,
        names=match.names,
    )
