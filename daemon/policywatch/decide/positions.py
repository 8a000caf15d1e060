"""Whether what an outlet says moves a position.

Takes the position that stands, what was said about the subject lately, and the newest statement; gives the Move.

- What is historical tells nothing about how things stand now, nor does what is older than the position.
- A statement that agrees adds its outlet to those that say so.
- One that differs moves the position at once when an official feed says it, and otherwise when `confirm` distinct
  outlets have said the same within `window`; until then the position stands and is contested.
- Talk of what may come (threatened, called for, considered, and plans for what is there already) takes the place of
  what is asserted or negated only when `confirm` outlets say it and nobody has restated the position within the window:
  every article on a designation that is withheld also says who calls for one. What would follow *if* never does.
- Quantities differ only when their ranges do not overlap.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from policywatch.model.position import MAX_OUTLETS, Claimed, Move, MoveReason, Position, Statement, Step, Subject
from policywatch.model.quantity import overlaps
from policywatch.model.stance import StanceLabel

#: how things stand, as far as anybody knows
_SETTLED = frozenset({StanceLabel.ASSERTED, StanceLabel.NEGATED})
#: what may come of it
_TALK = frozenset({StanceLabel.HYPOTHETICAL, StanceLabel.THREATENED, StanceLabel.CALLED_FOR, StanceLabel.CONSIDERED})


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How well a change must be confirmed: `confirm:` and `window:` of a watch."""

    #: distinct outlets
    outlets: int = 2
    within: timedelta = timedelta(hours=48)


def move(
    subject: Subject,
    current: Position | None,
    statement: Statement,
    earlier: Iterable[Statement],
    confirmation: Confirmation,
) -> Move:
    """Return what a statement does. `earlier` are those about the subject, of which the window before it counts."""
    claimed = statement.claimed
    if claimed.label is StanceLabel.HISTORICAL:
        return Move(Step.UNCHANGED, current, current)
    lately = [one for one in earlier if abs(statement.at - one.at) <= confirmation.within]
    agreeing = [statement, *(one for one in lately if agrees(one.claimed, claimed))]
    if current is None:
        return Move(Step.OPENED, _opened(subject, agreeing, MoveReason.FIRST))
    if agrees(current.claimed, claimed):
        return Move(Step.UNCHANGED, _strengthened(current, statement, confirmation), current)
    if statement.at < current.since_at:
        return Move(Step.UNCHANGED, current, current)
    confirmed = len({one.outlet for one in agreeing}) >= confirmation.outlets
    if _is_talk(current.claimed, claimed):
        restated = any(agrees(one.claimed, current.claimed) for one in lately)
        if claimed.label is StanceLabel.HYPOTHETICAL or restated or not confirmed:
            return Move(Step.UNCHANGED, current, current)
        return Move(Step.MOVED, _opened(subject, agreeing, MoveReason.CONFIRMED, current), current)
    if statement.official or confirmed:
        reason = MoveReason.OFFICIAL if statement.official else MoveReason.CONFIRMED
        return Move(Step.MOVED, _opened(subject, agreeing, reason, current), current)
    contested = replace(current, contested=claimed, contested_at=statement.at)
    known = current.contested is not None and agrees(current.contested, claimed)
    return Move(Step.UNCHANGED if known else Step.CONTESTED, contested, current)


def agrees(one: Claimed, other: Claimed) -> bool:
    """Say whether two claims describe the same position."""
    if (one.label, one.phase) != (other.label, other.phase):
        return False
    if one.quantity is None or other.quantity is None:
        return True
    return overlaps(one.quantity, other.quantity)


def _is_talk(current: Claimed, claimed: Claimed) -> bool:
    if claimed.label is StanceLabel.PLANNED:
        return current.label is StanceLabel.ASSERTED and current.phase is claimed.phase
    return claimed.label in _TALK and current.label in _SETTLED


def _opened(
    subject: Subject, agreeing: list[Statement], reason: MoveReason, before: Position | None = None
) -> Position:
    newest = agreeing[0].claimed
    # one outlet names a number that another left out
    quantity = newest.quantity or next((one.claimed.quantity for one in agreeing if one.claimed.quantity), None)
    since_at = min(one.at for one in agreeing)
    return Position(
        subject=subject,
        claimed=replace(newest, quantity=quantity),
        # the first who said so may have said it while the other position was news
        since_at=since_at if before is None else max(since_at, before.since_at),
        reason=reason,
        outlets=tuple(sorted({one.outlet for one in agreeing}))[:MAX_OUTLETS],
        official=any(one.official for one in agreeing),
    )


def _strengthened(current: Position, statement: Statement, confirmation: Confirmation) -> Position:
    """Return a position that one more statement agrees with; what was said against it long ago is forgotten."""
    claimed = current.claimed
    if claimed.quantity is None and statement.claimed.quantity is not None:
        claimed = replace(claimed, quantity=statement.claimed.quantity)
    outlets = current.outlets
    if statement.outlet not in outlets and len(outlets) < MAX_OUTLETS:
        outlets = tuple(sorted((*outlets, statement.outlet)))
    stale = current.contested_at is not None and statement.at - current.contested_at > confirmation.within
    return replace(
        current,
        claimed=claimed,
        outlets=outlets,
        official=current.official or statement.official,
        contested=None if stale else current.contested,
        contested_at=None if stale else current.contested_at,
    )
