"""A database that an older version filled is brought to this version with all that is in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from policywatch.model.alert import AlertKind
from policywatch.shipped import shipped
from policywatch.store import migrate, open_store
from policywatch.store.schema import revisions

AT = "2026-03-01T12:00:00.000000Z"
#: what version 0001 wrote: a feed, an item, an alert that is owed, a finding that is backlog
ROWS = (
    "INSERT INTO feeds (id, url, title, active, next_poll_at, next_poll_reason, failures)"
    f" VALUES ('wire', 'https://wire.example/feed', 'The Wire', true, '{AT}', 'every', 0)",
    "INSERT INTO items (feed_id, identity, title, summary, body, categories, date_method, first_seen_at)"
    f" VALUES ('wire', 'guid:1', 'Officers announce a coup', '', '', '[]', 'none', '{AT}')",
    "INSERT INTO alerts (watch_id, watch_title, watch_version, severity, created_at)"
    f" VALUES ('coup', 'Coups', '0123456789ab', 'high', '{AT}')",
    "INSERT INTO findings (item_id, watch_id, watch_version, field, passage_start, passage_end, quote, spans, found_at,"
    " alert_id) VALUES (1, 'coup', '0123456789ab', 'title', 0, 24, 'Officers announce a coup', '[[20, 24]]',"
    f" '{AT}', 1)",
    "INSERT INTO findings (item_id, watch_id, watch_version, field, passage_start, passage_end, quote, spans, found_at,"
    " quiet_reason) VALUES (1, 'army', '0123456789ab', 'title', 0, 24, 'Officers announce a coup', '[[0, 8]]',"
    f" '{AT}', 'backlog')",
    "INSERT INTO deliveries (alert_id, channel, message_id, state, attempts, created_at, next_attempt_at, reason)"
    f" VALUES (1, 'slack', 'msg_1', 'pending', 0, '{AT}', '{AT}', '')",
)


def test_everything_that_version_0001_wrote_is_there_after_an_upgrade(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url, poolclass=NullPool)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        command.upgrade(config, "0001")
        for row in ROWS:
            connection.execute(text(row))
    assert migrate(empty_database_url) == revisions()[-1]
    store = open_store(empty_database_url)
    try:
        alert = store.alerts.get(1)
        assert alert is not None
        assert (alert.kind, alert.notice, alert.watch_title) == (AlertKind.ITEM_FLAGGED, None, "Coups")
        assert [finding.passage.spans for finding in alert.evidence[0].findings] == [((20, 24),)]
        assert {evidence.findings[0].watch_id for evidence in store.findings.latest(9)} == {"coup", "army"}
        now = datetime(2026, 3, 1, 12, 1, tzinfo=UTC)
        (claim,) = store.deliveries.claim(now, 9, timedelta(seconds=60), ["slack"])
        assert (claim.delivery.message_id, claim.alert) == ("msg_1", alert)
        assert store.daemons.all() == []
    finally:
        store.close()
