"""Schedule: what makes the daemon do anything at all. The only user of APScheduler.

It keeps no state: every tick asks the tables what is due, so a restart forgets nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler


class Schedule:
    """Calls each tick again and again until stopped."""

    def __init__(self, ticks: dict[str, Callable[[], None]], every: timedelta) -> None:
        self._scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(len(ticks))})
        for name, tick in ticks.items():
            self._scheduler.add_job(
                tick,
                "interval",
                seconds=every.total_seconds(),
                id=name,
                # ticks that were missed (a suspended laptop) are made up for by the next one
                coalesce=True,
                misfire_grace_time=None,
                max_instances=1,
                next_run_time=datetime.now(UTC),
            )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Start no further tick and wait for those that run."""
        self._scheduler.shutdown(wait=True)
