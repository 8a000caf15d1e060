from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from policywatch.service import schedule as schedule_module
from policywatch.service.schedule import Schedule, Tick


def test_ticks_come_again_and_again_until_stopped() -> None:
    came = threading.Semaphore(0)
    schedule = Schedule([Tick("poll", came.release, timedelta(seconds=0.05))])
    schedule.start()
    assert all(came.acquire(timeout=5) for _ in range(3))
    schedule.stop()
    time.sleep(0.1)
    while came.acquire(blocking=False):
        pass
    assert not came.acquire(timeout=0.3)


def test_a_clock_that_is_set_back_does_not_stop_the_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule_module, "_LOOK_EVERY", 0.2)
    came = threading.Semaphore(0)
    schedule = Schedule([Tick("poll", came.release, timedelta(seconds=0.05))])
    schedule.start()
    assert came.acquire(timeout=5)

    class AnHourEarlier(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) - timedelta(hours=1)

    monkeypatch.setattr("apscheduler.schedulers.base.datetime", AnHourEarlier)
    monkeypatch.setattr(schedule_module, "datetime", AnHourEarlier)
    time.sleep(0.3)
    while came.acquire(blocking=False):
        pass
    assert all(came.acquire(timeout=5) for _ in range(3))
    schedule.stop()


def test_stopping_does_not_wait_for_a_tick_that_hangs() -> None:
    go_on, started = threading.Event(), threading.Event()

    def hang() -> None:
        started.set()
        go_on.wait(10)

    schedule = Schedule([Tick("poll", hang, timedelta(seconds=0.05))])
    schedule.start()
    assert started.wait(5)
    before = time.monotonic()
    schedule.stop()
    assert time.monotonic() - before < 5
    go_on.set()
