"""Feeds, items, findings, alerts, deliveries and their attempts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

#: a migration says what the tables were on its day, so it shares nothing with policywatch.store
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("next_poll_at", TIME, nullable=False),
        sa.Column("next_poll_reason", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("body_hash", sa.Text()),
        sa.Column("first_success_at", TIME),
        sa.Column("last_success_at", TIME),
        sa.Column("last_polled_at", TIME),
        sa.Column("last_error", sa.Text()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("lease_token", sa.Text()),
        sa.Column("lease_until", TIME),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
    )
    op.create_index(op.f("ix_feeds_next_poll_at_id"), "feeds", ["next_poll_at", "id"])

    op.create_table(
        "items",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("feed_id", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("link", sa.Text()),
        sa.Column("guid", sa.Text()),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text()),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("published_at", TIME),
        sa.Column("published_raw", sa.Text()),
        sa.Column("date_method", sa.Text(), nullable=False),
        sa.Column("first_seen_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_items_feed_id")),
        sa.UniqueConstraint("feed_id", "identity", name=op.f("uq_items_feed_id_identity")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_items_first_seen_at_id"), "items", ["first_seen_at", "id"])
    op.create_index(op.f("ix_items_feed_id_first_seen_at_id"), "items", ["feed_id", "first_seen_at", "id"])

    op.create_table(
        "alerts",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("watch_id", sa.Text(), nullable=False),
        sa.Column("watch_title", sa.Text(), nullable=False),
        sa.Column("watch_version", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sqlite_autoincrement=True,
    )

    op.create_table(
        "findings",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("item_id", NUMBER, nullable=False),
        sa.Column("watch_id", sa.Text(), nullable=False),
        sa.Column("watch_version", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("passage_start", sa.Integer(), nullable=False),
        sa.Column("passage_end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("found_at", TIME, nullable=False),
        sa.Column("alert_id", NUMBER),
        sa.Column("quiet_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_findings_item_id")),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_findings_alert_id")),
        sa.UniqueConstraint(
            "item_id", "watch_id", "field", "passage_start", "passage_end", name=op.f("uq_findings_passage")
        ),
        sa.CheckConstraint("(alert_id IS NULL) <> (quiet_reason IS NULL)", name=op.f("ck_findings_alerted_or_quiet")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_findings_found_at_id"), "findings", ["found_at", "id"])
    op.create_index(op.f("ix_findings_watch_id_found_at_id"), "findings", ["watch_id", "found_at", "id"])
    op.create_index(op.f("ix_findings_alert_id"), "findings", ["alert_id"])

    op.create_table(
        "deliveries",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("alert_id", NUMBER, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("next_attempt_at", TIME),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sent_at", TIME),
        sa.Column("lease_token", sa.Text()),
        sa.Column("lease_until", TIME),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_deliveries_alert_id")),
        sa.UniqueConstraint("message_id", name=op.f("uq_deliveries_message_id")),
        sa.UniqueConstraint("alert_id", "channel", name=op.f("uq_deliveries_alert_id_channel")),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'failed', 'held', 'expired')",
            name=op.f("ck_deliveries_state_known"),
        ),
        sa.CheckConstraint(
            "(state IN ('pending', 'sending')) = (next_attempt_at IS NOT NULL)",
            name=op.f("ck_deliveries_owed_has_time"),
        ),
        sa.CheckConstraint(
            "(state = 'sending') = (lease_token IS NOT NULL)", name=op.f("ck_deliveries_sending_is_leased")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_deliveries_state_id"), "deliveries", ["state", "id"])
    op.create_index(
        op.f("ix_deliveries_owed"),
        "deliveries",
        ["channel", "next_attempt_at", "id"],
        sqlite_where=sa.text("next_attempt_at IS NOT NULL"),
        postgresql_where=sa.text("next_attempt_at IS NOT NULL"),
    )

    op.create_table(
        "attempts",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("delivery_id", NUMBER, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("took", sa.Float(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("fault", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("retry_after", sa.Float()),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("blame", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_attempts_delivery_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_attempts_delivery_id"), "attempts", ["delivery_id"])


def downgrade() -> None:
    raise NotImplementedError("a database is never downgraded: restore a backup")
