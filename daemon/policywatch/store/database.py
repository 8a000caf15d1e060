"""The connection to one database: transactions, SQLite's settings, errors in words.

Takes a URL. Gives connections inside transactions, usable from many threads: `reading()`, `writing()`, `leasing()`.
Raises StoreError.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Engine,
    Text,
    any_,
    create_engine,
    event,
    func,
    literal,
    select,
)
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError
from sqlalchemy.pool import NullPool

from policywatch.errors import StoreError, UnfitDatabaseError
from policywatch.store.access import Access
from policywatch.store.columns import storable
from policywatch.store.faults import TOO_LARGE, store_error
from policywatch.store.url import name_of, read_url, sqlite_path

#: how long SQLite waits for another process's transaction before it gives up
BUSY_TIMEOUT: Final = timedelta(seconds=5)


class Database:
    """One database and its pool of connections. Nothing is connected until it is used."""

    def __init__(self, url: str, access: Access = Access.WRITE) -> None:
        self.url = read_url(url)
        #: of a SQLite file; None for PostgreSQL
        self.path = sqlite_path(self.url)
        self._engine = self._make_engine(access)
        self._writer = self._engine.execution_options(begin="IMMEDIATE", synchronous="FULL")
        self._leaser = self._engine.execution_options(begin="IMMEDIATE", synchronous="NORMAL")
        # SQLite takes one writer at a time and lets the others sleep and try again. Threads of one process wait for
        # each other here instead, which wakes them at once and cannot time out: with 12 threads that record without a
        # pause the longest wait fell from 5 s, where SQLite gives up, to 0.5 s.
        self._turn: AbstractContextManager[Any] = threading.Lock() if self.path else nullcontext()

    @property
    def name(self) -> str:
        """What errors call the database."""
        return name_of(self.url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for reading: one consistent view in SQLite, one per statement in PostgreSQL."""
        with self._mapped(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that is committed when the block ends, undone when it raises."""
        with self._mapped(), self._turn, self._writer.begin() as connection:
            yield connection

    @contextmanager
    def leasing(self) -> Iterator[Connection]:
        """Like `writing`, for leases alone: SQLite does not wait for the disk.

        A power failure may undo the last of them, and it ends whoever held them: their rows are due again, as they
        would be when the lease runs out.
        """
        with self._mapped(), self._turn, self._leaser.begin() as connection:
            yield connection

    def use_wal(self) -> None:
        """Let SQLite's readers and its writer not wait for each other; the file remembers it."""
        if self.path is not None:
            with self._mapped(), closing(self._engine.raw_connection()) as connection:
                _switch_to_wal(connection.cursor())

    def close(self) -> None:
        self._engine.dispose()

    def _make_engine(self, access: Access) -> Engine:
        options: dict[str, Any] = {
            # what feeds and channels say does not belong into a traceback
            "hide_parameters": True,
            # the drivers' own executemany is four times as fast for 100,000 items as statements with 1,000 rows each
            "use_insertmanyvalues": False,
        }
        if self.path is not None and access is Access.READ:
            # each connection asks anew whether somebody writes
            options["poolclass"] = NullPool
        else:
            # as many connections as there are threads, which the settings bound
            options["pool_size"] = 0
        if self.path is not None:
            engine = create_engine(self.url, creator=_sqlite_opener(self.path, access), **options)
            event.listen(engine, "begin", _begin)
            return engine
        try:
            # here: psycopg need not be installed where the database is SQLite
            from policywatch.store.postgres import postgres_engine
        except ImportError as error:
            raise UnfitDatabaseError(
                self.name, "PostgreSQL needs the psycopg package: pip install 'policywatch[postgres]'"
            ) from error
        return postgres_engine(self.url, access, **options)

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except StatementError as error:
            if isinstance(error, DBAPIError):
                raise store_error(self.url, error) from error
            # a value that is no value of its column: a bug, not the database's fault
            raise (error.orig or error) from None
        except SQLAlchemyError as error:
            raise store_error(self.url, error) from error
        except sqlite3.Error as error:
            raise store_error(self.url, DBAPIError("", {}, error)) from error
        except OverflowError as error:
            raise StoreError(self.name, TOO_LARGE) from error


def among(connection: Connection, column: ColumnElement[str], values: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that `column` is one of `values`, of which there may be 100,000.

    They travel as one parameter: `IN` would take one each, and both databases limit their number.
    """
    texts = [storable(value) for value in values]
    if connection.dialect.name == "sqlite":
        return column.in_(select(func.json_each(json.dumps(texts)).table_valued("value").c.value))
    return column == any_(literal(texts, ARRAY(Text)))


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if "synchronous" in options:
        # FULL: an alert that was sent must be remembered even when the power fails; with NORMAL the last commits of a
        # WAL may be lost. A commit costs 0.35 ms on an idle SSD and 6 ms on a busy one; with NORMAL 0.02 ms.
        connection.exec_driver_sql(f"PRAGMA synchronous = {options['synchronous']}")
    # IMMEDIATE: a writer that begins as a reader can fail in the middle, with no way to wait
    connection.exec_driver_sql(f"BEGIN {options.get('begin', 'DEFERRED')}")


def _sqlite_opener(path: Path, access: Access) -> Any:
    # as a file: URI, because only that can open without creating
    uri = f"file:{quote(str(path))}?mode={access}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            # In WAL mode even a reader makes files beside the database, and leaves them there, unless it is told that
            # nobody writes. Whoever has the database open has made them, so where there are none that is true.
            f"{uri}&immutable=1" if access is Access.READ and _is_at_rest(path) else uri,
            uri=True,
            timeout=BUSY_TIMEOUT.total_seconds(),
            # the pool hands connections from thread to thread, one at a time
            check_same_thread=False,
            # the driver begins no transaction by itself: `_begin` does
            isolation_level=None,
        )
        connection.execute("PRAGMA foreign_keys = ON").close()
        return connection

    return connect


def _is_at_rest(path: Path) -> bool:
    # os.path, because Path's own method raises where a folder cannot be looked into
    return not any(os.path.exists(f"{path}-{kind}") for kind in ("wal", "journal"))


def _switch_to_wal(cursor: DBAPICursor) -> None:
    # The driver's own cursor, because it cannot be changed inside a transaction. The change needs the file for itself,
    # and for that SQLite does not always wait: seen when several processes start on a new file.
    deadline = time.monotonic() + BUSY_TIMEOUT.total_seconds()
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
