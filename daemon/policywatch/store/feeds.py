"""Feeds: what we remember of them between polls, and who polls them now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from policywatch.decide.next_poll import latest_allowed
from policywatch.model.feed import Feed, FeedState, KnownFeed, PollReason, new_state
from policywatch.model.lease import FeedClaim
from policywatch.store.database import Database, among
from policywatch.store.leases import NO_LEASE, is_free, lost, new_lease, values_of, write_leased
from policywatch.store.tables import feeds

#: what a poll changes; the rest belongs to the settings
_POLLED = (
    "next_poll_at",
    "next_poll_reason",
    "etag",
    "last_modified",
    "body_hash",
    "first_success_at",
    "last_success_at",
    "last_polled_at",
    "last_error",
    "failures",
)


class FeedRows:
    """The feeds' rows. All methods may be called from any thread; all raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sync(self, wanted: Sequence[Feed], now: datetime) -> None:
        """Bring the rows in line with the settings.

        A new feed is due at once. One whose URL changed is due at once too, without what belonged to the old URL:
        validators, failures, and the lease of whoever is polling that. One that is not wanted stays, inactive. Where
        the next poll stands further off than the settings now allow, it is brought nearer.
        """
        by_id = {feed.id: feed for feed in wanted}
        with self._database.writing() as connection:
            rows = connection.execute(select(feeds).order_by(feeds.c.id).with_for_update()).all()
            known = {row.id: row for row in rows}
            new = [feed for feed in by_id.values() if feed.id not in known]
            stayed = [(feed, known[feed.id]) for feed in by_id.values() if feed.id in known]
            moved = [feed for feed, row in stayed if feed.url != row.url]
            told = [feed for feed, row in stayed if (feed.title, True) != (row.title, row.active)]
            nearer = [
                {"next_poll_at": latest, "key": feed.id}
                for feed, row in stayed
                if feed.url == row.url
                and (latest := latest_allowed(feed, row.next_poll_reason, now)) < row.next_poll_at
            ]
            gone = [row.id for row in known.values() if row.active and row.id not in by_id]
            if new:
                _insert(connection, [_new_row(feed, now) for feed in new])
            if moved:
                _update(connection, [_moved_row(feed, now) for feed in moved])
            if told:
                _update(connection, [{"title": feed.title, "active": True, "key": feed.id} for feed in told])
            if nearer:
                _update(connection, nearer)
            if gone:
                _update(connection, [{"active": False, "key": key} for key in gone])

    def claim(
        self,
        now: datetime,
        limit: int,
        lease_for: timedelta,
        *,
        only: Collection[str] | None = None,
        early: bool = False,
    ) -> list[FeedClaim]:
        """Claim at most `limit` active feeds that are due and that nobody polls, those due longest first.

        `only` leaves out all other feeds. `early` takes feeds that are not due, too: then a feed can be claimed again
        as soon as it is settled, so ask once.
        """
        lease = new_lease(now, lease_for)
        with self._database.leasing() as connection:
            query = select(feeds).where(feeds.c.active, is_free(feeds, now))
            if not early:
                query = query.where(feeds.c.next_poll_at <= now)
            query = query.order_by(feeds.c.next_poll_at, feeds.c.id).limit(limit).with_for_update(skip_locked=True)
            rows = connection.execute(query).mappings().all()
            # `only` is most often every feed there is, and naming 10,000 in each statement would cost 50 times as much
            if only is not None and any(row["id"] not in only for row in rows):
                rows = connection.execute(query.where(among(connection, feeds.c.id, only))).mappings().all()
            if rows:
                chosen = among(connection, feeds.c.id, [row["id"] for row in rows])
                connection.execute(update(feeds).where(chosen).values(values_of(lease)))
        return [FeedClaim(_state(row), lease) for row in rows]

    def renew(self, claim: FeedClaim, until: datetime) -> None:
        """Hold a feed longer. Raises LeaseLostError when it is no longer ours."""
        with self._database.leasing() as connection:
            if not write_leased(connection, feeds, claim.state.feed_id, claim.lease, {"lease_until": until}):
                raise lost(claim.state.feed_id)

    def settle(self, claim: FeedClaim, state: FeedState) -> None:
        """Write what a poll that brought no items left behind, and give the feed back.

        Raises LeaseLostError, having written nothing, when the feed is no longer ours.
        """
        with self._database.writing() as connection:
            write_polled(connection, claim, state)

    def states(self) -> list[KnownFeed]:
        """Return every feed there ever was in the settings, by id."""
        with self._database.reading() as connection:
            rows = connection.execute(select(feeds).order_by(feeds.c.id)).mappings()
            return [KnownFeed(title=row["title"], active=row["active"], state=_state(row)) for row in rows]


def write_polled(connection: Connection, claim: FeedClaim, state: FeedState) -> None:
    """Write a feed's new state and give it back, inside a transaction; raises LeaseLostError.

    The URL is left alone: it belongs to the settings, and `sync` takes the lease away when it changes.
    """
    values = {name: getattr(state, name) for name in _POLLED}
    if not write_leased(connection, feeds, claim.state.feed_id, claim.lease, values | NO_LEASE):
        raise lost(claim.state.feed_id)


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> None:
    # another process may start with the same settings at this moment
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(insert(feeds).on_conflict_do_nothing(index_elements=[feeds.c.id]), rows)


def _update(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Update the row of each `key`; all rows hold the same columns."""
    connection.execute(update(feeds).where(feeds.c.id == bindparam("key")), rows)


def _new_row(feed: Feed, now: datetime) -> dict[str, Any]:
    state = new_state(feed, now)
    polled = {name: getattr(state, name) for name in _POLLED}
    return {"id": feed.id, "url": feed.url, "title": feed.title, "active": True} | polled | NO_LEASE


def _moved_row(feed: Feed, now: datetime) -> dict[str, Any]:
    return {
        "key": feed.id,
        "url": feed.url,
        "next_poll_at": now,
        "next_poll_reason": PollReason.NEW,
        "etag": None,
        "last_modified": None,
        "body_hash": None,
        "last_error": None,
        "failures": 0,
    } | NO_LEASE


def _state(row: RowMapping) -> FeedState:
    return FeedState(feed_id=row["id"], url=row["url"], **{name: row[name] for name in _POLLED})
