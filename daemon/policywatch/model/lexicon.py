"""Lexicon: how one language presents events, as values. Read from YAML by settings/, compiled by match/stance/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: the languages that stance is read in
LANGUAGES: Final = ("en", "fr")
#: the closed classes of words
GRAMMAR: Final = frozenset(
    {
        "negators",
        "no_longer",
        "do",
        "have",
        "be",
        "to",
        "that",
        "whether",
        "relative",
        "question",
        "coordinate",
        "determiners",
        "definite",
        "no",
        "prepositions",
        "pronouns",
        "nobody",
        "adverbs",
        "enders",
        "temporal",
        "clitics",
        "not_verbs",
        "measures",
        "undoings",
    }
)
#: how a scope can hang on a trigger, besides by a preposition; config/lexicon/en.yaml says what they mean
FRAMES: Final = frozenset(
    {
        "that",
        "i_that",
        "can_that",
        "passive_that",
        "whether",
        "wh",
        "to",
        "obj_to",
        "passive_to",
        "for",
        "bare",
        "ing",
        "done",
        "np",
        "measure",
        "passive_np",
        "subj",
        "do",
        "any",
    }
)


class Outcome(StrEnum):
    """What a trigger makes of the event in its scope."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    THREATENED = "threatened"
    CALLED_FOR = "called_for"
    CONSIDERED = "considered"
    PLANNED = "planned"
    #: planned, and told as certain: *will*
    FUTURE = "future"
    #: true, whatever stands around the trigger
    FACT = "fact"
    #: false, whatever stands around the trigger
    CONTRARY = "contrary"
    #: undone: true, with the phase turned
    OFF = "off"
    #: true where the trigger's surroundings are, false where they are not
    SAME = "same"
    OPPOSITE = "opposite"


class OperatorKind(StrEnum):
    """The kinds of words that act on an event; they differ in where their scope lies."""

    VERBS = "verbs"
    MODALS = "modals"
    NOUNS = "nouns"
    ADJECTIVES = "adjectives"
    ADVERBS = "adverbs"
    #: adjectives that act on the noun behind them: *alleged*
    PRENOMINAL = "prenominal"
    PREPOSITIONS = "prepositions"
    CONJUNCTIONS = "conjunctions"


@dataclass(frozen=True, slots=True)
class Signature:
    """What becomes of an event in one frame of a trigger."""

    #: where the trigger itself holds
    yes: Outcome
    #: where it is negated
    no: Outcome


@dataclass(frozen=True, slots=True)
class Operators:
    """Triggers of one kind that act alike."""

    kind: OperatorKind
    #: words and phrases in their first form
    words: tuple[str, ...]
    #: frame -> signature; the frames are those of config/lexicon/en.yaml
    frames: Mapping[str, Signature]
    #: the trigger's subject is who says so
    source: bool = False
    #: a modal verb beside it does not reach what it embeds: *could tell that*
    lucid: bool = False
    #: what it says will happen is a threat: *warn that*
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the stance reader knows of one language. Later entries win over earlier ones."""

    #: two-letter code
    language: str
    #: closed classes: name -> words and phrases
    grammar: Mapping[str, tuple[str, ...]]
    operators: tuple[Operators, ...]
    #: phrases that look like triggers, and are none
    pseudo: tuple[str, ...]
    #: verb -> its irregular forms
    irregular: Mapping[str, tuple[tuple[str, ...], ...]]
    #: words that tell how far the event goes: degree -> words
    degrees: Mapping[str, tuple[str, ...]]
    #: words that put an event into the past
    past: tuple[str, ...]

    def plus(self, other: Lexicon) -> Lexicon:
        """Return this lexicon with another of the same language laid over it."""
        grammar = {name: (*self.grammar.get(name, ()), *other.grammar.get(name, ())) for name in GRAMMAR}
        degrees = {
            name: (*self.degrees.get(name, ()), *other.degrees.get(name, ()))
            for name in {*self.degrees, *other.degrees}
        }
        return Lexicon(
            language=self.language,
            grammar=grammar,
            operators=(*self.operators, *other.operators),
            pseudo=(*self.pseudo, *other.pseudo),
            irregular={**self.irregular, **other.irregular},
            degrees=degrees,
            past=(*self.past, *other.past),
        )
