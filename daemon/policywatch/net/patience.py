"""How long a server asks us to wait: Retry-After (RFC 9110 section 10.2.3). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"[0-9]{1,9}")


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return the wait that `headers` (names in lower case) ask for, never negative; None where they ask for none.

    Both forms are read: seconds, and a date, which is counted from `now`. What is neither is ignored.
    """
    value = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(value):
        return timedelta(seconds=int(value))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:  # the asctime form has no zone, and means GMT
        moment = moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta(0))
