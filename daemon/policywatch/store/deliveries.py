"""Deliveries: the outbox. What is owed to which channel, who sends it now, and what came of each attempt."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, not_, select, update

from policywatch.model.delivery import Answer, Attempt, Delivery, DeliveryState, Verdict
from policywatch.model.lease import DeliveryClaim, Lease
from policywatch.store.alerts import load_alerts
from policywatch.store.database import Database, among
from policywatch.store.leases import NO_LEASE, is_free, lost, new_lease, values_of, write_leased
from policywatch.store.tables import attempts, deliveries

_COLUMNS = tuple(column for column in deliveries.c if not column.name.startswith("lease_"))
_PENDING = {"state": DeliveryState.PENDING} | NO_LEASE
_OWED = deliveries.c.next_attempt_at.is_not(None)


class DeliveryRows:
    """The deliveries' rows. All methods may be called from any thread; all raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, now: datetime, limit: int, lease_for: timedelta, channels: Collection[str]) -> list[DeliveryClaim]:
        """Claim at most `limit` deliveries to these channels that are due and that nobody sends.

        Channels get equal shares as far as they can use them, so that thousands due on one do not delay the others;
        within a channel what is due longest comes first. A delivery whose sender was killed is due again when its
        lease has run out.
        """
        lease = new_lease(now, lease_for)
        with self._database.leasing() as connection:
            claimed = _claim_fairly(connection, now, limit, lease, list(channels))
        if not claimed:
            return []
        # alerts never change: no reason to make other writers wait while they are read
        with self._database.reading() as connection:
            alerts = load_alerts(connection, {delivery.alert_id for delivery in claimed})
        claimed.sort(key=lambda delivery: (delivery.next_attempt_at or now, delivery.id))
        return [DeliveryClaim(delivery, alerts[delivery.alert_id], lease) for delivery in claimed]

    def settle(self, claim: DeliveryClaim, attempt: Attempt | None, verdict: Verdict) -> Delivery:
        """Write what came of an attempt (None: there was none) and give the delivery back; return it as it stands now.

        Raises LeaseLostError, having written nothing, when the delivery is no longer ours.
        """
        before = claim.delivery
        sent = verdict.state is DeliveryState.SENT and attempt is not None
        after = replace(
            before,
            state=verdict.state,
            attempts=before.attempts + (attempt is not None),
            next_attempt_at=verdict.next_attempt_at if verdict.state is DeliveryState.PENDING else None,
            reason=verdict.reason,
            sent_at=attempt.started_at + timedelta(seconds=attempt.took) if sent and attempt else before.sent_at,
        )
        changed = {name: getattr(after, name) for name in ("state", "attempts", "next_attempt_at", "reason", "sent_at")}
        with self._database.writing() as connection:
            if not write_leased(connection, deliveries, before.id, claim.lease, changed | NO_LEASE):
                raise lost(f"delivery {before.id}")
            if attempt is not None:
                connection.execute(insert(attempts).values(_attempt_row(attempt)))
        return after

    def park(self, channels: Collection[str], now: datetime) -> tuple[int, int]:
        """Hold what is owed to channels that are not among those of the settings; take up again what was held so.

        What somebody is sending at this moment is left alone. Returns how many were held, and how many came back.
        """
        column = deliveries.c
        with self._database.writing() as connection:
            present = among(connection, column.channel, channels)
            waiting = (_OWED, is_free(deliveries, now), not_(present))
            held = 0
            for channel in connection.scalars(select(column.channel).distinct().where(*waiting)).all():
                stop = {"state": DeliveryState.HELD, "next_attempt_at": None, "reason": _absent(channel)} | NO_LEASE
                held += connection.execute(
                    update(deliveries).where(*waiting, column.channel == channel).values(stop)
                ).rowcount
            parked = (column.state == DeliveryState.HELD, present)
            back = 0
            for channel in connection.scalars(select(column.channel).distinct().where(*parked)).all():
                back += connection.execute(
                    update(deliveries)
                    .where(*parked, column.channel == channel, column.reason == _absent(channel))
                    .values(_PENDING | {"next_attempt_at": now, "reason": ""})
                ).rowcount
        return held, back

    def latest(self, limit: int, *, state: DeliveryState | None = None, channel: str | None = None) -> list[Delivery]:
        """Return at most `limit` deliveries, the newest first."""
        query = select(deliveries).order_by(deliveries.c.id.desc()).limit(limit)
        if state is not None:
            query = query.where(deliveries.c.state == state)
        if channel is not None:
            query = query.where(deliveries.c.channel == channel)
        with self._database.reading() as connection:
            return [_delivery(row) for row in connection.execute(query).mappings()]

    def get(self, id: int) -> Delivery | None:  # noqa: A002  (what the model calls it)
        """Return a delivery by its number."""
        with self._database.reading() as connection:
            row = connection.execute(select(deliveries).where(deliveries.c.id == id)).mappings().one_or_none()
        return _delivery(row) if row else None

    def attempts(self, delivery_id: int) -> list[Attempt]:
        """Return the attempts of a delivery, the first one first."""
        query = select(attempts).where(attempts.c.delivery_id == delivery_id).order_by(attempts.c.id)
        with self._database.reading() as connection:
            return [_attempt(row) for row in connection.execute(query).mappings()]


