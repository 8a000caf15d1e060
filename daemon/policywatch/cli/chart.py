"""Bars by day: how numbers go over time, in lines that fit the screen.

Up to two months are drawn by day, up to a bit more than a year by week, what is longer by month. Where several in a row
are empty, one line says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Final

from rich.text import Text

#: lines, so that a chart fits a screen or two
_MOST_LINES: Final = 62
#: empty ones in a row that are drawn one by one
_MOST_EMPTY: Final = 2
#: characters
_LONGEST_BAR: Final = 60
_SHORTEST_BAR: Final = 10
_LABEL: Final = 15
_NUMBER: Final = 9
_GAP: Final = 2
_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Unit(StrEnum):
    """What one bar stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Kind:
    """One part of a bar."""

    #: it is drawn with
    sign: str
    #: what it stands for, for the line below the chart
    meaning: str
    style: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers before the bars."""

    title: str
    #: which of the kinds are added up in it
    kinds: tuple[int, ...]


def chart(
    days: Mapping[date, Sequence[int]],
    kinds: Sequence[Kind],
    columns: Sequence[Column],
    *,
    first: date,
    last: date,
    width: int,
) -> Iterator[Text]:
    """Yield the lines of a chart: `days` holds the number of each kind, where there are any.

    The kinds stand one after the other in a bar, so that its length is their sum.
    """
    unit = unit_for(first, last)
    sums = _sums(days, unit, len(kinds))
    most = max((sum(one) for one in sums.values()), default=0)
    margin = _LABEL + len(columns) * (_GAP + _NUMBER) + _GAP
    # each kind may be drawn a little longer than it is
    longest = max(_SHORTEST_BAR, min(_LONGEST_BAR, width - margin - len(kinds)))
    scale = min(1.0, longest / most) if most else 1.0
    heads = "".join(f"{'':{_GAP}}{column.title:>{_NUMBER}}" for column in columns)
    yield Text(f"{unit.upper():{_LABEL}}{heads}", style="bold")
    for is_empty, group in groupby(_starts(first, last, unit), lambda start: start not in sums):
        starts = list(group)
        if is_empty and len(starts) > _MOST_EMPTY:
            yield Text(f"{'...':{margin}}{len(starts):,} {unit}s without", style="dim")
            continue
        for start in starts:
            numbers = sums.get(start, [0] * len(kinds))
            line = Text(f"{_label(start, unit):{_LABEL}}")
            for column in columns:
                line.append(f"{'':{_GAP}}{sum(numbers[kind] for kind in column.kinds):>{_NUMBER},}")
            line.append(" " * _GAP).append_text(_bar(numbers, kinds, scale)).rstrip()
            yield line
    used = [kind for number, kind in enumerate(kinds) if any(one[number] for one in sums.values())]
    if used:
        legend = Text(" " * margin)
        for kind in used:
            legend.append(kind.sign, style=kind.style).append(f" {kind.meaning}   ")
        legend.rstrip()
        yield legend


def unit_for(first: date, last: date) -> Unit:
    """Return the unit by which this time fits the chart."""
    days = (last - first).days + 1
    if days <= _MOST_LINES:
        return Unit.DAY
    return Unit.WEEK if days <= 7 * _MOST_LINES else Unit.MONTH


def _sums(days: Mapping[date, Sequence[int]], unit: Unit, kinds: int) -> dict[date, list[int]]:
    sums: dict[date, list[int]] = {}
    for day, numbers in days.items():
        if any(numbers):
            whole = sums.setdefault(_start(day, unit), [0] * kinds)
            for kind, number in enumerate(numbers):
                whole[kind] += number
    return sums


def _start(day: date, unit: Unit) -> date:
    match unit:
        case Unit.DAY:
            return day
        case Unit.WEEK:
            return day - timedelta(days=day.weekday())
        case Unit.MONTH:
            return day.replace(day=1)


def _starts(first: date, last: date, unit: Unit) -> Iterator[date]:
    start = _start(first, unit)
    while start <= last:
        yield start
        match unit:
            case Unit.DAY | Unit.WEEK:
                start += timedelta(days=1 if unit is Unit.DAY else 7)
            case Unit.MONTH:
                start = _start(start + timedelta(days=31), unit)


def _label(start: date, unit: Unit) -> str:
    match unit:
        case Unit.DAY:
            return f"{start} {_WEEKDAYS[start.weekday()]}"
        case Unit.WEEK:
            return f"from {start}"
        case Unit.MONTH:
            return f"{start:%Y-%m}"


def _bar(numbers: Sequence[int], kinds: Sequence[Kind], scale: float) -> Text:
    bar = Text()
    for number, kind in zip(numbers, kinds, strict=True):
        # what is there is seen, however little it is
        bar.append(kind.sign * (max(1, round(number * scale)) if number else 0), style=kind.style)
    return bar
