"""What a replay and `policywatch watches` read: all items of a time, and what each watch has found."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policywatch.model.finding import QuietReason
from policywatch.model.history import WatchHistory
from policywatch.model.recording import FlaggedItem
from policywatch.store import Store
from policywatch.store import items as items_module
from tests.store.rows import LEASE, MINUTE, NOW, feed, flag, item, record, recording

BACKLOG = QuietReason.BACKLOG


@pytest.mark.parametrize("chunk", [1, 2, 3, 100])
def test_items_stream_in_the_order_they_were_seen_however_they_are_cut_into_chunks(
    store: Store, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(items_module, "_CHUNK", chunk)
    # numbers 4 to 6 were seen before 1 to 3, and three at a time have one time
    record(store, *(FlaggedItem(item(number)) for number in (1, 2, 3)), at=NOW)
    record(store, *(FlaggedItem(item(number)) for number in (4, 5, 6)), at=NOW - MINUTE)
    streamed = list(store.items.stream(NOW - MINUTE, NOW + MINUTE))
    assert [one.identity[-1] for one in streamed] == ["4", "5", "6", "1", "2", "3"]
    assert streamed == [store.items.get(one.id) for one in streamed if one.id]


def test_a_stream_holds_its_bounds_and_its_feed(store: Store) -> None:
    for number in range(4):
        record(store, FlaggedItem(item(number)), at=NOW + number * MINUTE)
    store.feeds.sync([feed("herald")], NOW)
    (claim,) = store.feeds.claim(NOW, 1, LEASE)
    store.record(claim, recording(claim, FlaggedItem(item(9, "herald")), at=NOW + 2 * MINUTE))
    since, until = NOW + MINUTE, NOW + 3 * MINUTE
    assert [one.identity[-1] for one in store.items.stream(since, until)] == ["1", "2", "9"]
    assert [one.identity[-1] for one in store.items.stream(since, until, feed="gazette")] == ["1", "2"]
    assert store.items.count(since, until) == {"gazette": 2, "herald": 1}
    assert list(store.items.stream(until, since)) == []


def test_a_stream_ends_though_items_are_added_while_it_is_read(store: Store) -> None:
    record(store, FlaggedItem(item(1)), at=NOW)
    seen = []
    for one in store.items.stream(NOW, NOW + MINUTE):
        seen.append(one.identity[-1])
        record(store, FlaggedItem(item(len(seen) + 1)), at=NOW + len(seen) * MINUTE)
    assert seen == ["1"]


def test_what_each_watch_found_is_told_by_watch_with_what_became_of_it(store: Store) -> None:
    record(store, FlaggedItem(item(1), (flag(findings=2, quiet=BACKLOG), flag(watch_id="embassies", quiet=BACKLOG))))
    later = NOW + timedelta(days=1)
    record(store, FlaggedItem(item(2), (flag("slack", findings=3, at=later),)), at=later)
    assert store.watch_stats.histories(NOW) == {
        "licences": WatchHistory(items=2, findings=5, alerts=1, quiet={BACKLOG: 1}, last_found_at=later),
        "embassies": WatchHistory(items=1, findings=1, quiet={BACKLOG: 1}, last_found_at=NOW),
    }
    assert store.watch_stats.last_found(NOW) == {"licences": (5, later), "embassies": (1, NOW)}


def test_a_watch_that_found_something_only_before_that_time_is_told_with_its_last_finding(store: Store) -> None:
    record(store, FlaggedItem(item(1), (flag("slack"),)))
    assert store.watch_stats.histories(NOW + MINUTE) == {"licences": WatchHistory(last_found_at=NOW)}
    assert store.watch_stats.last_found(NOW + MINUTE) == {"licences": (0, NOW)}


def test_before_anything_was_found_there_is_no_history(store: Store) -> None:
    assert store.watch_stats.histories(NOW) == {}
    assert store.watch_stats.last_found(NOW) == {}
