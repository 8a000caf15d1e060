"""Items: everything that was published in the feeds since we watch them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from policywatch.model.item import Item
from policywatch.store.columns import storable
from policywatch.store.database import Database, among
from policywatch.store.tables import items

_COLUMNS = tuple(column for column in items.c if column.name != "categories")


class ItemRows:
    """The items' rows. All methods may be called from any thread; all raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, feed_id: str, identities: Collection[str]) -> set[str]:
        """Return those of `identities` that the feed's items already have; there may be 100,000."""
        if not identities:
            return set()
        with self._database.reading() as connection:
            return set(numbers_of(connection, feed_id, identities))

    def get(self, id: int) -> Item | None:  # noqa: A002  (what the model calls it)
        """Return an item by its number."""
        with self._database.reading() as connection:
            row = connection.execute(select(items).where(items.c.id == id)).mappings().one_or_none()
        return item_of(row) if row else None

    def latest(self, limit: int, *, since: datetime | None = None, feed: str | None = None) -> list[Item]:
        """Return at most `limit` items, those seen last first; `since` is inclusive."""
        query = select(items).order_by(items.c.first_seen_at.desc(), items.c.id.desc()).limit(limit)
        if since is not None:
            query = query.where(items.c.first_seen_at >= since)
        if feed is not None:
            query = query.where(items.c.feed_id == feed)
        with self._database.reading() as connection:
            return [item_of(row) for row in connection.execute(query).mappings()]


def insert_items(connection: Connection, new: Sequence[Item], seen_at: datetime) -> None:
    """Write one feed's items inside a transaction; there may be 100,000.

    An identity that the feed already has is an error: `sift` left those out, and the lease keeps others from adding
    any.
    """
    connection.execute(insert(items), [_row(item, seen_at) for item in new])


def numbers_of(connection: Connection, feed_id: str, identities: Collection[str]) -> dict[str, int]:
    """Return the numbers of a feed's items by identity."""
    query = select(items.c.identity, items.c.id).where(
        items.c.feed_id == feed_id, among(connection, items.c.identity, identities)
    )
    numbers = {row.identity: row.id for row in connection.execute(query)}
    return {identity: numbers[storable(identity)] for identity in identities if storable(identity) in numbers}


def item_of(row: RowMapping) -> Item:
    """Return the item in a row of any query that selects the table's columns."""
    values = {column.name: row[column] for column in _COLUMNS}
    return Item(categories=tuple(row[items.c.categories]), **values)


def _row(item: Item, seen_at: datetime) -> dict[str, Any]:
    values = {column.name: getattr(item, column.name) for column in _COLUMNS if column.name != "id"}
    return values | {"categories": item.categories, "first_seen_at": item.first_seen_at or seen_at}
