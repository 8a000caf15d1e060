"""When to ask a feed again, and why then.

Takes the feed, its state and how the poll went; gives the state to remember, with `next_poll_at` and its reason.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from policywatch.model.feed import Feed, FeedState, PollReason

#: the first wait after a failure; it doubles with every further one
FIRST_BACKOFF: Final = timedelta(minutes=1)
LONGEST_BACKOFF: Final = timedelta(hours=6)
#: a server may not silence a feed for longer than this
LONGEST_RETRY_AFTER: Final = timedelta(hours=24)
#: part of the interval that chance adds, so that feeds which started together drift apart
JITTER: Final = 0.1


def after_success(
    feed: Feed,
    state: FeedState,
    now: datetime,
    jitter: float,
    *,
    etag: str | None,
    last_modified: str | None,
    body_hash: str | None,
) -> FeedState:
    """Return the state after a poll that went well. `jitter` is a chance from 0 to 1."""
    return FeedState(
        feed_id=feed.id,
        url=feed.url,
        next_poll_at=now + feed.every * (1 + JITTER * jitter),
        next_poll_reason=PollReason.EVERY,
        etag=etag,
        last_modified=last_modified,
        body_hash=body_hash,
        first_success_at=state.first_success_at or now,
        last_success_at=now,
        last_polled_at=now,
    )


def latest_allowed(feed: Feed, reason: PollReason, now: datetime) -> datetime:
    """Return the time after which a poll that waits for this reason cannot stand.

    It stands later where the interval was shortened since, or where the clock was ahead when the time was written.
    """
    match reason:
        case PollReason.NEW:
            return now
        case PollReason.EVERY:
            longest = feed.every
        case PollReason.BACKOFF:
            longest = LONGEST_BACKOFF
        case PollReason.RETRY_AFTER:
            longest = LONGEST_RETRY_AFTER
    return now + longest * (1 + JITTER)


def after_failure(
    state: FeedState, now: datetime, jitter: float, *, error: str, retry_after: timedelta | None = None
) -> FeedState:
    """Return the state after a poll that failed. What the server asked for (`retry_after`) is a floor.

    A feed is never given up: after the longest wait it is asked again, for ever.
    """
    failures = state.failures + 1
    # the exponent is bounded, so that a feed which failed for a year does not overflow
    wait = min(FIRST_BACKOFF * 2 ** min(failures - 1, 20), LONGEST_BACKOFF)
    reason = PollReason.BACKOFF
    if retry_after is not None and retry_after > wait:
        wait, reason = min(retry_after, LONGEST_RETRY_AFTER), PollReason.RETRY_AFTER
    return replace(
        state,
        next_poll_at=now + wait * (1 + JITTER * jitter),
        next_poll_reason=reason,
        last_polled_at=now,
        last_error=error,
        failures=failures,
    )
