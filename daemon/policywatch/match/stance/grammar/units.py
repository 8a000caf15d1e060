"""Units: a sentence as the reader sees it: words and phrases in order, with the signs between them.

What it is: one pass over the sentence around the event. A phrase of the lexicon counts as one unit, the longest wins;
    none reaches into the event.
Takes: a text, the sentence's place in it, the event's span, a lexicon. Gives: Units. Raises: nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from policywatch.match.normalize import fold, fold_all, split
from policywatch.match.stance.words.compiled import PRON, REL, THAT, UNKNOWN, WH, CompiledLexicon, Word, plain
from policywatch.model.match import Span

# what stands between two words; the greater ends more
NOTHING, COMMA, PAREN, QUOTE, DASH, COLON, STRONG = range(7)

_DASH: Final = re.compile(r"\s-+\s|--")
#: after these, 's is *is*
_BEFORE_IS: Final = PRON | THAT | REL | WH
#: units on each side of the event that are looked at: no clause is longer, and a sentence of 100 kB stays cheap
REACH: Final = 120


@dataclass(slots=True)
class Units:
    """A sentence's units. Lists run alike: unit i has words[i], infos[i], starts[i], ends[i], gaps[i] (before it)."""

    words: list[str]
    infos: list[Word]
    starts: list[int]
    ends: list[int]
    gaps: list[int]
    #: the event: first unit, and the one after the last
    first: int
    end: int
    #: the sign that ends the sentence
    final: str
    text: str
    language: str
    #: units before which an s' stands
    possessive: set[int] = field(default_factory=set)


def read_units(text: str, sentence: Span, event: Span, lexicon: CompiledLexicon) -> Units:
    """Read the sentence around an event."""
    start, stop = sentence
    pieces = split(text[start:stop])
    french = lexicon.language == "fr"
    # French tells *menace* from *menacé* and *a* from *à* by accents
    found = [plain(word) for word in pieces[1::2]] if french else fold_all(pieces[1::2])
    places = _places(pieces, start)
    first, end = _event(places, event)
    low, high = max(0, first - REACH), min(len(found), end + REACH)
    units = Units([], [], [], [], [], 0, 0, pieces[-1].strip(), text, lexicon.language)
    words, phrases = lexicon.words, lexicon.phrases
    index = low
    while index < high:
        word = found[index]
        info = words.get(word)
        if info is None:
            info = UNKNOWN if not french or word.isascii() else words.get(fold(word), UNKNOWN)
        size = 1
        if word in phrases:
            limit = first if index < first else high
            for rest, phrase in phrases[word]:
                length = len(rest) + 1
                if (
                    index + length <= limit
                    and (index >= end or index < first or index + length <= end)
                    and (tuple(found[index + 1 : index + length]) == rest)
                    and _together(pieces, index, length)
                ):
                    info, size, word = phrase, length, " ".join((word, *rest))
                    break
        if word == "s" and units.infos and units.infos[-1].grammar & _BEFORE_IS and pieces[2 * index].strip() == "'":
            info = words.get("is", info)
        if index <= first < index + size:
            units.first = len(units.words)
        units.words.append(word)
        units.infos.append(info)
        units.starts.append(places[index][0])
        units.ends.append(places[index + size - 1][1])
        gap = pieces[2 * index]
        if gap == " ":
            units.gaps.append(NOTHING)
        elif gap == " - " and text[places[index][0]].islower():
            # a hyphen, set apart
            units.gaps.append(NOTHING)
        elif gap[0:1] == "'" and gap != "'" and units.words[-2:-1] and units.words[-2].endswith("s"):
            units.possessive.add(len(units.words) - 1)
            units.gaps.append(_gap(gap[1:]))
        else:
            units.gaps.append(_gap(gap))
        index += size
        if index <= end:
            units.end = len(units.words)
    return units


def _places(pieces: list[str], start: int) -> list[Span]:
    places = []
    at = start
    for number, piece in enumerate(pieces):
        end = at + len(piece)
        if number & 1:
            places.append((at, end))
        at = end
    return places


def _event(places: list[Span], event: Span) -> tuple[int, int]:
    """Return the words that the event's span touches; the next one where it touches none."""
    first = next((index for index, (_, end) in enumerate(places) if end > event[0]), len(places))
    end = first
    while end < len(places) and places[end][0] < event[1]:
        end += 1
    if first == end:
        first = min(first, max(0, len(places) - 1))
        end = min(first + 1, len(places))
    return first, end


def _together(pieces: list[str], index: int, length: int) -> bool:
    """Say whether only space, hyphens and apostrophes stand between the words of a phrase."""
    return all(
        pieces[2 * number] in (" ", "-", "'") or not _gap(pieces[2 * number])
        for number in range(index + 1, index + length)
    )


def _gap(gap: str) -> int:
    if gap in (" ", "'", "", "-", ". "):
        return NOTHING
    if ";" in gap or "?" in gap or "!" in gap or "…" in gap or ".." in gap:
        return STRONG
    if ":" in gap:
        return COLON
    if _DASH.search(gap):
        return DASH
    if '"' in gap or "''" in gap or "`" in gap:
        return QUOTE
    if "," in gap:
        return COMMA
    if "(" in gap or ")" in gap or "[" in gap:
        return PAREN
    return NOTHING
