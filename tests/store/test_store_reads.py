"""What people and pages read: the latest of everything, and how much there is."""

from __future__ import annotations

from dataclasses import replace

from policywatch.model.delivery import DeliveryState
from policywatch.model.finding import QuietReason
from policywatch.model.recording import FlaggedItem
from policywatch.store import Store
from tests.store.rows import FAILED, LEASE, MINUTE, NOW, attempt, claim_one, feed, flag, item, owe, record, recording


def test_the_latest_items_come_first(store: Store) -> None:
    for number in range(4):
        record(store, FlaggedItem(item(number)), at=NOW + number * MINUTE)
    assert [found.identity[-1] for found in store.items.latest(2)] == ["3", "2"]
    assert [found.identity[-1] for found in store.items.latest(9, since=NOW + 2 * MINUTE)] == ["3", "2"]


def test_items_of_one_feed_can_be_asked_for(store: Store) -> None:
    store.feeds.sync([feed("gazette"), feed("herald")], NOW)
    for claim in store.feeds.claim(NOW, 2, LEASE):
        store.record(claim, recording(claim, FlaggedItem(item(1, claim.state.feed_id))))
    assert [found.feed_id for found in store.items.latest(9, feed="herald")] == ["herald"]


def test_the_latest_findings_come_with_item_outlet_and_fate(store: Store) -> None:
    record(store, FlaggedItem(item(1), (flag(quiet=QuietReason.BACKLOG),)))
    record(store, FlaggedItem(item(2), (flag("slack", watch_id="embassies"),)))
    newest, oldest = store.findings.latest(9)
    assert (newest.item.id, newest.outlet, newest.findings[0].alert_id) == (2, "The Gazette", 1)
    assert newest.findings[0].quiet_reason is None
    assert (oldest.item.id, oldest.findings[0].alert_id) == (1, None)
    assert oldest.findings[0].quiet_reason is QuietReason.BACKLOG
    assert store.findings.latest(1) == [newest]
    assert store.findings.latest(9, watch="licences") == [oldest]
    assert store.findings.latest(9, since=NOW) == [newest, oldest]
    assert store.findings.latest(9, since=NOW + MINUTE) == []


def test_deliveries_can_be_asked_for_by_state_and_channel(store: Store) -> None:
    owe(store, ["slack", "log", "slack"])
    claim = store.deliveries.claim(NOW, 1, LEASE, ["slack"])[0]
    store.deliveries.settle(claim, attempt(claim), FAILED)
    assert [one.id for one in store.deliveries.latest(9)] == [3, 2, 1]
    assert store.deliveries.get(2) == store.deliveries.latest(9)[1]
    assert store.deliveries.get(4) is None
    assert [one.id for one in store.deliveries.latest(9, channel="slack")] == [3, 1]
    assert [one.id for one in store.deliveries.latest(9, state=DeliveryState.FAILED)] == [1]
    assert [one.id for one in store.deliveries.latest(9, state=DeliveryState.PENDING, channel="log")] == [2]


def test_counts_tell_how_much_there_is_and_what_waits(store: Store) -> None:
    store.feeds.sync([feed("gazette"), feed("herald"), feed("courier")], NOW)
    failing = claim_one(store)
    store.feeds.settle(failing, replace(failing.state, failures=2, last_error="no such host"))
    owe(store, ["slack", "log"], at=NOW + MINUTE)
    (claim,) = store.deliveries.claim(NOW + MINUTE, 1, LEASE, ["log"])
    store.deliveries.settle(claim, attempt(claim), FAILED)
    counts = store.counts()
    assert counts.feeds == 1, "the others left the settings"
    assert counts.deliveries[DeliveryState.PENDING] == 1
    assert counts.deliveries[DeliveryState.FAILED] == 1
    assert counts.deliveries[DeliveryState.SENT] == 0
    assert counts.oldest_owed_at == NOW + MINUTE
    store.feeds.sync([feed("gazette"), feed("courier")], NOW)
    assert (store.counts().feeds, store.counts().feeds_failing) == (2, 1)


def test_numbers_are_never_given_twice(store: Store) -> None:
    owe(store, ["slack"])
    with store._database.writing() as connection:
        for table in ("deliveries", "findings", "alerts", "items"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    owe(store, ["slack"])
    assert [found.id for found in store.items.latest(9)] == [2]
    assert [found.alert_id for found in store.deliveries.latest(9)] == [2]


def test_a_number_too_large_for_any_row_is_no_row(store: Store) -> None:
    assert store.items.get(2**63 - 1) is None
