"""Pages: the text of a web page that is no feed.

What it is: a page read as an item, so that a watch can be tried on it: its title, and all its text as the body. What
belongs to the article and what to the page around it is not told apart.
Takes: the body of an answer with its URL and Content-Type. Gives: an Item without a feed. Raises: ParseError with the
host for what is no page, saying what it is.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from policywatch.errors import ParseError
from policywatch.model.item import Item
from policywatch.parse.document import NotAFeedError, decoded, is_html, read_document
from policywatch.parse.text import from_html, paragraphs, title_of_page

_LONGEST_TITLE: Final = 300
#: characters in which the root element must begin
_SEARCHED: Final = 10_000
_LANGUAGE: Final = re.compile(r"<html\b[^<>]{0,500}?\blang\s*=\s*[\"']?([a-zA-Z]{2})\b", re.IGNORECASE)
#: the bytes in which the HTML standard looks for it
_HEAD: Final = 1024
_CHARSET: Final = re.compile(rb"<meta\b[^<>]{0,200}?\bcharset\s*=\s*[\"']?\s*([a-z0-9._:-]{1,40})", re.IGNORECASE)


class Kind(StrEnum):
    """What a body is."""

    FEED = "feed"
    HTML = "html"
    OTHER = "other"


def kind_of(body: bytes, content_type: str | None = None) -> Kind:
    """Return what a body is, by its first element rather than by what the server calls it."""
    try:
        read_document(body, content_type)
    except NotAFeedError:
        return Kind.HTML if is_html(decoded(body, content_type)[0]) else Kind.OTHER
    return Kind.FEED


def parse_page(body: bytes, *, url: str, content_type: str | None) -> Item:
    """Read a page of HTML or plain text. Its language is the one that the page itself names."""
    host = urlsplit(url).hostname or "page"
    media_type = (content_type or "").partition(";")[0].strip().lower()
    kind = kind_of(body, content_type)
    if kind is Kind.FEED:
        raise ParseError(host, f"it is a feed, not a page; try: policywatch once --feed {url}")
    if kind is Kind.HTML or media_type in ("text/html", "application/xhtml+xml"):
        text, _ = decoded(body, _with_charset(body, content_type))
        language = _LANGUAGE.search(text, 0, _SEARCHED)
        return Item(
            feed_id="",
            identity=f"link:{url}",
            title=title_of_page(text, _LONGEST_TITLE),
            link=url or None,
            body=from_html(text),
            language=language[1].lower() if language else None,
        )
    if media_type == "text/plain" and b"\0" not in body[:1000]:
        text, _ = decoded(body, content_type)
        return Item(feed_id="", identity=f"link:{url}", title="", link=url or None, body=paragraphs(text))
    raise ParseError(host, f"it is no page that can be read: {media_type or 'of an unknown type'}")


def _with_charset(body: bytes, content_type: str | None) -> str | None:
    """Return the Content-Type; with the character set that the page names where the server names none."""
    named = _CHARSET.search(body[:_HEAD])
    if named is None or "charset" in (content_type or "").lower():
        return content_type
    return f"{content_type or 'text/html'}; charset={named[1].decode('ascii')}"
