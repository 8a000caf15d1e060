"""The ledger from end to end: feeds are polled, positions move, alerts tell it, `policywatch positions` prints it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.loopback import Loopback
from tests.service.running import rss
from tests.service.test_commands import policywatch

WITHHELD = "Washington has stopped short of declaring a coup in Niger"
DESIGNATED = "Washington has formally declared the takeover in Niger a coup"


@pytest.fixture
def config(tmp_path: Path, feed: Loopback, hook: Loopback) -> Path:
    (tmp_path / "watches").mkdir()
    watch = {
        "id": "coup-designation",
        "title": "Coup designation",
        "query": "declar* NEAR/8 coup",
        "wording": {"asserted": "designated", "negated": "withheld"},
        "alert": {"on": "change"},
    }
    (tmp_path / "watches" / "coup.yaml").write_text(yaml.safe_dump({"watches": [watch]}))
    path = tmp_path / "policywatch.yaml"
    settings = {
        "database": "sqlite:///policywatch.db",
        "allow_networks": ["127.0.0.0/8"],
        "channels": [{"id": "hook", "type": "webhook", "url": hook.url}],
        "alerts": {"to": ["hook"]},
        "feeds": [{"id": "state", "url": feed.url, "tags": ["official"], "language": "en"}],
    }
    path.write_text(yaml.safe_dump(settings))
    return path


def test_withheld_then_designated_is_alerted_once_and_kept_as_history(
    config: Path, feed: Loopback, hook: Loopback
) -> None:
    on = ("--config", str(config))
    assert policywatch("positions", *on).returncode == 78, "there is no database yet"
    feed.reply_with(rss("Rain in the north"))
    policywatch("once", *on)
    feed.reply_with(rss(WITHHELD, "Rain in the north"))
    policywatch("once", *on)
    feed.reply_with(rss(f"{WITHHELD}, again", WITHHELD))
    policywatch("once", *on)
    feed.reply_with(rss(DESIGNATED, WITHHELD))
    policywatch("once", *on)
    told = [json.loads(asked.body) for asked in hook.asked]
    assert [one["type"] for one in told] == ["policywatch.position.changed"] * 2
    assert [one["data"]["change"]["told"] for one in told] == ["withheld", "withheld → designated"]
    assert told[1]["data"]["change"]["subject"] == "United States on Niger"
    assert told[1]["data"]["headline"] == "Coup designation — United States on Niger: withheld → designated"
    (finding,) = told[1]["data"]["evidence"][0]["findings"]
    assert (finding["stance"]["label"], finding["actor"], finding["place"]) == ("asserted", "US", "NE")

    shown = policywatch("positions", "--history", *on).stdout.splitlines()
    assert shown[0] == "coup-designation, United States on Niger"
    assert "withheld (1 outlet, official)" in shown[1]
    assert "designated (1 outlet, official)" in shown[2]
    now = json.loads(policywatch("positions", "--json", "--place", "Niger", *on).stdout)
    assert [(one["stance"], one["place"], one["until_at"]) for one in now] == [("asserted", "NE", None)]
    assert json.loads(policywatch("positions", "--json", "--place", "ML", *on).stdout) == []
    quiet = json.loads(policywatch("findings", "--json", *on).stdout)
    assert [one["quiet_reason"] for one in quiet] == [None, "unchanged", None]


def test_a_place_that_nobody_knows_is_a_wrong_argument(config: Path) -> None:
    done = policywatch("positions", "--place", "Nigeer", "--config", str(config))
    assert done.returncode == 2
    assert "names no place: `Nigeer`" in done.stderr
