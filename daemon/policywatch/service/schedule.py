"""Schedule: what makes the daemon do anything at all. The only user of APScheduler.

It keeps no state: every tick asks the tables what is due, so a restart forgets nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

#: how often it is checked that ticks still come
_LOOK_EVERY: Final = 5.0


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to do again and again."""

    name: str
    do: Callable[[], object]
    every: timedelta


class Schedule:
    """Calls each tick again and again until stopped."""

    def __init__(self, ticks: Sequence[Tick]) -> None:
        self._scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(len(ticks))})
        self._ticks = ticks
        self._last = time.monotonic()
        self._stopped = threading.Event()
        for tick in ticks:
            self._scheduler.add_job(
                self._noting(tick.do),
                "interval",
                seconds=tick.every.total_seconds(),
                id=tick.name,
                # ticks that were missed (a suspended laptop) are made up for by the next one
                coalesce=True,
                misfire_grace_time=None,
                max_instances=1,
                next_run_time=datetime.now(UTC),
            )

    def start(self) -> None:
        self._scheduler.start()
        threading.Thread(target=self._mind_the_clock, name="schedule", daemon=True).start()

    def stop(self) -> None:
        """Start no further tick. Does not wait for those that run."""
        self._stopped.set()
        self._scheduler.shutdown(wait=False)

    def _noting(self, do: Callable[[], object]) -> Callable[[], None]:
        def tick() -> None:
            self._last = time.monotonic()
            do()

        return tick

    def _mind_the_clock(self) -> None:
        """Let all ticks run now when none has come for a while.

        APScheduler waits for a time of day: when the clock is set back by an hour it would wait for an hour.
        """
        while not self._stopped.wait(_LOOK_EVERY):
            if time.monotonic() - self._last > _LOOK_EVERY:
                for tick in self._ticks:
                    self._scheduler.modify_job(tick.name, next_run_time=datetime.now(UTC))
