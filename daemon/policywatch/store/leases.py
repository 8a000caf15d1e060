"""Leases on rows: the same rules for feeds and deliveries, in both databases.

Whoever wants to work on a row writes a new random token into it; every later write asks for that token. A row whose
lease ran out may be taken by anyone: its former holder's token is then gone, and so is its right to write.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, update

from policywatch.errors import LeaseLostError
from policywatch.model.lease import Lease

#: no lease lasts as long as this: what seems to was written when a clock was ahead, and would keep its row for ever
LONGEST_LEASE: Final = timedelta(minutes=10)
#: what a row without a lease holds
NO_LEASE: dict[str, Any] = {"lease_token": None, "lease_until": None}


def new_lease(now: datetime, lease_for: timedelta) -> Lease:
    """Return a lease that nobody else has."""
    return Lease(secrets.token_hex(16), now + lease_for)


def values_of(lease: Lease) -> dict[str, Any]:
    """Return what a row under this lease holds."""
    return {"lease_token": lease.token, "lease_until": lease.until}


def is_free(table: Table, now: datetime) -> ColumnElement[bool]:
    """Return the condition that nobody holds a row, or not any longer."""
    until = table.c.lease_until
    return or_(until.is_(None), until <= now, until > now + LONGEST_LEASE)


def write_leased(connection: Connection, table: Table, key: str | int, lease: Lease, values: dict[str, Any]) -> bool:
    """Write into a row that this lease is on; return False, and write nothing, where it no longer is."""
    ours = and_(table.c.id == key, table.c.lease_token == lease.token)
    return connection.execute(update(table).where(ours).values(values)).rowcount == 1


def lost(subject: str) -> LeaseLostError:
    """Return the error for a lease that is no longer ours."""
    return LeaseLostError(subject, "the lease ran out and the work was taken over, so nothing was written")
