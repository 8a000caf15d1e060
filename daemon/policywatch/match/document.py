"""Document: an item and its feed as the matcher reads them.

What it is: the item's texts as words, in zones. Title, lead and body are one zone (`text`), because a term without a
field means all three; every other field is a zone of its own. Positions count words within the zone.
Takes: an Item and its Feed. Gives: zones, made when first asked for. Raises: nothing.

What the fields hold: `lead` the summary, `source` the feed's title, `domain` the host of the item's link, `url` the
link, `lang` the item's language or else the feed's, `feed` the feed's id, `tag` the feed's tags and the item's
categories.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import Any, Final
from urllib.parse import urlsplit

from policywatch.match.normalize import fold_all, fold_value, split
from policywatch.match.quantities import read_quantities
from policywatch.match.sentences import sentences
from policywatch.model.feed import Feed
from policywatch.model.item import Item
from policywatch.model.match import Span
from policywatch.model.quantity import Quantity

#: the fields that a term without a field means, in reading order
TEXT_FIELDS: Final = ("title", "lead", "body")
#: fields whose values are compared whole
VALUE_FIELDS: Final = frozenset({"domain", "lang", "feed", "tag"})
FIELDS: Final = (*TEXT_FIELDS, "author", "source", "url", "domain", "lang", "feed", "tag")

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")

#: the longest distance a query can ask for, and so how far apart two sections lie
MAX_DISTANCE: Final = 1000


@dataclass(frozen=True, slots=True)
class Section:
    """One field's text (or one value of it) and the words of the zone that stand in it."""

    field: str
    text: str
    #: first word, and the one after the last
    first: int
    end: int


class Zone:
    """A stretch of words that positions and distances refer to.

    Between two sections stands one empty word, so that no phrase crosses, and a distance no query can span.
    """

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        """Take (field, text) pairs."""
        #: by section: gaps and words in turn
        self._pieces: list[list[str]] = []
        #: the words, folded
        self.words: list[str] = []
        sections = []
        for field, text in texts:
            first = len(self.words)
            self.words += self._read(text)
            sections.append(Section(field, text, first, len(self.words)))
            self.words.append("")
        self.sections: tuple[Section, ...] = tuple(sections)
        #: what the evaluation found out about single nodes: where their words stand, their hits
        self.words_of: dict[Hashable, Sequence[int]] = {}
        self.places_of: dict[Hashable, Sequence[tuple[int, ...]]] = {}

    def _read(self, text: str) -> list[str]:
        """Return the words of a text, folded."""
        pieces = split(text)
        self._pieces.append(pieces)
        return fold_all(pieces[1::2])

    @cached_property
    def published(self) -> list[str]:
        """The words as published."""
        return [
            section.text[start:end]
            for section in self.sections
            for start, end in self.spans[section.first : section.end + 1]
        ]

    @cached_property
    def positions(self) -> Mapping[str, list[int]]:
        """Where each word stands, in order."""
        positions: defaultdict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.words):
            positions[word].append(index)
        positions.pop("", None)
        return positions

    @cached_property
    def vocabulary(self) -> list[str]:
        """The distinct words, sorted."""
        return sorted(self.positions)

    @cached_property
    def spans(self) -> list[Span]:
        """Where each word stands in its section's text."""
        spans: list[Span] = []
        for section, pieces in zip(self.sections, self._pieces, strict=True):
            ends = list(accumulate(map(len, pieces)))
            spans += zip(ends[0::2], ends[1::2], strict=False)
            spans.append((len(section.text), len(section.text)))
        return spans

    @cached_property
    def places(self) -> list[int]:
        """The number of each word as a reader counts: what an apostrophe joins has one number."""
        places: list[int] = []
        place = 0
        for pieces in self._pieces:
            for gap in pieces[0:-1:2]:
                place += gap != "'"
                places.append(place)
            place += MAX_DISTANCE + 2
            places.append(place)
        return places

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """First word of each sentence that has words, and the one after its last."""
        return [(first, end) for first, end, _ in self._sentences]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [first for first, _ in self.sentences]

    @cached_property
    def _sentences(self) -> list[tuple[int, int, Span]]:
        found = []
        for section in self.sections:
            starts = [start for start, _ in self.spans[section.first : section.end]]
            first = 0
            for start, end in self._sentences_of(section.text):
                after = bisect_left(starts, end, first)
                if first < after:
                    found.append((section.first + first, section.first + after, (start, end)))
                first = after
        return found

    def sentence_at(self, index: int) -> int:
        """Return the number of the sentence that holds a word."""
        return bisect_right(self._sentence_starts, index) - 1

    def sentence_span(self, number: int) -> Span:
        """Return where a sentence stands in its section's text."""
        return self._sentences[number][2]

    def _sentences_of(self, text: str) -> list[Span]:
        return sentences(text)

    @cached_property
    def paragraphs(self) -> list[tuple[int, int]]:
        """First word of each paragraph that has words, and the one after its last; blank lines separate paragraphs."""
        found: list[tuple[int, int]] = []
        for section, pieces in zip(self.sections, self._pieces, strict=True):
            first = section.first
            for index, gap in enumerate(pieces[0:-1:2], section.first):
                if "\n" in gap and index > first and _BLANK_LINE.search(gap):
                    found.append((first, index))
                    first = index
            if first < section.end:
                found.append((first, section.end))
        return found

    def words_at(self, section: Section, start: int, end: int) -> tuple[int, int] | None:
        """Return the first and last word that a span of a section's text touches.

        A span that touches none stands for the word before it, or the one after; None where there is no word at all.
        """
        if section.first == section.end:
            return None
        spans = self.spans
        first = bisect_right(spans, start, section.first, section.end, key=itemgetter(1))
        last = bisect_left(spans, end, section.first, section.end, key=itemgetter(0)) - 1
        if first > last:
            first = last = max(last, section.first)
        return first, last

    def section_of(self, index: int) -> Section:
        """Return the section that holds a word."""
        return next(section for section in reversed(self.sections) if section.first <= index)


