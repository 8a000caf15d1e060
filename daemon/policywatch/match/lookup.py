"""Lookup: where the words stand that one node means.

What it is: the meaning of the nodes that stand for one word each: plain, with wildcards, in exact case, by stem.
Takes: such a node, a Document and one of its zones. Gives: numbers of words in the zone. Raises: nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from policywatch.match.document import Document, Zone
from policywatch.match.normalize import exact
from policywatch.match.patterns import filter_words
from policywatch.match.query.tree import Exact, Stem, Wild, Word, WordNode
from policywatch.match.stems import stem


def word_places(node: WordNode, doc: Document, zone: Zone) -> Sequence[int]:
    """Return where in the zone the words stand that one node means, in order."""
    if isinstance(node, Word):
        return zone.positions.get(node.text, ())
    found = zone.words_of.get(node)
    if found is None:
        found = zone.words_of[node] = _find_words(node, doc, zone)
    return found


def _find_words(node: Wild | Exact | Stem, doc: Document, zone: Zone) -> Sequence[int]:
    match node:
        case Wild():
            words = _expand(node.pattern, zone.vocabulary)
            return sorted(index for word in words for index in zone.positions[word]) if words else ()
        case Exact():
            places = zone.positions.get(node.folded, ())
            return [index for index in places if exact(zone.published[index]) == node.text]
        case Stem():
            wanted = stem(node.word, doc.language)
            return [i for i, word in enumerate(zone.published) if word and stem(word, doc.language) == wanted]


def _expand(pattern: str, vocabulary: Sequence[str]) -> Sequence[str]:
    """Return the words of a sorted vocabulary that match a wildcard pattern."""
    prefix = pattern.split("*", 1)[0].split("?", 1)[0]
    if prefix:
        start = bisect_left(vocabulary, prefix)
        if start == len(vocabulary) or not vocabulary[start].startswith(prefix):
            return ()
        vocabulary = vocabulary[start : bisect_left(vocabulary, prefix + "\U0010ffff", start)]
    return vocabulary if pattern == prefix + "*" else filter_words(pattern, vocabulary)
