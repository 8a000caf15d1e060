"""The real daemon, as a process of its own, in a temporary folder with settings for the demo."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policywatch.demo.chronology import Outlet
from policywatch.demo.feed_server import FeedServer
from policywatch.errors import PolicywatchError

_SECRET_VARIABLE = "POLICYWATCH_DEMO_SECRET"  # noqa: S105  (a variable's name)
#: seconds: a daemon ends in-flight work within 20; here nothing takes longer than one delivery
_STOPS_WITHIN = 10
#: seconds a listing may take on a busy machine
_LISTS_WITHIN = 60
#: more than the demo makes
_ROWS = 1000


@dataclass(frozen=True)
class Daemon:
    """A running `policywatch run`, its settings and its log."""

    process: subprocess.Popen[bytes]
    config: Path
    log: Path

    def stop(self) -> int:
        """End it as systemd would, with SIGTERM, and return its exit code; kill it when it does not listen."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(_STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self) -> int:
        self.process.kill()
        return self.process.wait()

    def listing(self, command: str) -> list[dict[str, Any]]:
        """Return what `policywatch COMMAND --json` prints. Raises PolicywatchError."""
        try:
            done = subprocess.run(  # noqa: S603  (our own command)
                [*_POLICYWATCH, command, "--json", "--limit", str(_ROWS), "--config", str(self.config)],
                capture_output=True,
                timeout=_LISTS_WITHIN,
                check=True,
            )
            rows: list[dict[str, Any]] = json.loads(done.stdout)
        except subprocess.CalledProcessError as error:
            cause = error.stderr.decode(errors="replace").strip() or f"exit code {error.returncode}"
            raise PolicywatchError(f"policywatch {command}", cause) from error
        except (subprocess.TimeoutExpired, ValueError) as error:
            raise PolicywatchError(f"policywatch {command}", str(error)) from error
        return rows

    def ledger(self) -> str:
        """Return what `policywatch positions --history` prints."""
        done = subprocess.run(  # noqa: S603  (our own command)
            [*_POLICYWATCH, "positions", "--history", "--config", str(self.config)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"COLUMNS": "98"},
            encoding="utf-8",
            check=False,
        )
        return done.stdout

    def last_lines(self, count: int) -> list[str]:
        """Return the end of its log."""
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]


_POLICYWATCH = (sys.executable, "-m", "policywatch")


@contextlib.contextmanager
def running_daemon(
    outlets: Sequence[Outlet], feeds_url: str, receiver_url: str, secret: str, watches: Path
) -> Iterator[Daemon]:
    """Run the daemon until the block ends; its folder goes with it."""
    with tempfile.TemporaryDirectory(prefix="policywatch-demo-") as name:
        folder = Path(name)
        config = folder / "policywatch.yaml"
        config.write_text(settings_yaml(outlets, feeds_url, receiver_url, watches), encoding="utf-8")
        log = folder / "daemon.log"
        with log.open("wb") as stream:
            process = subprocess.Popen(  # noqa: S603  (our own command)
                [*_POLICYWATCH, "run", "--config", str(config)],
                env={**os.environ, _SECRET_VARIABLE: secret},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                # Ctrl-C is for the demo, which then ends the daemon in good order
                start_new_session=True,
            )
        daemon = Daemon(process, config, log)
        try:
            yield daemon
        finally:
            try:
                if process.poll() is None:
                    daemon.stop()
            except BaseException:  # a second Ctrl-C: no time for good order, yet nothing may stay behind
                daemon.kill()
                raise


def settings_yaml(outlets: Sequence[Outlet], feeds_url: str, receiver_url: str, watches: Path) -> str:
    """Return the demo's policywatch.yaml. JSON strings are YAML strings, whatever they hold."""
    feeds = "\n".join(
        f"  - {{id: {outlet.id}, url: {_quoted(feeds_url + FeedServer.path(outlet))}, title: {_quoted(outlet.title)},"
        f" every: 1s, tags: [{', '.join(outlet.tags)}], language: {outlet.language}}}"
        for outlet in outlets
    )
    slack, webhook = _quoted(f"{receiver_url}/slack"), _quoted(f"{receiver_url}/hook")
    return f"""\
database: sqlite:///policywatch.db
allow_networks: [127.0.0.0/8]
watches: {_quoted(str(watches))}
channels:
  - {{id: slack-demo, type: slack, url: {slack}}}
  - {{id: webhook-demo, type: webhook, url: {webhook}, secrets: ["${{env:{_SECRET_VARIABLE}}}"]}}
alerts: {{to: [slack-demo, webhook-demo]}}
feeds:
{feeds}
"""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
