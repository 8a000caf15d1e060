"""Compiled lexicons: from a word as folded to all that it can be, and from a phrase's first word to the phrase.

Takes: a Lexicon. Gives: a CompiledLexicon; looking a word up in it is one step in a dict, a phrase a few.
Raises: nothing: settings/ has checked the lexicon.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from policywatch.match.normalize import fold, split
from policywatch.match.normalize import words as split_words
from policywatch.match.stance.states import FLIP, Table, by_shift, by_signature
from policywatch.match.stance.words import inflect, inflect_fr
from policywatch.model.lexicon import Lexicon, OperatorKind, Outcome, Signature

# what a word can be in the grammar, as bits
(
    NEG, DO, HAVE, BE, TO, THAT, WHETHER, REL, WH, CC, DET, DEFINITE, NO, PREP, PRON, NOBODY, ADV, ENDER, MODAL, PSEUDO,
    CLITIC, NOT_VERB, TEMPORAL, MEASURE, UNDOING, NO_LONGER,
) = (1 << bit for bit in range(26))  # fmt: skip

GRAMMAR: Final = {
    "negators": NEG,
    "do": DO,
    "have": HAVE,
    "be": BE,
    "to": TO,
    "that": THAT,
    "whether": WHETHER,
    "relative": REL,
    "question": WH,
    "coordinate": CC,
    "determiners": DET,
    "definite": DEFINITE,
    "no": NO,
    "prepositions": PREP,
    "pronouns": PRON,
    "nobody": NOBODY,
    "adverbs": ADV,
    "enders": ENDER,
    "clitics": CLITIC,
    "not_verbs": NOT_VERB,
    "temporal": TEMPORAL,
    "measures": MEASURE,
    "undoings": UNDOING,
    "no_longer": NEG | NO_LONGER,
}
#: where a frame is missing, the next of these is asked
FALLBACKS: Final[Mapping[str, tuple[str, ...]]] = {
    "passive_to": ("obj_to", "to"),
    "obj_to": ("to",),
    "bare": ("obj_to", "to"),
    "passive_that": ("that",),
    "wh": ("that",),
    "whether": ("that",),
    "ing": ("np",),
    "np": ("ing",),
    "i_that": ("that",),
}


class Operator(NamedTuple):
    """One trigger in one frame."""

    table: Table
    #: what it makes of an event by itself
    kind: str
    source: bool = False
    #: a modal verb in its own group does not reach what it embeds: *could tell that*
    lucid: bool = False
    #: what it says will happen is a threat
    warning: bool = False


@dataclass(slots=True)
class Word:
    """All that a word, or a phrase that counts as one word, can be."""

    #: bits of the grammar
    grammar: int = 0
    #: bits of `inflect`: the verb forms it can be
    form: int = 0
    verb: dict[str, Operator] | None = None
    noun: dict[str, Operator] | None = None
    adjective: dict[str, Operator] | None = None
    #: what it does in the event's own clause
    adverb: Operator | None = None
    prenominal: Operator | None = None
    preposition: Operator | None = None
    conjunction: Operator | None = None
    #: a modal alone, and with "not"
    modal: tuple[Operator, Operator] | None = None
    #: partial, temporary ...
    degree: str | None = None
    #: puts the event into the past
    past: bool = False
    #: its subject is who says so
    source: bool = False


#: a word the lexicon does not know
UNKNOWN: Final = Word()


@dataclass(frozen=True, slots=True)
class CompiledLexicon:
    """One language, ready to be read with."""

    language: str
    words: Mapping[str, Word]
    #: first word -> (the other words, what the phrase is), the longest first
    phrases: Mapping[str, list[tuple[tuple[str, ...], Word]]]


def compile_lexicon(lexicon: Lexicon) -> CompiledLexicon:
    """Make every form of every word of the lexicon findable."""
    return _Compiler(lexicon).run()


def operator(
    signature: Signature,
    *,
    shift: bool = False,
    source: bool = False,
    lucid: bool = False,
    warning: bool = False,
    weak: bool = False,
) -> Operator:
    """Return a signature as an operator; `shift` where it stands in the event's own clause."""
    table = by_shift(signature.yes, weak=weak) if shift else by_signature(signature)
    kind = {
        Outcome.SAME: "reported" if source else "context",
        Outcome.OFF: "reversal",
        Outcome.FUTURE: Outcome.PLANNED.value,
    }.get(signature.yes)
    if kind is None:
        kind = "reported" if source and signature.yes is Outcome.ASSERTED else signature.yes.value
    return Operator(table, kind, source, lucid, warning)


_PLAIN: Final = Signature(Outcome.SAME, Outcome.SAME)
NOT: Final = Operator(FLIP, "negated")


