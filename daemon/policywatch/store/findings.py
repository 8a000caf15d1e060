"""Findings: what the watches found, and where it was told or why it was not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, insert, select

from policywatch.model.alert import Evidence
from policywatch.model.finding import Finding
from policywatch.model.match import Passage
from policywatch.store.database import Database
from policywatch.store.items import item_of
from policywatch.store.plain import plain_quantity, plain_stance, quantity_of, stance_of
from policywatch.store.tables import feeds, findings, items


class FindingRows:
    """The findings' rows. All methods may be called from any thread; all raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest(self, limit: int, *, since: datetime | None = None, watch: str | None = None) -> list[Evidence]:
        """Return at most `limit` findings, the last first, each with its item and outlet; `since` is inclusive."""
        query = with_item_and_outlet().order_by(findings.c.found_at.desc(), findings.c.id.desc()).limit(limit)
        if since is not None:
            query = query.where(findings.c.found_at >= since)
        if watch is not None:
            query = query.where(findings.c.watch_id == watch)
        with self._database.reading() as connection:
            return [
                Evidence(item_of(row), outlet_of(row), (finding_of(row),))
                for row in connection.execute(query).mappings()
            ]


def with_item_and_outlet() -> Select[Any]:
    """Return the query for findings with their item and the feed's title, for `finding_of`, `item_of`, `outlet_of`."""
    return (
        select(findings, items, feeds.c.title)
        .join_from(findings, items, items.c.id == findings.c.item_id)
        .join(feeds, feeds.c.id == items.c.feed_id)
    )


def insert_findings(
    connection: Connection, new: Iterable[tuple[Finding, int, int | None, datetime]], *, official: bool
) -> int:
    """Write findings inside a transaction; return how many.

    Each comes with its item's and its alert's number, and when it was said; `official`: by an official feed.
    """
    rows = [_row(finding, item_id, alert_id, said_at, official) for finding, item_id, alert_id, said_at in new]
    if rows:
        connection.execute(insert(findings), rows)
    return len(rows)


def finding_of(row: RowMapping) -> Finding:
    column = findings.c
    return Finding(
        watch_id=row[column.watch_id],
        watch_version=row[column.watch_version],
        passage=Passage(
            field=row[column.field],
            start=row[column.passage_start],
            end=row[column.passage_end],
            quote=row[column.quote],
            spans=tuple((start, end) for start, end in row[column.spans]),
            stance=stance_of(row[column.stance]),
            actor=row[column.actor],
            place=row[column.place],
            quantity=quantity_of(row[column.quantity]),
        ),
        found_at=row[column.found_at],
        quiet_reason=row[column.quiet_reason],
        alert_id=row[column.alert_id],
        item_id=row[column.item_id],
        id=row[column.id],
    )


def outlet_of(row: RowMapping) -> str:
    outlet: str = row[feeds.c.title]
    return outlet


def _row(finding: Finding, item_id: int, alert_id: int | None, said_at: datetime, official: bool) -> dict[str, Any]:
    return {
        "item_id": item_id,
        "watch_id": finding.watch_id,
        "watch_version": finding.watch_version,
        "field": finding.passage.field,
        "passage_start": finding.passage.start,
        "passage_end": finding.passage.end,
        "quote": finding.passage.quote,
        "spans": finding.passage.spans,
        "found_at": finding.found_at,
        "alert_id": alert_id,
        "quiet_reason": finding.quiet_reason,
        "stance": plain_stance(finding.passage.stance),
        "actor": finding.passage.actor,
        "place": finding.passage.place,
        "quantity": plain_quantity(finding.passage.quantity),
        "said_at": said_at if finding.passage.stance else None,
        "official": official,
    }
