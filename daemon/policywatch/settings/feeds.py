"""Feeds as data: the entries of `feeds:`, in the long and in the short form."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from policywatch.errors import Problem
from policywatch.model.feed import Feed
from policywatch.settings.document.nodes import Entry, MapNode, Node, ScalarNode
from policywatch.settings.document.source import Source
from policywatch.settings.kinds import id_from
from policywatch.settings.shapes import FeedShape
from policywatch.settings.wording import read_as

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def read_feed(source: Source, node: Node, every: timedelta, problems: list[Problem]) -> Feed | None:
    """Read one entry of `feeds:`; None where it will not do. A text alone is a feed's URL."""
    if isinstance(node, ScalarNode):
        node = MapNode(node.start, node.end, {"url": Entry(node, node)})
    shape = read_as(FeedShape, source, node, problems)
    if shape is None:
        return None
    feed_id = shape.id or _id_of(shape.url)
    return Feed(
        id=feed_id,
        url=shape.url,
        title=shape.title or _host(shape.url),
        every=shape.every or every,
        tags=frozenset(shape.tags),
        language=shape.language,
    )


def same_address(url: str) -> str:
    """Return what two URLs of the same feed have in common: RFC 3986 section 6.2.2 and 6.2.3, without the fragment."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port and parts.port != _DEFAULT_PORTS[parts.scheme] else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path or '/'}?{parts.query}"


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _id_of(url: str) -> str:
    parts = urlsplit(url)
    return id_from(f"{_host(url)}{parts.path}{'-' + parts.query if parts.query else ''}") or "feed"
