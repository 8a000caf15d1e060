"""Source: one file's text with its tree, and the problems at its places.

The source line of a problem is safe to print: what may be a secret is masked; a reference, which only says where the
secret is kept, is not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from policywatch.errors import Problem
from policywatch.settings.document.nodes import Node, ScalarNode
from policywatch.settings.document.origins import offset_in_file
from policywatch.settings.document.tree import read_tree

#: longer lines are shown in part
_SHOWN_LINE: Final = 1_000
#: characters on each side of the caret that are shown of those
_AROUND: Final = 200
_REFERENCE: Final = re.compile(r"\$\{[^{}]*\}")
#: name and password in a URL
USER_INFO: Final = re.compile(r"(?<=://)[^\s/@]*(?=@)")
#: in a file that is no YAML nobody knows what is a value: long words and what follows these keys may be secret
_LONG_WORD: Final = re.compile(r"[^\s\"'{},]{16,}")
_SECRET_KEY: Final = re.compile(
    r"(?:url|database|[\w-]*(?:secret|token|password|key|auth)[\w-]*)[\"']?\s*:", re.IGNORECASE
)
#: lines between a key and its value that are looked at then
_FAR: Final = 100
_TOP_KEY: Final = re.compile(r"([A-Za-z_]+)[ ]*:")
#: lines between a key of the file and what stands below it
_FAR_BELOW: Final = 10_000


class Source:
    """One file: its name as shown to people, its text and its tree."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]
        #: keys of the file below which nothing is secret
        self.harmless: frozenset[str] = frozenset()
        #: line -> what of the text must not be shown there
        self._hidden: dict[int, list[tuple[int, int]]] = {}
        self.tree = read_tree(text, lambda offset: self.locate(offset)[0])

    def hide(self, node: Node) -> None:
        """Mask a value, or all that stands below a key, in the lines that problems show."""
        quoted = isinstance(node, ScalarNode) and node.style in ("'", '"')
        span = (node.start + quoted, max(node.end - quoted, node.start + 1))
        first, last = self.locate(span[0])[0], self.locate(span[1] - 1)[0]
        if span not in self._hidden.get(first, ()):
            for line in range(first, last + 1):
                self._hidden.setdefault(line, []).append(span)

    def hides(self, node: Node) -> bool:
        """Tell whether a value, or what it stands in, is masked."""
        here = self._hidden.get(self.locate(node.start)[0], ())
        return any(start <= node.end and node.start < end for start, end in here)

    def flaws(self) -> list[Problem]:
        """What is wrong with the YAML itself."""
        return [self.problem(flaw.at, flaw.message, hint=flaw.hint) for flaw in self.tree.flaws]

    def problem(self, offset: int, message: str, *, hint: str = "", length: int = 1) -> Problem:
        """Make a problem at an offset into the text; `length` characters of the line are underlined."""
        line, column = self.locate(offset)
        first, shown = self._shown(line, column)
        length = max(1, min(length, len(shown) - (column - first)))
        return Problem(self.name, line, column, message, hint, shown, length, first)

    def problem_in(self, node: ScalarNode, offset: int, message: str, *, hint: str = "", length: int = 1) -> Problem:
        """Make a problem at a character of a scalar's value; at the scalar's start where its origin is not known."""
        at = offset_in_file(self.text, node, offset)
        if at is None:
            return self.problem(node.start, message, hint=hint)
        return self.problem(at, message, hint=hint, length=length)

    def locate(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset into the text, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Return the offset into the text of a line and column, both from 1."""
        return self._starts[line - 1] + column - 1

    def _line(self, number: int) -> tuple[int, str]:
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return start, self.text[start:end].rstrip("\r\n")

    def _shown(self, number: int, column: int) -> tuple[int, str]:
        """Return a line, or of a long one the part around a column, and the column that it starts at.

        All that may be secret is masked, character by character: columns stay what they are.
        """
        start, line = self._line(number)
        first, end = _part(line, column - 1)
        is_whole = end - first == len(line)
        start, line = start + first, line[first:end]
        spans = [found.span() for found in USER_INFO.finditer(line)]
        if self.tree.root is not None:
            spans += [(max(one - start, 0), last - start) for one, last in self._hidden.get(number, ())]
        elif not self._stands_below_harmless(number):
            # what makes a word a secret may stand in the part that is not shown
            spans += self._suspicious(number, line) if is_whole else [(0, len(line))]
        kept = {place for found in _REFERENCE.finditer(line) for place in range(*found.span())}
        masked = {place for span in spans for place in range(span[0], min(span[1], len(line)))} - kept
        return first + 1, "".join("*" if place in masked else character for place, character in enumerate(line))

    def _stands_below_harmless(self, number: int) -> bool:
        """Say whether the nearest line that starts with a key of the file, as far as one can see, holds no secrets."""
        lines = (self._line(above)[1] for above in range(number, max(number - _FAR_BELOW, 0), -1))
        return next((key[1] for key in map(_TOP_KEY.match, lines) if key), "") in self.harmless

    def _suspicious(self, number: int, line: str) -> list[tuple[int, int]]:
        spans = [found.span() for found in _LONG_WORD.finditer(line)]
        if found := _SECRET_KEY.search(line):
            spans.append((found.end(), len(line)))
        # the value of a secret key may stand below it, indented or as a list
        indent = len(line[: len(line) - len(line.lstrip(" -\t"))].expandtabs())
        for above in range(number - 1, max(number - _FAR, 0), -1):
            _, earlier = self._line(above)
            if found := _SECRET_KEY.search(earlier):
                if indent >= found.start() and ":" not in line:
                    spans.append((0, len(line)))
                break
            if ":" in earlier:
                break
        return spans


def _part(line: str, caret: int) -> tuple[int, int]:
    """Return where to cut a long line around the caret: at blanks, so that no secret loses what it is known by."""
    if len(line) <= _SHOWN_LINE:
        return 0, len(line)
    left, right = max(0, caret - _AROUND), caret + _AROUND
    first = line.rfind(" ", max(0, left - _SHOWN_LINE), left) + 1 if left else 0
    end = line.find(" ", right, right + _SHOWN_LINE) if right < len(line) else len(line)
    return (first, end) if (first or not left) and end >= 0 else (caret, caret)
