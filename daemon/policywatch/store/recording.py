"""What one poll writes, in one transaction: all of it stands, or nothing does."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from policywatch.decide.flag import after_moves
from policywatch.decide.positions import Confirmation
from policywatch.model.item import Item
from policywatch.model.lease import FeedClaim
from policywatch.model.position import Claimed, Move, Statement, Subject
from policywatch.model.recording import Flag, Recorded, Recording
from policywatch.store.alerts import insert_alerts
from policywatch.store.database import Database
from policywatch.store.deliveries import insert_deliveries
from policywatch.store.feeds import write_polled
from policywatch.store.findings import insert_findings
from policywatch.store.items import insert_items, numbers_of
from policywatch.store.positions import move_positions


def write(database: Database, claim: FeedClaim, recording: Recording) -> Recorded:
    """Write items, findings, positions, alerts and the deliveries they owe, the feed's state, and give the feed back.

    Raises LeaseLostError when the feed is no longer ours, StoreError for anything else; nothing is written then.
    """
    at = recording.recorded_at
    items = [one.item for one in recording.items]
    # as they were said, so that the ledger's history is in order: feeds list the newest first
    found = sorted(
        ((_said_at(one.item, at), one.item.identity, flag) for one in recording.items for flag in one.flags),
        key=lambda said: said[0],
    )
    with database.writing() as connection:
        # first, because it holds the row: nobody can take the feed over while the rest is written
        write_polled(connection, claim, recording.state)
        if not items:
            return Recorded()
        insert_items(connection, items, at)
        item_ids = numbers_of(connection, claim.state.feed_id, {identity for _, identity, _ in found})
        moves = _move(connection, recording, claim.state.feed_id, [(said_at, flag) for said_at, _, flag in found])
        decided = [
            (said_at, identity, after_moves(flag, done))
            for (said_at, identity, flag), done in zip(found, moves, strict=True)
        ]
        told = [flag for _, _, flag in decided if flag.channels]
        alert_ids = iter(insert_alerts(connection, told, at))
        alerted = [
            (said_at, identity, flag, next(alert_ids) if flag.channels else None) for said_at, identity, flag in decided
        ]
        findings = [
            (finding, item_ids[identity], alert_id, said_at)
            for said_at, identity, flag, alert_id in alerted
            for finding in flag.findings
        ]
        insert_findings(connection, findings, official=recording.official)
        owed = [(alert_id, to) for _, _, flag, alert_id in alerted if alert_id is not None for to in flag.channels]
        insert_deliveries(connection, owed, at)
    return Recorded(items=len(items), findings=len(findings), alerts=len(told), deliveries=len(owed))


def _said_at(item: Item, recorded_at: datetime) -> datetime:
    """Return when an item was published, as far as that can be believed: not after it was seen."""
    return min(item.published_at or recorded_at, recorded_at)


def _move(
    connection: Connection, recording: Recording, feed_id: str, found: list[tuple[datetime, Flag]]
) -> list[list[Move]]:
    """Let the findings move the ledger; return for each flag what its findings did."""
    said: list[tuple[Subject, Statement, Confirmation]] = []
    numbers: list[int] = []
    for number, (said_at, flag) in enumerate(found):
        for passage in (finding.passage for finding in flag.findings):
            if passage.stance is not None:
                claimed = Claimed(passage.stance.label, passage.stance.phase, passage.quantity)
                subject = Subject(flag.watch_id, passage.actor, passage.place)
                statement = Statement(claimed, feed_id, recording.official, said_at)
                said.append((subject, statement, Confirmation(flag.confirm, flag.window)))
                numbers.append(number)
    moves: list[list[Move]] = [[] for _ in found]
    for number, done in zip(numbers, move_positions(connection, said), strict=True):
        moves[number].append(done)
    return moves
