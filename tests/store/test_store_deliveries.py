"""Deliveries: every one owed is sent by one sender at a time, none is forgotten, no channel starves another."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from policywatch.errors import Fault, LeaseLostError, StoreError
from policywatch.model.delivery import Answer, Attempt, Blame, DeliveryState, Outcome, Verdict
from policywatch.store import Store
from tests.store.rows import FAILED, LEASE, MINUTE, NOW, RETRY, SENT, attempt, owe

FAR = NOW + 1000 * MINUTE


def test_a_due_delivery_is_claimed_with_the_alert_it_owes(store: Store) -> None:
    owe(store, ["slack"])
    (owed,) = store.deliveries.latest(1)
    (claim,) = store.deliveries.claim(NOW, 10, LEASE, ["slack"])
    assert claim.delivery == replace(owed, state=DeliveryState.SENDING)
    assert claim.alert == store.alerts.get(owed.alert_id)
    assert store.deliveries.latest(1) == [claim.delivery]


def test_only_the_channels_named_are_claimed(store: Store) -> None:
    owe(store, ["slack", "log"])
    (claim,) = store.deliveries.claim(NOW, 10, LEASE, ["log", "unheard-of"])
    assert claim.delivery.channel == "log"
    assert store.deliveries.claim(NOW, 10, LEASE, []) == []


def test_a_sent_delivery_is_sent_once(store: Store) -> None:
    owe(store, ["slack"])
    (claim,) = store.deliveries.claim(NOW, 10, LEASE, ["slack"])
    settled = store.deliveries.settle(claim, attempt(claim), SENT)
    assert (settled.state, settled.attempts, settled.reason) == (DeliveryState.SENT, 1, "200 OK")
    assert settled.sent_at == NOW + timedelta(seconds=0.25)
    assert settled.next_attempt_at is None
    assert store.deliveries.latest(1) == [settled]
    assert store.deliveries.claim(FAR, 10, LEASE, ["slack"]) == []


def test_a_retry_waits_for_its_time_under_the_same_message_id(store: Store) -> None:
    owe(store, ["slack"])
    (claim,) = store.deliveries.claim(NOW, 10, LEASE, ["slack"])
    settled = store.deliveries.settle(claim, attempt(claim, Outcome.RETRY), RETRY)
    assert (settled.state, settled.next_attempt_at) == (DeliveryState.PENDING, NOW + 2 * MINUTE)
    assert settled.sent_at is None
    assert store.deliveries.claim(NOW + MINUTE, 10, LEASE, ["slack"]) == []
    (again,) = store.deliveries.claim(NOW + 2 * MINUTE, 10, LEASE, ["slack"])
    assert (again.delivery.message_id, again.delivery.attempts) == (claim.delivery.message_id, 1)


def test_a_verdict_without_an_attempt_counts_none(store: Store) -> None:
    owe(store, ["slack"])
    (claim,) = store.deliveries.claim(NOW, 10, LEASE, ["slack"])
    expired = Verdict(Outcome.FAILED, DeliveryState.EXPIRED, None, "not sent within 4 d")
    settled = store.deliveries.settle(claim, None, expired)
    assert (settled.state, settled.attempts, settled.sent_at) == (DeliveryState.EXPIRED, 0, None)
    assert store.deliveries.attempts(claim.delivery.id) == []


def test_every_attempt_is_kept_as_it_was(store: Store) -> None:
    owe(store, ["slack"])
    answers = [
        Answer(status=429, text="slow down", retry_after=timedelta(seconds=1.5)),
        Answer(fault=Fault.DNS, text="no such host"),
        Answer(status=404, text="no_service\x00", blame=Blame.CHANNEL),
    ]
    kept = []
    for number, answer in enumerate(answers):
        at = NOW + number * 10 * MINUTE
        (claim,) = store.deliveries.claim(at, 1, LEASE, ["slack"])
        kept.append(Attempt(claim.delivery.id, at, 0.125, Outcome.RETRY, answer))
        store.deliveries.settle(claim, kept[-1], replace(RETRY, next_attempt_at=at))
    kept[2] = replace(kept[2], answer=replace(answers[2], text="no_service\ufffd"))
    assert store.deliveries.attempts(1) == kept
    assert store.deliveries.attempts(2) == []


def test_a_killed_senders_delivery_is_due_again_after_its_lease(store: Store) -> None:
    owe(store, ["slack"])
    (killed,) = store.deliveries.claim(NOW, 1, LEASE, ["slack"])
    assert store.deliveries.claim(NOW + LEASE - timedelta(seconds=1), 1, LEASE, ["slack"]) == []
    (taken,) = store.deliveries.claim(NOW + LEASE, 1, LEASE, ["slack"])
    assert taken.delivery == killed.delivery
    with pytest.raises(LeaseLostError, match="delivery 1: the lease ran out"):
        store.deliveries.settle(killed, attempt(killed), FAILED)
    assert store.deliveries.attempts(1) == []
    assert store.deliveries.settle(taken, attempt(taken), SENT).state is DeliveryState.SENT


def test_a_lease_written_when_the_clock_was_ahead_keeps_no_delivery(store: Store) -> None:
    owe(store, ["slack"])
    (ahead,) = store.deliveries.claim(NOW + timedelta(days=1), 1, LEASE, ["slack"])
    (claim,) = store.deliveries.claim(NOW, 1, LEASE, ["slack"])
    assert store.deliveries.settle(claim, attempt(claim), SENT).state is DeliveryState.SENT
    with pytest.raises(LeaseLostError):
        store.deliveries.settle(ahead, attempt(ahead), FAILED)


def test_a_settled_delivery_cannot_be_settled_again(store: Store) -> None:
    owe(store, ["slack"])
    (claim,) = store.deliveries.claim(NOW, 1, LEASE, ["slack"])
    store.deliveries.settle(claim, attempt(claim), SENT)
    with pytest.raises(LeaseLostError):
        store.deliveries.settle(claim, attempt(claim), FAILED)
    assert len(store.deliveries.attempts(1)) == 1


def test_a_delivery_cannot_wait_for_no_time(store: Store) -> None:
    """A pending delivery without a time would never be sent, and nobody would know."""
    owe(store, ["slack"])
    (claim,) = store.deliveries.claim(NOW, 1, LEASE, ["slack"])
    with pytest.raises(StoreError, match="breaks a rule"):
        store.deliveries.settle(claim, attempt(claim, Outcome.RETRY), replace(RETRY, next_attempt_at=None))
    assert store.deliveries.attempts(1) == []


def test_within_a_channel_what_is_due_longest_comes_first(store: Store) -> None:
    for number in range(5):
        owe(store, ["slack"], first=number, at=NOW - number * MINUTE)
    first, second = (store.deliveries.claim(NOW, 2, LEASE, ["slack"]) for _ in range(2))
    assert [claim.delivery.id for claim in [*first, *second]] == [5, 4, 3, 2]


def test_a_channel_with_thousands_due_does_not_delay_another(store: Store) -> None:
    owe(store, ["dead"] * 3000, at=NOW - 100 * MINUTE)
    owe(store, ["live"] * 3, first=5000)
    claimed = Counter(claim.delivery.channel for claim in store.deliveries.claim(NOW, 8, LEASE, ["dead", "live"]))
    assert claimed == {"dead": 5, "live": 3}


def test_channels_share_what_they_can_all_use(store: Store) -> None:
    owe(store, [*["a"] * 50, *["b"] * 50, *["c"] * 50, "d"])
    claimed = Counter(claim.delivery.channel for claim in store.deliveries.claim(NOW, 31, LEASE, ["a", "b", "c", "d"]))
    assert claimed == {"a": 10, "b": 10, "c": 10, "d": 1}


def test_with_fewer_hands_than_channels_every_channel_has_its_turn(store: Store) -> None:
    """The chance that this fails without cause is about 2 to the minus 58."""
    owe(store, ["dead"] * 60, at=NOW - 100 * MINUTE)
    owe(store, ["live"], first=100)
    turns = [store.deliveries.claim(NOW, 1, LEASE, ["dead", "live"])[0].delivery.channel for _ in range(60)]
    assert "live" in turns


def test_deliveries_to_a_channel_that_left_the_settings_are_held_until_it_returns(store: Store) -> None:
    owe(store, ["slack", "slack", "log"])
    assert store.deliveries.park(["log"], NOW) == (2, 0)
    held = store.deliveries.latest(10, state=DeliveryState.HELD)
    assert {(one.channel, one.reason, one.next_attempt_at) for one in held} == {
        ("slack", "channel slack is not in the settings", None)
    }
    assert len(store.deliveries.claim(FAR, 10, LEASE, ["slack", "log"])) == 1
    assert store.deliveries.park(["log"], NOW) == (0, 0)
    assert store.deliveries.park(["log", "slack"], NOW + MINUTE) == (0, 2)
    back = store.deliveries.claim(NOW + MINUTE, 10, LEASE, ["slack"])
    assert [(claim.delivery.next_attempt_at, claim.delivery.reason) for claim in back] == [(NOW + MINUTE, "")] * 2


def test_what_is_held_for_another_reason_does_not_come_back_with_the_channel(store: Store) -> None:
    owe(store, ["slack"])
    (claim,) = store.deliveries.claim(NOW, 1, LEASE, ["slack"])
    paused = Verdict(Outcome.RETRY, DeliveryState.HELD, None, "paused by a person")
    store.deliveries.settle(claim, attempt(claim, Outcome.RETRY), paused)
    assert store.deliveries.park([], NOW) == (0, 0)
    assert store.deliveries.park(["slack"], NOW) == (0, 0)


def test_what_another_process_sends_at_this_moment_is_not_held(store: Store) -> None:
    owe(store, ["slack"])
    (claim,) = store.deliveries.claim(NOW, 1, LEASE, ["slack"])
    assert store.deliveries.park([], NOW) == (0, 0)
    assert store.deliveries.park([], NOW + LEASE) == (1, 0), "but what a killed one left is"
    with pytest.raises(LeaseLostError):
        store.deliveries.settle(claim, attempt(claim), SENT)
