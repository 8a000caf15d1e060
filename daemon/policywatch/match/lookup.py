"""Lookup: where the words stand that one node means.

What it is: the meaning of the nodes that stand for one word each: plain, with wildcards, in exact case, by stem.
Takes: such a node, a Document and one of its zones. Gives: numbers of words in the zone. Raises: nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from policywatch.match.document import Document, Zone
from policywatch.match.normalize import exact
from policywatch.match.patterns import filter_words
from policywatch.match.query.tree import Exact, Stem, Wild, Word, WordNode
from policywatch.match.stems import stem


def word_places(node: WordNode, doc: Document, zone: Zone) -> Sequence[int]:
    """Return where in the zone the words stand that one node means."""
    if isinstance(node, Word):
        return zone.positions.get(node.text, ())
    found = zone.words_of.get(node)
    if found is None:
        found = zone.words_of[node] = sorted(_find_words(node, doc, zone))
    return found


def _find_words(node: Wild | Exact | Stem, doc: Document, zone: Zone) -> Iterator[int]:
    match node:
        case Wild():
            for word in _expand(node.pattern, zone.vocabulary):
                yield from zone.positions[word]
        case Exact():
            for index in zone.positions.get(node.folded, ()):
                if exact(zone.published[index]) == node.text:
                    yield index
        case Stem():
            wanted = stem(node.word, doc.language)
            for index, word in enumerate(zone.published):
                if word and stem(word, doc.language) == wanted:
                    yield index


def _expand(pattern: str, vocabulary: Sequence[str]) -> Sequence[str]:
    """Return the words of a sorted vocabulary that match a wildcard pattern."""
    prefix = pattern.split("*")[0].split("?")[0]
    if prefix:
        start = bisect_left(vocabulary, prefix)
        vocabulary = vocabulary[start : bisect_left(vocabulary, prefix + "\U0010ffff", start)]
    return vocabulary if pattern == prefix + "*" else filter_words(pattern, vocabulary)
