"""A Problem as people read it, in a terminal or a log: place and message, the line with a caret below, the hint."""

from __future__ import annotations

import unicodedata
from typing import Final

from policywatch.errors import Problem

#: characters of a line that are shown on each side of the caret
_AROUND: Final = 80


def render(problem: Problem, kind: str = "") -> str:
    """Return the problem as plain text of one to four lines, without control characters from the file.

    `kind` stands before the message: "hint" for what stops nothing.
    """
    place = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
    lines = [f"{place}: {kind}: {problem.message}" if kind else f"{place}: {problem.message}"]
    if problem.source_line.strip():
        lines += _with_caret(problem)
    if problem.hint:
        lines.append(f"    hint: {problem.hint}")
    return "\n".join(_printable(line) for line in lines)


def _with_caret(problem: Problem) -> tuple[str, str]:
    caret = problem.column - problem.source_column
    line = problem.source_line
    first = max(0, caret - _AROUND)
    last = min(len(line), caret + _AROUND)
    before = ("…" if first or problem.source_column > 1 else "") + line[first:caret]
    shown = before + line[caret:last] + ("…" if last < len(line) else "")
    blank = "".join(" " * _cells(character) for character in before)
    underlined = sum(_cells(character) for character in line[caret : min(caret + problem.length, last)])
    return f"    {shown}", f"    {blank}^" + "~" * (underlined - 1)


def _cells(character: str) -> int:
    """How many columns of a terminal a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _printable(line: str) -> str:
    return "".join(character if character.isprintable() else _instead(character) for character in line)


def _instead(character: str) -> str:
    if character == "\t":
        # it would be as wide as the terminal likes, and the caret beside its place
        return "→"
    # French text is full of no-break spaces
    return " " if unicodedata.category(character) == "Zs" else "�"
