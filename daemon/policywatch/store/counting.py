"""How much of everything there is, for `policywatch status`."""

from __future__ import annotations

from sqlalchemy import func, select

from policywatch.model.counts import Counts
from policywatch.model.delivery import DeliveryState
from policywatch.store.database import Database
from policywatch.store.tables import alerts, deliveries, feeds, findings, items


def count(database: Database) -> Counts:
    """Return how much of everything there is. Raises StoreError."""
    number = func.count()
    active = select(number).select_from(feeds).where(feeds.c.active)
    owed = deliveries.c.next_attempt_at.is_not(None)
    with database.reading() as connection:
        by_state = dict.fromkeys(DeliveryState, 0)
        for row in connection.execute(select(deliveries.c.state, number).group_by(deliveries.c.state)):
            by_state[row[0]] = row[1]
        return Counts(
            feeds=connection.execute(active).scalar_one(),
            feeds_failing=connection.execute(active.where(feeds.c.failures > 0)).scalar_one(),
            items=connection.execute(select(number).select_from(items)).scalar_one(),
            findings=connection.execute(select(number).select_from(findings)).scalar_one(),
            alerts=connection.execute(select(number).select_from(alerts)).scalar_one(),
            deliveries=by_state,
            oldest_owed_at=connection.scalar(select(func.min(deliveries.c.created_at)).where(owed)),
            last_polled_at=connection.scalar(select(func.max(feeds.c.last_polled_at))),
        )
