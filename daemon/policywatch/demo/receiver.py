"""The demo's receiving end: a webhook that verifies every signature by itself, and a Slack that answers like Slack.

Takes: requests. Gives: what came, as values in a queue, in the order of arrival. It knows nothing of how policywatch
writes its messages beyond what is published: Standard Webhooks, the webhook's JSON Schema and Slack's Block Kit.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

from policywatch.demo.local_http import Reply, Request

#: seconds by which a webhook's timestamp may be off
_TOLERANCE = 300
_SLACK_LINK = re.compile(r"<(https?://[^<>|]+)")


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook that came, and what it was answered."""

    message_id: str
    #: `type` of the payload
    type: str
    #: id of the watch it tells about
    watch: str
    #: links of the items it tells about
    links: tuple[str, ...]
    #: "" where the signature is right, else what is wrong with it
    flaw: str
    #: HTTP status it was answered with
    answered: int
    #: seconds since the first attempt with the same message id; None for the first
    repeated_after: float | None


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """A message that came in for Slack."""

    message: Mapping[str, Any]
    #: URLs it links to
    links: tuple[str, ...]


class Receiver:
    """Answers `POST /hook` and `POST /slack`. Safe to use from several threads."""

    def __init__(self, secret: str, refused_once: Collection[str]) -> None:
        """`refused_once`: links of items whose first webhook is answered 503, as a receiver in trouble would."""
        self.arrivals: SimpleQueue[Hook | SlackMessage] = SimpleQueue()
        self._secret = secret
        self._refused_once = frozenset(refused_once)
        self._lock = threading.Lock()
        self._first_at: dict[str, float] = {}

    def answer(self, request: Request) -> Reply:
        if request.method != "POST":
            return Reply(405, headers={"Allow": "POST"})
        match request.path:
            case "/hook":
                return self._hook(request)
            case "/slack":
                return self._slack(request)
            case _:
                return Reply(404)

    def _hook(self, request: Request) -> Reply:
        message_id = request.headers.get("webhook-id", "")
        flaw = signature_flaw(self._secret, request.headers, request.body, time.time())
        payload = _json_object(request.body)
        watch, links = _told(payload.get("data"))
        with self._lock:
            first_at = self._first_at.get(message_id)
            if first_at is None:
                self._first_at[message_id] = time.monotonic()
        if flaw:
            status = 401
        elif first_at is None and not self._refused_once.isdisjoint(links):
            status = 503
        else:
            status = 204
        hook = Hook(
            message_id=message_id,
            type=str(payload.get("type", "")),
            watch=watch,
            links=links,
            flaw=flaw,
            answered=status,
            repeated_after=None if first_at is None else time.monotonic() - first_at,
        )
        self.arrivals.put(hook)
        return Reply(status)

    def _slack(self, request: Request) -> Reply:
        message = _json_object(request.body)
        error = slack_error(message)
        if error:
            return Reply(400, error.encode(), {"Content-Type": "text/html"})
        self.arrivals.put(SlackMessage(message, tuple(dict.fromkeys(_slack_links(message)))))
        return Reply(200, b"ok", {"Content-Type": "text/html"})


def signature_flaw(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> str:
    """Return "" where one of the signatures is right, else what is wrong (standardwebhooks.com, "Signature scheme").

    Header names in lower case; `now` in seconds since 1970.
    """
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not timestamp.isdecimal():
        return "webhook-id or webhook-timestamp is missing"
    if abs(now - int(timestamp)) > _TOLERANCE:
        return "webhook-timestamp is too far from now"
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = b"v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256))
    given = headers.get("webhook-signature", "").split()
    right = any(hmac.compare_digest(expected, signature.encode()) for signature in given)
    return "" if right else "no signature is right"


def slack_error(message: Mapping[str, Any]) -> str:
    """Return the word with which Slack would refuse the message, or ""."""
    if not isinstance(message.get("text"), str) or not message["text"].strip():
        return "no_text"
    blocks = message.get("blocks", [])
    valid = isinstance(blocks, list) and len(blocks) <= 50 and all(_is_block(block) for block in blocks)
    return "" if valid else "invalid_blocks"


def _is_block(block: object) -> bool:
    """Whether Slack would take the block (docs.slack.dev, "Block Kit"): its length limits, no more."""
    match block:
        case {"type": "header", "text": {"type": "plain_text", "text": str(text)}}:
            return 0 < len(text) <= 150
        case {"type": "section", "text": {"type": "mrkdwn" | "plain_text", "text": str(text)}}:
            return 0 < len(text) <= 3000
        case {"type": "context", "elements": list(elements)}:
            return 0 < len(elements) <= 10
        case {"type": str(kind)}:
            return kind not in ("header", "context")
        case _:
            return False


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _slack_links(value: object) -> Iterator[str]:
    """Yield the targets of `<url|label>` in every text of a message."""
    match value:
        case str():
            yield from _SLACK_LINK.findall(value)
        case dict():
            for inner in value.values():
                yield from _slack_links(inner)
        case list():
            for inner in value:
                yield from _slack_links(inner)


def _told(data: object) -> tuple[str, tuple[str, ...]]:
    """Return the watch and the items' links that a webhook's `data` tells of (config/schema/webhook.schema.json)."""
    match data:
        case {"version": 1, "watch": {"id": str(watch)}, "evidence": list(evidence)}:
            return watch, tuple(_item_links(evidence))
        case _:
            return "", ()


def _item_links(evidence: list[object]) -> Iterator[str]:
    for one in evidence:
        match one:
            case {"item": {"link": str(link)}}:
                yield link
