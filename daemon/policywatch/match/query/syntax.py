"""Syntax: a query's text as nested parts that still know where they stand.

What it is: the only user of lark. The parts are what was written; read.py says what it means.
Takes: a query's text. Gives: its Level. Raises: QueryError with the offset, in words of complaints.py.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from importlib import resources
from typing import TypeAlias

import lark

from policywatch.errors import QueryError
from policywatch.match.query.complaints import complaint

#: characters; the longest query in use by media monitors that we know of has some 10,000
MAX_LENGTH = 20_000
MAX_DEPTH = 50


@dataclass(slots=True)
class Leaf:
    """A word, phrase, {exact} word, /regex/ or @reference, as written."""

    kind: str
    text: str
    start: int
    end: int
    depth: int = 0


@dataclass(slots=True)
class Level:
    """What stands side by side between two brackets."""

    operands: list[Part]
    #: what joins each operand to the next: AND, OR, or "" for nothing
    joints: list[str] = field(default_factory=list)
    #: where the joints stand
    joint_starts: list[int] = field(default_factory=list)
    start: int = 0
    end: int = 0
    depth: int = 0


@dataclass(slots=True)
class Negated:
    """NOT and what follows it."""

    operand: Part
    start: int
    end: int
    depth: int


@dataclass(slots=True)
class Proximity:
    """Two parts and the NEAR (or the like) between them."""

    operator: str
    operator_start: int
    left: Part
    right: Part
    start: int
    end: int
    depth: int


@dataclass(slots=True)
class Prefixed:
    """`field:` and what follows it."""

    name: str
    operand: Part
    start: int
    end: int
    depth: int


@dataclass(slots=True)
class Call:
    """`SENTENCE(...)` and the like."""

    name: str
    operand: Level
    start: int
    end: int
    depth: int


Part: TypeAlias = Leaf | Level | Negated | Proximity | Prefixed | Call


@lark.v_args(inline=True)
class _Builder(lark.Transformer[lark.Token, Level]):
    """Makes the parts while lark reads, so that no lark tree is ever built."""

    def start(self, level: Level) -> Level:
        return level

    def first(self, operand: Part) -> Level:
        return Level([operand], [], [], operand.start, operand.end, operand.depth)

    def joined(self, level: Level, operand: Part) -> Level:
        return self._join(level, "", operand.start, operand)

    def joined_by(self, level: Level, joint: lark.Token, operand: Part) -> Level:
        return self._join(level, "AND" if joint.type == "AND" else "OR", _start(joint), operand)

    def _join(self, level: Level, joint: str, joint_start: int, operand: Part) -> Level:
        level.operands.append(operand)
        level.joints.append(joint)
        level.joint_starts.append(joint_start)
        level.end = operand.end
        level.depth = max(level.depth, operand.depth)
        return level

    def negated(self, sign: lark.Token, operand: Part) -> Negated:
        return Negated(operand, _start(sign), operand.end, operand.depth)

    def near(self, left: Part, operator: lark.Token, right: Part) -> Proximity:
        # a chain of NEAR leans to the left as deep as it is long
        depth = max(left.depth, right.depth) + 1
        return Proximity(str(operator), _start(operator), left, right, left.start, right.end, depth)

    def group(self, opening: lark.Token, level: Level, closing: lark.Token) -> Part:
        level.start = _start(opening)
        level.end = _end(closing)
        level.depth += 1
        return level

    def field(self, name: lark.Token, operand: Part) -> Prefixed:
        return Prefixed(name[:-1], operand, _start(name), operand.end, operand.depth + 1)

    def call(self, name: lark.Token, _opening: lark.Token, level: Level, closing: lark.Token) -> Call:
        return Call(str(name), level, _start(name), _end(closing), level.depth + 1)

    def leaf(self, token: lark.Token) -> Leaf:
        return Leaf(token.type, str(token), _start(token), _end(token))


def _start(token: lark.Token) -> int:
    return token.start_pos or 0


def _end(token: lark.Token) -> int:
    return token.end_pos or 0


@functools.cache
def _parser() -> lark.Lark:
    grammar = resources.files(__package__).joinpath("grammar.lark").read_text("utf-8")
    return lark.Lark(
        grammar,
        parser="lalr",
        lexer="contextual",
        transformer=_Builder(),
        keep_all_tokens=True,
        maybe_placeholders=False,
    )


def parse(text: str, subject: str) -> Level:
    """Return what a query's text says, part by part. Raises QueryError."""
    if len(text) > MAX_LENGTH:
        cause = f"a query has at most {MAX_LENGTH:,} characters, this one has {len(text):,}"
        raise QueryError(subject, cause, offset=MAX_LENGTH, hint="put the terms into a list, or make two watches of it")
    try:
        level: Level = _parser().parse(text)  # type: ignore[assignment]  # the builder makes a Level of `start`
    except lark.UnexpectedInput as error:
        raise complaint(text, subject, error) from None
    if level.depth > MAX_DEPTH:
        cause = f"brackets, fields and NEAR are nested {level.depth} deep; {MAX_DEPTH} is the most"
        raise QueryError(subject, cause, offset=level.start, hint="split the query, or use a list")
    return level
