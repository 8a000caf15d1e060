"""Which items of a document are new.

Takes the items of one poll in document order and the identities already recorded; gives the new ones, each once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from policywatch.model.item import Item


@dataclass(frozen=True, slots=True)
class Sifted:
    """The new items of a document, in document order, and how many were known."""

    new: tuple[Item, ...]
    known: int


def sift(items: Iterable[Item], known: Collection[str]) -> Sifted:
    """Return the items whose identity is not in `known`; of items that share an identity, the first."""
    new: dict[str, Item] = {}
    seen = 0
    for item in items:
        if item.identity in known:
            seen += 1
        else:
            new.setdefault(item.identity, item)
    return Sifted(new=tuple(new.values()), known=seen)
