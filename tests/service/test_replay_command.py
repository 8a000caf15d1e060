"""`policywatch replay` as a person runs it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pty
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.service.test_commands import Done, policywatch
from tests.service.watched import Watched, watched

#: noon, so that a test machine's zone moves no item into another day than its neighbours
START = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TIME = ("--since", "2026-03-01", "--until", "2026-03-20")


@pytest.fixture
def world(tmp_path: Path) -> Watched:
    """One item of backlog on Monday, two on Wednesday, one on the Thursday of next week; not all are found."""
    world = watched(tmp_path)
    world.poll(START, "Officers announce a coup")
    world.poll(START + 2 * DAY, "A coup in the north", "Rain in the south", "A film on a coup")
    world.poll(START + 10 * DAY, "Judges weigh an embargo after the coup", "Rain again")
    return world


def replay(world: Watched, *arguments: str) -> Done:
    return policywatch("replay", "--config", str(world.config), *arguments)


def words(done: Done) -> list[str]:
    """The lines that were printed, with one space between their words."""
    return [" ".join(line.split()) for line in done.stdout.splitlines()]


def test_replay_tells_totals_days_outlets_and_sentences(world: Watched) -> None:
    done = replay(world, "--watch", "coup", *TIME)
    assert done.returncode == 0, done.stderr
    facts = dict(line.split("  ", 1) for line in done.stdout.splitlines()[:6])
    assert {name: value.strip() for name, value in facts.items() if name not in ("watch", "time")} == {
        "items read": "6",
        "items found": "3 (1 of them backlog: recorded, not alerted)",
        "sentences": "3",
        "alerts": "2",
    }
    lines = words(done)
    assert "2026-03-02 Mon 1 ░" in lines
    assert "2026-03-03 Tue 0" in lines
    assert "2026-03-04 Wed 1 █" in lines
    assert "... 7 days without" in lines
    assert "2026-03-12 Thu 1 █" in lines
    assert "3 The Wire" in lines
    sentences = done.stdout.partition("SENTENCE")[2]
    assert sentences.index("after the [coup]") < sentences.index("A [coup] in the north")
    assert "film" not in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 100


def test_replay_uses_the_watch_as_the_settings_say_now(world: Watched) -> None:
    world.watches.write_text(world.watches.read_text().replace("exclude: film", "exclude: north"))
    text = world.watches.read_text().replace("      - {text: A film on a coup., match: false}\n", "")
    world.watches.write_text(text)
    told = json.loads(replay(world, "--watch", "coup", *TIME, "--json").stdout)
    assert [one["quote"] for one in told["findings"]] == [
        "Judges weigh an embargo after the coup",
        "A film on a coup",
        "Officers announce a coup",
    ]


def test_replay_json_has_utc_times_days_and_findings(world: Watched) -> None:
    told = json.loads(replay(world, "--watch", "coup", "--since", "2026-03-04T00:00Z", "--json").stdout)
    assert (told["watch"], told["feed"], told["items_read"]) == ("coup", None, 5)
    assert told["since"] == "2026-03-04T00:00:00Z"
    assert told["totals"] == {"items": 2, "backlog": 0, "findings": 2, "alerts": 2}
    assert told["days"] == [
        {"day": "2026-03-04", "items": 1, "backlog": 0, "findings": 1, "alerts": 1},
        {"day": "2026-03-12", "items": 1, "backlog": 0, "findings": 1, "alerts": 1},
    ]
    assert told["outlets"] == [{"feed": "wire", "outlet": "The Wire", "items": 2}]
    newest = told["findings"][0]
    assert (newest["field"], newest["spans"], newest["found_at"]) == ("title", [[34, 38]], "2026-03-12T12:00:00Z")
    assert (newest["alert_id"], newest["quiet_reason"], told["diff"]) == (None, None, None)


def test_replay_can_be_cut_to_a_time_a_feed_and_a_number_of_sentences(world: Watched) -> None:
    on = ("--watch", "coup", "--json")
    assert json.loads(replay(world, *on, "--until", "2026-03-03", "--since", "2026-03-01").stdout)["items_read"] == 1
    assert json.loads(replay(world, *on, *TIME, "--feed", "wire").stdout)["items_read"] == 6
    assert len(json.loads(replay(world, *on, *TIME, "--limit", "1").stdout)["findings"]) == 1


def test_replay_writes_nothing(world: Watched) -> None:
    def digest() -> dict[str, str]:
        folder = world.config.parent
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir() if file.is_file()}

    before = digest()
    assert replay(world, "--watch", "coup", *TIME).returncode == 0
    assert digest() == before


def test_replay_says_where_nothing_was_found(world: Watched) -> None:
    done = replay(world, "--watch", "coup", "--since", "1h")
    assert done.returncode == 0
    assert "items read   0" in done.stdout
    assert "Nothing was found" in done.stdout


OLD = """\
watches:
  - {id: coup, query: "coup AND @place"}
  - {id: embargo, query: "@measures"}
lists:
  place: [north, film]
