"""Compiling all watches of the settings: each mistake is told once, where it stands.

What it is: a list's entries are read by themselves, so that what is wrong in one is told there and not at every use; a
watch that only meets the mistake of another, or of a list, is silent about it.
Takes: all watches and lists. Gives: those watches that can be matched, and the mistakes. Raises: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from policywatch.errors import QueryError
from policywatch.match.compiled import CompiledWatch, compile_watch
from policywatch.match.query import read_query
from policywatch.match.reading import Reader
from policywatch.model.watch import Lists, Watch

#: a word that any list or watch can stand for while something else is looked at
_ANYTHING = "x"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one text."""

    #: ("watch", id, "query"), ("watch", id, "exclude") or ("list", name, number of the entry)
    place: tuple[str | int, ...]
    error: QueryError


def compile_all(
    watches: Sequence[Watch],
    lists: Lists,
    known: Mapping[str, CompiledWatch] = MappingProxyType({}),
    reader: Reader | None = None,
) -> tuple[tuple[CompiledWatch, ...], tuple[Mistake, ...]]:
    """Compile every watch that can be read, in order; return what is wrong with the others and with the lists.

    What is `known`, by id, and did not change is taken as it is: its version tells whether anything it stands on did.
    """
    by_id = {watch.id: watch for watch in watches}
    compiled: list[CompiledWatch] = []
    mistakes = list(_in_lists(lists, by_id))
    for watch in watches:
        before = known.get(watch.id)
        if before is not None and before.watch == watch and before.reader is reader:
            compiled.append(before)
            continue
        try:
            compiled.append(compile_watch(watch, lists, by_id, reader))
        except QueryError as error:
            mistakes.append(_mistake(("watch", watch.id, error.subject), error))
            if error.subject == "query" and watch.exclude.strip():
                mistakes += _in_exclude(watch, lists, by_id)
    return tuple(compiled), tuple(_each_once(mistakes))


def _in_lists(lists: Lists, by_id: dict[str, Watch]) -> Iterator[Mistake]:
    """Read every entry by itself, whatever the others hold: what is wrong where it is used is told there."""
    others = dict.fromkeys(lists, (_ANYTHING,))
    anybody = {name: replace(watch, query=_ANYTHING) for name, watch in by_id.items()}
    for name, entries in lists.items():
        for number, entry in enumerate(entries):
            try:
                read_query(entry, "entry", others, anybody)
            except QueryError as error:
                yield _mistake(("list", name, number), error)


def _in_exclude(watch: Watch, lists: Lists, by_id: dict[str, Watch]) -> Iterator[Mistake]:
    try:
        read_query(watch.exclude, "exclude", lists, by_id, (f"watch:{watch.id}",))
    except QueryError as error:
        yield _mistake(("watch", watch.id, "exclude"), error)


def _mistake(place: tuple[str | int, ...], error: QueryError) -> Mistake:
    # an error that is kept keeps all that its traceback leads to: the text, the parser's own error
    error.__context__ = None
    return Mistake(place, error.with_traceback(None))


def _each_once(mistakes: Sequence[Mistake]) -> Iterator[Mistake]:
    """Leave out what is told where it stands, and tell a circle at one place only, one that is part of it."""
    told_there = {_name(one) for one in mistakes if not one.error.within and not one.error.circle}
    circles: dict[frozenset[str], Mistake] = {}
    for one in mistakes:
        circle = frozenset(one.error.circle)
        if not circle:
            if one.error.within not in told_there:
                yield one
        elif circle not in circles or (_name(one) in circle and _name(circles[circle]) not in circle):
            circles[circle] = one
    yield from circles.values()


def _name(mistake: Mistake) -> str:
    """Return how a query refers to the watch or list that the mistake is in."""
    kind, name, *_ = mistake.place
    return f"watch:{name}" if kind == "watch" else str(name)
