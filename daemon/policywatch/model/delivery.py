"""Delivery: an alert owed to a channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from policywatch.errors import Fault


class DeliveryState(StrEnum):
    PENDING = "pending"
    #: somebody holds the lease and is sending it now
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    #: waits for a person: its channel is no longer in the settings, say
    HELD = "held"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Delivery:
    """An alert owed to a channel: one row of the outbox."""

    id: int
    alert_id: int
    #: id of the channel
    channel: str
    #: `webhook-id` of every attempt, now and at a replay: how a receiver knows a repeat
    message_id: str
    state: DeliveryState
    #: attempts made so far
    attempts: int
    created_at: datetime
    #: None when nothing more will be tried
    next_attempt_at: datetime | None
    #: why the state is what it is, for people; "" while pending for the first time
    reason: str = ""
    sent_at: datetime | None = None


class Blame(StrEnum):
    """What a channel's own error words find fault with."""

    #: this message; another one may pass
    MESSAGE = "message"
    #: the channel; nothing passes until a person mends it
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt to send: the channel's answer, or the fault that kept it from coming."""

    #: HTTP status; None where there was no answer, or no HTTP
    status: int | None = None
    #: None where there was an answer
    fault: Fault | None = None
    #: beginning of the answer or of the fault's text, at most 4 KiB, secrets redacted
    text: str = ""
    #: what the channel asked for: Retry-After, or JSON `retry_after`
    retry_after: timedelta | None = None
    #: False where the channel's own rules say a 2xx is no success (Slack's body must be `ok`)
    accepted: bool = False
    #: what the channel's own error words find fault with; None where it has none, and the status alone speaks
    blame: Blame | None = None


class Outcome(StrEnum):
    """What an attempt came to."""

    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt of one delivery, as it is kept."""

    delivery_id: int
    started_at: datetime
    #: seconds
    took: float
    outcome: Outcome
    answer: Answer


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a delivery after an attempt."""

    outcome: Outcome
    state: DeliveryState
    #: None when nothing more will be tried
    next_attempt_at: datetime | None
    #: for people: "429 Too Many Requests; next try in 30 s"
    reason: str
