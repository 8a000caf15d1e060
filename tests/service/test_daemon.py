"""`policywatch run` as a process: starts, polls, alerts, logs, stops."""

from __future__ import annotations

import json
import signal
import socket
import time
from pathlib import Path

import pytest
import yaml

from tests.loopback import Loopback, Reply
from tests.service.running import rss, running, wait_until

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def config(tmp_path: Path, feed: Loopback, hook: Loopback) -> Path:
    (tmp_path / "watches").mkdir()
    (tmp_path / "watches" / "coup.yaml").write_text("watches: [{id: coup, title: Coups, query: coup}]\n")
    path = tmp_path / "policywatch.yaml"
    path.write_text(
        yaml.safe_dump(
            {
                "database": "sqlite:///policywatch.db",
                "allow_networks": ["127.0.0.0/8"],
                "channels": [
                    {"id": "hook", "type": "webhook", "url": f"{hook.url}/very-secret-path", "secrets": ["${env:SEC}"]}
                ],
                "alerts": {"to": ["hook"]},
                "feeds": [{"id": "wire", "url": feed.url, "every": "1s"}],
            }
        )
    )
    return path


def test_the_daemon_alerts_within_a_moment_of_the_poll_and_stops_cleanly(
    config: Path, feed: Loopback, hook: Loopback
) -> None:
    with running(config, SEC=SECRET) as daemon:
        wait_until(lambda: "poll " in daemon.log or "event=poll" in daemon.log)
        feed.reply_with(rss("Officers announce a coup", "Rain in the north"))
        wait_until(lambda: len(hook.asked) == 1)
        wait_until(lambda: "delivery sent" in daemon.log)
        assert daemon.stop() == 0
        assert "stopped" in daemon.log
        assert SECRET not in daemon.log
        assert "very-secret-path" not in daemon.log
    assert hook.asked[0].headers["webhook-signature"].startswith("v1,")


def test_sigterm_lets_a_send_in_hand_finish_and_be_noted(config: Path, feed: Loopback, hook: Loopback) -> None:
    def slow(_asked: object, _handler: object) -> Reply:
        time.sleep(2)
        return Reply(204)

    hook.answer = slow
    with running(config, SEC=SECRET) as daemon:
        wait_until(lambda: len(feed.asked) >= 1)
        time.sleep(0.3)
        feed.reply_with(rss("Officers announce a coup", "Rain in the north"))
        wait_until(lambda: len(hook.asked) == 1)
        assert daemon.stop() == 0
        assert "delivery sent" in daemon.log
    with running(config, SEC=SECRET) as daemon:
        wait_until(lambda: daemon.log.count("poll") >= 2)
        daemon.stop()
    assert len(hook.asked) == 1


def test_json_logs_are_one_object_per_line(config: Path) -> None:
    with running(config, "--log-format", "json", SEC=SECRET) as daemon:
        wait_until(lambda: '"event": "poll' in daemon.log)
        daemon.stop(signal.SIGINT)
        lines = [json.loads(line) for line in daemon.log.splitlines()]
    assert {"timestamp", "level", "event"} <= set(lines[0])
    assert any(line["event"] == "poll" and line["feed"] == "wire" for line in lines)


def test_systemd_is_told_when_it_is_ready_and_when_it_stops(config: Path, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        address = str(tmp_path / "notify")
        manager.bind(address)
        manager.settimeout(20)
        with running(config, SEC=SECRET, NOTIFY_SOCKET=address) as daemon:
            ready = manager.recv(1000).decode()
            daemon.stop()
            stopping = manager.recv(1000).decode()
    assert ready.splitlines() == ["READY=1", "STATUS=1 feeds, 1 watches, 1 channels"]
    assert stopping.splitlines()[0] == "STOPPING=1"


def test_two_daemons_on_one_database_alert_once(config: Path, feed: Loopback, hook: Loopback) -> None:
    other = config.parent / "other"
    other.mkdir()
    (other / "policywatch.yaml").write_text(
        config.read_text().replace("sqlite:///policywatch.db", f"sqlite:///{config.parent}/policywatch.db")
    )
    (other / "watches").symlink_to(config.parent / "watches")
    with running(config, SEC=SECRET) as one, running(other / "policywatch.yaml", SEC=SECRET) as two:
        wait_until(lambda: len(feed.asked) >= 2)
        feed.reply_with(rss(*[f"Coup number {n}" for n in range(20)], "Rain in the north"))
        wait_until(lambda: len(hook.asked) >= 20)
        time.sleep(1.5)
        assert (one.stop(), two.stop()) == (0, 0)
    assert len(hook.asked) == 20
    assert len({asked.headers["webhook-id"] for asked in hook.asked}) == 20


def test_a_second_signal_ends_a_daemon_that_still_waits_for_a_feed(config: Path, feed: Loopback) -> None:
    feed.answer = lambda _asked, _handler: time.sleep(15)
    with running(config, SEC=SECRET) as daemon:
        wait_until(lambda: len(feed.asked) >= 1)
        daemon.process.send_signal(signal.SIGTERM)
        wait_until(lambda: "event=stopping" in daemon.log)
        before = time.monotonic()
        assert daemon.stop() == -signal.SIGTERM
        assert time.monotonic() - before < 5


def test_a_stopping_daemon_begins_no_further_delivery_while_it_waits_for_a_feed(
    config: Path, feed: Loopback, hook: Loopback
) -> None:
    with running(config, SEC=SECRET) as daemon:
        wait_until(lambda: len(feed.asked) >= 1)
        time.sleep(0.3)
        feed.reply_with(rss(*[f"Coup number {n}" for n in range(30)], "Rain in the north"))

        def slow(_asked: object, _handler: object) -> Reply:
            time.sleep(0.5)
            return Reply(204)

        hook.answer = slow
        wait_until(lambda: len(hook.asked) >= 4)
        feed.answer = lambda _asked, _handler: time.sleep(5)
        asked = len(feed.asked)
        wait_until(lambda: len(feed.asked) > asked)
        daemon.process.send_signal(signal.SIGTERM)
        wait_until(lambda: "event=stopping" in daemon.log)
        begun = len(hook.asked)
        assert daemon.process.wait(timeout=30) == 0
    assert begun <= len(hook.asked) <= begun + 4 < 30
