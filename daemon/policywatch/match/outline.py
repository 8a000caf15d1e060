"""Outline: a query cut into the pieces its author thinks in, and what each finds in an item.

What it is: the query as it was written, so that `@coup` stays `@coup`. Where it is a row of alternatives, also inside
SENTENCE(...) or a field, each alternative is a piece; otherwise each operand of its AND; otherwise the whole.
Takes: a Watch, what its queries may refer to, a Document. Gives: an Outline. Raises: nothing for queries that compile
with the same references.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Final

from policywatch.match.document import Document
from policywatch.match.evaluate import holds, whole
from policywatch.match.misses import WhyNot, failed
from policywatch.match.passages import find_passages
from policywatch.match.query import read_query
from policywatch.match.query.syntax import Call, Leaf, Level, Negated, Part, Prefixed, Proximity, parse
from policywatch.match.query.tree import Node
from policywatch.model.watch import Lists, Watch

#: sentences whose words are kept of what a piece or a term finds
_MOST_WORDS: Final = 3
#: operands of a group that are shown
_SHOWN: Final = 2
#: what holds in one window of several: SENTENCE(a OR b) is SENTENCE(a) OR SENTENCE(b)
_WINDOWS: Final = ("SENTENCE", "PARAGRAPH", "FIRST")
#: words in a row of alternatives that are pieces of their own
_MOST_ALONE: Final = 6
#: nearest misses that are looked into
_EXPLAINED: Final = 5


class Joint(StrEnum):
    """How pieces belong together."""

    #: one that holds is enough
    ANY = "any"
    #: each must hold
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Term:
    """What must occur for a piece to hold: one side of a NEAR, say."""

    #: as written, long groups shortened
    text: str
    #: what occurs of it in the first sentences, as published; () where nothing does
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One clause of a query, and what it finds."""

    #: as written, long groups shortened
    text: str
    held: bool
    #: what it finds in the first sentences, as published; of a NOT that fails, what it forbids
    words: tuple[str, ...]
    #: of a clause that fails
    terms: tuple[Term, ...] = ()
    #: how it failed; looked into for the nearest misses only
    why_not: WhyNot | None = None

    @property
    def missing(self) -> tuple[Term, ...]:
        """What does not occur."""
        return tuple(term for term in self.terms if not term.words)


@dataclass(frozen=True, slots=True)
class Outline:
    """The pieces of a query, in the order they are written."""

    joint: Joint
    pieces: tuple[Piece, ...]

    @property
    def misses(self) -> list[Piece]:
        """The clauses that fail, the nearest miss first: of which least is missing, then of which most is there."""
        failed = (piece for piece in self.pieces if not piece.held)
        return sorted(failed, key=lambda piece: (len(piece.missing), len(piece.missing) - len(piece.terms)))


def outline(watch: Watch, subject: str, doc: Document, lists: Lists, watches: Mapping[str, Watch]) -> Outline:
    """Return the pieces of a watch's query or exclusion; `subject` says which."""
    text = watch.query if subject == "query" else watch.exclude
    path = (f"watch:{watch.id}",)

    def read(cut: _Cut) -> Node:
        return read_query(cut.written(text), subject, lists, watches, path)

    joint, cuts = _cut(parse(text, subject))
    pieces = {cut: _piece(cut, read, doc) for cut in cuts}
    nearest = [piece for piece in Outline(joint, tuple(pieces.values())).misses if piece.terms][:_EXPLAINED]
    for cut, piece in pieces.items():
        if any(piece is one for one in nearest):
            pieces[cut] = replace(piece, why_not=failed(read(cut), doc, whole(doc.text)))
    return Outline(joint, tuple(pieces.values()))


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """A part of a query's text, and the SENTENCE(...) or field: that stand around it there."""

    part: Part
    around: tuple[Call | Prefixed, ...] = ()

    def written(self, text: str) -> str:
        """Return it as a query of its own."""
        return self._inside(text[self.part.start : self.part.end])

    def shown(self) -> str:
        return self._inside(_shown(self.part))

    def _inside(self, text: str) -> str:
        for one in reversed(self.around):
            opening = one.name if isinstance(one, Call) else f"{one.name}:"
            text = f"{opening}({text})"
        return text


