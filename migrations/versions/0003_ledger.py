"""What findings say, and the ledger of positions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    op.add_column("alerts", sa.Column("change", sa.JSON()))
    op.add_column("alerts", sa.Column("words", sa.JSON()))
    op.add_column("findings", sa.Column("stance", sa.JSON()))
    op.add_column("findings", sa.Column("actor", sa.Text(), nullable=False, server_default=""))
    op.add_column("findings", sa.Column("place", sa.Text(), nullable=False, server_default=""))
    op.add_column("findings", sa.Column("quantity", sa.JSON()))
    op.add_column("findings", sa.Column("said_at", TIME))
    op.add_column("findings", sa.Column("official", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_findings_said",
        "findings",
        ["watch_id", "actor", "place", "said_at"],
        sqlite_where=sa.text("said_at IS NOT NULL"),
        postgresql_where=sa.text("said_at IS NOT NULL"),
    )
    op.create_table(
        "positions",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("watch_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("quantity", sa.JSON()),
        sa.Column("since_at", TIME, nullable=False),
        sa.Column("until_at", TIME),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("outlets", sa.JSON(), nullable=False),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("contested", sa.JSON()),
        sa.Column("contested_at", TIME),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positions")),
        sa.CheckConstraint(
            "(contested IS NULL) = (contested_at IS NULL)", name=op.f("ck_positions_contested_has_time")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_positions_current",
        "positions",
        ["watch_id", "actor", "place"],
        unique=True,
        sqlite_where=sa.text("until_at IS NULL"),
        postgresql_where=sa.text("until_at IS NULL"),
    )
    op.create_index(op.f("ix_positions_watch_id_since_at_id"), "positions", ["watch_id", "since_at", "id"])


def downgrade() -> None:
    raise NotImplementedError("a database is never downgraded: restore a backup")
