"""Feeds: the rows follow the settings, and one poller at a time holds a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from policywatch.errors import LeaseLostError
from policywatch.model.feed import Feed, FeedState, PollReason, new_state
from policywatch.pipeline import DELIVERY_LEASE, POLL_LEASE
from policywatch.store import Store, open_store
from policywatch.store.leases import LONGEST_LEASE
from tests.store.rows import LEASE, MINUTE, NOW, claim_one, feed, polled


def claimed(store: Store, **how: object) -> list[str]:
    return [claim.state.feed_id for claim in store.feeds.claim(NOW, 10, LEASE, **how)]  # type: ignore[arg-type]


def only_state(store: Store) -> FeedState:
    (known,) = store.feeds.states()
    return known.state


def test_a_new_feed_is_due_at_once(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    (claim,) = store.feeds.claim(NOW, 10, LEASE)
    assert claim.state == new_state(feed(), NOW)
    assert claim.lease.until == NOW + LEASE


def test_a_state_comes_back_as_it_was_settled(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    claim = claim_one(store)
    state = replace(polled(claim.state), last_error="503 Service Unavailable", failures=3)
    store.feeds.settle(claim, state)
    assert only_state(store) == state


def test_settings_that_stay_the_same_change_nothing(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    claim = claim_one(store)
    store.feeds.settle(claim, polled(claim.state))
    before = store.feeds.states()
    store.feeds.sync([feed()], NOW + MINUTE)
    assert store.feeds.states() == before


def test_a_new_title_leaves_the_state_alone(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    claim = claim_one(store)
    store.feeds.settle(claim, polled(claim.state))
    store.feeds.sync([feed(title="The Daily Gazette")], NOW + MINUTE)
    (known,) = store.feeds.states()
    assert known.title == "The Daily Gazette"
    assert known.state == polled(claim.state)


def test_a_new_url_forgets_what_belonged_to_the_old_one(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    claim = claim_one(store)
    store.feeds.settle(claim, replace(polled(claim.state), last_error="404 Not Found", failures=2))
    store.feeds.sync([feed(url="https://new.example/feed.xml")], NOW + MINUTE)
    state = only_state(store)
    assert (state.url, state.next_poll_at) == ("https://new.example/feed.xml", NOW + MINUTE)
    assert (state.etag, state.last_modified, state.body_hash) == (None, None, None)
    assert (state.last_error, state.failures, state.next_poll_reason) == (None, 0, PollReason.NEW)
    assert state.first_success_at == NOW, "what comes from the new URL is no backlog"


def test_a_poll_of_the_old_url_cannot_write_its_validators_to_the_new_one(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    claim = claim_one(store)
    store.feeds.sync([feed(url="https://new.example/feed.xml")], NOW)
    with pytest.raises(LeaseLostError):
        store.feeds.settle(claim, polled(claim.state))
    assert only_state(store).etag is None
    assert claimed(store) == ["gazette"]


def next_poll_after_sync(store: Store, wanted: Feed, reason: PollReason, wait: timedelta) -> timedelta:
    """Let a poll leave its next one `wait` away; return how far away it is once the settings are read again."""
    store.feeds.sync([feed()], NOW)
    claim = claim_one(store)
    store.feeds.settle(claim, replace(polled(claim.state), next_poll_at=NOW + wait, next_poll_reason=reason))
    store.feeds.sync([wanted], NOW)
    assert only_state(store).next_poll_reason is reason
    return only_state(store).next_poll_at - NOW


DAY = timedelta(days=1)


def test_a_shorter_interval_holds_at_once(store: Store) -> None:
    shorter = replace(feed(), every=MINUTE)
    assert next_poll_after_sync(store, shorter, PollReason.EVERY, DAY) == 1.1 * MINUTE


def test_a_longer_interval_holds_from_the_next_poll_on(store: Store) -> None:
    longer = replace(feed(), every=DAY)
    assert next_poll_after_sync(store, longer, PollReason.EVERY, 5 * MINUTE) == 5 * MINUTE


@pytest.mark.parametrize("reason", [PollReason.BACKOFF, PollReason.RETRY_AFTER])
def test_a_feed_that_waits_for_its_server_keeps_waiting(store: Store, reason: PollReason) -> None:
    assert next_poll_after_sync(store, replace(feed(), every=MINUTE), reason, DAY / 4) == DAY / 4


@pytest.mark.parametrize("reason", PollReason)
def test_a_time_written_when_the_clock_was_ahead_is_brought_back(store: Store, reason: PollReason) -> None:
    assert next_poll_after_sync(store, feed(), reason, 1000 * DAY) < 1.2 * DAY


def test_a_feed_that_left_the_settings_is_kept_but_never_claimed(store: Store) -> None:
    store.feeds.sync([feed("gazette"), feed("herald")], NOW)
    store.feeds.sync([feed("herald")], NOW)
    assert [(known.state.feed_id, known.active) for known in store.feeds.states()] == [
        ("gazette", False),
        ("herald", True),
    ]
    assert claimed(store) == ["herald"]
    assert claimed(store, only=["gazette"], early=True) == []


def test_a_feed_that_comes_back_goes_on_where_it_was(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    claim = claim_one(store)
    store.feeds.settle(claim, polled(claim.state))
    store.feeds.sync([], NOW)
    store.feeds.sync([feed()], NOW + MINUTE)
    (known,) = store.feeds.states()
    assert known.active
    assert known.state == polled(claim.state)


def test_feeds_due_longest_come_first_and_no_more_than_asked_for(store: Store) -> None:
    names = ["first", "second", "third"]
    for number in range(3):
        store.feeds.sync([feed(name) for name in names[: number + 1]], NOW - (2 - number) * MINUTE)
    assert claimed(store) == ["first", "second", "third"]


def test_no_more_are_claimed_than_asked_for(store: Store) -> None:
    store.feeds.sync([feed(f"f{number}") for number in range(5)], NOW)
    assert [len(store.feeds.claim(NOW, 2, LEASE)) for _ in range(4)] == [2, 2, 1, 0]


def test_a_feed_that_is_not_due_is_claimed_only_early(store: Store) -> None:
    store.feeds.sync([feed("gazette"), feed("herald")], NOW + MINUTE)
    assert claimed(store) == []
    assert claimed(store, only=["herald", "unheard-of"], early=True) == ["herald"]
    assert claimed(store, early=True) == ["gazette"], "the other one is leased"


def test_feeds_that_are_not_named_do_not_take_the_place_of_those_that_are(store: Store) -> None:
    store.feeds.sync([feed(f"f{number}") for number in range(10)], NOW)
    assert len(store.feeds.claim(NOW, 3, LEASE, only=["f7", "f8", "f9"])) == 3
    assert [claim.state.feed_id for claim in store.feeds.claim(NOW, 2, LEASE, only=["f6", "f0", "f9"])] == ["f0", "f6"]


def test_a_feed_is_claimed_by_one_until_it_is_given_back(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    claim = claim_one(store)
    assert claimed(store) == []
    assert only_state(store) == claim.state
    store.feeds.settle(claim, claim.state)
    assert claimed(store) == ["gazette"]


def test_an_expired_lease_is_taken_over_and_its_former_holder_writes_nothing(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    slow = claim_one(store)
    assert store.feeds.claim(NOW + LEASE - timedelta(seconds=1), 1, LEASE) == []
    quick = claim_one(store, NOW + LEASE)
    with pytest.raises(LeaseLostError, match="gazette: the lease ran out"):
        store.feeds.settle(slow, replace(polled(slow.state), etag='"slow"'))
    with pytest.raises(LeaseLostError):
        store.feeds.renew(slow, NOW + 10 * MINUTE)
    assert store.feeds.claim(NOW + LEASE, 1, LEASE) == [], "a lost claim gives nothing back"
    store.feeds.settle(quick, replace(polled(quick.state), etag='"quick"'))
    assert only_state(store).etag == '"quick"'


def test_a_late_poll_that_nobody_took_over_may_still_write(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    claim = claim_one(store)
    store.feeds.settle(claim, polled(claim.state, NOW + 10 * LEASE))
    assert only_state(store).last_success_at == NOW + 10 * LEASE


def test_a_lease_written_when_the_clock_was_ahead_holds_nothing(store: Store) -> None:
    store.feeds.sync([feed()], NOW - MINUTE)
    claim_one(store, NOW + timedelta(days=1))
    assert claimed(store) == ["gazette"]
    assert claimed(store) == [], "the lease of now holds"


def test_a_lease_of_a_clock_that_is_a_little_ahead_holds(store: Store) -> None:
    """The clocks of several machines differ."""
    store.feeds.sync([feed()], NOW - MINUTE)
    claim_one(store, NOW + 5 * MINUTE)
    assert claimed(store) == []


def test_no_lease_lasts_as_long_as_one_that_is_not_believed() -> None:
    assert 2 * max(POLL_LEASE, DELIVERY_LEASE) < LONGEST_LEASE


def test_a_renewed_lease_holds_longer(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    claim = claim_one(store)
    store.feeds.renew(claim, NOW + 2 * LEASE)
    assert store.feeds.claim(NOW + LEASE, 1, LEASE) == []
    assert len(store.feeds.claim(NOW + 2 * LEASE, 1, LEASE)) == 1


def test_ten_thousand_feeds_can_be_named(store: Store) -> None:
    """More than there may be parameters in a statement, were each its own (SQLite 32,766, PostgreSQL 65,535)."""
    names = [f"feed-{number}" for number in range(70_000)]
    store.feeds.sync([feed(name) for name in names[:10_000]], NOW)
    assert len(store.feeds.claim(NOW, 20_000, LEASE, only=names)) == 10_000


def test_what_was_settled_is_there_for_the_next_process(database_url: str) -> None:
    first = open_store(database_url)
    first.feeds.sync([feed()], NOW)
    claim = claim_one(first)
    first.feeds.settle(claim, polled(claim.state))
    first.close()
    second = open_store(database_url)
    assert only_state(second) == polled(claim.state)
    second.close()
