"""Starts the real daemon as a process of its own, and lets a test kill it at a chosen step.

Run as a program it is `policywatch run` with short leases; `KILL_AT=before:NAME` or `after:NAME` makes it send itself
SIGKILL at that step. So the daemon's own code holds no switches for tests.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

#: step -> (module, attribute) of the function that is the step
STEPS = {
    "claim-feed": ("policywatch.store.feeds", "FeedRows.claim"),
    "fetch": ("policywatch.pipeline", "fetch_feed"),
    "parse": ("policywatch.pipeline", "parse_feed"),
    "sift": ("policywatch.pipeline", "sift"),
    "flag": ("policywatch.pipeline", "flag"),
    "record": ("policywatch.store.store", "Store.record"),
    # inside record's transaction: the items, findings and alerts are written, the deliveries are not
    "owe": ("policywatch.store.recording", "insert_deliveries"),
    "claim-delivery": ("policywatch.store.deliveries", "DeliveryRows.claim"),
    "send": ("policywatch.deliver.webhook", "WebhookSender.send"),
    "settle": ("policywatch.store.deliveries", "DeliveryRows.settle"),
}
LEASE = timedelta(seconds=1)


def die_at(when: str, step: str) -> None:
    """Arrange that this process is killed before or after a step that has something to work on."""
    module_name, _, path = STEPS[step][0], None, STEPS[step][1]
    owner: Any = __import__(module_name, fromlist=["_"])
    *outer, name = path.split(".")
    for attribute in outer:
        owner = getattr(owner, attribute)
    real: Callable[..., Any] = getattr(owner, name)

    def step_then_death(*args: Any, **kwargs: Any) -> Any:
        if when == "before" and _has_work(step, args):
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if when == "after" and (_has_work(step, args) and (result or not step.startswith("claim"))):
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, step_then_death)


def _has_work(step: str, args: tuple[Any, ...]) -> bool:
    """Say whether the step works on news: the polls before anything is published must go well."""
    if step == "record":
        return any(flagged.flags and flagged.flags[0].channels for flagged in args[2].items)
    if step == "flag":
        return bool(args[1])
    if step == "owe":
        return bool(args[1])
    return step not in {"fetch", "parse", "sift", "claim-feed"} or Path(os.environ["NEWS_IS_OUT"]).exists()


@contextlib.contextmanager
def daemon(config: Path, *, kill_at: str | None = None, log: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Run the daemon on `config` until the block ends."""
    environ = os.environ | {"NEWS_IS_OUT": str(config.parent / "news-is-out")}
    if kill_at:
        environ["KILL_AT"] = kill_at
    with (log or Path(os.devnull)).open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, __file__, "run", "--config", str(config)], env=environ, stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(timeout=30)


if __name__ == "__main__":
    import policywatch.pipeline
    from policywatch.cli import main

    policywatch.pipeline.POLL_LEASE = policywatch.pipeline.DELIVERY_LEASE = LEASE
    if kill_at := os.environ.get("KILL_AT"):
        die_at(*kill_at.split(":"))
    main()
