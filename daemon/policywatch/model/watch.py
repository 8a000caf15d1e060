"""Watch: what someone wants to be told about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


class AlertOn(StrEnum):
    """What an alert is raised for."""

    #: every item the watch finds something in
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that shows what a watch finds: a unit test of the watch."""

    text: str
    #: whether the watch must match it
    match: bool = True


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
    examples: tuple[Example, ...] = ()
    #: first 12 hex digits of the SHA-256 over everything above that decides what it finds
    version: str = ""


#: the `lists:` of the watch files: name -> terms, each a query of its own
Lists = Mapping[str, tuple[str, ...]]
