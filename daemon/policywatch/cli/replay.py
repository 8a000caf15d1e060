"""The command that says what a watch would have found and alerted."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from policywatch.cli.exits import FAILED
from policywatch.cli.options import Config, Json, Since, config_path, moment, one_of
from policywatch.cli.replayed import Question, print_as_json, show
from policywatch.cli.screen import complain, progress
from policywatch.match import CompiledWatch
from policywatch.ready import Ready, read_settings
from policywatch.settings import is_watch_file, read_earlier_watches
from policywatch.settings.earlier import MOST_BYTES
from policywatch.store import Store, open_store
from policywatch.workbench.earlier import compile_earlier
from policywatch.workbench.replay import replay as replay_items
from policywatch.workbench.tally import Comparison

_USUALLY: Final = timedelta(days=30)
#: sentences that are printed
_SAMPLES: Final = 10
_SAMPLES_JSON: Final = 1_000
#: items between two steps of the progress bar
_STEP: Final = 100

Until = Annotated[
    datetime | None,
    typer.Option("--until", parser=moment, metavar="TIME", help="Only what is older than that.", show_default=False),
]
Diff = Annotated[
    Path | None,
    typer.Option(
        "--diff",
        metavar="OLDFILE",
        help="Compare with the watch of the same id in an earlier version of its file (- is standard input) or of the "
        "whole folder.",
        show_default=False,
    ),
]
Samples = Annotated[
    int | None,
    typer.Option(
        "--limit",
        "-n",
        min=0,
        max=100_000,
        help=f"Print at most so many sentences, newest first. Default: {_SAMPLES}; with --json {_SAMPLES_JSON}.",
        show_default=False,
    ),
]


def replay(
    watch: Annotated[str, typer.Option("--watch", metavar="ID", help="Which watch.", show_default=False)],
    since: Since = None,
    until: Until = None,
    feed: Annotated[
        str | None, typer.Option("--feed", metavar="ID", help="Only items of this feed.", show_default=False)
    ] = None,
    diff: Diff = None,
    limit: Samples = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Say what a watch would have found and alerted in the stored items; without --since, in those of 30 days.

    Nothing is written, and nobody is told. An item counts for the day on which it was first seen.

    Examples: policywatch replay --watch coup-designation --since 7d;
    git show HEAD:watches/coup.yaml | policywatch replay --watch coup-designation --diff -
    """
    ready = read_settings(config_path(config))
    compiled = one_of({one.watch.id: one for one in ready.watches}, watch, "watch", "--watch")
    before = _earlier(ready, watch, diff) if diff else None
    until = until or datetime.now(UTC)
    since = since or until - _USUALLY
    if since >= until:
        raise typer.BadParameter("it must lie after --since", param_hint="--until")
    with closing(open_store(ready.settings.database, read_only=True)) as store:
        known = {one.state.feed_id: one.title for one in store.feeds.states()}
        if feed is not None:
            one_of(known, feed, "feed", "--feed")
        question = Question(
            watch=compiled.watch,
            before=before.watch if before else None,
            against=str(diff or ""),
            since=since,
            until=until,
            feed=feed,
            outlets=known,
        )
        found = Comparison(
            watch,
            before.watch.id if before else "",
            keep=limit if limit is not None else _SAMPLES_JSON if as_json else _SAMPLES,
            day_of=_utc_day if as_json else _local_day,
            outlets=known,
        )
        _read(store, ready, [compiled, before] if before else [compiled], question, found)
    if as_json:
        print_as_json(question, found)
    else:
        show(question, found)


def _read(store: Store, ready: Ready, watches: list[CompiledWatch], question: Question, found: Comparison) -> None:
    since, until, feed = question.since, question.until, question.feed
    feeds = {one.id: one for one in ready.settings.feeds}
    with progress() as bar:
        task = bar.add_task("reading items", total=None)
        if not bar.disable:
            by_feed = store.items.count(since, until)
            bar.update(task, total=sum(by_feed.values()) if feed is None else by_feed.get(feed, 0))
        for flagged in replay_items(store, watches, feeds, since=since, until=until, feed=feed):
            found.add(flagged)
            if found.read % _STEP == 0:
                bar.update(task, completed=found.read)


def _earlier(ready: Ready, watch_id: str, path: Path) -> CompiledWatch:
    """Return the earlier version of a watch, under an id that no watch has."""
    earlier = read_earlier_watches(_contents(path))
    if not earlier.problems:
        one_of({**earlier.watches, **earlier.problems_of}, watch_id, "watch", "--diff", place=str(path))
    before = compile_earlier(earlier, watch_id, ready.settings)
    return replace(before, watch=replace(before.watch, id=f"{watch_id} before"))


def _contents(path: Path) -> list[tuple[str, bytes]]:
    try:
        if str(path) == "-":
            return [("standard input", sys.stdin.buffer.read(MOST_BYTES + 1))]
        paths = [path]
        if path.is_dir():
            paths = sorted(one for one in path.iterdir() if is_watch_file(one))
        # opened rather than read whole: with <(git show ...) it is a pipe
        contents = []
        for one in paths:
            with one.open("rb") as file:
                contents.append((str(one), file.read(MOST_BYTES + 1)))
    except OSError as error:
        complain(f"error: {error.filename or path}: {error.strerror}")
        raise typer.Exit(FAILED) from error
    return contents


def _local_day(when: datetime) -> date:
    return when.astimezone().date()


def _utc_day(when: datetime) -> date:
    return when.astimezone(UTC).date()
