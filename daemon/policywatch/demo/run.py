"""The order of the demo: serve, start the daemon, publish, watch what comes, stop, compare, tell.

Servers only put what they see into a queue; this thread alone prints and decides.
"""

from __future__ import annotations

import base64
import contextlib
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import Empty
from types import FrameType

from rich.console import Console

from policywatch.demo.check import Seen, accepted_alerts, complaints, expected_alerts
from policywatch.demo.chronology import Chronology, load_chronology
from policywatch.demo.daemon import Daemon, running_daemon
from policywatch.demo.feed_server import FeedServer
from policywatch.demo.local_http import serving
from policywatch.demo.receiver import Hook, Receiver, SlackMessage
from policywatch.demo.screen import Screen, demo_console
from policywatch.errors import PolicywatchError
from policywatch.shipped import shipped

#: seconds until the daemon has read every feed, and until the last alert is here: generous, for busy machines
_STARTS_WITHIN = 20.0
_ENDS_WITHIN = 12.0
#: seconds between two looks at the feeds and the daemon while nothing arrives
_LOOK_EVERY = 0.05
#: lines of the daemon's log to show when something went wrong
_LOG_LINES = 30


def run_demo(speed: float = 1.0, out: Console | None = None) -> int:
    """Play the chronology `speed` times as fast before a real daemon; return 0 when all went as told, else 1."""
    screen = Screen(out or demo_console())
    try:
        with _end_in_good_order():
            return _run(speed, screen)
    except KeyboardInterrupt:
        screen.interrupted()
        return 1


def _run(speed: float, screen: Screen) -> int:
    config = shipped("config")
    chronology = load_chronology(config / "demo" / "chronology.toml")
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    refused_once = {publication.link for publication in chronology.new if publication.refused_once}
    feeds = FeedServer(chronology.outlets, chronology.backlog)
    receiver = Receiver(secret, refused_once)
    screen.intro(chronology)
    with (
        serving(feeds.answer) as feeds_url,
        serving(receiver.answer) as receiver_url,
        running_daemon(chronology.outlets, feeds_url, receiver_url, secret, config / "watches") as daemon,
    ):
        performance = _Performance(chronology, feeds, receiver, daemon, screen)
        try:
            performance.play(speed)
            complained = performance.close()
        except PolicywatchError as error:
            complained = [str(error)]
        if complained:
            screen.failure(complained, daemon.last_lines(_LOG_LINES))
            return 1
    screen.success()
    return 0


@dataclass
class _Performance:
    """One run of the demo, and what has arrived so far."""

    chronology: Chronology
    feeds: FeedServer
    receiver: Receiver
    daemon: Daemon
    screen: Screen
    hooks: list[Hook] = field(default_factory=list)
    slack_messages: list[SlackMessage] = field(default_factory=list)
    started_at: float = field(default_factory=time.monotonic)

    def play(self, speed: float) -> None:
        """Publish item by item, and show what arrives. Raises PolicywatchError when the daemon gives up."""
        self._show_until(self.feeds.all_read, within=_STARTS_WITHIN)
        if not self.feeds.all_read():
            raise PolicywatchError("the daemon", f"has not read every feed within {_STARTS_WITHIN:.0f} s")
        self.screen.started(time.monotonic() - self.started_at)
        news_at = time.monotonic()
        for publication in self.chronology.new:
            due_at = news_at + (publication.at or 0) / speed
            self._show_until(lambda: False, within=due_at - time.monotonic())
            self.feeds.publish(publication)
            self.screen.published(publication)
        self._show_until(self._complete, within=_ENDS_WITHIN)

    def close(self) -> list[str]:
        """Stop the daemon, compare what came with the chronology, print the summary; return the complaints."""
        exit_code = self.daemon.stop()
        self._show_until(self.receiver.arrivals.empty, within=0)
        with ThreadPoolExecutor() as pool:  # each is a process of its own that takes a second to start
            items, findings, deliveries = pool.map(self.daemon.listing, ("items", "findings", "deliveries"))
        seen = Seen(self.hooks, self.slack_messages, items, findings, deliveries, exit_code)
        took = time.monotonic() - self.started_at
        self.screen.ledger(self.daemon.ledger())
        self.screen.summary(self.chronology, seen, self.feeds.polls, self.feeds.not_modified, took)
        return complaints(self.chronology, seen)

    def _complete(self) -> bool:
        """Whether every feed was read to the end, and every expected alert is here both ways."""
        expected = expected_alerts(self.chronology)
        return (
            self.feeds.all_read()
            and accepted_alerts(self.hooks) >= expected
            and len(self.slack_messages) >= expected.total()
        )

    def _show_until(self, done: Callable[[], bool], within: float) -> None:
        """Show what arrives until it is done or the seconds are over. Raises PolicywatchError."""
        deadline = time.monotonic() + within
        while not done():
            left = deadline - time.monotonic()
            try:
                arrival = self.receiver.arrivals.get(timeout=max(0.0, min(_LOOK_EVERY, left)))
            except Empty:
                if left <= 0:
                    return
                if (exit_code := self.daemon.process.poll()) is not None:
                    raise PolicywatchError("the daemon", f"ended by itself with exit code {exit_code}") from None
                continue
            if isinstance(arrival, Hook):
                self.hooks.append(arrival)
            else:
                self.slack_messages.append(arrival)
            self.screen.arrived(arrival)


@contextlib.contextmanager
def _end_in_good_order() -> Iterator[None]:
    """Treat SIGTERM and SIGHUP (a closed terminal) like Ctrl-C, so that the daemon never stays behind."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield  # Python lets only the main thread set handlers
        return
    # what is ignored stays ignored: nohup means it
    heard = [n for n in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(n) is not signal.SIG_IGN]
    before = {number: signal.signal(number, interrupt) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
