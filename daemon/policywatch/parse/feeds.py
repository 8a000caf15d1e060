"""Parse: the stage that makes items of a feed's bytes.

Takes the body of an answer with its URL and Content-Type; gives a ParsedFeed: the feed's title, its items in document
order, and notes about what was read in spite of; raises ParseError with the feed's id for what is no feed. Pure but for
feedparser's own tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policywatch.errors import ParseError
from policywatch.model.feed import Feed
from policywatch.model.item import Item
from policywatch.parse.bounds import MOST_ITEMS, read_feed, what_was_malformed
from policywatch.parse.document import NotAFeedError, read_document
from policywatch.parse.identity import identified
from policywatch.parse.items import Context, read_item, title_of


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed's document, read."""

    #: as the feed itself says; None where it does not
    title: str | None
    #: in document order
    items: tuple[Item, ...]
    #: what was not as it should be, and read anyway
    notes: tuple[str, ...] = ()


def parse_feed(body: bytes, *, feed: Feed, url: str, content_type: str | None, now: datetime) -> ParsedFeed:
    """Read a document of RSS 0.9x to 2.0, RDF or Atom 0.3 or 1.0.

    `url` is where the body came from: links are resolved against it. Dates are judged by `now` (aware UTC).
    Raises ParseError for what is no feed, saying what it is, and for markup beyond repair. A feed without items is
    fine.
    """
    try:
        document = read_document(body, content_type)
    except NotAFeedError as error:
        raise ParseError(feed.id, str(error)) from error
    try:
        read = read_feed(document.text)
    except Exception as error:
        # feedparser promises no set of exceptions: whatever garbage makes it raise is the document's fault
        raise ParseError(feed.id, f"beyond repair: {str(error)[:200] or type(error).__name__}") from error
    malformed = what_was_malformed(read)
    if malformed is not None and not read.entries:
        raise ParseError(feed.id, f"malformed XML without a readable item: {malformed}")
    notes = list(document.notes)
    if malformed is not None:
        notes.append(f"malformed XML, read anyway: {malformed}")
    if len(read.entries) >= MOST_ITEMS:
        notes.append(f"only the first {MOST_ITEMS:,} items were read")
    context = Context(feed, read, url, now)
    items = [read_item(entry, context) for entry in read.entries]
    told = [item for item in items if item.title or item.summary or item.body or item.link]
    if len(told) < len(items):
        notes.append(f"{len(items) - len(told)} items without title, text and link, skipped")
    return ParsedFeed(title_of(read.feed) or None, identified(told), tuple(notes))
