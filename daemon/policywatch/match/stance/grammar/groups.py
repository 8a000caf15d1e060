"""Verb groups: a verb (or predicate) with the auxiliaries, negations and adverbs before it.

Takes: Units. Gives: Groups. Raises: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from policywatch.match.stance.grammar.units import NOTHING, QUOTE, Units
from policywatch.match.stance.grammar.verbs import Verbs, is_adverb
from policywatch.match.stance.words.compiled import (
    ADV,
    BE,
    CC,
    CLITIC,
    DO,
    ENDER,
    HAVE,
    MODAL,
    NEG,
    NO_LONGER,
    NOT,
    PREP,
    PRON,
    PSEUDO,
    REL,
    THAT,
    TO,
    Operator,
)
from policywatch.match.stance.words.inflect import BASE, CONDITIONAL, ING, PARTICIPLE, PAST

_AUXILIARY: Final = DO | HAVE | BE
#: prepositions that belong to a verb before them: *hand over*
_PARTICLES: Final = frozenset({"over", "up", "out", "off", "back", "down", "in"})


@dataclass(slots=True)
class Group:
    """A verb with what stands before it in its group."""

    main: int
    #: its leftmost unit
    start: int
    #: what acts on it there, the nearest first, with its unit
    shifts: list[tuple[Operator, int]] = field(default_factory=list)
    #: an infinitive with "to"
    infinitive: bool = False
    passive: bool = False
    #: it has a subject of its own
    finite: bool = True
    #: -ing without an auxiliary
    gerund: bool = False
    #: no auxiliary at all
    bare: bool = True
    #: the unit of "would", which after "said" means a plan
    would: int = -1
    negated: bool = False
    #: "be" and a participle, which may be an adjective too
    passive_form: bool = False
    #: the unit of "no longer", or -1
    ended: int = -1
    #: the unit of the modal verb, or -1
    modal: int = -1


class Groups(Verbs):
    """The verb groups of one sentence, each worked out once."""

    def __init__(self, units: Units) -> None:
        super().__init__(units)
        self._groups: dict[int, Group] = {}

    def is_imperative(self, index: int) -> bool:
        """Say whether a verb stands in its first form where a clause starts: *Lift the ban, ministers told*."""
        units = self.units
        info = units.infos[index]
        group = self.group(index)
        told = units.words[group.start] in ("do", "don") and group.start < index
        if not (info.form & BASE or told) or info.form & PAST or info.grammar & (BE | HAVE | MODAL):
            return False
        start = group.start
        if group.infinitive or any(
            units.infos[at].grammar & (MODAL | HAVE | BE) or units.words[at] in ("did", "does")
            for at in range(start, index)
        ):
            return False
        if start and units.gaps[start] < QUOTE:
            return False
        return start < index or self._has_object(index)

    def _has_object(self, index: int) -> bool:
        """Say whether what follows a verb that starts a clause is its object, and no subject: *Aid officials said*."""
        units = self.units
        infos = units.infos
        for after in range(index + 1, len(infos)):
            grammar = infos[after].grammar
            if units.gaps[after] > NOTHING or grammar & (REL | THAT | CC):
                break
            particle = units.words[after] in _PARTICLES
            if after == index + 1 and ((grammar & PREP and not particle) or (grammar & TO and not infos[index].noun)):
                return False
            if grammar & (BE | HAVE | MODAL) or (infos[after].form & PAST and not infos[after].form & BASE):
                return False
        return (index + 1 < len(infos) and units.gaps[index + 1] == NOTHING) or not infos[index].noun

    def is_headline_passive(self, index: int) -> bool:
        """Say whether a participle without auxiliary is passive: *Coup averted in São Tomé*, *Britain urged to act*."""
        units = self.units
        info = units.infos[index]
        group = self.group(index)
        if not info.verb or not info.form & PARTICIPLE or not group.bare or group.gerund:
            return False
        after = index + 1
        if after >= len(units.words) or units.gaps[after] > NOTHING:
            return True
        return bool(units.infos[after].grammar & (PREP | ADV | ENDER | TO | CC))

    def group(self, main: int) -> Group:
        """Return the group of a verb or predicate."""
        known = self._groups.get(main)
        if known is None:
            known = self._groups[main] = self._group(main)
        return known

    def _group(self, main: int) -> Group:
        units = self.units
        infos, words, gaps = units.infos, units.words, units.gaps
        group = Group(main, main)
        info = infos[main]
        form = info.form or self.guess(words[main], info)
        seen = 0
        modal = negation = -1
        shifts: list[tuple[Operator, int]] = []
        index = main - 1
        while index >= 0 and gaps[index + 1] == NOTHING:
            here = infos[index]
            grammar = here.grammar
            if group.infinitive:
                if not grammar & (NEG | ADV) or grammar & PRON or here.adjective:
                    break
                if grammar & NEG:
                    negation = index
            elif grammar & PSEUDO:
                pass
            elif grammar & NEG:
                # two negations in one group leave nothing denied
                negation = -1 if negation >= 0 and not grammar & CC else index
            elif grammar & MODAL:
                if words[index] == "d" and form & PARTICIPLE and not form & BASE:
                    seen |= HAVE
                else:
                    modal = index
            elif grammar & _AUXILIARY:
                seen |= grammar & _AUXILIARY
            elif words[index] == "s" and index and infos[index - 1].grammar & (PRON | THAT | REL):
                seen |= BE
            elif grammar & TO:
                group.infinitive = True
            elif here.adverb:
                shifts.append((here.adverb, index))
            elif not (grammar & (ADV | CLITIC) or is_adverb(words[index], here)):
                break
            group.start = index
            index -= 1
        if modal >= 0:
            found = infos[modal].modal
            if found:
                if words[modal] in ("would", "d", "wouldn"):
                    group.would = modal
                at = negation if negation > modal and words[negation] != "t" else modal
                shifts.append((found[negation >= 0], at))
                group.modal = at if negation < 0 else -1
        elif negation >= 0:
            shifts.append((NOT, negation))
        if form & CONDITIONAL:
            group.would = main
        group.negated = negation >= 0
        if negation >= 0 and modal < 0 and infos[negation].grammar & NO_LONGER:
            group.ended = negation
        group.shifts = shifts
        group.passive_form = bool(seen & BE and form & PARTICIPLE)
        group.passive = group.passive_form and not info.adjective
        being = index + 1 < main and words[group.start] in ("being", "having")
        group.gerund = bool(form & ING and not seen) or being or words[main] == "being"
        group.bare = not seen and modal < 0 and not group.infinitive
        group.finite = not (group.infinitive or group.gerund)
        return group
