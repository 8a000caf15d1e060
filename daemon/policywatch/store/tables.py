"""The tables as this version knows them. The migrations lead to exactly these; tests/migration compares.

Three rules are written into the tables, because everything else rests on them:

- a finding has an alert or a reason why it has none, so nothing vanishes silently;
- a delivery is owed (pending, sending) exactly when `next_attempt_at` is set, so none is forgotten and none that
  is settled comes back; "due" therefore needs only `next_attempt_at` and the lease, and one small index;
- a delivery is `sending` exactly while somebody holds a lease on it.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    false,
)

from policywatch.errors import Fault
from policywatch.model.alert import AlertKind
from policywatch.model.delivery import Blame, DeliveryState, Outcome
from policywatch.model.feed import PollReason
from policywatch.model.finding import QuietReason
from policywatch.model.item import DateMethod
from policywatch.model.position import MoveReason
from policywatch.model.stance import Phase, StanceLabel
from policywatch.model.watch import Severity
from policywatch.store.columns import OneOf, PlainText, UtcTime

# every constraint has a name, so that a later migration can drop it in both databases
metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

#: SQLite numbers its rows only where the type is INTEGER, to the letter; `sqlite_autoincrement` (AUTOINCREMENT) never
#: gives a number twice, not even after the last row was deleted
_Number = BigInteger().with_variant(Integer(), "sqlite")


def _number() -> Column[int]:
    return Column("id", _Number, Identity(), primary_key=True)


feeds = Table(
    "feeds",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("url", PlainText, nullable=False),
    Column("title", PlainText, nullable=False),
    # False: no longer in the settings; kept for its items
    Column("active", Boolean, nullable=False),
    Column("next_poll_at", UtcTime, nullable=False),
    Column("next_poll_reason", OneOf(PollReason), nullable=False),
    Column("etag", PlainText),
    Column("last_modified", PlainText),
    Column("body_hash", PlainText),
    Column("first_success_at", UtcTime),
    Column("last_success_at", UtcTime),
    Column("last_polled_at", UtcTime),
    Column("last_error", PlainText),
    Column("failures", Integer, nullable=False),
    Column("lease_token", PlainText),
    Column("lease_until", UtcTime),
    Index(None, "next_poll_at", "id"),
)

items = Table(
    "items",
    metadata,
    _number(),
    Column("feed_id", PlainText, ForeignKey("feeds.id"), nullable=False),
    Column("identity", PlainText, nullable=False),
    Column("title", PlainText, nullable=False),
    Column("link", PlainText),
    Column("guid", PlainText),
    Column("summary", PlainText, nullable=False),
    Column("body", PlainText, nullable=False),
    Column("author", PlainText),
    Column("categories", JSON, nullable=False),
    Column("language", PlainText),
    Column("published_at", UtcTime),
    Column("published_raw", PlainText),
    Column("date_method", OneOf(DateMethod), nullable=False),
    Column("first_seen_at", UtcTime, nullable=False),
    UniqueConstraint("feed_id", "identity"),
    Index(None, "first_seen_at", "id"),
    Index(None, "feed_id", "first_seen_at", "id"),
    sqlite_autoincrement=True,
)

alerts = Table(
    "alerts",
    metadata,
    _number(),
    # "" where an alert is about policywatch itself
    Column("watch_id", PlainText, nullable=False),
    Column("watch_title", PlainText, nullable=False),
    Column("watch_version", PlainText, nullable=False),
    Column("severity", OneOf(Severity), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("kind", OneOf(AlertKind), nullable=False, server_default=AlertKind.ITEM_FLAGGED.value),
    # what an alert about policywatch itself says; NULL where findings are told
    Column("notice", JSON(none_as_null=True)),
    # what it changed in the ledger, in words; NULL where nothing changed, or nobody asked
    Column("change", JSON(none_as_null=True)),
    # the watch's own words for stances, and the names of the codes in its findings
    Column("words", JSON(none_as_null=True)),
    sqlite_autoincrement=True,
)

findings = Table(
    "findings",
    metadata,
    _number(),
    Column("item_id", _Number, ForeignKey("items.id"), nullable=False),
    Column("watch_id", PlainText, nullable=False),
    Column("watch_version", PlainText, nullable=False),
    # the passage: `start` and `end` are words of SQL
    Column("field", PlainText, nullable=False),
    Column("passage_start", Integer, nullable=False),
    Column("passage_end", Integer, nullable=False),
    Column("quote", PlainText, nullable=False),
    Column("spans", JSON, nullable=False),
    Column("found_at", UtcTime, nullable=False),
    Column("alert_id", _Number, ForeignKey("alerts.id")),
    Column("quiet_reason", OneOf(QuietReason)),
    Column("stance", JSON(none_as_null=True)),
    Column("actor", PlainText, nullable=False, server_default=""),
    Column("place", PlainText, nullable=False, server_default=""),
    Column("quantity", JSON(none_as_null=True)),
    # when it was published, or first seen; NULL where nobody read its stance
    Column("said_at", UtcTime),
    Column("official", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("item_id", "watch_id", "field", "passage_start", "passage_end", name="uq_findings_passage"),
    CheckConstraint("(alert_id IS NULL) <> (quiet_reason IS NULL)", name="alerted_or_quiet"),
    Index(None, "found_at", "id"),
    Index(None, "watch_id", "found_at", "id"),
    Index(None, "alert_id"),
    sqlite_autoincrement=True,
)
Index(
    "ix_findings_said",
    findings.c.watch_id,
    findings.c.actor,
    findings.c.place,
    findings.c.said_at,
    sqlite_where=findings.c.said_at.is_not(None),
    postgresql_where=findings.c.said_at.is_not(None),
)

_STATES = ", ".join(f"'{state.value}'" for state in DeliveryState)

deliveries = Table(
    "deliveries",
    metadata,
    _number(),
    Column("alert_id", _Number, ForeignKey("alerts.id"), nullable=False),
    Column("channel", PlainText, nullable=False),
    Column("message_id", PlainText, nullable=False, unique=True),
    Column("state", OneOf(DeliveryState), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("next_attempt_at", UtcTime),
    Column("reason", PlainText, nullable=False),
    Column("sent_at", UtcTime),
    Column("lease_token", PlainText),
    Column("lease_until", UtcTime),
    UniqueConstraint("alert_id", "channel"),
    CheckConstraint(f"state IN ({_STATES})", name="state_known"),
    CheckConstraint("(state IN ('pending', 'sending')) = (next_attempt_at IS NOT NULL)", name="owed_has_time"),
    CheckConstraint("(state = 'sending') = (lease_token IS NOT NULL)", name="sending_is_leased"),
    Index(None, "state", "id"),
    sqlite_autoincrement=True,
)
# Only what is owed: the outbox stays quick however many were sent. With the number, because thousands may be due since
# the same moment, and would else be sorted for every claim.
Index(
    "ix_deliveries_owed",
    deliveries.c.channel,
    deliveries.c.next_attempt_at,
    deliveries.c.id,
    sqlite_where=deliveries.c.next_attempt_at.is_not(None),
    postgresql_where=deliveries.c.next_attempt_at.is_not(None),
)

attempts = Table(
    "attempts",
    metadata,
    _number(),
    Column("delivery_id", _Number, ForeignKey("deliveries.id"), nullable=False),
    Column("started_at", UtcTime, nullable=False),
    # seconds
    Column("took", Float, nullable=False),
    Column("outcome", OneOf(Outcome), nullable=False),
    # the answer
    Column("status", Integer),
    Column("fault", OneOf(Fault)),
    Column("text", PlainText, nullable=False),
    # seconds
    Column("retry_after", Float),
    Column("accepted", Boolean, nullable=False),
    Column("blame", OneOf(Blame)),
    Index(None, "delivery_id"),
    sqlite_autoincrement=True,
)

# The ledger: every row is a time during which a watch stood somewhere for one actor and place.
positions = Table(
    "positions",
    metadata,
    _number(),
    Column("watch_id", PlainText, nullable=False),
    Column("actor", PlainText, nullable=False),
    Column("place", PlainText, nullable=False),
    Column("label", OneOf(StanceLabel), nullable=False),
    Column("phase", OneOf(Phase), nullable=False),
    Column("quantity", JSON(none_as_null=True)),
    Column("since_at", UtcTime, nullable=False),
    # NULL: it stands
    Column("until_at", UtcTime),
    Column("reason", OneOf(MoveReason), nullable=False),
    Column("outlets", JSON, nullable=False),
    Column("official", Boolean, nullable=False),
    Column("contested", JSON(none_as_null=True)),
    Column("contested_at", UtcTime),
    CheckConstraint("(contested IS NULL) = (contested_at IS NULL)", name="contested_has_time"),
    Index(None, "watch_id", "since_at", "id"),
    sqlite_autoincrement=True,
)
Index(
    "ix_positions_current",
    positions.c.watch_id,
    positions.c.actor,
    positions.c.place,
    unique=True,
    sqlite_where=positions.c.until_at.is_(None),
    postgresql_where=positions.c.until_at.is_(None),
)

# Who works on the database now. Not a lease: only for people who ask how it stands.
daemons = Table(
    "daemons",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("host", PlainText, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("version", PlainText, nullable=False),
    Column("config", PlainText, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("read_at", UtcTime, nullable=False),
    Column("watches", Integer, nullable=False),
    Column("problems", JSON, nullable=False),
    Column("held_back", JSON, nullable=False),
)
