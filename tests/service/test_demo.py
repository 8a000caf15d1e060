"""`policywatch demo` as a person runs it, with the real daemon below it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from policywatch.demo.chronology import Chronology, load_chronology
from policywatch.shipped import shipped

pytestmark = pytest.mark.slow


@pytest.fixture
def chronology() -> Chronology:
    return load_chronology(shipped("config") / "demo" / "chronology.toml")


@contextmanager
def demo(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the demo fast; its temporary folder lies in `tmp_path`."""
    with subprocess.Popen(
        [sys.executable, "-m", "policywatch", "demo", "--speed", "20"],
        env={**os.environ, "TMPDIR": str(tmp_path), "COLUMNS": "60"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """Return the demo's output up to the line that holds the words."""
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    pytest.fail(f"{words!r} was never printed:\n{''.join(lines)}")


def daemons(tmp_path: Path) -> list[int]:
    """Return the ids of the processes that work in a folder below `tmp_path`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
        except OSError:  # gone by now
            continue
        if os.fsencode(tmp_path) in command and b"policywatch" in command:
            found.append(int(entry.name))
    return found


def test_the_whole_story_goes_as_the_chronology_says(tmp_path: Path, chronology: Chronology) -> None:
    with demo(tmp_path) as process:
        output, _ = process.communicate(timeout=150)
    assert process.returncode == 0, output
    assert "Everything went as the chronology says." in output
    # plain and 100 columns wide in a pipe
    assert "\x1b" not in output
    assert max(len(line) for line in output.splitlines()) <= 100

    flat = " ".join(output.replace("│", " ").split())
    alerts = sum(len(publication.watches) for publication in chronology.new)
    assert output.count("─ Slack ─") == alerts
    assert flat.count("signature ok") == alerts + 1
    assert "answered 503 on purpose" in flat
    assert "under the same webhook-id: accepted" in flat
    for publication in chronology.new:
        assert publication.title in flat
    assert f"{len(chronology.backlog)} backlog, {len(chronology.new)} new" in flat
    assert f"{2 * alerts} of {2 * alerts}" in flat
    (not_modified,) = re.findall(r"of which (\d+) were answered 304", flat)
    assert int(not_modified) >= len(chronology.outlets)

    assert list(tmp_path.iterdir()) == []
    assert daemons(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_demo_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    with demo(tmp_path) as process:
        read_until(process, "Now the news begins")
        assert len(daemons(tmp_path)) == 1
        process.send_signal(number)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Stopped before the end." in rest
    assert "Traceback" not in rest
    assert daemons(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_daemon_that_dies_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    with demo(tmp_path) as process:
        read_until(process, "Now the news begins")
        (daemon,) = daemons(tmp_path)
        os.kill(daemon, signal.SIGKILL)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "ended by itself with exit code -9" in rest
    assert "last log lines" in rest
    assert list(tmp_path.iterdir()) == []
