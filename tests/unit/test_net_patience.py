"""Retry-After, in both its forms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.net import retry_after

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30),
        ("Sunday, 01-Mar-26 12:00:30 GMT", 30),
        ("Sun Mar  1 12:00:30 2026", 30),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
    ],
)
def test_seconds_and_dates_are_read(value: str, seconds: int) -> None:
    assert retry_after({"retry-after": value}, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["", "-5", "soon", "1e3", "9" * 30, "²", "Sun, 31 Feb 2026 12:00:00 GMT"])
def test_what_is_neither_is_ignored(value: str) -> None:
    assert retry_after({"retry-after": value}, NOW) is None


def test_no_header_asks_for_nothing() -> None:
    assert retry_after({}, NOW) is None


@given(st.text(alphabet="0123456789 :,-+.GMTSunMarJan", max_size=40) | st.text(max_size=40))
def test_no_value_raises(value: str) -> None:
    wait = retry_after({"retry-after": value}, NOW)
    assert wait is None or wait >= timedelta(0)
