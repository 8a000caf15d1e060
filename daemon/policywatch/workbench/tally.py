"""Tally: what a replay found, added up while it runs. Pure; keeps numbers and the newest sentences, not the items.

Takes: flagged items, one after the other, the oldest first. Gives: a Tally of what one version of a watch found, or a
Comparison of two versions. Raises: nothing.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from policywatch.model.alert import Evidence
from policywatch.model.finding import Finding
from policywatch.model.item import Item
from policywatch.model.recording import Flag, FlaggedItem


@dataclass(slots=True)
class Numbers:
    """How much was found, in a day or in all."""

    #: with a finding
    items: int = 0
    #: of these, items that were there at their feed's first good poll: recorded, not alerted
    backlog: int = 0
    findings: int = 0
    alerts: int = 0

    def add(self, *, items: int, backlog: int, findings: int, alerts: int) -> None:
        self.items += items
        self.backlog += backlog
        self.findings += findings
        self.alerts += alerts


class Tally:
    """What was found: in all, by day, by feed, and the newest sentences."""

    def __init__(self, keep: int) -> None:
        """Keep at most so many sentences."""
        self.total = Numbers()
        self.days: dict[date, Numbers] = {}
        #: items by feed
        self.feeds: Counter[str] = Counter()
        self._newest: deque[Evidence] = deque(maxlen=keep)

    @property
    def newest(self) -> list[Evidence]:
        """Findings with their items, the newest first."""
        return list(reversed(self._newest))

    def add(self, item: Item, day: date, outlet: str, findings: Iterable[Finding], flag: Flag | None) -> None:
        """Note findings of an item, and the flag that raised them where the item itself is to be counted."""
        # the last that is kept is shown first, and an item's sentences are kept in reading order
        kept = [Evidence(_light(item), outlet, (one,)) for one in findings]
        self._newest.extend(reversed(kept))
        backlog = flag is not None and flag.quiet_reason is not None
        alerts = int(flag is not None and not backlog)
        for numbers in (self.total, self.days.setdefault(day, Numbers())):
            numbers.add(items=int(flag is not None), backlog=int(backlog), findings=len(kept), alerts=alerts)
        if flag is not None:
            self.feeds[item.feed_id] += 1


@dataclass(slots=True)
class Comparison:
    """What a replay found; with `before`, what it found by an earlier version of the same watch, too.

    Call `add` with every item, the oldest first.
    """

    #: the watch as it is now
    watch_id: str
    #: the earlier version, under an id of its own; "" where there is none
    before_id: str
    #: sentences of each kind that are kept
    keep: int
    #: the day that a time belongs to
    day_of: Callable[[datetime], date]
    #: names of the feeds' outlets
    outlets: dict[str, str]
    #: items
    read: int = 0
    #: day of the first of them
    first_day: date | None = None
    now: Tally = field(init=False)
    before: Tally = field(init=False)
    #: what only the watch as it is now finds, and what only the earlier version does
    added: Tally = field(init=False)
    lost: Tally = field(init=False)

    def __post_init__(self) -> None:
        self.now, self.before, self.added, self.lost = (Tally(self.keep) for _ in range(4))

    def add(self, flagged: FlaggedItem) -> None:
        self.read += 1
        if self.first_day is None and flagged.item.first_seen_at is not None:
            self.first_day = self.day_of(flagged.item.first_seen_at)
        if not flagged.flags:
            return
        by_id = {flag.watch_id: flag for flag in flagged.flags}
        now, before = by_id.get(self.watch_id), by_id.get(self.before_id)
        self._note(self.now, flagged.item, now, None)
        if self.before_id:
            self._note(self.before, flagged.item, before, None)
            self._note(self.added, flagged.item, now, before)
            self._note(self.lost, flagged.item, before, now)

    def _note(self, tally: Tally, item: Item, flag: Flag | None, other: Flag | None) -> None:
        """Note what a flag found that the other did not."""
        if flag is None or item.first_seen_at is None:
            return
        there = other.findings if other else ()
        findings = [one for one in flag.findings if not any(_is_same_sentence(one, known) for known in there)]
        if findings:
            day, outlet = self.day_of(item.first_seen_at), self.outlets.get(item.feed_id, item.feed_id)
            tally.add(item, day, outlet, findings, None if other else flag)


def _is_same_sentence(one: Finding, other: Finding) -> bool:
    """Say whether two findings of an item quote one sentence, whichever words, or whichever part of it, they found."""
    here, there = one.passage, other.passage
    return here.field == there.field and here.start < there.end and there.start < here.end


def _light(item: Item) -> Item:
    """Return the item without its long texts."""
    return replace(item, summary="", body="")
