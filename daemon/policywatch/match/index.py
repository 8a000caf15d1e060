"""The index: which of many watches an item can match.

What it is: the anchors of all watches in one Aho-Corasick automaton. An item is searched once; only watches of which it
holds an anchor of each of the two most telling sets are evaluated, so that the cost grows with the matches, not with
the watches.

What this looks at lies side by side in arrays, because at 100,000 watches waiting for memory is most of the time.
Takes: compiled watches; an Item and its Feed. Gives: Matches. Raises: nothing.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import ahocorasick_rs

from policywatch.match.anchors import Anchors, asked_for, haystack, likelihood
from policywatch.match.compiled import CompiledWatch, find_match
from policywatch.match.document import Document
from policywatch.model.feed import Feed
from policywatch.model.item import Item
from policywatch.model.match import Match


class MatchIndex:
    """Watches, found by what an item holds. Built once; threads may share it."""

    def __init__(self, watches: Iterable[CompiledWatch]) -> None:
        self._watches = tuple(watches)
        self._always = [number for number, compiled in enumerate(self._watches) if not compiled.anchors]
        chosen = _two_most_telling(self._watches)
        first = {anchor for sets in chosen for one in sets[:1] for anchor in one}
        others = {anchor for sets in chosen for one in sets[1:] for anchor in one}
        # in order, because an automaton is built in half the time then
        numbers = {anchor: number for number, anchor in enumerate([*sorted(first), *sorted(others - first)])}
        self._asked = asked_for(numbers)
        self._automaton = ahocorasick_rs.BytesAhoCorasick(map(str.encode, numbers))
        #: of each anchor that brings up watches, one record after another: a watch, how many anchors its other set has,
        #: those anchors; and where the records of each begin
        self._records, self._begins = _records(chosen, numbers, len(first))

    def matches(self, item: Item, feed: Feed) -> tuple[Match, ...]:
        """Return what the watches find in an item of this feed, in the watches' order."""
        doc = Document(item, feed)
        found = (find_match(self._watches[number], doc) for number in self.candidates(doc))
        return tuple(match for match in found if match is not None)

    def candidates(self, doc: Document) -> list[int]:
        """Return the watches that have to be evaluated, in order."""
        candidates = set(self._always)
        searched = haystack(doc, self._asked).encode()
        hits = {hit[0] for hit in self._automaton.find_matches_as_indexes(searched, overlapping=True)}
        records, begins = self._records, self._begins
        bringing_up = len(begins) - 1
        for anchor in hits:
            if anchor < bringing_up:
                record, end = begins[anchor], begins[anchor + 1]
                while record < end:
                    others = record + 2
                    following = others + records[record + 1]
                    if others == following or not hits.isdisjoint(records[others:following]):
                        candidates.add(records[record])
                    record = following
        return sorted(candidates)


def _two_most_telling(watches: Sequence[CompiledWatch]) -> list[tuple[Anchors, ...]]:
    """Return the sets of each watch that will be looked at, the one that brings it up first; none where it has none.

    What many watches ask for, many articles hold: a watch is brought up by its set that the fewest others share.
    """
    uses = Counter(anchor for compiled in watches for one in compiled.anchors for anchor in one)
    cost = {anchor: count * likelihood(anchor) for anchor, count in uses.items()}.__getitem__
    return [tuple(sorted(compiled.anchors, key=lambda one: sum(map(cost, one)))[:2]) for compiled in watches]


def _records(
    chosen: Sequence[tuple[Anchors, ...]], numbers: Mapping[str, int], bringing_up: int
) -> tuple[array[int], array[int]]:
    """Return the records of the first `bringing_up` anchors, and where those of each begin."""
    by_anchor: list[array[int]] = [array("I") for _ in range(bringing_up)]
    for watch, sets in enumerate(chosen):
        other = [numbers[anchor] for anchor in sets[1]] if len(sets) > 1 else []
        for anchor in sets[0] if sets else ():
            by_anchor[numbers[anchor]].extend((watch, len(other), *other))
    records = array("I")
    begins = array("I", [0])
    for one in by_anchor:
        records.extend(one)
        begins.append(len(records))
    return records, begins
