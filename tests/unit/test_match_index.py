"""Which watches an item brings up: those it can match, and few others."""

from __future__ import annotations

import pytest

from policywatch.match import MatchIndex
from policywatch.match.document import Document
from policywatch.model.item import Item
from tests.unit.match_texts import FEED, compiled, item


def candidates(queries: list[str], of: Item) -> list[str]:
    """Return the queries that would be evaluated."""
    index = MatchIndex([compiled(query, id=query) for query in queries])
    return [queries[number] for number in index.candidates(Document(of, FEED))]


def test_an_item_brings_up_the_watches_whose_words_it_holds_in_their_order() -> None:
    queries = ["niger", "chad", "putsch OR coup", "mali"]
    assert candidates(queries, item(body="A coup in Niger.")) == ["niger", "putsch OR coup"]


def test_one_half_of_what_a_query_asks_for_does_not_bring_it_up() -> None:
    queries = ["coup AND niger", "coup NEAR/3 niger", "SENTENCE(coup AND niger)"]
    assert candidates(queries, item(body="A coup in Chad.")) == []
    assert candidates(queries, item(body="A coup in Niger.")) == queries


def test_where_the_words_stand_is_not_asked_before_the_query_is_evaluated() -> None:
    assert candidates(["coup NEAR/1 niger"], item(body="A coup far from here. Niger is calm.")) == ["coup NEAR/1 niger"]


@pytest.mark.parametrize("query", ["/co[ou]p/", "coup OR /junta/", "/junta/ AND NOT coup"])
def test_a_query_that_needs_no_word_is_brought_up_by_every_item(query: str) -> None:
    assert candidates(["niger", query], item(body="Nothing.")) == [query]


def test_a_word_in_a_field_is_looked_for_in_that_field_only() -> None:
    queries = ["author:smith", "source:smith", 'author:"ann smith"', "author:stem:smiths", "author:sm*", "smith"]
    assert candidates(queries, item(body="By Smith.")) == ["smith"]
    by_smith = ["author:smith", "author:stem:smiths", "author:sm*"]
    assert candidates(queries, item(author="Smith")) == by_smith
    assert candidates(queries, item(author="Ann Smith")) == ["author:smith", 'author:"ann smith"', *by_smith[1:]]


def test_a_value_brings_up_the_watches_that_ask_for_the_whole_of_it() -> None:
    queries = ["tag:wire", "tag:wir*", 'tag:"wire africa"', "domain:example.org", "domain:org", "wire"]
    assert candidates(queries, item(link="https://news.example.org/x")) == [
        "tag:wire",
        "tag:wir*",
        "domain:example.org",
        "domain:org",
    ]


def test_a_stem_brings_up_a_watch_by_the_items_language() -> None:
    assert candidates(["stem:chevaux"], item(body="Un cheval.", language="fr")) == ["stem:chevaux"]
    assert candidates(["stem:chevaux"], item(body="Un chevalier.", language="fr")) == []


def test_a_watch_is_brought_up_by_the_words_that_fewest_others_ask_for() -> None:
    queries = [f"coup AND place{number}" for number in range(50)]
    assert candidates(queries, item(body="A coup at place7 and place31.")) == [queries[7], queries[31]]
    assert candidates(queries, item(body="A coup.")) == []


def test_an_index_of_no_watches_finds_nothing() -> None:
    assert MatchIndex([]).matches(item(body="A coup in Niger."), FEED) == ()
