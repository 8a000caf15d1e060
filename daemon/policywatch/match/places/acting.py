"""Acting: which government or body does what a match is about.

What it is: *by the EU* first; then the subject of the match's clause, else of the clause it hangs on; then the owner
(*US troops*); then, for what hangs on a pronoun, the subject of the sentence before. *The junta* alone is that of the
place. Who is only quoted (*selon Paris*) acts where nobody else is named.
Takes: a Scene and the match's words in it. Gives: an Acting, or None. Raises: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policywatch.match.places.roles import Relation, Role
from policywatch.match.places.scene import Scene
from policywatch.match.places.words import (
    BE,
    COMMENTS,
    DETERMINERS,
    DONE_TO,
    FIRST_PERSON,
    IN_PLACE,
    PRONOUNS,
    SENT_AWAY,
)
from policywatch.model.place import Acting, ActsBy

#: how participles end: suspended, given, cut, suspendu, suspendue, mis
_PARTICIPLES: Final = ("ed", "en", "wn", "t", "ld", "de", "e", "es", "u", "us", "is")


def acting(scene: Scene, first: int, end: int) -> Acting | ActsBy | None:
    """Say who acts in the sentence: somebody named, or ActsBy.LOCAL for those of the place whatever it is.

    `first` is the match's first word, `end` the one after its last.
    """
    clause = scene.clause_at(first)
    roles = scene.roles_in[clause]
    subject = scene.subject(clause, before=end)
    agent = next((role for role in roles if role.relation is Relation.BY and role.mention.first >= first), None)
    start = subject.mention.end if subject else scene.clauses[clause][0]
    if agent and agent.can_act and (not subject or _is_passive(scene, start, end) or _is_noun(scene, first)):
        return _named(agent, ActsBy.AGENT)
    if speaker := _speaker(scene, clause, first):
        return _named(speaker, ActsBy.SUBJECT)
    if scene.is_local_first(clause, before=first):
        return ActsBy.LOCAL
    if subject:
        done_by = _done_to(scene, subject, first, end)
        if done_by is None:
            owner = _commented_owner(scene, subject, roles, first)
            return _named(owner, ActsBy.OWNER) if owner else _named(subject, ActsBy.SUBJECT)
        return ActsBy.LOCAL if done_by in SENT_AWAY else None
    return _from_other_clauses(scene, clause, first)


def source(scene: Scene) -> Acting | None:
    """Return who is quoted in a sentence."""
    found = next((role for role in scene.roles if role.relation is Relation.SOURCE and role.can_act), None)
    return _named(found, ActsBy.SOURCE) if found else None


def main_subject(scene: Scene) -> Acting | None:
    """Return the first subject of a sentence."""
    found = next((subject for subject in scene.subjects if subject), None)
    return _named(found, ActsBy.SUBJECT) if found else None


def starts_with_pronoun(scene: Scene) -> bool:
    return scene.zone.words[scene.first] in PRONOUNS


def _named(role: Role, how: ActsBy) -> Acting:
    mention = role.list_first
    return Acting(mention.actor, how, mention.conflict)


def _is_passive(scene: Scene, start: int, end: int) -> bool:
    """Say whether a passive stands between two words: *was given*, *a été suspendue*, not *is suspending*."""
    words = scene.zone.words
    for number in range(start, min(end, scene.end - 1)):
        if words[number] in BE:
            after = number + 1
            while after < scene.end - 1 and (words[after] in BE or words[after].endswith("ly")):
                after += 1
            if words[after].endswith(_PARTICIPLES) and words[after] not in DETERMINERS:
                return True
    return False


def _is_noun(scene: Scene, first: int) -> bool:
    """Say whether the match is a noun: *the suspension*, *la suspension*, *of suspension*."""
    before = scene.zone.words[first - 1] if first > scene.first else ""
    if before == "a" and scene.language == "fr":
        # "a suspendu": a verb there, an article in English
        return False
    return before in DETERMINERS or before in IN_PLACE


def _speaker(scene: Scene, clause: int, first: int) -> Role | None:
    """Return who speaks of their own acts: *"We are suspending aid," Blinken said*."""
    words = scene.zone.words
    if not any(word in FIRST_PERSON for word in words[scene.clauses[clause][0] : first]):
        return None
    return next((role for role in scene.roles if role.can_act and (role.reports or role.is_reported_after)), None)


def _done_to(scene: Scene, subject: Role, first: int, end: int) -> str | None:
    """Return the verb by which something is done to the subject: *US troops told to leave*."""
    words = scene.zone.words
    # a mention between is the verb's object: "Niger told US troops to leave"
    stop = next((role.mention.first for role in scene.roles if role.mention.first > subject.mention.first), scene.end)
    for number in range(subject.mention.end, min(max(first, end), stop)):
        if words[number] in DONE_TO:
            passive = any(word in BE for word in words[max(subject.mention.end, number - 3) : number])
            to = number + 1 < scene.end and words[number + 1] == "to"
            if passive or to:
                return words[number]
    return None


def _commented_owner(scene: Scene, subject: Role, roles: list[Role], first: int) -> Role | None:
    """Return whose act it is that the subject only speaks about: *the EU condemned US sanctions*."""
    words = scene.zone.words
    if not any(word in COMMENTS for word in words[subject.mention.end : first]):
        return None
    owners = [role for role in roles if role.owns and role is not subject and role.mention.end <= first]
    return owners[-1] if owners and owners[-1].can_act else None


def _from_other_clauses(scene: Scene, clause: int, first: int) -> Acting | ActsBy | None:
    """Return the subject of the clause that one without a subject hangs on: the nearest before it, else after."""
    if scene.is_relative(clause):
        near = [role for role in scene.roles_in[clause - 1] if role.can_act and role.relation is not Relation.SOURCE]
        meant = [role for role in near if role.relation in (Relation.FREE, Relation.BY, Relation.FROM)]
        if meant:
            return _named(meant[-1], ActsBy.SUBJECT)
    for number in _outward(clause, len(scene.clauses)):
        if scene.is_local_first(number, before=scene.end):
            return ActsBy.LOCAL
        if subject := scene.subjects[number]:
            return _named(subject, ActsBy.SUBJECT)
    return _owner(scene.roles, first)


def _outward(clause: int, count: int) -> Iterator[int]:
    yield from range(clause - 1, -1, -1)
    yield from range(clause + 1, count)


def _owner(roles: Sequence[Role], first: int) -> Acting | None:
    """Return whose troops or money the sentence speaks of, those nearest to a word."""
    owners = [role for role in roles if role.owns and role.can_act and role.relation is not Relation.SOURCE]
    nearest = min(owners, key=lambda role: abs(role.mention.first - first), default=None)
    return _named(nearest, ActsBy.OWNER) if nearest else None
