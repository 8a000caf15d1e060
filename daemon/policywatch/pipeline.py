"""The order of the work. Read this first.

::

    poll:     due feeds      > fetch   > parse   > sift  > match > record
    deliver:  due deliveries > compose > send    > settle

Two one-way streets, joined by the store: `record` writes items, findings, alerts and pending deliveries in one
transaction, and `deliver` reads only those. So a crash loses nothing, a retry never polls again, and a dead
channel never slows polling.

No decisions (they are in `decide/`), no SQL, no HTTP: this module calls the parts in order, logs what they
answered, and is the place where errors are caught: once around one feed, once around one delivery.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from policywatch.decide.attempts import expired, internal_error, judge, unsendable
from policywatch.decide.flag import flag
from policywatch.decide.next_poll import after_failure, after_success
from policywatch.decide.sift import sift
from policywatch.deliver import Sender
from policywatch.errors import DeliveryError, FetchError, LeaseLostError, PollError, StoreError
from policywatch.fetch import NotModified, fetch_feed
from policywatch.match import MatchIndex
from policywatch.model.delivery import Answer, Attempt, Delivery, Verdict
from policywatch.model.feed import Feed, FeedState
from policywatch.model.item import Item
from policywatch.model.lease import DeliveryClaim, FeedClaim
from policywatch.model.recording import FlaggedItem, Recording
from policywatch.model.report import PollReport
from policywatch.model.watch import Watch
from policywatch.net import Http
from policywatch.parse import parse_feed
from policywatch.store import Store

log = logging.getLogger(__name__)

#: a poll that takes longer renews its lease; a killed process's feeds are free after this
POLL_LEASE: Final = timedelta(minutes=2)
#: longer than the longest exchange with a channel; a killed process's deliveries are free after this
DELIVERY_LEASE: Final = timedelta(seconds=60)
#: how long an attempt that was made is tried to be noted while the store fails; ends before the lease does
SETTLE_FOR: Final = timedelta(seconds=20)
#: seconds
SETTLE_AGAIN_AFTER: Final = 1.0
#: items matched between two looks at the lease
ITEMS_PER_LEASE: Final = 1_000


def utc_now() -> datetime:
    """Return the time: the clock that `Parts.now` is outside of tests."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """All that the two pipes need; put together by app.py, replaced as a whole."""

    store: Store
    http: Http
    feeds: Mapping[str, Feed]
    watches: Mapping[str, Watch]
    index: MatchIndex
    #: by channel id
    senders: Mapping[str, Sender]
    #: the time, aware UTC
    now: Callable[[], datetime]
    #: a number from 0 to 1, evenly spread
    chance: Callable[[], float]


# --- poll ---------------------------------------------------------------------------------------------


def due_feeds(parts: Parts, limit: int) -> list[FeedClaim]:
    """Claim at most `limit` feeds that are due."""
    return parts.store.feeds.claim(parts.now(), limit, POLL_LEASE, only=parts.feeds)


def feeds_now(parts: Parts, only: Collection[str]) -> list[FeedClaim]:
    """Claim these feeds, due or not, unless another process polls them at this moment."""
    return parts.store.feeds.claim(parts.now(), len(only), POLL_LEASE, only=only, early=True)


def poll_feed(parts: Parts, claim: FeedClaim) -> PollReport:
    """Poll one feed and record what came of it. Never raises for what a feed does."""
    feed, started = parts.feeds[claim.state.feed_id], time.monotonic()
    try:
        report = _poll(parts, feed, claim, started)
    except PollError as error:
        report = _failed(parts, claim, started, error.cause, error)
    except LeaseLostError as error:
        # another process took the feed over and records it: nothing of ours may be written
        report = PollReport(feed.id, time.monotonic() - started, error=error.cause)
    except StoreError as error:
        # nothing was written, so nothing is lost: the feed is due again when the lease runs out
        report = PollReport(feed.id, time.monotonic() - started, error=str(error))
    except Exception as error:
        # a bug that one feed brings out must not stop the others, nor make that feed spin
        log.exception("internal error while polling", extra={"feed": feed.id})
        report = _failed(parts, claim, started, f"internal error: {type(error).__name__}", error)
    _log_poll(report)
    return report


def _poll(parts: Parts, feed: Feed, claim: FeedClaim, started: float) -> PollReport:
    state = claim.state
    fetched = fetch_feed(parts.http, feed, state, parts.now())
    if isinstance(fetched, NotModified):
        parts.store.feeds.settle(claim, _success(parts, feed, state, fetched.etag, fetched.last_modified))
        return PollReport(feed.id, time.monotonic() - started, unchanged=True)

    parsed = parse_feed(fetched.body, feed=feed, url=fetched.url, content_type=fetched.content_type, now=parts.now())
    if time.monotonic() - started > POLL_LEASE.total_seconds() / 2:
        parts.store.feeds.renew(claim, parts.now() + POLL_LEASE)
    known = parts.store.items.known(feed.id, {item.identity for item in parsed.items})
    sifted = sift(parsed.items, known)
    backlog = state.first_success_at is None
    flagged = tuple(_match(parts, feed, claim, sifted.new, backlog=backlog))
    recorded = parts.store.record(
        claim,
        Recording(
            # before the state, whose time then tells which items were backlog: see decide/flag.was_backlog
            recorded_at=parts.now(),
            state=_success(parts, feed, state, fetched.etag, fetched.last_modified, fetched.body_hash),
            items=flagged,
            official="official" in feed.tags,
        ),
    )
    return PollReport(
        feed.id,
        time.monotonic() - started,
        seen=len(parsed.items),
        backlog=backlog,
        recorded=recorded,
        notes=parsed.notes,
    )


def _match(
    parts: Parts, feed: Feed, claim: FeedClaim, items: Sequence[Item], *, backlog: bool
) -> Iterator[FlaggedItem]:
    for number, item in enumerate(items, start=1):
        yield flag(item, parts.index.matches(item, feed), parts.watches, backlog=backlog, now=parts.now())
        if number % ITEMS_PER_LEASE == 0:
            parts.store.feeds.renew(claim, parts.now() + POLL_LEASE)


def _success(
    parts: Parts,
    feed: Feed,
    state: FeedState,
    etag: str | None,
    last_modified: str | None,
    body_hash: str | None = None,
) -> FeedState:
    return after_success(
        feed,
        state,
        parts.now(),
        parts.chance(),
        etag=etag,
        last_modified=last_modified,
        body_hash=body_hash or state.body_hash,
    )


def _failed(parts: Parts, claim: FeedClaim, started: float, cause: str, error: Exception) -> PollReport:
    retry_after = error.retry_after if isinstance(error, FetchError) else None
    state = after_failure(claim.state, parts.now(), parts.chance(), error=cause, retry_after=retry_after)
    try:
        parts.store.feeds.settle(claim, state)
    except StoreError as store_error:
        cause = f"{cause}; and it could not be noted: {store_error}"
    return PollReport(claim.state.feed_id, time.monotonic() - started, error=cause)


def _log_poll(report: PollReport) -> None:
    extra: dict[str, object] = {"feed": report.feed_id, "took": round(report.took, 3)}
    if report.error is not None:
        log.warning("poll failed", extra=extra | {"error": report.error})
    elif report.unchanged:
        log.info("poll unchanged", extra=extra)
    else:
        extra |= {"seen": report.seen, "new": report.recorded.items, "findings": report.recorded.findings}
        extra |= {"alerts": report.recorded.alerts}
        if report.backlog:
            extra["backlog"] = True
        if report.notes:
            extra["notes"] = "; ".join(report.notes)
        log.info("poll", extra=extra)


# --- deliver ------------------------------------------------------------------------------------------


def due_deliveries(parts: Parts, limit: int) -> list[DeliveryClaim]:
    """Claim at most `limit` deliveries that are due, for the channels that stand in the settings."""
    return parts.store.deliveries.claim(parts.now(), limit, DELIVERY_LEASE, parts.senders)


def park(parts: Parts) -> None:
    """Hold what is owed to channels that are not in the settings; take up again what was held so."""
    try:
        held, back = parts.store.deliveries.park(parts.senders, parts.now())
    except StoreError as error:
        log.error("deliveries not parked", extra={"error": str(error)})
        return
    if held or back:
        log.warning("deliveries parked", extra={"held": held, "taken_up": back})


def deliver_one(parts: Parts, claim: DeliveryClaim) -> Delivery | None:
    """Make one attempt at one delivery and settle it. Never raises for what a channel does.

    Returns the delivery as it stands now, or None where that could not be noted.
    """
    delivery = claim.delivery
    try:
        return _deliver(parts, claim)
    except LeaseLostError as error:
        log.warning("delivery taken over", extra={"delivery": delivery.id, "error": error.cause})
    except StoreError as error:
        # the attempt may have been made: it will be repeated under the same message id
        log.error("delivery not settled", extra={"delivery": delivery.id, "error": str(error)})
    return None


def _deliver(parts: Parts, claim: DeliveryClaim) -> Delivery:
    delivery, started_at, started = claim.delivery, parts.now(), time.monotonic()
    if verdict := expired(delivery, started_at):
        return _settle(parts, claim, None, verdict)
    try:
        answer = parts.senders[delivery.channel].send(claim.alert, delivery.message_id, started_at)
    except DeliveryError as error:
        answer, verdict = Answer(text=str(error)), unsendable(error.cause)
    except Exception as error:
        # a bug that one alert brings out must not stop the others; it may pass (no thread, no memory), so try again
        log.exception("internal error while sending", extra={"delivery": delivery.id})
        name = type(error).__name__
        answer, verdict = Answer(text=name), internal_error(name, delivery, parts.now(), parts.chance())
    else:
        verdict = judge(answer, delivery, parts.now(), parts.chance())
    attempt = Attempt(delivery.id, started_at, time.monotonic() - started, verdict.outcome, answer)
    return _settle(parts, claim, attempt, verdict)


def _settle(parts: Parts, claim: DeliveryClaim, attempt: Attempt | None, verdict: Verdict) -> Delivery:
    settled = _noted(parts, claim, attempt, verdict)
    extra: dict[str, object] = {
        "delivery": settled.id,
        "alert": settled.alert_id,
        "watch": claim.alert.watch_id or None,
        "channel": settled.channel,
        "attempt": settled.attempts,
        "state": settled.state.value,
    }
    if attempt is not None:
        extra["took"] = round(attempt.took, 3)
    if settled.sent_at is not None:
        log.info("delivery sent", extra=extra)
    elif settled.next_attempt_at is not None:
        log.warning("delivery not sent", extra=extra | {"reason": verdict.reason})
    else:
        log.error("delivery given up", extra=extra | {"reason": verdict.reason})
    return settled


def _noted(parts: Parts, claim: DeliveryClaim, attempt: Attempt | None, verdict: Verdict) -> Delivery:
    """Settle, and again while the store fails: a receiver that has the alert should not get it twice."""
    give_up = time.monotonic() + SETTLE_FOR.total_seconds()
    while True:
        try:
            return parts.store.deliveries.settle(claim, attempt, verdict)
        except LeaseLostError:
            raise
        except StoreError:
            if time.monotonic() > give_up:
                raise
            time.sleep(SETTLE_AGAIN_AFTER)
