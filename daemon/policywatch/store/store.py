"""The Store, and how one is opened."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import Final

from policywatch.errors import SchemaError
from policywatch.model.alert import Notice
from policywatch.model.counts import Counts
from policywatch.model.lease import FeedClaim
from policywatch.model.recording import Recorded, Recording
from policywatch.store import recording as recordings
from policywatch.store.access import Access
from policywatch.store.alerts import AlertRows, insert_notice
from policywatch.store.counting import count
from policywatch.store.daemons import DaemonRows
from policywatch.store.database import Database
from policywatch.store.deliveries import DeliveryRows, insert_deliveries
from policywatch.store.feeds import FeedRows
from policywatch.store.findings import FindingRows
from policywatch.store.items import ItemRows
from policywatch.store.positions import PositionRows
from policywatch.store.schema import TOO_NEW, SchemaState, state_of
from policywatch.store.watch_stats import WatchStats

_ADVICE: Final = {
    SchemaState.MISSING: "policywatch has no tables in it yet; `policywatch run` makes them",
    SchemaState.OLDER: "its tables are older than this version of policywatch; `policywatch run` migrates them",
    SchemaState.NEWER: TOO_NEW,
    SchemaState.FOREIGN: "it belongs to another program; give policywatch a database of its own",
}


class Store:
    """Everything we remember. One object serves all threads of a process; close it at the end."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.feeds = FeedRows(database)
        self.items = ItemRows(database)
        self.findings = FindingRows(database)
        self.alerts = AlertRows(database)
        self.deliveries = DeliveryRows(database)
        self.daemons = DaemonRows(database)
        self.positions = PositionRows(database)
        self.watch_stats = WatchStats(database)

    def record(self, claim: FeedClaim, recording: Recording) -> Recorded:
        """Write everything one poll found, in one transaction, and give the feed back.

        Raises LeaseLostError when the feed is no longer ours, StoreError for anything else; nothing is written then.
        """
        return recordings.write(self._database, claim, recording)

    def tell(self, notice: Notice, channels: Sequence[str], at: datetime) -> int:
        """Write an alert about policywatch itself, owed to these channels; return its number. Raises StoreError."""
        with self._database.writing() as connection:
            number = insert_notice(connection, notice, at)
            insert_deliveries(connection, [(number, channel) for channel in channels], at)
        return number

    def counts(self) -> Counts:
        """Return how much of everything there is. Raises StoreError."""
        return count(self._database)

    def close(self) -> None:
        """Close all connections."""
        self._database.close()


def open_store(url: str, *, read_only: bool = False) -> Store:
    """Open the database at `url`, whose tables must be exactly those of this version; see `migrate`.

    `read_only` needs no right to write, makes no file and changes none.
    Raises SchemaError, which says what to do, when they are not; StoreError when the database cannot be used.
    """
    database = Database(url, Access.READ if read_only else Access.WRITE)
    with ExitStack() as on_failure:
        on_failure.callback(database.close)
        state = state_of(database)
        if state is not SchemaState.CURRENT:
            raise SchemaError(database.name, _ADVICE[state])
        if not read_only:
            database.use_wal()
        on_failure.pop_all()
    return Store(database)
