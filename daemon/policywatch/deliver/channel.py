"""What a channel type is: how its options look, and how a sender is made from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from policywatch.model.alert import Alert
from policywatch.model.channel import Channel
from policywatch.model.delivery import Answer
from policywatch.net import Http


class Sender(Protocol):
    """Sends alerts to one channel. Several threads may use it at once."""

    def send(self, alert: Alert, message_id: str, now: datetime) -> Answer:
        """Make one attempt; every answer and every fault comes back as a value.

        `message_id` is the same at every attempt. Raises DeliveryError only where the alert cannot be put into the
        channel's form.
        """
        ...


@dataclass(frozen=True, slots=True)
class ChannelType:
    """An entry of the registry."""

    #: a frozen dataclass; it raises ValueError, in words that quote no secret, for options that cannot work
    options: type
    #: takes a channel whose `options` are an instance of the class above
    make: Callable[[Channel, Http], Sender]