@dataclass(slots=True)
class _Compiler:
    lexicon: Lexicon
    single: dict[str, Word] = field(default_factory=dict)
    several: dict[tuple[str, ...], Word] = field(default_factory=dict)

    @property
    def french(self) -> bool:
        return self.lexicon.language == "fr"

    def run(self) -> CompiledLexicon:
        for name, words in self.lexicon.grammar.items():
            for word in words:
                for form in self._forms(name, word):
                    self._word(form).grammar |= GRAMMAR[name]
        for group in self.lexicon.operators:
            frames = {
                name: operator(one, source=group.source, lucid=group.lucid, warning=group.warning)
                for name, one in group.frames.items()
            }
            first = next(iter(group.frames.values()), _PLAIN)
            for word in group.words:
                self._add(group.kind, word, frames, first, source=group.source)
        for verb in self.lexicon.irregular:
            self._add(OperatorKind.VERBS, verb, {}, _PLAIN, source=False)
        for degree, words in self.lexicon.degrees.items():
            for word in words:
                self._word(word).degree = degree
        for word in self.lexicon.past:
            self._word(word).past = True
        for word in self.lexicon.pseudo:
            self._word(word).grammar |= PSEUDO
        for several, phrase in self.several.items():
            # "calls for" is a verb, or a noun and its preposition
            noun = self.single[several[0]].noun if phrase.verb and several[0] in self.single else None
            if noun and len(several) == 2 and several[1] in noun:
                phrase.noun = {"np": noun[several[1]], **(phrase.noun or {})}
        if self.french:
            # for texts that have lost their accents
            for one, found in list(self.single.items()):
                self.single.setdefault(fold(one), found)
            for several, found in list(self.several.items()):
                self.several.setdefault(tuple(map(fold, several)), found)
        phrases: dict[str, list[tuple[tuple[str, ...], Word]]] = {}
        for key in sorted(self.several, key=len, reverse=True):
            phrases.setdefault(key[0], []).append((key[1:], self.several[key]))
        return CompiledLexicon(self.lexicon.language, self.single, phrases)

    def _word(self, text: str) -> Word:
        key = tuple(plain(word) for word in split(text)[1::2]) if self.french else tuple(split_words(text))
        if not key:  # signs only: no text has such a word
            return Word()
        if len(key) == 1:
            return self.single.setdefault(key[0], Word())
        return self.several.setdefault(key, Word())

    def _add(
        self, kind: OperatorKind, text: str, frames: dict[str, Operator], first: Signature, *, source: bool
    ) -> None:
        shift = operator(first, shift=True, source=source)
        match kind:
            case OperatorKind.VERBS:
                for form, bits in self._verb_forms(text):
                    word = self._word(form)
                    word.form |= bits
                    word.verb = {**(word.verb or {}), **frames}
                    word.source = word.source or source
            case OperatorKind.NOUNS:
                for form in self._noun_forms(text):
                    word = self._word(form)
                    word.noun = {**(word.noun or {}), **frames}
                    word.source = word.source or source
            case OperatorKind.ADJECTIVES:
                word = self._word(text)
                word.adjective = {**(word.adjective or {}), **frames}
            case OperatorKind.MODALS:
                word = self._word(text)
                word.grammar |= MODAL
                negated = by_signature(Signature(first.no, first.yes))
                if first.no is Outcome.NEGATED:
                    negated = FLIP
                elif first.no is not Outcome.HYPOTHETICAL or first.yes is Outcome.HYPOTHETICAL:
                    # *might not*, *must not*: the mode stays, what is in it is denied
                    negated = tuple(by_shift(first.no)[state ^ 2] for state in range(len(FLIP)))
                word.modal = (shift, Operator(negated, first.no.value))
            case OperatorKind.ADVERBS:
                self._word(text).adverb = shift
            case OperatorKind.PRENOMINAL:
                self._word(text).prenominal = operator(first, shift=True, weak=True)
            case OperatorKind.PREPOSITIONS:
                word = self._word(text)
                word.preposition = operator(first, source=source)
                word.grammar |= PREP
                word.source = word.source or source
            case OperatorKind.CONJUNCTIONS:
                self._word(text).conjunction = operator(first)

    def _forms(self, grammar: str, word: str) -> Iterator[str]:
        """Yield the forms of a word of the grammar; those of the open classes are inflected."""
        yield word
        if grammar in ("measures", "undoings"):
            yield from self._noun_forms(word)
        if grammar == "undoings":
            yield from (form for form, _ in self._verb_forms(word))

    def _verb_forms(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield the forms of a verb, or of a phrase that starts with one."""
        head, space, rest = text.partition(" ")
        inflected = inflect_fr if self.lexicon.language == "fr" else inflect
        for form, bits in inflected.verb_forms(head, self.lexicon.irregular):
            yield f"{form}{space}{rest}", bits

    def _noun_forms(self, text: str) -> tuple[str, ...]:
        head, space, rest = text.partition(" ")
        inflected = inflect_fr if self.lexicon.language == "fr" else inflect
        return text, f"{inflected.plural(head)}{space}{rest}"


def plain(word: str) -> str:
    """Return a word as French lexicons have it: composed, in small letters, with its accents."""
    return word if word.isascii() else unicodedata.normalize("NFC", word).lower().replace("œ", "oe")


def frame_of(frames: Mapping[str, Operator], frame: str) -> Operator | None:
    """Return the operator of a frame, or of what it falls back to."""
    found = frames.get(frame)
    if found is None:
        for other in FALLBACKS.get(frame, ()):
            found = frames.get(other)
            if found is not None:
                break
    return found
