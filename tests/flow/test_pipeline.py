"""The two pipes end to end: a real feed server, a real database, real receivers; only the clock is handed in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from policywatch.app import App, open_app
from policywatch.errors import StoreError
from policywatch.model.alert import Alert
from policywatch.model.delivery import Answer, Delivery, DeliveryState
from policywatch.model.feed import PollReason
from policywatch.model.finding import QuietReason
from policywatch.model.report import PollReport
from policywatch.pipeline import deliver_one, due_deliveries, due_feeds, poll_feed
from policywatch.ready import read_settings
from tests.loopback import Loopback, Reply, loopback

OLD = ("old", "Officers announce a coup in the capital")
NEW = ("new", "Generals attempt a coup in the north")
DULL = ("dull", "Rain is expected in the north")


def rss(*items: tuple[str, str]) -> bytes:
    body = "".join(f"<item><guid>{guid}</guid><title>{title}</title></item>" for guid, title in items)
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><link>https://example.org/</link>'
        f"<description>d</description>{body}</channel></rss>"
    ).encode()


class World:
    """A feed, a webhook receiver and a Slack, and an app between them whose clock the test turns."""

    def __init__(self, folder: Path, database: str, feed: Loopback, hook: Loopback, slack: Loopback) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)
        self.feed, self.hook, self.slack = feed, hook, slack
        self.config = folder / "policywatch.yaml"
        self.settings: dict[str, object] = {
            "database": database,
            "allow_networks": ["127.0.0.0/8"],
            "channels": [
                {"id": "hook", "type": "webhook", "url": f"{hook.url}/hook"},
                {"id": "slack", "type": "slack", "url": f"{slack.url}/services/x"},
            ],
            "alerts": {"to": ["hook", "slack"]},
            "feeds": [{"id": "wire", "url": feed.url, "every": "10m", "title": "The Wire"}],
        }
        (folder / "watches").mkdir()
        (folder / "watches" / "coup.yaml").write_text("watches: [{id: coup, title: Coups, query: coup}]\n")

    @contextmanager
    def app(self) -> Iterator[App]:
        self.config.write_text(yaml.safe_dump(self.settings))
        with open_app(read_settings(self.config)) as app:
            app.parts = replace(app.parts, now=lambda: self.now, chance=lambda: 0.0)
            yield app

    def publish(self, *items: tuple[str, str]) -> None:
        self.feed.reply_with(Reply(body=rss(*items)))

    def poll(self, app: App) -> list[PollReport]:
        return [poll_feed(app.parts, claim) for claim in due_feeds(app.parts, 100)]

    def poll_later(self, app: App) -> PollReport:
        self.now += timedelta(minutes=11)
        (report,) = self.poll(app)
        return report

    def deliver(self, app: App) -> list[Delivery | None]:
        return [deliver_one(app.parts, claim) for claim in due_deliveries(app.parts, 100)]


@pytest.fixture
def world(tmp_path: Path, database_url: str) -> Iterator[World]:
    with ExitStack() as stack:
        feed, hook, slack = (stack.enter_context(loopback()) for _ in range(3))
        hook.reply_with(Reply(204))
        slack.reply_with(Reply(200, b"ok"))
        world = World(tmp_path, database_url, feed, hook, slack)
        # the rows are synced by the real clock; from here on the test's clock runs, ahead of it on a slow machine, too
        world.now = datetime.now(UTC) + timedelta(minutes=1)
        world.publish(OLD)
        yield world


def test_what_stands_in_a_feed_at_first_is_recorded_but_not_told(world: World) -> None:
    with world.app() as app:
        (report,) = world.poll(app)
        (found,) = app.parts.store.findings.latest(10)
        assert world.deliver(app) == []
    assert (report.backlog, report.recorded.items, report.recorded.findings, report.recorded.alerts) == (True, 1, 1, 0)
    assert found.findings[0].quiet_reason is QuietReason.BACKLOG
    assert world.hook.asked == world.slack.asked == []


def test_news_is_told_to_every_channel_of_the_watch(world: World) -> None:
    with world.app() as app:
        world.poll(app)
        world.publish(NEW, DULL, OLD)
        report = world.poll_later(app)
        assert (report.recorded.items, report.recorded.findings, report.recorded.deliveries) == (2, 1, 2)
        assert [one.state for one in world.deliver(app) if one] == [DeliveryState.SENT] * 2
    (hook,), (slack,) = world.hook.asked, world.slack.asked
    data = json.loads(hook.body)["data"]
    assert data["watch"]["id"] == "coup"
    assert data["evidence"][0]["item"]["title"] == NEW[1]
    assert data["evidence"][0]["item"]["outlet"] == "The Wire"
    assert "coup" in json.loads(slack.body)["text"].lower()


def test_nothing_is_told_twice(world: World) -> None:
    with world.app() as app:
        world.poll(app)
        world.publish(NEW, OLD)
        world.poll_later(app)
        world.deliver(app)
        world.publish(DULL, NEW, OLD)
        assert world.poll_later(app).recorded.findings == 0
        assert world.deliver(app) == []
    with world.app() as app:  # nor by the next process
        world.poll_later(app)
        assert world.deliver(app) == []
    assert len(world.hook.asked) == 1


def test_a_feed_that_has_not_changed_is_not_read_again(world: World) -> None:
    world.feed.reply_with(Reply(body=rss(OLD), headers={"etag": '"v1"'}), Reply(304))
    with world.app() as app:
        world.poll(app)
        report = world.poll_later(app)
        (known,) = app.parts.store.feeds.states()
    assert report.unchanged
    assert world.feed.asked[1].headers["if-none-match"] == '"v1"'
    assert known.state.etag == '"v1"'
    assert known.state.next_poll_at == world.now + timedelta(minutes=10)


def test_a_feed_that_fails_is_asked_again_and_then_told_as_if_nothing_had_been(world: World) -> None:
    with world.app() as app:
        world.poll(app)
        world.feed.reply_with(Reply(503, b"", {"retry-after": "300"}))
        assert "503" in str(world.poll_later(app).error)
        (known,) = app.parts.store.feeds.states()
        assert (known.state.next_poll_at, known.state.next_poll_reason) == (
            world.now + timedelta(seconds=300),
            PollReason.RETRY_AFTER,
        )
        world.publish(NEW, OLD)
        assert world.poll_later(app).recorded.alerts == 1
        (known,) = app.parts.store.feeds.states()
        assert (known.state.failures, known.state.last_error) == (0, None)


def test_a_first_poll_that_fails_is_not_the_backlog(world: World) -> None:
    world.feed.reply_with(Reply(500))
    with world.app() as app:
        world.poll(app)
        world.publish(OLD)
        assert world.poll_later(app).backlog


def test_an_html_page_is_an_error_that_says_so_and_shows_in_the_listing(world: World) -> None:
    world.feed.reply_with(Reply(body=b"<!doctype html><html><title>Sign in</title><body>Hello</body></html>"))
    with world.app() as app:
        (report,) = world.poll(app)
        (known,) = app.parts.store.feeds.states()
    assert "HTML" in str(report.error)
    assert known.state.last_error == report.error
    assert known.state.failures == 1


def test_a_dead_channel_delays_no_other_and_is_retried_under_the_same_id(world: World) -> None:
    world.hook.reply_with(Reply(503), Reply(200))
    with world.app() as app:
        world.poll(app)
        world.publish(NEW, OLD)
        world.poll_later(app)
        states = {one.channel: one.state for one in world.deliver(app) if one}
        assert states == {"hook": DeliveryState.PENDING, "slack": DeliveryState.SENT}
        assert world.deliver(app) == []  # not due yet
        world.now += timedelta(seconds=7)
        (again,) = world.deliver(app)
        assert again is not None
        assert (again.state, again.attempts) == (DeliveryState.SENT, 2)
        assert [one.outcome.value for one in app.parts.store.deliveries.attempts(again.id)] == ["retry", "sent"]
    first, second = world.hook.asked
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_what_is_owed_to_a_channel_that_is_gone_is_held_until_it_is_back(world: World) -> None:
    channels = world.settings["channels"]
    assert isinstance(channels, list)
    with world.app() as app:
        world.poll(app)
        world.publish(NEW, OLD)
        world.poll_later(app)
    world.settings |= {"channels": channels[:1], "alerts": {"to": ["hook"]}}
    with world.app() as app:
        assert [one.channel for one in world.deliver(app) if one] == ["hook"]
        (held,) = app.parts.store.deliveries.latest(10, state=DeliveryState.HELD)
        assert held.channel == "slack"
        assert "slack" in held.reason
    world.settings |= {"channels": channels}
    with world.app() as app:
        assert [(one.channel, one.state) for one in world.deliver(app) if one] == [("slack", DeliveryState.SENT)]


def test_an_alert_that_nobody_took_in_four_days_is_given_up_and_says_so(world: World) -> None:
    world.hook.reply_with(Reply(503))
    with world.app() as app:
        world.poll(app)
        world.publish(NEW, OLD)
        world.poll_later(app)
        for _ in range(40):
            world.deliver(app)
            world.now += timedelta(hours=4)
        (given_up,) = app.parts.store.deliveries.latest(10, channel="hook")
    assert given_up.state is DeliveryState.EXPIRED
    assert "given up" in given_up.reason
    assert given_up.attempts == len(world.hook.asked) > 10


def test_two_processes_on_one_database_poll_a_feed_once(world: World) -> None:
    with world.app() as one, world.app() as other:
        first = due_feeds(one.parts, 10)
        assert len(first) == 1
        assert due_feeds(other.parts, 10) == []


def test_a_poll_that_outlived_its_lease_writes_nothing(world: World) -> None:
    with world.app() as slow, world.app() as quick:
        (claim,) = due_feeds(slow.parts, 10)
        world.now += timedelta(minutes=5)
        (report,) = world.poll(quick)
        assert report.recorded.items == 1
        assert "lease" in str(poll_feed(slow.parts, claim).error)
        assert len(quick.parts.store.items.latest(10)) == 1


class Broken:
    """A sender with a bug."""

    def send(self, alert: Alert, message_id: str, now: datetime) -> Answer:
        raise ZeroDivisionError


def test_a_bug_in_a_channel_is_shown_stops_nothing_else_and_loses_no_alert(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with world.app() as app:
        world.poll(app)
        world.publish(NEW, OLD)
        world.poll_later(app)
        sound = app.parts
        app.parts = replace(app.parts, senders={**app.parts.senders, "hook": Broken()})
        states = {one.channel: (one.state, one.reason) for one in world.deliver(app) if one}
        assert states["hook"][0] is DeliveryState.PENDING
        assert "internal error: ZeroDivisionError" in states["hook"][1]
        assert states["slack"][0] is DeliveryState.SENT
        assert any(record.exc_info for record in caplog.records)
        app.parts = sound
        world.now += timedelta(seconds=10)
        assert [(one.channel, one.state) for one in world.deliver(app) if one] == [("hook", DeliveryState.SENT)]


def test_an_attempt_that_cannot_be_noted_at_once_is_noted_later_not_made_again(world: World) -> None:
    with world.app() as app:
        world.poll(app)
        world.publish(NEW, OLD)
        world.poll_later(app)
        real, failures = app.parts.store.deliveries.settle, [StoreError("database", "locked")] * 2

        def settle(*arguments: Any) -> Delivery:
            if failures:
                raise failures.pop()
            return real(*arguments)

        app.parts.store.deliveries.settle = settle  # type: ignore[method-assign]
        assert {one.state for one in world.deliver(app) if one} == {DeliveryState.SENT}
    assert (len(world.hook.asked), len(world.slack.asked)) == (1, 1)
