"""An outlet's feed as XML: RSS 2.0 or Atom (RFC 4287), written as publishers write them."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from policywatch.demo.chronology import Outlet, Publication

_ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPES = {"rss": "application/rss+xml; charset=utf-8", "atom": "application/atom+xml; charset=utf-8"}


def feed_xml(outlet: Outlet, publications: Sequence[Publication], updated_at: datetime) -> bytes:
    """Return the outlet's feed with these publications, in this order."""
    write = _rss if outlet.format == "rss" else _atom
    document: bytes = ET.tostring(write(outlet, publications, updated_at), encoding="utf-8", xml_declaration=True)
    return document


def _rss(outlet: Outlet, publications: Sequence[Publication], updated_at: datetime) -> ET.Element:
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    _add(channel, "title", outlet.title)
    _add(channel, "link", f"https://{outlet.id}.example/")
    _add(channel, "description", f"News from {outlet.title}")
    _add(channel, "language", outlet.language)
    _add(channel, "lastBuildDate", format_datetime(updated_at, usegmt=True))
    for publication in publications:
        item = ET.SubElement(channel, "item")
        _add(item, "title", publication.title)
        _add(item, "link", publication.link)
        _add(item, "guid", publication.link, isPermaLink="true")
        _add(item, "pubDate", format_datetime(publication.published_at, usegmt=True))
        _add(item, "description", _markup(publication.text))
    return rss


def _atom(outlet: Outlet, publications: Sequence[Publication], updated_at: datetime) -> ET.Element:
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": outlet.language})
    _add(feed, "title", outlet.title)
    _add(feed, "id", f"https://{outlet.id}.example/")
    _add(feed, "updated", updated_at.isoformat())
    _add(ET.SubElement(feed, "author"), "name", outlet.title)
    for publication in publications:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "title", publication.title)
        _add(entry, "id", publication.link)
        _add(entry, "link", "", rel="alternate", href=publication.link)
        _add(entry, "published", publication.published_at.isoformat())
        _add(entry, "updated", publication.published_at.isoformat())
        _add(entry, "summary", _markup(publication.text), type="html")
    return feed


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text


def _markup(text: str) -> str:
    """Return the paragraphs as HTML, which is what feeds carry."""
    return "".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in text.split("\n\n"))
