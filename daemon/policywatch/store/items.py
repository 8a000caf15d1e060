"""Items: everything that was published in the feeds since we watch them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, func, insert, select

from policywatch.model.item import Item
from policywatch.store.columns import storable
from policywatch.store.database import Database, among
from policywatch.store.tables import items

#: items read at once by `stream`: some 5 MB of long articles
_CHUNK: Final = 200

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
        return self._read(query)

    def stream(self, since: datetime, until: datetime, *, feed: str | None = None) -> Iterator[Item]:
        """Yield the items that were first seen from `since` up to, not including, `until`, the oldest first.

        Each chunk is a query of its own that begins behind the last item: however many there are, only a chunk is in
        memory, and no transaction stays open while the caller works on it.
        """
        seen_at, id_ = items.c.first_seen_at, items.c.id
        query = select(items).where(seen_at < until).order_by(seen_at, id_).limit(_CHUNK)
        if feed is not None:
            query = query.where(items.c.feed_id == feed)
        chunk = self._read(query.where(seen_at >= since))
        while chunk:
            yield from chunk
            last = chunk[-1]
            # Those of the same moment, of which a poll may leave 100,000, and then the later ones. Asked for at once,
            # as (seen_at, id) > (..., ...), SQLite would step over those of the moment again for each chunk.
            same = query.where(seen_at == last.first_seen_at, id_ > last.id)
            chunk = self._read(same) or self._read(query.where(seen_at > last.first_seen_at))

    def count(self, since: datetime, until: datetime) -> dict[str, int]:
        """Return by feed how many items were first seen from `since` up to, not including, `until`."""
        seen_at = items.c.first_seen_at
        query = select(items.c.feed_id, func.count()).where(seen_at >= since, seen_at < until)
        query = query.group_by(items.c.feed_id)
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def _read(self, query: Select[Any]) -> list[Item]:
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
