"""Canonical text: a query in its one form, with aliases resolved and its references as they were written.

What it is: the tree of read.py with a node for each `@list` and `@watch:id` in place of what it stands for. Its text,
read again beside the same lists and watches, gives the tree that matching uses.
Takes: a query that can be read. Gives: its canonical text. Raises: nothing for such a query.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from policywatch.match.query.entries import parse_entry
from policywatch.match.query.read import Reader
from policywatch.match.query.syntax import Leaf, parse


@dataclass(frozen=True, slots=True)
class Reference:
    """`@list` or `@watch:id`, which may stand wherever it stood."""

    name: str

    def __str__(self) -> str:
        return self.name


class _Keeper(Reader):
    def _reference(self, part: Leaf) -> Any:
        return Reference(part.text)


def canonical(query: str) -> str:
    """Return the canonical text of a watch's query or exclusion."""
    return str(_Keeper("query", {}, {}, ()).read(parse(query, "query")))


def canonical_entry(entry: str) -> str:
    """Return the canonical text of a list's entry, in which several plain words are a phrase."""
    return str(_Keeper("entry", {}, {}, ()).read(parse_entry(entry)))
