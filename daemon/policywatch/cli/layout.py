"""A query's canonical text in lines: at most so wide, one step of indentation for each open bracket that holds several.

Takes: canonical text. Gives: the same text with line breaks, which reads as the same query. Raises: nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

WIDTH: Final = 100
_STEP: Final = "  "
#: what no line break may tear apart: phrases, exact words, regular expressions, words; and brackets
_TOKEN: Final = re.compile(r"\"[^\"]*\"|\{[^{}]*\}|(?<![\w])/(?:[^/\\\n]|\\.)+/[a-z]*|\w+:(?=[\"({/])|[()]|[^\s()\"]+")
_JOINT: Final = re.compile(r"AND|OR|NOT|O?NEAR/\d+")


@dataclass(slots=True)
class _Group:
    """What stands between two brackets: operators and operands in turn."""

    #: what stands directly before the opening bracket: SENTENCE, title:
    name: str = ""
    parts: list[str | _Group] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.name}({' '.join(map(str, self.parts))})"


def layout(text: str, indent: str = "", width: int = WIDTH) -> list[str]:
    """Return the lines of a canonical text, each behind `indent`."""
    return list(_lines(_read(text), indent, width))


def _read(text: str) -> list[str | _Group]:
    open_groups = [_Group()]
    end = 0
    for token in _TOKEN.finditer(text):
        parts = open_groups[-1].parts
        glued = token.start() == end and bool(parts) and end > 0
        end = token.end()
        if token[0] == "(":
            name = parts.pop() if glued and isinstance(parts[-1], str) else ""
            open_groups.append(_Group(str(name)))
            end = 0
        elif token[0] == ")":
            closed = open_groups.pop()
            open_groups[-1].parts.append(closed)
        elif glued and isinstance(parts[-1], str):
            parts[-1] += token[0]
        else:
            parts.append(token[0])
    return open_groups[0].parts


def _lines(parts: Sequence[str | _Group], indent: str, width: int) -> Iterator[str]:
    """Fill lines with operands, each behind its operator; one that fits no line is broken in lines of its own."""
    line = ""
    for operators, operand in _chunks(parts):
        chunk = f"{operators}{operand}"
        goes_on = not line or line != ")" or "NEAR" in operators
        if goes_on and len(indent) + len(line) + bool(line) + len(chunk) <= width:
            line += f" {chunk}" if line else chunk
            continue
        if line:
            yield indent + line
        line = chunk
        if isinstance(operand, _Group) and len(indent) + len(chunk) > width:
            yield f"{indent}{operators}{operand.name}("
            yield from _lines(operand.parts, indent + _STEP, width)
            line = ")"
    if line:
        yield indent + line


def _chunks(parts: Sequence[str | _Group]) -> Iterator[tuple[str, str | _Group]]:
    operators = ""
    for part in parts:
        if isinstance(part, str) and _JOINT.fullmatch(part):
            operators += part + " "
        else:
            yield operators, part
            operators = ""
