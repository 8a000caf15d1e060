"""Compiled watches: a watch with its query and exclusion as trees.

Takes: a Watch, the lists, the other watches. Gives: a CompiledWatch; for a Document, its Match.
Raises: QueryError; its subject says which text the offset counts in, "query" or "exclude".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from policywatch.errors import QueryError
from policywatch.match.anchors import Anchors, required_anchors
from policywatch.match.document import Document
from policywatch.match.passages import find_passages
from policywatch.match.query import read_query
from policywatch.match.query.tree import And, Node, Or, Stance
from policywatch.match.reading import Reader, reversed_stance, settled
from policywatch.model.match import Match, Passage
from policywatch.model.stance import StanceLabel
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
    #: what finds the event undone; None where the watch does not say
    reverse: Node | None = None
    #: the stances that count; empty = any
    stances: tuple[StanceLabel, ...] = ()
    #: None where passages are not read
    reader: Reader | None = None


def compile_watch(
    watch: Watch,
    lists: Lists,
    watches: Mapping[str, Watch] = MappingProxyType({}),
    reader: Reader | None = None,
) -> CompiledWatch:
    """Read a watch's queries. `watches` are those that `@watch:id` can name, by id; it means their query.

    Raises QueryError with the offset in one of the watch's texts; its subject is "query", "reverse" or "exclude".
    """
    path = (f"watch:{watch.id}",)
    query, stances = _without_stance(read_query(watch.query, "query", lists, watches, path))
    if stances and reader is None:
        raise QueryError("query", "STANCE(...) needs what reads stances", offset=watch.query.index("STANCE"))
    reverse = read_query(watch.reverse, "reverse", lists, watches, path) if watch.reverse.strip() else None
    exclude = read_query(watch.exclude, "exclude", lists, watches, path) if watch.exclude.strip() else None
    anchors = required_anchors(query if reverse is None else Or((query, reverse)))
    return CompiledWatch(watch, query, exclude, anchors, reverse, stances, reader)


def _without_stance(query: Node) -> tuple[Node, tuple[StanceLabel, ...]]:
    """Take out of a query which stances count: that is asked of what the rest of it finds."""
    operands = query.operands if isinstance(query, And) else ()
    stances = [one for one in operands if isinstance(one, Stance)]
    if not stances:
        return query, ()
    others = tuple(one for one in operands if not isinstance(one, Stance))
    return others[0] if len(others) == 1 else And(others), stances[0].labels


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
    passages = tuple(one for one in read_passages(compiled, doc) if admits_reading(compiled, one))
    if not passages:
        return None
    return Match(watch.id, watch.version, passages, compiled.reader.names(passages) if compiled.reader else {})


def read_passages(compiled: CompiledWatch, doc: Document) -> tuple[Passage, ...]:
    """Return the passages of query and reverse, with what they say, whether that counts or not."""
    passages = find_passages(doc, compiled.query, compiled.exclude)
    undone = find_passages(doc, compiled.reverse, compiled.exclude) if compiled.reverse is not None else ()
    if compiled.reader is None:
        return passages or undone
    found: dict[tuple[str, int], Passage] = {}
    for plainly, ones in ((settled, passages), (reversed_stance, undone)):
        for one in ones:
            read = compiled.reader.read(doc, one, compiled.watch.quantity)
            found[one.field, one.start] = replace(read, stance=plainly(read.stance) if read.stance else None)
    return tuple(found.values())


def admits_reading(compiled: CompiledWatch, passage: Passage) -> bool:
    """Say whether a passage is about the places, the actors and the stances that the watch asks for."""
    watch = compiled.watch
    return (
        (not watch.places or passage.place in watch.places)
        and (not watch.actors or passage.actor in watch.actors)
        and (not compiled.stances or (passage.stance is not None and passage.stance.label in compiled.stances))
    )
