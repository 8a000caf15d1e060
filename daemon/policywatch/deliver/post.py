"""One POST to a channel, and what came of it as an Answer.

Takes the channel's URL, what to send and what to keep secret; gives an Answer, also for every fault: never raises.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from policywatch.deliver.redaction import Redaction
from policywatch.deliver.text import clean
from policywatch.errors import NetError
from policywatch.model.delivery import Answer
from policywatch.model.secret import Secret
from policywatch.net import Http, Limits, Reply, Request, retry_after

#: bytes of an answer's text that are kept
LONGEST_TEXT: Final = 4 * 1024
#: a channel may not pause itself for longer than this
LONGEST_RETRY_AFTER: Final = timedelta(hours=24)
#: well within a delivery's lease. More of the body is read than is kept: hiding secrets shortens it
_LIMITS: Final = Limits(total=timedelta(seconds=20), body=2 * LONGEST_TEXT, cut=True)


def check_url(url: Secret) -> None:
    """Raise ValueError for a URL that nothing can be posted to. The message does not quote it."""
    try:
        parts = urlsplit(url.reveal())
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        # its text quotes the URL
        usable = False
    if not usable or any(character <= " " or character == "\x7f" for character in url.reveal()):
        raise ValueError("url must be a web address that begins with https:// or http:// and names a host")


def post(
    http: Http, url: Secret, content: bytes, headers: Mapping[str, str], redaction: Redaction, now: datetime
) -> Answer:
    """Post JSON and return the answer; it counts as accepted when it is a 2xx."""
    # an answer that we cannot decompress would hide a status that says "delivered"
    asked = {"content-type": "application/json; charset=utf-8", "accept-encoding": "identity", **headers}
    try:
        reply = http.exchange(Request("POST", url.reveal(), asked, content), _LIMITS)
    except NetError as error:
        return Answer(fault=error.fault, text=_kept(redaction.redacted(clean(str(error)))))
    accepted = 200 <= reply.status < 300
    return Answer(
        status=reply.status,
        text=_text(reply.body, redaction),
        retry_after=None if accepted else _retry_after(reply, now),
        accepted=accepted,
    )


def _text(body: bytes, redaction: Redaction) -> str:
    # cleaned before it is redacted: a control character inside a secret must not hide it from the redaction
    text = redaction.redacted(clean(body.decode("utf-8", "replace")))
    if len(body) >= _LIMITS.body:
        # more was said: the end may be a part of a secret, which the redaction does not know
        text = text[: -redaction.longest]
    return _kept(text.strip())


def _kept(text: str) -> str:
    return text.encode()[:LONGEST_TEXT].decode("utf-8", "ignore")


def _retry_after(reply: Reply, now: datetime) -> timedelta | None:
    """Return how long the channel wants to be left alone, by its header or its JSON; the longer where both say so."""
    by_header = retry_after(reply.headers, now) or timedelta(0)
    wish = min(max(by_header.total_seconds(), _json_seconds(reply.body)), LONGEST_RETRY_AFTER.total_seconds())
    return timedelta(seconds=wish) if wish > 0 else None


def _json_seconds(body: bytes) -> float:
    """Read `{"retry_after": seconds}`, as Discord and others send it; 0 where it is not there."""
    try:
        value = json.loads(body)["retry_after"]
        seconds = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError):
        return 0.0
    return seconds if math.isfinite(seconds) else 0.0
