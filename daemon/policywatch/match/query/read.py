"""Reading: what a query's text means, as a tree.

What it is: the step from syntax to tree: aliases become their canonical form, words are folded, `@lists` and
`@watch:ids` are put in, and everything the language refuses is refused here, with a reason.
Takes: the text, the lists, the other watches' queries. Gives: a tree (tree.py). Raises: QueryError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NoReturn

from policywatch.errors import QueryError
from policywatch.match.document import FIELDS, MAX_DISTANCE, VALUE_FIELDS
from policywatch.match.query import conditions, terms
from policywatch.match.query.entries import parse_entry, parse_named
from policywatch.match.query.naming import bracketed, bracketings, did_you_mean, kind_of
from policywatch.match.query.syntax import Call, Leaf, Level, Negated, Part, Prefixed, Proximity, parse
from policywatch.match.query.tree import (
    And,
    AtLeast,
    Field,
    First,
    Near,
    Node,
    Not,
    NotNear,
    Or,
    Paragraph,
    Sentence,
    Stem,
    is_positional,
)
from policywatch.model.watch import Lists, Watch

#: words, phrases and other leaves in one query, lists and other watches included
MAX_LEAVES = 5_000
MAX_COUNT = 10_000
#: brackets and lists inside lists, all together
MAX_TOTAL_DEPTH = 100

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_NOT_HINT = "say what to look for: coup NOT film"
_FIELD_ALIASES = {"headline": "title", "intitle": "title", "site": "domain"}
_NEAR = re.compile(r"(?P<not>NOT\s+)?(?P<name>O?NEAR|PRE|[wW]|)/(?P<letter>[nsp]?)(?P<number>\d*)(?P<forward>f?)")


def read_query(
    text: str,
    subject: str,
    lists: Lists = _NOTHING,
    watches: Mapping[str, Watch] = _NOTHING,
    path: tuple[str, ...] = (),
) -> Node:
    """Return the tree of a query. `watches` are those that `@watch:id` can name; `path` holds references not to follow.

    Raises QueryError with the offset in `text`; `subject` says which text that is ("query", "exclude").
    """
    return Reader(subject, lists, watches, path).read(parse(text, subject))


class Reader:
    """Reads one text. `path` holds the references that led here, `depth` is how deep they stand."""

    def __init__(
        self, subject: str, lists: Lists, watches: Mapping[str, Watch], path: tuple[str, ...], depth: int = 0
    ) -> None:
        self._subject = subject
        self._depth = depth
        self._lists = lists
        self._watches = watches
        self._path = path
        self._field: str | None = None
        self._window: str | None = None
        #: the one STANCE that may stand in this text
        self._stance: Leaf | None = None
        self.leaves = 0

    def read(self, part: Part) -> Node:
        """Return what a part means."""
        self._depth += 1
        if self._depth == 1:
            self._stance = conditions.stance_of(part, self._subject)
        try:
            return self._read(part)
        finally:
            self._depth -= 1

    def _read(self, part: Part) -> Node:
        match part:
            case Leaf():
                return self._leaf(part)
            case Level():
                return self._level(part)
            case Proximity():
                return self._proximity(part)
            case Prefixed():
                return self._prefixed(part)
            case Call():
                return self._call(part)
            case Negated():  # _level reads those that restrict something
                return self._refuse(part, "NOT alone finds nearly everything", hint=_NOT_HINT)

    def _refuse(self, part: Part, cause: str, *, length: int | None = None, **more: Any) -> NoReturn:
        raise QueryError(self._subject, cause, offset=part.start, length=length or part.end - part.start, **more)

    def _level(self, level: Level) -> Node:
        joints = {joint or "AND" for joint in level.joints}
        if len(joints) > 1:
            self._refuse_mixture(level)
        if joints == {"OR"}:
            for operand in level.operands:
                if isinstance(operand, Negated):
                    self._refuse(operand, "NOT after OR would find nearly everything", hint="use AND NOT")
            return _join(Or, [self.read(operand) for operand in level.operands])
        for word, following in pairwise(level.operands):
            if isinstance(following, Leaf) and following.text.isdecimal() and isinstance(word, Leaf):
                self._refuse_distance(word, following)
        wanted = [operand for operand in level.operands if not isinstance(operand, Negated)]
        if not wanted:
            self._refuse(level.operands[0], "a query of only NOT finds nearly everything", hint=_NOT_HINT)
        nodes = [
            Not(self.read(operand.operand)) if isinstance(operand, Negated) else self.read(operand)
            for operand in level.operands
        ]
        return _join(And, nodes)

    def _refuse_distance(self, word: Leaf, following: Leaf) -> None:
        """Refuse `NEAR 5`."""
        if word.kind == "WORD" and terms.is_misspelt(word.text):
            cause, length = f"{word.text} needs its distance behind a slash", following.end - word.start
            self._refuse(word, cause, hint=f"write {word.text}/{following.text}", length=length)

    def _refuse_mixture(self, level: Level) -> NoReturn:
        first = level.joints[0] or "AND"
        index = next(i for i, joint in enumerate(level.joints) if (joint or "AND") != first)
        raise QueryError(
            self._subject,
            "AND and OR stand side by side; brackets must say which goes first",
            offset=level.joint_starts[index],
            length=max(1, len(level.joints[index])),
            hint=f"either {bracketed(level, 'AND')} or {bracketed(level, 'OR')}",
        )

    def _proximity(self, part: Proximity) -> Node:
        operator = " ".join(part.operator.split())
        if isinstance(part.left, Proximity) and " ".join(part.left.operator.split()) != operator:
            cause = f"{part.left.operator} and {operator} stand side by side; brackets must say which goes first"
            at, length, hint = part.operator_start, len(part.operator), bracketings(part.left, part)
            raise QueryError(self._subject, cause, offset=at, length=length, hint=hint)
        read = _NEAR.fullmatch(operator)
        assert read is not None  # noqa: S101  (the grammar's own pattern)
        if self._field in VALUE_FIELDS:
            self._refuse(part, f"{operator} has no meaning in {self._field}:, whose values are compared whole")
        if read["letter"] in ("s", "p"):
            if read["not"]:
                self._refuse(part, f"{operator} is not part of the language", hint="use NOT NEAR/5")
            kind = Sentence if read["letter"] == "s" else Paragraph
            sides = self._in_window(kind.__name__.upper(), part.left, part.right)
            return kind(_join(And, sides))
        left, right = self.read(part.left), self.read(part.right)
        distance = terms.number(read["number"])
        if distance > MAX_DISTANCE:
            self._refuse(part, terms.TOO_FAR, hint=terms.TOO_FAR_HINT)
        for operand, node in ((part.left, left), (part.right, right)):
            if not is_positional(node):
                self._refuse(
                    operand,
                    f"{kind_of(node)} has no place in the text that {operator} could measure from",
                    hint="operands of NEAR are words, phrases, NEAR and alternatives of these: (a OR b) NEAR/5 c",
                )
        ordered = read["name"] in ("ONEAR", "PRE") or bool(read["forward"])
        if read["not"]:
            if ordered:
                self._refuse(part, f"{operator} is not part of the language", hint="use NOT NEAR/5")
            return NotNear(left, right, distance)
        return Near(left, right, distance, ordered)

    def _prefixed(self, part: Prefixed) -> Node:
        name = part.name.lower()
        if name == "stem":
            return self._stem(part)
        name = _FIELD_ALIASES.get(name, name)
        length = len(part.name) + 1
        if name not in FIELDS:
            hint = did_you_mean(name, [*FIELDS, *_FIELD_ALIASES, "stem"], "{}:")
            hint = hint or "fields are " + ", ".join(f"{field}:" for field in FIELDS)
            self._refuse(part, f"there is no field {part.name}:", hint=hint, length=length)
        if self._field is not None:
            self._refuse(part, f"{name}: stands inside {self._field}:, and nothing is in both", length=length)
        if self._window is not None:
            hint = f"put it outside: {name}:{self._window}(...)"
            self._refuse(part, f"{name}: stands inside {self._window}(...)", hint=hint, length=length)
        self._field = name
        try:
            return Field(name, self.read(part.operand))
        finally:
            self._field = None

    def _stem(self, part: Prefixed) -> Node:
        operand = part.operand
        word = terms.single_word(operand.text) if isinstance(operand, Leaf) and operand.kind == "WORD" else ""
        if not word or self._field in VALUE_FIELDS:
            self._refuse(part, "stem: stands before one word", hint="for example stem:suspend")
        self._count(part)
        return Stem(word)

    def _call(self, part: Call) -> Node:
        if self._field in VALUE_FIELDS:
            self._refuse(part, f"{part.name} has no meaning in {self._field}:, whose values are compared whole")
        name, _, number = part.name.partition("/")
        count = terms.number(number or "1")
        if not 1 <= count <= MAX_COUNT:
            self._refuse(part, f"the number after {name}/ lies between 1 and {MAX_COUNT:,}", length=len(part.name))
        if name != "ATLEAST":
            (operand,) = self._in_window(name, part.operand)
            if name == "FIRST":
                return First(operand, count)
            return Sentence(operand) if name == "SENTENCE" else Paragraph(operand)
        operand = self.read(part.operand)
        if not is_positional(operand):
            self._refuse(
                part.operand,
                f"{kind_of(operand)} cannot be counted",
                hint="ATLEAST counts words, phrases, NEAR and alternatives of these: ATLEAST/3(a OR b)",
            )
        return AtLeast(operand, count)

    def _in_window(self, name: str, *parts: Part) -> list[Node]:
        """Read what stands inside SENTENCE(...) and the like."""
        outer, self._window = self._window, name
        nodes = [self.read(part) for part in parts]
        self._window = outer
        return nodes

    def _leaf(self, part: Leaf) -> Node:
        self._count(part)
        if part.kind == "REFERENCE":
            return self._reference(part)
        if part.kind in conditions.KINDS:
            return conditions.read_condition(part, self._subject, self._field, self._stance)
        try:
            return terms.read_term(part.kind, part.text, self._field)
        except terms.Refusal as refusal:
            self._refuse(part, refusal.cause, hint=refusal.hint)

    def _count(self, part: Part) -> None:
        self.leaves += 1
        if self.leaves > MAX_LEAVES:
            self._refuse(
                part, f"a query has at most {MAX_LEAVES:,} terms, with its lists", hint="make two watches of it"
            )

    def _reference(self, part: Leaf) -> Node:
        name = part.text[1:]
        if name in self._path:
            circle = self._path[self._path.index(name) :]
            self._refuse(part, f"@{name} leads back to itself: " + " > ".join([*circle, name]), circle=circle)
        if name.startswith("watch:"):
            return self._from(part, name, [self._watch(part, name.removeprefix("watch:"))], parse_named)
        if name not in self._lists:
            hint = did_you_mean(name, self._lists, "@{}") or "a watch file names it below `lists:`"
            self._refuse(part, f"there is no list {name}", hint=hint)
        if not self._lists[name]:
            self._refuse(part, f"the list {name} is empty")
        return self._from(part, name, self._lists[name], parse_entry)

    def _watch(self, part: Leaf, watch_id: str) -> str:
        if watch_id not in self._watches:
            hint = did_you_mean(watch_id, self._watches, "@watch:{}")
            self._refuse(part, f"there is no watch {watch_id}", hint=hint)
        return self._watches[watch_id].query

    def _from(self, part: Leaf, name: str, texts: Sequence[str], parse_text: Callable[[str], Level]) -> Node:
        """Read what a reference stands for; a problem in it is reported at the reference."""
        nodes = []
        for text in texts:
            reader = Reader(self._subject, self._lists, self._watches, (*self._path, name), self._depth)
            reader._field, reader._window, reader.leaves = self._field, self._window, self.leaves
            try:
                level = parse_text(text)
                if self._depth + level.depth > MAX_TOTAL_DEPTH:
                    self._refuse(part, f"lists and brackets are nested more than {MAX_TOTAL_DEPTH} deep")
                nodes.append(reader.read(level))
            except QueryError as error:
                shown = text if len(text) <= 60 else text[:59] + "…"
                cause = error.cause if error.circle else f"in @{name}, {shown}: {error.cause}"
                self._refuse(part, cause, hint=error.hint, within=error.within or name, circle=error.circle)
            self.leaves = reader.leaves
        return _join(Or, nodes)


def _join(kind: type[And] | type[Or], nodes: list[Node]) -> Node:
    """Return the nodes under one And or Or: flat, and each only once."""
    flat = (inner for node in nodes for inner in (node.operands if isinstance(node, kind) else (node,)))
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else kind(unique)
