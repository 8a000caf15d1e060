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


def stopped(crew: Crew[int], within: float = 5) -> bool:
    crew.stop_claiming()
    return crew.wait(within)


def finished(crew: Crew[int]) -> bool:
    return stopped(crew)


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
    assert stopped(crew, within=0.05) is False
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
        ended: list[bool] = []
        stopper = threading.Thread(target=lambda crew=crew, ended=ended: ended.append(stopped(crew)), daemon=True)
        stopper.start()
        stopper.join(timeout=5)
        assert ended == [True]


def test_a_wish_that_comes_while_another_thread_claims_is_not_lost() -> None:
    """A poll records an alert while the deliver crew's claim is under way, which did not see it yet."""
    claiming, go_on, done = threading.Event(), threading.Event(), []
    rows: list[list[int]] = [[], [7]]

    def claim(_limit: int) -> list[int]:
        claiming.set()
        go_on.wait(5)
        return rows.pop(0) if rows else []

    crew = Crew("test", 2, claim, done.append)
    first = threading.Thread(target=crew.tick)
    first.start()
    claiming.wait(5)
    crew.tick()  # returns at once: the first thread claims once more
    go_on.set()
    first.join(5)
    assert finished(crew)
    assert done == [7]


def test_a_claim_that_hangs_does_not_hold_up_the_stop() -> None:
    go_on = threading.Event()

    def claim(_limit: int) -> list[int]:
        go_on.wait(10)
        return []

    crew = Crew("test", 1, claim, lambda _claim: None)
    threading.Thread(target=crew.tick, daemon=True).start()
    assert stopped(crew, within=0.1) is False
    go_on.set()


def test_a_thread_that_cannot_be_started_costs_one_claim_and_no_more(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    due, done = Due(rows=3), []
    crew = Crew("test", 1, due.claim, done.append)

    def no_thread(*_args: object) -> None:
        msg = "can't start new thread"
        raise RuntimeError(msg)

    with monkeypatch.context() as at_its_limit:
        at_its_limit.setattr(crew._threads, "submit", no_thread)
        crew.tick()
    crew.tick()
    wait_until(lambda: done == [1, 2])
    assert finished(crew)
    assert [record.getMessage() for record in caplog.records] == ["no thread for a claim"]
