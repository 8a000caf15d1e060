"""Positions: the ledger. Where every watch stands for every actor and place, and where it stood before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from policywatch.decide.positions import Confirmation, move
from policywatch.model.position import Claimed, Move, Position, Statement, Step, Subject
from policywatch.store.database import Database
from policywatch.store.plain import claimed_of, plain_claimed, plain_quantity, quantity_of, stance_of
from policywatch.store.tables import findings, items, positions

#: statements about one subject within a window that are looked at, the newest first
_MOST_STATEMENTS: Final = 500


class PositionRows:
    """The positions' rows. All methods may be called from any thread; all raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ledger(
        self, *, watch: str | None = None, place: str | None = None, history: bool = False, limit: int = 1_000
    ) -> list[Position]:
        """Return the positions that stand, by watch, place and actor; with `history` those before them, too."""
        query = select(positions).order_by(
            positions.c.watch_id, positions.c.place, positions.c.actor, positions.c.since_at, positions.c.id
        )
        if not history:
            query = query.where(positions.c.until_at.is_(None))
        if watch is not None:
            query = query.where(positions.c.watch_id == watch)
        if place is not None:
            query = query.where(positions.c.place == place)
        with self._database.reading() as connection:
            return [_position(row) for row in connection.execute(query.limit(limit)).mappings()]


def move_positions(connection: Connection, said: Sequence[tuple[Subject, Statement, Confirmation]]) -> list[Move]:
    """Let statements, in the order they are given, move the ledger, inside a transaction; return what each did."""
    _lock(connection, {subject.watch_id for subject, _, _ in said})
    moves: list[Move] = []
    for number, (subject, statement, confirmation) in enumerate(said):
        current = _current(connection, subject)
        earlier = _earlier(connection, subject, statement.at, confirmation.within)
        # those of the same poll are not written yet
        earlier += [one for other, one, _ in said[:number] if other == subject]
        done = move(subject, current, statement, earlier, confirmation)
        _write(connection, done)
        moves.append(done)
    return moves


def _lock(connection: Connection, watch_ids: Iterable[str]) -> None:
    # SQLite has one writer anyway; in PostgreSQL two polls must not open the same position
    if connection.dialect.name == "postgresql":
        for watch_id in sorted(watch_ids):
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(watch_id))))


def _current(connection: Connection, subject: Subject) -> Position | None:
    query = select(positions).where(*_about(positions.c, subject), positions.c.until_at.is_(None))
    row = connection.execute(query).mappings().one_or_none()
    return _position(row) if row else None


def _earlier(connection: Connection, subject: Subject, at: datetime, within: timedelta) -> list[Statement]:
    query = (
        select(findings, items.c.feed_id)
        .join_from(findings, items, items.c.id == findings.c.item_id)
        .where(*_about(findings.c, subject), findings.c.said_at.between(at - within, at + within))
        .order_by(findings.c.said_at.desc())
        .limit(_MOST_STATEMENTS)
    )
    return [_statement(row) for row in connection.execute(query).mappings()]


def _about(columns: Any, subject: Subject) -> tuple[Any, ...]:
    return columns.watch_id == subject.watch_id, columns.actor == subject.actor, columns.place == subject.place


def _write(connection: Connection, done: Move) -> None:
    after, before = done.position, done.before
    if after is None or after == before:
        return
    if done.step in (Step.OPENED, Step.MOVED):
        if before is not None:
            ended = update(positions).where(positions.c.id == before.id).values(until_at=after.since_at)
            connection.execute(ended)
        connection.execute(insert(positions).values(_row(after)))
    else:
        connection.execute(update(positions).where(positions.c.id == after.id).values(_row(after)))


def _row(position: Position) -> dict[str, Any]:
    return {
        "watch_id": position.subject.watch_id,
        "actor": position.subject.actor,
        "place": position.subject.place,
        "label": position.claimed.label,
        "phase": position.claimed.phase,
        "quantity": plain_quantity(position.claimed.quantity),
        "since_at": position.since_at,
        "until_at": position.until_at,
        "reason": position.reason,
        "outlets": list(position.outlets),
        "official": position.official,
        "contested": plain_claimed(position.contested),
        "contested_at": position.contested_at,
    }


def _position(row: RowMapping) -> Position:
    column = positions.c
    return Position(
        subject=Subject(row[column.watch_id], row[column.actor], row[column.place]),
        claimed=Claimed(row[column.label], row[column.phase], quantity_of(row[column.quantity])),
        since_at=row[column.since_at],
        reason=row[column.reason],
        outlets=tuple(row[column.outlets]),
        official=row[column.official],
        until_at=row[column.until_at],
        contested=claimed_of(row[column.contested]),
        contested_at=row[column.contested_at],
        id=row[column.id],
    )


def _statement(row: RowMapping) -> Statement:
    stance = stance_of(row[findings.c.stance])
    assert stance is not None  # noqa: S101  (said_at is set exactly where there is one)
    return Statement(
        claimed=Claimed(stance.label, stance.phase, quantity_of(row[findings.c.quantity])),
        outlet=row[items.c.feed_id],
        official=row[findings.c.official],
        at=row[findings.c.said_at],
        finding_id=row[findings.c.id],
    )
