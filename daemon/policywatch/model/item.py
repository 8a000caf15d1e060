"""Item: one thing published in a feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DateMethod(StrEnum):
    """How an item's date was read."""

    RFC3339 = "rfc3339"
    RFC822 = "rfc822"
    #: by feedparser's heuristics
    GUESSED = "guessed"
    #: there was none, or none that makes sense
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing published in a feed. All texts are plain: no markup, no entities."""

    feed_id: str
    #: what makes it the same item at the next poll, unique in its feed: `guid:...`, `link:...` or `hash:...`
    identity: str
    title: str
    #: absolute URL, or None
    link: str | None = None
    guid: str | None = None
    #: the teaser the feed carries; paragraphs are separated by a blank line
    summary: str = ""
    #: the full text where the feed carries it; paragraphs are separated by a blank line
    body: str = ""
    author: str | None = None
    #: the publisher's own labels
    categories: tuple[str, ...] = ()
    #: ISO 639-1 code, or None where nobody says
    language: str | None = None
    #: aware UTC; None where the feed gives no sensible date
    published_at: datetime | None = None
    #: the date as the feed wrote it
    published_raw: str | None = None
    date_method: DateMethod = DateMethod.NONE
    #: when a poll first saw it; aware UTC; None until recorded
    first_seen_at: datetime | None = None
    #: number in the store; None until recorded
    id: int | None = None
