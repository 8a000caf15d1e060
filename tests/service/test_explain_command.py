"""`policywatch explain` as a person runs it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.loopback import Reply, loopback
from tests.service.test_commands import Done, policywatch
from tests.service.watched import Watched, watched

MORE = """\
watches:
  - id: called
    query: '@verbs NEAR/3 (coup OR putsch) OR "section 7008"'
    exclude: '"marketing coup" OR film'
    languages: [en]
  - {id: both, query: coup AND (mali OR chad) NOT film}
lists: {verbs: [call*, declare*]}
"""
PAGE = (
    b'<!doctype html><html lang="en"><head><title>Paris calls it a coup</title></head>'
    b"<body><p>Niamey is calm.</p></body></html>"
)


@pytest.fixture
def world(tmp_path: Path) -> Watched:
    world = watched(tmp_path)
    (world.watches.parent / "more.yaml").write_text(MORE)
    return world


def explain(world: Watched, watch: str, *arguments: str) -> Done:
    return policywatch("explain", "--config", str(world.config), "--watch", watch, *arguments)


def test_a_match_shows_the_sentence_and_the_clause_that_found_it(world: Watched) -> None:
    done = explain(world, "called", "--text", "Rain. Paris calls it a coup.")
    assert done.returncode == 0
    assert [line.rstrip() for line in done.stdout.splitlines()] == [
        "called matches: 1 finding.",
        "  body  Paris [calls] it a [coup].",
        "        asserted · France",
        "",
        "found by",
        "  @verbs NEAR/3 (coup OR putsch)",
        "      “calls … coup”",
    ]


def test_a_miss_shows_how_near_each_clause_came(world: Watched) -> None:
    done = explain(world, "called", "--text", "Paris declared, after two long days of talks, that a coup had begun.")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "called does not match.",
        "",
        "nearest miss",
        "  @verbs NEAR/3 (coup OR putsch)",
        "      8 words between, 3 allowed: “declared, after two long days of talks, that a coup”",
        "",
        "and 1 other clause, of which nothing occurs",
    ]


def test_a_miss_says_what_is_there_and_what_is_missing(world: Watched) -> None:
    done = explain(world, "called", "--text", "A coup in the north.")
    assert "missing @verbs; there is “coup”" in done.stdout
    nothing = explain(world, "called", "--text", "Rain.")
    assert "nothing of its 2 clauses occurs" in nothing.stdout


def test_of_what_must_all_be_there_each_is_told(world: Watched) -> None:
    done = explain(world, "both", "--text", "A coup film.")
    assert [" ".join(line.split()) for line in done.stdout.splitlines()[2:]] == [
        "holds coup",
        "“coup”",
        "fails (mali OR chad)",
        "nothing of it occurs",
        "fails NOT film",
        "must not occur: “film”",
    ]


def test_what_exclude_takes_away_is_told(world: Watched) -> None:
    done = explain(world, "called", "--text", "They call it a marketing coup.")
    assert done.returncode == 1
    assert "`exclude` holds in every sentence of it" in done.stdout
    assert done.stdout.partition("excluded by")[2].split() == ['"marketing', 'coup"', "“marketing", "coup”"]


def test_the_json_has_a_stable_shape(world: Watched) -> None:
    found = json.loads(explain(world, "called", "--text", "Paris calls it a coup.", "--json").stdout)
    assert set(found) >= {"watch", "matched", "findings", "why_not", "clauses", "exclude"}
    assert (found["watch"], found["matched"], found["why_not"]) == ("called", True, None)
    assert found["findings"] == [
        {
            "quote": "Paris calls it a coup.", "spans": [[6, 11], [17, 21]], "field": "body",
            "stance": "asserted", "phase": "on", "reported_by": None, "degree": None, "place": "FR", "actor": "FR",
            "quantity": None, "triggers": [],
        }
    ]  # fmt: skip
    missed = json.loads(explain(world, "called", "--text", "Calls for calm; rain; rain; a coup.", "--json").stdout)
    assert (missed["matched"], missed["findings"]) == (False, [])
    assert missed["why_not"] | {"clause": "", "message": ""} == {
        "clause": "", "message": "", "reason": "too_far", "allowed": 3, "found": 5,
        "nearest": "Calls for calm; rain; rain; a coup",
    }  # fmt: skip
    assert [(one["clause"], one["holds"], one["missing"]) for one in missed["clauses"]] == [
        ("@verbs NEAR/3 (coup OR putsch)", False, []),
        ('"section 7008"', False, ['"section 7008"']),
    ]


def test_a_page_is_fetched_and_read_though_its_host_is_on_this_machine(world: Watched) -> None:
    world.config.write_text(world.config.read_text().replace("allow_networks:\n- 127.0.0.0/8\n", ""))
    moved = Reply(302, headers={"location": "/article"})
    with loopback(moved) as server:
        server.reply_with(moved, Reply(body=PAGE, headers={"content-type": "text/html"}))
        done = explain(world, "called", "--url", f"{server.url}/short")
    assert done.returncode == 0, done.stderr
    assert "title  Paris [calls] it a [coup]" in done.stdout
    assert "text/html" in server.asked[0].headers["accept"]
    assert [asked.path for asked in server.asked] == ["/short", "/article"]


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(404), "127.0.0.1: answered 404 Not Found"),
        (Reply(302, headers={"location": "http://localhost:1/"}), "loopback"),
        (
            Reply(body=b"<rss><channel><title>x</title></channel></rss>"),
            "try: policywatch once --feed http://127.0.0.1",
        ),
        (Reply(body=b"%PDF-1.7", headers={"content-type": "application/pdf"}), "no page that can be read"),
        (Reply(body=b"x" * 11_000_000, headers={"content-type": "text/html"}), "larger than 10 MiB"),
    ],
)
def test_what_keeps_a_page_from_being_read_is_one_clear_message(world: Watched, reply: Reply, says: str) -> None:
    world.config.write_text(world.config.read_text().replace("allow_networks:\n- 127.0.0.0/8\n", ""))
    with loopback(reply) as server:
        done = explain(world, "called", "--url", server.url)
    assert done.returncode == 1
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_page_in_a_language_that_the_watch_does_not_read_is_told_so(world: Watched) -> None:
    with loopback(Reply(body=PAGE.replace(b'"en"', b'"de-DE"'), headers={"content-type": "text/html"})) as server:
        done = explain(world, "called", "--url", server.url)
    assert done.returncode == 1
    assert "the item is in de, and it reads en" in done.stdout


def test_a_file_that_is_a_page_is_read_without_its_markup(world: Watched, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(PAGE)
    done = explain(world, "called", "--file", str(file))
    assert done.returncode == 0
    assert "is a web page: its text is read" in done.stderr
    assert "title  Paris [calls] it a [coup]" in done.stdout


def test_a_file_that_is_a_feed_is_told_to_be_one(world: Watched, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text("<rss version='2.0'><channel><item><title>Paris calls it a coup</title></item></channel></rss>")
    done = explain(world, "called", "--file", str(file))
    assert "is a feed" in done.stderr
    assert "policywatch once --feed" in done.stderr


def test_a_text_file_has_a_title_and_is_cut_where_an_item_is(world: Watched, tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("Paris calls it a coup\n\n" + "Rain. " * 40_000 + "Paris declares a coup.")
    done = explain(world, "called", "--file", str(file))
    assert "called matches: 1 finding." in done.stdout
    assert "only the first 200,000 characters are read" in done.stderr


def test_an_item_of_the_database_is_explained(world: Watched) -> None:
    world.poll(datetime(2026, 3, 1, tzinfo=UTC), "Paris calls it a coup")
    assert "[coup]" in explain(world, "called", "--item", "1").stdout
    missing = explain(world, "called", "--item", "2")
    assert missing.returncode == 2
    assert "there is no item 2" in missing.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "give one text"),
        (("--text", "a", "--url", "https://example.org/"), "give one text"),
        (("--url", "example.org/x"), "no web address"),
        (("--url", "file:///etc/passwd"), "no web address"),
        (("paris",), "is not an argument"),
    ],
)
def test_wrong_arguments_are_told(world: Watched, arguments: tuple[str, ...], says: str) -> None:
    done = explain(world, "called", *arguments)
    assert done.returncode == 2
    assert says in done.stderr


def test_hostile_text_does_not_reach_the_terminal(world: Watched) -> None:
    for text in (
        "\x1b]0;owned\x07 They call it a \u202ecoup\x1b[2J.",
        "\x1b[2Jcalled\u202e, much much much later, a coup",
    ):
        done = explain(world, "called", "--text", text)
        assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout + done.stderr)
