"""The one place where the parts are put together: open the store, poll and deliver once, take on other settings."""

from __future__ import annotations

import gc
import logging
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from policywatch import __version__
from policywatch.deliver import make_sender
from policywatch.errors import SettingsError
from policywatch.match import MatchIndex
from policywatch.model.delivery import Delivery
from policywatch.model.feed import Feed
from policywatch.model.report import PollReport
from policywatch.model.settings import Settings
from policywatch.net import AddressPolicy, Http
from policywatch.pipeline import Parts, deliver_one, due_deliveries, feeds_now, park, poll_feed, utc_now
from policywatch.ready import Ready, load_files
from policywatch.store import Store, migrate, open_store, redacted

log = logging.getLogger(__name__)


class App:
    """The parts, put together. `open_app` makes one."""

    def __init__(self, ready: Ready, parts: Parts, trusted_hosts: frozenset[str]) -> None:
        self.ready = ready
        #: replaced as a whole when other settings are taken on: whoever works goes on with those they began with
        self.parts = parts
        self._trusted_hosts = trusted_hosts

    @property
    def settings(self) -> Settings:
        return self.ready.settings

    def adopt(self, ready: Ready) -> None:
        """Work by other settings from now on. Raises StoreError, having changed nothing."""
        before, after = self.settings, ready.settings
        parts = self.parts
        if before.feeds != after.feeds:
            parts.store.feeds.sync(after.feeds, parts.now())
        parts.http.adopt(AddressPolicy(after.allow_networks, self._trusted_hosts), user_agent(after))
        same = {channel.id for channel in after.channels if channel in before.channels}
        self.parts = replace(
            parts,
            feeds={feed.id: feed for feed in after.feeds},
            watches={watch.id: watch for watch in after.watches},
            index=parts.index if self.ready.watches == ready.watches else MatchIndex(ready.watches),
            senders={
                channel.id: parts.senders[channel.id] if channel.id in same else make_sender(channel, parts.http)
                for channel in after.channels
            },
        )
        self.ready = ready
        # watches live long: the collector need not walk their trees again and again
        gc.freeze()
        park(self.parts)

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
    trusted = frozenset(trusted_hosts)
    policy = AddressPolicy(settings.allow_networks, trusted)
    with closing(open_store(settings.database)) as store, closing(Http(policy, user_agent(settings))) as http:
        store.feeds.sync(settings.feeds, utc_now())
        app = App(ready, _parts(ready, store, http), trusted)
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
        with open_app(replace(ready, settings=settings, watches=compiled), trusted_hosts=[host]) as app:
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
    loaded = load_files(path)
    if not loaded.database:
        raise SettingsError(str(path), loaded.problems)
    with closing(open_store(loaded.database, read_only=True)) as store:
        yield Readable(store, loaded.database)


def user_agent(settings: Settings) -> str:
    """Return how we name ourselves to servers: the project, and whom to complain to."""
    return f"policywatch/{__version__}" + (f" ({settings.contact})" if settings.contact else "")
