"""Passages: the sentences that hold a query's evidence.

What it is: the answer to "what should be quoted?" for a query that holds. Alternatives count each by itself. Of an
AND, the sentences in which all operands meet; where there is none, the one in which most do. What is said about the
item as a whole (`tag:wire`, `domain:...`) is evidence only where nothing else is.
Sentences in which `exclude` holds are no evidence.
Takes: a Document, the trees of query and exclude. Gives: Passages in reading order. Raises: nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple, TypeAlias

from policywatch.match.document import FIELDS, Document, Zone
from policywatch.match.evaluate import Hit, Window, field_window, holds, places, whole, windows
from policywatch.match.query.tree import (
    And,
    AtLeast,
    Field,
    First,
    Node,
    Not,
    Or,
    Paragraph,
    Sentence,
)
from policywatch.model.match import Passage

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


#: sentences, and the words in each that are evidence
_Evidence: TypeAlias = dict[_Place, set[int]]


def find_passages(doc: Document, query: Node, exclude: Node | None = None) -> tuple[Passage, ...]:
    """Return the passages of a query that holds; none where it does not, or where `exclude` leaves nothing."""
    evidence = _Gathering(doc, exclude).gather(query, whole(doc.text))
    return tuple(islice(_quote(doc, evidence), MAX_PASSAGES)) if evidence else ()


class _Gathering:
    """Gathers evidence from one document."""

    def __init__(self, doc: Document, exclude: Node | None) -> None:
        self._doc = doc
        self._exclude = exclude
        self._excluded: dict[_Place, bool] = {}

    def gather(self, node: Node, window: Window) -> _Evidence | None:
        """Return the evidence for a node in the window; None where the node does not hold."""
        match node:
            case And():
                return self._of_and(node, window)
            case Or():
                return _united([self.gather(operand, window) for operand in node.operands])
            case Not():
                return None if holds(node.operand, self._doc, window) else {}
            case Sentence() | Paragraph() | First():
                return _united([self.gather(node.operand, inner) for inner in windows(node, self._doc, window)])
            case Field():
                return self.gather(node.operand, field_window(self._doc, node.name))
            case AtLeast():
                return self.gather(node.operand, window) if holds(node, self._doc, window) else None
            case _:
                return self._of_places(node, window)

    def _of_and(self, node: And, window: Window) -> _Evidence | None:
        wanted: list[_Evidence] = []
        for operand in node.operands:
            evidence = self.gather(operand, window)
            if evidence is None:
                return None
            if not isinstance(operand, Not):
                wanted.append(evidence)
        counted = [evidence for evidence in wanted if any(place.rank == 0 for place in evidence)] or wanted
        best: Iterable[_Place] = set(counted[0]).intersection(*counted[1:])
        if not best:
            meetings = Counter(place for evidence in counted for place in evidence)
            best = [min(meetings, key=lambda place: (-meetings[place], place))] if meetings else []
        united = _united(counted) or {}
        return {place: united[place] for place in best}

    def _of_places(self, node: Node, window: Window) -> _Evidence | None:
        hits = places(node, self._doc, window)
        if not hits:
            return None
        zone = window.zone
        rank = FIELDS.index(zone.sections[0].field)
        # hits that lie in one sentence, and those that do not
        within: _Evidence = {}
        across: _Evidence = {}
        for hit in hits:
            number = zone.sentence_at(hit[0])
            if hit[-1] < zone.sentences[number][1]:
                self._add(within, _Place(rank, number), hit, zone)
            else:
                for word in hit:
                    self._add(across, _Place(rank, zone.sentence_at(word)), (word,), zone)
        if within or not across:
            return within
        best = max(across, key=lambda place: (len(across[place]), -place.sentence))
        return {best: across[best]}

    def _add(self, evidence: _Evidence, place: _Place, words: Hit, zone: Zone) -> None:
        """Add words of one sentence to the evidence."""
        if self._exclude is None or not self._is_excluded(place, self._exclude, zone):
            evidence.setdefault(place, set()).update(words)

    def _is_excluded(self, place: _Place, exclude: Node, zone: Zone) -> bool:
        if place not in self._excluded:
            sentence = Window(zone, *zone.sentences[place.sentence])
            self._excluded[place] = _holds_at(exclude, self._doc, sentence)
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


def _united(evidences: Iterable[_Evidence | None]) -> _Evidence | None:
    """Return the evidence of all that hold, None where none does; the first one is changed."""
    held = [evidence for evidence in evidences if evidence is not None]
    if not held:
        return None
    united = held[0]
    for evidence in held[1:]:
        for place, words in evidence.items():
            united.setdefault(place, words).update(words)
    return united


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


def _passage(zone: Zone, number: int, words: set[int]) -> Passage:
    first, end = zone.sentences[number]
    start, stop = zone.sentence_span(number)
    spans = [(zone.spans[run[0]][0], zone.spans[run[-1]][1]) for run in _runs(words)]
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


def _runs(words: set[int]) -> list[list[int]]:
    """Return the words in order, those that stand side by side together."""
    runs: list[list[int]] = []
    for word in sorted(words):
        if runs and runs[-1][-1] == word - 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs
