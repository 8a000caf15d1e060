"""Settings that are saved while the daemon runs, as their editor and the operator see it."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import yaml

from tests.loopback import Loopback, Reply, loopback
from tests.service.running import Daemon, rss, running, wait_until

COUP = "watches: [{id: coup, title: Coups, query: coup}]\n"


@pytest.fixture
def config(tmp_path: Path, feed: Loopback, hook: Loopback) -> Path:
    (tmp_path / "watches").mkdir()
    (tmp_path / "watches" / "coup.yaml").write_text(COUP)
    path = tmp_path / "policywatch.yaml"
    write(path, settings(feed, hook))
    return path


def settings(feed: Loopback, hook: Loopback) -> dict[str, object]:
    return {
        "database": "sqlite:///policywatch.db",
        "allow_networks": ["127.0.0.0/8"],
        "channels": [{"id": "hook", "type": "webhook", "url": f"{hook.url}/alerts"}],
        "alerts": {"to": ["hook"]},
        "feeds": [{"id": "wire", "url": feed.url, "every": "1s"}],
    }


def write(path: Path, values: dict[str, object]) -> None:
    path.write_text(yaml.safe_dump(values))


def reads(daemon: Daemon) -> int:
    return daemon.log.count('"settings read again"')


def types_at(hook: Loopback) -> list[str]:
    return [json.loads(asked.body)["type"] for asked in hook.asked]


def status(config: Path) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "policywatch", "status", "--json", "--config", str(config)],
        capture_output=True,
        check=True,
    )
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_a_saved_watch_takes_effect_without_a_restart(config: Path, feed: Loopback, hook: Loopback) -> None:
    with running(config) as daemon:
        wait_until(lambda: len(feed.asked) >= 1)
        (config.parent / "watches" / "coup.yaml").write_text(COUP.replace("query: coup", "query: coup OR putsch"))
        wait_until(lambda: reads(daemon) == 1, seconds=10)
        assert "changed=coup" in daemon.log
        feed.reply_with(rss("Officers announce a putsch", "Rain in the north"))
        wait_until(lambda: len(hook.asked) == 1)
        assert daemon.stop() == 0


def test_an_editor_that_writes_a_new_file_and_renames_it_is_noticed(config: Path, feed: Loopback) -> None:
    watch = config.parent / "watches" / "coup.yaml"
    with running(config) as daemon:
        wait_until(lambda: len(feed.asked) >= 1)
        for number, query in enumerate(("coup OR putsch", "coup OR mutiny"), start=1):
            draft = watch.with_name(".coup.yaml.swp")
            draft.write_text(COUP.replace("query: coup", f"query: {query}"))
            draft.replace(watch)
            wait_until(lambda number=number: reads(daemon) == number, seconds=10)
        assert daemon.stop() == 0


def test_files_that_come_and_go_are_noticed_also_in_a_folder_that_is_made_anew(config: Path, feed: Loopback) -> None:
    folder = config.parent / "watches"
    with running(config) as daemon:
        wait_until(lambda: len(feed.asked) >= 1)
        (folder / "aid.yaml").write_text("watches: [{id: aid, query: aid}]\n")
        wait_until(lambda: "added=aid" in daemon.log, seconds=10)
        shutil.move(folder, config.parent / "kept")
        wait_until(lambda: "problems=1" in daemon.log, seconds=10)
        shutil.copytree(config.parent / "kept", folder)
        wait_until(lambda: reads(daemon) == 3, seconds=10)
        (folder / "aid.yaml").unlink()
        wait_until(lambda: "removed=aid" in daemon.log, seconds=10)
        assert daemon.stop() == 0


def test_a_broken_watch_leaves_the_last_good_one_running_and_says_so_everywhere(
    config: Path, feed: Loopback, hook: Loopback
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    write(
        config,
        settings(feed, hook)
        | {"alerts": {"to": ["hook"], "ops": ["hook"]}, "metrics": {"listen": f"127.0.0.1:{port}"}},
    )

    def metrics() -> list[str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            return answer.read().decode().splitlines()  # type: ignore[no-any-return]

    watch = config.parent / "watches" / "coup.yaml"
    with running(config) as daemon:
        wait_until(lambda: len(feed.asked) >= 1)
        assert "policywatch_settings_good 1.0" in metrics()
        watch.write_text(COUP.replace("query: coup", "query: coup AND"))
        wait_until(lambda: len(hook.asked) == 1, seconds=10)
        assert types_at(hook) == ["policywatch.settings.failing"]
        told = json.loads(hook.asked[0].body)["data"]["lines"]
        assert told[1].startswith(f"{watch}:1:48: AND needs something after it")
        assert "these run as they last were good, or not at all: coup" in told
        assert "AND needs something after it" in daemon.log
        lines = metrics()
        assert "policywatch_settings_good 0.0" in lines
        assert "policywatch_settings_problems 1.0" in lines
        assert "policywatch_watches_held_back 1.0" in lines
        assert "policywatch_watches 1.0" in lines
        (seen,) = status(config)["daemons"]  # type: ignore[misc]
        assert seen["pid"] == daemon.process.pid
        assert (seen["watches"], seen["held_back"]) == (1, ["coup"])
        assert [(problem["line"], problem["column"]) for problem in seen["problems"]] == [(1, 48)]
        feed.reply_with(rss("Officers announce a coup", "Rain in the north"))
        wait_until(lambda: len(hook.asked) == 2)
        watch.write_text(COUP)
        wait_until(lambda: len(hook.asked) == 3, seconds=10)
        assert types_at(hook)[1:] == ["policywatch.item.flagged", "policywatch.settings.recovered"]
        assert "policywatch_settings_good 1.0" in metrics()
        assert daemon.stop() == 0
    assert status(config)["daemons"] == []


def test_a_new_feed_and_a_new_address_of_a_channel_take_effect(config: Path, feed: Loopback, hook: Loopback) -> None:
    with (
        loopback(Reply(204)) as other_hook,
        loopback(rss("Calm in the south")) as other_feed,
        running(config) as daemon,
    ):
        wait_until(lambda: len(feed.asked) >= 1)
        changed = settings(feed, other_hook)
        changed["feeds"] = [{"id": "radio", "url": other_feed.url, "every": "1s"}]
        write(config, changed)
        wait_until(lambda: len(other_feed.asked) >= 1, seconds=10)
        asked = len(feed.asked)
        other_feed.reply_with(rss("A coup in the south", "Calm in the south"))
        wait_until(lambda: len(other_hook.asked) == 1)
        assert hook.asked == []
        assert len(feed.asked) <= asked + 1, "a feed that is no longer in the settings is polled no more"
        assert daemon.stop() == 0


def test_networks_that_are_no_longer_allowed_are_refused_at_once(config: Path, feed: Loopback, hook: Loopback) -> None:
    with running(config) as daemon:
        wait_until(lambda: len(feed.asked) >= 2)
        changed = settings(feed, hook)
        del changed["allow_networks"]
        write(config, changed)
        wait_until(lambda: reads(daemon) == 1, seconds=10)
        wait_until(lambda: "poll failed" in daemon.log)
        asked = len(feed.asked)
        time.sleep(1.5)
        assert len(feed.asked) == asked
        assert daemon.stop() == 0


def test_sighup_reads_the_settings_again_and_systemd_is_told(config: Path, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        address = str(tmp_path / "notify")
        manager.bind(address)
        manager.settimeout(20)
        with running(config, NOTIFY_SOCKET=address) as daemon:
            assert manager.recv(1000).startswith(b"READY=1")
            daemon.process.send_signal(signal.SIGHUP)
            reloading = manager.recv(1000).decode().splitlines()
            ready = manager.recv(1000).decode().splitlines()
            assert daemon.stop() == 0
    assert reloading[0] == "RELOADING=1"
    began = int(reloading[1].removeprefix("MONOTONIC_USEC="))
    assert 0 < time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000 - began < 60_000_000
    assert ready == ["READY=1", "STATUS=1 feeds, 1 watches, 1 channels"]
    assert "settings unchanged" in daemon.log


def test_a_terminal_that_is_closed_stops_the_daemon_cleanly(config: Path, feed: Loopback) -> None:
    log = config.parent / "log"
    child, terminal = pty.fork()
    if child == 0:
        with log.open("wb") as output:
            os.dup2(output.fileno(), 2)
        os.execv(sys.executable, [sys.executable, "-m", "policywatch", "run", "--config", str(config)])
    wait_until(lambda: len(feed.asked) >= 1)
    os.kill(child, signal.SIGHUP)
    wait_until(lambda: "settings unchanged" in log.read_text())
    os.close(terminal)
    _, ended = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(ended) == 0
    assert "event=stopped" in log.read_text()


def test_an_address_for_metrics_that_cannot_be_had_is_an_error_at_start(
    config: Path, feed: Loopback, hook: Loopback
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        at = f"127.0.0.1:{taken.getsockname()[1]}"
        write(config, settings(feed, hook) | {"metrics": {"listen": at}})
        with running(config) as daemon:
            assert daemon.process.wait(timeout=30) == 1
            assert f"error: {at}: metrics cannot listen there: Address already in use" in daemon.log


def test_sighup_takes_on_a_secret_that_was_replaced_in_its_file(config: Path, feed: Loopback, hook: Loopback) -> None:
    secret = config.parent / "hook-url"
    secret.write_text(f"{hook.url}/before")
    secret.chmod(0o600)
    values = settings(feed, hook)
    values["channels"] = [{"id": "hook", "type": "webhook", "url": "${file:hook-url}"}]
    write(config, values)
    with running(config) as daemon:
        wait_until(lambda: len(feed.asked) >= 1)
        secret.write_text(f"{hook.url}/after")
        daemon.process.send_signal(signal.SIGHUP)
        wait_until(lambda: reads(daemon) == 1, seconds=10)
        feed.reply_with(rss("Officers announce a coup", "Rain in the north"))
        wait_until(lambda: len(hook.asked) == 1)
        assert [asked.path for asked in hook.asked] == ["/after"]
        assert daemon.stop() == 0
