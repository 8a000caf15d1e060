"""Crew: the threads that do one of the two pipes' work.

Takes a way to claim due rows and a way to work on one; gives every claim to a free thread. It claims no more than
it has free threads, so a lease never runs out in a queue, and the tables stay the only queue there is.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from policywatch.errors import StoreError

log = logging.getLogger(__name__)

Claim = TypeVar("Claim")


class Crew(Generic[Claim]):
    """`workers` threads that work on claims. All methods may be called from any thread."""

    def __init__(
        self,
        name: str,
        workers: int,
        claim: Callable[[int], Sequence[Claim]],
        work: Callable[[Claim], object],
    ) -> None:
        self._name = name
        self._workers = workers
        self._claim = claim
        self._work = work
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix=name)
        self._claiming = threading.Lock()
        self._wanted = False
        self._changed = threading.Condition()
        self._busy = 0
        self._stopping = False
        self._store_error: str | None = None

    def tick(self) -> None:
        """Claim what is due, as far as threads are free, and set them to work. Never raises for the store."""
        # one thread claims for all that are free; whoever comes meanwhile leaves word and goes, so that a claim which
        # hangs gathers no queue, and no wish is lost
        self._wanted = True
        while self._wanted and self._claiming.acquire(blocking=False):
            try:
                self._wanted = False
                self._claim_and_submit()
            finally:
                self._claiming.release()

    def _claim_and_submit(self) -> None:
        with self._changed:
            free = 0 if self._stopping else self._workers - self._busy
        if free == 0:
            return
        try:
            claims = self._claim(free)
        except StoreError as error:
            self._note_store(str(error))
            return
        self._note_store(None)
        for claim in claims:
            with self._changed:
                self._busy += 1
            try:
                self._threads.submit(self._do, claim)
            except RuntimeError as error:
                # no thread can be started, or the program ends: the row comes back when its lease runs out
                with self._changed:
                    self._busy -= 1
                log.error("no thread for a claim", extra={"crew": self._name, "error": str(error)})

    def stop_claiming(self) -> None:
        """Claim nothing more; what is in hand goes on."""
        with self._changed:
            self._stopping = True

    def wait(self, within: float) -> bool:
        """Wait `within` seconds for the work in hand, after `stop_claiming`; return whether it ended in time."""
        deadline = time.monotonic() + max(within, 0)
        # a claim that is under way ends first: its rows are work in hand
        claimed = self._claiming.acquire(timeout=max(within, 0))
        if claimed:
            self._claiming.release()
        with self._changed:
            idle = self._changed.wait_for(lambda: self._busy == 0, timeout=max(deadline - time.monotonic(), 0))
        self._threads.shutdown(wait=claimed and idle, cancel_futures=True)
        return claimed and idle

    def _do(self, claim: Claim) -> None:
        try:
            self._work(claim)
        except Exception:
            # `work` catches what it knows; a bug beyond that is shown, and the row comes back with its lease
            log.exception("internal error", extra={"crew": self._name})
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()
        try:
            # more may be due than there were threads for: do not leave it to the next tick
            self.tick()
        except Exception:
            log.exception("internal error", extra={"crew": self._name})

    def _note_store(self, error: str | None) -> None:
        """Say once that the store fails, and once that it is back."""
        if error is not None and self._store_error is None:
            log.error("nothing can be claimed", extra={"crew": self._name, "error": error})
        elif error is None and self._store_error is not None:
            log.info("claiming again", extra={"crew": self._name})
        self._store_error = error
