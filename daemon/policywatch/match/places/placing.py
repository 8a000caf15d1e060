"""Placing: where a match takes place, as one sentence tells.

What it is: the nearest place in the match's clause, then in its sentence. A name outranks a demonym. Neither the one
who acts is the place, nor who is quoted, nor whose troops or money it is. Where the actor is at home and the other side
is one that keeps troops and missions abroad (*Niger expelled the French ambassador*), the place is the actor's.
Takes: a Scene, the match's words in it, the actor's code. Gives: a Placed, or None. Raises: nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from policywatch.match.places.roles import Relation, Role
from policywatch.match.places.scene import Scene
from policywatch.model.place import Placed, PlacedBy, TermKind

#: these are governments and bodies, no places
_NO_PLACES: Final = frozenset({TermKind.METONYM, TermKind.BODY, TermKind.SEAT})
#: ranks: the lower, the likelier the place
_NAMED, _LEFT, _LEADER, _DEMONYM, _SUBJECT = range(5)


@dataclass(frozen=True, slots=True)
class Actor:
    """What placing asks about the one who acts."""

    #: "" where nobody is known
    code: str
    #: codes of those who keep troops, money and missions in other places
    abroad: Collection[str]
    #: codes of bodies
    bodies: Collection[str]

    @property
    def is_at_home(self) -> bool:
        return bool(self.code) and self.code not in self.bodies and self.code not in self.abroad

    def owns_from_afar(self, role: Role) -> bool:
        """Say whether a mention is only the other side of what an actor does at home."""
        kind = role.mention.kind
        # "Bamako released Ivorian soldiers": whoever they are, they are in Mali
        object_of_act = kind is TermKind.DEMONYM and role.owns and role.is_free and bool(self.code)
        code = role.mention.code
        partner = role.relation is Relation.WITH and self.is_at_home
        far = code in self.abroad or code in self.bodies or object_of_act or partner
        beside = role.owns or role.relation in (Relation.FREE, Relation.WITH, Relation.TO, Relation.BY)
        return far and beside and role.mention.code != self.code


def placed(scene: Scene, first: int, end: int, actor: Actor) -> Placed | None:
    """Say where the match from word `first` to `end` takes place, as far as its own sentence tells."""
    clause = scene.clause_at(first)
    inside = scene.roles_in[clause]
    own = {id(role) for role in inside}
    outside = [role for role in scene.roles if id(role) not in own]
    subjects = {id(subject) for subject in scene.subjects if subject}
    for roles, how in ((inside, PlacedBy.CLAUSE), (outside, PlacedBy.SENTENCE)):
        found = _best(roles, subjects if how is PlacedBy.SENTENCE else (), first, end, actor)
        if found:
            code = found.mention.code
            # "Nigerian President Bazoum": the demonym beside the person has the conflict
            conflict = next(
                (one.mention.conflict for one in roles if one.mention.code == code and one.mention.conflict), ()
            )
            return Placed(code, how, conflict)
        if actor.is_at_home and any(actor.owns_from_afar(role) for role in roles):
            return Placed(actor.code, PlacedBy.HOME)
    return None


def any_place(scene: Scene, first: int, end: int, actor: Actor) -> Placed | None:
    """Return the nearest place of a sentence, even if it only owns or is quoted: where nothing else is named."""
    named = [
        role
        for role in scene.roles
        if role.mention.kind not in _NO_PLACES
        and role.mention.code not in actor.bodies
        and role.mention.actor != actor.code
    ]
    nearest = min(named, key=lambda role: _distance(role, first, end), default=None)
    return Placed(nearest.mention.code, PlacedBy.SENTENCE, nearest.mention.conflict) if nearest else None


def _best(roles: Iterable[Role], subjects: Collection[int], first: int, end: int, actor: Actor) -> Role | None:
    ranked = [
        (rank, _distance(role, first, end), number, role)
        for number, role in enumerate(roles)
        if (rank := _rank(role, id(role) in subjects, actor)) is not None
    ]
    return min(ranked)[-1] if ranked else None


def _rank(role: Role, is_subject: bool, actor: Actor) -> int | None:
    """Return how likely a mention is the place; None where it is none."""
    mention = role.mention
    if mention.kind in _NO_PLACES or mention.code in actor.bodies or actor.code in (mention.code, mention.actor):
        return None
    if role.relation in (Relation.SOURCE, Relation.ASIDE) or role.reports or role.list_first.actor == actor.code:
        return None
    if (actor.is_at_home or not actor.code) and actor.owns_from_afar(role):
        return None
    if mention.kind is TermKind.DEMONYM:
        return _DEMONYM
    if is_subject or role.relation is Relation.BY:
        return _SUBJECT
    if mention.kind is TermKind.LEADER:
        return _DEMONYM if mention.former else _LEADER
    return _LEFT if role.relation is Relation.FROM else _NAMED


def _distance(role: Role, first: int, end: int) -> int:
    """Return how many words lie between; of two equally far the one that follows is nearer."""
    mention = role.mention
    if mention.first >= end:
        return 2 * (mention.first - end)
    return 2 * max(0, first - mention.end) + 1
