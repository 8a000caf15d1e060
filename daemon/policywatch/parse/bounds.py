"""feedparser, bounded: what a hostile document could make it do for hours is cut off at the place where it would.

feedparser has no limits of its own. Each method below overrides the one step whose cost grows with the square of the
document, or which ends the whole parse over one bad character. It is the only place that knows feedparser's insides.
"""

from __future__ import annotations

import contextlib
import io
import xml.sax
from typing import Any, Final

import feedparser
import feedparser.api

#: items that are read of one document; the rest is skipped
MOST_ITEMS: Final = 5_000
#: labels per item; looking for repetitions is quadratic
MOST_TAGS: Final = 50
#: names declared by a document; all are searched for every element of an unknown name
MOST_NAMESPACES: Final = 100
#: open elements; feeds have about ten, the HTML inside Atom's xhtml some more
DEEPEST: Final = 500
#: attributes of one element; the standard library compares each with all others
MOST_ATTRIBUTES: Final = 200
#: characters of an author in which an address is looked for; the search is quadratic
LONGEST_AUTHOR: Final = 500
#: pieces of one text, above which they are put together before feedparser takes them off one by one
MOST_PIECES: Final = 1_000


class BoundsError(Exception):
    """The document goes beyond what any feed needs."""


class _Bounds:
    """Mixed in before feedparser's own handlers, strict and loose."""

    #: MOST_ITEMS are read: nothing more is looked at
    full = False

    def unknown_starttag(self: Any, tag: str, attrs: list[tuple[str, str]]) -> None:
        if self.full:
            return
        if len(self.entries) >= MOST_ITEMS and tag.rpartition(":")[2] in ("item", "entry"):
            self.full = True
            return
        if self.depth > DEEPEST:
            raise BoundsError(f"elements nested deeper than {DEEPEST}")
        super().unknown_starttag(tag, attrs)  # type: ignore[misc]

    def unknown_endtag(self: Any, tag: str) -> None:
        if not self.full:
            super().unknown_endtag(tag)  # type: ignore[misc]

    def handle_data(self: Any, text: str, escape: int = 1) -> None:
        if not self.full:
            super().handle_data(text, escape)  # type: ignore[misc]

    def handle_charref(self: Any, ref: str) -> None:
        with contextlib.suppress(ValueError, OverflowError):  # &#99999999; is no character
            super().handle_charref(ref)  # type: ignore[misc]

    def track_namespace(self: Any, prefix: str | None, uri: str) -> None:
        if len(self.namespaces_in_use) < MOST_NAMESPACES:
            super().track_namespace(prefix, uri)  # type: ignore[misc]

    def pop(self: Any, element: str, strip_whitespace: int = 1) -> Any:
        if self.elementstack and len(self.elementstack[-1][2]) > MOST_PIECES:
            pieces = self.elementstack[-1][2]
            pieces[:] = ["".join(piece.decode() if isinstance(piece, bytes) else piece for piece in pieces)]
        return super().pop(element, strip_whitespace)  # type: ignore[misc]

    def _add_tag(self: Any, term: str | None, scheme: str | None, label: str | None) -> None:
        if len(self._get_context().get("tags", ())) < MOST_TAGS:
            super()._add_tag(term, scheme, label)  # type: ignore[misc]

    def _sync_author_detail(self: Any, key: str = "author") -> None:
        if len(self._get_context().get(key) or "") <= LONGEST_AUTHOR:
            super()._sync_author_detail(key)  # type: ignore[misc]


class _Strict(_Bounds, feedparser.api.StrictFeedParser):  # type: ignore[misc]
    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802  (the name SAX gives it)
        if len(attrs) > MOST_ATTRIBUTES:
            raise BoundsError(f"an element with more than {MOST_ATTRIBUTES} attributes")
        super().startElementNS(name, qname, attrs)


class _Loose(_Bounds, feedparser.api.LooseFeedParser):  # type: ignore[misc]
    pass


# feedparser.parse() takes both by these names; nobody else in this process uses feedparser
feedparser.api.StrictFeedParser = _Strict
feedparser.api.LooseFeedParser = _Loose


def read_feed(text: str) -> feedparser.FeedParserDict:
    """Return feedparser's reading of a document that begins with its root element; raises whatever it raises.

    No URL is given: a guid must not depend on where the document came from. HTML is left as it is.
    """
    document = f'<?xml version="1.0" encoding="utf-8"?>{text}'.encode()
    return feedparser.parse(
        io.BytesIO(document),  # never a str or bytes: feedparser would open the file or URL these name
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def what_was_malformed(read: feedparser.FeedParserDict) -> str | None:
    """Return what is wrong with the XML, None where it is well-formed."""
    if not read.bozo:
        return None
    error = read.bozo_exception
    if isinstance(error, xml.sax.SAXParseException):
        return f"{error.getMessage()} at line {error.getLineNumber()}"
    return str(error)[:200]
