"""The command that says how it stands."""

from __future__ import annotations

from datetime import UTC, datetime

from policywatch.app import open_readable
from policywatch.cli.options import Config, Json, config_path
from policywatch.cli.screen import local, print_facts, print_json, utc
from policywatch.decide.durations import in_words
from policywatch.model.delivery import DeliveryState
from policywatch.store import redacted


def status(config: Config = None, as_json: Json = False) -> None:
    """Say how it stands.

    Example: policywatch status --json
    """
    path = config_path(config)
    with open_readable(path) as readable:
        counts = readable.store.counts()
        database = redacted(readable.database)
    oldest, last = counts.oldest_owed_at, counts.last_polled_at
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
            }
        )
        return
    failing = f", {counts.feeds_failing} failing (policywatch feeds)" if counts.feeds_failing else ""
    by_state = [f"{number} {state.value}" for state, number in counts.deliveries.items() if number]
    now = datetime.now(UTC)
    waits = f"; the oldest waits since {local(oldest)} ({in_words(now - oldest)})" if oldest else ""
    lost = counts.deliveries[DeliveryState.FAILED] + counts.deliveries[DeliveryState.EXPIRED]
    pointer = " (policywatch deliveries --state failed)" if lost else ""
    print_facts(
        {
            "settings": str(path),
            "database": database,
            "feeds": f"{counts.feeds}{failing}",
            "last poll": f"{local(last)} ({in_words(now - last)} ago)" if last else "never",
            "items": str(counts.items),
            "findings": str(counts.findings),
            "alerts": str(counts.alerts),
            "deliveries": (", ".join(by_state) or "none") + pointer + waits,
        }
    )
