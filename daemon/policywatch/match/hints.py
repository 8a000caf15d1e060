"""Hints: what in a query is right, but probably not meant.

Takes: a CompiledWatch. Gives: hints, with the place in the query. Raises: nothing that compiling it did not raise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeGuard

from policywatch.match.compiled import CompiledWatch
from policywatch.match.query.syntax import Call, Leaf, Level, Negated, Part, Prefixed, Proximity, parse

_OPERATORS = frozenset({"and", "or", "not", "near", "onear"})
_CALLS = frozenset({"sentence", "paragraph", "first", "atleast", "quantity", "stance"})


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to tell the author of a query. It stops nothing."""

    #: which text the offset counts in: "query" or "exclude"
    subject: str
    offset: int
    length: int
    message: str


def hints(compiled: CompiledWatch) -> tuple[Hint, ...]:
    """Return what the author of the watch may not have meant, in order."""
    watch = compiled.watch
    found = list(_of_part(parse(watch.query, "query"), "query"))
    if watch.exclude.strip():
        found += _of_part(parse(watch.exclude, "exclude"), "exclude")
    if not compiled.anchors:
        message = "no word must occur for this query to match, so it is evaluated on every item"
        found.append(Hint("query", 0, len(watch.query), message))
    return tuple(found)


def _of_part(part: Part, subject: str) -> Iterator[Hint]:
    match part:
        case Level():
            yield from _of_level(part, subject)
            for operand in part.operands:
                yield from _of_part(operand, subject)
        case Proximity():
            yield from _of_part(part.left, subject)
            yield from _of_part(part.right, subject)
        case Negated() | Prefixed() | Call():
            yield from _of_part(part.operand, subject)
        case Leaf():
            return


def _of_level(level: Level, subject: str) -> Iterator[Hint]:
    for (left, right), joint in zip(pairwise(level.operands), level.joints, strict=True):
        if joint:
            continue
        for one in (left, right):
            if _is_bare(one) and one.text.lower() in _OPERATORS:
                break
        else:
            yield from _of_neighbours(left, right, subject)
    for operand in level.operands:
        if _is_bare(operand) and operand.text in _OPERATORS and len(level.operands) > 1:
            message = f"{operand.text} in small letters is read as a word; the operator is {operand.text.upper()}"
            yield Hint(subject, operand.start, len(operand.text), message)


def _of_neighbours(left: Part, right: Part, subject: str) -> Iterator[Hint]:
    if not _is_bare(left):
        return
    if isinstance(right, Level) and left.text.lower() in _CALLS:
        message = f"{left.text} is read as a word; the operator is {left.text.upper()}(...)"
        yield Hint(subject, left.start, len(left.text), message)
    elif _is_bare(right):
        words = f"{left.text} {right.text}"
        message = f'{words} is read as {left.text} AND {right.text}; if a phrase is meant, write "{words}"'
        yield Hint(subject, left.start, right.end - left.start, message)


def _is_bare(part: Part) -> TypeGuard[Leaf]:
    return isinstance(part, Leaf) and part.kind == "WORD"
