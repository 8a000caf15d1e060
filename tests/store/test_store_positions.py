"""The ledger in the database: what a poll records moves positions, in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from policywatch.model.alert import Change
from policywatch.model.finding import QuietReason
from policywatch.model.position import Claimed, MoveReason, Position, Step, Subject
from policywatch.model.quantity import Quantity, QuantityKind
from policywatch.model.recording import Flag, FlaggedItem, Recorded
from policywatch.model.stance import Phase, Stance, StanceLabel, Trigger
from policywatch.model.watch import AlertOn
from policywatch.store import Store
from tests.store.rows import LEASE, NOW, feed, flag, item, recording

DAY = timedelta(days=1)
L = StanceLabel
WORDING = {"asserted": "designated", "negated": "withheld"}
NAMES = {"US": "United States", "NE": "Niger"}
THOUSAND = Quantity(
    QuantityKind.PEOPLE, Decimal(1000), None, "troops", True, True, "just over 1,000 troops", (5, 27), (5, 20)
)


def saying(label: StanceLabel, *, quantity: Quantity | None = None, place: str = "NE", channel: str = "slack") -> Flag:
    one = flag(channel, watch_id="coup")
    passage = replace(
        one.findings[0].passage,
        stance=Stance(label, Phase.ON, "the minister", (Trigger("refrained from", (3, 17), "negated"),), "partial"),
        actor="US",
        place=place,
        quantity=quantity,
    )
    findings = (replace(one.findings[0], passage=passage),)
    return replace(one, findings=findings, alert_on=AlertOn.CHANGE, wording=WORDING, names=NAMES)


def poll(store: Store, outlet: str, said: Flag, at: datetime, *, number: int = 1, official: bool = False) -> Recorded:
    """Record one item of an outlet, published at `at`."""
    known = {one.state.feed_id for one in store.feeds.states()} | {outlet}
    store.feeds.sync([feed(one) for one in sorted(known)], at)
    claims = store.feeds.claim(at, 9, LEASE, only=[outlet], early=True)
    published = replace(item(number, outlet), published_at=at)
    return store.record(
        claims[0], replace(recording(claims[0], FlaggedItem(published, (said,)), at=at), official=official)
    )


def change_of(store: Store, alert_id: int) -> Change | None:
    alert = store.alerts.get(alert_id)
    assert alert is not None
    return alert.change


def test_a_designation_that_is_withheld_contested_and_made_is_told_three_times_and_kept_as_history(
    store: Store,
) -> None:
    assert poll(store, "gazette", saying(L.NEGATED), NOW).alerts == 1
    assert poll(store, "herald", saying(L.NEGATED), NOW + DAY).alerts == 0
    assert poll(store, "courier", saying(L.ASSERTED), NOW + 3 * DAY).alerts == 1
    assert poll(store, "courier", saying(L.ASSERTED), NOW + 3 * DAY, number=2).alerts == 0
    assert poll(store, "state", saying(L.ASSERTED), NOW + 4 * DAY, official=True).alerts == 1
    assert [change_of(store, number) for number in (1, 2, 3)] == [
        Change(Step.OPENED, "United States on Niger", "withheld", ""),
        Change(
            Step.CONTESTED,
            "United States on Niger",
            "withheld, but contested: designated",
            "withheld since 2026-03-01 (2 outlets)",
        ),
        Change(
            Step.MOVED,
            "United States on Niger",
            "withheld → designated",
            "withheld since 2026-03-01 (2 outlets)",
        ),
    ]
    before, now = store.positions.ledger(history=True)
    assert (before.claimed.label, before.until_at, before.outlets) == (L.NEGATED, now.since_at, ("gazette", "herald"))
    assert store.positions.ledger() == [now]
    assert now == Position(
        subject=Subject("coup", "US", "NE"),
        claimed=Claimed(L.ASSERTED),
        since_at=NOW + 3 * DAY,
        reason=MoveReason.OFFICIAL,
        outlets=("courier", "state"),
        official=True,
        id=now.id,
    )


def test_findings_that_change_nothing_have_that_as_their_reason(store: Store) -> None:
    poll(store, "gazette", saying(L.NEGATED), NOW)
    poll(store, "herald", saying(L.NEGATED), NOW + DAY)
    newest, oldest = store.findings.latest(9)
    assert newest.findings[0].quiet_reason is QuietReason.UNCHANGED
    assert oldest.findings[0].quiet_reason is None


def test_what_a_finding_says_is_read_as_it_was_written(store: Store) -> None:
    said = saying(L.ASSERTED, quantity=THOUSAND)
    poll(store, "gazette", said, NOW)
    (evidence,) = store.findings.latest(1)
    assert evidence.findings[0].passage == said.findings[0].passage
    (position,) = store.positions.ledger()
    assert position.claimed.quantity == THOUSAND


def test_backlog_builds_the_ledger_and_alerts_nobody(store: Store) -> None:
    quiet = saying(L.NEGATED)
    findings = tuple(replace(one, quiet_reason=QuietReason.BACKLOG) for one in quiet.findings)
    quiet = replace(quiet, channels=(), quiet_reason=QuietReason.BACKLOG, findings=findings)
    assert poll(store, "gazette", quiet, NOW).alerts == 0
    assert [one.claimed.label for one in store.positions.ledger()] == [L.NEGATED]
    assert store.findings.latest(1)[0].findings[0].quiet_reason is QuietReason.BACKLOG


def test_actors_and_places_are_positions_of_their_own(store: Store) -> None:
    poll(store, "gazette", saying(L.NEGATED), NOW)
    poll(store, "gazette", saying(L.ASSERTED, place="ML"), NOW + DAY, number=2)
    assert [one.subject.place for one in store.positions.ledger()] == ["ML", "NE"]
    assert [one.subject.place for one in store.positions.ledger(place="ML")] == ["ML"]
    assert store.positions.ledger(watch="aid") == []


def test_items_of_one_poll_move_the_ledger_in_the_order_in_which_they_were_published(store: Store) -> None:
    store.feeds.sync([feed("gazette")], NOW)
    (claim,) = store.feeds.claim(NOW, 1, LEASE, early=True)
    newest_first = [
        FlaggedItem(replace(item(2), published_at=NOW - DAY), (saying(L.ASSERTED),)),
        FlaggedItem(replace(item(1), published_at=NOW - 5 * DAY), (saying(L.NEGATED),)),
    ]
    store.record(claim, replace(recording(claim, *newest_first), official=True))
    assert [(one.claimed.label, one.since_at) for one in store.positions.ledger(history=True)] == [
        (L.NEGATED, NOW - 5 * DAY),
        (L.ASSERTED, NOW - DAY),
    ]


def test_an_item_from_the_future_counts_from_when_it_was_seen(store: Store) -> None:
    store.feeds.sync([feed("gazette")], NOW)
    (claim,) = store.feeds.claim(NOW, 1, LEASE, early=True)
    tomorrow = FlaggedItem(replace(item(1), published_at=NOW + DAY), (saying(L.NEGATED),))
    store.record(claim, recording(claim, tomorrow))
    assert [one.since_at for one in store.positions.ledger()] == [NOW]


def test_findings_whose_stance_nobody_read_leave_the_ledger_alone(store: Store) -> None:
    poll(store, "gazette", flag("slack"), NOW)
    assert store.positions.ledger() == []
