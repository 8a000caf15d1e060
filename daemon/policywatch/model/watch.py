"""Watch: what someone wants to be told about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from policywatch.model.quantity import QuantityKind
from policywatch.model.stance import Phase, StanceLabel


class Severity(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


class AlertOn(StrEnum):
    """What an alert is raised for."""

    #: every item the watch finds something in
    EVERY = "every"
    #: a position that is opened, moved or contested
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that shows what a watch finds: a unit test of the watch."""

    text: str
    #: whether the watch must match it
    match: bool = True
    #: how one of the passages found must be read; None for whatever it is
    stance: StanceLabel | None = None
    phase: Phase | None = None
    #: codes
    actor: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """What someone wants to be told about: one YAML document, its query still as text."""

    #: unique in the settings: `[a-z0-9][a-z0-9._-]*`
    id: str
    title: str
    severity: Severity
    #: what must be there, in the query language
    query: str
    #: what must not be there: a passage that this matches is no match; "" for none
    exclude: str = ""
    alert_on: AlertOn = AlertOn.EVERY
    #: ids of the channels its alerts go to, never empty
    channels: tuple[str, ...] = ()
    #: feed ids and `tag:NAME`; empty = every feed
    feeds: tuple[str, ...] = ()
    #: ISO 639-1 codes; empty = any; an item of unknown language is always read
    languages: tuple[str, ...] = ()
    #: codes of the places and of the actors whose findings count; empty = any, and findings without one
    places: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    #: what its findings tell the number of
    quantity: QuantityKind | None = None
    #: what finds the event undone, in the query language; "" for none
    reverse: str = ""
    #: the watch's own words for a stance, and for an event that is undone
    wording: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    #: distinct outlets that must say so, within which time, before what they say moves a position
    confirm: int = 2
    window: timedelta = timedelta(hours=48)
    examples: tuple[Example, ...] = ()
    #: first 12 hex digits of the SHA-256 over everything above that decides what it finds
    version: str = ""


#: the `lists:` of the watch files: name -> terms, each a query of its own
Lists = Mapping[str, tuple[str, ...]]
