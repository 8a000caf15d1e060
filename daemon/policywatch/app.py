"""The one place where the parts are put together: read the settings, open the store, start, stop."""

from __future__ import annotations

import gc
import logging
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlsplit

from policywatch import __version__
from policywatch.deliver import CHANNELS, make_sender
from policywatch.errors import Problem, SettingsError
from policywatch.match import CompiledWatch, MatchIndex, compile_all, failing_examples
from policywatch.model.delivery import Delivery
from policywatch.model.feed import Feed
from policywatch.model.lease import FeedClaim
from policywatch.model.report import PollReport
from policywatch.model.settings import Settings
from policywatch.model.watch import Lists
from policywatch.net import AddressPolicy, Http
from policywatch.pipeline import (
    Parts,
    deliver_one,
    due_deliveries,
    due_feeds,
    feeds_now,
    park,
    poll_feed,
    utc_now,
)
from policywatch.service.crew import Crew
from policywatch.service.schedule import Schedule, Tick
from policywatch.settings import Loaded, Sources, load, load_watch_files
from policywatch.store import Store, migrate, open_store, redacted

log = logging.getLogger(__name__)

#: how often the tables are asked what is due; new alerts are delivered without waiting for it
TICK: Final = timedelta(seconds=1)
#: how often deliveries are looked for whose channel is not in the settings
PARK_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Ready:
    """Settings that are good as a whole, with their watches compiled."""

    settings: Settings
    watches: tuple[CompiledWatch, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """All that came of reading settings, good or bad."""

    #: None where there is any problem, and for watch files alone, which are no settings
    ready: Ready | None
    #: of YAML and queries alike, sorted by place
    problems: tuple[Problem, ...]
    #: the watches whose queries can be read
    watches: tuple[CompiledWatch, ...]
    #: the lists whose entries can be read
    lists: Lists
    #: for what is found out later: hints
    sources: Sources
    #: real paths of the watch files that were read
    files: frozenset[str]


def check_settings(path: Path) -> Checked:
    """Read the settings, compile every watch and run its examples; tell all that is wrong at once."""
    return _check(_load(path))


def check_watch_files(files: Sequence[Path]) -> Checked:
    """Check watch files by themselves: channels and feeds, and what stands in other files, are not known."""
    return _check(load_watch_files(files))


def read_settings(path: Path) -> Ready:
    """Return settings that are good as a whole. Raises SettingsError with every problem there is."""
    checked = check_settings(path)
    if checked.ready is None:
        raise SettingsError(str(path), checked.problems)
    return checked.ready


def _load(path: Path) -> Loaded:
    return load(path, channel_options())


def channel_options() -> dict[str, type]:
    """Return the dataclass that declares the options of each channel type."""
    return {name: channel_type.options for name, channel_type in CHANNELS.items()}


def _check(loaded: Loaded) -> Checked:
    compiled, mistakes = compile_all(loaded.watches, loaded.lists)
    problems = list(loaded.problems)
    bad_lists = {one.place[1] for one in mistakes if one.place[0] == "list"}
    for one in mistakes:
        error = one.error
        place = {"offset": error.offset, "length": error.length}
        problems.append(loaded.sources.problem(one.place, error.cause, hint=error.hint, **place))
    for watch in compiled:
        problems += (
            loaded.sources.problem(
                ("watch", watch.watch.id, "examples", failed.index, "text"), f"this example fails: {failed.why}"
            )
            for failed in failing_examples(watch)
        )
    problems.sort(key=lambda problem: (problem.file, problem.line, problem.column))
    ready = None if problems or loaded.settings is None else Ready(loaded.settings, compiled)
    lists = {name: entries for name, entries in loaded.lists.items() if name not in bad_lists}
    return Checked(ready, tuple(problems), compiled, lists, loaded.sources, loaded.files)


class App:
    """The parts, put together. `open_app` makes one; it is the `Daemon` that service/lifecycle.py runs."""

    def __init__(self, parts: Parts, settings: Settings) -> None:
        self.parts = parts
        self.settings = settings
        self._poll_crew = Crew("poll", settings.poll_workers, partial(due_feeds, parts), self._poll)
        self._deliver_crew = Crew(
            "deliver", settings.deliver_workers, partial(due_deliveries, parts), partial(deliver_one, parts)
        )
        self._schedule = Schedule(
            [
                Tick("poll", self._poll_crew.tick, TICK),
                Tick("deliver", self._deliver_crew.tick, TICK),
                Tick("park", partial(park, parts), PARK_EVERY),
            ]
        )

    def start(self) -> None:
        """Start to poll and to deliver."""
        # the watches live as long as the process: the collector need not walk their trees again and again
        gc.freeze()
        log.info(
            "started",
            extra={
                "version": __version__,
                "feeds": len(self.parts.feeds),
                "watches": len(self.parts.watches),
                "channels": ",".join(sorted(self.parts.senders)),
                "database": redacted(self.settings.database),
            },
        )
        self._schedule.start()

    def stop(self, within: timedelta) -> bool:
        """Claim nothing more, finish what is in hand; return whether that took no longer than `within`."""
        deadline = time.monotonic() + within.total_seconds()
        self._schedule.stop()
        crews = (self._poll_crew, self._deliver_crew)
        for crew in crews:
            crew.stop_claiming()
        # what is polled while we stop may owe alerts: they are in the table, the next start delivers them
        in_time = [crew.wait(deadline - time.monotonic()) for crew in crews]
        log.info("stopped", extra={"finished": all(in_time)})
        return all(in_time)

    def status(self) -> str:
        parts = self.parts
        return f"{len(parts.feeds)} feeds, {len(parts.watches)} watches, {len(parts.senders)} channels"

    def poll_now(self, only: Iterable[str], on_report: Callable[[PollReport], None]) -> None:
        """Poll these feeds once, due or not, and report on each as it ends, also on those that cannot be claimed."""
        wanted = tuple(only)
        claims = feeds_now(self.parts, wanted)
        for feed_id in sorted(set(wanted) - {claim.state.feed_id for claim in claims}):
            on_report(PollReport(feed_id, took=0.0, error="another process is polling it at this moment"))
        with ThreadPoolExecutor(self.settings.poll_workers, thread_name_prefix="poll") as threads:
            for done in as_completed([threads.submit(poll_feed, self.parts, claim) for claim in claims]):
                on_report(done.result())

    def deliver_now(self) -> list[Delivery | None]:
        """Make one attempt at every delivery that is due now; return them as they stand then, None where unknown."""
        settled: list[Delivery | None] = []
        # a retry that falls due while others are sent belongs to the next call
        parts = replace(self.parts, now=partial(_same, self.parts.now()))
        with ThreadPoolExecutor(self.settings.deliver_workers, thread_name_prefix="deliver") as threads:
            while claims := due_deliveries(parts, self.settings.deliver_workers):
                settled += threads.map(partial(deliver_one, self.parts), claims)
        return settled

    def _poll(self, claim: FeedClaim) -> None:
        if poll_feed(self.parts, claim).recorded.deliveries:
            # an alert does not wait for the next tick
            self._deliver_crew.tick()


def _same(now: datetime) -> datetime:
    return now


@contextmanager
def open_app(ready: Ready, *, may_migrate: bool = True, trusted_hosts: Sequence[str] = ()) -> Iterator[App]:
    """Open the store, bring its rows in line with the settings, put the parts together; close them at the end.

    `trusted_hosts` were named by a person on the command line and may lie in any network.
    Raises SchemaError or StoreError.
    """
    settings = ready.settings
    if may_migrate and (revision := migrate(settings.database)):
        log.info("database migrated", extra={"database": redacted(settings.database), "revision": revision})
    policy = AddressPolicy(settings.allow_networks, frozenset(trusted_hosts))
    with closing(open_store(settings.database)) as store, closing(Http(policy, user_agent(settings))) as http:
        store.feeds.sync(settings.feeds, utc_now())
        app = App(_parts(ready, store, http), settings)
        park(app.parts)
        yield app


def _parts(ready: Ready, store: Store, http: Http) -> Parts:
    settings = ready.settings
    return Parts(
        store=store,
        http=http,
        feeds={feed.id: feed for feed in settings.feeds},
        watches={watch.id: watch for watch in settings.watches},
        index=MatchIndex(ready.watches),
        senders={channel.id: make_sender(channel, http) for channel in settings.channels},
        now=utc_now,
        chance=random.random,
    )


@contextmanager
def open_trial(ready: Ready, url: str) -> Iterator[App]:
    """Put the parts together for one look at one URL: every watch reads it, nobody is alerted, nothing is kept."""
    host = urlsplit(url).hostname or ""
    feed = Feed(id="trial", url=url, title=host, every=timedelta(days=1))
    with TemporaryDirectory(prefix="policywatch-") as folder:
        settings = replace(ready.settings, database=f"sqlite:///{folder}/trial.db", feeds=(feed,), channels=())
        compiled = tuple(replace(one, watch=replace(one.watch, feeds=())) for one in ready.watches)
        with open_app(Ready(settings, compiled), trusted_hosts=[host]) as app:
            yield app


def is_web_address(text: str) -> bool:
    """Say whether a text is an http or https URL with a host: something `open_trial` can look at."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Readable:
    """An open store for commands that only look, and where it is."""

    store: Store
    database: str


@contextmanager
def open_readable(path: Path) -> Iterator[Readable]:
    """Open the database that these settings name, even where the rest of them is broken.

    Raises SettingsError when they do not say which database, SchemaError or StoreError when it cannot be read.
    """
    loaded = _load(path)
    if not loaded.database:
        raise SettingsError(str(path), loaded.problems)
    with closing(open_store(loaded.database, read_only=True)) as store:
        yield Readable(store, loaded.database)


def user_agent(settings: Settings) -> str:
    """Return how we name ourselves to servers: the project, and whom to complain to."""
    return f"policywatch/{__version__}" + (f" ({settings.contact})" if settings.contact else "")
