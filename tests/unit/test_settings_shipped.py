"""The shipped configuration and the starter load as they are, and their watches keep their word."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from policywatch.deliver import CHANNELS
from policywatch.match import MatchIndex, compile_watch, failing_examples
from policywatch.model.feed import Feed
from policywatch.model.item import Item
from policywatch.ready import shipped_reader
from policywatch.settings import Loaded, load
from policywatch.shipped import shipped

OPTIONS = {name: channel_type.options for name, channel_type in CHANNELS.items()}


@pytest.fixture(params=["policywatch.yaml", "starter/policywatch.yaml"])
def loaded(request: pytest.FixtureRequest) -> Loaded:
    return load(shipped("config") / request.param, OPTIONS)


def test_it_loads_without_problems_and_without_a_secret(loaded: Loaded) -> None:
    assert loaded.problems == ()
    assert loaded.settings is not None
    assert {channel.type for channel in loaded.settings.channels} == {"console"}


def test_every_example_of_every_watch_holds(loaded: Loaded) -> None:
    for watch in loaded.watches:
        assert failing_examples(compile_watch(watch, loaded.lists, {}, shipped_reader())) == ()
        matches = [example.match for example in watch.examples]
        assert True in matches
        assert False in matches


def test_every_feed_has_a_name_for_people(loaded: Loaded) -> None:
    assert loaded.settings is not None
    assert len({feed.title for feed in loaded.settings.feeds}) == len(loaded.settings.feeds)


def test_the_starters_commented_lines_are_right_when_they_are_switched_on(
    tmp_path: Path,
) -> None:
    starter = shipped("config") / "starter"
    (tmp_path / "watches").mkdir()
    for name in ("policywatch.yaml", "watches/example.yaml"):
        text = (starter / name).read_text()
        for line in (
            "contact:",
            "allow_networks:",
            "- {id: slack",
            "- {id: hook",
            "metrics: {listen",
            "feeds: [tag",
            "languages:",
            "alert: {on",
        ):
            text = text.replace(f"# {line}", line)
        (tmp_path / name).write_text(text)
    for name, secret in (
        ("slack-url", "https://hooks.slack.com/services/T/B/x"),
        ("hook-secret", "whsec_" + "A" * 43 + "="),
    ):
        (tmp_path / name).write_text(secret)
        (tmp_path / name).chmod(0o600)
    loaded = load(tmp_path / "policywatch.yaml", OPTIONS)
    assert loaded.problems == ()
    assert loaded.settings is not None
    assert [channel.id for channel in loaded.settings.channels] == ["screen", "slack-policy", "hook"]
    assert loaded.settings.contact == "you@example.org"
    assert loaded.settings.watches[0].languages == ("en", "fr")


ARTICLE = """\
The secretary regretted, a spokesman said, that the mutineers were threatening decades of cooperation and some hundreds
of millions of euros of assistance to the people of the country.

Washington has so far avoided designating what happened as a coup, as a finding would trigger a halt to nearly all US
foreign assistance.

The US has about 1,000 troops there and flies drones from a base in the desert. Rain is expected on Sunday.
"""


def test_the_three_watches_each_find_their_own_sentences() -> None:
    loaded = load(shipped("config") / "policywatch.yaml", OPTIONS)
    index = MatchIndex(compile_watch(watch, loaded.lists) for watch in loaded.watches)
    item = Item(feed_id="desk", identity="guid:1", title="Ousted leader holds out", body=ARTICLE, language="en")
    matches = index.matches(item, Feed("desk", "https://example.org/feed", "Desk", timedelta(minutes=5)))
    found = {match.watch_id: [passage.quote for passage in match.passages] for match in matches}
    assert found.keys() == {"coup-designation", "aid-suspension", "troop-presence"}
    assert [quote[:14] for quote in found["coup-designation"]] == ["Washington has"]
    assert {quote[:14] for quote in found["aid-suspension"]} == {"Washington has", "The secretary "}
    assert [quote[:14] for quote in found["troop-presence"]] == ["The US has abo"]


#: (whose example, who else finds it): one sentence tells both
_RIGHT = {
    ("coup-designation", "aid-suspension"),
    ("coup-designation", "sanctions"),
    ("coup-designation", "elections-postponed"),
    ("embassy-status", "evacuation"),
    ("evacuation", "embassy-status"),
    ("recognition", "embassy-status"),
    ("treaty-withdrawal", "sanctions"),
    ("troop-presence", "treaty-withdrawal"),
}


def test_no_watch_finds_the_examples_of_another_unless_the_sentence_tells_both() -> None:
    loaded = load(shipped("config") / "policywatch.yaml", OPTIONS)
    index = MatchIndex(compile_watch(watch, loaded.lists) for watch in loaded.watches)
    feed = Feed("desk", "https://example.org/feed", "Desk", timedelta(minutes=5))
    found = {
        (watch.id, match.watch_id)
        for watch in loaded.watches
        for example in watch.examples
        for match in index.matches(Item(feed_id="desk", identity="guid:1", title="", body=example.text), feed)
        if match.watch_id != watch.id
    }
    assert found == _RIGHT


def test_every_example_that_matches_says_how_it_must_be_read_or_that_it_is_not_yet() -> None:
    lines = [
        line
        for file in sorted((shipped("config") / "watches").glob("*.yaml"))
        for line in file.read_text().splitlines()
        if line.startswith("      - {text:") and "match: false" not in line
    ]
    assert [line for line in lines if "stance: " not in line] == []
    read = [line for line in lines if re.search(r"\", stance: ", line)]
    assert len(read) / len(lines) > 0.8
