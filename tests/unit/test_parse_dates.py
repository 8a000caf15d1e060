"""Dates, read strictly first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from time import struct_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.model.item import DateMethod
from policywatch.parse.dates import read_date

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def moment(text: str, guess: struct_time | None = None) -> tuple[str | None, DateMethod]:
    at, method = read_date(text, guess, NOW)
    return (at.isoformat() if at else None), method


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-03-01T08:30:00Z", "2026-03-01T08:30:00+00:00"),
        ("2026-03-01t08:30:00z", "2026-03-01T08:30:00+00:00"),
        ("2026-03-01 08:30:00.123456789+01:00", "2026-03-01T07:30:00+00:00"),
        ("2026-03-01T08:30-05:30", "2026-03-01T14:00:00+00:00"),
        ("2026-03-01T08:30:00+0100", "2026-03-01T07:30:00+00:00"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00+00:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
        (" 2026-03-01T00:00:00-00:00 ", "2026-03-01T00:00:00+00:00"),
    ],
)
def test_rfc_3339_is_read(text: str, at: str) -> None:
    assert moment(text) == (at, DateMethod.RFC3339)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Sun, 01 Mar 2026 08:30:00 GMT", "2026-03-01T08:30:00+00:00"),
        ("Sun, 1 Mar 2026 08:30 +0100", "2026-03-01T07:30:00+00:00"),
        ("1 Mar 26 8:30:00 EST", "2026-03-01T13:30:00+00:00"),
        ("01 Mar 99 08:30:00 UT", "1999-03-01T08:30:00+00:00"),
        ("Sun, 01 mar 2026 08:30:00 PDT", "2026-03-01T15:30:00+00:00"),
        ("Sun, 01 March 2026 08:30:00 UTC", "2026-03-01T08:30:00+00:00"),
        ("Mon, 01 Mar 2026 08:30:00 GMT", "2026-03-01T08:30:00+00:00"),
        ("Sun, 01 Mar 2026 08:30:00 -0000 (somewhere)", "2026-03-01T08:30:00+00:00"),
        ("Sunday, 01-Mar-26 08:30:00 GMT", "2026-03-01T08:30:00+00:00"),
        ("Sun,01 Mar 2026 08:30:00 +01:00", "2026-03-01T07:30:00+00:00"),
    ],
)
def test_rfc_822_is_read_with_its_obsolete_forms(text: str, at: str) -> None:
    assert moment(text) == (at, DateMethod.RFC822)


#: what feedparser's calendar makes of 31 February
OVERFLOWED = struct_time((2026, 3, 3, 10, 0, 0, 1, 62, 0))


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-31T10:00:00Z",
        "2026-13-01T10:00:00Z",
        "2026-03-01T24:01:00Z",
        "2026-03-01T10:60:00Z",
        "2026-03-01T10:00:61Z",
        "2026-03-01T10:00:00+25:00",
        "2026-03-01T10:00:00+01:60",
        "Tue, 31 Feb 2026 10:00:00 GMT",
        "Sun, 29 Feb 2026 10:00:00 GMT",
        "Sun, 01 Mar 2026 25:00:00 GMT",
        "2026-02-31",
        "2026-02-28T25:00",
        "2026-02-31 10:00:00",
    ],
)
def test_a_date_that_is_none_is_not_moved_to_another_day(text: str) -> None:
    assert moment(text, OVERFLOWED) == (None, DateMethod.NONE)


def test_what_is_neither_is_left_to_the_guess() -> None:
    guess = struct_time((2026, 3, 1, 0, 0, 0, 6, 60, 0))
    assert moment("1. March 2026", guess) == ("2026-03-01T00:00:00+00:00", DateMethod.GUESSED)
    assert moment("1. March 2026", None) == (None, DateMethod.NONE)
    assert moment("soon", struct_time((0, 13, 40, 0, 0, 0, 0, 0, 0))) == (None, DateMethod.NONE)


@pytest.mark.parametrize(
    ("text", "sensible"),
    [
        ("1989-12-31T23:59:59Z", False),
        ("1990-01-01T00:00:00Z", True),
        ("2026-03-03T12:00:00Z", True),
        ("2026-03-03T12:00:01Z", False),
        ("9999-12-31T23:59:59-12:00", False),
        ("0001-01-01T00:00:00+12:00", False),
    ],
)
def test_moments_outside_the_window_make_no_sense(text: str, sensible: bool) -> None:
    assert (moment(text)[0] is not None) is sensible


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1991, 1, 1), datetime(2026, 3, 1), timezones=OFFSETS)  # noqa: DTZ001  (aware by timezones)


@given(MOMENTS)
def test_every_moment_comes_back_from_both_standards(at: datetime) -> None:
    at = at.replace(microsecond=0)
    assert read_date(at.isoformat(), None, NOW) == (at, DateMethod.RFC3339)
    assert read_date(format_datetime(at), None, NOW) == (at, DateMethod.RFC822)


@given(st.text(st.sampled_from("0123456789-:TZ+. MarFebGMT,()"), max_size=40))
def test_no_text_raises(text: str) -> None:
    at, method = read_date(text, OVERFLOWED, NOW)
    assert (at is None) == (method is DateMethod.NONE)