def _piece(cut: _Cut, read: Callable[[_Cut], Node], doc: Document) -> Piece:
    part = cut.part
    if isinstance(part, Negated):
        forbidden = read(_Cut(part.operand, cut.around))
        return Piece(cut.shown(), not holds(forbidden, doc), _words(forbidden, doc))
    node = read(cut)
    if holds(node, doc):
        return Piece(cut.shown(), held=True, words=_words(node, doc))
    terms = tuple(Term(term.shown(), _words(read(term), doc)) for term in _terms(cut))
    return Piece(cut.shown(), held=False, words=(), terms=terms)


def _words(node: Node, doc: Document) -> tuple[str, ...]:
    """Return what a node finds, sentence by sentence, as published."""
    found = (" … ".join(one.quote[start:end] for start, end in one.spans) for one in find_passages(doc, node))
    return tuple(islice(dict.fromkeys(words for words in found if words), _MOST_WORDS))


def _cut(level: Level) -> tuple[Joint, list[_Cut]]:
    query = _bare(level)
    alternatives = list(_alternatives(_Cut(query)))
    if len(alternatives) > 1:
        return Joint.ANY, alternatives
    if isinstance(query, Level) and "OR" not in query.joints:
        # a STANCE asks nothing of the words: it speaks about what the others find
        wanted = [one for one in query.operands if not (isinstance(one, Leaf) and one.kind == "STANCE")]
        return _cut(Level(wanted[:1])) if len(wanted) == 1 else (Joint.ALL, [_Cut(one) for one in wanted])
    return Joint.ALL, [_Cut(query)]


def _alternatives(cut: _Cut) -> Iterator[_Cut]:
    """Yield the alternatives that a part is made of; the part itself where it is no row of any."""
    part = _bare(cut.part)
    if isinstance(part, Level) and "OR" in part.joints and not _is_group(part):
        for operand in part.operands:
            yield from _alternatives(_Cut(operand, cut.around))
    elif isinstance(part, Prefixed) or (isinstance(part, Call) and _name_of(part) in _WINDOWS):
        inner = list(_alternatives(_Cut(part.operand, (*cut.around, part))))
        yield from inner if len(inner) > 1 else [_Cut(part, cut.around)]
    else:
        yield _Cut(part, cut.around)


def _is_group(level: Level) -> bool:
    """Say whether a level is many words for one thing, which nobody wants to see one by one."""
    return len(level.operands) > _MOST_ALONE and all(isinstance(_bare(one), Leaf) for one in level.operands)


def _name_of(call: Call) -> str:
    return call.name.partition("/")[0]


def _terms(cut: _Cut) -> Iterator[_Cut]:
    """Yield what must occur, wherever in the field, for a part to hold."""
    part = _bare(cut.part)
    fields = tuple(one for one in cut.around if isinstance(one, Prefixed))
    match part:
        case Proximity():
            yield from _terms(_Cut(part.left, fields))
            # what NOT NEAR forbids is not wanted
            if not part.operator.startswith("NOT"):
                yield from _terms(_Cut(part.right, fields))
        case Level() if "OR" not in part.joints:
            for operand in part.operands:
                if not isinstance(operand, Negated):
                    yield from _terms(_Cut(operand, fields))
        case Call() if _name_of(part) in (*_WINDOWS, "ATLEAST"):
            yield from _terms(_Cut(part.operand, fields))
        case Prefixed() if part.name.lower() != "stem":
            yield from _terms(_Cut(part.operand, (*fields, part)))
        case _:
            yield _Cut(part, fields)


def _bare(part: Part) -> Part:
    """Return a part without the brackets that hold nothing else."""
    while isinstance(part, Level) and len(part.operands) == 1:
        part = part.operands[0]
    return part


def _shown(part: Part) -> str:
    """Return a part as it was written, with long groups shortened."""
    match part:
        case Leaf():
            return " ".join(part.text.split())
        case Negated():
            return f"NOT {_shown(part.operand)}"
        case Proximity():
            return f"{_shown(part.left)} {' '.join(part.operator.split())} {_shown(part.right)}"
        case Prefixed():
            return f"{part.name}:{_shown(part.operand)}"
        case Call():
            return part.name + _bracketed(part.operand)
        case Level() if len(part.operands) == 1:
            inner = _bare(part)
            return _bracketed(inner) if isinstance(inner, Proximity | Negated) else _shown(inner)
        case Level():
            return _bracketed(part)


def _bracketed(part: Part) -> str:
    part = _bare(part)
    if not isinstance(part, Level):
        return f"({_shown(part)})"
    joint = f" {part.joints[0] or 'AND'} "
    shown = [_shown(one) for one in part.operands[:_SHOWN]]
    return f"({joint.join(shown)}{joint + '...' if len(part.operands) > _SHOWN else ''})"
