"""Durations as people read them. Pure."""

from __future__ import annotations

from datetime import timedelta


def in_words(duration: timedelta) -> str:
    """Return a duration in its two largest units: `30 s`, `2 min`, `2 h 5 min`, `3 d 4 h`. Negative ones are `0 s`."""
    seconds = max(0, round(duration.total_seconds()))
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")]
    first = next((place for place, (number, _) in enumerate(units) if number), len(units) - 1)
    shown = [f"{number} {unit}" for number, unit in units[first : first + 2] if number]
    return " ".join(shown) or "0 s"
