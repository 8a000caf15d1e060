"""Settings: what the YAML files say, once read and found good."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from types import MappingProxyType

from policywatch.model.channel import Channel
from policywatch.model.feed import Feed
from policywatch.model.lexicon import Lexicon
from policywatch.model.place import Gazetteer
from policywatch.model.watch import Lists, Watch


@dataclass(frozen=True, slots=True)
class ListenAt:
    """An address of this machine to listen at."""

    #: an IP address
    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the YAML files say."""

    #: SQLAlchemy URL; a SQLite path is absolute. May hold a password: never printed, see `store.redacted()`
    database: str = field(repr=False)
    feeds: tuple[Feed, ...]
    channels: tuple[Channel, ...]
    watches: tuple[Watch, ...]
    lists: Lists = field(default_factory=lambda: MappingProxyType({}))
    #: ids of the channels that are told of policywatch itself: settings that cannot be read, say
    ops: tuple[str, ...] = ()
    #: the shipped places with the user's own; None where they have none of their own
    gazetteer: Gazetteer | None = field(default=None, repr=False)
    #: the user's own lexicons, to be laid over the shipped ones in this order
    lexicons: tuple[Lexicon, ...] = ()
    #: private networks that feeds and channels may lie in; all others are refused at connect time
    allow_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    #: how the operator can be reached; part of the User-Agent
    contact: str = ""
    #: threads that poll, and threads that deliver
    poll_workers: int = 8
    deliver_workers: int = 4
    #: where metrics are asked for; None for nowhere
    metrics_at: ListenAt | None = None
