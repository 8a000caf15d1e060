"""Daemons: who works on this database at this moment, and what they made of their settings."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select

from policywatch.errors import Problem
from policywatch.model.daemon import DaemonState
from policywatch.store.database import Database
from policywatch.store.tables import daemons


class DaemonRows:
    """The daemons' rows. All methods may be called from any thread; all raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, state: DaemonState, *, forget_before: datetime) -> None:
        """Write what a daemon says of itself, and forget those that were last seen before `forget_before`."""
        with self._database.leasing() as connection:
            connection.execute(delete(daemons).where((daemons.c.id == state.id) | (daemons.c.seen_at < forget_before)))
            connection.execute(insert(daemons).values(_row(state)))

    def forget(self, id: str) -> None:  # noqa: A002
        """Take a daemon out that stops."""
        with self._database.leasing() as connection:
            connection.execute(delete(daemons).where(daemons.c.id == id))

    def all(self) -> list[DaemonState]:
        """Return the daemons, those that started first first; a killed one stays until another one starts."""
        with self._database.reading() as connection:
            rows = connection.execute(select(daemons).order_by(daemons.c.started_at, daemons.c.id)).mappings()
            return [_state(row) for row in rows]


def _row(state: DaemonState) -> dict[str, Any]:
    values = {column.name: getattr(state, column.name) for column in daemons.c}
    return values | {"problems": [asdict(problem) for problem in state.problems], "held_back": list(state.held_back)}


def _state(row: RowMapping) -> DaemonState:
    values = {column.name: row[column] for column in daemons.c}
    problems = tuple(Problem(**problem) for problem in row[daemons.c.problems])
    return DaemonState(**values | {"problems": problems, "held_back": tuple(row[daemons.c.held_back])})
