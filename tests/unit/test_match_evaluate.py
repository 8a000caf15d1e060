"""What matches and what does not, construct by construct, through the index as in the daemon."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policywatch.match import MatchIndex
from tests.unit.match_texts import FEED, compiled, item, matches

HALT = "The ministry has halted all direct aid to Niger. The army stays in Agadez.\n\nTalks about the base go on."


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("aid AND niger", True),
        ("aid AND mali", False),
        ("mali OR niger", True),
        ("aid NOT niger", False),
        ("aid NOT mali", True),
        ('"direct aid"', True),
        ('"aid direct"', False),
        ('"niger the"', True),  # punctuation does not count
        ("halted NEAR/2 aid", True),
        ("halted NEAR/1 aid", False),
        ("aid NEAR/2 halted", True),
        ("halted ONEAR/2 aid", True),
        ("aid ONEAR/2 halted", False),
        ("niger NEAR/0 the", True),
        ("agadez NEAR/0 talks", True),  # paragraphs are no barrier
        ("(halted OR cut) NEAR/2 (aid OR funds)", True),
        ("(halted NEAR/2 aid) NEAR/1 niger", True),
        ("(halted NEAR/2 aid) NEAR/0 niger", False),
        ("(halted NEAR/4 niger) NEAR/0 aid", True),  # aid stands between the two
        ('"direct aid" NEAR/1 niger', True),
        ("aid NEAR/5 aid", False),
        ('"direct aid" NEAR/5 aid', False),
        ("aid NOT NEAR/1 niger", False),
        ("aid NOT NEAR/0 niger", True),
        ("SENTENCE(aid AND niger)", True),
        ("SENTENCE(aid AND agadez)", False),
        ("SENTENCE(aid NOT niger)", False),
        ("PARAGRAPH(aid AND agadez)", True),
        ("PARAGRAPH(aid AND base)", False),
        ("FIRST/3(halted)", False),
        ("FIRST/4(halted)", True),
        ("ATLEAST/3(the)", True),
        ("ATLEAST/4(the)", False),
        ("halt*", True),
        ("h*ted", True),
        ("hal?ed", True),
        ("hal?", False),
        ("*ger", True),
        ('"direct ai?"', True),
        ("stem:halting", True),
        ("{Niger}", True),
        ("{NIGER}", False),
        ("{The army}", True),
        ("/ai[ds]/", True),
        ("/AID/", False),
        ("/AID/i", True),
        ("/(cut|halted) all/ NEAR/1 aid", True),
        ("body:aid", True),
        ("title:aid", False),
    ],
)
def test_in_one_text(query: str, expected: bool) -> None:
    assert matches(query, HALT) is expected


def test_a_word_joined_by_an_apostrophe_counts_once_in_a_distance() -> None:
    assert matches("us NEAR/1 coup", "The US’s military coup")
    assert matches("armee NEAR/1 etat", "l’armée renonce à l’État") is False
    assert matches("armee NEAR/2 etat", "l’armée renonce à l’État")


@pytest.mark.parametrize("query", ["aid NEAR/50 niger", "aid ONEAR/50 niger", '"aid niger"'])
def test_nothing_positional_crosses_fields(query: str) -> None:
    assert not matches(query, item(title="Halt of aid", lead="Niger waits", body="Nothing new"))


def test_and_is_over_the_whole_item() -> None:
    assert matches("aid AND niger", item(title="Halt of aid", body="Niger waits"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("title:halt", True),
        ("title:waits", False),
        ("lead:waits", True),
        ("title:halt NEAR/3 aid", True),
        ("author:doe", True),
        ('author:"jane doe"', True),
        ('source:"example wire"', True),
        ("source:doe", False),
        ("domain:example.org", True),
        ("domain:news.example.org", True),
        ("domain:ample.org", False),
        ("domain:*.org", True),
        ("lang:en", True),
        ("lang:fr", False),
        ("feed:wire-africa", True),
        ("feed:wire", False),
        ("feed:wire-*", True),
        ("tag:wire", True),
        ('tag:"foreign policy"', True),
        ("tag:policy", False),
        ("tag:(wire AND official)", False),
        ("url:aid-halt", True),
        (r"url:/\/2023\//", True),
        ("doe", False),
        ("example", False),
        ("wire", False),
    ],
)
def test_fields(query: str, expected: bool) -> None:
    one = item(
        title="Halt of aid",
        lead="Niger waits",
        author="Jane Doe",
        link="https://news.example.org/2023/aid-halt",
        categories=("Foreign Policy",),
    )
    assert matches(query, one) is expected
    assert matches(query + " AND aid", one) is expected


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("{US}", "US-led talks", True),
        ("{US}", "the U.S. army", True),
        ("{US}", "they told us", False),
        ("{WHO}", "Who knows WHOM", False),
        ("us", "the U.S. army", True),
        ("cafe", "a café", True),
        ("{cafe}", "a café", False),
        ("coup", "recoups couple", False),
        ("gouv*", "le GOUVERNEMENT", True),
        ("coeur", "cœur", True),
        ("*sse", "Straße", True),
    ],
)
def test_case_accents_and_boundaries(query: str, text: str, expected: bool) -> None:
    assert matches(query, text) is expected


def test_a_stem_is_that_of_the_items_language() -> None:
    french = item(body="Les versements annoncés sont suspendus.", language="fr")
    assert matches("stem:annoncée AND stem:annonce AND stem:versement", french)
    assert not matches("stem:annonce", replace(french, language="en"))


@pytest.mark.parametrize(
    ("selectors", "found"),
    [
        ({"feeds": ("tag:wire",)}, True),
        ({"feeds": ("wire-africa", "other")}, True),
        ({"feeds": ("tag:official",)}, False),
        ({"languages": ("fr", "en")}, True),
        ({"languages": ("fr",)}, False),
    ],
)
def test_selectors(selectors: dict[str, tuple[str, ...]], found: bool) -> None:
    index = MatchIndex([compiled("coup", **selectors)])
    assert bool(index.matches(item(body="A coup."), FEED)) is found


def test_an_item_of_unknown_language_is_read_by_every_watch() -> None:
    index = MatchIndex([compiled("coup", languages=("fr",))])
    assert index.matches(item(body="A coup."), replace(FEED, language=None))


def test_matches_come_in_the_watches_order() -> None:
    index = MatchIndex([compiled(query, id=query) for query in ("niger", "/oup/", "coup", "mali", "stem:coups")])
    assert [match.watch_id for match in index.matches(item(body="A coup in Niger"), FEED)] == [
        "niger",
        "/oup/",
        "coup",
        "stem:coups",
    ]
    assert MatchIndex([]).matches(item(body="A coup"), FEED) == ()
