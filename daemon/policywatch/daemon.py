"""The daemon: an App that polls and delivers by itself, and takes on its settings anew whenever they are saved.

A reading of the settings that finds problems changes only what is good (ready.py says how). What is wrong is told
everywhere a person looks: in the log, in `policywatch status`, in the metrics, in systemd's status line and, once, to
the channels of `alerts.ops`.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from policywatch import __version__
from policywatch.app import App
from policywatch.decide.reloads import listed, settings_notice
from policywatch.errors import StoreError
from policywatch.model.daemon import GONE_AFTER, DaemonState
from policywatch.model.lease import DeliveryClaim, FeedClaim
from policywatch.pipeline import Parts, deliver_one, due_deliveries, due_feeds, park, poll_feed
from policywatch.ready import Ready, Reread, reread_settings
from policywatch.service.crew import Crew
from policywatch.service.files import FileWatch
from policywatch.service.metrics import Metrics
from policywatch.service.schedule import Schedule, Tick
from policywatch.service.systemd import notify
from policywatch.settings import fingerprint
from policywatch.store import redacted

log = logging.getLogger(__name__)

#: how often the tables are asked what is due; new alerts are delivered without waiting for it
TICK: Final = timedelta(seconds=1)
#: how often the daemon says that it is there, and looks for deliveries whose channel is not in the settings
MINUTE: Final = timedelta(minutes=1)
#: problems that one reading writes to the log, a line each
_LOGGED: Final = 20


class Daemon:
    """What `policywatch run` runs; service/lifecycle.py starts and stops it."""

    def __init__(self, app: App, config: Path) -> None:
        self._app = app
        self._config = config
        self._reading = threading.Lock()
        #: what the last reading of the settings came to
        self._reread = Reread(app.ready)
        #: the database did not take the last reading: it is tried again
        self._unfinished = False
        now = app.parts.now()
        self._state = DaemonState(
            id=secrets.token_hex(8),
            host=socket.gethostname(),
            pid=os.getpid(),
            version=__version__,
            config=str(config.absolute()),
            started_at=now,
            seen_at=now,
            read_at=now,
            watches=len(app.parts.watches),
        )
        settings = app.settings
        # a claim is worked on with the parts it was made with: other settings may have come meanwhile
        self._poll_crew = Crew("poll", settings.poll_workers, self._due_feeds, self._poll)
        self._deliver_crew = Crew("deliver", settings.deliver_workers, self._due_deliveries, self._deliver)
        self._schedule = Schedule(
            [
                Tick("poll", self._poll_crew.tick, TICK),
                Tick("deliver", self._deliver_crew.tick, TICK),
                Tick("minute", self._minute, MINUTE),
            ]
        )
        self._files = FileWatch(
            lambda: self._app.ready.places, lambda: fingerprint(self._app.ready.places), self.reload
        )
        self._metrics = Metrics(lambda: self._state, settings.metrics_at)

    def start(self) -> None:
        """Start to poll, to deliver and to look after the settings. Raises MetricsError."""
        self._metrics.start()
        parts = self._app.parts
        log.info(
            "started",
            extra={
                "version": __version__,
                "feeds": len(parts.feeds),
                "watches": len(parts.watches),
                "channels": ",".join(sorted(parts.senders)),
                "database": redacted(self._app.settings.database),
            },
        )
        self._note_state()
        self._schedule.start()
        self._files.start()

    def stop(self, within: timedelta) -> bool:
        """Claim nothing more, finish what is in hand; return whether that took no longer than `within`."""
        deadline = time.monotonic() + within.total_seconds()
        self._files.stop()
        self._schedule.stop()
        crews = (self._poll_crew, self._deliver_crew)
        for crew in crews:
            crew.stop_claiming()
        # what is polled while we stop may owe alerts: they are in the table, the next start delivers them
        in_time = [crew.wait(deadline - time.monotonic()) for crew in crews]
        self._metrics.stop()
        try:
            self._app.parts.store.daemons.forget(self._state.id)
        except StoreError as error:
            log.warning("not noted that it stops", extra={"error": str(error)})
        log.info("stopped", extra={"finished": all(in_time)})
        return all(in_time)

    def status(self) -> str:
        """Say in one line what is at work, and what is wrong with the settings."""
        parts, problems = self._app.parts, self._reread.problems
        at_work = f"{len(parts.feeds)} feeds, {len(parts.watches)} watches, {len(parts.senders)} channels"
        if not problems:
            return at_work
        held_back = f", held back: {listed(self._reread.held_back)}" if self._reread.held_back else ""
        return f"{at_work}; settings have problems ({len(problems)}), running what was last good{held_back}"

    def reload(self) -> bool:
        """Read the settings again and take on what is good; return whether anything is other than before.

        Never raises for what stands in them.
        """
        with self._reading:
            before, running = self._reread, self._app.ready
            reread = reread_settings(self._config, running)
            if reread == replace(before, ready=running) and not self._unfinished:
                self._state = replace(self._state, read_at=self._app.parts.now())
                return False
            try:
                if reread.ready is not running:
                    self._app.adopt(reread.ready)
                self._tell(before, reread)
            except StoreError as error:
                self._unfinished = True
                log.error("settings not taken on yet: the database does not answer", extra={"error": str(error)})
                return True
            self._unfinished = False
            self._reread = reread
            _log_reread(running, reread)
            self._state = replace(
                self._state,
                read_at=self._app.parts.now(),
                watches=len(reread.ready.watches),
                problems=reread.problems,
                held_back=reread.held_back,
            )
            self._note_state()
            notify(f"STATUS={self.status()}")
            return True

    def _tell(self, before: Reread, now: Reread) -> None:
        where = f"{self._state.host}, {self._state.config}"
        notice = settings_notice(before.problems, now.problems, now.held_back, where)
        channels = now.ready.settings.ops
        if notice and channels:
            parts = self._app.parts
            parts.store.tell(notice, channels, parts.now())
            self._deliver_crew.tick()

    def _note_state(self) -> None:
        store, now = self._app.parts.store, self._app.parts.now()
        self._state = replace(self._state, seen_at=now)
        try:
            store.daemons.note(self._state, forget_before=now - GONE_AFTER)
        except StoreError as error:
            log.warning("status not noted", extra={"error": str(error)})

    def _minute(self) -> None:
        if self._unfinished:
            self.reload()
        park(self._app.parts)
        self._note_state()

    def _due_feeds(self, limit: int) -> list[tuple[Parts, FeedClaim]]:
        parts = self._app.parts
        return [(parts, claim) for claim in due_feeds(parts, limit)]

    def _poll(self, due: tuple[Parts, FeedClaim]) -> None:
        if poll_feed(*due).recorded.deliveries:
            # an alert does not wait for the next tick
            self._deliver_crew.tick()

    def _due_deliveries(self, limit: int) -> list[tuple[Parts, DeliveryClaim]]:
        parts = self._app.parts
        return [(parts, claim) for claim in due_deliveries(parts, limit)]

    def _deliver(self, due: tuple[Parts, DeliveryClaim]) -> None:
        deliver_one(*due)


def _log_reread(running: Ready, reread: Reread) -> None:
    """Write what a reading of the settings changed, and every problem on a line of its own."""
    for problem in reread.problems[:_LOGGED]:
        log.error("settings problem", extra={"problem": str(problem)})
    before = {watch.id: watch for watch in running.settings.watches}
    after = {watch.id: watch for watch in reread.ready.settings.watches}
    changes = {
        "added": sorted(after.keys() - before.keys()),
        "removed": sorted(before.keys() - after.keys()),
        "changed": sorted(name for name in after.keys() & before.keys() if after[name] != before[name]),
        "held_back": reread.held_back,
    }
    extra: dict[str, object] = {"feeds": len(reread.ready.settings.feeds), "watches": len(after)}
    extra |= {name: listed(ids) for name, ids in changes.items() if ids}
    if reread.problems:
        log.error("settings read again", extra=extra | {"problems": len(reread.problems)})
    else:
        log.info("settings read again", extra=extra)
