"""Passages: the sentences that hold a query's evidence.

What it is: the answer to "what should be quoted?" for a query that holds. Alternatives count each by itself. Of an
AND, the sentences in which all operands meet; where there is none, the one in which most do. What is said about the
item as a whole (`tag:wire`, `domain:...`) is evidence only where nothing else is.
Sentences in which `exclude` holds are no evidence.
Takes: a Document, the trees of query and exclude. Gives: Passages in reading order. Raises: nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple, TypeAlias

from policywatch.match.document import FIELDS, Document, Zone
from policywatch.match.evaluate import MAX_PAIRS, Hit, Window, field_window, holds, pairs, places, whole, windows
from policywatch.match.query.tree import (
    And,
    AtLeast,
    Field,
    First,
    Near,
    Node,
    Not,
    NotNear,
    Or,
    Paragraph,
    Sentence,
)
from policywatch.model.match import Passage, Span

#: passages of one match
MAX_PASSAGES = 20
#: characters of one quote
MAX_QUOTE = 1_000
#: how many of them stand before the first matched word of a sentence that is too long
_LEAD_IN = 300


class _Place(NamedTuple):
    """A sentence of the document: the rank of its zone, and its number there. Sorts in reading order."""

    rank: int
    sentence: int


#: sentences, and the hits in each that are evidence
_Evidence: TypeAlias = dict[_Place, set[Hit]]


def find_passages(doc: Document, query: Node, exclude: Node | None = None) -> tuple[Passage, ...]:
    """Return the passages of a query that holds; none where it does not, or where `exclude` leaves nothing."""
    if not holds(query, doc):
        return ()
    evidence = _Gathering(doc, exclude).gather(query, whole(doc.text))
    return tuple(islice(_quote(doc, evidence), MAX_PASSAGES))


class _Gathering:
    """Gathers evidence from one document."""

    def __init__(self, doc: Document, exclude: Node | None) -> None:
        self._doc = doc
        self._exclude = exclude
        self._excluded: dict[_Place, bool] = {}

    def gather(self, node: Node, window: Window) -> _Evidence:
        """Return the evidence for a node that holds in the window."""
        match node:
            case And():
                return self._of_and(node, window)
            case Or():
                held = [operand for operand in node.operands if holds(operand, self._doc, window)]
                return _united(self.gather(operand, window) for operand in held)
            case Not():
                return {}
            case Sentence() | Paragraph() | First():
                inner = [one for one in windows(node, window) if holds(node.operand, self._doc, one)]
                return _united(self.gather(node.operand, one) for one in inner)
            case Field():
                return self.gather(node.operand, field_window(self._doc, node.name))
            case AtLeast():
                return self.gather(node.operand, window)
            case _:
                return self._of_places(node, window)

    def _of_and(self, node: And, window: Window) -> _Evidence:
        wanted = [self.gather(operand, window) for operand in node.operands if not isinstance(operand, Not)]
        in_text = [evidence for evidence in wanted if any(place.rank == 0 for place in evidence)]
        counted = in_text or wanted
        united = _united(counted)
        meetings = Counter(place for evidence in counted for place in evidence)
        most = max(meetings.values(), default=0)
        best = sorted(place for place, count in meetings.items() if count == most)
        return {place: united[place] for place in (best if most == len(counted) else best[:1])}

    def _of_places(self, node: Node, window: Window) -> _Evidence:
        zone = window.zone
        evidence: _Evidence = {}
        spread: list[set[Hit]] = []
        for (first, last), leaves in _leaves(node, self._doc, window).items():
            place = self._place(zone, first)
            if place != self._place(zone, last):
                spread.append(leaves)
            elif not self._is_excluded(place, zone):
                evidence.setdefault(place, set()).update(leaves)
        if evidence or not spread:
            return evidence
        parts: _Evidence = {}
        for leaf in sorted(leaf for leaves in spread for leaf in leaves):
            place = self._place(zone, leaf[0])
            if not self._is_excluded(place, zone):
                parts.setdefault(place, set()).add(leaf)
        best = max(parts, key=lambda place: (len(parts[place]), -place.sentence), default=None)
        return {best: parts[best]} if best is not None else {}

    @staticmethod
    def _place(zone: Zone, index: int) -> _Place:
        return _Place(FIELDS.index(zone.sections[0].field), zone.sentence_at(index))

    def _is_excluded(self, place: _Place, zone: Zone) -> bool:
        if self._exclude is None:
            return False
        if place not in self._excluded:
            sentence = Window(zone, *zone.sentences[place.sentence])
            self._excluded[place] = _holds_at(self._exclude, self._doc, sentence)
        return self._excluded[place]


def _holds_at(node: Node, doc: Document, sentence: Window) -> bool:
    """Say whether an exclusion holds at a sentence.

    Words must stand in the sentence itself, PARAGRAPH looks at the paragraph around it; fields, FIRST and ATLEAST are
    about the item.
    """
    match node:
        case And():
            return all(_holds_at(operand, doc, sentence) for operand in node.operands)
        case Or():
            return any(_holds_at(operand, doc, sentence) for operand in node.operands)
        case Not():
            return not _holds_at(node.operand, doc, sentence)
        case Paragraph():
            around = [one for one in sentence.zone.paragraphs if one[0] <= sentence.first < one[1]]
            return any(holds(node.operand, doc, Window(sentence.zone, *one)) for one in around)
        case Field() | First() | AtLeast():
            return holds(node, doc)
        case _:
            return holds(node, doc, sentence)


def _united(evidences: Iterable[Mapping[_Place, set[Hit]]]) -> _Evidence:
    united: _Evidence = {}
    for evidence in evidences:
        for place, hits in evidence.items():
            united.setdefault(place, set()).update(hits)
    return united


def _leaves(node: Node, doc: Document, window: Window) -> dict[Hit, set[Hit]]:
    """Return a positional node's hits, and for each the words and phrases it is made of."""
    match node:
        case Near():
            left_leaves, right_leaves = _leaves(node.left, doc, window), _leaves(node.right, doc, window)
            found: dict[Hit, set[Hit]] = {}
            for left, right in islice(pairs(node, doc, window), MAX_PAIRS):
                hull = (min(left[0], right[0]), max(left[1], right[1]))
                found.setdefault(hull, set()).update(left_leaves[left], right_leaves[right])
            return found
        case NotNear():
            leaves = _leaves(node.left, doc, window)
            return {hit: leaves[hit] for hit in places(node, doc, window)}
        case Or():
            found = {}
            for operand in node.operands:
                for hit, leaves_of_hit in _leaves(operand, doc, window).items():
                    found.setdefault(hit, set()).update(leaves_of_hit)
            return found
        case Field():
            leaves = _leaves(node.operand, doc, field_window(doc, node.name))
            return {hit: leaves[hit] for hit in places(node, doc, window)}
        case _:
            return {hit: {hit} for hit in places(node, doc, window)}


