"""Live matching and replay agree: what polls record is what a replay says of the items they recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policywatch.app import App, open_app
from policywatch.match import MatchIndex, compile_watch
from policywatch.model.feed import Feed
from policywatch.model.finding import Finding
from policywatch.model.watch import Severity, Watch
from policywatch.pipeline import due_feeds, poll_feed
from policywatch.ready import read_settings
from policywatch.store import open_store
from policywatch.workbench.replay import replay
from tests.loopback import Loopback, Reply, loopback
from tests.unit.test_match_reference import WORDS, trees

#: what is written one way and stored or matched another, or not at all
ODD = (
    "Été", "e\u0301te\u0301", "co\u00adup", "niger\u200b", "l’aide", "d'aide", "ＣＯＵＰ", "ﬁlm", "🪖", "İstanbul",
    "\u202ecoup", "&#0;", "&#xD800;", "&#128;", "&nbsp;", "&amp;amp;", "<b>coup</b>", "<br>", "<p>aid</p>", "a\tb",
    "x" * 40,
)  # fmt: skip
#: about the item as a whole, too; every example asks all of them
FIELD_QUERIES = (
    "author:army", "tag:coup", "tag:wire", "domain:niger.example", "lang:fr", "source:wire AND coup", "url:aid",
    "coup NOT tag:army", "title:coup NOT body:aid", "stem:coup", "/cou.?p/i", "{Coup}",
)  # fmt: skip

words = st.one_of(st.sampled_from(WORDS), st.sampled_from([word.capitalize() for word in WORDS]), st.sampled_from(ODD))
texts = st.lists(st.one_of(words, words, st.sampled_from([".", ".\n\n", ","])), max_size=12).map(" ".join)


@dataclass(frozen=True)
class Published:
    """An item as a feed carries it."""

    title: str
    summary: str
    body: str
    author: str
    categories: tuple[str, ...]
    host: str


published = st.builds(
    Published,
    title=texts,
    summary=texts,
    body=texts,
    author=st.sampled_from(["", "A. Army", "Army", *ODD]),
    categories=st.lists(st.sampled_from(["coup", "Army", "aid, coup", *ODD]), max_size=3).map(tuple),
    host=st.sampled_from(["niger.example", "www.niger.example", "NIGER.example", "wire.example"]),
)
documents = st.lists(published, max_size=3)
queries = st.lists(trees.map(str), max_size=4, unique=True).map(lambda some: [*some, *FIELD_QUERIES])
excludes = st.sampled_from(["", "", "aid", "army NEAR/2 coup"])
languages = st.sampled_from([(), (), ("fr",), ("en", "fr")])
selectors = st.sampled_from([(), (), ("tag:wire",), ("tag:official",)])


def rss(items: list[Published], numbers: Iterator[int]) -> bytes:
    entries = "".join(
        f"<item><guid>{(number := next(numbers))}</guid><title>{escape(one.title)} {number}</title>"
        f"<link>https://{one.host}/aid/{number}</link><description>{escape(one.summary)}</description>"
        f"<content:encoded>{escape(one.body)}</content:encoded><dc:creator>{escape(one.author)}</dc:creator>"
        + "".join(f"<category>{escape(category)}</category>" for category in one.categories)
        + "</item>"
        for one in items
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Wire</title>'
        f"<link>https://wire.example/</link><description>d</description>{entries}</channel></rss>"
    ).encode()


class World:
    """An app on a real database whose feed and watches change with every example."""

    def __init__(self, app: App, server: Loopback) -> None:
        self.app, self.server = app, server
        self.now = datetime(2026, 3, 1, tzinfo=UTC)
        self.numbers = count(1)

    def take_up(self, watches: list[Watch]) -> Feed:
        """Watch a feed that nobody has polled, with these watches."""
        self.now += timedelta(days=1)
        feed = Feed(
            f"feed-{next(self.numbers)}", self.server.url, "The Wire", timedelta(minutes=5), frozenset({"wire"}), "fr"
        )
        compiled = [compile_watch(watch, {}) for watch in watches]
        self.app.parts.store.feeds.sync([feed], self.now)
        self.app.parts = replace(
            self.app.parts,
            feeds={feed.id: feed},
            watches={watch.id: watch for watch in watches},
            index=MatchIndex(compiled),
            now=lambda: self.now,
            chance=lambda: 0.0,
        )
        self.compiled = compiled
        return feed

    def poll(self, items: list[Published]) -> int:
        """Poll the feed as it stands some minutes later; return how many alerts were raised."""
        self.now += timedelta(minutes=6)
        self.server.reply_with(Reply(body=rss(items, self.numbers)))
        (report,) = [poll_feed(self.app.parts, claim) for claim in due_feeds(self.app.parts, 10)]
        assert report.error is None
        return report.recorded.alerts


@contextmanager
def world_on(database: str, folder: Path) -> Iterator[World]:
    (folder / "watches").mkdir()
    (folder / "watches" / "w.yaml").write_text("watches: [{id: w, query: coup}]\n")
    config = folder / "policywatch.yaml"
    with loopback() as server:
        config.write_text(
            yaml.safe_dump(
                {
                    "database": database,
                    "allow_networks": ["127.0.0.0/8"],
                    "channels": [{"id": "screen", "type": "console"}],
                    "alerts": {"to": ["screen"]},
                    "feeds": [{"id": "wire", "url": server.url}],
                }
            )
        )
        with open_app(read_settings(config)) as app:
            yield World(app, server)


def key(finding: Finding, item_id: int | None) -> tuple[object, ...]:
    return (item_id, finding.watch_id, finding.watch_version, finding.passage, finding.quiet_reason)


def test_what_polls_record_is_what_a_replay_says(database_url: str, tmp_path: Path) -> None:
    """On any queries and any items, backlog and news, and through a store that only reads."""
    with world_on(database_url, tmp_path) as world:
        reader = open_store(database_url, read_only=True)

        @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
        @given(queries=queries, exclude=excludes, languages=languages, feeds=selectors, old=documents, new=documents)
        def agree(
            queries: list[str],
            exclude: str,
            languages: tuple[str, ...],
            feeds: tuple[str, ...],
            old: list[Published],
            new: list[Published],
        ) -> None:
            watches = [
                Watch(
                    f"w{number}", "W", Severity.LOW, query, exclude,
                    channels=("screen",), feeds=feeds, languages=languages, version=f"v{number}",
                )
                for number, query in enumerate(queries)
            ]  # fmt: skip
            feed = world.take_up(watches)
            since = world.now
            alerts = world.poll(old) + world.poll(new)
            until = world.now + timedelta(seconds=1)

            flagged = list(replay(reader, world.compiled, {feed.id: feed}, since=since, until=until))

            assert len(flagged) == len(old) + len(new)
            recorded = [
                key(one, one.item_id)
                for evidence in reader.findings.latest(10_000, since=since)
                for one in evidence.findings
            ]
            flags = [(one.item.id, flag) for one in flagged for flag in one.flags]
            replayed = [key(one, item_id) for item_id, flag in flags for one in flag.findings]
            assert sorted(map(repr, recorded)) == sorted(map(repr, replayed))
            assert sum(bool(flag.channels) for _, flag in flags) == alerts

        try:
            agree()
        finally:
            reader.close()


@pytest.mark.parametrize("feed_is_gone", [False, True])
def test_items_of_a_feed_that_left_the_settings_are_read_without_its_tags(
    database_url: str, tmp_path: Path, feed_is_gone: bool
) -> None:
    watches = [
        Watch("any", "Any", Severity.LOW, "coup", channels=("screen",)),
        Watch("wire", "Wire", Severity.LOW, "coup", channels=("screen",), feeds=("tag:wire",)),
    ]
    with world_on(database_url, tmp_path) as world:
        feed = world.take_up(watches)
        since = world.now
        world.poll([Published("A coup", "", "", "", (), "wire.example")])
        feeds = {} if feed_is_gone else {feed.id: feed}
        until = world.now + timedelta(days=1)
        (flagged,) = replay(world.app.parts.store, world.compiled, feeds, since=since, until=until)
    assert [flag.watch_id for flag in flagged.flags] == (["any"] if feed_is_gone else ["any", "wire"])
