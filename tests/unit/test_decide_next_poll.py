from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from policywatch.decide.next_poll import LONGEST_BACKOFF, after_failure, after_success, latest_allowed
from policywatch.model.feed import Feed, FeedState, PollReason, new_state

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = Feed(id="wire", url="https://example.org/feed", title="Wire", every=timedelta(minutes=10))


def succeed(state: FeedState, jitter: float = 0.0) -> FeedState:
    return after_success(FEED, state, NOW, jitter, etag='"a"', last_modified=None, body_hash="00")


def test_a_feed_that_answers_is_asked_again_after_its_interval() -> None:
    state = succeed(new_state(FEED, NOW))
    assert state.next_poll_at == NOW + timedelta(minutes=10)
    assert state.next_poll_reason is PollReason.EVERY


def test_chance_spreads_polls_by_at_most_a_tenth() -> None:
    assert succeed(new_state(FEED, NOW), jitter=1.0).next_poll_at == NOW + timedelta(minutes=11)


def test_success_remembers_validators_and_forgets_the_failures() -> None:
    failed = replace(new_state(FEED, NOW), failures=3, last_error="timed out")
    state = succeed(failed)
    assert (state.etag, state.body_hash, state.failures, state.last_error) == ('"a"', "00", 0, None)
    assert state.first_success_at == state.last_success_at == state.last_polled_at == NOW


def test_the_first_success_is_remembered_for_ever() -> None:
    long_ago = NOW - timedelta(days=300)
    assert succeed(replace(new_state(FEED, NOW), first_success_at=long_ago)).first_success_at == long_ago


@pytest.mark.parametrize(
    ("failures_before", "minutes"), [(0, 1), (1, 2), (2, 4), (3, 8), (8, 256), (9, 360), (20, 360), (5000, 360)]
)
def test_waits_double_from_one_minute_to_six_hours(failures_before: int, minutes: int) -> None:
    state = replace(new_state(FEED, NOW), failures=failures_before)
    after = after_failure(state, NOW, 0.0, error="timed out")
    assert after.next_poll_at == NOW + timedelta(minutes=minutes)
    assert (after.next_poll_reason, after.failures) == (PollReason.BACKOFF, failures_before + 1)


def test_a_failure_keeps_what_the_next_conditional_request_needs() -> None:
    before = succeed(new_state(FEED, NOW))
    after = after_failure(before, NOW, 0.0, error="500 Internal Server Error")
    assert (after.etag, after.body_hash, after.last_success_at) == (before.etag, before.body_hash, NOW)
    assert after.last_error == "500 Internal Server Error"


def test_what_the_server_asks_for_is_a_floor() -> None:
    state = new_state(FEED, NOW)
    after = after_failure(state, NOW, 0.0, error="429", retry_after=timedelta(hours=2))
    assert (after.next_poll_at, after.next_poll_reason) == (NOW + timedelta(hours=2), PollReason.RETRY_AFTER)
    shorter = after_failure(state, NOW, 0.0, error="429", retry_after=timedelta(seconds=5))
    assert (shorter.next_poll_at, shorter.next_poll_reason) == (NOW + timedelta(minutes=1), PollReason.BACKOFF)


def test_no_server_can_silence_a_feed_for_longer_than_a_day() -> None:
    after = after_failure(new_state(FEED, NOW), NOW, 0.0, error="503", retry_after=timedelta(days=3650))
    assert after.next_poll_at == NOW + timedelta(hours=24)


def test_a_feed_is_never_given_up() -> None:
    state = new_state(FEED, NOW)
    for _ in range(100):
        state = after_failure(state, NOW, 1.0, error="404 Not Found")
    assert state.next_poll_at <= NOW + LONGEST_BACKOFF * 1.1


@pytest.mark.parametrize("failures_before", [0, 3, 5000])
@pytest.mark.parametrize("retry_after", [None, timedelta(hours=2), timedelta(days=3650)])
def test_no_poll_stands_later_than_allowed(failures_before: int, retry_after: timedelta | None) -> None:
    fresh = new_state(FEED, NOW)
    failing = replace(fresh, failures=failures_before)
    failed = after_failure(failing, NOW, 1.0, error="timed out", retry_after=retry_after)
    for state in (fresh, succeed(fresh, jitter=1.0), failed):
        assert state.next_poll_at <= latest_allowed(FEED, state.next_poll_reason, NOW)


@pytest.mark.parametrize(
    ("reason", "longest"),
    [
        (PollReason.NEW, timedelta(0)),
        (PollReason.EVERY, timedelta(minutes=11)),
        (PollReason.BACKOFF, timedelta(hours=6.6)),
        (PollReason.RETRY_AFTER, timedelta(hours=26.4)),
    ],
)
def test_every_reason_has_its_longest_wait(reason: PollReason, longest: timedelta) -> None:
    assert latest_allowed(FEED, reason, NOW) == NOW + longest
