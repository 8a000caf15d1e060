"""A date as a feed wrote it -> a moment, with how it was read. Pure.

The two standards are read strictly: 31 February is no date, not the 3rd of March (feedparser makes it one). What has
neither form is left to feedparser's heuristics.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from time import struct_time
from typing import Final

from policywatch.model.item import DateMethod

#: there was no syndication before; older dates are a clock's zero or a typo
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
#: what lies further ahead of now is no date of publication
LATEST_AHEAD: Final = timedelta(days=1)

# RFC 3339 section 5.6, with a space for the T and without seconds too (as W3CDTF has it)
_RFC3339: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?\s?"
    r"(?:([Zz])|([+-])([0-9]{2}):?([0-9]{2}))"
)
# RFC 5322 section 3.3 with the obsolete forms of section 4.3; common mistakes too: UTC, +01:00, full names
_RFC822: Final = re.compile(
    r"(?:[A-Za-z]{2,9}\.?\s*(?:,\s*)?)?([0-9]{1,2})[\s-]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?[\s-]+"
    r"([0-9]{4}|[0-9]{2})\s+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?\s*"
    r"(?:([+-])([0-9]{2}):?([0-9]{2})|(ut|utc|gmt|z|est|edt|cst|cdt|mst|mdt|pst|pdt))(?:\s*\([^()]{0,40}\))?",
    re.IGNORECASE,
)
_ISO_START: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt ]([0-9]{2}):([0-9]{2}))?")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: hours east of Greenwich; the names that RFC 5322 section 4.3 gives a meaning
_ZONES: Final = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip


def read_date(text: str, guess: struct_time | None, now: datetime) -> tuple[datetime | None, DateMethod]:
    """Return the moment (aware UTC) that `text` means and how it was read; (None, NONE) where it makes no sense.

    `guess` is what feedparser made of the same text, in UTC. Moments before EARLIEST, or more than LATEST_AHEAD after
    `now`, make no sense.
    """
    moment, method = _read(text.strip(), guess)
    if moment is None or not EARLIEST <= moment <= now + LATEST_AHEAD:
        return None, DateMethod.NONE
    return moment, method


def _read(text: str, guess: struct_time | None) -> tuple[datetime | None, DateMethod]:
    strict: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], datetime], DateMethod], ...] = (
        (_RFC3339, _from_rfc3339, DateMethod.RFC3339),
        (_RFC822, _from_rfc822, DateMethod.RFC822),
    )
    for pattern, build, method in strict:
        if found := pattern.fullmatch(text):
            try:
                return build(found), method
            except (ValueError, OverflowError):
                return None, DateMethod.NONE
    if guess is None or _overflows(text):
        return None, DateMethod.NONE
    try:
        return datetime(*guess[:5], min(guess[5], 59), tzinfo=UTC), DateMethod.GUESSED
    except (ValueError, OverflowError):
        return None, DateMethod.NONE


def _from_rfc3339(found: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second, _zulu, sign, off_hours, off_minutes = found.groups()
    offset = _offset(sign, off_hours, off_minutes) if sign else UTC
    return _moment(int(year), int(month), int(day), hour, minute, second, offset)


def _from_rfc822(found: re.Match[str]) -> datetime:
    day, month, year, hour, minute, second, sign, off_hours, off_minutes, zone = found.groups()
    offset = _offset(sign, off_hours, off_minutes) if sign else timezone(timedelta(hours=_ZONES[zone.lower()]))
    return _moment(_full(year), _MONTHS.index(month.lower()) + 1, int(day), hour, minute, second, offset)


def _moment(year: int, month: int, day: int, hour: str, minute: str, second: str | None, offset: timezone) -> datetime:
    # second 60 is a leap second (RFC 3339 section 5.7), which datetime does not know
    seconds = 59 if second == "60" else int(second or 0)
    return datetime(year, month, day, int(hour), int(minute), seconds, tzinfo=offset).astimezone(UTC)


def _offset(sign: str, hours: str, minutes: str) -> timezone:
    if int(minutes) > 59:
        raise ValueError(minutes)
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset)


def _full(year: str) -> int:
    """Return a year of two digits as RFC 5322 section 4.3 means it: 00 to 49 follow 2000."""
    number = int(year)
    if len(year) == 4:
        return number
    return number + (2000 if number < 50 else 1900)


def _overflows(text: str) -> bool:
    """Tell whether a date that begins like 2026-02-31 or 2026-02-28T25:00 is none: feedparser would count on."""
    found = _ISO_START.match(text)
    if found is None:
        return False
    try:
        datetime(*(int(number or 0) for number in found.groups()), tzinfo=UTC)  # type: ignore[misc,arg-type]
    except ValueError:
        return True
    return False
