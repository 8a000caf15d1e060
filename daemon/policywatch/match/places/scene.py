"""Scene: one sentence with its mentions, their roles and its clauses.

What it is: what acting.py and placing.py look at; every question is answered in time linear in the sentence, however
long it is and however many places it names.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from policywatch.match.document import Zone
from policywatch.match.places.clauses import clauses
from policywatch.match.places.roles import Role, roles
from policywatch.match.places.words import (
    DETERMINERS,
    IN_PLACE,
    LEADERS,
    LOCAL,
    OF_LEADERS,
    OF_NAMES,
    OF_THINGS,
    PRONOUNS,
    RELATIVE,
)
from policywatch.model.place import Mention

#: words between a noun and the name or the preposition that belongs to it
_ADJECTIVES: Final = 4


class Scene:
    """One sentence, ready to be asked who acts and where."""

    def __init__(self, zone: Zone, mentions: Sequence[Mention], sentence: int, language: str | None = None) -> None:
        """Take the mentions that stand in the sentence, in reading order, and the text's language where it is known."""
        self.zone = zone
        self.language = language
        #: first word of the sentence, and the one after its last
        self.first, self.end = zone.sentences[sentence]
        #: first word of each clause, and the one after its last
        self.clauses = clauses(zone, self.first, self.end, [(mention.first, mention.end) for mention in mentions])
        #: in reading order
        self.roles = roles(zone, mentions, self.first, self.end)
        #: the same by clause
        self.roles_in: list[list[Role]] = [[] for _ in self.clauses]
        for role in self.roles:
            self.roles_in[self.clause_at(role.mention.first)].append(role)
        #: by clause: the first mention that can be its subject
        self.subjects: list[Role | None] = []
        self._starts = {mention.first for mention in mentions}
        self._ends = {mention.end for mention in mentions}
        for clause, some in enumerate(self.roles_in):
            free = (role for role in some if role.is_free and role.can_act)
            self.subjects.append(None if self.is_relative(clause) else next(free, None))

    def clause_at(self, word: int) -> int:
        """Return the number of the clause that holds a word."""
        return bisect_right(self.clauses, (word, self.end)) - 1

    def is_relative(self, clause: int) -> bool:
        """Say whether the clause's subject is a pronoun for what stands before it: *who met*, not *whom France met*."""
        first, end = self.clauses[clause]
        words = self.zone.words
        if first == self.first or words[first] not in RELATIVE or first + 1 >= end:
            return False
        after = words[first + 1]
        return (
            first + 1 not in self._starts and after not in DETERMINERS and after not in PRONOUNS and after not in LOCAL
        )

    def subject(self, clause: int, before: int) -> Role | None:
        """Return the clause's subject if it stands before a word."""
        subject = self.subjects[clause]
        return subject if subject and subject.mention.first < before else None

    def local_subject(self, clause: int, before: int) -> int | None:
        """Return the number of the word that means the authorities of the place: *the junta*, without a name."""
        first, end = self.clauses[clause]
        for number in range(first, min(end, before)):
            if self._is_local(number) and not self._is_named(number) and not self._hangs_on_preposition(number):
                return number
        return None

    def is_local_first(self, clause: int, before: int) -> bool:
        """Say whether *the junta* is the clause's subject, rather than a mention."""
        local, subject = self.local_subject(clause, before), self.subject(clause, before)
        return local is not None and (subject is None or local < subject.mention.first)

    def _is_local(self, number: int) -> bool:
        words = self.zone.words
        return words[number] in LOCAL or (
            words[number] in LEADERS and number > self.first and words[number - 1] in OF_LEADERS
        )

    def _is_named(self, number: int) -> bool:
        """Say whether a name stands beside a noun: *Niger's junta*, *the junta in Niger*, *la junte nigérienne*."""
        words = self.zone.words
        before = number
        while before not in self._ends and number - before < _ADJECTIVES and before > self.first:
            if words[before - 1] != "s" and words[before - 1] not in OF_THINGS:
                break
            before -= 1
        if before in self._ends:
            return True
        after = number + 1
        if after < self.end and words[after] in OF_NAMES:
            after += 1
        limit = min(self.end, after + _ADJECTIVES)
        while (
            after < limit and after not in self._starts and (words[after] in DETERMINERS or words[after] in OF_THINGS)
        ):
            after += 1
        return after in self._starts

    def _hangs_on_preposition(self, number: int) -> bool:
        words = self.zone.words
        limit = max(self.first, number - 1 - _ADJECTIVES)
        at = number - 1
        while at > limit and (words[at] in DETERMINERS or words[at] in OF_THINGS) and words[at] != "des":
            at -= 1
        return at >= self.first and words[at] in IN_PLACE and words[at] != "a"
