"""Verbs: which words of a sentence are verbs, by their forms and by what stands before them.

Takes: Units. Gives: an answer for each unit, worked out once. Raises: nothing.
"""

from __future__ import annotations

from typing import Final

from policywatch.match.stance.grammar.units import NOTHING, Units
from policywatch.match.stance.words.compiled import (
    ADV,
    BE,
    CC,
    CLITIC,
    DEFINITE,
    DET,
    DO,
    HAVE,
    MEASURE,
    MODAL,
    NEG,
    NO,
    NOBODY,
    NOT_VERB,
    PREP,
    PRON,
    REL,
    THAT,
    TO,
    Word,
)
from policywatch.match.stance.words.inflect import BASE, ING, PARTICIPLE, PAST, PRESENT

_AUXILIARY: Final = DO | HAVE | BE
_OF_AUXILIARIES: Final = {"being": ING, "having": ING, "doing": ING, "been": PARTICIPLE, "done": PARTICIPLE}
#: shorter words are no verbs by their endings: *red*, *king*
_SHORT: Final = 4
#: what stands before a noun and never before a verb
_BEFORE_NOUN: Final = DET | DEFINITE | NO
_CLOSED: Final = _BEFORE_NOUN | PREP | PRON | CC | REL | THAT | TO | NEG | MODAL | _AUXILIARY | ADV | NOT_VERB


class Verbs:
    """Which units of one sentence are verbs."""

    def __init__(self, units: Units) -> None:
        self.units = units
        self._verbs: dict[int, bool] = {}

    def is_verb(self, index: int) -> bool:
        """Say whether a unit is a verb here, by its form and by what stands before it."""
        known = self._verbs.get(index)
        if known is None:
            known = self._verbs[index] = self._is_verb(index)
        return known

    def _is_verb(self, index: int) -> bool:
        units = self.units
        info, word = units.infos[index], units.words[index]
        form = info.form or self.guess(word, info)
        if not form and (info.grammar & _CLOSED & ~NOT_VERB or info.adjective or info.conjunction):
            return False
        before = index - 1
        infos = units.infos
        while before >= 0 and (
            infos[before].grammar & (ADV | NEG | CLITIC)
            or infos[before].adverb
            or is_adverb(units.words[before], infos[before])
        ):
            if infos[before].grammar & NEG and form & (BASE | PRESENT | PAST) and not infos[before].grammar & NO:
                return True
            before -= 1
        if not form:
            # after these, any word is a verb
            bare = before >= 0 and infos[before].grammar & (TO | MODAL | DO) and units.gaps[index] == NOTHING
            # but "will Rome leave?"
            return bool(bare) and not units.text[units.starts[index]].isupper()
        if before < 0 and info.grammar & NOT_VERB:
            return False
        if before < 0:
            return bool(form & (PAST | PARTICIPLE | ING | BASE)) or not info.noun
        prior = infos[before]
        grammar = prior.grammar
        if units.gaps[index] > NOTHING and before == index - 1:
            return bool(form & (PAST | PARTICIPLE | ING)) or not info.noun
        if grammar & (TO | MODAL | DO):
            return True
        if grammar & (PRON | NOBODY | REL) and not grammar & DET:
            return True
        if info.grammar & NOT_VERB:
            return self._is_turned_round(before)
        if grammar & (BE | HAVE):
            return bool(form & (PARTICIPLE | ING | PAST))
        if grammar & _BEFORE_NOUN or prior.prenominal or index in units.possessive:
            return False
        if grammar & PREP:
            return bool(form & ING)
        if form & (PAST | ING):
            return True
        if grammar & CC:
            return bool(info.form) and (not info.noun or bool(form & PRESENT and self._takes(index + 1)))
        if form & PARTICIPLE:
            return True
        if info.grammar & MEASURE:
            return False
        if form & (BASE | PRESENT) and prior.form and self.is_verb(before):
            # an object, unless the verb takes another bare verb
            return bool(form & BASE and prior.verb and "bare" in prior.verb)
        if form & BASE:
            # a plural before it may be its subject, and two joined by "and"
            plural = units.words[before].endswith("s") and not grammar & _CLOSED and units.words[before] != "us"
            joined = before > 1 and infos[before - 1].grammar & CC and not info.noun and not infos[before].form
            return plural or bool(joined) or self._is_turned_round(before)
        return True

    def _takes(self, after: int) -> bool:
        """Say whether what follows a word looks like what a verb takes: *and hopes to send*."""
        units = self.units
        return (
            after < len(units.words)
            and units.gaps[after] == NOTHING
            and bool(units.infos[after].grammar & (TO | THAT | PRON | DET) and not units.infos[after].grammar & PREP)
        )

    def _is_turned_round(self, index: int) -> bool:
        """Say whether a subject that ends at a unit has its auxiliary before it: *Will Rome send troops?*"""
        units = self.units
        for at in range(index, max(-1, index - 6), -1):
            if units.infos[at].grammar & (DO | MODAL):
                return at == 0 or not units.infos[at - 1].grammar & PRON
            if units.gaps[at] > NOTHING or units.infos[at].form & (PAST | ING) or units.infos[at].grammar & (PREP | CC):
                return False
        return False

    def form(self, index: int) -> int:
        """Return which verb forms a unit can be."""
        info = self.units.infos[index]
        return info.form or self.guess(self.units.words[index], info)

    def guess(self, word: str, info: Word) -> int:
        """Guess what verb form a word may be that the lexicon does not know as a verb."""
        if info.grammar & (BE | HAVE | DO):
            return _OF_AUXILIARIES.get(word, PAST | PRESENT)
        known = info.conjunction or info.preposition or info.adverb or info.adjective
        if known or info.grammar & _CLOSED or len(word) < _SHORT or " " in word:
            return 0
        return PAST | PARTICIPLE if word.endswith("ed") else ING if word.endswith("ing") else 0


def is_adverb(word: str, info: Word) -> bool:
    return (
        word.endswith("ly")
        and len(word) > 4
        and not (info.form or info.noun or info.adjective or info.grammar & NOT_VERB)
    )
