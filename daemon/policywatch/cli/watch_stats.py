"""What `policywatch watches stats` tells: what watches found, which are dead, which cost most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from rich.text import Text

from policywatch.cli.screen import local, local_day, print_details, print_table, say, shorten, utc
from policywatch.model.history import WatchHistory
from policywatch.model.watch import Watch
from policywatch.workbench.costs import Costs, WatchCost
from policywatch.workbench.stats import Stats

#: watches whose costs are printed
_COSTLIEST: Final = 10
#: dead watches that are named
_NAMED: Final = 20


def print_stats(
    watches: Sequence[Watch], stats: Stats, costs: Costs, since: datetime, until: datetime, *, limit: int, stored: bool
) -> None:
    """Print for people: those that found most first, the dead last, then the costliest."""
    ordered = sorted(watches, key=lambda watch: (-stats.of(watch.id).items, stats.is_dead(watch.id), watch.id))
    say(f"{local(since)} to {local(until)}: {stats.items:,} items read")
    print_table(
        ["WATCH", "ITEMS", "SENTENCES", "ALERTS", "PER 1,000", "QUIET", "LAST", ""],
        [_row(watch, stats) for watch in ordered[:limit]],
        empty="there are no watches",
        numbers=("ITEMS", "SENTENCES", "ALERTS", "PER 1,000"),
    )
    if len(ordered) > limit:
        say(f"... {len(ordered) - limit:,} more: --limit")
    _say_dead([watch.id for watch in ordered if stats.is_dead(watch.id)])
    say("")
    _print_costs(costs, len(watches), stored)


def _row(watch: Watch, stats: Stats) -> tuple[str | Text, ...]:
    history, read = stats.of(watch.id), stats.read.get(watch.id, 0)
    return (
        shorten(watch.id, 28),
        f"{history.items:,}",
        f"{history.findings:,}",
        f"{history.alerts:,}",
        f"{1_000 * history.items / read:.1f}" if read else "-",
        _quiet(history),
        local_day(history.last_found_at) if history.last_found_at else "never",
        Text("dead", style="bold red") if stats.is_dead(watch.id) else "",
    )


def _quiet(history: WatchHistory) -> str:
    shares = [(round(100 * number / history.items), reason.value) for reason, number in history.quiet.items() if number]
    return ", ".join(f"{share}% {reason}" for share, reason in sorted(shares, reverse=True)) or "-"


def _say_dead(dead: Sequence[str]) -> None:
    if dead:
        others = f" and {len(dead) - _NAMED:,} more" if len(dead) > _NAMED else ""
        say("")
        print_details({"found nothing": f"{len(dead):,}: {', '.join(dead[:_NAMED])}{others}"})


def _print_costs(costs: Costs, watches: int, stored: bool) -> None:
    if not costs.items:
        return
    texts = "of the newest items" if stored else "ordinary articles"
    size = costs.characters / costs.items / 1_000
    evaluated = sum(one.evaluated for one in costs.watches.values()) / costs.items
    say(f"measured on {costs.items} {texts}, {size:.1f} kB each; in microseconds of processor time per item:")
    total = sum((one.took for one in costs.watches.values()), timedelta())
    say(f"{_each(costs.shared, costs):>8,}  to read it and to look for {watches:,} watches at once")
    say(f"{_each(total, costs):>8,}  to evaluate those that may match it, {evaluated:.1f} on average")
    if not costs.watches:
        return
    say("")
    costliest = sorted(costs.watches.items(), key=lambda one: one[1].took, reverse=True)[:_COSTLIEST]
    print_table(
        ["PER ITEM", "EVALUATED ON", "EACH TIME", "WATCH"],
        [
            (f"{_each(cost.took, costs):,}", f"{_share(cost, costs)}%", f"{_each_time(cost):,}", watch_id)
            for watch_id, cost in costliest
        ],
        empty="",
        numbers=("PER ITEM", "EVALUATED ON", "EACH TIME"),
    )


def _each(took: timedelta, costs: Costs) -> int:
    """Return microseconds per item."""
    return round(took / timedelta(microseconds=1) / costs.items) if costs.items else 0


def _each_time(cost: WatchCost) -> int:
    return round(cost.took / timedelta(microseconds=1) / cost.evaluated)


def _share(cost: WatchCost, costs: Costs) -> int:
    return round(100 * cost.evaluated / costs.items)


def stats_json(
    watches: Sequence[Watch], stats: Stats, costs: Costs, since: datetime, until: datetime, *, stored: bool
) -> dict[str, object]:
    """Return the same for programs; of every watch, in the order of their ids."""
    return {
        "since": utc(since),
        "until": utc(until),
        "items_read": stats.items,
        "watches": [_watch_json(watch, stats, costs) for watch in sorted(watches, key=lambda watch: watch.id)],
        "costs": {
            "measured_on": "items" if stored else "articles",
            "items": costs.items,
            "characters": costs.characters,
            "shared_us_per_item": _each(costs.shared, costs),
        },
    }


def _watch_json(watch: Watch, stats: Stats, costs: Costs) -> dict[str, object]:
    history, read = stats.of(watch.id), stats.read.get(watch.id, 0)
    cost = costs.watches.get(watch.id)
    return {
        "id": watch.id,
        "items": history.items,
        "findings": history.findings,
        "alerts": history.alerts,
        "quiet": {reason.value: number for reason, number in history.quiet.items()},
        "last_found_at": utc(history.last_found_at),
        "items_read": read,
        "items_per_item_read": history.items / read if read else None,
        "dead": stats.is_dead(watch.id),
        "evaluated_on": cost.evaluated if cost else 0,
        "us_per_item": _each(cost.took, costs) if cost else 0,
    }
