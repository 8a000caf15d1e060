"""The bytes of an answer -> the text of a feed, from its root element on. Pure.

Encodings are settled here, and everything before the root element is dropped: with the document type go its entities,
so that no "billion laughs" reaches a parser, and so do the blank lines, comments and warnings that servers put first.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from policywatch.parse.text import title_of_page

#: root elements of RSS, Atom, and RSS 0.90 and 1.0 (RDF)
_ROOTS: Final = frozenset({"rss", "feed", "rdf"})
#: characters in which a feed must begin
_SEARCHED: Final = 100_000

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
#: Python knows codecs that are no character sets, or dangerously slow (punycode); these families are what the web uses
_FAMILIES: Final = re.compile(
    r"utf-8|ascii|iso8859|latin|cp\d|koi8|gb|big5|euc|shift_jis|iso2022|mac|tis-620|hz|kz1048|ptcp154|johab"
)
#: these look like ASCII, so they cannot be told by trying UTF-8
_SEVEN_BIT: Final = re.compile(r"iso2022|hz")
#: what browsers take for these labels (WHATWG Encoding Standard): it has letters where Latin-1 has control characters
_AS_BROWSERS: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874"}

_UNBROKEN: Final = re.compile("[^\x00-\x7f\ufffd]")
_SPACE: Final = re.compile(r"[\s\ufeff]*")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ROOT: Final = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,40})")
_FEED_ROOT: Final = re.compile(r"<(?:rss|feed|rdf:rdf)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """A feed's text, from the root element on."""

    text: str
    #: what was not as it should be
    notes: tuple[str, ...] = ()


class NotAFeedError(Exception):
    """The body is no feed; str() says what it is."""


def read_document(body: bytes, content_type: str | None) -> Document:
    """Return the feed's text; raises NotAFeedError, which says what the body is instead."""
    if not body.strip(b" \t\r\n\x00"):
        raise NotAFeedError("an empty body, not a feed")
    read, notes = decoded(body, content_type)
    text = _ILLEGAL.sub("", read)
    start = _root_at(text)
    root = _ROOT.match(text, start)
    name = root[1].lower() if root else ""
    if name in _ROOTS:
        return Document(text[start:], notes)
    if is_html(text, start):
        title = title_of_page(text)
        raise NotAFeedError(f"an HTML page titled {title!r}, not a feed" if title else "an HTML page, not a feed")
    if text.startswith(("{", "["), start):
        raise NotAFeedError("JSON, not a feed")
    if found := _FEED_ROOT.search(text, 0, _SEARCHED):
        return Document(text[found.start() :], (*notes, "text before the feed, skipped"))
    if name:
        raise NotAFeedError(f"an XML document with the root <{name}>, not a feed")
    raise NotAFeedError("binary data, not a feed" if b"\0" in body[:1000] else "plain text, not a feed")


def is_html(text: str, start: int | None = None) -> bool:
    """Say whether a document is HTML; `start` is where its root element begins."""
    start = _root_at(text) if start is None else start
    root = _ROOT.match(text, start)
    named = root is not None and root[1].lower() in ("html", "head", "body")
    return named or "<!doctype html" in text[:start].lower()


def decoded(body: bytes, content_type: str | None) -> tuple[str, tuple[str, ...]]:
    """Decode a body by its byte order mark, else as UTF-8 where it is that, else as the server or the document says.

    Gives the text and notes on what was not as it should be.

    RFC 7303 section 3 puts the server's word above the document's own. Both are often wrong, and text in another
    encoding is practically never valid UTF-8 by chance, so that is tried first.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace"), ()
    if body[:2] in (b"<\0", b"\0<"):
        return body.decode("utf-16-le" if body[0] else "utf-16-be", "replace"), ()
    said = _CHARSET.search(content_type or "")
    declared = _DECLARED.match(body[:300])
    labels = [said[1] if said else "", declared[1].decode("ascii") if declared else ""]
    names = list(dict.fromkeys(name for label in labels if (name := _character_set(label))))
    for name in [*filter(_SEVEN_BIT.match, names), "utf-8", *names]:
        try:
            return body.decode(name), ()
        except UnicodeDecodeError:
            continue
    # Nothing fits. UTF-8 with a few broken characters keeps all others; otherwise ASCII at least is kept by any guess.
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken > len(_UNBROKEN.findall(text)):
        text = body.decode("cp1252", "replace")
    return text, (f"broken encoding ({', '.join(filter(None, labels)) or 'none declared'}), read anyway",)


def _character_set(label: str) -> str | None:
    """Return Python's name of a character set, None for what is none or unknown."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return _AS_BROWSERS.get(name, name) if _FAMILIES.match(name) else None


def _root_at(text: str) -> int:
    """Return where the root element begins: behind white space, declaration, comments, instructions, document type."""
    at = 0
    while True:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        if text.startswith("<?", at):
            end = text.find("?>", at)
        elif text.startswith("<!--", at):
            end = text.find("-->", at) + 1
        elif text.startswith("<!", at):
            subset, close = text.find("[", at), text.find(">", at)
            end = text.find("]", subset) if 0 <= subset < close else close
            end = text.find(">", end) - 1 if end >= 0 else -1
        else:
            return at
        if end <= 0:
            return at
        at = end + 2
