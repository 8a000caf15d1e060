"""Reading: what a passage says: its stance, who acts, where, and how many.

What it is: the readers of stance/, places/ and quantities/, put to work on the sentence that a watch found. The matched
words are the event: *refrained from [designating] the events as a [coup]*. Each stretch of them is read; the one whose
reading weighs most by the precedence of stances decides, the earliest of several.
Takes: a Document, a Passage of it. Gives: the Passage with what it says. Raises: nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from policywatch.match.document import TEXT_FIELDS, Document
from policywatch.match.places import CompiledGazetteer, Survey
from policywatch.match.quantities import read_quantities
from policywatch.match.stance import CompiledLexicon, read
from policywatch.model.match import Passage, Span
from policywatch.model.place import Acting, Placed
from policywatch.model.quantity import Quantity, QuantityKind
from policywatch.model.stance import Phase, Stance, StanceLabel

#: the first of these that a sentence says decides
_PRECEDENCE: Final = (
    StanceLabel.NEGATED,
    StanceLabel.HYPOTHETICAL,
    StanceLabel.THREATENED,
    StanceLabel.CALLED_FOR,
    StanceLabel.CONSIDERED,
    StanceLabel.PLANNED,
    StanceLabel.HISTORICAL,
    StanceLabel.ASSERTED,
)
#: what an event is made by the words around it, which may be matched words, too
_OWN: Final = frozenset({StanceLabel.NEGATED, StanceLabel.HYPOTHETICAL, StanceLabel.PLANNED})
#: stretches of matched words that are read in one passage
_MOST_EVENTS: Final = 8
_DEFAULT_LANGUAGE: Final = "en"
_FRENCH: Final = re.compile(
    r"[àâçèêëîôûœ]|\b(?:le|la|les|des|une|du|aux|est|dans|pour|sur|qui|ses?|son)\b", re.IGNORECASE
)
_ENGLISH: Final = re.compile(r"\b(?:the|of|to|and|in|on|is|are|was|has|have|for|its|by|with)\b", re.IGNORECASE)


class Reader:
    """Reads passages. Threads may share it. `lexicons` and `gazetteer` are asked for when the first passage is read."""

    def __init__(
        self, lexicons: Callable[[], Mapping[str, CompiledLexicon]], gazetteer: Callable[[], CompiledGazetteer]
    ) -> None:
        self._load_lexicons = lexicons
        self._load_gazetteer = gazetteer

    @cached_property
    def _lexicons(self) -> Mapping[str, CompiledLexicon]:
        return self._load_lexicons()

    @cached_property
    def _gazetteer(self) -> CompiledGazetteer:
        return self._load_gazetteer()

    def read(self, doc: Document, passage: Passage, wants: QuantityKind | None = None) -> Passage:
        """Return a passage with its stance, actor and place, and the quantity that the watch wants of it."""
        if passage.field not in TEXT_FIELDS:
            return passage
        survey = self._survey(doc)
        event, stance = self._stance(doc, passage)
        actor = _code(survey.actor_of(passage.field, _in_field(passage, event)))
        return replace(
            passage,
            stance=stance,
            actor=actor,
            place=_place(survey, passage, event, actor),
            quantity=_nearest(passage, doc.language, wants) if wants else None,
        )

    def names(self, passages: Iterable[Passage]) -> dict[str, str]:
        """Return the names of the actors and places of passages by code."""
        codes = {code for one in passages for code in (one.actor, one.place) if code}
        places = self._gazetteer.gazetteer.places if codes else {}
        return {code: places[code].name for code in codes if code in places}

    def _survey(self, doc: Document) -> Survey:
        if self not in doc.remembered:
            doc.remembered[self] = Survey.of(doc, self._gazetteer)
        survey: Survey = doc.remembered[self]
        return survey

    def _stance(self, doc: Document, passage: Passage) -> tuple[Span, Stance]:
        language = doc.language or _guessed(passage.quote)
        lexicon = self._lexicons.get(language) or self._lexicons[_DEFAULT_LANGUAGE]
        published = doc.item.published_at.date() if doc.item.published_at else None
        read_at = [(span, read(passage.quote, span, lexicon, published)) for span in passage.spans[:_MOST_EVENTS]]
        told = [one for one in read_at if not _is_of_the_query(one[1], passage)] or read_at
        return min(told, key=lambda one: _PRECEDENCE.index(one[1].label))


def _is_of_the_query(stance: Stance, passage: Passage) -> bool:
    """Say whether it is the matched words themselves that make an event of this stance.

    Of *[postponed] the [election]* the election is what does not happen, but the postponement is what was looked for.
    """
    if stance.label not in _OWN or not stance.triggers:
        return False
    return all(
        any(start < trigger.span[1] and trigger.span[0] < end for start, end in passage.spans)
        for trigger in stance.triggers
    )


def settled(stance: Stance) -> Stance:
    """Return a stance in its plainest form: what has not been undone is still on."""
    if stance.label is StanceLabel.NEGATED and stance.phase is Phase.OFF:
        return replace(stance, label=StanceLabel.ASSERTED, phase=Phase.ON)
    return stance


def reversed_stance(stance: Stance) -> Stance:
    """Return the stance on an event of which a sentence says that it is undone: lifted, so off; not lifted, so on."""
    return settled(replace(stance, phase=Phase.OFF))


def _guessed(text: str) -> str:
    """Return the language of a sentence of which nobody says: fr or en."""
    return "fr" if len(_FRENCH.findall(text)) > len(_ENGLISH.findall(text)) else "en"


def _in_field(passage: Passage, span: Span) -> Span:
    return passage.start + span[0], passage.start + span[1]


def _code(found: Acting | Placed | None) -> str:
    return found.code if found else ""


def _place(survey: Survey, passage: Passage, event: Span, actor: str) -> str:
    """Return where the event takes place: where the actor acts rather than where it is at home."""
    places = []
    for span in (event, *reversed(passage.spans[:_MOST_EVENTS])):
        places.append(_code(survey.place_of(passage.field, _in_field(passage, span))))
        if places[-1] not in ("", actor):
            return places[-1]
    return places[0]


def _nearest(passage: Passage, language: str | None, wants: QuantityKind) -> Quantity | None:
    """Return the quantity of a kind that stands nearest to the matched words."""
    found = [one for one in read_quantities(passage.quote, language) if one.kind is wants]

    def distance(one: Quantity) -> int:
        start, end = one.span
        return min(max(start - last, first - end, 0) for first, last in passage.spans)

    return min(found, key=distance, default=None)
