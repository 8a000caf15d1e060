"""Durations in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policywatch.decide.durations import in_words


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(0), "0 s"),
        (timedelta(seconds=-5), "0 s"),
        (timedelta(seconds=29.6), "30 s"),
        (timedelta(seconds=59.7), "1 min"),
        (timedelta(minutes=2), "2 min"),
        (timedelta(minutes=5, seconds=12), "5 min 12 s"),
        (timedelta(hours=2, minutes=5, seconds=9), "2 h 5 min"),
        (timedelta(hours=2, seconds=9), "2 h"),
        (timedelta(days=3, hours=4), "3 d 4 h"),
    ],
)
def test_durations_are_told_in_their_two_largest_units(duration: timedelta, words: str) -> None:
    assert in_words(duration) == words
