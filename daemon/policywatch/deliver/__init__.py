"""Alert to channel. A new channel is one file and one line in `CHANNELS`.

`compose` says what every channel says; each channel's file puts it into the channel's form and sends it; what came of
an attempt is an Answer, and `decide/attempts` judges it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from policywatch.deliver import console, slack, webhook
from policywatch.deliver.channel import ChannelType, Sender
from policywatch.model.channel import Channel
from policywatch.net import Http

__all__ = ["CHANNELS", "ChannelType", "Sender", "make_sender"]

#: what `type:` may say in the settings of a channel
CHANNELS: Final[Mapping[str, ChannelType]] = MappingProxyType(
    {
        "slack": slack.TYPE,
        "webhook": webhook.TYPE,
        "console": console.TYPE,
    }
)


def make_sender(channel: Channel, http: Http) -> Sender:
    """Return what sends to this channel. Its type and options are as the settings checked them."""
    return CHANNELS[channel.type].make(channel, http)
