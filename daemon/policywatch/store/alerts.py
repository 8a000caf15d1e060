"""Alerts: what was told, with the evidence it was told on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, RowMapping, insert, select

from policywatch.model.alert import Alert, AlertKind, Change, Evidence, Notice
from policywatch.model.position import Step
from policywatch.model.recording import Flag
from policywatch.model.watch import AlertOn
from policywatch.store.columns import storable
from policywatch.store.database import Database
from policywatch.store.findings import finding_of, outlet_of, with_item_and_outlet
from policywatch.store.items import item_of
from policywatch.store.tables import alerts, findings, items


class AlertRows:
    """The alerts' rows. All methods may be called from any thread; all raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, id: int) -> Alert | None:  # noqa: A002  (what the model calls it)
        """Return an alert with its evidence by its number."""
        with self._database.reading() as connection:
            return load_alerts(connection, [id]).get(id)


def load_alerts(connection: Connection, ids: Collection[int]) -> dict[int, Alert]:
    """Return alerts with their evidence by number, with two queries for all of them."""
    query = with_item_and_outlet().where(findings.c.alert_id.in_(ids))
    query = query.order_by(findings.c.alert_id, items.c.id, findings.c.id)
    evidence: dict[int, list[Evidence]] = {}
    rows = connection.execute(query).mappings()
    for (alert_id, _), group in groupby(rows, key=lambda row: (row[findings.c.alert_id], row[items.c.id])):
        told = list(group)
        evidence.setdefault(alert_id, []).append(
            Evidence(item_of(told[0]), outlet_of(told[0]), tuple(finding_of(row) for row in told))
        )
    return {
        row["id"]: _alert(row, evidence.get(row["id"], ()))
        for row in connection.execute(select(alerts).where(alerts.c.id.in_(ids))).mappings()
    }


def _alert(row: RowMapping, evidence: Sequence[Evidence]) -> Alert:
    values = {name: value for name, value in row.items() if name not in ("notice", "change", "words")}
    told = row["notice"]
    notice = Notice(row["kind"], row["severity"], told["title"], tuple(told["lines"])) if told else None
    changed = row["change"]
    change = Change(**changed | {"step": Step(changed["step"])}) if changed else None
    return Alert(**values, evidence=tuple(evidence), notice=notice, change=change, **(row["words"] or {}))


def insert_alerts(connection: Connection, flags: Sequence[Flag], created_at: datetime) -> Sequence[int]:
    """Write the alerts that these flags raise, inside a transaction; return their numbers in the same order."""
    rows = [
        {
            "kind": AlertKind.POSITION_CHANGED if flag.alert_on is AlertOn.CHANGE else AlertKind.ITEM_FLAGGED,
            "watch_id": flag.watch_id,
            "watch_title": flag.watch_title,
            "watch_version": flag.watch_version,
            "severity": flag.severity,
            "created_at": created_at,
            "change": asdict(flag.change) if flag.change else None,
            "words": {"wording": dict(flag.wording), "names": dict(flag.names)},
        }
        for flag in flags
    ]
    return [connection.execute(insert(alerts).returning(alerts.c.id), row).scalar_one() for row in rows]


def insert_notice(connection: Connection, notice: Notice, created_at: datetime) -> int:
    """Write an alert about policywatch itself, inside a transaction; return its number."""
    row = {
        "kind": notice.kind,
        "watch_id": "",
        "watch_title": "",
        "watch_version": "",
        "severity": notice.severity,
        "created_at": created_at,
        "notice": {"title": storable(notice.title), "lines": [storable(line) for line in notice.lines]},
    }
    number: int = connection.execute(insert(alerts).returning(alerts.c.id), row).scalar_one()
    return number
