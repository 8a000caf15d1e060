"""What may stand in policywatch.yaml and in a watch file: the keys, the kinds of their values and their defaults.

pydantic checks each value by itself; what concerns several of them at once is checked in load.py. The messages of the
checks here continue "`key` ...".
"""

from __future__ import annotations

import ipaddress
import re
from datetime import timedelta
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from policywatch.model.settings import ListenAt
from policywatch.model.watch import AlertOn, Severity

_ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_DURATION: Final = re.compile(r"([0-9]{1,6})\s*([smhd])")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_SHORTEST: Final = timedelta(seconds=1)
_LONGEST: Final = timedelta(days=30)


class UnfitError(ValueError):
    """A value that will not do; the hint says what would."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def parse_duration(text: str) -> timedelta:
    """Read a number and a unit. Raises ValueError with what a duration looks like."""
    found = _DURATION.fullmatch(text.strip())
    if not found:
        raise ValueError("must be a duration such as 30s, 5m, 2h or 1d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def id_from(text: str) -> str:
    """Make an id out of any text; "" where nothing of it can be used."""
    return re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("._-")[:64].rstrip("._-")


def check_id(text: str) -> str:
    if _ID.fullmatch(text):
        return text
    proposal = id_from(text[:200])
    raise UnfitError(
        "must be at most 64 lower-case letters, digits, `.`, `_` and `-`, a letter or digit first",
        f"did you mean `{proposal}`?" if proposal else "",
    )


def _check_text(text: str) -> str:
    if not text.strip():
        raise UnfitError("is empty")
    return text


def _check_duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        raise UnfitError("needs a unit: 30s, 5m, 2h or 1d", f"did you mean {value}s or {value}m?")
    try:
        duration = parse_duration(value) if isinstance(value, str) else None
    except ValueError:
        duration = None
    if duration is None:
        spelt_out = (
            re.fullmatch(r"\s*([0-9]{1,6})\s*(s|m|h|d)[a-z]*\s*", value.lower()) if isinstance(value, str) else None
        )
        hint = f"did you mean {spelt_out[1]}{spelt_out[2]}?" if spelt_out else ""
        raise UnfitError("must be a duration such as 30s, 5m, 2h or 1d", hint)
    if not _SHORTEST <= duration <= _LONGEST:
        raise UnfitError("must lie between 1s and 30d")
    return duration


def _check_url(text: str) -> str:
    hint = "${...} is read only in channels and in `database`" if "${" in text else ""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise UnfitError("must be a web address such as https://example.org/feed.xml", hint) from None
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\x00-\x1f\x7f]", text):
        if not hint and re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", text):
            hint = f"did you mean https://{text[:200]}?"
        raise UnfitError("must be a web address such as https://example.org/feed.xml", hint)
    if "@" in parts.netloc:
        raise UnfitError("must not hold a user name or password")
    if len(text) > 2_000:
        raise UnfitError("is longer than 2,000 characters")
    return text


def _check_language(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2}", text):
        raise UnfitError("must be a two-letter language code such as en or fr (ISO 639-1)")
    return text


def _check_contact(text: str) -> str:
    # it goes into a comment of the User-Agent header (RFC 9110 section 5.6.5)
    if not re.fullmatch(r"[\x20-\x7e]{1,200}", text) or re.search(r"[()\\]", text):
        raise UnfitError("must be an e-mail or web address: at most 200 ASCII characters, no brackets")
    return text


def _check_network(value: object) -> object:
    if not isinstance(value, str):
        raise UnfitError("must be a network such as 10.0.0.0/8")
    try:
        return ipaddress.ip_network(value)
    except ValueError:
        pass
    try:
        proposal = str(ipaddress.ip_network(value, strict=False))
    except ValueError:
        raise UnfitError("must be a network such as 10.0.0.0/8 or fd00::/8") from None
    raise UnfitError("names an address inside a network", f"did you mean {proposal}?")


def _check_listen(value: object) -> object:
    if isinstance(value, ListenAt):
        return value
    host, colon, port = value.rpartition(":") if isinstance(value, str) else ("", "", "")
    try:
        address = ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        address = None
    if not (address and colon and port.isascii() and port.isdecimal() and 1 <= int(port[:6]) <= 65535):
        raise UnfitError("must be an address and a port such as 127.0.0.1:9464 or [::1]:9464")
    return ListenAt(str(address), int(port))


def _check_selector(text: str) -> str:
    check_id(text.removeprefix("tag:"))
    return text


def one_or_many(value: object) -> object:
    """Let a single value stand for a list of one."""
    return [value] if isinstance(value, (str, int, float, bool)) else value


Text = Annotated[str, AfterValidator(_check_text)]
Id = Annotated[str, AfterValidator(check_id)]
Selector = Annotated[str, AfterValidator(_check_selector)]
Language = Annotated[str, AfterValidator(_check_language)]
Url = Annotated[str, AfterValidator(_check_url)]
Contact = Annotated[str, AfterValidator(_check_contact)]
Duration = Annotated[timedelta, BeforeValidator(_check_duration)]
Network = Annotated[ipaddress.IPv4Network | ipaddress.IPv6Network, BeforeValidator(_check_network)]
Workers = Annotated[int, Field(strict=True, ge=1, le=64)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(one_or_many)]
Terms = Annotated[tuple[Text, ...], BeforeValidator(one_or_many), Field(min_length=1)]


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
    workers: Workers = 8
    every: Duration = timedelta(minutes=10)


class DeliverShape(Shape):
    workers: Workers = 4


class AlertsShape(Shape):
    to: Annotated[Ids, Field(min_length=1)] | None = None
    ops: Ids = ()


class MetricsShape(Shape):
    listen: Annotated[ListenAt, BeforeValidator(_check_listen)]


class ConfigShape(Shape):
    """policywatch.yaml. Channels and feeds are checked one by one, so that a bad one hides no other."""

    database: Text | None = None
    contact: Contact | None = None
    allow_networks: Annotated[tuple[Network, ...], BeforeValidator(one_or_many)] = ()
    watches: Annotated[tuple[Text, ...], BeforeValidator(one_or_many)] = ("watches",)
    poll: PollShape = PollShape()
    deliver: DeliverShape = DeliverShape()
    channels: tuple[Any, ...] = ()
    alerts: AlertsShape = AlertsShape()
    metrics: MetricsShape | None = None
    feeds: tuple[Any, ...] = ()


class FeedShape(Shape):
    id: Id | None = None
    url: Url
    title: Text | None = None
    every: Duration | None = None
    tags: Ids = ()
    language: Language | None = None


class ExampleShape(Shape):
    text: Text
    match: Annotated[bool, Field(strict=True)] = True


class AlertShape(Shape):
    on: AlertOn = AlertOn.EVERY
    to: Annotated[Ids, Field(min_length=1)] | None = None


class WatchShape(Shape):
    id: Id
    title: Text | None = None
    severity: Severity = Severity.NORMAL
    query: Text
    exclude: Text | None = None
    alert: AlertShape = AlertShape()
    feeds: Annotated[tuple[Selector, ...], BeforeValidator(one_or_many)] = ()
    languages: Annotated[tuple[Language, ...], BeforeValidator(one_or_many)] = ()
    examples: tuple[ExampleShape, ...] = ()


class WatchFileShape(Shape):
    """A watch file. Watches and lists are checked one by one."""

    watches: tuple[Any, ...] = ()
    lists: dict[str, Any] = {}


class ListsShape(Shape):
    """`lists:` with the entries it has; load.py checks one at a time."""

    lists: dict[Id, Terms]
