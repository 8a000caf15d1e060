"""Compiled watches: a watch with its query and exclusion as trees.

Takes: a Watch, the lists, the other watches. Gives: a CompiledWatch; for a Document, its Match.
Raises: QueryError; its subject says which text the offset counts in, "query" or "exclude".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from policywatch.errors import QueryError
from policywatch.match.anchors import Anchors, required_anchors
from policywatch.match.document import Document
from policywatch.match.passages import find_passages
from policywatch.match.query import read_query
from policywatch.match.query.syntax import Leaf, parse
from policywatch.match.query.tree import Node
from policywatch.model.match import Match
from policywatch.model.watch import Lists, Watch


@dataclass(frozen=True, slots=True)
class CompiledWatch:
    """A watch, ready to be matched."""

    watch: Watch
    query: Node
    #: None where nothing is excluded
    exclude: Node | None
    #: every item it matches holds at least one of each set, see anchors.py; empty = it may match any item
    anchors: tuple[Anchors, ...]


def compile_watch(watch: Watch, lists: Lists, watches: Mapping[str, Watch] = MappingProxyType({})) -> CompiledWatch:
    """Read a watch's query and exclusion. `watches` are those that `@watch:id` can name, by id; it means their query.

    Raises QueryError with the offset in `watch.query` or `watch.exclude`; its subject is "query" or "exclude".
    """
    path = (f"watch:{watch.id}",)
    query = read_query(watch.query, "query", lists, watches, path)
    _refuse_stance(watch)
    exclude = read_query(watch.exclude, "exclude", lists, watches, path) if watch.exclude.strip() else None
    return CompiledWatch(watch, query, exclude, required_anchors(query))


def _refuse_stance(watch: Watch) -> None:
    """Refuse a query with STANCE, which would be ignored. To be deleted, with its call, when stances are read."""
    for part in parse(watch.query, "query").operands if "STANCE" in watch.query else ():
        if isinstance(part, Leaf) and part.kind == "STANCE":
            cause = "STANCE(...) cannot be used yet: this version does not read stances"
            raise QueryError("query", cause, offset=part.start, length=part.end - part.start)


def admits_feed(watch: Watch, doc: Document) -> bool:
    """Say whether the watch reads this feed."""
    return not watch.feeds or any(
        selector.removeprefix("tag:") in doc.feed.tags if selector.startswith("tag:") else selector == doc.feed.id
        for selector in watch.feeds
    )


def admits_language(watch: Watch, doc: Document) -> bool:
    """Say whether the watch reads this language; an item of unknown language is always read."""
    return not watch.languages or doc.language is None or doc.language in watch.languages


def find_match(compiled: CompiledWatch, doc: Document) -> Match | None:
    """Return the watch's evidence in a document, or None where there is none."""
    watch = compiled.watch
    if not (admits_feed(watch, doc) and admits_language(watch, doc)):
        return None
    passages = find_passages(doc, compiled.query, compiled.exclude)
    return Match(watch.id, watch.version, passages) if passages else None
