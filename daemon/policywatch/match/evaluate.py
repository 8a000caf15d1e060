"""Evaluating: whether a tree holds in a document, and where its places are.

What it is: the one meaning of a query. `holds` answers for any node, `places` lists the hits of positional ones.
Takes: a node, a Document, and the window of words to look at. Gives: a truth, or hits. Raises: nothing.

A hit is the words that it is made of, as numbers in their zone: of a NEAR, those of both operands. Distances count the
written words between two hits. Work is bounded: a NEAR looks at no more than MAX_PAIRS pairs of hits, which no article
that was written for readers comes near.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from policywatch.match.document import TEXT_FIELDS, Document, Zone
from policywatch.match.lookup import word_places
from policywatch.match.narrow import needed_words
from policywatch.match.patterns import find_spans
from policywatch.match.quantities.asked import answers
from policywatch.match.query.tree import (
    And,
    AtLeast,
    Exact,
    Field,
    First,
    Near,
    Node,
    Not,
    NotNear,
    Or,
    Paragraph,
    Phrase,
    Quantity,
    Regex,
    Sentence,
    Stem,
    Wild,
    Word,
)

#: words, by their number in the zone, in order
Hit: TypeAlias = tuple[int, ...]

MAX_PAIRS = 20_000

_first = itemgetter(0)
_last = itemgetter(-1)


class Window(NamedTuple):
    """The words of a zone to look at: from `first` up to, not including, `end`."""

    zone: Zone
    first: int
    end: int


def whole(zone: Zone) -> Window:
    """Return the window that shows all of a zone."""
    return Window(zone, 0, len(zone.words))


def field_window(doc: Document, name: str) -> Window:
    """Return the window that shows one field."""
    zone = doc.zone(name)
    if name not in TEXT_FIELDS:
        return whole(zone)
    section = zone.sections[TEXT_FIELDS.index(name)]
    return Window(zone, section.first, section.end)


def holds(node: Node, doc: Document, window: Window | None = None) -> bool:
    """Say whether the node holds in the window; without one, in title, lead and body."""
    return _HOLDS[type(node)](node, doc, window or whole(doc.text))


def places(node: Node, doc: Document, window: Window | None = None) -> Sequence[Hit]:
    """Return the hits of a positional node in the window, in order and each once."""
    return _PLACES[type(node)](node, doc, window or whole(doc.text))


def windows(node: Sentence | Paragraph | First, doc: Document, window: Window) -> Iterator[Window]:
    """Yield the windows in one of which the node's operand must hold, cut to what `window` shows.

    Those that lack every word that the operand cannot do without are passed over.
    """
    zone, first, end = window
    needed = needed_words(node.operand, lambda one: places(one, doc, window))
    if needed is not None and not needed:
        return
    words = sorted(needed or ())
    for inner_first, inner_end in _ranges(node, zone):
        has_one = needed is None or bisect_left(words, inner_first) < bisect_left(words, inner_end)
        if has_one and inner_first < end and inner_end > first:
            yield Window(zone, max(first, inner_first), min(end, inner_end))


def _ranges(node: Sentence | Paragraph | First, zone: Zone) -> list[tuple[int, int]]:
    match node:
        case Sentence():
            return zone.sentences
        case Paragraph():
            return zone.paragraphs
        case First():
            places = zone.places
            starts = [(section.first, section.end) for section in zone.sections if section.first < section.end]
            return [(first, bisect_left(places, places[first] + node.count, first, end)) for first, end in starts]


def pairs(node: Near | NotNear, doc: Document, window: Window) -> Iterator[tuple[Hit, Hit]]:
    """Yield the pairs of hits (left operand's, right operand's) that are near each other.

    Hits that share a word are not. Where one stands between the words of the other, no words are between.
    """
    lefts = places(node.left, doc, window)
    # what stands on the right may be a long list: it is not looked for in vain
    rights = places(node.right, doc, window) if lefts else ()
    if not rights:
        return
    ordered = isinstance(node, Near) and node.ordered
    forward = _within_reach(lefts, rights, node.distance, window.zone)
    backward = () if ordered else _within_reach(rights, lefts, node.distance, window.zone)
    both = chain(forward, ((left, right) for right, left in backward))
    for left, right in islice(both, MAX_PAIRS):
        if left[-1] < right[0] if ordered else _apart(left, right):
            yield left, right


def _within_reach(hits: Sequence[Hit], others: Sequence[Hit], distance: int, zone: Zone) -> Iterator[tuple[Hit, Hit]]:
    """Yield each hit with those others that begin no earlier than it and no farther than `distance` behind it."""
    numbers = zone.places
    for hit in hits:
        reach = numbers[hit[-1]] + distance + 1
        for index in range(bisect_left(others, hit[0], key=_first), len(others)):
            other = others[index]
            if numbers[other[0]] > reach:
                break
            yield hit, other


def _apart(one: Hit, other: Hit) -> bool:
    return one[-1] < other[0] or other[-1] < one[0] or set(one).isdisjoint(other)


# --- places ---


def _in_window(indexes: Sequence[int], window: Window) -> Sequence[int]:
    if not indexes or (indexes[0] >= window.first and indexes[-1] < window.end):
        return indexes
    return indexes[bisect_left(indexes, window.first) : bisect_left(indexes, window.end)]


def _places_of_word(node: Word | Wild | Exact | Stem, doc: Document, window: Window) -> Sequence[Hit]:
    indexes = word_places(node, doc, window.zone)
    return [(index,) for index in _in_window(indexes, window)] if indexes else ()


def _places_of_phrase(node: Phrase, doc: Document, window: Window) -> Sequence[Hit]:
    found = []
    for offset, part in enumerate(node.parts):
        indexes = word_places(part, doc, window.zone)
        if not indexes:
            return ()
        found.append((offset, indexes))
    found.sort(key=lambda offset_and_places: len(offset_and_places[1]))
    offset, indexes = found[0]
    starts = {index - offset for index in indexes}
    for offset, indexes in found[1:]:
        if not starts:
            return ()
        starts &= {index - offset for index in indexes}
    length = len(node.parts)
    return [
        tuple(range(start, start + length)) for start in sorted(starts) if window.first <= start <= window.end - length
    ]


def _places_of_regex(node: Regex, doc: Document, window: Window) -> Sequence[Hit]:
    zone = window.zone
    hits = zone.places_of.get(node)
    if hits is None:
        touched = (
            zone.words_at(section, start, end)
            for section in zone.sections
            for start, end in find_spans(node.pattern, node.ignore_case, section.text)
        )
        hits = zone.places_of[node] = sorted({tuple(range(hit[0], hit[1] + 1)) for hit in touched if hit})
    return [hit for hit in hits if window.first <= hit[0] and hit[-1] < window.end]


def _places_of_quantity(node: Quantity, doc: Document, window: Window) -> Sequence[Hit]:
    hits = window.zone.places_of.get(node)
    if hits is None:
        found = {hit for quantity, hit in doc.quantities if answers(quantity, node)}
        hits = window.zone.places_of[node] = sorted(found)
    return [hit for hit in hits if window.first <= hit[0] and hit[-1] < window.end]


def _places_of_or(node: Or, doc: Document, window: Window) -> Sequence[Hit]:
    return sorted({hit for operand in node.operands for hit in places(operand, doc, window)})


def _places_of_near(node: Near, doc: Document, window: Window) -> Sequence[Hit]:
    return sorted({tuple(sorted(left + right)) for left, right in pairs(node, doc, window)})


def _places_of_not_near(node: NotNear, doc: Document, window: Window) -> Sequence[Hit]:
    crowded = {left for left, _ in pairs(node, doc, window)}
    return [left for left in places(node.left, doc, window) if left not in crowded]


def _places_of_field(node: Field, doc: Document, window: Window) -> Sequence[Hit]:
    field = field_window(doc, node.name)
    if field.zone is window.zone:
        field = Window(field.zone, max(field.first, window.first), min(field.end, window.end))
    return places(node.operand, doc, field)


_PLACES: dict[type, Callable[[Any, Document, Window], Sequence[Hit]]] = {
    Word: _places_of_word,
    Wild: _places_of_word,
    Exact: _places_of_word,
    Stem: _places_of_word,
    Phrase: _places_of_phrase,
    Regex: _places_of_regex,
    Quantity: _places_of_quantity,
    Or: _places_of_or,
    Near: _places_of_near,
    NotNear: _places_of_not_near,
    Field: _places_of_field,
}

# --- conditions ---


def _holds_somewhere(node: Node, doc: Document, window: Window) -> bool:
    return bool(_PLACES[type(node)](node, doc, window))


def _holds_near(node: Near, doc: Document, window: Window) -> bool:
    return next(pairs(node, doc, window), None) is not None


def _holds_and(node: And, doc: Document, window: Window) -> bool:
    return all(_HOLDS[type(operand)](operand, doc, window) for operand in node.operands)


def _holds_or(node: Or, doc: Document, window: Window) -> bool:
    return any(_HOLDS[type(operand)](operand, doc, window) for operand in node.operands)


def _holds_not(node: Not, doc: Document, window: Window) -> bool:
    return not holds(node.operand, doc, window)


def _holds_in_window(node: Sentence | Paragraph | First, doc: Document, window: Window) -> bool:
    return any(holds(node.operand, doc, inner) for inner in windows(node, doc, window))


def _holds_at_least(node: AtLeast, doc: Document, window: Window) -> bool:
    return count_apart(places(node.operand, doc, window)) >= node.count


def count_apart(hits: Sequence[Hit]) -> int:
    """Return how many hits there are at most that do not overlap."""
    count = 0
    end = -1
    for hit in sorted(hits, key=_last):
        if hit[0] > end:
            count += 1
            end = hit[-1]
    return count


def _holds_field(node: Field, doc: Document, window: Window) -> bool:
    return holds(node.operand, doc, field_window(doc, node.name))


_HOLDS: dict[type, Callable[[Any, Document, Window], bool]] = {
    **dict.fromkeys(_PLACES, _holds_somewhere),
    And: _holds_and,
    Or: _holds_or,
    Not: _holds_not,
    Near: _holds_near,
    Sentence: _holds_in_window,
    Paragraph: _holds_in_window,
    First: _holds_in_window,
    AtLeast: _holds_at_least,
    Field: _holds_field,
}
