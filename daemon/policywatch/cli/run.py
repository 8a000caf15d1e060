"""The commands that do the main job: run, once, demo."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from typing import Annotated

import typer

from policywatch.app import App, is_web_address, open_app, open_trial
from policywatch.cli.exits import FAILED
from policywatch.cli.listings import finding_json, item_json
from policywatch.cli.options import Config, Json, config_path
from policywatch.cli.screen import complain, counted, local, print_json, print_table, progress, say, shorten
from policywatch.model.delivery import Delivery, DeliveryState
from policywatch.model.feed import Feed
from policywatch.model.report import PollReport
from policywatch.ready import Ready, read_settings
from policywatch.service.lifecycle import run_until_told
from policywatch.service.logs import LogFormat, configure

#: a trial shows no more findings than this on the screen; --json has them all
SHOWN = 50


def run(
    config: Config = None,
    no_migrate: Annotated[
        bool, typer.Option("--no-migrate", help="Refuse to start on a database that needs migrating.")
    ] = False,
    log_format: Annotated[LogFormat, typer.Option(help="Form of the log on standard error.")] = LogFormat.AUTO,
) -> None:
    """Run the daemon: poll, record, alert, until SIGTERM or Ctrl-C.

    A settings file that is saved takes effect within two seconds; SIGHUP reads all of them again. Where one has
    problems, what was last good goes on running.

    Example: policywatch run --config /etc/policywatch/policywatch.yaml
    """
    # here: only the daemon needs what it imports
    from policywatch.daemon import Daemon

    configure(log_format)
    # absolute: what the daemon says of its files is read elsewhere, too
    path = config_path(config).absolute()
    ready = read_settings(path)
    logging.getLogger("policywatch").info("settings read", extra={"config": str(path)})
    with open_app(ready, may_migrate=not no_migrate) as app:
        finished = run_until_told(Daemon(app, path))
    if not finished:
        # A thread still waits for a server. What it does is repeated under the same message id when its lease
        # has run out; Python would wait for it here.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def once(
    config: Config = None,
    feed: Annotated[
        str | None,
        typer.Option(
            "--feed",
            metavar="ID|URL",
            help="Only this feed. A URL that is not in the settings is tried out: read by every watch, kept nowhere, "
            "alerted to nobody.",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Poll every feed once, due or not, and deliver.

    Exits with 1 when a feed could not be polled or a delivery was not sent.

    Examples: policywatch once; policywatch once --feed https://example.org/feed.xml
    """
    configure(LogFormat.AUTO, level=logging.ERROR)
    ready = read_settings(config_path(config))
    wanted = _wanted(ready, feed)
    if wanted is None:
        _try_out(ready, str(feed), as_json)
    else:
        _once(ready, wanted, as_json)


def _wanted(ready: Ready, feed: str | None) -> list[Feed] | None:
    """Return the configured feeds that are meant, or None where `feed` is a URL to try out."""
    if feed is None:
        return list(ready.settings.feeds)
    if found := [one for one in ready.settings.feeds if feed in (one.id, one.url)]:
        return found
    if is_web_address(feed):
        return None
    msg = f"{feed!r} is neither a feed of the settings nor a URL; `policywatch feeds` lists the feeds"
    raise typer.BadParameter(msg, param_hint="--feed")


