"""The index: which of many watches an item can match.

What it is: all anchors of all watches in one Aho-Corasick automaton. An item is searched once; only watches of which it
holds an anchor of every required set are evaluated, so that the cost grows with the matches, not with the watches.
Takes: compiled watches; an Item and its Feed. Gives: Matches. Raises: nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick_rs

from policywatch.match.anchors import haystack, needs_stems
from policywatch.match.compiled import CompiledWatch, find_match
from policywatch.match.document import Document
from policywatch.model.feed import Feed
from policywatch.model.item import Item
from policywatch.model.match import Match


class MatchIndex:
    """Watches, found by what an item holds. Built once; threads may share it."""

    def __init__(self, watches: Iterable[CompiledWatch]) -> None:
        self._watches = tuple(watches)
        numbers: dict[str, int] = {}
        #: by anchor: the watches whose first set it is in
        self._watches_of: list[list[int]] = []
        #: by watch: its other sets
        self._other_sets: list[tuple[frozenset[int], ...]] = []
        self._always: list[int] = []
        for number, compiled in enumerate(self._watches):
            sets = [frozenset(numbers.setdefault(anchor, len(numbers)) for anchor in one) for one in compiled.anchors]
            self._watches_of.extend([] for _ in range(len(numbers) - len(self._watches_of)))
            for anchor in sets[0] if sets else ():
                self._watches_of[anchor].append(number)
            self._other_sets.append(tuple(sets[1:]))
            if not sets:
                self._always.append(number)
        self._with_stems = needs_stems(numbers)
        self._automaton = ahocorasick_rs.AhoCorasick(numbers) if numbers else None

    def matches(self, item: Item, feed: Feed) -> tuple[Match, ...]:
        """Return what the watches find in an item of this feed, in the watches' order."""
        doc = Document(item, feed)
        found = (find_match(self._watches[number], doc) for number in self._candidates(doc))
        return tuple(match for match in found if match is not None)

    def _candidates(self, doc: Document) -> list[int]:
        """Return the watches that have to be evaluated, in order."""
        candidates = set(self._always)
        if self._automaton is not None:
            text = haystack(doc, with_stems=self._with_stems)
            hits = {hit[0] for hit in self._automaton.find_matches_as_indexes(text, overlapping=True)}
            for anchor in hits:
                for number in self._watches_of[anchor]:
                    if not any(one.isdisjoint(hits) for one in self._other_sets[number]):
                        candidates.add(number)
        return sorted(candidates)
