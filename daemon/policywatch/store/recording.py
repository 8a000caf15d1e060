"""What one poll writes, in one transaction: all of it stands, or nothing does."""

from __future__ import annotations

from policywatch.model.lease import FeedClaim
from policywatch.model.recording import Recorded, Recording
from policywatch.store.alerts import insert_alerts
from policywatch.store.database import Database
from policywatch.store.deliveries import insert_deliveries
from policywatch.store.feeds import write_polled
from policywatch.store.findings import insert_findings
from policywatch.store.items import insert_items, numbers_of


def write(database: Database, claim: FeedClaim, recording: Recording) -> Recorded:
    """Write items, findings, alerts and the deliveries they owe, the feed's state, and give the feed back.

    Raises LeaseLostError when the feed is no longer ours, StoreError for anything else; nothing is written then.
    """
    at = recording.recorded_at
    items = [one.item for one in recording.items]
    flags = [(one.item.identity, flag) for one in recording.items for flag in one.flags]
    told = [(identity, flag) for identity, flag in flags if flag.channels]
    quiet = [(identity, flag) for identity, flag in flags if not flag.channels]
    with database.writing() as connection:
        # first, because it holds the row: nobody can take the feed over while the rest is written
        write_polled(connection, claim, recording.state)
        if not items:
            return Recorded()
        insert_items(connection, items, at)
        item_ids = numbers_of(connection, claim.state.feed_id, {identity for identity, _ in flags})
        alert_ids = insert_alerts(connection, [flag for _, flag in told], at)
        findings = [
            (finding, item_ids[identity], alert_id)
            for (identity, flag), alert_id in [
                *zip(told, alert_ids, strict=True),
                *((one, None) for one in quiet),
            ]
            for finding in flag.findings
        ]
        insert_findings(connection, findings)
        owed = [(alert_id, to) for (_, flag), alert_id in zip(told, alert_ids, strict=True) for to in flag.channels]
        insert_deliveries(connection, owed, at)
    return Recorded(items=len(items), findings=len(findings), alerts=len(alert_ids), deliveries=len(owed))
