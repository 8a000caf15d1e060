"""Pages: the body of a web page that a person names.

What it is: the same guarded, bounded exchange as a poll, redirects included, asking for a page rather than a feed.
Takes: a URL. Gives: Fetched. Raises: FetchError with the host.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from policywatch.fetch.feeds import Fetched, NotModified, fetch_feed
from policywatch.model.feed import Feed, new_state
from policywatch.net import Http

ACCEPT: Final = "text/html, application/xhtml+xml, text/plain;q=0.5, */*;q=0.1"


def fetch_page(http: Http, url: str, now: datetime) -> Fetched:
    """Ask for a page."""
    feed = Feed(urlsplit(url).hostname or "page", url, "", every=timedelta.max)
    fetched = fetch_feed(http, feed, new_state(feed, now), now, accept=ACCEPT)
    # nothing is remembered of it, so there is nothing that could be unchanged
    assert not isinstance(fetched, NotModified)  # noqa: S101
    return fetched
