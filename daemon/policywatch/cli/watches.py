"""The commands about watches: what there is, what each has found, what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.text import Text

from policywatch.cli.costs import articles
from policywatch.cli.listings import finding_json
from policywatch.cli.options import Config, Json, Since, config_path, listing_group, one_of
from policywatch.cli.screen import (
    complain,
    counted,
    local,
    local_day,
    marked,
    print_details,
    print_json,
    print_table,
    say,
    shorten,
    utc,
)
from policywatch.cli.watch_stats import print_stats, stats_json
from policywatch.errors import SettingsError
from policywatch.model.alert import Evidence
from policywatch.model.history import WatchHistory
from policywatch.model.watch import Lists, Watch
from policywatch.ready import load_files, read_settings
from policywatch.settings import Loaded
from policywatch.settings.watches import lists_used, watches_named
from policywatch.store import SchemaState, Store, open_store, schema_state
from policywatch.workbench.costs import measure
from policywatch.workbench.replay import gone
from policywatch.workbench.stats import Stats, stats_of

watches = listing_group("The watches: what there is, what each has found, what it costs.")

_USUALLY: Final = timedelta(days=30)
#: findings that `show` prints
_LAST: Final = 5
#: items that costs are measured on
_MEASURED: Final = 200

Most = Annotated[int, typer.Option("--limit", "-n", min=1, help="Print at most so many watches; --json has them all.")]


@watches.command("list")
def watches_list(config: Config = None, limit: Most = 200, as_json: Json = False) -> None:
    """List the watches of the settings, with what they found in 30 days. Example: policywatch watches"""
    loaded = _loaded(config_path(config))
    with _opened(loaded.database) as store:
        found = store.watch_stats.last_found(datetime.now(UTC) - _USUALLY) if store else {}
    known = sorted(loaded.watches, key=lambda watch: watch.id)
    if as_json:
        print_json([_listed_json(watch, *found.get(watch.id, (0, None))) for watch in known])
        return
    print_table(
        ["WATCH", "SEVERITY", "FEEDS", "ALERT", "30 DAYS", "LAST", "TITLE"],
        [_listed(watch, *found.get(watch.id, (0, None))) for watch in known[:limit]],
        empty="there are no watches",
        numbers=("30 DAYS",),
    )
    if len(known) > limit:
        say(f"... {len(known) - limit:,} more: --limit")


def _listed(watch: Watch, findings: int, last: datetime | None) -> tuple[str | Text, ...]:
    return (
        shorten(watch.id, 24),
        watch.severity.value,
        shorten(", ".join(watch.feeds) or "all", 16),
        shorten(f"{watch.alert_on.value}: {', '.join(watch.channels)}", 20),
        f"{findings:,}",
        local_day(last) if last else Text("never", style="bold"),
        watch.title,
    )


def _listed_json(watch: Watch, findings: int, last: datetime | None) -> dict[str, object]:
    return _watch_json(watch) | {"findings_30d": findings, "last_found_at": utc(last)}


def _watch_json(watch: Watch) -> dict[str, object]:
    return {
        "id": watch.id,
        "title": watch.title,
        "severity": watch.severity.value,
        "feeds": watch.feeds,
        "languages": watch.languages,
        "channels": watch.channels,
        "alert_on": watch.alert_on.value,
        "version": watch.version,
        "examples": len(watch.examples),
    }


@watches.command("show")
def watches_show(
    watch_id: Annotated[str, typer.Argument(metavar="ID")], config: Config = None, as_json: Json = False
) -> None:
    """Show one watch whole, and what it found last. Example: policywatch watches show coup-designation"""
    loaded = _loaded(config_path(config))
    watch = one_of({one.id: one for one in loaded.watches}, watch_id, "watch", "ID")
    place = loaded.sources.where(("watch", watch.id)) or ""
    with _opened(loaded.database) as store:
        history, last = WatchHistory(), []
        if store:
            history = store.watch_stats.histories(datetime.now(UTC) - _USUALLY).get(watch.id, history)
            last = store.findings.latest(_LAST, watch=watch.id)
    if as_json:
        print_json(_shown_json(watch, loaded.lists, place, history, last))
        return
    print_details(_details(watch, loaded.lists, place, history))
    if last:
        say("")
        print_table(
            ["ITEM", "FOUND", "OUTLET", "LAST SENTENCES"],
            [
                (
                    str(evidence.item.id),
                    local(one.found_at),
                    shorten(evidence.outlet, 20),
                    marked(one.passage.quote, one.passage.spans),
                )
                for evidence in last
                for one in evidence.findings
            ],
            empty="",
        )


def _details(watch: Watch, lists: Lists, place: str, history: WatchHistory) -> dict[str, str | Text]:
    used = [f"@{name} ({counted(len(lists[name]), 'entry', 'entries')})" for name in _lists(watch, lists)]
    used += [f"@watch:{name}" for name in sorted(watches_named(watch))]
    return {
        "watch": Text(watch.id, style="bold"),
        "title": watch.title,
        "stands in": place,
        "version": watch.version,
        "severity": watch.severity.value,
        "alert": f"on {watch.alert_on.value} item, to {', '.join(watch.channels)}",
        "feeds": ", ".join(watch.feeds) or "all",
        "languages": ", ".join(watch.languages) or "all",
        "query": " ".join(watch.query.split()),
        "exclude": " ".join(watch.exclude.split()) or "nothing",
        "uses": ", ".join(used) or "no lists",
        "examples": str(len(watch.examples) or "none"),
        "30 days": f"{counted(history.items, 'item')} found, {counted(history.findings, 'sentence')}, "
        f"{counted(history.alerts, 'alert')}",
        "last finding": local(history.last_found_at),
    }


def _shown_json(
    watch: Watch, lists: Lists, place: str, history: WatchHistory, last: list[Evidence]
) -> dict[str, object]:
    return _watch_json(watch) | {
        "place": place,
        "query": watch.query,
        "exclude": watch.exclude,
        "lists": {name: lists[name] for name in _lists(watch, lists)},
        "watches": sorted(watches_named(watch)),
        "items_30d": history.items,
        "findings_30d": history.findings,
        "alerts_30d": history.alerts,
        "last_found_at": utc(history.last_found_at),
        "last_findings": [one for evidence in last for one in finding_json(evidence)],
    }


def _lists(watch: Watch, lists: Lists) -> list[str]:
    return sorted(lists_used(watch, lists) & lists.keys())


@watches.command("stats")
def watches_stats(config: Config = None, since: Since = None, limit: Most = 50, as_json: Json = False) -> None:
    """Tell what each watch found since then (30 days), which found nothing, and which cost most.

    Costs are measured now, on the newest items. Example: policywatch watches stats --since 7d
    """
    ready = read_settings(config_path(config))
    until = datetime.now(UTC)
    since = since or until - _USUALLY
    feeds = {feed.id: feed for feed in ready.settings.feeds}
    with _opened(ready.settings.database) as store:
        stats, items = Stats({}, {}), []
        if store:
            known = {one.state.feed_id: feeds.get(one.state.feed_id) or gone(one) for one in store.feeds.states()}
            stats = stats_of(store, ready.settings.watches, known, since, until)
            newest = store.items.latest(_MEASURED)
            items = [(item, known[item.feed_id]) for item in newest if item.feed_id in known]
    # where no poll has left any, ordinary articles will do, which a feed that every watch reads might have carried
    costs = measure(ready.watches, items or [(article, ready.settings.feeds[0]) for article in articles()])
    if as_json:
        print_json(stats_json(ready.settings.watches, stats, costs, since, until, stored=bool(items)))
    else:
        print_stats(ready.settings.watches, stats, costs, since, until, limit=limit, stored=bool(items))


def _loaded(path: Path) -> Loaded:
    """Read the files, without compiling a query: a list is there while a watch is being mended."""
    loaded = load_files(path)
    if not loaded.database:
        raise SettingsError(str(path), loaded.problems)
    if loaded.problems:
        complain(f"note: {counted(len(loaded.problems), 'problem')} in the settings, see policywatch check")
    return loaded


@contextmanager
def _opened(database: str) -> Iterator[Store | None]:
    """Open the database for reading; give None, with a note, where no daemon has made it yet."""
    if schema_state(database) is SchemaState.MISSING:
        complain("note: there is no database yet, so nothing was found: `policywatch run` makes it")
        yield None
        return
    with closing(open_store(database, read_only=True)) as store:
        yield store
