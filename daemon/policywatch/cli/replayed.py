"""What a replay found: for people as totals, bars by day and sentences; for programs as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from policywatch.cli.chart import Column, Kind, chart
from policywatch.cli.listings import finding_json
from policywatch.cli.screen import (
    console,
    counted,
    local,
    marked,
    print_facts,
    print_json,
    print_table,
    say,
    shorten,
    utc,
)
from policywatch.model.watch import Watch
from policywatch.workbench.tally import Comparison, Numbers, Tally

_TOP_OUTLETS: Final = 5

_ALERTS: Final = Kind("█", "alerts", "")
_BACKLOG: Final = Kind("░", "backlog: recorded, not alerted", "")
_BOTH: Final = Kind("█", "found before and now", "")
_ADDED: Final = Kind("+", "only now", "green")
_LOST: Final = Kind("-", "only before", "red")


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked of a replay."""

    watch: Watch
    #: the earlier version to compare with, and the file it stands in
    before: Watch | None
    against: str
    since: datetime
    until: datetime
    #: items of this feed alone; None for all
    feed: str | None
    #: titles by feed
    outlets: Mapping[str, str]


def show(question: Question, found: Comparison) -> None:
    """Print what was found for people."""
    _show_numbers(question, found)
    if not found.now.total.items and not found.before.total.items:
        say("Nothing was found; `policywatch explain --item NUMBER` says why not in one item.")
        return
    say("")
    _show_days(question, found)
    say("")
    _show_outlets(question, found)
    if question.before is None:
        _show_sentences("newest sentences", found.now)
    else:
        _show_sentences("sentences that only the watch as it is now finds", found.added)
        _show_sentences("sentences that only the earlier version finds", found.lost)


def _show_numbers(question: Question, found: Comparison) -> None:
    now, before = found.now.total, found.before.total
    watch = question.watch
    facts = {
        "watch": f"{watch.id} (version {watch.version})",
        "time": f"{local(question.since)} to {local(question.until)}",
        "items read": f"{found.read:,}" + (f" of {question.feed}" if question.feed else ""),
    }
    if question.before is None:
        backlog = f" ({now.backlog:,} of them backlog: recorded, not alerted)" if now.backlog else ""
        facts |= {
            "items found": f"{now.items:,}{backlog}",
            "sentences": f"{now.findings:,}",
            "alerts": f"{now.alerts:,}",
        }
    else:
        added, lost = found.added.total, found.lost.total
        facts["against"] = f"{question.against} (version {question.before.version})"
        facts["items found"] = _change(before.items, now.items, added.items, lost.items)
        facts["sentences"] = _change(before.findings, now.findings, added.findings, lost.findings)
        facts["alerts"] = f"{before.alerts:,} -> {now.alerts:,}"
    print_facts(facts)


def _change(before: int, now: int, added: int, lost: int) -> str:
    return f"{before:,} -> {now:,}: +{added:,} -{lost:,}, {now - added:,} unchanged"


def _show_days(question: Question, found: Comparison) -> None:
    kinds: tuple[Kind, ...] = (_ALERTS, _BACKLOG)
    columns: tuple[Column, ...] = (Column("ITEMS", (0, 1)),)
    days: dict[date, tuple[int, ...]] = {day: (one.alerts, one.backlog) for day, one in found.now.days.items()}
    if question.before is not None:
        kinds, columns = (_BOTH, _ADDED, _LOST), (Column("BEFORE", (0, 2)), Column("NOW", (0, 1)))
        days = _days_compared(found)
    last = question.until.astimezone().date()
    for line in chart(days, kinds, columns, first=found.first_day or last, last=last, width=console().width):
        console().print(line, soft_wrap=True)


def _days_compared(found: Comparison) -> dict[date, tuple[int, ...]]:
    nothing = Numbers()
    days: dict[date, tuple[int, ...]] = {}
    for day in found.now.days | found.before.days:
        added, lost = (tally.days.get(day, nothing).items for tally in (found.added, found.lost))
        days[day] = (found.now.days.get(day, nothing).items - added, added, lost)
    return days


def _show_outlets(question: Question, found: Comparison) -> None:
    by_feed = found.now.feeds
    top = by_feed.most_common(_TOP_OUTLETS)
    rows = [(f"{number:,}", question.outlets.get(feed, feed)) for feed, number in top]
    others = len(by_feed) - len(top)
    if others:
        rest = sum(by_feed.values()) - sum(number for _, number in top)
        rows.append((f"{rest:,}", counted(others, "other outlet")))
    print_table(["ITEMS", "OUTLET"], rows, empty="", numbers=("ITEMS",))


def _show_sentences(title: str, tally: Tally) -> None:
    say("")
    newest = tally.newest
    total = tally.total.findings
    say(f"{title}: {'none' if not total else total if total == len(newest) else f'{len(newest)} of {total:,}'}")
    print_table(
        ["ITEM", "SEEN", "OUTLET", "SENTENCE"],
        [
            (
                str(evidence.item.id),
                local(evidence.item.first_seen_at),
                shorten(evidence.outlet, 20),
                marked(one.passage.quote, one.passage.spans),
            )
            for evidence in newest
            for one in evidence.findings
        ],
        empty="",
    )


def print_as_json(question: Question, found: Comparison) -> None:
    """Print what was found for programs: times and days in UTC, days without findings left out."""
    print_json(
        {
            "watch": question.watch.id,
            "version": question.watch.version,
            "since": utc(question.since),
            "until": utc(question.until),
            "feed": question.feed,
            "items_read": found.read,
            "totals": _numbers_json(found.now.total),
            "outlets": [
                {"feed": feed, "outlet": question.outlets.get(feed, feed), "items": number}
                for feed, number in found.now.feeds.most_common()
            ],
            "days": _days_json(found.now),
            "findings": _findings_json(question, found.now),
            "diff": _diff_json(question, question.before, found) if question.before else None,
        }
    )


def _diff_json(question: Question, before: Watch, found: Comparison) -> dict[str, object]:
    now, added = found.now.total, found.added.total
    return {
        "against": question.against,
        "version": before.version,
        "totals": _numbers_json(found.before.total),
        "days": _days_json(found.before),
        "unchanged": {"items": now.items - added.items, "findings": now.findings - added.findings},
        "added": _numbers_json(added) | {"sentences": _findings_json(question, found.added)},
        "lost": _numbers_json(found.lost.total) | {"sentences": _findings_json(question, found.lost)},
    }


def _numbers_json(numbers: Numbers) -> dict[str, object]:
    return {
        "items": numbers.items,
        "backlog": numbers.backlog,
        "findings": numbers.findings,
        "alerts": numbers.alerts,
    }


def _days_json(tally: Tally) -> list[dict[str, object]]:
    return [{"day": day.isoformat(), **_numbers_json(numbers)} for day, numbers in sorted(tally.days.items())]


def _findings_json(question: Question, tally: Tally) -> list[dict[str, object]]:
    # as `findings --json` tells them; the earlier version, too, is this watch
    watch = {"watch": question.watch.id}
    return [one | watch for evidence in tally.newest for one in finding_json(evidence)]
