"""Costs: how often ordinary articles bring up a watch, and what there is to be timed when they do.

What it is: trials of watches on articles that are about nothing in particular. Times are taken by the caller: nothing
here knows a clock.
Takes: compiled watches; articles as Items, with their Feed. Gives: counts, and evaluations to time. Raises: nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from policywatch.match.anchors import COMMON, likelihood
from policywatch.match.compiled import CompiledWatch, find_match
from policywatch.match.document import FIELDS, Document
from policywatch.match.index import MatchIndex
from policywatch.model.feed import Feed
from policywatch.model.item import Item
from policywatch.model.match import Match


class Trials:
    """Watches and articles, every watch reading every article whatever its `feeds` and `languages` say."""

    def __init__(self, watches: Sequence[CompiledWatch], articles: Sequence[Item], feed: Feed) -> None:
        # how a passage is read costs the same for every watch, and nothing where none is found
        self._watches = [
            replace(one, watch=replace(one.watch, feeds=(), languages=()), reader=None, stances=()) for one in watches
        ]
        self.documents = [Document(article, feed) for article in articles]
        index = MatchIndex(self._watches)
        self._brought_up = Counter(number for doc in self.documents for number in index.candidates(doc))

    def brought_up(self, watch: int) -> int:
        """Return how many articles hold the anchors of a watch, which is then evaluated on them."""
        return self._brought_up[watch]

    def stands_on_common_words(self, watch: int) -> bool:
        """Say whether all words that bring up a watch are such as everybody uses: `the`, `said`, `government`."""
        anchors = [anchor for one in self._watches[watch].anchors for anchor in one]
        return bool(anchors) and min(map(likelihood, anchors)) >= COMMON

    def finds(self, watch: int) -> int:
        """Return in how many articles a watch finds something."""
        return sum(find_match(self._watches[watch], doc) is not None for doc in self.documents)

    def evaluation(self, watch: int, article: int) -> Callable[[], Match | None]:
        """Return one evaluation, as live matching makes it: what watches share is there, what this one finds is not.

        What is shared is made when the article is first evaluated: call one before the first that is timed.
        """
        doc = self.documents[article]
        for zone in map(doc.zone, FIELDS):
            zone.words_of.clear()
            zone.places_of.clear()
        return partial(find_match, self._watches[watch], doc)