"""


def test_diff_tells_what_an_edit_adds_and_loses(world: Watched, tmp_path: Path) -> None:
    old = tmp_path / "old.yaml"
    old.write_text(OLD)
    done = replay(world, "--watch", "coup", *TIME, "--diff", str(old))
    assert done.returncode == 0, done.stderr
    assert f"against      {old} (version " in done.stdout
    assert "items found  2 -> 3: +2 -1, 1 unchanged" in done.stdout
    assert "alerts       2 -> 2" in done.stdout
    assert "2026-03-02 Mon 0 1 +" in words(done)
    assert "2026-03-04 Wed 2 1 █-" in words(done)
    gained, _, lost = done.stdout.partition("only the earlier version finds")
    assert "Officers announce a [coup]" in gained
    assert "A [film] on a [coup]" in lost
    assert "the north" not in gained.partition("SENTENCE")[2] + lost

    told = json.loads(replay(world, "--watch", "coup", *TIME, "--diff", str(old), "--json").stdout)["diff"]
    assert told["totals"] == {"items": 2, "backlog": 0, "findings": 2, "alerts": 2}
    assert told["unchanged"] == {"items": 1, "findings": 1}
    assert (told["added"]["items"], told["added"]["alerts"], told["added"]["backlog"]) == (2, 1, 1)
    assert [(one["watch"], one["quote"]) for one in told["lost"]["sentences"]] == [("coup", "A film on a coup")]


def test_diff_takes_lists_that_the_old_file_lacks_from_the_settings(world: Watched, tmp_path: Path) -> None:
    old = tmp_path / "old.yaml"
    old.write_text(OLD)
    told = json.loads(replay(world, "--watch", "embargo", *TIME, "--diff", str(old), "--json").stdout)
    assert (told["diff"]["unchanged"]["items"], told["diff"]["added"]["items"], told["diff"]["lost"]["items"]) == (
        1,
        0,
        0,
    )


def test_diff_reads_a_folder_standard_input_and_a_pipe(world: Watched, tmp_path: Path) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "a.yaml").write_text("lists: {place: [north]}\n")
    (folder / "b.yml").write_text("watches: [{id: coup, query: '@place'}]\n")
    (folder / ".b.yml.swp.yaml").write_text("not: {yaml")
    (folder / "README.md").write_text("not yaml: [")
    command = f"policywatch replay -c {world.config} --watch coup --since 2026-03-01 --json"
    for diff in (f"--diff {folder}", f"--diff - < {folder}/b.yml", f"--diff <(cat {folder}/b.yml)"):
        if diff != f"--diff {folder}":
            (folder / "b.yml").write_text("watches: [{id: coup, query: north}]\n")
        done = subprocess.run(
            ["bash", "-c", f"{sys.executable} -m {command} {diff}"], capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["diff"]["totals"]["items"] == 1


@pytest.mark.parametrize(
    ("old", "code", "says"),
    [
        ("watches: [{id: coups, query: coup}]\n", 2, "there is no watch 'coup' in"),
        ("watches: [{id: coups, query: coup}]\n", 2, "did you mean coups?"),
        ("watches:\n  - {id: coup, query: coup AND}\n", 78, "old.yaml:2:28: AND needs something after it"),
        ("watches:\n  - {id: coup, query: '@palces'}\n", 78, "old.yaml:2:24: there is no list palces"),
        ("watches:\n  - {id: coup, qeury: coup}\n", 78, "did you mean `query`?"),
        ("watches: [{id: coup", 78, "old.yaml:1:"),
        ("- just\n- a list\n", 78, "old.yaml:1:1: this file must hold `watches:`"),
        ("watchs: []\n", 78, "did you mean `watches`?"),
        ("", 2, "there is none"),
        (None, 1, "No such file"),
    ],
)
def test_what_is_wrong_with_the_old_file_is_told_at_its_place(
    world: Watched, tmp_path: Path, old: str | None, code: int, says: str
) -> None:
    path = tmp_path / "old.yaml"
    if old is not None:
        path.write_text(old)
    done = replay(world, "--watch", "coup", "--diff", str(path))
    assert done.returncode == code, done.stderr
    assert says in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--watch", "cuop"), "did you mean coup?"),
        (("--watch", "coup", "--feed", "wires"), "did you mean wire?"),
        (("--watch", "coup", "--since", "yesterday"), "or a date such as 2026-03-01"),
        (("--watch", "coup", "--since", "900000d"), "before the beginning of time"),
        (("--watch", "coup", "--since", "1d", "--until", "2d"), "must lie after --since"),
    ],
)
def test_a_wrong_argument_is_told_with_what_would_be_right(
    world: Watched, arguments: tuple[str, ...], says: str
) -> None:
    done = replay(world, *arguments)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.replace("│", " ").split())


def test_without_a_database_replay_says_what_to_do(tmp_path: Path) -> None:
    done = replay(watched(tmp_path), "--watch", "coup")
    assert done.returncode == 78
    assert "policywatch run" in done.stderr


def test_ctrl_c_ends_a_replay_on_a_terminal_with_130(world: Watched) -> None:
    """The progress bar is on the screen, so the replay runs; its standard output is a pipe that nobody reads yet."""
    world.poll(START + DAY, *(f"A coup number {number}" for number in range(3_000)))
    terminal, slave = pty.openpty()
    command = [sys.executable, "-m", "policywatch", "replay", "-c", str(world.config), "--watch", "coup", *TIME]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=slave, env={**os.environ, "TERM": "xterm"}
    ) as process:
        os.close(slave)
        shown = b""
        while b"reading items" not in shown:
            shown += os.read(terminal, 1_000)
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(OSError):  # EIO: its end of the terminal is closed
            while more := os.read(terminal, 1_000):
                shown += more
        assert process.stdout
        assert process.stdout.read() == b""
    os.close(terminal)
    assert process.returncode == 130
    assert b"Traceback" not in shown