def insert_deliveries(connection: Connection, owed: Iterable[tuple[int, str]], created_at: datetime) -> int:
    """Write one delivery for each alert's number and channel, due at once, inside a transaction; return how many."""
    rows = [
        {
            "alert_id": alert_id,
            "channel": channel,
            "message_id": f"msg_{secrets.token_hex(12)}",
            "attempts": 0,
            "created_at": created_at,
            "next_attempt_at": created_at,
            "reason": "",
        }
        | _PENDING
        for alert_id, channel in owed
    ]
    if rows:
        connection.execute(insert(deliveries), rows)
    return len(rows)


def _claim_fairly(
    connection: Connection, now: datetime, limit: int, lease: Lease, channels: list[str]
) -> list[Delivery]:
    # in no order: with fewer free hands than channels, a fixed one would always serve the same channels
    SystemRandom().shuffle(channels)
    claimed: list[Delivery] = []
    while channels and len(claimed) < limit:
        share = max(1, (limit - len(claimed)) // len(channels))
        with_more: list[str] = []
        for channel in channels:
            taken = _claim_of_channel(connection, now, min(share, limit - len(claimed)), lease, channel)
            claimed += taken
            if len(taken) == share:
                with_more.append(channel)
        channels = with_more
    return claimed


def _claim_of_channel(
    connection: Connection, now: datetime, limit: int, lease: Lease, channel: str
) -> Sequence[Delivery]:
    # `next_attempt_at` is set only where something is owed, so the small index finds exactly these, in order
    query = (
        select(deliveries)
        .where(deliveries.c.channel == channel, deliveries.c.next_attempt_at <= now, is_free(deliveries, now))
        .order_by(deliveries.c.next_attempt_at, deliveries.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    due = [_delivery(row) for row in connection.execute(query).mappings()]
    if due:
        chosen = deliveries.c.id.in_([delivery.id for delivery in due])
        sending = values_of(lease) | {"state": DeliveryState.SENDING}
        connection.execute(update(deliveries).where(chosen).values(sending))
    return [replace(delivery, state=DeliveryState.SENDING) for delivery in due]


def _absent(channel: str) -> str:
    return f"channel {channel} is not in the settings"


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(**{column.name: row[column] for column in _COLUMNS})


def _attempt_row(attempt: Attempt) -> dict[str, Any]:
    answer = attempt.answer
    return {
        "delivery_id": attempt.delivery_id,
        "started_at": attempt.started_at,
        "took": attempt.took,
        "outcome": attempt.outcome,
        "status": answer.status,
        "fault": answer.fault,
        "text": answer.text,
        "retry_after": None if answer.retry_after is None else answer.retry_after.total_seconds(),
        "accepted": answer.accepted,
        "blame": answer.blame,
    }


def _attempt(row: RowMapping) -> Attempt:
    seconds = row["retry_after"]
    answer = Answer(
        status=row["status"],
        fault=row["fault"],
        text=row["text"],
        retry_after=None if seconds is None else timedelta(seconds=seconds),
        accepted=row["accepted"],
        blame=row["blame"],
    )
    return Attempt(row["delivery_id"], row["started_at"], row["took"], row["outcome"], answer)