def _once(ready: Ready, wanted: list[Feed], as_json: bool) -> None:
    reports: list[PollReport] = []
    # with --json standard output is for the JSON alone: a console channel writes beside it
    beside = contextlib.redirect_stdout(sys.stderr) if as_json else contextlib.nullcontext()
    with beside, open_app(ready) as app, progress() as bar:
        task = bar.add_task("polling", total=len(wanted))

        def note(report: PollReport) -> None:
            reports.append(report)
            bar.advance(task)

        app.poll_now([feed.id for feed in wanted], note)
        settled = app.deliver_now()
    known = [delivery for delivery in settled if delivery is not None]
    unsent = [delivery for delivery in known if delivery.state is not DeliveryState.SENT]
    reports.sort(key=lambda report: report.feed_id)
    if as_json:
        print_json({"polls": [_report_json(report) for report in reports], "deliveries": _delivery_counts(known)})
    else:
        print_table(
            ["FEED", "SEEN", "NEW", "FINDINGS", "ALERTS", "RESULT"],
            [_report_row(report) for report in reports],
            empty="there are no feeds",
        )
        by_state = {state: number for state, number in _delivery_counts(known).items() if number}
        say("deliveries: " + (", ".join(f"{number} {state}" for state, number in by_state.items()) or "none due"))
    for delivery in unsent:
        complain(f"delivery {delivery.id} to {delivery.channel}: {delivery.reason}")
    if len(known) < len(settled):
        complain("the database did not take what came of some deliveries: they will be repeated")
    if unsent or len(known) < len(settled) or any(report.error for report in reports):
        raise typer.Exit(FAILED)


def _try_out(ready: Ready, url: str, as_json: bool) -> None:
    reports: list[PollReport] = []
    with open_trial(ready, url) as app:
        app.poll_now(app.parts.feeds, reports.append)
        (report,) = reports
        if report.error is not None:
            if as_json:
                print_json({"url": url, "error": report.error})
            complain(f"error: {url}: {report.error}")
            raise typer.Exit(FAILED)
        _show_trial(app, url, report, as_json)


def _show_trial(app: App, url: str, report: PollReport, as_json: bool) -> None:
    items = app.parts.store.items.latest(limit=report.recorded.items)
    found = app.parts.store.findings.latest(limit=report.recorded.findings)
    if as_json:
        print_json(
            {
                "url": url,
                "error": None,
                "notes": report.notes,
                "items": [item_json(item) for item in items],
                "findings": [one for evidence in found for one in finding_json(evidence)],
            }
        )
        return
    for note in report.notes:
        complain(f"note: {note}")
    say(f"{counted(report.seen, 'item')}, {counted(report.recorded.findings, 'finding')}. Nothing was kept or alerted.")
    print_table(
        ["WATCH", "ITEM", "SENTENCE"],
        [
            (finding.watch_id, shorten(evidence.item.title, 30), finding.passage.quote)
            for evidence in found[:SHOWN]
            for finding in evidence.findings
        ],
        empty="no watch found anything",
    )
    if not found:
        print_table(
            ["PUBLISHED", "ITEM"],
            [(local(item.published_at) if item.published_at else "no date", item.title) for item in items[:10]],
            empty="no items",
        )


def _report_row(report: PollReport) -> tuple[str, ...]:
    wrote = report.recorded
    if report.error is not None:
        return (report.feed_id, "", "", "", "", f"failed: {report.error}")
    if report.unchanged:
        return (report.feed_id, "", "0", "0", "0", "unchanged")
    result = "first poll: backlog, no alerts" if report.backlog else "; ".join(report.notes) or "ok"
    return (report.feed_id, str(report.seen), str(wrote.items), str(wrote.findings), str(wrote.alerts), result)


def _report_json(report: PollReport) -> dict[str, object]:
    return {
        "feed": report.feed_id,
        "error": report.error,
        "unchanged": report.unchanged,
        "backlog": report.backlog,
        "seen": report.seen,
        "items": report.recorded.items,
        "findings": report.recorded.findings,
        "alerts": report.recorded.alerts,
        "notes": report.notes,
        "took": round(report.took, 3),
    }


def _delivery_counts(settled: list[Delivery]) -> dict[str, int]:
    return {state.value: sum(one.state is state for one in settled) for state in DeliveryState}


def demo(
    speed: Annotated[float, typer.Option(min=0.1, max=20, help="How much faster than usual the days go by.")] = 1.0,
) -> None:
    """Show the main job in half a minute.

    The real daemon watches an invented coup, a withheld designation, an aid pause and a withdrawal. Needs no account
    and no internet: feeds and receivers run on this machine, for as long as the demo does.
    """
    from policywatch.demo import run_demo

    raise typer.Exit(run_demo(speed=speed))
