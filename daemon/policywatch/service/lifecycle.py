"""From start to SIGTERM: what `policywatch run` does around the daemon."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final, Protocol

from policywatch.service.systemd import notify

log = logging.getLogger(__name__)

#: SIGHUP too: a terminal that closes must not kill a daemon in the middle of its work
_TO_STOP: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
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
    """Start the daemon, wait for SIGTERM, SIGINT or SIGHUP, stop it; return whether all work in hand was finished.

    A second signal ends the process at once, as if killed: what was in hand is repeated by the next start.
    """
    with _held_back():
        daemon.start()
        notify("READY=1", f"STATUS={daemon.status()}")
        # waited for rather than handled: a handler that sets an Event can deadlock with the wait it interrupts
        signal.sigwait(_TO_STOP)
        notify("STOPPING=1", "STATUS=finishing the work in hand")
        log.info("stopping", extra={"within": f"{STOP_WITHIN.seconds} s", "hint": "again ends it at once"})
        for number in _TO_STOP:
            signal.signal(number, signal.SIG_DFL)
    return daemon.stop(STOP_WITHIN)


@contextmanager
def _held_back() -> Iterator[None]:
    """Keep the signals that stop us waiting, in this thread and all that it starts, until the block ends."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _TO_STOP)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
