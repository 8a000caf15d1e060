"""feedparser's entry -> Item, but for its identity: which element is the title, the link, the body, the date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from time import struct_time
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from policywatch.model.feed import Feed
from policywatch.model.item import DateMethod, Item
from policywatch.parse.dates import read_date
from policywatch.parse.text import from_html, line, paragraphs

#: characters, each
LONGEST_TITLE: Final = 1000
LONGEST_AUTHOR: Final = 200
LONGEST_CATEGORY: Final = 100
LONGEST_LINK: Final = 2000
LONGEST_GUID: Final = 2000
LONGEST_DATE: Final = 100
MOST_CATEGORIES: Final = 50

#: markup of a title that is looked at: more than a title's length, less than an article
_TITLE_MARKUP: Final = 10_000
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_LANGUAGE: Final = re.compile(r"\s*([A-Za-z]{2})\s*(?:[-_]|$)")

#: a dict of feedparser's; `dict.get` passes by its mapping of old names to new, which warns
Entry = Any


@dataclass(frozen=True, slots=True)
class Context:
    """What an item has in common with its neighbours."""

    feed: Feed
    #: feedparser's result for the whole document
    read: Entry
    #: where the document came from
    url: str
    now: datetime


def read_item(entry: Entry, context: Context) -> Item:
    """Return the item that an entry tells, its identity still empty."""
    guid = line(_plain(entry, "id"), LONGEST_GUID) or None
    published_at, published_raw, method = _date(entry, context.now)
    summary = _text(_part(entry, "summary_detail"))  # without it, feedparser copied the content there
    body = max((_text(content) for content in _parts(entry, "content")), key=len, default="")
    return Item(
        feed_id=context.feed.id,
        identity="",
        title=title_of(entry),
        link=_link(entry, guid, context.url),
        guid=guid,
        summary=summary,
        body=body if body != summary else "",
        author=_author(entry, context.read),
        categories=_categories(entry),
        language=_language(entry, context),
        published_at=published_at,
        published_raw=published_raw,
        date_method=method,
    )


def title_of(entry: Entry) -> str:
    """Return the title of an entry or a feed as one line; "" where there is none."""
    detail = _part(entry, "title_detail")
    value = _plain(detail, "value")[:_TITLE_MARKUP]
    return line(from_html(value) if _plain(detail, "type") in _HTML else value, LONGEST_TITLE)


def _text(detail: Entry) -> str:
    """Return a text construct's text: HTML is turned into text, binary content left out."""
    kind, value = _plain(detail, "type") or "text/plain", _plain(detail, "value")
    if kind in _HTML:
        return from_html(value)
    return paragraphs(value) if kind.startswith("text/") else ""


# An unknown element <title_detail> lands under the name where feedparser keeps its own things: types must be checked.


def _plain(entry: Entry, name: str) -> str:
    value = dict.get(entry, name)
    return value if isinstance(value, str) else ""


def _part(entry: Entry, name: str) -> Entry:
    value = dict.get(entry, name)
    return value if isinstance(value, dict) else {}


def _parts(entry: Entry, name: str) -> list[Entry]:
    value = dict.get(entry, name)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _link(entry: Entry, guid: str | None, url: str) -> str | None:
    """Return the item's page, absolute; None where the entry names none that a browser could open."""
    links = [link for link in _parts(entry, "links") if _plain(link, "rel") in ("", "alternate")]
    candidates = [_plain(entry, "link"), *(_plain(link, "href") for link in links)]
    for candidate in candidates:
        # feedparser lets a guid stand in for a missing link, although only a whole URL can be one
        stands_in = not links and line(candidate, LONGEST_GUID) == guid
        absolute = _absolute(candidate, "" if stands_in else url)
        if absolute is not None:
            return absolute
    return None


def _absolute(link: str, url: str) -> str | None:
    link = line(link, LONGEST_LINK + 1).replace(" ", "%20")
    if not link:
        return None
    try:
        absolute = urljoin(url, link)
        parts = urlsplit(absolute)
    except ValueError:
        return None
    good = parts.scheme in ("http", "https") and parts.netloc and len(absolute) <= LONGEST_LINK
    return absolute if good else None


def _date(entry: Entry, now: datetime) -> tuple[datetime | None, str | None, DateMethod]:
    """Return the first date that makes sense, as a moment and as written; else what stands where it should."""
    first_raw = None
    for name in ("published", "updated", "created"):
        raw = line(_plain(entry, name), LONGEST_DATE)
        if not raw:
            continue
        guess = dict.get(entry, f"{name}_parsed")
        moment, method = read_date(raw, guess if isinstance(guess, struct_time) else None, now)
        if moment is not None:
            return moment, raw, method
        first_raw = first_raw or raw
    return None, first_raw, DateMethod.NONE


def _author(entry: Entry, read: Entry) -> str | None:
    """Return the names, else the address as written; the feed's where Atom says that it holds for all entries."""
    names = [line(_plain(author, "name"), LONGEST_AUTHOR) for author in _parts(entry, "authors")]
    author = ", ".join(dict.fromkeys(name for name in names if name)) or _plain(entry, "author")
    if not author and entry is not read.feed and str(read.version).startswith("atom"):
        return _author(read.feed, read)  # RFC 4287 section 4.2.1
    return line(author, LONGEST_AUTHOR) or None


def _categories(entry: Entry) -> tuple[str, ...]:
    tags = _parts(entry, "tags")
    labels = (line(_plain(tag, "label") or _plain(tag, "term"), LONGEST_CATEGORY) for tag in tags)
    return tuple(dict.fromkeys(label for label in labels if label))[:MOST_CATEGORIES]


def _language(entry: Entry, context: Context) -> str | None:
    """Return the language by the settings, else by the item, its title's xml:lang, or the document."""
    if context.feed.language is not None:
        return context.feed.language
    title = _part(entry, "title_detail")
    for said in (_plain(entry, "language"), _plain(title, "language"), _plain(context.read.feed, "language")):
        if found := _LANGUAGE.match(said):
            return found[1].lower()
    return None
