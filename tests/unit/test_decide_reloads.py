"""Who is told when the settings of a running daemon break and are whole again."""

from __future__ import annotations

from policywatch.decide.reloads import listed, settings_notice
from policywatch.errors import Problem
from policywatch.model.alert import AlertKind

WHERE = "desk, /etc/policywatch/policywatch.yaml"


def problem(number: int = 1) -> Problem:
    return Problem("watches/a.yaml", number, 5, "`severity` must be low", hint="did you mean low?")


def test_settings_that_break_are_told_with_what_is_wrong_and_what_runs_on() -> None:
    notice = settings_notice([], [problem()], ["coup", "aid"], WHERE)
    assert notice is not None
    assert notice.kind is AlertKind.SETTINGS_FAILING
    assert notice.title == "policywatch: 1 problem in the settings; it goes on with what was last good"
    assert notice.lines == (
        WHERE,
        "watches/a.yaml:1:5: `severity` must be low (did you mean low?)",
        "these run as they last were good, or not at all: coup, aid",
    )


def test_many_problems_are_named_in_part_and_counted_in_full() -> None:
    notice = settings_notice([], [problem(number) for number in range(1, 2_001)], [], WHERE)
    assert notice is not None
    assert "2,000 problems" in notice.title
    assert notice.lines[-1] == "… and 1,995 more: policywatch check"
    assert len(notice.lines) == 7


def test_settings_that_are_good_again_are_told_once() -> None:
    notice = settings_notice([problem()], [], [], WHERE)
    assert notice is not None
    assert (notice.kind, notice.lines) == (AlertKind.SETTINGS_RECOVERED, (WHERE,))
    assert settings_notice([], [], [], WHERE) is None


def test_a_file_that_is_mended_in_ten_steps_is_told_of_once() -> None:
    assert settings_notice([problem(1)], [problem(2), problem(3)], ["coup"], WHERE) is None


def test_a_long_list_of_ids_is_cut() -> None:
    assert listed([f"w{number}" for number in range(12)]) == "w0, w1, w2, w3, w4, w5, w6, w7, w8, w9 and 2 more"
