"""Values for the store's tests: short ways to say "a feed", "an item with findings", "a poll that found these"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from policywatch.model.delivery import Answer, Attempt, DeliveryState, Outcome, Verdict
from policywatch.model.feed import Feed, FeedState, PollReason
from policywatch.model.finding import Finding, QuietReason
from policywatch.model.item import DateMethod, Item
from policywatch.model.lease import DeliveryClaim, FeedClaim
from policywatch.model.match import Passage
from policywatch.model.recording import Flag, FlaggedItem, Recorded, Recording
from policywatch.model.watch import Severity
from policywatch.store import Store

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASE = timedelta(seconds=60)


def feed(id: str = "gazette", url: str = "", title: str = "") -> Feed:  # noqa: A002
    return Feed(id, url or f"https://{id}.example/feed.xml", title or f"The {id.title()}", every=5 * MINUTE)


def item(number: int = 1, feed_id: str = "gazette") -> Item:
    return Item(
        feed_id=feed_id,
        identity=f"guid:{feed_id}-{number}",
        title=f"Ministry suspends export licence no. {number}",
        link=f"https://{feed_id}.example/{number}",
        guid=f"{feed_id}-{number}",
        summary="The licence is suspended.\n\nThe ministry gave no date.",
        body="Long text.",
        author="A. Reporter",
        categories=("trade", "policy"),
        language="en",
        published_at=NOW - 10 * MINUTE,
        published_raw="Sun, 01 Mar 2026 11:50:00 GMT",
        date_method=DateMethod.RFC822,
    )


def finding(
    watch_id: str = "licences", start: int = 0, quiet: QuietReason | None = None, at: datetime = NOW
) -> Finding:
    passage = Passage("title", start, start + 31, "Ministry suspends export licence", ((0, 8), (9, 17)))
    return Finding(watch_id, "0123456789ab", passage, found_at=at, quiet_reason=quiet)


def flag(
    *channels: str,
    watch_id: str = "licences",
    findings: int = 1,
    quiet: QuietReason | None = None,
    at: datetime = NOW,
) -> Flag:
    return Flag(
        watch_id=watch_id,
        watch_title="Export licences",
        watch_version="0123456789ab",
        severity=Severity.HIGH,
        findings=tuple(finding(watch_id, start, quiet, at) for start in range(findings)),
        channels=channels,
        quiet_reason=quiet,
    )


def polled(state: FeedState, at: datetime = NOW) -> FeedState:
    """The state after a poll that went well."""
    return replace(
        state,
        next_poll_at=at + 5 * MINUTE,
        next_poll_reason=PollReason.EVERY,
        etag='"v1"',
        last_modified="Sun, 01 Mar 2026 11:59:00 GMT",
        body_hash="ab" * 32,
        first_success_at=state.first_success_at or at,
        last_success_at=at,
        last_polled_at=at,
    )


def claim_one(store: Store, at: datetime = NOW) -> FeedClaim:
    """Claim the one feed that is due."""
    (claim,) = store.feeds.claim(at, 1, LEASE)
    return claim


def recording(claim: FeedClaim, *items: FlaggedItem, at: datetime = NOW) -> Recording:
    return Recording(polled(claim.state, at), at, items)


def record(store: Store, *items: FlaggedItem, at: datetime = NOW) -> Recorded:
    """Poll the feed `gazette`, and find these items."""
    store.feeds.sync([feed()], at)
    (claim,) = store.feeds.claim(at, 1, LEASE, early=True)
    return store.record(claim, recording(claim, *items, at=at))


def owe(store: Store, channels: Sequence[str], *, first: int = 1, at: datetime = NOW) -> None:
    """Owe one alert to each of the channels; `first` numbers the items, which must differ."""
    found = [FlaggedItem(item(first + number), (flag(channel),)) for number, channel in enumerate(channels)]
    record(store, *found, at=at)


def attempt(claim: DeliveryClaim, outcome: Outcome = Outcome.SENT, at: datetime = NOW) -> Attempt:
    status = 200 if outcome is Outcome.SENT else 503
    return Attempt(claim.delivery.id, at, 0.25, outcome, Answer(status, text="answer", accepted=status == 200))


SENT = Verdict(Outcome.SENT, DeliveryState.SENT, None, "200 OK")
RETRY = Verdict(Outcome.RETRY, DeliveryState.PENDING, NOW + 2 * MINUTE, "503; next try in 2 min")
FAILED = Verdict(Outcome.FAILED, DeliveryState.FAILED, None, "400 Bad Request")
