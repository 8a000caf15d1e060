"""The commands as a person runs them: what they print, where, and their exit codes."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
import yaml

from policywatch.cli import main
from policywatch.store import open_store
from tests.loopback import Loopback, Reply, loopback

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Wire</title><link>https://example.org/</link><description>d</description>
<item><guid>a</guid><title>Officers announce a coup</title><link>https://example.org/a</link>
<pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate><description>Niamey is calm.</description></item>
<item><guid>b</guid><title>Rain in the north</title></item>
</channel></rss>"""


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


NEWS = RSS.replace(b"<item><guid>b", b"<item><guid>c</guid><title>A second coup in a week</title></item><item><guid>b")


def process(*arguments: str, stdin: str = "") -> Done:
    """Run the command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "policywatch", *arguments],
        env={**os.environ, "COLUMNS": "100"},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def policywatch(*arguments: str) -> Done:
    """Run the command's own main() in this process, which spares a second of imports each time."""
    out, err, code = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO()), 0
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    with (
        mock.patch("sys.argv", ["policywatch", *arguments]),
        mock.patch.dict(os.environ, {"COLUMNS": "100"}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
    root.handlers[:] = handlers
    root.setLevel(level)
    return Done(code, _written(out), _written(err))


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


@pytest.fixture
def feed() -> Iterator[Loopback]:
    with loopback(Reply(body=RSS)) as server:
        yield server


@pytest.fixture
def config(tmp_path: Path, feed: Loopback, hook: Loopback) -> Path:
    """A folder with settings and one watch; the database does not exist yet."""
    (tmp_path / "watches").mkdir()
    (tmp_path / "watches" / "coup.yaml").write_text(
        "watches:\n  - id: coup\n    title: Coups\n    query: coup\n    exclude: film\n"
        "    examples:\n      - {text: A coup in Niamey.}\n      - {text: A film on a coup., match: false}\n"
    )
    path = tmp_path / "policywatch.yaml"
    path.write_text(
        yaml.safe_dump(
            {
                "database": "sqlite:///policywatch.db",
                "allow_networks": ["127.0.0.0/8"],
                "channels": [{"id": "hook", "type": "webhook", "url": hook.url}],
                "alerts": {"to": ["hook"]},
                "feeds": [{"id": "wire", "url": feed.url, "title": "The Wire", "every": "10m"}],
            }
        )
    )
    return path


def test_once_polls_records_delivers_and_every_listing_tells_it(config: Path, feed: Loopback, hook: Loopback) -> None:
    on = ("--config", str(config))
    first = policywatch("once", *on)
    assert first.returncode == 0, first.stderr
    assert "backlog" in first.stdout
    feed.reply_with(Reply(body=NEWS))
    second = json.loads(policywatch("once", *on, "--json").stdout)
    assert second["polls"][0] | {"took": 0} == {
        "feed": "wire", "error": None, "unchanged": False, "backlog": False, "seen": 3,
        "items": 1, "findings": 1, "alerts": 1, "notes": [], "took": 0,
    }  # fmt: skip
    assert second["deliveries"]["sent"] == 1
    assert len(hook.asked) == 1

    (wire,) = json.loads(policywatch("feeds", "--json", *on).stdout)
    assert (wire["id"], wire["title"], wire["failures"], wire["next_poll_reason"]) == ("wire", "The Wire", 0, "every")
    items = json.loads(policywatch("items", "--json", *on).stdout)
    assert [item["title"] for item in items[:1]] == ["A second coup in a week"]
    assert {item["published_at"] for item in items} == {None, "2026-03-01T10:00:00Z"}
    findings = json.loads(policywatch("findings", "list", "--json", "--since", "1d", *on).stdout)
    assert [(one["watch"], one["alert_id"], one["quiet_reason"]) for one in findings] == [
        ("coup", 1, None),
        ("coup", None, "backlog"),
    ]
    (delivery,) = json.loads(policywatch("deliveries", "--json", *on).stdout)
    assert (delivery["channel"], delivery["state"], delivery["attempts"]) == ("hook", "sent", 1)
    assert delivery["message_id"] == hook.asked[0].headers["webhook-id"]
    shown = json.loads(policywatch("deliveries", "show", str(delivery["id"]), "--json", *on).stdout)
    assert [one["status"] for one in shown["history"]] == [204]
    status = json.loads(policywatch("status", "--json", *on).stdout)
    assert (status["items"], status["findings"], status["alerts"], status["deliveries"]["sent"]) == (3, 2, 1, 1)

    for listing in ("feeds", "items", "findings", "deliveries", "status"):
        printed = policywatch(listing, *on)
        assert printed.returncode == 0, printed.stderr
        assert "\x1b" not in printed.stdout
        if listing != "status":  # which tells paths, however long
            assert max(len(line) for line in printed.stdout.splitlines()) <= 100


def test_once_exits_with_1_when_a_feed_cannot_be_polled(config: Path, feed: Loopback) -> None:
    feed.reply_with(Reply(404))
    done = policywatch("once", "--config", str(config))
    assert done.returncode == 1
    assert "404" in done.stdout


def test_once_tries_out_a_url_without_keeping_anything(config: Path, hook: Loopback) -> None:
    with loopback(Reply(body=NEWS)) as other:
        done = policywatch("once", "--feed", f"{other.url}/feed.xml", "--config", str(config), "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert len(told["items"]) == 3
    assert sorted(one["quote"] for one in told["findings"]) == ["A second coup in a week", "Officers announce a coup"]
    assert hook.asked == []
    assert not (config.parent / "policywatch.db").exists()


def test_once_says_what_is_wrong_with_a_url_that_is_no_feed(config: Path) -> None:
    with loopback(Reply(body=b"<!doctype html><html><head><title>Sign in</title></head></html>")) as page:
        done = policywatch("once", "--feed", page.url, "--config", str(config))
    assert done.returncode == 1
    assert "HTML page" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_hostile_title_in_an_error_does_not_reach_the_terminal(config: Path) -> None:
    with loopback(
        Reply(body=b"<!doctype html><html><title>Sign \x1b]0;owned\x07in\xe2\x80\xae</title></html>")
    ) as page:
        done = policywatch("once", "--feed", page.url, "--config", str(config))
    assert "HTML page" in done.stderr
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stderr)


def test_once_with_a_feed_that_nobody_knows_is_a_wrong_argument(config: Path) -> None:
    done = policywatch("once", "--feed", "wir", "--config", str(config))
    assert done.returncode == 2
    assert "policywatch feeds" in done.stderr


def test_check_tells_every_problem_of_yaml_and_queries_at_once(config: Path) -> None:
    watch = config.parent / "watches" / "coup.yaml"
    watch.write_text(
        watch.read_text().replace("query: coup", "query: (coup OR putsch")
        + "  - {id: coup, title: Again, query: junta}\n  - {id: aid, titel: Aid, query: aid}\n"
    )
    done = policywatch("check", str(config.parent))
    assert done.returncode == 78
    assert "coup.yaml:4:12: " in done.stderr
    assert "two watches with the id `coup`" in done.stderr
    assert "did you mean `title`" in done.stderr
    assert "^" in done.stderr
    told = json.loads(policywatch("check", "--json", str(config)).stdout)[0]
    assert not told["ok"]
    assert len(told["problems"]) >= 3


def test_a_watch_whose_own_example_fails_does_not_load(config: Path) -> None:
    watch = config.parent / "watches" / "coup.yaml"
    watch.write_text(watch.read_text().replace("exclude: film", "exclude: cinema"))
    done = policywatch("check", "--config", str(config))
    assert done.returncode == 78
    assert "coup.yaml:8:" in done.stderr
    assert "example" in done.stderr


def test_check_says_what_is_good(config: Path) -> None:
    done = policywatch("check", "--config", str(config))
    assert done.returncode == 0
    assert "1 feed, 1 channel, 1 watch, 2 examples hold" in done.stdout


def test_run_with_bad_settings_exits_with_78_and_makes_no_database(config: Path) -> None:
    config.write_text(config.read_text() + "chanels: []\n")
    done = process("run", "--config", str(config))
    assert done.returncode == 78
    assert "did you mean `channels`" in done.stderr
    assert not (config.parent / "policywatch.db").exists()


def test_a_database_of_a_newer_version_is_refused_with_78(config: Path) -> None:
    policywatch("once", "--config", str(config))
    with sqlite3.connect(config.parent / "policywatch.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    for command in ("run", "status"):
        done = policywatch(command, "--config", str(config))
        assert done.returncode == 78
        assert "newer" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite:///watches/coup.yaml", "no SQLite database"),
        ("sqlite:///watches", "it is a folder"),
        ("sqlite:////proc/nowhere/policywatch.db", "folder cannot be made"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_with_78_so_that_systemd_does_not_try_for_ever(
    config: Path, url: str, says: str
) -> None:
    config.write_text(config.read_text().replace("sqlite:///policywatch.db", url))
    done = process("run", "--config", str(config))
    assert done.returncode == 78, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_alerts_show_tells_an_alert_by_its_number(config: Path, feed: Loopback) -> None:
    on = ("--config", str(config))
    policywatch("once", *on)
    feed.reply_with(Reply(body=NEWS))
    policywatch("once", *on)
    shown = policywatch("alerts", "show", "1", *on)
    assert "A second coup in a week" in shown.stdout
    assert "The Wire" in shown.stdout
    told = json.loads(policywatch("alerts", "show", "1", "--json", *on).stdout)
    assert (told["id"], told["watch"], len(told["findings"])) == (1, "coup", 1)
    assert policywatch("alerts", "show", "2", *on).returncode == 2


def test_check_of_a_watch_file_checks_the_settings_it_belongs_to(config: Path) -> None:
    done = policywatch("check", str(config.parent / "watches" / "coup.yaml"))
    assert done.returncode == 0, done.stderr
    assert "1 watch, 2 examples hold" in done.stdout


def test_once_says_which_feed_it_could_not_claim(config: Path) -> None:
    policywatch("once", "--config", str(config))
    store = open_store(f"sqlite:///{config.parent / 'policywatch.db'}")
    assert store.feeds.claim(datetime.now(UTC), 1, timedelta(minutes=1), early=True)
    store.close()
    done = policywatch("once", "--config", str(config))
    assert done.returncode == 1
    assert "another process is polling it" in " ".join(done.stdout.split())


def test_once_json_is_json_even_where_a_console_channel_speaks(config: Path, feed: Loopback) -> None:
    settings = yaml.safe_load(config.read_text())
    settings["channels"] = [{"id": "screen", "type": "console"}]
    settings["alerts"] = {"to": ["screen"]}
    config.write_text(yaml.safe_dump(settings))
    policywatch("once", "--config", str(config))
    feed.reply_with(Reply(body=NEWS))
    done = policywatch("once", "--json", "--config", str(config))
    assert json.loads(done.stdout)["deliveries"]["sent"] == 1
    assert "A second coup in a week" in done.stderr


def test_explain_marks_the_words_or_says_why_not(config: Path) -> None:
    on = ("explain", "--watch", "coup", "--config", str(config))
    found = policywatch(*on, "--text", "Paris calls it a coup.")
    assert found.returncode == 0
    assert "a [coup]." in found.stdout
    missed = process(*on, "-", stdin="Paris calls it a change of government.")
    assert missed.returncode == 1
    assert "does not match" in missed.stdout
    told = json.loads(policywatch(*on, "--text", "It was a coup. A film on a coup.", "--json").stdout)
    assert (told["watch"], told["matched"], told["why_not"]) == ("coup", True, None)
    assert [(one["quote"], one["spans"]) for one in told["findings"]] == [("It was a coup.", [[9, 13]])]
    unknown = policywatch("explain", "--watch", "cuop", "--text", "x", "--config", str(config))
    assert unknown.returncode == 2
    assert "did you mean coup?" in unknown.stderr


def test_init_writes_settings_that_check_and_never_overwrites(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert policywatch("init", str(folder)).returncode == 0
    assert policywatch("check", str(folder)).returncode == 0
    (folder / "policywatch.yaml").write_text("mine")
    again = policywatch("init", str(folder))
    assert again.returncode == 1
    assert "there already" in again.stderr
    assert (folder / "policywatch.yaml").read_text() == "mine"


def test_a_listing_without_a_database_says_what_to_do(config: Path) -> None:
    done = policywatch("findings", "--config", str(config))
    assert done.returncode == 78
    assert "policywatch run" in done.stderr
    assert "Traceback" not in done.stderr


def test_listings_work_while_a_watch_is_broken(config: Path) -> None:
    policywatch("once", "--config", str(config))
    (config.parent / "watches" / "coup.yaml").write_text("watches: [{id: coup, query: (}]\n")
    done = policywatch("items", "--config", str(config))
    assert done.returncode == 0
    assert "Officers announce" in done.stdout


def test_a_closed_pipe_is_no_error(config: Path) -> None:
    policywatch("once", "--config", str(config))
    done = subprocess.run(
        f"{sys.executable} -m policywatch items --json --config {config} | head -c 1",
        shell=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
