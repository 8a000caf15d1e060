"""The demo's outlets: real feeds over real HTTP, with validators, to which items are added while it runs."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

from policywatch.demo.chronology import Outlet, Publication
from policywatch.demo.feed_xml import CONTENT_TYPES, feed_xml
from policywatch.demo.local_http import Reply, Request


@dataclass
class _Newsstand:
    """What one outlet shows at this moment, and how often it was asked."""

    outlet: Outlet
    publications: list[Publication] = field(default_factory=list)
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""
    polls: int = 0
    not_modified: int = 0
    #: whether it was asked since its last change
    read: bool = False


class FeedServer:
    """Answers `GET /OUTLET/feed.xml`. Safe to use from several threads."""

    def __init__(self, outlets: Iterable[Outlet], backlog: Iterable[Publication]) -> None:
        self._lock = threading.Lock()
        self._stands = {outlet.id: _Newsstand(outlet) for outlet in outlets}
        for publication in backlog:
            self.publish(publication)

    @staticmethod
    def path(outlet: Outlet) -> str:
        return f"/{outlet.id}/feed.xml"

    def publish(self, publication: Publication) -> None:
        """Put the publication on top of its outlet's feed."""
        with self._lock:
            stand = self._stands[publication.outlet.id]
            stand.publications.insert(0, publication)
            now = datetime.now(UTC)
            stand.body = feed_xml(stand.outlet, stand.publications, now)
            stand.etag = f'"{hashlib.sha256(stand.body).hexdigest()[:16]}"'
            stand.last_modified = format_datetime(now, usegmt=True)
            stand.read = False

    def answer(self, request: Request) -> Reply:
        with self._lock:
            stand = next((s for s in self._stands.values() if request.path == self.path(s.outlet)), None)
            if stand is None:
                return Reply(404)
            if request.method != "GET":
                return Reply(405, headers={"Allow": "GET"})
            stand.polls += 1
            stand.read = True
            validators = {"ETag": stand.etag, "Last-Modified": stand.last_modified}
            if _not_modified(request, stand):
                stand.not_modified += 1
                return Reply(304, headers=validators)
            return Reply(200, stand.body, {**validators, "Content-Type": CONTENT_TYPES[stand.outlet.format]})

    @property
    def polls(self) -> int:
        """Requests for a feed so far."""
        with self._lock:
            return sum(stand.polls for stand in self._stands.values())

    @property
    def not_modified(self) -> int:
        """How many of them were answered 304."""
        with self._lock:
            return sum(stand.not_modified for stand in self._stands.values())

    def all_read(self) -> bool:
        """Whether every feed was asked since its last change."""
        with self._lock:
            return all(stand.read for stand in self._stands.values())


def _not_modified(request: Request, stand: _Newsstand) -> bool:
    """RFC 9110 section 13.2.2: If-None-Match decides alone where it is sent."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return stand.etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
    return request.headers.get("if-modified-since") == stand.last_modified
