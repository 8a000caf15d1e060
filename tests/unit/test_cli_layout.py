"""Canonical text in lines: narrow enough, indented by bracket, and still the same query."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from policywatch.cli.layout import layout
from policywatch.match import canonical
from policywatch.ready import check_settings
from policywatch.shipped import shipped
from tests.unit.test_match_canonical import Spelling, queries, read


@given(queries)
def test_lines_are_read_as_the_same_query_however_narrow(query: Spelling) -> None:
    text = canonical(query[1])
    for width in (20, 60, 100):
        lines = layout(text, "  ", width)
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert read("\n".join(lines)) == read(text)
        # the longest term with its operator, behind as many brackets as there are here
        assert all(len(line) <= max(width, 60) for line in lines)


def test_what_fits_is_one_line() -> None:
    assert layout("coup AND (niger OR mali)") == ["coup AND (niger OR mali)"]


def test_what_does_not_fit_is_broken_at_its_brackets() -> None:
    text = "SENTENCE((coup OR putsch OR junta) NEAR/5 @sahel) AND NOT title:(film OR play)"
    assert layout(text, width=40) == [
        "SENTENCE(",
        "  (coup OR putsch OR junta)",
        "  NEAR/5 @sahel",
        ")",
        "AND NOT title:(film OR play)",
    ]


@pytest.mark.parametrize("text", ['/aid (halt|stop)s? "x"/i AND {Air Base 201}', "url:/a b(c)/ OR x", 'title:"a b (c"'])
def test_no_term_is_torn(text: str) -> None:
    assert " ".join(line.strip() for line in layout(text, width=5)) == text


def test_the_shipped_queries_fit_the_width_with_all_that_they_stand_for() -> None:
    for compiled in check_settings(shipped("config") / "policywatch.yaml").watches:
        for text in (str(compiled.query), canonical(compiled.watch.query)):
            # a regular expression is one term however long it is
            lines = [line for line in layout(text, "    ") if not re.search(r"(?:^|\s)/", line)]
            assert max(map(len, lines)) <= 100
