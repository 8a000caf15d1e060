"""French: what the language does its own way: negation in two words, infinitives without *to*, tense in the ending.

Takes: Units of a French sentence. Gives: Groups for it. Raises: nothing.
"""

from __future__ import annotations

from typing import Final

from policywatch.match.stance.grammar.groups import Group, Groups
from policywatch.match.stance.grammar.units import NOTHING, Units
from policywatch.match.stance.words.compiled import (
    ADV,
    BE,
    CC,
    CLITIC,
    DEFINITE,
    DET,
    HAVE,
    NEG,
    NO,
    NO_LONGER,
    NOBODY,
    NOT,
    NOT_VERB,
    PREP,
    PRON,
    PSEUDO,
    REL,
    THAT,
    TO,
    Operator,
    Word,
    operator,
)
from policywatch.match.stance.words.inflect import BASE, CONDITIONAL, FUTURE, ING, PARTICIPLE, PAST, PRESENT
from policywatch.model.lexicon import Outcome, Signature

_WILL: Final = operator(Signature(Outcome.FUTURE, Outcome.FUTURE), shift=True)
_WOULD: Final = operator(Signature(Outcome.HYPOTHETICAL, Outcome.HYPOTHETICAL), shift=True)
#: shorter words are no verbs by their endings
_SHORT: Final = 5
#: how far *pas* stands behind *ne*
_PAIR: Final = 7
#: *ne* alone denies with these: *ne peut*, *ne cesse de*
_ALONE: Final = (
    "peut",
    "peuvent",
    "pouvait",
    "pourrait",
    "sait",
    "saurait",
    "cesse",
    "cessent",
    "ose",
    "osent",
    "daigne",
    "pu",
    "su",
    "osait",
    "osaient",
    "cessait",
    "ose",
    "cessé",
    "osé",
)
_SECOND: Final = frozenset(
    {
        "pas",
        "plus",
        "jamais",
        "guère",
        "point",
        "nullement",
        "aucunement",
        "ni",
        "personne",
        "rien",
        "aucun",
        "aucune",
        "nul",
        "nulle",
    }
)
_CLOSED: Final = PREP | DET | DEFINITE | PRON | CC | REL | THAT | TO | NEG | ADV | NOT_VERB | CLITIC
_ENDINGS: Final = (
    (("erait", "eraient", "irait", "iraient"), CONDITIONAL),
    (("era", "eront", "ira", "iront"), FUTURE),
    (("ait", "aient", "èrent", "irent"), PAST),
    (("é", "ée", "és", "ées"), PARTICIPLE),
    (("ant",), ING),
    (("er", "ir", "oir"), BASE),
)


def mark_negations(units: Units) -> None:
    """Pair *ne* with *pas*: make a negation of the two, and nothing of a *ne* that denies nothing (*ne ... que*)."""
    words, infos = units.words, units.infos
    for index, word in enumerate(words):
        if word not in ("ne", "n"):
            continue
        near = range(index + 1, min(len(words), index + _PAIR))
        second = next((at for at in near if words[at].split()[0] in _SECOND or words[at] in ("que", "qu")), -1)
        alone = any(word in _ALONE for word in words[index + 1 : index + 3])
        first, _, rest = words[second].partition(" ") if second >= 0 else ("", "", "")
        if first in _SECOND:
            infos[index] = _NO_LONGER if first == "plus" else _NE
            # "pas de" is "no" where it stands without "ne"
            words[second], infos[second] = (rest, _OF) if rest in ("de", "d") else (words[second], _INERT)
        elif second >= 0 and not alone and _is_only(units, second):
            infos[index] = infos[second] = _INERT
        else:
            neither = "ni" in words[max(0, index - _PAIR) : index]
            infos[index] = _NE if alone or neither else _INERT


def _is_only(units: Units, que: int) -> bool:
    """Say whether *ne ... que* means *only*: no verb that takes a clause stands before *que*."""
    before = units.infos[que - 1]
    return not (before.grammar & DET or (before.verb and "that" in before.verb))


_OF: Final = Word(grammar=TO | PREP)
_NE: Final = Word(grammar=NEG)
_NO_LONGER: Final = Word(grammar=NEG | NO_LONGER)
_INERT: Final = Word(grammar=ADV)


