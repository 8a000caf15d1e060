"""From start to SIGTERM: what `policywatch run` does around the daemon."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final, Protocol

from policywatch.service.systemd import notify

log = logging.getLogger(__name__)

_TO_STOP: Final = (signal.SIGTERM, signal.SIGINT)
#: read the settings again; or a terminal was closed, which must not kill a daemon in the middle of its work
_HUNG_UP: Final = signal.SIGHUP
_AWAITED: Final = (*_TO_STOP, _HUNG_UP)
#: the work in hand is given this long; systemd's own limit lies beyond it
STOP_WITHIN: Final = timedelta(seconds=20)


class Daemon(Protocol):
    """What can be started, told to read its settings again, and stopped."""

    def start(self) -> None: ...

    def reload(self) -> bool:
        """Read the settings again; return whether anything came of it."""
        ...

    def stop(self, within: timedelta) -> bool: ...

    def status(self) -> str:
        """Say in one line what is at work."""
        ...


def run_until_told(daemon: Daemon) -> bool:
    """Start the daemon, wait for SIGTERM or SIGINT, stop it; return whether all work in hand was finished.

    SIGHUP lets it read its settings again, unless it comes from a terminal that was closed, which stops it.
    A second signal ends the process at once, as if killed: what was in hand is repeated by the next start.
    """
    with _held_back():
        daemon.start()
        in_terminal = _has_terminal()
        notify("READY=1", f"STATUS={daemon.status()}")
        # waited for rather than handled: a handler that sets an Event can deadlock with the wait it interrupts
        while signal.sigwait(_AWAITED) == _HUNG_UP and not (in_terminal and not _has_terminal()):
            _reload(daemon)
        notify("STOPPING=1", "STATUS=finishing the work in hand")
        log.info("stopping", extra={"within": f"{STOP_WITHIN.seconds} s", "hint": "again ends it at once"})
        for number in _AWAITED:
            signal.signal(number, signal.SIG_DFL)
    return daemon.stop(STOP_WITHIN)


def _reload(daemon: Daemon) -> None:
    # systemd counts CLOCK_MONOTONIC, sd_notify(3)
    microseconds = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
    notify("RELOADING=1", f"MONOTONIC_USEC={microseconds}", "STATUS=reading the settings again")
    if not daemon.reload():
        log.info("settings unchanged")
    notify("READY=1", f"STATUS={daemon.status()}")


def _has_terminal() -> bool:
    """Say whether this process has a terminal to be told by; one that was closed is none."""
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True


@contextmanager
def _held_back() -> Iterator[None]:
    """Keep the signals that we wait for waiting, in this thread and all that it starts, until the block ends."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _AWAITED)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
