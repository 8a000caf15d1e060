"""Feed: a URL we poll. FeedState: what we remember between two polls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Feed:
    """A URL we poll, as the settings describe it."""

    #: unique in the settings: `[a-z0-9][a-z0-9._-]*`
    id: str
    #: http or https
    url: str
    #: name of the outlet, for people
    title: str
    #: time between two polls that go well
    every: timedelta
    #: what watches select feeds by: `tag:wire`
    tags: frozenset[str] = frozenset()
    #: ISO 639-1 code where all its items are in one language
    language: str | None = None


class PollReason(StrEnum):
    """Why a feed's next poll stands where it does."""

    #: never polled
    NEW = "new"
    #: the feed's own interval
    EVERY = "every"
    #: the last polls failed
    BACKOFF = "backoff"
    #: the server asked for it
    RETRY_AFTER = "retry_after"


@dataclass(frozen=True, slots=True)
class FeedState:
    """What we remember of a feed between two polls."""

    feed_id: str
    #: the URL the validators below belong to
    url: str
    next_poll_at: datetime
    next_poll_reason: PollReason
    #: validators of the last good answer, sent back verbatim (RFC 9110 section 13.1)
    etag: str | None = None
    last_modified: str | None = None
    #: SHA-256 of the last good body, hex: the same bytes need no parsing
    body_hash: str | None = None
    #: None until a poll succeeds; the poll that sets it finds the backlog
    first_success_at: datetime | None = None
    last_success_at: datetime | None = None
    last_polled_at: datetime | None = None
    #: what went wrong at the last poll; None when it went well
    last_error: str | None = None
    #: polls that failed in a row
    failures: int = 0


@dataclass(frozen=True, slots=True)
class KnownFeed:
    """A feed that stands, or once stood, in the settings."""

    #: name of the outlet, for people
    title: str
    #: False when it is no longer in the settings: kept for its items, never polled
    active: bool
    state: FeedState


def new_state(feed: Feed, now: datetime) -> FeedState:
    """Return the state of a feed that was never polled: due at once."""
    return FeedState(feed_id=feed.id, url=feed.url, next_poll_at=now, next_poll_reason=PollReason.NEW)
