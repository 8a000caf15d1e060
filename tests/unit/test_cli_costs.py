"""What queries cost: which are named, with a figure, and which are not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from policywatch.cli.costs import articles, costs
from policywatch.match import Trials
from policywatch.model.feed import Feed
from policywatch.ready import check_settings
from policywatch.shipped import shipped
from tests.unit.match_texts import compiled

#: a feed whose own name no query finds
QUIET = Feed("x", "https://example.org/", "X", timedelta(hours=1))


def said(query: str, **fields: object) -> str:
    found = costs([compiled(query, **fields)])  # type: ignore[arg-type]
    return found[0].hint.message if found else ""


@pytest.mark.parametrize("query", ["/cou+p/", "/putsch/i OR coup", "coup OR /x/", "NOT film AND /c.up/"])
def test_a_query_without_a_word_that_must_occur_is_named_with_what_it_costs(query: str) -> None:
    found = costs([compiled(query)])
    assert re.search(r"evaluated on every item, [\d,]+ µs each here: no word must occur", found[0].hint.message)
    assert found[0].microseconds
    assert (found[0].hint.place, found[0].hint.length) == (("watch", "w", "query"), len(query))


@pytest.mark.parametrize("query", ["the NEAR/200 of", "(the OR of) NEAR/50 (a OR and)"])
def test_a_query_whose_words_are_in_every_article_is_named_with_what_it_costs(query: str) -> None:
    assert re.search(r"nearly every item, [\d,]+ µs each here: the.* is in [34] of 4 ordinary articles", said(query))


@pytest.mark.parametrize("query", ["the", "said", '"of the"', "*tion*", "government OR people OR match OR riz"])
def test_a_query_that_finds_something_everywhere_is_named(query: str) -> None:
    assert "it finds something in" in said(query)


@pytest.mark.parametrize("query", ["coup", "the AND coup", "government AND minister", "coup* NEAR/5 (niger OR mali)"])
def test_a_query_with_a_rare_word_is_not_named(query: str) -> None:
    assert said(query) == ""


def test_the_feeds_and_languages_of_a_watch_do_not_hide_what_it_costs() -> None:
    assert "evaluated on every item" in said("/cou+p/", feeds=("nowhere",), languages=("de",))


def test_the_shipped_watches_stand_on_words_that_must_occur_and_find_nothing_in_ordinary_articles() -> None:
    for cost in costs(check_settings(shipped("config") / "policywatch.yaml").watches):
        # what they cost here and now is for the machine to say
        assert "no word must occur" not in cost.hint.message
        assert "it finds something" not in cost.hint.message


def test_hundreds_of_expensive_watches_are_all_named_though_not_all_are_measured() -> None:
    found = costs([compiled(f"/./ OR word{number}") for number in range(200)])
    assert len(found) == 200
    assert found[0].microseconds is not None
    assert found[-1].microseconds is None
    assert "µs" not in found[-1].hint.message


def test_the_articles_are_of_the_length_that_speeds_are_told_for_and_not_alike() -> None:
    texts = articles()
    assert len(texts) == 4
    assert all(4_000 < len(text.body.encode()) < 6_000 and text.title for text in texts)
    watches = [compiled("the"), compiled("minister* OR ministre*"), compiled("goal"), compiled("riz")]
    trials = Trials(watches, texts, QUIET)
    assert [trials.brought_up(number) for number in range(4)] == [3, 2, 1, 1]
    assert [trials.finds(number) for number in range(4)] == [3, 2, 1, 1]


def test_an_evaluation_starts_anew_each_time() -> None:
    trials = Trials([compiled("minister* NEAR/5 river")], articles(), QUIET)
    found = [trials.evaluation(0, 3)(), trials.evaluation(0, 3)()]
    assert found[0] == found[1] is not None
