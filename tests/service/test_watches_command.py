"""`policywatch watches` as a person runs it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.service.test_commands import Done, policywatch
from tests.service.watched import Watched, watched

DAY = timedelta(days=1)


@pytest.fixture
def world(tmp_path: Path) -> Watched:
    """Polls 100, 20 and 10 days ago: the watch `embargo` found something in the first only."""
    world = watched(tmp_path)
    now = datetime.now(UTC)
    world.poll(now - 100 * DAY, "An embargo on arms")
    world.poll(now - 20 * DAY, "A coup in the north", "Rain in the south")
    world.poll(now - 10 * DAY, "A coup in the south", "A coup in the west", "Rain again")
    return world


def watches(world: Watched, *arguments: str) -> Done:
    command, *options = arguments or ("list",)
    return policywatch("watches", command, "--config", str(world.config), *options)


def day(days_ago: int) -> str:
    return (datetime.now(UTC) - days_ago * DAY).astimezone().strftime("%Y-%m-%d")


def words(done: Done) -> list[str]:
    return [" ".join(line.split()) for line in done.stdout.splitlines()]


def test_the_list_tells_each_watch_and_when_it_found_something(world: Watched) -> None:
    done = watches(world)
    assert done.returncode == 0, done.stderr
    assert words(done) == [
        "WATCH SEVERITY FEEDS ALERT 30 DAYS LAST TITLE",
        f"coup high all every: screen 3 {day(10)} Coups",
        f"embargo normal tag:wire every: screen 0 {day(100)} Embargoes",
    ]
    told = json.loads(watches(world, "list", "--json").stdout)
    assert [(one["id"], one["findings_30d"], one["alert_on"], one["examples"]) for one in told] == [
        ("coup", 3, "every", 2),
        ("embargo", 0, "every", 0),
    ]


def test_before_there_is_a_database_the_list_is_there_and_every_watch_has_never_found_anything(tmp_path: Path) -> None:
    world = watched(tmp_path)
    done = watches(world)
    assert done.returncode == 0
    assert "no database yet" in done.stderr
    assert [line.split()[6] for line in done.stdout.splitlines()[1:]] == ["never", "never"]
    stats = watches(world, "stats", "--json")
    assert stats.returncode == 0
    assert [one["dead"] for one in json.loads(stats.stdout)["watches"]] == [False, False]
    assert json.loads(stats.stdout)["costs"]["measured_on"] == "articles"
    assert not (tmp_path / "policywatch.db").exists()


def test_the_list_is_there_while_a_watch_is_being_mended(world: Watched) -> None:
    (world.watches.parent / "other.yaml").write_text("watches: [{id: aid, query: (}, {id: troops, qurey: troops}]\n")
    done = watches(world)
    assert done.returncode == 0
    assert "1 problem in the settings, see policywatch check" in done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["WATCH", "aid", "coup", "embargo"]


def test_show_tells_everything_about_one_watch(world: Watched) -> None:
    done = watches(world, "show", "embargo")
    assert done.returncode == 0, done.stderr
    lines = words(done)
    assert f"stands in {world.watches}:10".replace(" ", "") in "".join(done.stdout.split())
    for line in (
        "title Embargoes", "severity normal", "alert on every item, to screen", "feeds tag:wire", "languages all",
        "query @measures", "exclude nothing", "uses @measures (2 entries)", "examples none",
        "30 days 0 items found, 0 sentences, 0 alerts",
    ):  # fmt: skip
        assert line in lines
    assert "An [embargo] on arms" in done.stdout
    told = json.loads(watches(world, "show", "embargo", "--json").stdout)
    assert (told["id"], told["place"]) == ("embargo", f"{world.watches}:10")
    assert told["lists"] == {"measures": ["embargo", '"asset freeze"']}
    assert [one["quote"] for one in told["last_findings"]] == ["An embargo on arms"]


def test_a_watch_that_is_not_there_is_a_wrong_argument(world: Watched) -> None:
    done = watches(world, "show", "embargos")
    assert done.returncode == 2
    assert "did you mean embargo?" in done.stderr


def test_stats_tell_what_is_noisy_and_what_is_dead(world: Watched) -> None:
    done = watches(world, "stats")
    assert done.returncode == 0, done.stderr
    lines = words(done)
    assert "WATCH ITEMS SENTENCES ALERTS PER 1,000 QUIET LAST" in lines
    # of five items in 30 days, three
    assert f"coup 3 3 3 600.0 - {day(10)}" in lines
    assert f"embargo 0 0 0 0.0 - {day(100)} dead" in lines
    assert "found nothing 1: embargo" in lines
    assert max(len(line) for line in done.stdout.splitlines()) <= 100


def test_stats_of_a_longer_time_tell_the_share_of_quiet_findings(world: Watched) -> None:
    told = json.loads(watches(world, "stats", "--since", "200d", "--json").stdout)
    coup, embargo = told["watches"]
    assert embargo | {"last_found_at": None, "us_per_item": 0} == {
        "id": "embargo", "items": 1, "findings": 1, "alerts": 0, "quiet": {"backlog": 1}, "last_found_at": None,
        "items_read": 6, "items_per_item_read": 1 / 6, "dead": False, "evaluated_on": 1, "us_per_item": 0,
    }  # fmt: skip
    assert (coup["items"], coup["items_read"], coup["evaluated_on"]) == (3, 6, 3)
    assert told["costs"]["measured_on"] == "items"
    assert told["costs"]["items"] == 6
    assert "100% backlog" in watches(world, "stats", "--since", "200d").stdout


def test_a_watch_is_not_dead_where_its_feeds_had_no_items(world: Watched) -> None:
    settings = world.config.read_text().replace("  tags:\n  - wire\n", "  tags:\n  - official\n")
    world.config.write_text(settings + "- {id: silent, url: 'https://silent.example/', tags: [wire]}\n")
    told = json.loads(watches(world, "stats", "--json").stdout)["watches"]
    assert [(one["id"], one["items_read"], one["dead"]) for one in told] == [("coup", 5, False), ("embargo", 0, False)]


def test_watches_alone_lists(world: Watched) -> None:
    assert policywatch("watches", "--config", str(world.config)).stdout == watches(world).stdout
