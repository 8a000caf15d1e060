"""From start to SIGTERM: what `policywatch run` does around the daemon."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType
from typing import Final, Protocol

from policywatch.service.systemd import notify

log = logging.getLogger(__name__)

#: the work in hand is given this long; systemd's own limit lies beyond it
STOP_WITHIN: Final = timedelta(seconds=20)


class Daemon(Protocol):
    """What can be started and stopped."""

    def start(self) -> None: ...

    def stop(self, within: timedelta) -> bool: ...

    def status(self) -> str:
        """Say in one line what is at work."""
        ...


def run_until_told(daemon: Daemon) -> bool:
    """Start the daemon, wait for SIGTERM or SIGINT, stop it; return whether all work in hand was finished.

    A second signal ends the process at once, as if killed: what was in hand is repeated by the next start.
    """
    with _told_to_stop() as told:
        daemon.start()
        notify("READY=1", f"STATUS={daemon.status()}")
        told.wait()
        notify("STOPPING=1", "STATUS=finishing the work in hand")
        log.info("stopping", extra={"within": f"{STOP_WITHIN.seconds} s", "hint": "again ends it at once"})
        return daemon.stop(STOP_WITHIN)


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    told = threading.Event()

    def tell(number: int, _frame: FrameType | None) -> None:
        told.set()
        signal.signal(number, signal.SIG_DFL)

    before = {number: signal.signal(number, tell) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
