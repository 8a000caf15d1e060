"""record: everything a poll found stands, or nothing does."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from policywatch.errors import LeaseLostError, StoreError
from policywatch.model.counts import Counts
from policywatch.model.delivery import DeliveryState
from policywatch.model.finding import QuietReason
from policywatch.model.item import Item
from policywatch.model.recording import FlaggedItem, Recorded
from policywatch.store import Store
from tests.store.rows import (
    LEASE,
    NOW,
    claim_one,
    feed,
    finding,
    flag,
    item,
    owe,
    polled,
    record,
    recording,
)

NOTHING = Counts(
    feeds=1,
    feeds_failing=0,
    items=0,
    findings=0,
    alerts=0,
    deliveries=dict.fromkeys(DeliveryState, 0),
    oldest_owed_at=None,
    last_polled_at=None,
)


def test_a_poll_is_recorded_as_a_whole(store: Store) -> None:
    recorded = record(
        store,
        FlaggedItem(item(1), (flag("slack", "log", findings=2), flag("slack", watch_id="embassies"))),
        FlaggedItem(item(2), (flag(findings=3, quiet=QuietReason.BACKLOG),)),
        FlaggedItem(item(3)),
    )
    assert recorded == Recorded(items=3, findings=6, alerts=2, deliveries=3)
    counts = store.counts()
    assert (counts.items, counts.findings, counts.alerts) == (3, 6, 2)
    assert counts.deliveries[DeliveryState.PENDING] == 3
    (known,) = store.feeds.states()
    assert known.state.last_success_at == NOW
    assert len(store.feeds.claim(NOW, 1, LEASE, early=True)) == 1, "the lease is given back"


def test_a_poll_without_items_is_recorded(store: Store) -> None:
    assert record(store) == Recorded()
    (known,) = store.feeds.states()
    assert known.state.etag == '"v1"'


def test_an_item_comes_back_as_it_was(store: Store) -> None:
    bare = Item(feed_id="gazette", identity="hash:1", title="")
    record(store, FlaggedItem(item()), FlaggedItem(bare))
    assert store.items.get(1) == replace(item(), first_seen_at=NOW, id=1)
    assert store.items.get(2) == replace(bare, first_seen_at=NOW, id=2)
    assert store.items.get(3) is None
    assert store.items.get(-1) is None


def test_an_alert_carries_its_evidence_in_order(store: Store) -> None:
    record(
        store,
        FlaggedItem(item(1)),
        FlaggedItem(item(2), (flag("slack", findings=2), flag("slack", watch_id="embassies"))),
    )
    alert = store.alerts.get(1)
    assert alert is not None
    assert (alert.id, alert.watch_id, alert.watch_title, alert.severity) == (1, "licences", "Export licences", "high")
    assert alert.created_at == NOW
    (evidence,) = alert.evidence
    assert evidence.item == replace(item(2), first_seen_at=NOW, id=2)
    assert evidence.outlet == "The Gazette"
    assert evidence.findings == (
        replace(finding(), alert_id=1, item_id=2, id=1),
        replace(finding(start=1), alert_id=1, item_id=2, id=2),
    )
    assert store.alerts.get(3) is None


def test_a_delivery_is_due_at_once_under_a_name_of_its_own(store: Store) -> None:
    owe(store, ["slack", "log"])
    deliveries = store.deliveries.latest(10)
    for delivery in deliveries:
        assert re.fullmatch("msg_[0-9a-f]{24}", delivery.message_id)
        assert (delivery.state, delivery.attempts, delivery.reason) == (DeliveryState.PENDING, 0, "")
        assert delivery.created_at == delivery.next_attempt_at == NOW
    assert len({delivery.message_id for delivery in deliveries}) == 2


def test_an_identity_is_known_in_its_own_feed_only(store: Store) -> None:
    store.feeds.sync([feed("gazette"), feed("herald")], NOW)
    for claim in store.feeds.claim(NOW, 2, LEASE):
        here = claim.state.feed_id
        store.record(claim, recording(claim, FlaggedItem(replace(item(), feed_id=here, identity=f"guid:{here}"))))
    assert store.items.known("gazette", ["guid:gazette", "guid:herald", "guid:new"]) == {"guid:gazette"}
    assert store.items.known("gazette", []) == set()
    assert store.items.known("unheard-of", ["guid:gazette"]) == set()


def test_text_that_no_database_holds_is_mended_and_stays_known(store: Store) -> None:
    """NUL and lone surrogates come from hostile feeds; PostgreSQL and UTF-8 have no place for them."""
    hostile = replace(item(), identity="guid:\x00\ud83d", title="a\x00b\udfffc", categories=("\x00", "\ud800"))
    record(store, FlaggedItem(hostile))
    stored = store.items.get(1)
    assert stored is not None
    assert stored.title == "a\ufffdb\ufffdc"
    assert store.items.known("gazette", [hostile.identity, "guid:\x00"]) == {hostile.identity}


def test_a_taken_over_feed_is_not_recorded(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    slow = claim_one(store)
    quick = claim_one(store, NOW + LEASE)
    with pytest.raises(LeaseLostError, match="gazette: the lease ran out"):
        store.record(slow, recording(slow, FlaggedItem(item(), (flag("slack"),))))
    assert store.counts() == NOTHING
    store.record(quick, recording(quick, FlaggedItem(item(), (flag("slack"),))))
    assert store.counts().items == 1


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param((FlaggedItem(item(1)), FlaggedItem(item(1))), id="the same item twice"),
        pytest.param((FlaggedItem(item(1), (flag("slack", "slack"),)),), id="a channel twice, in the last statement"),
        pytest.param((FlaggedItem(item(1), (flag(),)),), id="findings with neither alert nor reason"),
        pytest.param((FlaggedItem(item(1), (flag("log", quiet=QuietReason.BACKLOG),)),), id="findings with both"),
        pytest.param((FlaggedItem(replace(item(1), feed_id="unheard-of")),), id="an item of no feed"),
    ],
)
def test_a_failure_in_the_middle_leaves_nothing_behind(store: Store, broken: tuple[FlaggedItem, ...]) -> None:
    store.feeds.sync([feed()], NOW)
    claim = claim_one(store)
    good = FlaggedItem(item(99), (flag("slack"),))
    with pytest.raises(StoreError, match="a row breaks a rule of the tables") as caught:
        store.record(claim, recording(claim, good, *broken))
    assert "licence no." not in str(caught.value)
    assert "INSERT" not in str(caught.value)
    assert store.counts() == NOTHING
    (known,) = store.feeds.states()
    assert known.state == claim.state
    store.record(claim, recording(claim, good))
    assert store.counts().items == 1, "the claim is still good"


def test_an_item_that_another_poll_recorded_is_an_error(store: Store) -> None:
    record(store, FlaggedItem(item(1)))
    with pytest.raises(StoreError, match="a row breaks a rule of the tables"):
        record(store, FlaggedItem(item(2)), FlaggedItem(item(1)))
    assert store.counts().items == 1


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    naive = replace(item(), published_at=NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="a time without a zone"):
        record(store, FlaggedItem(naive))
    assert store.counts() == NOTHING


@pytest.mark.slow
def test_a_first_poll_of_100_000_items_is_recorded(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    claim = claim_one(store)
    found = tuple(
        FlaggedItem(item(n), (flag(quiet=QuietReason.BACKLOG),) if n % 10 == 0 else ()) for n in range(100_000)
    )
    assert store.record(claim, recording(claim, *found)) == Recorded(items=100_000, findings=10_000)
    identities = [one.item.identity for one in found]
    assert len(store.items.known("gazette", [*identities, "guid:new"])) == 100_000
    ((evidence,), (newest,)) = store.findings.latest(1), store.items.latest(1)
    assert evidence.item.identity == "guid:gazette-99990", "findings belong to their items"
    assert newest.identity == "guid:gazette-99999", "numbers follow the order of the feed"


def test_the_state_that_is_written_is_the_recordings(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    claim = claim_one(store)
    store.record(claim, recording(claim))
    (known,) = store.feeds.states()
    assert known.state == polled(claim.state)
