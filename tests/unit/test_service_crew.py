from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import pytest

from policywatch.errors import StoreError
from policywatch.service.crew import Crew


class Due:
    """Rows that are due, handed out as a store does: each once, no more than asked for."""

    def __init__(self, rows: int) -> None:
        self._lock = threading.Lock()
        self._rows = list(range(rows))
        self.asked: list[int] = []

    def claim(self, limit: int) -> list[int]:
        with self._lock:
            self.asked.append(limit)
            taken, self._rows = self._rows[:limit], self._rows[limit:]
            return taken


def finished(crew: Crew[int]) -> bool:
    return crew.stop(within=5)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = threading.Event()
    for _ in range(500):
        if condition():
            return
        deadline.wait(0.01)
    pytest.fail("it did not come to pass within 5 s")


def test_one_tick_works_off_everything_that_is_due_even_more_than_there_are_threads() -> None:
    due, done = Due(rows=50), []
    crew = Crew("test", 3, due.claim, done.append)
    crew.tick()
    wait_until(lambda: len(done) == 50)
    assert finished(crew)
    assert sorted(done) == list(range(50))


def test_no_more_is_claimed_than_there_are_free_threads() -> None:
    due, hold = Due(rows=50), threading.Event()
    crew = Crew("test", 3, due.claim, lambda _claim: hold.wait(5))
    crew.tick()
    crew.tick()
    assert due.asked == [3]
    hold.set()
    assert finished(crew)


def test_a_stopped_crew_finishes_what_is_in_hand_and_claims_nothing_more() -> None:
    due, hold, done = Due(rows=50), threading.Event(), []

    def work(claim: int) -> None:
        hold.wait(5)
        done.append(claim)

    crew = Crew("test", 2, due.claim, work)
    crew.tick()
    threading.Timer(0.05, hold.set).start()
    assert finished(crew)
    assert sorted(done) == [0, 1]
    crew.tick()
    assert due.asked == [2]


def test_stopping_says_when_work_outlasts_the_time_given() -> None:
    hold = threading.Event()
    crew = Crew("test", 1, Due(rows=1).claim, lambda _claim: hold.wait(5))
    crew.tick()
    assert crew.stop(within=0.05) is False
    hold.set()


def test_a_bug_in_one_piece_of_work_is_shown_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    done = []

    def work(claim: int) -> None:
        if claim == 0:
            raise ZeroDivisionError
        done.append(claim)

    crew = Crew("test", 1, Due(rows=3).claim, work)
    crew.tick()
    wait_until(lambda: len(done) == 2)
    assert finished(crew)
    assert [record.getMessage() for record in caplog.records] == ["internal error"]
    assert caplog.records[0].exc_info is not None


def test_a_store_that_fails_is_told_once_and_its_return_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    fails = True

    def claim(_limit: int) -> list[int]:
        if fails:
            raise StoreError("database", "disk full")
        return []

    crew = Crew("test", 1, claim, lambda _claim: None)
    crew.tick()
    crew.tick()
    fails = False
    crew.tick()
    crew.tick()
    assert finished(crew)
    assert [record.getMessage() for record in caplog.records] == ["nothing can be claimed", "claiming again"]


def test_stopping_never_waits_for_a_thread_that_waits_for_it() -> None:
    """A thread that has just finished looks for more work, while stop waits for that very thread."""
    for _ in range(300):
        crew = Crew("test", 4, Due(rows=8).claim, lambda _claim: None)
        crew.tick()
        stopped: list[bool] = []
        stopper = threading.Thread(target=lambda crew=crew, stopped=stopped: stopped.append(crew.stop(5)), daemon=True)
        stopper.start()
        stopper.join(timeout=5)
        assert stopped == [True]
