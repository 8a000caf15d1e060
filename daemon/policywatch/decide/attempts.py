"""What to do with a delivery after an attempt, or instead of one.

Takes the channel's answer, the delivery and the time; gives a Verdict with its reason in words for people.

=============================================  =================================================================
answer                                         verdict
=============================================  =================================================================
accepted by the channel (a 2xx, for HTTP)      sent
the channel's own words blame the message      failed, unless it is a 429
the channel's own words blame the channel      retry, whatever the status: a person can mend the channel
408 425 429 5xx, and no answer at all          retry
401 403 404 405                                retry: the receiver may have been deployed wrongly for a while, and a
                                               person who mends it, or the channel's url or secrets, within the
                                               delivery's time still gets the alert
3xx                                            retry likewise: it is never followed
a 2xx that the channel does not accept         retry: it came from something else (a proxy, a sign-in page)
an address the guard refuses                   retry: the name may resolve differently, or the network be permitted
an error of our own while sending              retry: a thread that could not start, no memory
a URL that is none                             failed: only new settings can help
any other 4xx                                  failed, with what to do about it
=============================================  =================================================================
"""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from policywatch.decide.durations import in_words
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

#: of the 4xx; what else there is fails at once
_RETRY_STATUSES: Final = frozenset({401, 403, 404, 405, 408, 425, 429})
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
    return _again(f"{what}: {hint}" if hint else what, delivery, now, jitter, answer.retry_after)


def internal_error(name: str, delivery: Delivery, now: datetime, jitter: float) -> Verdict:
    """Return what to do after an attempt that an exception nobody expected ended; `name` is its class's.

    What is a bug may be mended, and what is want of memory or threads may pass, before the delivery expires.
    `delivery`, `now` and `jitter` are as for `judge()`.
    """
    return _again(f"internal error: {name}", delivery, now, jitter)


def expired(delivery: Delivery, now: datetime) -> Verdict | None:
    """Return the verdict on a delivery that is too old to be sent at all; None while it is not."""
    if now < delivery.created_at + EXPIRES_AFTER:
        return None
    tried = f"after {_count(delivery.attempts, 'attempt')}" if delivery.attempts else "and never tried"
    return Verdict(Outcome.FAILED, DeliveryState.EXPIRED, None, f"not sent within {in_words(EXPIRES_AFTER)}, {tried}")


def unsendable(reason: str) -> Verdict:
    """Return the verdict on a delivery that no further attempt can help."""
    return Verdict(Outcome.FAILED, DeliveryState.FAILED, None, reason)


def _again(told: str, delivery: Delivery, now: datetime, jitter: float, at_least: timedelta | None = None) -> Verdict:
    """Return the verdict that tries again, or that gives up where that would be too late."""
    step = SCHEDULE[min(delivery.attempts + 1, len(SCHEDULE) - 1)]
    wait = max(step * (1 + JITTER * (2 * jitter - 1)), at_least or timedelta(0))
    if now + wait >= delivery.created_at + EXPIRES_AFTER:
        tried = f"given up after {_count(delivery.attempts + 1, 'attempt')} in {in_words(now - delivery.created_at)}"
        return Verdict(Outcome.FAILED, DeliveryState.EXPIRED, None, f"{told}; {tried}")
    return Verdict(Outcome.RETRY, DeliveryState.PENDING, now + wait, f"{told}; next try in {in_words(wait)}")


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
    if answer.status == _TOO_MANY_REQUESTS or answer.blame is Blame.CHANNEL:
        return None
    if answer.blame is Blame.MESSAGE:
        return "the channel does not take this message"
    if 400 <= answer.status < 500 and answer.status not in _RETRY_STATUSES:
        return _ADVICE.get(answer.status, "the receiver refuses the message")
    return None


def _hint(answer: Answer) -> str:
    """Return what a person can do while we go on trying, or ""."""
    if answer.status is None:
        return ""
    if answer.blame is Blame.CHANNEL and answer.status != _TOO_MANY_REQUESTS:
        return "the channel itself is closed to us; reopen it there, or give the channel a new url"
    if 300 <= answer.status < 400:
        return "it redirects, which is never followed; put the final address into the channel's url"
    if 200 <= answer.status < 300:
        return f"but not the answer this channel gives; {_CHECK_URL}"
    return _ADVICE.get(answer.status, "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
