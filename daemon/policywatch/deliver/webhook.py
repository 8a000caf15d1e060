"""A webhook: JSON for programs, signed after the Standard Webhooks specification.

Takes an Alert; posts `{"type", "timestamp", "data"}`, less than 20 kB, as `config/schema/webhook.schema.json` says.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final

from policywatch.deliver.channel import ChannelType
from policywatch.deliver.compose import LONGEST_NAME, Exhibit, Message, compose
from policywatch.deliver.post import check_url, post
from policywatch.deliver.quotes import Quote
from policywatch.deliver.redaction import Redaction
from policywatch.deliver.signing import key, signature
from policywatch.deliver.text import line
from policywatch.errors import DeliveryError
from policywatch.model.alert import Alert
from policywatch.model.channel import Channel
from policywatch.model.delivery import Answer
from policywatch.model.quantity import Quantity
from policywatch.model.secret import Secret
from policywatch.model.stance import Stance
from policywatch.net import Http

#: of `data`; raised when a receiver's program would have to change
VERSION: Final = 1
#: bytes; what Standard Webhooks advises
LONGEST_BODY: Final = 20_000
#: of one stance
MOST_TRIGGERS: Final = 10


@dataclass(frozen=True, slots=True)
class WebhookOptions:
    """What the settings say about a webhook."""

    #: where each alert is posted to
    url: Secret
    #: `whsec_...`; every message is signed with each, so that a secret can be replaced while both are valid
    secrets: tuple[Secret, ...] = ()

    def __post_init__(self) -> None:
        check_url(self.url)
        for secret in self.secrets:
            key(secret)


class WebhookSender:
    """Posts to one webhook."""

    def __init__(self, options: WebhookOptions, http: Http) -> None:
        self._url = options.url
        self._keys = tuple(key(secret) for secret in options.secrets)
        self._http = http
        self._redaction = Redaction(options.url, options.secrets)

    def send(self, alert: Alert, message_id: str, now: datetime) -> Answer:
        body = render(compose(alert, now))
        timestamp = int(now.timestamp())
        headers = {"webhook-id": message_id, "webhook-timestamp": str(timestamp)}
        if self._keys:
            headers["webhook-signature"] = signature(self._keys, message_id, timestamp, body)
        return post(self._http, self._url, body, headers, self._redaction, now)


def make(channel: Channel, http: Http) -> WebhookSender:
    if not isinstance(channel.options, WebhookOptions):
        raise TypeError(f"channel {channel.id} needs WebhookOptions")
    return WebhookSender(channel.options, http)


TYPE: Final = ChannelType(WebhookOptions, make)


def render(message: Message) -> bytes:
    """Return the body: as many items and findings as fit, and how many were left out.

    Raises DeliveryError where not even the first finding fits.
    """
    data: dict[str, Any] = {
        "version": VERSION,
        "alert": message.alert_id,
        "headline": message.headline,
        "severity": message.severity.value,
        **({"watch": _watch(message)} if message.watch_id else {}),
        "late_by_seconds": int(message.late_by.total_seconds()) if message.late_by else 0,
    }
    if message.change:
        data["change"] = asdict(message.change)
    payload = {"type": f"policywatch.{message.kind}", "timestamp": _iso(message.created_at), "data": data}
    if message.watch_id:
        data |= _evidence(message, LONGEST_BODY - len(_json(payload)))
    else:
        # few and short: they always fit
        data["lines"] = message.lines
    return _json(payload)


def _watch(message: Message) -> dict[str, str]:
    return {"id": message.watch_id, "title": message.watch_title, "version": message.watch_version}


def _evidence(message: Message, room: int) -> dict[str, Any]:
    """Return as many items as fit into `room` bytes. Raises DeliveryError where not even the first finding does."""
    evidence: list[dict[str, Any]] = []
    told = {"evidence": evidence, "evidence_left_out": len(message.exhibits)}
    # one byte for the comma before it
    room -= len(_json(told)) + 1
    for exhibit in message.exhibits:
        one = _told(exhibit, room)
        if one is None:
            break
        evidence.append(one)
        room -= len(_json(one)) + 1
    told["evidence_left_out"] = len(message.exhibits) - len(evidence)
    if not evidence:
        raise DeliveryError(message.reference, f"its first finding does not fit into {LONGEST_BODY:,} bytes")
    return told


def _told(exhibit: Exhibit, room: int) -> dict[str, Any] | None:
    """Return an item with as many of its findings as fit into `room` bytes; None where not even one does."""
    item = exhibit.evidence.item
    findings: list[dict[str, Any]] = []
    told = {
        "item": {
            "id": item.id,
            "feed": item.feed_id,
            "outlet": exhibit.outlet,
            "title": exhibit.title,
            "link": exhibit.link,
            "published_at": _iso(exhibit.published_at),
            "seen_at": _iso(exhibit.seen_at),
        },
        "findings": findings,
        "findings_left_out": len(exhibit.quotes),
    }
    room -= len(_json(told))
    for quote in exhibit.quotes:
        finding = _finding(quote)
        room -= len(_json(finding)) + 1
        if room < 0:
            break
        findings.append(finding)
    told["findings_left_out"] = len(exhibit.quotes) - len(findings)
    return told if findings else None


def _finding(quote: Quote) -> dict[str, Any]:
    passage = quote.finding.passage
    return {
        "id": quote.finding.id,
        "field": passage.field,
        "quote": quote.text,
        "spans": quote.spans,
        "quote_is_cut": quote.is_cut,
        "found_at": _iso(quote.finding.found_at),
        "stance": _stance(passage.stance) if passage.stance else None,
        "actor": passage.actor or None,
        "place": passage.place or None,
        "quantity": _quantity(passage.quantity) if passage.quantity else None,
    }


def _stance(stance: Stance) -> dict[str, Any]:
    return {
        "label": stance.label,
        "phase": stance.phase,
        "reported_by": line(stance.reported_by, LONGEST_NAME) if stance.reported_by else None,
        "degree": stance.degree,
        "triggers": [line(trigger.words, LONGEST_NAME) for trigger in stance.triggers[:MOST_TRIGGERS]],
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "kind": quantity.kind,
        "low": None if quantity.low is None else float(quantity.low),
        "high": None if quantity.high is None else float(quantity.high),
        "unit": quantity.unit,
        "words": line(quantity.words, LONGEST_NAME),
    }


def _iso(time: datetime | None) -> str | None:
    """Return a time after RFC 3339, in UTC."""
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if time else None


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
