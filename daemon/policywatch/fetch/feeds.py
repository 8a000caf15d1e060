"""Fetch: the stage that asks a feed's server for what is new.

Takes a feed and what is remembered of it; gives Fetched, or NotModified where the server or the bytes say that nothing
changed; raises FetchError with the feed's id for everything else.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from policywatch.errors import FetchError, NetError
from policywatch.model.feed import Feed, FeedState
from policywatch.net import Http, Limits, Reply, Request, retry_after

ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/rdf+xml;q=0.9,"
    " application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
)
MOST_REDIRECTS: Final = 5
#: for the whole chain of redirects: all hops share one total
LIMITS: Final = Limits()
#: characters; a longer validator is not remembered
LONGEST_VALIDATOR: Final = 1000

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body that differs from the last good one."""

    body: bytes
    #: where it came from, after redirects; without userinfo, since links are resolved against it
    url: str
    #: the header as sent; None where the server sent none
    content_type: str | None
    #: validators to remember
    etag: str | None
    last_modified: str | None
    #: SHA-256 of the body, hex
    body_hash: str


class Unchanged(StrEnum):
    """How we know that nothing changed."""

    #: the server answered 304
    NOT_MODIFIED = "not_modified"
    #: the server sent the very bytes of the last good poll again
    SAME_BYTES = "same_bytes"


@dataclass(frozen=True, slots=True)
class NotModified:
    """Nothing changed since the last good poll."""

    how: Unchanged
    #: validators to remember: those of this answer, or of the last good one where a 304 carries none
    etag: str | None
    last_modified: str | None


def fetch_feed(
    http: Http, feed: Feed, state: FeedState, now: datetime, *, accept: str = ACCEPT
) -> Fetched | NotModified:
    """Ask for the feed, with the last answer's validators where they belong to this URL (RFC 9110 section 13.1).

    Redirects are followed, at most MOST_REDIRECTS, also from https to http: a feed is public text, and no credentials
    go along to another host. `now` turns a Retry-After date into a duration.
    Raises FetchError: `status` where there was an answer, `retry_after` where that asked for patience.
    """
    validators = _validators(state) if state.url == feed.url else {}
    try:
        reply, url = _follow(http, feed, {"Accept": accept, **validators})
    except NetError as error:
        raise FetchError(feed.id, str(error)) from error
    if reply.status == HTTPStatus.NOT_MODIFIED and validators:
        return NotModified(
            Unchanged.NOT_MODIFIED,
            _validator(reply, "etag") or state.etag,
            _validator(reply, "last-modified") or state.last_modified,
        )
    if reply.status != HTTPStatus.OK:
        raise FetchError(
            feed.id,
            _words(reply.status),
            status=reply.status,
            retry_after=retry_after(reply.headers, now),
        )
    etag, last_modified = _validator(reply, "etag"), _validator(reply, "last-modified")
    body_hash = hashlib.sha256(reply.body).hexdigest()
    if body_hash == state.body_hash:
        return NotModified(Unchanged.SAME_BYTES, etag, last_modified)
    return Fetched(
        body=reply.body,
        url=_without_userinfo(url),
        content_type=reply.headers.get("content-type"),
        etag=etag,
        last_modified=last_modified,
        body_hash=body_hash,
    )


def _follow(http: Http, feed: Feed, headers: Mapping[str, str]) -> tuple[Reply, str]:
    """Return the answer at the end of the redirects, and its URL."""
    url = feed.url
    visited = [url]
    ends_at = time.monotonic() + LIMITS.total.total_seconds()
    while True:
        left = timedelta(seconds=max(ends_at - time.monotonic(), 0))
        reply = http.exchange(Request("GET", url, headers), replace(LIMITS, total=left))
        if reply.status not in _REDIRECTS:
            return reply, url
        if len(visited) > MOST_REDIRECTS:
            raise FetchError(feed.id, f"more than {MOST_REDIRECTS} redirects", status=reply.status)
        url = _target(feed, url, reply)
        if url in visited:
            raise FetchError(feed.id, "its redirects go in a circle", status=reply.status)
        visited.append(url)


def _target(feed: Feed, url: str, reply: Reply) -> str:
    """Return the absolute URL that a redirect leads to (RFC 9110 section 10.2.2)."""
    location = reply.headers.get("location", "")
    if not location:
        raise FetchError(feed.id, f"{_words(reply.status)}, but no Location", status=reply.status)
    with contextlib.suppress(UnicodeDecodeError):
        # many servers write a URL's letters as they are, in UTF-8
        location = location.encode("latin-1").decode("utf-8")
    try:
        target = urldefrag(urljoin(url, location)).url
        scheme = urlsplit(target).scheme
    except ValueError:
        raise FetchError(feed.id, "it redirects to something that is no URL", status=reply.status) from None
    if scheme not in ("http", "https"):
        raise FetchError(feed.id, f"it redirects to a {scheme[:20]!r} URL", status=reply.status)
    return target


def _validators(state: FeedState) -> dict[str, str]:
    """Return the headers that make a request conditional; the values go back exactly as they came."""
    remembered = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in remembered.items() if value}


def _validator(reply: Reply, name: str) -> str | None:
    value = reply.headers.get(name, "")
    return value if 0 < len(value) <= LONGEST_VALIDATOR else None


def _words(status: int) -> str:
    """Return a status as people know it: "404 Not Found"."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        return f"answered with status {status}"
    if status == HTTPStatus.NOT_MODIFIED:
        return "answered 304 Not Modified to a request that was not conditional"
    return f"answered {status} {phrase}"


def _without_userinfo(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
