"""What a replay adds up: numbers by day and feed, and two versions of a watch beside each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from policywatch.model.finding import Finding, QuietReason
from policywatch.model.item import Item
from policywatch.model.match import Passage
from policywatch.model.recording import Flag, FlaggedItem
from policywatch.model.watch import Severity
from policywatch.workbench.tally import Comparison, Numbers

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def flagged(number: int, *flags: Flag, at: datetime = NOON, feed: str = "wire") -> FlaggedItem:
    return FlaggedItem(Item(feed, f"guid:{number}", f"Title {number}", first_seen_at=at, body="long", id=number), flags)


def flag(watch: str, *starts: int, quiet: QuietReason | None = None, end: int = 9) -> Flag:
    """A flag whose sentences begin at `starts`."""
    passages = [Passage("body", start, start + end, f"sentence at {start}", ((0, 8),)) for start in starts]
    findings = tuple(Finding(watch, "v1", passage, NOON, quiet_reason=quiet) for passage in passages)
    return Flag(watch, "W", "v1", Severity.LOW, findings, () if quiet else ("screen",), quiet)


def comparison(*items: FlaggedItem, before: str = "", keep: int = 10) -> Comparison:
    found = Comparison("now", before, keep, lambda when: when.date(), {"wire": "The Wire"})
    for one in items:
        found.add(one)
    return found


def quotes(found: Comparison, kind: str) -> list[tuple[int | None, str]]:
    tally = getattr(found, kind)
    return [(one.item.id, one.findings[0].passage.quote) for one in tally.newest]


def test_items_findings_alerts_and_backlog_are_counted_by_day_and_feed() -> None:
    found = comparison(
        flagged(1, flag("now", 0, 10, quiet=QuietReason.BACKLOG)),
        flagged(2),
        flagged(3, flag("now", 0), at=NOON + DAY, feed="herald"),
    )
    assert found.read == 3
    assert found.now.total == Numbers(items=2, backlog=1, findings=3, alerts=1)
    assert found.now.days == {
        NOON.date(): Numbers(items=1, backlog=1, findings=2, alerts=0),
        (NOON + DAY).date(): Numbers(items=1, backlog=0, findings=1, alerts=1),
    }
    assert found.now.feeds == {"wire": 1, "herald": 1}


def test_the_newest_sentences_are_kept_and_those_of_one_item_in_reading_order() -> None:
    found = comparison(flagged(1, flag("now", 0)), flagged(2, flag("now", 0, 10)), flagged(3, flag("now", 5)), keep=3)
    assert quotes(found, "now") == [(3, "sentence at 5"), (2, "sentence at 0"), (2, "sentence at 10")]
    assert found.now.total.findings == 4
    assert comparison(flagged(1, flag("now", 0)), keep=0).now.newest == []


def test_what_only_one_version_finds_is_added_or_lost_by_sentence() -> None:
    found = comparison(
        flagged(1, flag("now", 0, 10), flag("before", 10, 20)),
        flagged(2, flag("now", 0)),
        flagged(3, flag("before", 0)),
        before="before",
    )
    assert (found.now.total.items, found.before.total.items) == (2, 2)
    # item 1 is found by both: a sentence is gained in it and one is lost, but the item itself is neither
    assert found.added.total == Numbers(items=1, findings=2, alerts=1)
    assert found.lost.total == Numbers(items=1, findings=2, alerts=1)
    assert quotes(found, "added") == [(2, "sentence at 0"), (1, "sentence at 0")]
    assert quotes(found, "lost") == [(3, "sentence at 0"), (1, "sentence at 20")]


def test_a_long_sentence_of_which_two_versions_quote_different_parts_is_unchanged() -> None:
    found = comparison(flagged(1, flag("now", 100, end=1_000), flag("before", 300, end=1_000)), before="before")
    assert (found.added.total.findings, found.lost.total.findings) == (0, 0)
