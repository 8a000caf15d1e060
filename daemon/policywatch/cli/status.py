"""The command that says how it stands."""

from __future__ import annotations

from datetime import UTC, datetime

from policywatch.app import open_readable
from policywatch.cli.check import problem_json
from policywatch.cli.options import Config, Json, config_path
from policywatch.cli.screen import counted, local, local_seconds, print_facts, print_json, say, utc
from policywatch.decide.durations import in_words
from policywatch.decide.reloads import listed
from policywatch.model.daemon import GONE_AFTER, DaemonState
from policywatch.model.delivery import DeliveryState
from policywatch.settings import render
from policywatch.store import redacted

#: the next line of a fact, under the one before
_BELOW = "\n" + " " * len("deliveries  ")
#: problems that are shown whole
SHOWN = 10


def status(config: Config = None, as_json: Json = False) -> None:
    """Say how it stands.

    Example: policywatch status --json
    """
    path = config_path(config)
    with open_readable(path) as readable:
        counts = readable.store.counts()
        daemons = readable.store.daemons.all()
        database = redacted(readable.database)
    oldest, last, now = counts.oldest_owed_at, counts.last_polled_at, datetime.now(UTC)
    if as_json:
        print_json(
            {
                "config": str(path),
                "database": database,
                "feeds": counts.feeds,
                "feeds_failing": counts.feeds_failing,
                "last_polled_at": utc(counts.last_polled_at),
                "items": counts.items,
                "findings": counts.findings,
                "alerts": counts.alerts,
                "deliveries": {state.value: counts.deliveries.get(state, 0) for state in DeliveryState},
                "oldest_owed_at": utc(oldest),
                "daemons": [_daemon_json(daemon, now) for daemon in daemons],
            }
        )
        return
    failing = f", {counts.feeds_failing} failing (policywatch feeds)" if counts.feeds_failing else ""
    by_state = [f"{number} {state.value}" for state, number in counts.deliveries.items() if number]
    waits = f"; the oldest waits since {local(oldest)} ({in_words(now - oldest)})" if oldest else ""
    lost = counts.deliveries[DeliveryState.FAILED] + counts.deliveries[DeliveryState.EXPIRED]
    pointer = " (policywatch deliveries --state failed)" if lost else ""
    print_facts(
        {
            "settings": str(path),
            "database": database,
            "daemon": _BELOW.join(line for daemon in daemons for line in _daemon(daemon, now))
            or "none is running (policywatch run)",
            "feeds": f"{counts.feeds}{failing}",
            "last poll": f"{local(last)} ({in_words(now - last)} ago)" if last else "never",
            "items": str(counts.items),
            "findings": str(counts.findings),
            "alerts": str(counts.alerts),
            "deliveries": (", ".join(by_state) or "none") + pointer + waits,
        }
    )
    for daemon in daemons:
        if daemon.problems:
            _show_problems(daemon)


def _daemon(daemon: DaemonState, now: datetime) -> tuple[str, ...]:
    """Return one daemon in lines."""
    name = f"{daemon.host}, process {daemon.pid}"
    if now - daemon.seen_at > GONE_AFTER:
        return (f"{name}: gone without a word, last seen {local(daemon.seen_at)}",)
    good = "with problems, see below" if daemon.problems else "good"
    watches = counted(daemon.watches, "watch", "watches")
    return (
        f"{name}, since {local(daemon.started_at)}",
        f"{watches}; settings read {local_seconds(daemon.read_at)}: {good}",
    )


def _show_problems(daemon: DaemonState) -> None:
    say(f"\nThe daemon on {daemon.host} goes on with what was last good: {daemon.config}")
    if daemon.held_back:
        say(f"It runs these watches as they last were good, or not at all: {listed(daemon.held_back)}")
    for problem in daemon.problems[:SHOWN]:
        say(render(problem))
    if len(daemon.problems) > SHOWN:
        say(f"… and {len(daemon.problems) - SHOWN:,} more: policywatch check")


def _daemon_json(daemon: DaemonState, now: datetime) -> dict[str, object]:
    return {
        "host": daemon.host,
        "pid": daemon.pid,
        "version": daemon.version,
        "config": daemon.config,
        "started_at": utc(daemon.started_at),
        "seen_at": utc(daemon.seen_at),
        "gone": now - daemon.seen_at > GONE_AFTER,
        "settings_read_at": utc(daemon.read_at),
        "watches": daemon.watches,
        "held_back": daemon.held_back,
        "problems": [problem_json(problem) for problem in daemon.problems],
    }
