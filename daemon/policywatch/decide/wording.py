"""A claim and a change in words for people: in the watch's own where it has some.

Takes claims, moves and `wording:` of a watch; gives short texts. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from policywatch.model.match import Passage
from policywatch.model.position import Claimed, Move, Position, Step, Subject
from policywatch.model.stance import Phase, StanceLabel

#: key of `wording:` for an event that was undone
ENDED: Final = "ended"
_DEFAULT: Final[Mapping[str, str]] = {
    StanceLabel.ASSERTED: "asserted",
    StanceLabel.NEGATED: "denied or withheld",
    StanceLabel.HYPOTHETICAL: "hypothetical",
    StanceLabel.THREATENED: "threatened",
    StanceLabel.CALLED_FOR: "called for",
    StanceLabel.CONSIDERED: "under consideration",
    StanceLabel.PLANNED: "planned",
    StanceLabel.HISTORICAL: "in the past",
    ENDED: "ended",
}
#: what may stand in `wording:`
KEYS: Final = tuple(_DEFAULT)


def in_words(claimed: Claimed, wording: Mapping[str, str]) -> str:
    """Return what is claimed: `withheld`, `present, just over 1,000 troops`, `planned: ended`."""
    told = _told(claimed, wording)
    return f"{told}, {claimed.quantity.words}" if claimed.quantity else told


def _told(claimed: Claimed, wording: Mapping[str, str]) -> str:
    label = wording.get(claimed.label) or _DEFAULT[claimed.label]
    if claimed.phase is Phase.ON:
        return label
    ended = wording.get(ENDED) or _DEFAULT[ENDED]
    return ended if claimed.label is StanceLabel.ASSERTED else f"{label}: {ended}"


def reading_in_words(passage: Passage, wording: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Return how a sentence is read: `withheld (“refrained from”) · according to aides · United States · Niger`.

    What it says, by which words, who says so, who acts and where; "" where nobody read it.
    """
    stance = passage.stance
    if stance is None:
        return ""
    told = in_words(Claimed(stance.label, stance.phase, passage.quantity), wording)
    triggers = ", ".join(f"“{trigger.words}”" for trigger in stance.triggers)
    source = f"according to {stance.reported_by}" if stance.reported_by else ""
    codes = dict.fromkeys(code for code in (passage.actor, passage.place) if code)
    parts = [told + (f" ({triggers})" if triggers else ""), source, *(names.get(code, code) for code in codes)]
    return " · ".join(part for part in parts if part)


def subject_in_words(subject: Subject, names: Mapping[str, str]) -> str:
    """Return whom and what it is about: `United States on Niger`, `Niger`, or "" where nothing can be told."""
    actor, place = (names.get(code, code) for code in (subject.actor, subject.place))
    return f"{actor} on {place}" if actor and place and actor != place else actor or place


def change_in_words(move: Move, wording: Mapping[str, str]) -> str:
    """Return what a move changed: `withheld → designated`; "" where it changed nothing."""
    if move.position is None or move.step is Step.UNCHANGED:
        return ""
    now = in_words(move.position.claimed, wording)
    if move.step is Step.OPENED or move.before is None:
        return now
    if move.step is Step.CONTESTED and move.position.contested is not None:
        return f"{now}, but contested: {in_words(move.position.contested, wording)}"
    return f"{in_words(move.before.claimed, wording)} → {now}"


def standing_in_words(position: Position, wording: Mapping[str, str]) -> str:
    """Return how it stood: `withheld since 2023-07-28 (14 outlets)`."""
    return f"{in_words(position.claimed, wording)} since {day(position.since_at)} ({on_whose_word(position)})"


def on_whose_word(position: Position) -> str:
    """Return who says so: `14 outlets, official`."""
    count = len(position.outlets)
    official = ", official" if position.official else ""
    return f"{count:,} outlet{'' if count == 1 else 's'}{official}"


def day(time: datetime) -> str:
    """Return the day of a time, in UTC."""
    return time.astimezone(UTC).strftime("%Y-%m-%d")
