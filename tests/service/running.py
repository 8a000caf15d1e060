"""The daemon as a process, for the tests that talk to it from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.loopback import Reply


def rss(*titles: str) -> Reply:
    items = "".join(f"<item><guid>{title}</guid><title>{title}</title></item>" for title in titles)
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>W</title><link>https://example.org/</link>'
    return Reply(body=f"{head}<description>d</description>{items}</channel></rss>".encode())


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass in time"
        time.sleep(0.05)


class Daemon:
    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process, self._log = process, log

    @property
    def log(self) -> str:
        return self._log.read_text()

    def stop(self, with_signal: int = signal.SIGTERM) -> int:
        self.process.send_signal(with_signal)
        return self.process.wait(timeout=30)


@contextmanager
def running(config: Path, *arguments: str, **environ: str) -> Iterator[Daemon]:
    log = config.parent / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "policywatch", "run", "--config", str(config), *arguments],
            env=os.environ | environ, stdout=output, stderr=output,
        )  # fmt: skip
        try:
            yield Daemon(process, log)
        finally:
            process.kill()
            process.wait()
