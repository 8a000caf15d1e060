"""Scene: one sentence with its mentions, their roles and its clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policywatch.match.document import Zone
from policywatch.match.places.clauses import clauses
from policywatch.match.places.roles import Relation, Role, roles
from policywatch.match.places.words import DETERMINERS, IN_PLACE, LOCAL, OF_NAMES, OF_THINGS
from policywatch.model.place import Mention


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence, ready to be asked who acts and where."""

    zone: Zone
    #: first word of the sentence, and the one after its last
    first: int
    end: int
    #: in reading order
    roles: tuple[Role, ...]
    clauses: tuple[tuple[int, int], ...]

    def clause_at(self, word: int) -> int:
        """Return the number of the clause that holds a word."""
        return next(number for number, (_, end) in enumerate(self.clauses) if word < end)

    def roles_in(self, clause: int) -> list[Role]:
        first, end = self.clauses[clause]
        return [role for role in self.roles if first <= role.mention.first < end]

    def subject(self, clause: int, before: int | None = None) -> Role | None:
        """Return the first mention that can be the clause's subject, if it stands before a word."""
        end = self.clauses[clause][1] if before is None else before
        return next(
            (role for role in self.roles_in(clause) if role.is_free and role.can_act and role.mention.first < end), None
        )

    def local_subject(self, clause: int, before: int | None = None) -> int | None:
        """Return the number of the word that means the authorities of the place: *the junta*, without a name."""
        words = self.zone.words
        first, end = self.clauses[clause]
        for number in range(first, min(end, end if before is None else before)):
            if words[number] in LOCAL and not self._is_named(number) and not self._hangs_on_preposition(number):
                return number
        return None

    def _is_named(self, number: int) -> bool:
        """Say whether a name stands beside a noun: *Niger's junta*, *the junta in Niger*, *la junte nigérienne*."""
        words = self.zone.words
        after = number + 1
        if after < self.end and words[after] in OF_NAMES:
            after += 1
        while after < self.end and (words[after] in DETERMINERS or words[after] in OF_THINGS):
            after += 1
        return any(0 <= number - role.mention.end <= 2 or role.mention.first == after for role in self.roles)

    def _hangs_on_preposition(self, number: int) -> bool:
        words = self.zone.words
        at = number - 1
        while at > self.first and (words[at] in DETERMINERS or words[at] in OF_THINGS) and words[at] != "des":
            at -= 1
        return at >= self.first and words[at] in IN_PLACE and words[at] != "a"


def make_scene(zone: Zone, mentions: Sequence[Mention], sentence: int) -> Scene:
    """Return the scene of a sentence. `mentions` are those that stand in it."""
    first, end = zone.sentences[sentence]
    return Scene(
        zone,
        first,
        end,
        tuple(roles(zone, mentions, first, end)),
        tuple(clauses(zone, first, end, [(mention.first, mention.end) for mention in mentions])),
    )


__all__ = ["Relation", "Scene", "make_scene"]
