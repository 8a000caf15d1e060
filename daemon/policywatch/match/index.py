"""The index: which of many watches an item can match.

What it is: all anchors of all watches in one Aho-Corasick automaton. An item is searched once; only watches of which it
holds an anchor of every required set are evaluated, so that the cost grows with the matches, not with the watches.
Takes: compiled watches; an Item and its Feed. Gives: Matches. Raises: nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import ahocorasick_rs

from policywatch.match.anchors import haystack, likelihood, needs_stems
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
        sets_of = [
            [tuple(numbers.setdefault(anchor, len(numbers)) for anchor in one) for one in compiled.anchors]
            for compiled in self._watches
        ]
        #: by anchor: the watches that it may bring up, each with its other sets
        self._watches_of: dict[int, list[tuple[int, list[tuple[int, ...]]]]] = {}
        self._always = [number for number, sets in enumerate(sets_of) if not sets]
        # What many watches ask for, many articles hold: a watch is brought up by its set that the fewest others share.
        costs = [likelihood(anchor) for anchor in numbers]
        uses = Counter(anchor for sets in sets_of for one in sets for anchor in one)
        for number, sets in enumerate(sets_of):
            if sets:
                sets.sort(key=lambda one: sum(costs[anchor] * uses[anchor] for anchor in one))
                for anchor in sets[0]:
                    self._watches_of.setdefault(anchor, []).append((number, sets[1:]))
        #: the anchors of `_watches_of`: an intersection of sets is much quicker than looking each up
        self._telling = frozenset(self._watches_of)
        self._with_stems = needs_stems(numbers)
        self._automaton = ahocorasick_rs.AhoCorasick(numbers) if numbers else None

    def matches(self, item: Item, feed: Feed) -> tuple[Match, ...]:
        """Return what the watches find in an item of this feed, in the watches' order."""
        doc = Document(item, feed)
        found = (find_match(self._watches[number], doc) for number in self.candidates(doc))
        return tuple(match for match in found if match is not None)

    def candidates(self, doc: Document) -> list[int]:
        """Return the watches that have to be evaluated, in order."""
        candidates = set(self._always)
        if self._automaton is not None:
            text = haystack(doc, with_stems=self._with_stems)
            hits = {hit[0] for hit in self._automaton.find_matches_as_indexes(text, overlapping=True)}
            for anchor in hits & self._telling:
                for number, other_sets in self._watches_of[anchor]:
                    for one in other_sets:
                        if hits.isdisjoint(one):
                            break
                    else:
                        candidates.add(number)
        return sorted(candidates)
