"""What becomes of a delivery after an attempt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.decide.attempts import EXPIRES_AFTER, SCHEDULE, expired, internal_error, judge, unsendable
from policywatch.errors import Fault
from policywatch.model.delivery import Answer, Blame, Delivery, DeliveryState, Outcome, Verdict

NOW = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)
EVEN = 0.5  # the chance that leaves a wait as it is


def delivery(attempts: int = 0, age: timedelta = timedelta(0)) -> Delivery:
    return Delivery(
        id=1,
        alert_id=12,
        channel="hook",
        message_id="msg_1",
        state=DeliveryState.SENDING,
        attempts=attempts,
        created_at=NOW - age,
        next_attempt_at=NOW,
    )


def verdict(answer: Answer, attempts: int = 0, jitter: float = EVEN) -> Verdict:
    return judge(answer, delivery(attempts), NOW, jitter)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299, None])
def test_what_the_channel_accepted_is_sent(status: int | None) -> None:
    found = verdict(Answer(status=status, accepted=True))
    assert (found.outcome, found.state, found.next_attempt_at) == (Outcome.SENT, DeliveryState.SENT, None)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599, 999, 100])
def test_passing_trouble_is_tried_again(status: int) -> None:
    found = verdict(Answer(status=status))
    assert (found.outcome, found.state) == (Outcome.RETRY, DeliveryState.PENDING)
    assert found.next_attempt_at == NOW + timedelta(seconds=5)


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.BAD_URL])
def test_no_answer_at_all_is_tried_again(fault: Fault) -> None:
    assert verdict(Answer(fault=fault, text="hook.example: it is so")).outcome is Outcome.RETRY


def test_a_url_that_is_none_is_given_up() -> None:
    found = verdict(Answer(fault=Fault.BAD_URL, text="URL: it names no host"))
    assert found == Verdict(
        Outcome.FAILED, DeliveryState.FAILED, None, "URL: it names no host: correct the channel's url"
    )


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_tried_again_in_the_hope_of_a_corrected_url(status: int) -> None:
    found = verdict(Answer(status=status))
    assert found.outcome is Outcome.RETRY
    assert "never followed; put the final address into the channel's url" in found.reason


@pytest.mark.parametrize("status", [401, 403, 404, 405])
def test_a_refusal_that_somebody_can_mend_is_tried_again_and_says_what_to_do(status: int) -> None:
    found = verdict(Answer(status=status))
    assert (found.outcome, found.state) == (Outcome.RETRY, DeliveryState.PENDING)
    assert found.next_attempt_at == NOW + SCHEDULE[1]
    assert found.reason.startswith(f"{status} ")
    assert "check the channel's url" in found.reason
    assert found.reason.endswith("; next try in 5 s")


@pytest.mark.parametrize("status", [400, 402, 409, 410, 413, 415, 418, 422, 451])
def test_any_other_refusal_is_given_up_with_words_on_what_it_means(status: int) -> None:
    found = verdict(Answer(status=status))
    assert (found.outcome, found.state, found.next_attempt_at) == (Outcome.FAILED, DeliveryState.FAILED, None)
    assert found.reason.startswith(f"{status} ")
    assert ": " in found.reason


def test_a_2xx_that_the_channel_does_not_accept_is_tried_again() -> None:
    found = verdict(Answer(status=200, text="<html>please sign in</html>"))
    assert found.outcome is Outcome.RETRY
    assert found.reason == (
        "200 OK (<html>please sign in</html>): but not the answer this channel gives; check the channel's url; "
        "next try in 5 s"
    )


@pytest.mark.parametrize("status", [200, 400, 404, 410, 500])
def test_the_channels_own_words_count_more_than_its_status(status: int) -> None:
    """A closed channel can be reopened, under whatever status it says so; a bad message stays bad."""
    assert verdict(Answer(status=status, text="a_word", blame=Blame.MESSAGE)).outcome is Outcome.FAILED
    assert verdict(Answer(status=status, text="a_word", blame=Blame.CHANNEL)).outcome is Outcome.RETRY


@pytest.mark.parametrize("blame", Blame)
def test_a_channel_that_is_asked_too_often_is_asked_again_whatever_else_it_says(blame: Blame) -> None:
    found = verdict(Answer(status=429, blame=blame))
    assert found.outcome is Outcome.RETRY
    assert found.reason == "429 Too Many Requests; next try in 5 s"


def test_reasons_are_for_people() -> None:
    assert verdict(Answer(status=503), attempts=1).reason == "503 Service Unavailable; next try in 30 s"
    assert verdict(Answer(status=404, text="no_service", blame=Blame.CHANNEL)).reason == (
        "404 Not Found (no_service): the channel itself is closed to us; reopen it there, or give the channel a new "
        "url; next try in 5 s"
    )
    assert verdict(Answer(status=700)).reason == "700; next try in 5 s"
    assert verdict(Answer(fault=Fault.CONNECT, text="h.example: cannot connect")).reason == (
        "h.example: cannot connect; next try in 5 s"
    )


def test_a_long_answer_does_not_flood_the_reason() -> None:
    assert verdict(Answer(status=503, text="x" * 4_000)).reason == "503 Service Unavailable; next try in 5 s"
    assert len(verdict(Answer(fault=Fault.TLS, text="x" * 4_000)).reason) < 200


def test_waits_follow_the_schedule_and_the_last_one_repeats() -> None:
    waits = [verdict(Answer(status=503), attempts=made).next_attempt_at for made in range(14)]
    assert [at - NOW for at in waits if at] == [*SCHEDULE[1:], SCHEDULE[-1], SCHEDULE[-1], SCHEDULE[-1]]


def test_chance_moves_a_wait_by_a_fifth_either_way() -> None:
    earliest, latest = (verdict(Answer(status=503), attempts=2, jitter=chance).next_attempt_at for chance in (0.0, 1.0))
    assert (earliest, latest) == (NOW + timedelta(seconds=96), NOW + timedelta(seconds=144))


def test_retry_after_is_a_floor() -> None:
    long, short = timedelta(minutes=7), timedelta(seconds=1)
    assert verdict(Answer(status=429, retry_after=long)).next_attempt_at == NOW + long
    assert verdict(Answer(status=429, retry_after=short)).next_attempt_at == NOW + SCHEDULE[1]


def test_a_delivery_whose_next_try_would_come_too_late_is_given_up_now() -> None:
    found = judge(Answer(status=503), delivery(11, age=timedelta(hours=75)), NOW, EVEN)
    assert (found.outcome, found.state, found.next_attempt_at) == (Outcome.FAILED, DeliveryState.EXPIRED, None)
    assert found.reason == "503 Service Unavailable; given up after 12 attempts in 3 d 3 h"


def test_an_error_of_our_own_is_tried_again_on_the_same_schedule() -> None:
    found = internal_error("MemoryError", delivery(1), NOW, EVEN)
    assert found == Verdict(
        Outcome.RETRY,
        DeliveryState.PENDING,
        NOW + SCHEDULE[2],
        "internal error: MemoryError; next try in 30 s",
    )


def test_an_error_of_our_own_that_does_not_pass_is_given_up_in_the_end() -> None:
    found = internal_error("KeyError", delivery(11, age=timedelta(hours=75)), NOW, EVEN)
    assert found == Verdict(
        Outcome.FAILED,
        DeliveryState.EXPIRED,
        None,
        "internal error: KeyError; given up after 12 attempts in 3 d 3 h",
    )


def test_even_the_slowest_run_of_the_schedule_makes_every_attempt_in_time() -> None:
    at, made = timedelta(0), 0
    while (found := judge(Answer(status=503), delivery(made, age=at), NOW, 1.0)).next_attempt_at:
        at += found.next_attempt_at - NOW
        made += 1
    assert made + 1 >= len(SCHEDULE)
    assert at < EXPIRES_AFTER


def test_a_delivery_expires_after_four_days() -> None:
    assert expired(delivery(age=EXPIRES_AFTER - timedelta(seconds=1)), NOW) is None
    found = expired(delivery(3, age=EXPIRES_AFTER), NOW)
    assert found == Verdict(Outcome.FAILED, DeliveryState.EXPIRED, None, "not sent within 4 d, after 3 attempts")
    never = expired(delivery(age=EXPIRES_AFTER), NOW)
    assert never is not None
    assert never.reason == "not sent within 4 d, and never tried"


def test_what_cannot_be_put_into_the_channels_form_fails() -> None:
    assert unsendable("too long") == Verdict(Outcome.FAILED, DeliveryState.FAILED, None, "too long")


@given(
    st.builds(
        Answer,
        status=st.none() | st.integers(0, 1_000),
        fault=st.none() | st.sampled_from(Fault),
        text=st.text(max_size=100),
        retry_after=st.none() | st.timedeltas(timedelta(0), timedelta(hours=24)),
        accepted=st.booleans(),
        blame=st.none() | st.sampled_from(Blame),
    ),
    st.integers(0, 50),
    st.timedeltas(timedelta(0), timedelta(days=10)),
    st.floats(0, 1),
)
def test_a_next_attempt_stands_exactly_where_one_is_wanted(
    answer: Answer, attempts: int, age: timedelta, jitter: float
) -> None:
    """Whatever comes back: pending with a time before the expiry, or over without one; and always a reason."""
    found = judge(answer, delivery(attempts, age), NOW, jitter)
    pending = found.state is DeliveryState.PENDING
    assert pending == (found.outcome is Outcome.RETRY) == (found.next_attempt_at is not None)
    if found.next_attempt_at is not None:
        assert NOW < found.next_attempt_at < NOW - age + EXPIRES_AFTER
    assert found.reason
