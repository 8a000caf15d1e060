"""Find: the places and bodies that a text names.

What it is: the longest term wins, from left to right; its writing must fit (*Turkey*, not *turkey*; *US*, not *us*), a
leader must have been one on the day, a name must not be a person's. Then what several places are called goes to the one
that the rest of the text speaks of (*Georgia* to the US where there is Atlanta), and a demonym beside a person or a
city of another country yields (*Nigerian President Bazoum* is Niger), both with the conflict recorded.
Takes: a Zone, a CompiledGazetteer, the text's language and date where they are known. Gives: Mentions in reading order.
Raises: nothing. Linear in the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from policywatch.match.document import Section, Zone
from policywatch.match.normalize import exact
from policywatch.match.places.compiled import CompiledGazetteer, Reading, signs_in
from policywatch.match.places.confused import settle_confused
from policywatch.match.places.words import HONORIFICS, OFFICES, OPENERS
from policywatch.model.place import Mention, TermKind

#: parts of a country, which speak for it where a region is meant
_PARTS: Final = frozenset({TermKind.CITY, TermKind.REGION, TermKind.BASE})
#: which kind a term has that means one place in several ways
_KIND_ORDER: Final = {kind: number for number, kind in enumerate(TermKind)}
#: longest word that is an abbreviation where it stands in capitals; datelines (PARIS) are longer
_INITIALS: Final = 3
#: a title with more than this share of its long words in capitals tells nothing by them
_HEADLINE: Final = 0.6
_LONG: Final = 4


class _Draft(NamedTuple):
    mention: Mention
    #: what it can mean, the likeliest first
    options: tuple[tuple[str, TermKind], ...]


def find_mentions(
    zone: Zone, gazetteer: CompiledGazetteer, language: str | None = None, published: date | None = None
) -> tuple[Mention, ...]:
    """Return the mentions in a zone, which never overlap."""
    drafts = _Finding(zone, gazetteer, language, published).run()
    if not drafts:
        return ()
    return tuple(settle_confused(_settle_ambiguous(drafts), zone, gazetteer.confused_with))


class _Finding:
    """One look at one zone."""

    def __init__(self, zone: Zone, gazetteer: CompiledGazetteer, language: str | None, published: date | None) -> None:
        self._zone = zone
        self._first = gazetteer.first
        self._language = language if language in ("en", "fr") else None
        self._published = published
        self._section = zone.sections[0] if zone.sections else Section("", "", 0, 0)
        self._no_capitals = self._all_capitals = self._is_headline = False
        self._look_at(self._section)

    def run(self) -> list[_Draft]:
        drafts: list[_Draft] = []
        end, first = 0, self._first
        for at in [number for number, word in enumerate(self._zone.words) if word in first]:
            if at < end:
                continue
            if at >= self._section.end:
                self._look_at(self._zone.section_of(at))
            found_end, readings = self._longest(at)
            end = max(end, found_end)
            if readings and (draft := self._draft(at, found_end, readings)):
                drafts.append(draft)
        return drafts

    def _look_at(self, section: Section) -> None:
        self._section = section
        self._no_capitals = section.text == section.text.lower()
        self._all_capitals = not self._no_capitals and section.text == section.text.upper()
        self._is_headline = section.field == "title" and _is_headline(section.text)

    def _longest(self, at: int) -> tuple[int, list[Reading]]:
        """Return where the longest term that fits ends, and what it means; nothing where it is no place."""
        words, steps = self._zone.words, self._first
        ends: list[tuple[int, list[Reading]]] = []
        for number in range(at, self._section.end):
            step = steps.get(words[number])
            if step is None:
                break
            if step.readings:
                ends.append((number + 1, step.readings))
            steps = step.then
        for end, readings in reversed(ends):
            fitting = [reading for reading in readings if self._fits(reading, at)]
            if any(reading.place is None for reading in fitting):
                return end, []
            if fitting:
                return end, fitting
        return at, []

    def _fits(self, reading: Reading, at: int) -> bool:
        """Say whether the text writes the term as it must be written, in the right language."""
        if reading.term.language and self._language and reading.term.language != self._language:
            return False
        count = len(reading.words)
        if any(not self._joined(at + number, reading.signs[number]) for number in range(count - 1)):
            return False
        if reading.is_ordinary:
            word = exact(self._published_word(at))
            if reading.is_acronym:
                return word == reading.words[0] and not self._all_capitals
            written = reading.words[0]
            return word == written or (word == written.upper() and not self._are_initials(word, written))
        if reading.is_acronym:
            return exact(self._published_word(at)).isupper()
        if reading.capital is None:
            return True
        if self._no_capitals:
            return not reading.is_person
        word = self._published_word(at + reading.capital)
        # GAO is not Gao
        return word[:1].isupper() and not (count == 1 and self._are_initials(word, reading.words[0]))

    def _are_initials(self, word: str, written: str) -> bool:
        """Say whether a short name in capitals is something else: *GAO*, *XI*."""
        return len(word) <= _INITIALS and word.isupper() and not written.isupper() and not self._all_capitals

    def _joined(self, number: int, signs: frozenset[str]) -> bool:
        """Say whether nothing stands between two words that the term does not write."""
        gap = self._section.text[self._zone.spans[number][1] : self._zone.spans[number + 1][0]]
        return gap == " " or (gap.count("\n") < 2 and signs.issuperset(signs_in(gap)))

    def _published_word(self, number: int) -> str:
        start, end = self._zone.spans[number]
        return self._section.text[start:end]

    def _draft(self, at: int, end: int, readings: Sequence[Reading]) -> _Draft | None:
        if end - at == 1 and readings[0].is_person and self._names_a_person(at, readings[0].term.kind):
            return None
        acts_as = ""
        # by code: the kind, and whether the place is meant on the day
        options: dict[str, tuple[TermKind, bool]] = {}
        for reading in readings:
            term, place = reading.term, reading.place
            if place is None or (term.since and self._published and self._published < term.since):
                continue
            if term.kind is TermKind.SEAT:
                acts_as = place.code
                continue
            current = not (term.until and self._published and self._published > term.until)
            kind, was_current = options.get(place.code, (term.kind, False))
            options[place.code] = (min(kind, term.kind, key=_KIND_ORDER.__getitem__), current or was_current)
        if len(options) > 1:
            options = self._likeliest(options, readings[0].rivals)
        for code, (kind, current) in options.items():
            spans = self._zone.spans
            mention = Mention(
                code=code,
                kind=kind,
                first=at,
                end=end,
                field=self._section.field,
                span=(spans[at][0], spans[end - 1][1]),
                acts_as=acts_as,
                former=not current,
            )
            return _Draft(mention, tuple((other, one) for other, (one, _) in options.items()))
        return None

    @staticmethod
    def _likeliest(
        options: dict[str, tuple[TermKind, bool]], rivals: tuple[str, ...]
    ) -> dict[str, tuple[TermKind, bool]]:
        """Return what a term can mean, the likeliest first, without former leaders where there is anything else."""
        now = {code: option for code, option in options.items() if option[1]} or options
        order = sorted(now, key=lambda code: rivals.index(code) if code in rivals else len(rivals))
        return {code: now[code] for code in order}

    def _names_a_person(self, at: int, kind: TermKind) -> bool:
        """Say whether a first name stands before the word, or a surname after it: it is no place, nor that leader."""
        zone = self._zone
        if self._is_headline:
            return False
        first, end = zone.sentences[zone.sentence_at(at)]
        after = at + 1
        if after < end and self._beside(at, after) and zone.words[after] not in OFFICES:
            return True
        before = at - 1
        if before < first or not self._beside(before, at) or not self._published_word(before)[:1].isupper():
            return False
        if zone.words[before] in HONORIFICS:
            return kind is not TermKind.LEADER
        return zone.words[before] not in (OPENERS if before == first else OFFICES)

    def _beside(self, left: int, right: int) -> bool:
        """Say whether two words stand side by side, the right one with a capital letter."""
        spans, text = self._zone.spans, self._section.text
        return text[spans[left][1] : spans[right][0]] == " " and text[spans[right][0]].isupper()


def _is_headline(text: str) -> bool:
    """Say whether a text has capitals on most of its words, so that they tell nothing."""
    long = [word for word in text.split() if len(word) >= _LONG]
    return sum(word[0].isupper() for word in long) > _HEADLINE * len(long)


def _settle_ambiguous(drafts: Sequence[_Draft]) -> list[Mention]:
    """Give what several places are called to the one that the sure mentions speak of, else to the likeliest."""
    if all(len(draft.options) == 1 for draft in drafts):
        return [draft.mention for draft in drafts]
    sure = [draft.mention for draft in drafts if len(draft.options) == 1]
    all_of = Counter(mention.code for mention in sure)
    parts_of = Counter(mention.code for mention in sure if mention.kind in _PARTS)
    settled = []
    for mention, options in drafts:
        if len(options) == 1:
            settled.append(mention)
            continue
        # a country is named for many reasons: only its other parts speak for one of its regions
        evidence = {code: (parts_of if kind is TermKind.REGION else all_of)[code] for code, kind in options}
        code, kind = max(options, key=lambda option: evidence[option[0]])
        others = tuple(other for other, _ in options if other != code and evidence[other] == evidence[code])
        settled.append(replace(mention, code=code, kind=kind, conflict=others))
    return settled
