"""What may stand in policywatch.yaml and in a watch file: the keys, the kinds of their values and their defaults.

pydantic checks each value by itself (kinds.py says how); what concerns several of them at once is checked in load.py.
The line above a field is what editors show of the key: schema.py puts it into the JSON Schemas.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from policywatch.model.quantity import QuantityKind
from policywatch.model.stance import Phase, StanceLabel
from policywatch.model.watch import AlertOn, Severity
from policywatch.settings.kinds import (
    Contact,
    Duration,
    Id,
    Ids,
    Language,
    Listen,
    Network,
    Selector,
    Terms,
    Text,
    Url,
    WordingKey,
    Workers,
    one_or_many,
)


class Shape(BaseModel):
    """A group of keys. A key without a value counts as not given: all its entries may be commented out."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        known = keys_of(cls)
        return {key: value for key, value in data.items() if value is not None or key not in known}


def keys_of(shape: type[BaseModel]) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in shape.model_fields.items())


class PollShape(Shape):
    #: how many feeds are polled at the same time
    workers: Workers = 8
    #: time between two polls of a feed that says nothing else: 30s, 5m, 2h, 1d
    every: Duration = timedelta(minutes=10)


class DeliverShape(Shape):
    #: how many alerts are sent at the same time
    workers: Workers = 4


class AlertsShape(Shape):
    #: channels for the alerts of watches that name none themselves
    to: Annotated[Ids, Field(min_length=1)] | None = None
    #: channels that are told of policywatch itself: settings that were saved with a mistake while it runs
    ops: Ids = ()


class MetricsShape(Shape):
    #: address of this machine and port; numbers for Prometheus are at /metrics there
    listen: Listen


class ConfigShape(Shape):
    """policywatch.yaml. Channels and feeds are checked one by one, so that a bad one hides no other."""

    #: where everything is kept; a relative path starts at this file. Without it: $STATE_DIRECTORY (systemd), else
    #: ~/.local/state/policywatch/policywatch.db. Secrets are named: ${env:NAME}, ${file:/path}, ${credential:name}
    database: Text | None = None
    #: how a publisher reaches you when polling troubles them; it goes into the User-Agent
    contact: Contact | None = None
    #: private networks that feeds and channels may lie in; all others are refused when connecting
    allow_networks: Annotated[tuple[Network, ...], BeforeValidator(one_or_many)] = ()
    #: folders or files with watches, relative to this file; of a folder, every *.yaml in it
    watches: Annotated[tuple[Text, ...], BeforeValidator(one_or_many)] = ("watches",)
    #: a file with places of your own, relative to this file, added to the shipped ones
    places: Text | None = None
    #: files with trigger words of your own, relative to this file, laid over the shipped ones in this order
    lexicon: Annotated[tuple[Text, ...], BeforeValidator(one_or_many)] = ()
    #: how feeds are polled
    poll: PollShape = PollShape()
    #: how alerts are sent
    deliver: DeliverShape = DeliverShape()
    #: where alerts go
    channels: tuple[Any, ...] = ()
    #: who is told what no watch says otherwise
    alerts: AlertsShape = AlertsShape()
    #: numbers about this daemon for Prometheus, over HTTP; without it, none
    metrics: MetricsShape | None = None
    #: the feeds to poll, each a group of keys, or its URL alone
    feeds: tuple[Any, ...] = ()


class FeedShape(Shape):
    #: your name for it, by which watches and commands know it; made from the address where there is none
    id: Id | None = None
    #: its address, http or https
    url: Url
    #: the outlet's name in alerts; without it, the host
    title: Text | None = None
    #: time between two polls: 30s, 5m, 2h, 1d; without it, `poll.every`
    every: Duration | None = None
    #: your labels, by which watches select feeds: `tag:official`
    tags: Ids = ()
    #: where all items are in one language, its two letters (ISO 639-1): en, fr
    language: Language | None = None


class ExampleShape(Shape):
    #: a sentence or more, read as the body of an item
    text: Text
    #: whether the watch must find something in it
    match: Annotated[bool, Field(strict=True)] = True
    #: how the sentence must be read: asserted, negated, hypothetical ...
    stance: StanceLabel | None = None
    #: on, or off where the event is undone
    phase: Phase | None = None
    #: who must be read to act: a code such as US or EU, or a name
    actor: Text | None = None
    #: where it must be read to take place: a code such as NE, or a name
    place: Text | None = None


class AlertShape(Shape):
    #: what an alert is raised for
    on: AlertOn = AlertOn.EVERY
    #: channels for its alerts; without them, `alerts.to` of policywatch.yaml
    to: Annotated[Ids, Field(min_length=1)] | None = None


class WatchShape(Shape):
    #: your name for it, by which alerts and commands know it
    id: Id
    #: the headline of its alerts; without it, the id
    title: Text | None = None
    #: how much an alert matters
    severity: Severity = Severity.NORMAL
    #: what must be there: AND OR NOT ( ) in capitals, "a phrase", a NEAR/5 b (at most five words between), ONEAR/5 (in
    #: this order), sanction* wom?n, {WHO} (these capitals), title:coup, SENTENCE(a AND b), @list, @watch:id
    query: Text
    #: what must not be there, in the same language: a sentence that holds it does not count
    exclude: Text | None = None
    #: when alerts are raised, and who is told
    alert: AlertShape = AlertShape()
    #: feeds it reads, by id or by `tag:NAME`; without it, all
    feeds: Annotated[tuple[Selector, ...], BeforeValidator(one_or_many)] = ()
    #: languages it reads (ISO 639-1); without it, all. Items of unknown language are always read
    languages: Annotated[tuple[Language, ...], BeforeValidator(one_or_many)] = ()
    #: where it must take place: ISO 3166 codes, names or @lists; without it, anywhere
    places: Annotated[tuple[Text, ...], BeforeValidator(one_or_many)] = ()
    #: who must act: codes, names or @lists; without it, anybody
    actors: Annotated[tuple[Text, ...], BeforeValidator(one_or_many)] = ()
    #: what its findings tell the number of
    quantity: QuantityKind | None = None
    #: what finds the event undone, in the same language as `query`
    reverse: Text | None = None
    #: your words for a stance, in alerts and in the ledger: {asserted: designated, negated: withheld}
    wording: dict[WordingKey, Text] = {}
    #: distinct outlets that must say so before a position moves; an official feed moves it alone
    confirm: Annotated[int, Field(strict=True, ge=1, le=20)] = 2
    #: within which time they must say so
    window: Duration = timedelta(hours=48)
    #: tests of the watch: it does not load when one fails
    examples: tuple[ExampleShape, ...] = ()


class WatchFileShape(Shape):
    """A watch file. Watches and lists are checked one by one."""

    #: what you want to be told about
    watches: tuple[Any, ...] = ()
    #: words that several watches use as `@name`, each entry a query of its own
    lists: dict[str, Any] = {}


class ListsShape(Shape):
    """`lists:` with the entries it has; load.py checks one at a time."""

    lists: dict[Id, Terms]
