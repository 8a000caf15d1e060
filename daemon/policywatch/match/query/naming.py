"""Naming: how messages name parts of a query, in the words of the person who wrote it.

Takes: parts, nodes. Gives: short texts. Raises: nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from policywatch.match.document import TEXT_FIELDS
from policywatch.match.query.syntax import Call, Leaf, Level, Negated, Part, Prefixed, Proximity
from policywatch.match.query.tree import And, Field, Node, Or, is_positional

_LONGEST = 100
_LONGEST_NAME = 60
#: operands of one run that are shown: the first ones and the last
_MOST = 4


def bracketed(level: Level, tighter: str) -> str:
    """Return the level's text with brackets around the runs that `tighter` joins, shortened where it is long."""
    runs: list[list[str]] = [[_shown(level.operands[0])]]
    for joint, operand in zip(level.joints, level.operands[1:], strict=True):
        if (joint or "AND") == tighter:
            runs[-1].append(_shown(operand))
        else:
            runs.append([_shown(operand)])
    looser = "OR" if tighter == "AND" else "AND"
    shown = [f"({_joined(run, tighter)})" if len(run) > 1 else run[0] for run in runs]
    return _cut(_joined(shown, looser))


def bracketings(inner: Proximity, outer: Proximity) -> str:
    """Return both ways to put brackets into `a NEAR/5 b NEAR/3 c`."""
    first, middle, last = _shown(inner.left), _shown(inner.right), _shown(outer.right)
    left = _cut(f"({first} {inner.operator} {middle}) {outer.operator} {last}")
    right = _cut(f"{first} {inner.operator} ({middle} {outer.operator} {last})")
    return f"either {left} or {right}"


def _joined(texts: list[str], operator: str) -> str:
    if len(texts) > _MOST:
        texts = [*texts[: _MOST - 1], "…", texts[-1]]
    return f" {operator} ".join(texts)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _shown(part: Part) -> str:
    """Return a part as it was written, long ones shortened."""
    match part:
        case Leaf():
            return part.text
        case Negated():
            return f"NOT {_shown(part.operand)}"
        case Proximity():
            return f"{_shown(part.left)} {part.operator} {_shown(part.right)}"
        case Prefixed():
            return f"{part.name}:{_shown(part.operand)}"
        case Call():
            return f"{part.name}(…)"
        case Level():
            return f"({_shown(part.operands[0])})" if len(part.operands) == 1 else "(…)"


def did_you_mean(name: str, known: Iterable[str], form: str) -> str:
    """Return a hint that names the most similar known name as it is written, or "" where none is."""
    close = get_close_matches(name[:64], known, 1)
    return f"did you mean `{form.format(close[0])}`?" if close else ""


def named(node: Node) -> str:
    """Return the node's canonical text inside a sentence: in brackets where it has several parts, long ones cut."""
    text = f"({node})" if isinstance(node, And | Or) else str(node)
    if len(text) <= _LONGEST_NAME:
        return text
    if isinstance(node, Or):
        first = str(node.operands[0])
        shown = first if len(first) <= _LONGEST_NAME // 2 else first[: _LONGEST_NAME // 2] + "…"
        return f"({shown} OR … {len(node.operands)} alternatives)"
    return text[: _LONGEST_NAME - 1] + "…"


def kind_of(node: Node) -> str:
    """Return what a node that is not positional is called: AND, SENTENCE, author: ..."""
    match node:
        case Or():
            return next(kind_of(operand) for operand in node.operands if not is_positional(operand))
        case Field():
            return f"{node.name}:" if node.name not in TEXT_FIELDS else kind_of(node.operand)
        case _:
            return type(node).__name__.upper()
