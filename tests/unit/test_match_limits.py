"""Queries and texts made to hurt: a clear error, or an answer, in bounded time."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.errors import QueryError
from policywatch.match import explain
from policywatch.match.query import read_query
from policywatch.match.query.tree import Node
from tests.unit.match_texts import FEED, compiled, item, passages

#: seconds; generous, because the machines that run tests are slow and shared
ENOUGH = 10.0


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < ENOUGH


@pytest.mark.parametrize(
    ("query", "cause"),
    [
        ("coup " * 200_000, "a query has at most 20,000 characters"),
        ("a OR " * 3_990 + "a", None),
        (" OR ".join(f"a{number}" for number in range(2_200)), None),
        ("a " * 6_000, "a query has at most 5,000 terms"),
        ("(" * 9_000 + "a" + ")" * 9_000, "nested 9000 deep"),
        ("(" * 10_000, "this bracket is never closed"),
        (")" * 10_000, "no bracket is open here"),
        ("(a OR " * 1_000 + "b" + ")" * 1_000, "nested 1000 deep"),
        ("a NEAR/3 " * 1_000 + "b", "nested 1000 deep"),
        ("title:" * 3_000 + "a", "nested 3000 deep"),
        ("a NOT " * 3_000, "NOT needs something after it"),
        ('"' * 9_999, "is never closed"),
        ("*" * 9_000, "alone would be any word"),
        ("/" + "(a*)*" * 180 + "b/", None),
        ("/(a{1000}){1000}/", "this regular expression cannot be read"),
        ("/" + "a" * 5_000 + "/", "a regular expression has at most 1,000 characters"),
        ("a NEAR/" + "9" * 5_000 + " b", "a distance is at most 1,000 words"),
        ("FIRST/" + "9" * 5_000 + "(a)", "lies between 1 and 10,000"),
        ('"a b"~' + "9" * 5_000, "a distance is at most 1,000 words"),
    ],
)
def test_a_hostile_query_is_refused_or_read(query: str, cause: str | None) -> None:
    if cause is None:
        read_query(query, "query")
        return
    with pytest.raises(QueryError) as caught:
        read_query(query, "query")
    assert cause in caught.value.cause
    assert 0 <= caught.value.offset <= len(query)


def test_lists_that_multiply_are_refused() -> None:
    lists = {f"l{number}": (f"@l{number + 1}",) * 10 for number in range(12)} | {"l12": ("a",)}
    with pytest.raises(QueryError, match="at most 5,000 terms"):
        read_query("@l0", "query", lists)


def test_lists_that_nest_too_deep_are_refused() -> None:
    lists = {f"l{number}": ("(" * 40 + f"a OR @l{number + 1}" + ")" * 40,) for number in range(9)} | {"l9": ("a",)}
    with pytest.raises(QueryError, match="nested more than 100 deep"):
        read_query("@l0", "query", lists)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("a NEAR/1000 b", "a b " * 20_000),
        ("((a NEAR/100 b) NEAR/100 a) NEAR/100 b", "a b " * 8_000),
        ("a NOT NEAR/1000 b", "a b " * 8_000),
        ("(a OR b) NEAR/1000 (a OR b)", "a b " * 8_000),
        ('"a a a a a" NEAR/5 a', "a " * 20_000),
        ("SENTENCE(a AND zzz)", "A b. " * 16_000),
        ("PARAGRAPH(a AND zzz)", "A b.\n\n" * 12_000),
        ("ATLEAST/10000(a NEAR/20 b)", "a b " * 8_000),
        ("*a*a*a*a*b", "a" * 80_000 + " " + "ab " * 5_000),
        ("/(a*)*b/", "a" * 80_000),
        ("/a.*?z|a/", "a" * 40_000),
        ("/./", "a " * 40_000),
        ("a*", "".join(f"a{number} " for number in range(40_000))),
        ("stem:a", "".join(f"a{number}ing " for number in range(8_000))),
        ("coup", "coup" + "." * 120_000),
        ("coup", "coup" + "\n" * 120_000),
        ("coup", "coup \u0301\u200d" * 24_000),
        ("coup", "c.o.u.p." * 24_000),
    ],
)
def test_a_hostile_text_is_read_in_bounded_time(query: str, text: str) -> None:
    found = passages(query, text)
    assert len(found) <= 20
    assert all(len(passage.quote) <= 1_000 for passage in found)
    explain(compiled(query), item(body=text), FEED)


def tree_or_error(query: str) -> Node | QueryError:
    try:
        return read_query(query, "query")
    except QueryError as error:
        return error


@given(st.text(st.one_of(st.sampled_from('ab"{}()/:@~*?-&| \nANDORTNE5/.'), st.characters()), max_size=80))
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    read = tree_or_error(text)
    if isinstance(read, QueryError):
        assert 0 <= read.offset <= len(text)
        assert read.length >= 1
        assert read.cause
    else:
        assert str(read)


PIECES = """
    a coup* "a b" {WHO} /x+/i stem:ban title: tag: SENTENCE( FIRST/3( ATLEAST/2( ( ) AND OR NOT NEAR/3 ONEAR/2 w/s
    - && @sahel @watch:x NEAR * "
"""


@given(st.lists(st.sampled_from(PIECES.split()), max_size=12), st.text(max_size=30))
def test_any_row_of_operators_is_matched_or_refused(row: list[str], text: str) -> None:
    query = " ".join(row)
    read = tree_or_error(query)
    if isinstance(read, QueryError):
        assert 0 <= read.offset <= len(query)
    else:
        explain(compiled(query), item(title="A coup b", lead=text, body=text), FEED)