class ValueZone(Zone):
    """A zone whose sections are one word each: the whole value."""

    def _read(self, text: str) -> list[str]:
        self._pieces.append(["", text, ""])
        return [fold_value(text)]

    def _sentences_of(self, text: str) -> list[Span]:
        return [(0, len(text))]

    def words_at(self, section: Section, start: int, end: int) -> tuple[int, int]:
        return section.first, section.first


class DomainZone(ValueZone):
    """The host of the link; every parent domain is a word of its own, which stands where the host stands."""

    def _read(self, text: str) -> list[str]:
        labels = fold_value(text).split(".")
        self._pieces.append(["", text, *[""] * (2 * len(labels) - 1)])
        return [".".join(labels[start:]) for start in range(len(labels))]

    @cached_property
    def spans(self) -> list[Span]:
        return [(0, len(section.text)) for section in self.sections for _ in range(section.first, section.end + 1)]


class Document:
    """An item and its feed, ready to be matched."""

    def __init__(self, item: Item, feed: Feed) -> None:
        self.item = item
        self.feed = feed
        self._zones: dict[str, Zone] = {}
        #: what readers found out about it, by reader
        self.remembered: dict[object, Any] = {}

    @cached_property
    def text(self) -> Zone:
        """Title, lead and body."""
        return Zone((("title", self.item.title), ("lead", self.item.summary), ("body", self.item.body)))

    @cached_property
    def quantities(self) -> tuple[tuple[Quantity, tuple[int, ...]], ...]:
        """The quantities of title, lead and body, each with the words of its figure, in order."""
        read = (
            (quantity, self.text.words_at(section, *quantity.figure))
            for section in self.text.sections
            for quantity in read_quantities(section.text, self.language)
        )
        return tuple((quantity, tuple(range(at[0], at[1] + 1))) for quantity, at in read if at)

    @cached_property
    def language(self) -> str | None:
        """ISO 639-1 code of the language the item is in, or None where nobody says."""
        language = self.item.language or self.feed.language
        return language.replace("_", "-").split("-")[0].lower() if language else None

    def zone(self, field: str) -> Zone:
        """Return the zone that holds a field."""
        if field in TEXT_FIELDS:
            return self.text
        zone = self._zones.get(field)
        if zone is None:
            zone = self._zones[field] = self._make(field)
        return zone

    def _make(self, field: str) -> Zone:
        values = [(field, value) for value in self._values(field) if value.strip()]
        if field == "domain":
            return DomainZone(values)
        return ValueZone(values) if field in VALUE_FIELDS else Zone(values)

    def _values(self, field: str) -> Sequence[str]:
        match field:
            case "author":
                return (self.item.author or "",)
            case "source":
                return (self.feed.title,)
            case "url":
                return (self.item.link or "",)
            case "domain":
                return (host_of(self.item.link or ""),)
            case "lang":
                return (self.language or "",)
            case "feed":
                return (self.feed.id,)
            case _:
                return (*sorted(self.feed.tags), *self.item.categories)


def host_of(url: str) -> str:
    """Return the host of a URL, or "" where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
