"""What makes an item the same item at the next poll. Pure.

The guid where the publisher gives one, else the link, else a hash of title and date. A document in which one guid
stands on different items is not to be trusted with it: these items go by their link, and where that is shared too, by
the hash.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from policywatch.model.item import Item

#: characters; longer guids and links are hashed, so that an identity always fits an index
LONGEST: Final = 500


def identified(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items in order, each with its identity; of items that are the same, only the first.

    Takes items whose identity is not yet set.
    """
    bad_guids = _shared(items, lambda item: item.guid)
    bad_links = _shared([item for item in items if item.guid is None or item.guid in bad_guids], lambda item: item.link)
    kept: dict[str, Item] = {}
    for item in items:
        if item.guid is not None and item.guid not in bad_guids:
            identity = _bounded("guid", item.guid)
        elif item.link is not None and item.link not in bad_links:
            identity = _bounded("link", item.link)
        else:
            # an item without title is told apart by its text
            identity = f"hash:{_hash(item.title or item.summary or item.body, item.published_raw or '')}"
        kept.setdefault(identity, replace(item, identity=identity))
    return tuple(kept.values())


def _shared(items: Sequence[Item], key: Callable[[Item], str | None]) -> set[str]:
    """Return the keys that stand on items which differ in link or title."""
    seen: defaultdict[str, set[tuple[str | None, str]]] = defaultdict(set)
    for item in items:
        name = key(item)
        if name is not None:
            seen[name].add((item.link, item.title))
    return {name for name, different in seen.items() if len(different) > 1}


def _bounded(kind: str, name: str) -> str:
    return f"{kind}:{name}" if len(name) <= LONGEST else f"{kind}:sha256:{_hash(name)}"


def _hash(*texts: str) -> str:
    # the separator cannot stand in a text, so ("ab", "c") and ("a", "bc") differ
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