class FrenchGroups(Groups):
    """The verb groups of a French sentence."""

    def _is_verb(self, index: int) -> bool:
        units = self.units
        infos, words = units.infos, units.words
        info = infos[index]
        form = info.form or self.guess(words[index], info)
        if not form or (info.grammar & (HAVE | BE) and not info.verb):
            return bool(info.grammar & (HAVE | BE))
        before = index - 1
        clitic = False
        while before >= 0 and (
            infos[before].grammar & ADV
            or (infos[before].grammar & CLITIC and self._is_pronoun(before, form))
            or infos[before].adverb
            or _is_adverb(words[before], infos[before])
        ):
            clitic = clitic or bool(infos[before].grammar & CLITIC)
            before -= 1
        if before < 0 or units.gaps[before + 1] > NOTHING:
            return not info.noun or (
                bool(form & (PARTICIPLE | BASE | ING | FUTURE | CONDITIONAL)) and not form & PRESENT
            )
        prior = infos[before]
        grammar = prior.grammar
        if grammar & NEG or (clitic and not info.noun):
            return True
        if form & BASE and not info.noun and (info.form or grammar & (TO | PREP) or self.is_verb(before)):
            return True
        if grammar & (PRON | NOBODY | REL):
            return True
        if grammar & (HAVE | BE):
            return bool(form & PARTICIPLE)
        if words[before] in ("le", "la", "les", "l") and before and infos[before - 1].grammar & (PRON | NEG | REL):
            return True
        if grammar & (DET | DEFINITE | NO | PREP | TO) or prior.prenominal:
            return bool(form & ING and words[before] == "en")
        if info.noun:
            return bool(form & (PRESENT | FUTURE | CONDITIONAL)) and not (prior.form and self.is_verb(before))
        return True

    def _is_pronoun(self, index: int, form: int) -> bool:
        """Say whether *le*, *la*, *les*, *l* are pronouns here, not articles; the other clitics always are."""
        if self.units.words[index] not in ("le", "la", "les", "l", "en"):
            return True
        before = self.units.infos[index - 1].grammar if index else 0
        infinitive = TO if form & BASE else 0
        return bool(
            before & (PRON | NEG | REL | NOBODY | infinitive)
            or (index and self.units.words[index - 1] in ("ne", "n", "pour", "sans"))
        )

    def _group(self, main: int) -> Group:
        units = self.units
        infos, words, gaps = units.infos, units.words, units.gaps
        group = Group(main, main)
        info = infos[main]
        form = info.form or self.guess(words[main], info)
        tense = form
        seen = 0
        negation = -1
        reflexive = False
        shifts: list[tuple[Operator, int]] = []
        group.infinitive = bool(form & BASE and not form & (PRESENT | PARTICIPLE))
        tense_at = main
        index = main - 1
        while index >= 0 and gaps[index + 1] == NOTHING:
            here = infos[index]
            grammar = here.grammar
            if grammar & PSEUDO:
                pass
            elif grammar & NEG:
                negation = index
            elif grammar & (HAVE | BE) and (form & PARTICIPLE or not info.form):
                seen |= grammar & (HAVE | BE)
                tense, tense_at = here.form, index
                group.infinitive = group.infinitive or words[index] in ("avoir", "être")
            elif group.infinitive and grammar & TO and not here.preposition:
                group.start = index
                break
            elif here.adverb:
                shifts.append((here.adverb, index))
            elif grammar & CLITIC:
                reflexive = reflexive or words[index] in ("se", "s")
            elif not (grammar & ADV or _is_adverb(words[index], here)):
                break
            group.start = index
            index -= 1
        demands = bool(info.verb and "to" in info.verb and info.verb["to"].kind == "called_for")
        if tense & CONDITIONAL and not demands:
            shifts.append((_WOULD, tense_at))
            group.would = group.modal = tense_at
        elif tense & FUTURE and not tense & PRESENT:
            shifts.append((_WILL, tense_at))
        if negation >= 0:
            shifts.append((NOT, negation))
        group.negated = negation >= 0
        if negation >= 0 and infos[negation].grammar & NO_LONGER:
            group.ended = negation
        group.shifts = shifts
        group.passive = bool(
            form & PARTICIPLE
            and not form & PRESENT
            and not reflexive
            and (seen & BE or (not seen and not form & (PRESENT | PAST)))
        )
        group.gerund = bool(form & ING)
        group.bare = not seen and not group.infinitive
        group.finite = not (group.infinitive or group.gerund)
        return group

    def guess(self, word: str, info: Word) -> int:
        if info.grammar & (HAVE | BE):
            return info.form or PRESENT
        known = info.noun or info.adjective or info.conjunction or info.preposition
        if known or info.grammar & _CLOSED or len(word) < _SHORT or " " in word:
            return 0
        return next((form for endings, form in _ENDINGS if word.endswith(endings)), 0)


def _is_adverb(word: str, info: Word) -> bool:
    return word.endswith("ment") and len(word) > 6 and not info.form and not info.noun
