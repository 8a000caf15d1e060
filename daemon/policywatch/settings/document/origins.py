"""Where each character of a scalar's value stands in the file: an error in a folded query points at its very word.

The value is derived once more from the raw text, each character with its origin, and compared with what the parser
read. Where the two differ (rare line breaks, say) there is no answer rather than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policywatch.settings.document.nodes import ScalarNode

_BREAK: Final = re.compile(r"\r\n|\r|\n")
_ESCAPES: Final = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_HEX_LENGTH: Final = {"x": 2, "u": 4, "U": 8}
#: an explicit indentation counts from the parent's, which the scalar does not know: try them
_WIDEST_INDENT: Final = 64


def offset_in_file(text: str, node: ScalarNode, offset: int) -> int | None:
    """Return where character `offset` of the value stands in the file's text; None where that is not known.

    An offset at or beyond the value's end is the place right after its last character.
    """
    raw = text[node.start : node.end]
    for traced in _tracings(raw, node.style):
        if traced.value == node.text:
            if offset < len(traced.origins):
                return node.start + traced.origins[max(offset, 0)]
            return node.start + (traced.origins[-1] + 1 if traced.origins else 0)
    return None


class _Traced:
    """A value under construction, with the origin of each of its characters."""

    def __init__(self) -> None:
        self._characters: list[str] = []
        self.origins: list[int] = []
        #: characters up to here stay when a line ends: they are no blanks, or escaped ones
        self.solid = 0

    @property
    def value(self) -> str:
        return "".join(self._characters)

    def add(self, character: str, origin: int, *, solid: bool = True) -> None:
        self._characters.append(character)
        self.origins.append(origin)
        if solid:
            self.solid = len(self.origins)

    def drop_blanks(self) -> None:
        del self._characters[self.solid :], self.origins[self.solid :]


def _tracings(raw: str, style: str) -> Iterator[_Traced]:
    if not raw:
        yield _Traced()
    elif style in (">", "|"):
        header, _, _ = raw.partition("\n")
        if re.match(r"[>|][+-]?[1-9]", header):
            for indent in range(1, _WIDEST_INDENT):
                yield _block(raw, indent)
        else:
            yield _block(raw, _first_indent(raw))
    else:
        yield _flow(raw, style)


def _flow(raw: str, style: str) -> _Traced:
    """Plain and quoted scalars (YAML 1.2 section 7.3): a line break folds to a space, several lose one."""
    traced = _Traced()
    at, end = (1, len(raw) - 1) if style else (0, len(raw))
    while at < end:
        character = raw[at]
        if character in "\r\n":
            traced.drop_blanks()
            at = _fold(raw, at, end, traced, joined=False)
        elif style == '"' and character == "\\" and at + 1 < end:
            at = _escape(raw, at, end, traced)
        elif style == "'" and raw.startswith("''", at):
            traced.add("'", at)
            at += 2
        else:
            traced.add(character, at, solid=character not in " \t")
            at += 1
    return traced


def _fold(raw: str, at: int, end: int, traced: _Traced, *, joined: bool) -> int:
    """Pass a line break and the blank lines after it; `joined` lines (a backslash ends the first) get no space."""
    breaks: list[int] = []
    first = at
    while at < end:
        if found := _BREAK.match(raw, at):
            breaks.append(at)
            at = found.end()
        elif raw[at] in " \t":
            at += 1
        else:
            break
    if len(breaks) > 1:
        for place in breaks[1:]:
            traced.add("\n", place)
    elif not joined:
        traced.add(" ", first)
    return at


def _escape(raw: str, at: int, end: int, traced: _Traced) -> int:
    follower = raw[at + 1]
    if follower in "\r\n":
        traced.solid = len(traced.origins)
        return _fold(raw, at + 1, end, traced, joined=True)
    if length := _HEX_LENGTH.get(follower):
        traced.add(chr(int(raw[at + 2 : at + 2 + length], 16)), at)
        return at + 2 + length
    traced.add(_ESCAPES.get(follower, follower), at)
    return at + 2


def _lines(raw: str) -> Iterator[tuple[int, str, int | None]]:
    """Yield the lines below a block scalar's header: start, content, and where its break stands if it has one."""
    header = _BREAK.search(raw)
    at = header.end() if header else len(raw)
    while at < len(raw):
        found = _BREAK.search(raw, at)
        end = found.start() if found else len(raw)
        yield at, raw[at:end], end if found else None
        at = found.end() if found else len(raw)


def _first_indent(raw: str) -> int:
    return next((len(line) - len(line.lstrip(" ")) for _, line, _ in _lines(raw) if line.strip(" ")), 1)


def _block(raw: str, indent: int) -> _Traced:
    """Literal and folded scalars (YAML 1.2 section 8.1), as libyaml reads them."""
    traced = _Traced()
    header = raw[: len(raw) if not (found := _BREAK.search(raw)) else found.start()].split("#")[0]
    folded = header.startswith(">")
    last_break: int | None = None
    blank_lines: list[int] = []
    was_blank = False
    for start, line, line_break in _lines(raw):
        spaces = min(len(line) - len(line.lstrip(" ")), indent)
        content = line[spaces:]
        if not content:
            if line_break is not None:
                blank_lines.append(line_break)
            continue
        # a line that starts with a blank is indented more than the others: breaks around it stay
        is_blank = content[0] in " \t"
        if last_break is not None:
            if not folded or was_blank or is_blank:
                traced.add("\n", last_break)
            elif not blank_lines:
                traced.add(" ", last_break)
        for place in blank_lines:
            traced.add("\n", place)
        blank_lines = []
        was_blank = is_blank
        for column, character in enumerate(content):
            traced.add(character, start + spaces + column)
        last_break = line_break
    if "-" not in header and last_break is not None:
        traced.add("\n", last_break)
    if "+" in header:
        for place in blank_lines:
            traced.add("\n", place)
    return traced
