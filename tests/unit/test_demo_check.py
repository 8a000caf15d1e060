"""The demo's chronology, and the comparison of what came with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from policywatch.demo.check import Seen, complaints
from policywatch.demo.chronology import Chronology, Outlet, Publication, load_chronology
from policywatch.demo.receiver import Hook, SlackMessage
from policywatch.errors import PolicywatchError
from policywatch.shipped import shipped

WIRE = Outlet("wire", "Meridian Wire", "rss", "en", ())


def publication(title: str, *watches: str, at: float | None = None, refused_once: bool = False) -> Publication:
    date = datetime(2023, 7, 28, tzinfo=UTC)
    return Publication(WIRE, date, title, "Text.", frozenset(watches), at, refused_once)


OLD = publication("Old", "coup")
COUP = publication("Coup", "coup", "aid", at=0.0)
REFUSED = publication("Refused", "aid", at=1.0, refused_once=True)
FOOTBALL = publication("Football", at=2.0)
CHRONOLOGY = Chronology((WIRE,), (OLD, COUP, REFUSED, FOOTBALL))


def hook(message_id: str, watch: str, link: str, answered: int = 204, again: float | None = None) -> Hook:
    return Hook(message_id, "policywatch.item.flagged", watch, (link,), "", answered, again)


def finding(watch: str, link: str, quiet_reason: str | None = None) -> dict[str, object]:
    return {"watch": watch, "link": link, "quiet_reason": quiet_reason}


GOOD = Seen(
    hooks=[
        hook("msg_1", "coup", COUP.link),
        hook("msg_2", "aid", COUP.link),
        hook("msg_3", "aid", REFUSED.link, answered=503),
        hook("msg_3", "aid", REFUSED.link, again=5.0),
    ],
    slack_messages=[SlackMessage({}, (link,)) for link in (COUP.link, COUP.link, REFUSED.link)],
    items=[{"link": publication.link} for publication in CHRONOLOGY.publications],
    findings=[
        finding("coup", OLD.link, "backlog"),
        finding("coup", COUP.link),
        finding("coup", COUP.link),  # a second sentence
        finding("aid", COUP.link),
        finding("aid", REFUSED.link),
    ],
    deliveries=[{"id": number, "channel": "c", "state": "sent", "reason": ""} for number in range(6)],
    exit_code=0,
)


def test_nothing_is_complained_of_when_all_went_as_told() -> None:
    assert complaints(CHRONOLOGY, GOOD) == []


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (replace(GOOD, hooks=GOOD.hooks[1:]), "missing: 1 webhook of coup for “Coup”"),
        (replace(GOOD, hooks=[*GOOD.hooks, GOOD.hooks[0]]), "unexpected: 1 webhook of coup for “Coup”"),
        (
            replace(GOOD, hooks=[*GOOD.hooks, hook("msg_4", "coup", FOOTBALL.link)]),
            "unexpected: 1 webhook of coup for “Football”",
        ),
        (replace(GOOD, slack_messages=GOOD.slack_messages[1:]), "missing: 1 Slack message for “Coup”"),
        (
            replace(GOOD, slack_messages=[*GOOD.slack_messages, SlackMessage({}, (OLD.link,))]),
            "unexpected: 1 Slack message for “Old”",
        ),
        (replace(GOOD, items=GOOD.items[:-1]), "missing: 1 record for “Football”"),
        (
            replace(GOOD, items=[*GOOD.items, GOOD.items[-1]]),
            "unexpected: 1 record for “Football”",
        ),
        (replace(GOOD, findings=GOOD.findings[1:]), "missing: 1 finding of coup for “Old”"),
        (
            replace(GOOD, findings=[*GOOD.findings, finding("aid", FOOTBALL.link)]),
            "unexpected: 1 finding of aid for “Football”",
        ),
        (
            replace(GOOD, findings=[finding("coup", OLD.link), *GOOD.findings[1:]]),
            "in “Old” should have quiet reason backlog, has None",
        ),
        (
            replace(GOOD, hooks=[replace(GOOD.hooks[0], flaw="no signature is right"), *GOOD.hooks[1:]]),
            "webhook msg_1: no signature is right",
        ),
        (replace(GOOD, hooks=GOOD.hooks[:3]), "webhook msg_3 was answered 503 and never came again"),
        (replace(GOOD, hooks=[*GOOD.hooks[:2], GOOD.hooks[3]]), "0 webhooks were answered 503, 1 should have been"),
        (
            replace(
                GOOD,
                deliveries=[*GOOD.deliveries[1:], {"id": 9, "channel": "slack", "state": "pending", "reason": "503"}],
            ),
            "delivery 9 to slack is pending: 503",
        ),
        (replace(GOOD, deliveries=GOOD.deliveries[1:]), "5 deliveries were listed, 6 came"),
        (replace(GOOD, exit_code=1), "the daemon ended with exit code 1 after SIGTERM"),
    ],
)
def test_each_thing_that_went_otherwise_is_named(seen: Seen, said: str) -> None:
    assert any(said in complaint for complaint in complaints(CHRONOLOGY, seen))


# --- the chronology -----------------------------------------------------------------------------------


def test_the_shipped_chronology_tells_of_backlog_news_and_quiet_items_and_one_refusal() -> None:
    chronology = load_chronology(shipped("config") / "demo" / "chronology.toml")
    assert {outlet.format for outlet in chronology.outlets} == {"rss", "atom"}
    assert any(publication.watches for publication in chronology.backlog)
    assert any(not publication.watches for publication in chronology.new)
    (refused,) = (publication for publication in chronology.new if publication.refused_once)
    last = chronology.new[-1]
    # its second attempt comes after 5 s and a fifth: before the demo is over
    assert last.at is not None
    assert refused.at is not None
    assert refused.at + 7 < last.at < 15
    assert all("\n" not in paragraph for p in chronology.publications for paragraph in p.text.split("\n\n"))


@pytest.mark.parametrize(
    "broken",
    [
        "outlets = 1",
        "publications = []",
        'outlets = []\n[[publications]]\noutlet = "nobody"',
        '[[outlets]]\nid = "w"\ntitle = "W"\nformat = "json"\nlanguage = "en"\ntags = []',
        "not toml",
    ],
)
def test_a_broken_chronology_is_one_clear_error(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "chronology.toml"
    file.write_text(broken)
    with pytest.raises(PolicywatchError, match=r"chronology\.toml: "):
        load_chronology(file)


ITEM = '[[publications]]\nat = {at}\noutlet = "w"\ndate = {date}\ntitle = "{title}"\ntext = "t"\nwatches = []\n'
OUTLET = '[[outlets]]\nid = "w"\ntitle = "W"\nformat = "rss"\nlanguage = "en"\ntags = []\n'


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ({"at": 1, "title": "a"}, {"at": 2, "title": "a"}, "share the link"),
        ({"at": 2, "title": "a"}, {"at": 1, "title": "b"}, "order"),
        ({"at": 1, "title": "a"}, {"at": 2, "title": "b", "date": "2023-07-28T00:00:00"}, "time zone"),
    ],
)
def test_a_chronology_that_contradicts_itself_is_refused(
    tmp_path: Path, first: dict[str, object], second: dict[str, object], said: str
) -> None:
    file = tmp_path / "chronology.toml"
    items = (ITEM.format(**{"date": "2023-07-28T00:00:00Z", **one}) for one in (first, second))
    file.write_text(OUTLET + "".join(items))
    with pytest.raises(PolicywatchError, match=said):
        load_chronology(file)
