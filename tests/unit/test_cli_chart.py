"""Bars by day that fit the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.cli.chart import Column, Kind, Unit, chart, unit_for

KINDS = (Kind("█", "alerts", ""), Kind("░", "backlog", ""))
FIRST = date(2026, 3, 2)  # a Monday


def lines(days: Mapping[date, Sequence[int]], last: date, width: int = 100) -> list[str]:
    drawn = chart(days, KINDS, [Column("ITEMS", (0, 1))], first=FIRST, last=last, width=width)
    return [line.plain.rstrip() for line in drawn]


def test_each_day_has_a_bar_of_its_kinds_and_their_sum() -> None:
    assert lines({FIRST: (2, 1), FIRST + timedelta(days=2): (0, 3)}, FIRST + timedelta(days=3)) == [
        "DAY                  ITEMS",
        "2026-03-02 Mon           3  ██░",
        "2026-03-03 Tue           0",
        "2026-03-04 Wed           3  ░░░",
        "2026-03-05 Thu           0",
        "                            █ alerts   ░ backlog",
    ]


def test_many_empty_days_in_a_row_are_one_line() -> None:
    assert lines({FIRST: (1, 0)}, FIRST + timedelta(days=20))[2:3] == ["...                         20 days without"]


@pytest.mark.parametrize(
    ("days", "unit", "first_label"),
    [(30, Unit.DAY, "2026-03-02 Mon"), (62, Unit.DAY, ""), (63, Unit.WEEK, "from 2026-03-02"), (365, Unit.WEEK, ""),
     (434, Unit.WEEK, ""), (435, Unit.MONTH, "2026-03"), (3_650, Unit.MONTH, "")],
)  # fmt: skip
def test_a_longer_time_is_drawn_by_week_or_month(days: int, unit: Unit, first_label: str) -> None:
    last = FIRST + timedelta(days=days - 1)
    assert unit_for(FIRST, last) is unit
    assert lines({FIRST: (1, 0)}, last)[1].startswith(first_label)


def test_weeks_and_months_add_up_their_days() -> None:
    year = {FIRST + timedelta(days=number): (1, 0) for number in range(365)}
    drawn = lines(year, FIRST + timedelta(days=364))
    assert drawn[1] == "from 2026-03-02          7  ███████"
    decade = {FIRST + timedelta(days=number): (1, 0) for number in range(3_650)}
    assert lines(decade, FIRST + timedelta(days=3_649))[2] == "2026-04                 30  " + "█" * 30


def test_what_is_little_is_still_seen_beside_what_is_much() -> None:
    drawn = lines({FIRST: (100_000, 1), FIRST + timedelta(days=1): (1, 0)}, FIRST + timedelta(days=1))
    assert drawn[1].endswith("█░")
    assert drawn[2].endswith(" █")


@given(
    days=st.dictionaries(st.integers(0, 800), st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=60),
    last=st.integers(0, 800),
    width=st.integers(60, 200),
)
def test_a_chart_fits_its_width_and_a_few_screens(days: dict[int, tuple[int, int]], last: int, width: int) -> None:
    counted = {FIRST + timedelta(days=day): numbers for day, numbers in days.items() if day <= last}
    drawn = lines(counted, FIRST + timedelta(days=last), width)
    assert max(map(len, drawn)) <= width
    assert len(drawn) <= 64