def _quote(doc: Document, evidence: _Evidence) -> Iterator[Passage]:
    """Yield the passages, the same sentence in several fields only once."""
    seen = set()
    for place in sorted(evidence):
        zone = doc.zone(FIELDS[place.rank])
        first, end = zone.sentences[place.sentence]
        words = tuple(zone.words[first:end])
        if words not in seen:
            seen.add(words)
            yield _passage(zone, place.sentence, evidence[place])


def _passage(zone: Zone, number: int, hits: set[Hit]) -> Passage:
    first, end = zone.sentences[number]
    start, stop = zone.sentence_span(number)
    spans = _merged(sorted((zone.spans[one][0], zone.spans[last][1]) for one, last in hits))
    if stop - start > MAX_QUOTE:
        word_spans = zone.spans[first:end]
        earliest = max(start, spans[0][0] - _LEAD_IN)
        start = next(word_start for word_start, _ in word_spans if word_start >= earliest)
        # a single word may be longer than a quote
        stop = max((e for _, e in word_spans if e <= start + MAX_QUOTE), default=start + MAX_QUOTE)
        stop = stop if stop > spans[0][0] else start + MAX_QUOTE
    section = zone.section_of(first)
    inside = tuple((s - start, min(e, stop) - start) for s, e in spans if s < stop)
    return Passage(section.field, start, stop, section.text[start:stop], inside)


def _merged(spans: list[Span]) -> list[Span]:
    """Return sorted spans with the overlapping ones as one."""
    merged = spans[:1]
    for start, end in spans[1:]:
        if start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
