"""HTML and feed text -> plain text: paragraphs separated by a blank line, nothing of markup left. Pure.

A DOM is built by selectolax; where markup is so dense that nesting it would take minutes (the HTML standard's algorithm
is quadratic in depth), tags are cut out instead.
"""

from __future__ import annotations

import html
import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

#: characters of a text that are kept: about 30,000 words
LONGEST_TEXT: Final = 200_000
#: characters of markup that are read for it
LONGEST_MARKUP: Final = 2_000_000
#: tags up to which a DOM is built
MOST_TAGS: Final = 5_000

_BLOCKS: Final = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tr",
        "ul",
    }
)
#: their text is no text of the item's
_DROPPED: Final = frozenset(
    {
        "applet",
        "audio",
        "button",
        "canvas",
        "datalist",
        "embed",
        "head",
        "iframe",
        "input",
        "math",
        "noembed",
        "noframes",
        "object",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    }
)
#: neighbours in a row, which have no space between them in the markup
_CELLS: Final = frozenset({"td", "th"})

#: what XML or a database cannot hold, and invisible marks that would split a word: soft hyphen, zero-width space, BOM
_UNWANTED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\ufeff\ufffe\uffff\ud800-\udfff]")
_BLANK_LINE: Final = re.compile(r"\n[ \t\r\f]*\n")
_TAG_NAME: Final = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_MARKUP: Final = re.compile("[<&]")


def line(text: str, limit: int) -> str:
    """Return the text as one line of at most `limit` characters, without unwanted characters."""
    return " ".join(_UNWANTED.sub("", text[: 4 * limit]).split())[:limit].rstrip()


def paragraphs(text: str) -> str:
    """Return plain text with its paragraphs (blank lines) kept and all other white space collapsed."""
    return _joined(_BLANK_LINE.split(_UNWANTED.sub("", text[:LONGEST_MARKUP]).replace("\r\n", "\n")))


def from_html(markup: str) -> str:
    """Return the text of an HTML fragment or document: entities decoded, scripts and styles dropped."""
    markup = _UNWANTED.sub("", markup[:LONGEST_MARKUP])
    if not _MARKUP.search(markup):
        return _joined([markup])
    if markup.count("<") > MOST_TAGS:
        return _joined(_without_tags(markup).split("\n\n"))
    root = LexborHTMLParser(markup).body
    return _joined("".join(_pieces(root)).split("\n\n")) if root is not None else ""


def title_of_page(markup: str, limit: int = 80) -> str:
    """Return the title of an HTML page as one line of at most `limit` characters, "" where it has none."""
    found = re.search(r"<title[^<>]*>([^<]{1,500})", markup[:100_000], re.IGNORECASE)
    return line(html.unescape(found[1]), limit) if found else ""


def _joined(parts: list[str]) -> str:
    # split() takes every white space of Unicode; _UNWANTED once more, for what stood there as &#8203;
    collapsed = (" ".join(_UNWANTED.sub("", part).split()) for part in parts)
    return "\n\n".join(part for part in collapsed if part)[:LONGEST_TEXT].rstrip()


def _pieces(root: LexborNode) -> list[str]:
    """Walk the tree without recursion; give texts, and breaks between them: "\\n\\n" parts paragraphs."""
    pieces: list[str] = []
    node: LexborNode | None = root
    depth = 0
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            # a line end in the source is a space; two of them are not a paragraph's end
            pieces.append((node.text_content or "").replace("\n", " "))
        elif tag in _BLOCKS:
            pieces.append("\n\n")
        elif tag == "br":
            pieces.append("\n")
        elif tag in _CELLS:
            pieces.append(" ")
        child = None if tag in _DROPPED else node.first_child
        if child is not None:
            node = child
            depth += 1
            continue
        while node is not None:
            if node.tag in _BLOCKS:
                pieces.append("\n\n")
            if depth == 0:
                return pieces
            if node.next is not None:
                node = node.next
                break
            node = node.parent
            depth -= 1
    return pieces


def _without_tags(markup: str) -> str:
    """Cut tags out in one pass, with the text of those elements that are dropped."""
    pieces: list[str] = []
    dropped_until = ""
    for number, chunk in enumerate(markup.split("<")):
        if number == 0:
            pieces.append(chunk)
            continue
        name = _TAG_NAME.match(chunk)
        closing, tag = (name[1], name[2].lower()) if name else ("", "")
        if dropped_until:
            if not (closing and tag == dropped_until):
                continue
            dropped_until = ""
        elif tag in _DROPPED and not closing and tag not in ("embed", "input"):
            dropped_until = tag
            continue
        pieces.append("\n\n" if tag in _BLOCKS else " ")
        # what has no name is a comment, or a "less than"
        pieces.append(chunk.partition(">")[2] if name or chunk.startswith(("!", "/", "?")) else chunk)
    return html.unescape("".join(pieces))
