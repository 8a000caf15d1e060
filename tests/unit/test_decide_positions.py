"""What moves a position of the ledger, and what does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.decide.positions import Confirmation, move
from policywatch.model.position import Claimed, Move, MoveReason, Position, Statement, Step, Subject
from policywatch.model.quantity import Quantity, QuantityKind
from policywatch.model.stance import Phase, StanceLabel

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SUBJECT = Subject("coup-designation", "US", "NE")
L = StanceLabel


def people(low: int, *, approximate: bool = False) -> Quantity:
    return Quantity(
        QuantityKind.PEOPLE, Decimal(low), Decimal(low), "troops", approximate, False, f"{low} troops", (0, 4), (0, 4)
    )


def says(
    label: StanceLabel,
    outlet: str = "wire",
    *,
    at: datetime = START,
    official: bool = False,
    phase: Phase = Phase.ON,
    quantity: Quantity | None = None,
) -> Statement:
    return Statement(Claimed(label, phase, quantity), outlet, official, at)


def told(*statements: Statement, confirmation: Confirmation = Confirmation()) -> list[Move]:  # noqa: B008
    """Return what each statement in turn does to an empty ledger."""
    moves: list[Move] = []
    current: Position | None = None
    for number, statement in enumerate(statements):
        moves.append(move(SUBJECT, current, statement, statements[:number], confirmation))
        current = moves[-1].position
    return moves


def steps(*statements: Statement) -> list[str]:
    return [one.step.value for one in told(*statements)]


def test_the_first_word_opens_a_position() -> None:
    (first,) = told(says(L.NEGATED))
    assert (first.step, first.before) == (Step.OPENED, None)
    assert first.position is not None
    assert (first.position.since_at, first.position.outlets, first.position.reason) == (
        START,
        ("wire",),
        MoveReason.FIRST,
    )


def test_one_outlet_alone_contests_and_two_move() -> None:
    moves = told(
        says(L.NEGATED),
        says(L.ASSERTED, "radio", at=START + DAY),
        says(L.ASSERTED, "radio", at=START + DAY + HOUR),
        says(L.ASSERTED, "gazette", at=START + DAY + 2 * HOUR),
    )
    assert [one.step.value for one in moves] == ["opened", "contested", "unchanged", "moved"]
    contested, moved = moves[1].position, moves[3].position
    assert contested is not None
    assert contested.claimed.label is L.NEGATED
    assert contested.contested == Claimed(L.ASSERTED)
    assert moved is not None
    assert (moved.claimed.label, moved.since_at, moved.outlets) == (L.ASSERTED, START + DAY, ("gazette", "radio"))
    assert moved.reason is MoveReason.CONFIRMED
    assert moves[3].before == moves[2].position


def test_an_official_feed_moves_alone() -> None:
    moves = told(says(L.NEGATED), says(L.ASSERTED, "state", at=START + DAY, official=True))
    assert moves[1].step is Step.MOVED
    assert moves[1].position is not None
    assert (moves[1].position.reason, moves[1].position.official) == (MoveReason.OFFICIAL, True)


def test_outlets_that_say_so_too_far_apart_confirm_nothing() -> None:
    assert steps(
        says(L.NEGATED),
        says(L.ASSERTED, "radio", at=START + DAY),
        says(L.ASSERTED, "gazette", at=START + 4 * DAY),
    ) == ["opened", "contested", "unchanged"]


def test_more_outlets_can_be_asked_for() -> None:
    three = Confirmation(outlets=3)
    moves = told(
        says(L.NEGATED),
        *(says(L.ASSERTED, outlet, at=START + DAY) for outlet in ("a", "b", "c")),
        confirmation=three,
    )
    assert [one.step.value for one in moves] == ["opened", "contested", "unchanged", "moved"]


@pytest.mark.parametrize("label", [L.HYPOTHETICAL, L.THREATENED, L.CALLED_FOR, L.CONSIDERED])
@pytest.mark.parametrize("settled", [L.ASSERTED, L.NEGATED])
def test_talk_of_one_outlet_even_an_official_one_leaves_what_is_settled(
    settled: StanceLabel, label: StanceLabel
) -> None:
    assert steps(says(settled), says(label, "state", at=START + 3 * DAY, official=True)) == ["opened", "unchanged"]


def test_confirmed_talk_takes_the_place_of_what_nobody_restates() -> None:
    talk = [says(L.CONSIDERED, outlet, at=START + 10 * DAY) for outlet in ("radio", "gazette")]
    assert steps(says(L.NEGATED), *talk) == ["opened", "unchanged", "moved"]


def test_talk_in_articles_that_restate_the_position_moves_nothing() -> None:
    later = START + 10 * DAY
    mixed = [says(label, outlet, at=later) for outlet in ("a", "b", "c") for label in (L.NEGATED, L.CALLED_FOR)]
    assert steps(says(L.NEGATED), *mixed) == ["opened", *["unchanged"] * 6]


def test_what_would_follow_if_never_moves_what_is_settled() -> None:
    talk = [says(L.HYPOTHETICAL, outlet, at=START + 10 * DAY) for outlet in ("a", "b", "c", "d")]
    assert steps(says(L.NEGATED), *talk) == ["opened", *["unchanged"] * 4]


def test_talk_gives_way_to_what_happens() -> None:
    assert steps(says(L.CONSIDERED), says(L.ASSERTED, "state", official=True, at=START + HOUR)) == ["opened", "moved"]


def test_plans_for_what_is_there_already_change_nothing_but_plans_for_what_was_denied_do() -> None:
    plan = says(L.PLANNED, "state", official=True, at=START + 3 * DAY)
    assert steps(says(L.ASSERTED), plan) == ["opened", "unchanged"]
    assert steps(says(L.NEGATED), plan) == ["opened", "moved"]


def test_history_says_nothing_about_now() -> None:
    assert told(says(L.HISTORICAL))[0] == Move(Step.UNCHANGED, None, None)
    assert steps(says(L.NEGATED), says(L.HISTORICAL, official=True)) == ["opened", "unchanged"]


def test_what_is_older_than_the_position_does_not_move_it() -> None:
    late = says(L.NEGATED, "archive", official=True, at=START - DAY)
    assert steps(says(L.ASSERTED), late) == ["opened", "unchanged"]


def test_an_event_undone_is_another_position() -> None:
    moves = told(says(L.ASSERTED), says(L.ASSERTED, "state", official=True, phase=Phase.OFF, at=START + DAY))
    assert moves[1].step is Step.MOVED
    assert moves[1].position is not None
    assert moves[1].position.claimed.phase is Phase.OFF


def test_numbers_that_can_be_the_same_are_one_position() -> None:
    numbers = [people(1000, approximate=True), people(1001), people(1016)]
    found = [says(L.ASSERTED, f"o{n}", at=START + n * HOUR, quantity=one) for n, one in enumerate(numbers)]
    assert steps(*found) == ["opened", "unchanged", "unchanged"]


def test_a_number_outside_the_range_contests_and_then_moves() -> None:
    found = [
        says(L.ASSERTED, "wire", quantity=people(1000, approximate=True)),
        says(L.ASSERTED, "radio", at=START + DAY, quantity=people(648)),
        says(L.ASSERTED, "gazette", at=START + DAY + HOUR, quantity=people(650)),
    ]
    moves = told(*found)
    assert [one.step.value for one in moves] == ["opened", "contested", "moved"]
    assert moves[2].position is not None
    assert moves[2].position.claimed.quantity == people(650)


def test_a_number_completes_a_position_that_had_none() -> None:
    moves = told(says(L.ASSERTED), says(L.ASSERTED, "radio", quantity=people(1000)))
    assert moves[1].step is Step.UNCHANGED
    assert moves[1].position is not None
    assert moves[1].position.claimed.quantity == people(1000)


def test_outlets_that_agree_are_counted_once_each() -> None:
    moves = told(*(says(L.NEGATED, outlet, at=START + HOUR) for outlet in ("b", "a", "b", "c")))
    assert moves[-1].position is not None
    assert moves[-1].position.outlets == ("a", "b", "c")


def test_what_was_said_against_it_long_ago_is_forgotten_when_it_is_restated() -> None:
    moves = told(
        says(L.NEGATED),
        says(L.ASSERTED, "radio", at=START + DAY),
        says(L.NEGATED, "wire", at=START + 2 * DAY),
        says(L.NEGATED, "wire", at=START + 5 * DAY),
    )
    assert [one.position.contested is not None for one in moves if one.position] == [False, True, True, False]


statements = st.builds(
    says,
    st.sampled_from(list(StanceLabel)),
    st.sampled_from(["a", "b", "c"]),
    at=st.integers(0, 200).map(lambda hours: START + hours * HOUR),
    official=st.booleans(),
    phase=st.sampled_from(list(Phase)),
    quantity=st.none() | st.integers(0, 3).map(lambda power: people(10**power)),
)


@given(st.lists(statements, max_size=12))
def test_every_step_is_what_it_says(found: list[Statement]) -> None:
    """Whatever is told in whatever order: a move has another position, anything else keeps the claim's kind."""
    for one in told(*found):
        if one.step is Step.OPENED:
            assert one.before is None
            assert one.position is not None
        elif one.step is Step.MOVED:
            assert one.before is not None
            assert one.position is not None
            assert one.position.since_at >= one.before.since_at
        elif one.position is not None:
            assert one.before is not None
            assert (one.position.claimed.label, one.position.since_at) == (
                one.before.claimed.label,
                one.before.since_at,
            )
            assert (one.step is Step.CONTESTED) <= (one.position.contested is not None)


@given(st.lists(statements, max_size=12))
def test_one_unofficial_outlet_alone_never_moves_a_position(found: list[Statement]) -> None:
    alone = [Statement(one.claimed, "a", False, one.at) for one in found]
    assert all(one.step is not Step.MOVED for one in told(*alone))
