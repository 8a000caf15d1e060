"""Lease: the right to work on a row for a time; a Claim is a row with a lease on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policywatch.model.alert import Alert
from policywatch.model.delivery import Delivery
from policywatch.model.feed import FeedState


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on a row until `until`; the row carries the same token while it is ours."""

    token: str
    until: datetime


@dataclass(frozen=True, slots=True)
class FeedClaim:
    """A feed that is due, and ours to poll."""

    state: FeedState
    lease: Lease


@dataclass(frozen=True, slots=True)
class DeliveryClaim:
    """A delivery that is due and ours to send, with the alert it owes."""

    delivery: Delivery
    alert: Alert
    lease: Lease
