from __future__ import annotations

from datetime import UTC, datetime

from policywatch.decide.flag import flag
from policywatch.model.finding import QuietReason
from policywatch.model.item import Item
from policywatch.model.match import Match, Passage
from policywatch.model.watch import Severity, Watch

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ITEM = Item(feed_id="wire", identity="guid:a", title="A coup")
COUP = Watch(id="coup", title="Coups", severity=Severity.HIGH, query="coup", channels=("slack", "hook"), version="v1")
AID = Watch(id="aid", title="Aid", severity=Severity.LOW, query="aid", channels=("hook",), version="v2")
WATCHES = {watch.id: watch for watch in (COUP, AID)}


def passage(start: int) -> Passage:
    return Passage(field="body", start=start, end=start + 6, quote="A coup", spans=((2, 6),))


def test_a_match_is_told_to_the_channels_of_its_watch() -> None:
    flagged = flag(ITEM, [Match("coup", "v1", (passage(0),))], WATCHES, backlog=False, now=NOW)
    (one,) = flagged.flags
    assert one.channels == ("slack", "hook")
    assert one.quiet_reason is None
    assert (one.watch_title, one.severity, one.watch_version) == ("Coups", Severity.HIGH, "v1")


def test_every_passage_becomes_a_finding_of_one_alert() -> None:
    match = Match("coup", "v1", (passage(0), passage(40)))
    (one,) = flag(ITEM, [match], WATCHES, backlog=False, now=NOW).flags
    assert [finding.passage.start for finding in one.findings] == [0, 40]
    assert {finding.found_at for finding in one.findings} == {NOW}


def test_each_watch_gets_an_alert_of_its_own() -> None:
    matches = [Match("coup", "v1", (passage(0),)), Match("aid", "v2", (passage(0),))]
    flags = flag(ITEM, matches, WATCHES, backlog=False, now=NOW).flags
    assert [(one.watch_id, one.channels) for one in flags] == [("coup", ("slack", "hook")), ("aid", ("hook",))]


def test_backlog_is_found_but_not_told_and_says_so() -> None:
    (one,) = flag(ITEM, [Match("coup", "v1", (passage(0),))], WATCHES, backlog=True, now=NOW).flags
    assert one.channels == ()
    assert one.quiet_reason is QuietReason.BACKLOG
    assert [finding.quiet_reason for finding in one.findings] == [QuietReason.BACKLOG]


def test_an_item_that_no_watch_matches_has_no_flags() -> None:
    assert flag(ITEM, [], WATCHES, backlog=False, now=NOW).flags == ()
