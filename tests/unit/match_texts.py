"""Items, feeds and watches for the tests of match/, with only what a test is about."""

from __future__ import annotations

from datetime import timedelta

from policywatch.match import CompiledWatch, MatchIndex, compile_watch
from policywatch.model.feed import Feed
from policywatch.model.item import Item
from policywatch.model.match import Passage
from policywatch.model.watch import Example, Severity, Watch

FEED = Feed(
    id="wire-africa",
    url="https://wire.example/feed",
    title="The Example Wire",
    every=timedelta(minutes=5),
    tags=frozenset({"wire"}),
    language="en",
)


def item(title: str = "", lead: str = "", body: str = "", **fields: object) -> Item:
    values = {"feed_id": FEED.id, "identity": "guid:1", "title": title, "summary": lead, "body": body, **fields}
    return Item(**values)  # type: ignore[arg-type]


def compiled(query: str, exclude: str = "", examples: tuple[Example, ...] = (), **fields: object) -> CompiledWatch:
    values = {"id": "w", "title": "W", "severity": Severity.NORMAL, "version": "v1", **fields}
    watch = Watch(query=query, exclude=exclude, examples=examples, **values)  # type: ignore[arg-type]
    return compile_watch(watch, {})


def passages(query: str, of: Item | str, exclude: str = "", feed: Feed = FEED) -> tuple[Passage, ...]:
    """Return what an index of the one watch finds; a plain text is a body."""
    found = MatchIndex([compiled(query, exclude)]).matches(item(body=of) if isinstance(of, str) else of, feed)
    return found[0].passages if found else ()


def matches(query: str, of: Item | str, exclude: str = "", feed: Feed = FEED) -> bool:
    return bool(passages(query, of, exclude, feed))
