"""The schema: which one a database holds, and how it becomes the one this version knows.

Alembic runs the scripts of the shipped `migrations/` folder. There is no way back: before an upgrade that matters, a
backup is better than a downgrade that would have to invent or drop data.
"""

from __future__ import annotations

import threading
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, column, func, inspect, select, table

from policywatch.errors import SchemaError, UnfitDatabaseError
from policywatch.shipped import shipped
from policywatch.store.access import Access
from policywatch.store.database import Database

TOO_NEW: Final = "its tables were made by a newer version of policywatch; upgrade policywatch"

#: tables of every version so far: how our database is told from another program's that uses Alembic, too
_OURS: Final = frozenset({"feeds", "items", "deliveries"})
_VERSION_TABLE: Final = "alembic_version"
#: number of the PostgreSQL lock that keeps two processes from migrating at once: "policywa" in ASCII
_MIGRATION_LOCK: Final = int.from_bytes(b"policywa", "big")
#: Alembic works on module globals
_alembic_turn = threading.Lock()


class SchemaState(StrEnum):
    """How a database's schema stands to the one this version knows."""

    #: nothing in it, or no database at all
    MISSING = "missing"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    #: another program's tables
    FOREIGN = "foreign"


def schema_state(url: str) -> SchemaState:
    """Return how the database at `url` stands to this version; changes nothing. Raises StoreError."""
    database = Database(url, Access.READ)
    try:
        return state_of(database)
    finally:
        database.close()


def state_of(database: Database) -> SchemaState:
    """Return how a database stands to this version. Raises StoreError."""
    if database.path is not None and _is_absent(database.path):
        return SchemaState.MISSING
    with database.reading() as connection:
        return _state(connection)


def migrate(url: str) -> str | None:
    """Make the tables or bring them to this version; return the revision they were brought to, None for no change.

    Makes the folder of a SQLite file, too. Several processes may do it at once: one works, the others wait. All is
    one transaction: a migration that fails leaves everything as it was.
    Raises SchemaError for a database that is newer or another program's, StoreError when it cannot be used.
    """
    database = Database(url, Access.MIGRATE)
    try:
        if database.path is not None:
            try:
                database.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UnfitDatabaseError(database.name, f"its folder cannot be made: {error.strerror}") from error
        with _alembic_turn, database.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            state = _state(connection)
            if state is SchemaState.NEWER:
                raise SchemaError(database.name, TOO_NEW)
            if state is SchemaState.FOREIGN:
                raise SchemaError(
                    database.name, "it holds another program's tables; give policywatch a database of its own"
                )
            if state is not SchemaState.CURRENT:
                _upgrade(connection)
        database.use_wal()
    finally:
        database.close()
    return None if state is SchemaState.CURRENT else revisions()[-1]


def revisions() -> list[str]:
    """Return the revisions that this version knows, the oldest first: what its migrations' file names start with."""
    return sorted(file.name.partition("_")[0] for file in (shipped("migrations") / "versions").glob("[0-9]*_*.py"))


def _state(connection: Connection) -> SchemaState:
    tables = set(inspect(connection).get_table_names())
    if not tables - {_VERSION_TABLE}:
        return SchemaState.MISSING
    if not tables >= _OURS | {_VERSION_TABLE}:
        return SchemaState.FOREIGN
    held: set[str] = set(connection.scalars(select(column("version_num")).select_from(table(_VERSION_TABLE))))
    known = revisions()
    if held == {known[-1]}:
        return SchemaState.CURRENT
    return SchemaState.OLDER if held and held <= set(known) else SchemaState.NEWER


def _is_absent(path: Path) -> bool:
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except OSError:
        # there may be something: opening it tells what is wrong
        return False
    return False


def _upgrade(connection: Connection) -> None:
    # here: Alembic takes half a second to import, and only a start that migrates needs it
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    # the option is read through ConfigParser, to which a % means something
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")
