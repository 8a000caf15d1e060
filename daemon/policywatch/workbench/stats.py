"""Stats: what each watch of the settings found in a time, against the items that it could have found.

Takes: an open store, the watches, the feeds by id, a time. Gives: Stats. Raises: StoreError.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from policywatch.match.compiled import admits_feed
from policywatch.match.document import Document
from policywatch.model.feed import Feed
from policywatch.model.history import WatchHistory
from policywatch.model.item import Item
from policywatch.model.watch import Watch
from policywatch.store import Store


@dataclass(frozen=True, slots=True)
class Stats:
    """What watches found, by id; those that never found anything may be missing."""

    histories: Mapping[str, WatchHistory]
    #: how many items there were in the feeds that the watch reads
    read: Mapping[str, int]
    #: in all feeds
    items: int = 0

    def of(self, watch_id: str) -> WatchHistory:
        return self.histories.get(watch_id, WatchHistory())

    def is_dead(self, watch_id: str) -> bool:
        """Say whether the watch found nothing though there was something to read."""
        return self.read.get(watch_id, 0) > 0 and not self.of(watch_id).items


def stats_of(
    store: Store, watches: Sequence[Watch], feeds: Mapping[str, Feed], since: datetime, until: datetime
) -> Stats:
    """Return what was found from `since` on, and how many items were first seen up to `until`."""
    by_feed = store.items.count(since, until)
    # a feed that was added a moment ago may be missing
    known = [(feeds[feed_id], number) for feed_id, number in by_feed.items() if feed_id in feeds]
    docs = [(Document(Item(feed.id, "", ""), feed), number) for feed, number in known]
    everything = sum(by_feed.values())
    read = {
        watch.id: sum(number for doc, number in docs if admits_feed(watch, doc)) if watch.feeds else everything
        for watch in watches
    }
    return Stats(store.watch_stats.histories(since), read, everything)
