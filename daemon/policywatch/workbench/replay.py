"""Replay: stored items > match > flag, as the pipeline does it, and nothing is written.

What it is: the answer to "what would these watches have found, and alerted?". It matches with the same index and flags
with the same decision as a poll, so that a test can hold that both agree.
Takes: an open store, compiled watches, the feeds of the settings, a time. Gives: every item of that time with its
flags, the oldest first. Raises: StoreError.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from policywatch.decide.flag import flag, was_backlog
from policywatch.match import CompiledWatch, MatchIndex
from policywatch.model.feed import Feed, KnownFeed
from policywatch.model.recording import FlaggedItem
from policywatch.store import Store

#: of a feed that is polled no more
_NEVER: Final = timedelta.max


def replay(
    store: Store,
    watches: Sequence[CompiledWatch],
    feeds: Mapping[str, Feed],
    *,
    since: datetime,
    until: datetime,
    feed: str | None = None,
) -> Iterator[FlaggedItem]:
    """Yield each item first seen from `since` up to, not including, `until`, with what a poll would make of it now.

    A watch reads its items as the settings describe their feeds now. Those of a feed that has left the settings are
    read as of a feed without tags and language. `feed` leaves out the items of all others.
    """
    index = MatchIndex(watches)
    by_id = {one.watch.id: one.watch for one in watches}
    known: dict[str, KnownFeed] = {}
    for item in store.items.stream(since, until, feed=feed):
        if item.feed_id not in known:
            known = {one.state.feed_id: one for one in store.feeds.states()}
        matches = index.matches(item, feeds.get(item.feed_id) or gone(known[item.feed_id]))
        if not matches:
            yield FlaggedItem(item)
            continue
        seen_at = item.first_seen_at or until
        backlog = was_backlog(seen_at, known[item.feed_id].state.first_success_at)
        yield flag(item, matches, by_id, backlog=backlog, now=seen_at)


def gone(known: KnownFeed) -> Feed:
    """Return a feed that has left the settings as far as it is remembered."""
    return Feed(known.state.feed_id, known.state.url, known.title, every=_NEVER)
