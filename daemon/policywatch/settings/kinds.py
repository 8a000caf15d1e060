"""The kinds of values in YAML: texts, ids, durations, networks ...; each with its check and its form in JSON Schema.

The messages of the checks continue "`key` ...".
"""

from __future__ import annotations

import ipaddress
import re
from datetime import timedelta
from difflib import get_close_matches
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from policywatch.decide.wording import KEYS as WORDING_KEYS
from policywatch.model.settings import ListenAt

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


def _check_wording(key: str) -> str:
    if key not in WORDING_KEYS:
        close = get_close_matches(key, WORDING_KEYS, 1)
        hint = f"did you mean `{close[0]}`?" if close else f"there are {', '.join(WORDING_KEYS)}"
        raise UnfitError("is no stance", hint)
    return key


def one_or_many(value: object) -> object:
    """Let a single value stand for a list of one."""
    return [value] if isinstance(value, (str, int, float, bool)) else value


def _form(pattern: str, *examples: str) -> WithJsonSchema:
    """Say in JSON Schema what a check here says: the schema may let pass more than the check, never less."""
    form = {"type": "string", "pattern": pattern}
    return WithJsonSchema({**form, "examples": list(examples)} if examples else form)


Text = Annotated[str, AfterValidator(_check_text), WithJsonSchema({"type": "string", "pattern": r"\S"})]
Id = Annotated[str, AfterValidator(check_id), _form(f"^{_ID.pattern}$")]
Selector = Annotated[str, AfterValidator(_check_selector), _form(f"^(tag:)?{_ID.pattern}$", "tag:official")]
Language = Annotated[str, AfterValidator(_check_language), _form("^[a-z]{2}$", "en", "fr")]
Url = Annotated[
    str, AfterValidator(_check_url), _form(r"^[hH][tT][tT][pP][sS]?://\S+$", "https://example.org/feed.xml")
]
Contact = Annotated[str, AfterValidator(_check_contact), _form(r"^[^()\\]{1,200}$", "you@example.org")]
Duration = Annotated[
    timedelta, BeforeValidator(_check_duration), _form(r"^\s*[0-9]{1,6}\s*[smhd]\s*$", "30s", "5m", "2h", "1d")
]
Network = Annotated[
    ipaddress.IPv4Network | ipaddress.IPv6Network,
    BeforeValidator(_check_network),
    _form(r"^[0-9a-fA-F:.]+(/[0-9]{1,3})?$", "10.0.0.0/8", "fd00::/8"),
]
Listen = Annotated[ListenAt, BeforeValidator(_check_listen), _form(r":[0-9]{1,5}$", "127.0.0.1:9464", "[::1]:9464")]
Workers = Annotated[int, Field(strict=True, ge=1, le=64)]
WordingKey = Annotated[str, AfterValidator(_check_wording), WithJsonSchema({"enum": list(WORDING_KEYS)})]
Ids = Annotated[tuple[Id, ...], BeforeValidator(one_or_many)]
Terms = Annotated[tuple[Text, ...], BeforeValidator(one_or_many), Field(min_length=1)]
