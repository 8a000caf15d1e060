"""Costs: how long matching takes, all watches together and each by itself.

What it is: the index's own work on some items, timed in processor time of this thread. What all watches share (reading
the item, searching it for anchors) is told apart from what each one adds: only the watches that the index brings up are
evaluated, as in a poll.
Takes: compiled watches, items with their feeds. Gives: Costs. Raises: nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from policywatch.match import CompiledWatch, MatchIndex
from policywatch.match.compiled import find_match
from policywatch.match.document import Document
from policywatch.model.feed import Feed
from policywatch.model.item import Item

#: measuring ends after this, however many watches and items there are
LONGEST: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class WatchCost:
    """What one watch adds."""

    #: items on which it had to be evaluated
    evaluated: int
    #: of all its evaluations together
    took: timedelta


@dataclass(frozen=True, slots=True)
class Costs:
    """How long matching took."""

    #: measured
    items: int
    #: characters of these items
    characters: int
    #: reading the items and finding out which watches to evaluate
    shared: timedelta
    #: by id; without those that were never evaluated
    watches: Mapping[str, WatchCost]


def measure(watches: Sequence[CompiledWatch], items: Iterable[tuple[Item, Feed]]) -> Costs:
    """Match the items, or as many of them as `LONGEST` allows, and say how long that took."""
    index = MatchIndex(watches)
    ends_at = time.monotonic() + LONGEST.total_seconds()
    measured, characters, shared = 0, 0, 0.0
    evaluated = [0] * len(watches)
    took = [0.0] * len(watches)
    for item, feed in items:
        if time.monotonic() > ends_at:
            break
        started = time.thread_time()
        doc = Document(item, feed)
        candidates = index.candidates(doc)
        if candidates:
            _prepare(doc)
        before = time.thread_time()
        shared += before - started
        for number in candidates:
            find_match(watches[number], doc)
            after = time.thread_time()
            evaluated[number] += 1
            took[number] += after - before
            before = after
        measured += 1
        characters += len(item.title) + len(item.summary) + len(item.body)
    return Costs(
        measured,
        characters,
        timedelta(seconds=shared),
        {
            one.watch.id: WatchCost(evaluated[number], timedelta(seconds=took[number]))
            for number, one in enumerate(watches)
            if evaluated[number]
        },
    )


def _prepare(doc: Document) -> None:
    """Make what every evaluation needs, so that the first watch does not pay for all."""
    _ = doc.text.positions, doc.text.sentences
