"""Explaining: why a watch matches an item, or why not.

What it is: the same evaluation as live matching; outline.py tells the same clause by clause.
Takes: a CompiledWatch, an Item and its Feed. Gives: an Explanation. Raises: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from policywatch.match.compiled import CompiledWatch, admits_feed, admits_language, find_match, read_passages
from policywatch.match.document import Document
from policywatch.match.evaluate import holds, whole
from policywatch.match.misses import SHOWN, Miss, WhyNot, failed
from policywatch.match.passages import find_passages
from policywatch.match.query.naming import named
from policywatch.model.feed import Feed
from policywatch.model.item import Item
from policywatch.model.match import Match, Passage


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a watch makes of an item. Exactly one of `match` and `why_not` is set."""

    watch_id: str
    match: Match | None = None
    why_not: WhyNot | None = None


def explain(compiled: CompiledWatch, item: Item, feed: Feed) -> Explanation:
    """Return the match, or the reason for none."""
    doc = Document(item, feed)
    match = find_match(compiled, doc)
    return Explanation(compiled.watch.id, match, None if match else _why_not(compiled, doc))


def _why_not(compiled: CompiledWatch, doc: Document) -> WhyNot:
    watch = compiled.watch
    if not admits_feed(watch, doc):
        return WhyNot("feeds: " + ", ".join(watch.feeds), Miss.FEED, f"the watch does not read the feed {doc.feed.id}")
    if not admits_language(watch, doc):
        clause = "languages: " + ", ".join(watch.languages)
        return WhyNot(clause, Miss.LANGUAGE, f"the item is in {doc.language}")
    if not holds(compiled.query, doc):
        return failed(compiled.query, doc, whole(doc.text))
    if read := read_passages(compiled, doc):
        return _read_otherwise(compiled, read[0])
    passages = find_passages(doc, compiled.query)
    nearest = passages[0].quote[:SHOWN] if passages else ""
    excluded = named(compiled.exclude) if compiled.exclude else ""
    message = f"the query matches, but exclude {excluded} holds at every sentence that it finds"
    return WhyNot(str(compiled.exclude), Miss.EXCLUDED, message, nearest=nearest)


def _read_otherwise(compiled: CompiledWatch, passage: Passage) -> WhyNot:
    """Return why a passage that the query finds does not count."""
    watch = compiled.watch
    nearest = passage.quote[:SHOWN]
    if watch.places and passage.place not in watch.places:
        clause = "places: " + ", ".join(watch.places)
        place = passage.place or "a place nobody can tell"
        return WhyNot(clause, Miss.PLACE, f"it takes place in {place}", nearest=nearest)
    if watch.actors and passage.actor not in watch.actors:
        clause = "actors: " + ", ".join(watch.actors)
        return WhyNot(clause, Miss.ACTOR, f"{passage.actor or 'nobody that can be told'} acts in it", nearest=nearest)
    clause = f"STANCE({' OR '.join(compiled.stances)})"
    label = passage.stance.label if passage.stance else "not"
    return WhyNot(clause, Miss.STANCE, f"it is read as {label}", nearest=nearest)
