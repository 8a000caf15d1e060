"""Reading: what a query's text means, as a tree.

What it is: the step from syntax to tree: aliases become their canonical form, words are folded, `@lists` and
`@watch:ids` are put in, and everything the language refuses is refused here, with a reason.
Takes: the text, the lists, the other watches' queries. Gives: a tree (tree.py). Raises: QueryError.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, NoReturn

from policywatch.errors import QueryError
from policywatch.match.document import FIELDS, MAX_DISTANCE, TEXT_FIELDS, VALUE_FIELDS
from policywatch.match.patterns import regex
from policywatch.match.query import terms
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
    Regex,
    Sentence,
    Stem,
    is_positional,
)
from policywatch.model.watch import Lists, Watch

#: words, phrases and other leaves in one query, lists and other watches included
MAX_LEAVES = 5_000
MAX_COUNT = 10_000
MAX_REGEX_LENGTH = 1_000
#: brackets and lists inside lists, all together
MAX_TOTAL_DEPTH = 100

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_NOT_HINT = "say what to look for: coup NOT film"
_FIELD_ALIASES = {"headline": "title", "intitle": "title", "site": "domain"}
_NEAR = re.compile(r"(?P<not>NOT\s+)?(?P<name>O?NEAR|PRE|[wW]|)/(?P<letter>[nsp]?)(?P<number>\d*)(?P<forward>f?)")
_MISSPELT_NEAR = re.compile(r"O?NEAR\d*|PRE|NEAR\d*f")


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
    return _Reader(subject, lists, watches, path).read(parse(text, subject))


@functools.lru_cache(maxsize=1024)
def _parse_term(term: str) -> Level:
    """Parse one entry of a list; thousands of watches may use the same list."""
    return parse(term, "")


class _Reader:
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
        self.leaves = 0

    def read(self, part: Part) -> Node:
        """Return what a part means."""
        self._depth += 1
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

    def _refuse(self, part: Part, cause: str, *, hint: str = "", length: int | None = None) -> NoReturn:
        raise QueryError(self._subject, cause, offset=part.start, length=length or part.end - part.start, hint=hint)

    def _level(self, level: Level) -> Node:
        joints = {joint or "AND" for joint in level.joints}
        if len(joints) > 1:
            self._refuse_mixture(level)
        if joints == {"OR"}:
            for operand in level.operands:
                if isinstance(operand, Negated):
                    self._refuse(operand, "NOT after OR would find nearly everything", hint="use AND NOT")
            return _join(Or, [self.read(operand) for operand in level.operands])
        wanted = [operand for operand in level.operands if not isinstance(operand, Negated)]
        if not wanted:
            self._refuse(level.operands[0], "a query of only NOT finds nearly everything", hint=_NOT_HINT)
        nodes = [
            Not(self.read(operand.operand)) if isinstance(operand, Negated) else self.read(operand)
            for operand in level.operands
        ]
        return _join(And, nodes)

    def _refuse_mixture(self, level: Level) -> NoReturn:
        first = level.joints[0] or "AND"
        index = next(i for i, joint in enumerate(level.joints) if (joint or "AND") != first)
        raise QueryError(
            self._subject,
            "AND and OR stand side by side; brackets must say which goes first",
            offset=level.joint_starts[index],
            length=max(1, len(level.joints[index])),
            hint=f"either {_bracketed(level, 'AND')} or {_bracketed(level, 'OR')}",
        )

    def _proximity(self, part: Proximity) -> Node:
        operator = " ".join(part.operator.split())
        if isinstance(part.left, Proximity) and " ".join(part.left.operator.split()) != operator:
            self._refuse(
                part, f"{part.left.operator} and {operator} stand side by side; brackets must say which goes first"
            )
        read = _NEAR.fullmatch(operator)
        assert read is not None  # noqa: S101  (the grammar's own pattern)
        if self._field in VALUE_FIELDS:
            self._refuse(part, f"{operator} has no meaning in {self._field}:, whose values are compared whole")
        left, right = self.read(part.left), self.read(part.right)
        if read["letter"] in ("s", "p"):
            if read["not"]:
                self._refuse(part, f"{operator} is not part of the language", hint="use NOT NEAR/5")
            kind = Sentence if read["letter"] == "s" else Paragraph
            return kind(_join(And, [left, right]))
        distance = _number(read["number"])
        if distance > MAX_DISTANCE:
            self._refuse(part, f"a distance is at most {MAX_DISTANCE:,} words", hint="use PARAGRAPH(...) or AND")
        for operand, node in ((part.left, left), (part.right, right)):
            if not is_positional(node):
                self._refuse(
                    operand,
                    f"{_name_of(node)} has no place in the text that {operator} could measure from",
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
            known = [*FIELDS, *_FIELD_ALIASES, "stem"]
            close = get_close_matches(name, known, 1)
            hint = f"did you mean {close[0]}:" if close else "fields are " + ", ".join(f"{field}:" for field in FIELDS)
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
        count = _number(number or "1")
        if not 1 <= count <= MAX_COUNT:
            self._refuse(part, f"the number after {name}/ lies between 1 and {MAX_COUNT:,}", length=len(part.name))
        outer = self._window
        if name != "ATLEAST":
            self._window = name
        operand = self.read(part.operand)
        self._window = outer
        match name:
            case "SENTENCE":
                return Sentence(operand)
            case "PARAGRAPH":
                return Paragraph(operand)
            case "FIRST":
                return First(operand, count)
        if not is_positional(operand):
            self._refuse(
                part.operand,
                f"{_name_of(operand)} cannot be counted",
                hint="ATLEAST counts words, phrases, NEAR and alternatives of these: ATLEAST/3(a OR b)",
            )
        return AtLeast(operand, count)

    def _leaf(self, part: Leaf) -> Node:
        self._count(part)
        if part.kind == "REFERENCE":
            return self._reference(part)
        if part.kind == "REGEX":
            return self._regex(part)
        if part.kind == "WORD" and _MISSPELT_NEAR.fullmatch(part.text):
            hint = f'for example NEAR/5; to search for the word, write "{part.text}"'
            self._refuse(part, f"{part.text} needs a distance in words behind a slash", hint=hint)
        try:
            if self._field in VALUE_FIELDS:
                return terms.value(part.text, self._field or "")
            if part.kind == "EXACT":
                return terms.exact_words(part.text)
            if part.kind == "PHRASE":
                return self._phrase(part)
            return terms.word_or_phrase(part.text)
        except ValueError as error:
            self._refuse(part, str(error), hint="write at least one letter or digit")

    def _phrase(self, part: Leaf) -> Node:
        text, _, slop = part.text.rpartition("~") if part.text[-1].isdigit() else (part.text, "", "")
        if not slop:
            return terms.word_or_phrase(text)
        distance = _number(slop)
        if distance > MAX_DISTANCE:
            self._refuse(part, f"a distance is at most {MAX_DISTANCE:,} words", hint="use PARAGRAPH(...) or AND")
        first, *others = terms.word_nodes(text)
        node: Node = first
        for other in others:
            node = Near(node, other, distance)
        return node

    def _regex(self, part: Leaf) -> Node:
        pattern, _, flags = part.text[1:].rpartition("/")
        if flags not in ("", "i"):
            self._refuse(
                part, f"/{flags} is no flag of a regular expression", hint="/i ignores case; there is no other"
            )
        if len(pattern) > MAX_REGEX_LENGTH:
            self._refuse(part, f"a regular expression has at most {MAX_REGEX_LENGTH:,} characters")
        try:
            compiled = regex(pattern, flags == "i")
        except ValueError as error:
            hint = "the engine is RE2: no look-around and no back-references, so that it stays fast on any text"
            self._refuse(part, f"this regular expression cannot be read: {error}", hint=hint)
        if compiled.fullmatch(""):
            self._refuse(part, "this regular expression matches the empty text, and so everything")
        return Regex(pattern, flags == "i")

    def _count(self, part: Part) -> None:
        self.leaves += 1
        if self.leaves > MAX_LEAVES:
            self._refuse(
                part, f"a query has at most {MAX_LEAVES:,} terms, with its lists", hint="make two watches of it"
            )

    def _reference(self, part: Leaf) -> Node:
        name = part.text[1:]
        if name in self._path:
            self._refuse(part, f"@{name} leads back to itself: " + " > ".join([*self._path, name]))
        if name.startswith("watch:"):
            return self._from(part, name, [self._watch(part, name.removeprefix("watch:"))])
        if name not in self._lists:
            close = get_close_matches(name, self._lists, 1)
            self._refuse(part, f"there is no list {name}", hint=f"did you mean @{close[0]}" if close else "")
        if not self._lists[name]:
            self._refuse(part, f"the list {name} is empty")
        return self._from(part, name, self._lists[name])

    def _watch(self, part: Leaf, watch_id: str) -> str:
        if watch_id not in self._watches:
            close = get_close_matches(watch_id, self._watches, 1)
            self._refuse(part, f"there is no watch {watch_id}", hint=f"did you mean @watch:{close[0]}" if close else "")
        return self._watches[watch_id].query

    def _from(self, part: Leaf, name: str, texts: list[str] | tuple[str, ...]) -> Node:
        """Read what a reference stands for; a problem in it is reported at the reference."""
        nodes = []
        for text in texts:
            reader = _Reader(self._subject, self._lists, self._watches, (*self._path, name), self._depth)
            reader._field, reader._window, reader.leaves = self._field, self._window, self.leaves
            try:
                level = _parse_term(text)
                if self._depth + level.depth > MAX_TOTAL_DEPTH:
                    self._refuse(part, f"lists and brackets are nested more than {MAX_TOTAL_DEPTH} deep")
                nodes.append(reader.read(level))
            except QueryError as error:
                shown = text if len(text) <= 60 else text[:59] + "…"
                self._refuse(part, f"in @{name}, {shown}: {error.cause}", hint=error.hint)
            self.leaves = reader.leaves
        return _join(Or, nodes)


def _number(digits: str) -> int:
    """Return a number, or a huge one where there are too many digits to read."""
    return int(digits.lstrip("0")[:9] or 0)


def _join(kind: type[And] | type[Or], nodes: list[Node]) -> Node:
    """Return the nodes under one And or Or: flat, and each only once."""
    flat = (inner for node in nodes for inner in (node.operands if isinstance(node, kind) else (node,)))
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else kind(unique)


def _bracketed(level: Level, tighter: str) -> str:
    """Return the level's text with brackets around the runs that `tighter` joins."""
    runs: list[list[str]] = [[str(_shown(level.operands[0]))]]
    for joint, operand in zip(level.joints, level.operands[1:], strict=True):
        if (joint or "AND") == tighter:
            runs[-1].append(_shown(operand))
        else:
            runs.append([_shown(operand)])
    looser = "OR" if tighter == "AND" else "AND"
    shown = [f"({f' {tighter} '.join(run)})" if len(run) > 1 else run[0] for run in runs]
    return f" {looser} ".join(shown)


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


def _name_of(node: Node) -> str:
    match node:
        case Or():
            return next(_name_of(operand) for operand in node.operands if not is_positional(operand))
        case Field():
            return f"{node.name}:" if node.name not in TEXT_FIELDS else _name_of(node.operand)
        case _:
            return type(node).__name__.upper()
