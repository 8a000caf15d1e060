"""What to do with a delivery after an attempt, or instead of one.

Takes the channel's answer, the delivery and the time; gives a Verdict with its reason in words for people.

=============================================  =================================================================
answer                                         verdict
=============================================  =================================================================
accepted by the channel (a 2xx, for HTTP)      sent
the channel's own words blame message/channel  failed, unless it is a 429
408 425 429 5xx, and no answer at all          retry
3xx                                            retry: never followed, but a person who corrects the channel's
                                               address within the delivery's time still gets the alert
a 2xx that the channel does not accept         retry: it came from something else (a proxy, a sign-in page)
an address the guard refuses                   retry: the name may resolve differently, or the network be permitted
a URL that is none                             failed: only new settings can help
any other 4xx                                  failed, with what to do about it
=============================================  =================================================================
"""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from policywatch.errors import Fault
from policywatch.model.delivery import Answer, Blame, Delivery, DeliveryState, Outcome, Verdict

#: the wait before each attempt, counted from the one before; the last one repeats until the delivery expires
SCHEDULE: Final = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
#: chance shortens or lengthens a wait by up to this part, so that what failed together does not come back together
JITTER: Final = 0.2
#: after this an alert is no news any more
EXPIRES_AFTER: Final = timedelta(hours=96)

_RETRY_STATUSES: Final = frozenset({408, 425, 429})
_TOO_MANY_REQUESTS: Final = 429
#: an answer's text goes into the reason when it is this short: an error word, not an error page
_TELLING_TEXT: Final = 80

_CHECK_URL: Final = "check the channel's url"
_ADVICE: Final = {
    400: "the receiver does not understand the message",
    401: f"the receiver does not let us in; {_CHECK_URL} and secrets",
    403: f"the receiver does not let us in; {_CHECK_URL} and secrets",
    404: f"there is nothing at that address; {_CHECK_URL}",
    405: f"that address takes no messages; {_CHECK_URL}",
    410: "the receiver is gone for good; give the channel a new url or remove it",
    413: "the message is too long for the receiver",
    415: "the receiver does not understand the message",
    422: "the receiver does not understand the message",
}


def judge(answer: Answer, delivery: Delivery, now: datetime, jitter: float) -> Verdict:
    """Return what to do after an attempt that ended at `now`.

    `delivery` is as it was before the attempt; `jitter` is a chance from 0 to 1. What the channel asked for
    (`answer.retry_after`) is a floor for the wait.
    """
    what = _what(answer)
    if answer.accepted and (answer.status is None or 200 <= answer.status < 300):
        return Verdict(Outcome.SENT, DeliveryState.SENT, None, what)
    hopeless = _hopeless(answer)
    if hopeless is not None:
        return unsendable(f"{what}: {hopeless}")
    hint = _hint(answer)
    told = f"{what}: {hint}" if hint else what
    step = SCHEDULE[min(delivery.attempts + 1, len(SCHEDULE) - 1)]
    wait = step * (1 + JITTER * (2 * jitter - 1))
    if answer.retry_after is not None:
        wait = max(wait, answer.retry_after)
    if now + wait >= delivery.created_at + EXPIRES_AFTER:
        tried = f"given up after {_count(delivery.attempts + 1, 'attempt')} in {in_words(now - delivery.created_at)}"
        return Verdict(Outcome.FAILED, DeliveryState.EXPIRED, None, f"{told}; {tried}")
    return Verdict(Outcome.RETRY, DeliveryState.PENDING, now + wait, f"{told}; next try in {in_words(wait)}")


def expired(delivery: Delivery, now: datetime) -> Verdict | None:
    """Return the verdict on a delivery that is too old to be sent at all; None while it is not."""
    if now < delivery.created_at + EXPIRES_AFTER:
        return None
    tried = f"after {_count(delivery.attempts, 'attempt')}" if delivery.attempts else "and never tried"
    return Verdict(Outcome.FAILED, DeliveryState.EXPIRED, None, f"not sent within {in_words(EXPIRES_AFTER)}, {tried}")


def unsendable(reason: str) -> Verdict:
    """Return the verdict on a delivery that no further attempt can help."""
    return Verdict(Outcome.FAILED, DeliveryState.FAILED, None, reason)


def in_words(duration: timedelta) -> str:
    """Return a duration in its two largest units: `30 s`, `2 min`, `2 h 5 min`, `3 d 4 h`. Negative ones are `0 s`."""
    seconds = max(0, round(duration.total_seconds()))
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")]
    first = next((place for place, (number, _) in enumerate(units) if number), len(units) - 1)
    shown = [f"{number} {unit}" for number, unit in units[first : first + 2] if number]
    return " ".join(shown) or "0 s"


def _what(answer: Answer) -> str:
    """Return what came, in words: `404 Not Found (no_service)`, or the fault's own text."""
    if answer.status is None:
        words = answer.text or (answer.fault.value.replace("_", " ") if answer.fault else "done")
        return words if len(words) <= 2 * _TELLING_TEXT else words[: 2 * _TELLING_TEXT] + "…"
    try:
        status = f"{answer.status} {HTTPStatus(answer.status).phrase}"
    except ValueError:
        status = str(answer.status)
    telling = not answer.accepted and 0 < len(answer.text) <= _TELLING_TEXT
    return f"{status} ({answer.text})" if telling else status


def _hopeless(answer: Answer) -> str | None:
    """Return why no later attempt of this delivery can succeed, and what to do; None where one may."""
    if answer.status is None:
        return "correct the channel's url" if answer.fault is Fault.BAD_URL else None
    if answer.status == _TOO_MANY_REQUESTS:
        return None
    if answer.blame is Blame.MESSAGE:
        return "the channel does not take this message"
    if answer.blame is Blame.CHANNEL:
        return "the channel itself is closed to us; reopen it there, or give the channel a new url"
    if 400 <= answer.status < 500 and answer.status not in _RETRY_STATUSES:
        return _ADVICE.get(answer.status, "the receiver refuses the message")
    return None


def _hint(answer: Answer) -> str:
    """Return what a person can do while we go on trying, or ""."""
    if answer.status is None:
        return ""
    if 300 <= answer.status < 400:
        return "it redirects, which is never followed; put the final address into the channel's url"
    if 200 <= answer.status < 300:
        return f"but not the answer this channel gives; {_CHECK_URL}"
    return ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
