"""kill -9 at any step of the two pipes loses nothing, and repeats only under the same message id."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import yaml

from tests.loopback import Asked, Loopback, Reply, loopback
from tests.service.daemon_process import daemon

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><link>https://example.org/</link>
<description>test</description>{items}</channel></rss>"""
OLD = "<item><guid>old-1</guid><title>Rain is expected in the north</title></item>"
NEWS = "".join(
    f"<item><guid>new-{n}</guid><title>Officers announce a coup in province {n}</title></item>" for n in range(3)
)


@dataclass
class World:
    """A feed, a receiver, and the settings of a daemon between them."""

    feed: Loopback
    hook: Loopback
    config: Path
    #: (webhook-id, item title) of everything received, in order
    received: list[tuple[str, str]] = field(default_factory=list)

    def publish(self) -> None:
        self.feed.reply_with(Reply(body=RSS.format(items=NEWS + OLD).encode()))
        (self.config.parent / "news-is-out").touch()

    def titles(self) -> set[str]:
        return {title for _, title in self.received}


@pytest.fixture
def world(tmp_path: Path, database_url: str) -> Iterator[World]:
    with loopback(Reply(body=RSS.format(items=OLD).encode())) as feed, loopback() as hook:
        config = tmp_path / "policywatch.yaml"
        config.write_text(
            yaml.safe_dump(
                {
                    "database": database_url,
                    "allow_networks": ["127.0.0.0/8"],
                    "channels": [{"id": "hook", "type": "webhook", "url": hook.url}],
                    "alerts": {"to": ["hook"]},
                    "feeds": [{"id": "wire", "url": feed.url, "every": "1s"}],
                }
            )
        )
        (tmp_path / "watches").mkdir()
        (tmp_path / "watches" / "coup.yaml").write_text("watches: [{id: coup, title: Coups, query: coup}]\n")
        world = World(feed, hook, config)

        def receive(asked: Asked, _handler: BaseHTTPRequestHandler) -> Reply:
            title = json.loads(asked.body)["data"]["evidence"][0]["item"]["title"]
            world.received.append((asked.headers["webhook-id"], title))
            return Reply(204)

        hook.answer = receive
        yield world


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            pytest.fail(f"{what}: not within {seconds} s")
        time.sleep(0.05)


POINTS = [
    "after:claim-feed", "after:fetch", "after:parse", "after:sift", "after:flag", "before:record", "before:owe",
    "after:owe", "after:record", "after:claim-delivery", "before:send", "after:send", "before:settle", "after:settle",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_a_daemon_killed_at_any_step_loses_nothing(world: World, point: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with daemon(world.config, kill_at=point, log=log) as doomed:
        wait_until(lambda: len(world.feed.asked) >= 1, "the backlog was never polled")
        time.sleep(0.3)
        world.publish()
        assert doomed.wait(timeout=30) == -signal.SIGKILL, log.read_text()
    with daemon(world.config, log=log) as successor:
        wait_until(lambda: len(world.titles()) == 3, f"alerts are missing\n{log.read_text()}")
        wait_until(lambda: settled(world), f"a delivery is stuck\n{log.read_text()}")
    assert successor.returncode == 0
    assert world.titles() == {f"Officers announce a coup in province {n}" for n in range(3)}
    ids = dict(world.received)
    assert len(ids) == 3, "a repeat came under another message id"


def settled(world: World) -> bool:
    from policywatch.model.delivery import DeliveryState
    from policywatch.store import open_store

    store = open_store(yaml.safe_load(world.config.read_text())["database"])
    try:
        return store.counts().deliveries.get(DeliveryState.SENT) == 3 == store.counts().alerts
    finally:
        store.close()
