"""CompiledGazetteer: a gazetteer's terms as a tree of folded words.

What it is: the terms ready to be found. From the root, each word of a text leads one step down as long as some term
goes on so; where a term ends, its readings hang. One look per word where no term begins, and at most as many steps as
the longest term has words: linear in the text.
Takes: a Gazetteer. Gives: the tree. Raises: nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from policywatch.match.normalize import exact, fold_all, split
from policywatch.model.place import Gazetteer, Place, Term, TermKind

_LETTER: Final = re.compile(r"[^\W\d_]")
#: the signs that may join a name's words, in whichever way the term is written
_NO_SIGNS: Final = {ord(sign): None for sign in " \t\n\r\u00a0\u202f\u2009\u200b-‐‑'’‘ʼ`´"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a term means, and how a text must write it."""

    #: None where the phrase only looks like the name of a place
    place: Place | None
    term: Term
    #: by word: as the term writes it, without the stops in U.S.
    words: tuple[str, ...]
    #: by gap between two words: the signs in it
    signs: tuple[frozenset[str], ...]
    #: number of the first word with a capital letter; None where the term has none
    capital: int | None
    #: the term is one word in capitals, as US
    is_acronym: bool
    #: a word of the language, too
    is_ordinary: bool
    #: a name of people, too
    is_person: bool
    #: codes of all places that have this term, the likeliest first; () where only this one has it
    rivals: tuple[str, ...]


@dataclass(slots=True)
class Step:
    """One word of one term or more."""

    then: dict[str, Step] = field(default_factory=dict)
    readings: list[Reading] = field(default_factory=list)


class CompiledGazetteer:
    """A gazetteer, ready to find its terms in texts."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        #: codes of those that act and are no places
        self.bodies = frozenset(code for code, place in gazetteer.places.items() if place.is_body)
        #: the first words of all terms
        self.first: dict[str, Step] = {}
        self._ordinary = frozenset(map(_folded, gazetteer.ordinary))
        self._people = frozenset(map(_folded, gazetteer.people))
        self._rivals = {_folded(text): codes for text, codes in gazetteer.ambiguous.items()}
        #: code -> codes whose demonyms are confused with its own
        self.confused_with: dict[str, frozenset[str]] = {}
        for codes in gazetteer.confused:
            for code in codes:
                self.confused_with[code] = self.confused_with.get(code, frozenset()) | (codes - {code})
        for place in gazetteer.places.values():
            for term in place.terms:
                self._add(place, term)
            for text in place.never:
                self._add(None, Term(text, TermKind.NAME))

    def _add(self, place: Place | None, term: Term) -> None:
        folded = fold_all(split(term.text)[1::2])
        steps, step = self.first, Step()
        for word in folded:
            step = steps.setdefault(word, Step())
            steps = step.then
        step.readings.append(self._reading(place, term, folded))

    def _reading(self, place: Place | None, term: Term, folded: list[str]) -> Reading:
        written, gaps = _as_written(term.text)
        name = " ".join(folded)
        letters = "".join(_LETTER.findall(term.text))
        return Reading(
            place,
            term,
            written,
            tuple(frozenset(signs_in(gap)) for gap in gaps),
            capital=next((number for number, word in enumerate(written) if word[:1].isupper()), None),
            is_acronym=len(written) == 1 and len(letters) > 1 and letters.isupper(),
            is_ordinary=name in self._ordinary,
            is_person=name in self._people,
            rivals=self._rivals.get(name, ()),
        )


def compile_gazetteer(gazetteer: Gazetteer) -> CompiledGazetteer:
    """Make a gazetteer ready to find its terms."""
    return CompiledGazetteer(gazetteer)


def signs_in(gap: str) -> str:
    """Return what stands between two words, but for space, hyphens and apostrophes, which never matter."""
    return gap.translate(_NO_SIGNS)


def _folded(text: str) -> str:
    return " ".join(fold_all(split(text)[1::2]))


def _as_written(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a term's words as it writes them, and the gaps between them."""
    pieces = split(text)
    words, gaps, at = [], [], 0
    for number, piece in enumerate(pieces):
        if number % 2:
            words.append(exact(text[at : at + len(piece)]))
        elif 0 < number < len(pieces) - 1:
            gaps.append(piece)
        at += len(piece)
    return tuple(words), tuple(gaps)
