"""The canonical text of a query: aliases resolved, references kept, read again as the same query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.match.query import canonical, canonical_entry, read_query
from policywatch.match.query.tree import Node
from policywatch.model.watch import Severity, Watch

LISTS = {"sahel": ("niger", "Burkina Faso", "mali OR chad"), "verbs": ("halt*", "stem:suspend")}
WATCHES = {"aid": Watch(id="aid", title="Aid", severity=Severity.LOW, query="aid NEAR/5 @verbs")}

#: how a part is written canonically, and in one of the other ways the language reads
Spelling = tuple[str, str]


def read(text: str) -> Node:
    return read_query(text, "query", LISTS, WATCHES)


def ways(canonical_form: str, *others: str) -> st.SearchStrategy[Spelling]:
    return st.sampled_from([(canonical_form, other) for other in (canonical_form, *others)])


words = st.one_of(
    ways("coup", "Coup", "((coup))", "COUP"),
    ways('"coup d etat"', "“coup d’État”", "«coup d'etat»", '"Coup   d\'état"'),
    ways("design*", "Design*", "design**"),
    ways("{WHO}"),
    ways("stem:suspend", "STEM:Suspend"),
    ways("/aid (halt|stop)s?/i"),
    ways("us", "U.S."),
    ways("@sahel"),
    ways("@watch:aid"),
    ways("(aid NEAR/3 halt)", '"aid halt"~3', '"Aid, halt"~3'),
)


def joined(parts: st.SearchStrategy[Spelling], *operators: str) -> st.SearchStrategy[Spelling]:
    """Return two parts with an operator between, the first one being the canonical one."""

    def write(left: Spelling, right: Spelling, operator: str) -> Spelling:
        blank = "" if operator.endswith("-") else " "
        return f"({left[0]} {operators[0]} {right[0]})", f"({left[1]} {operator}{blank}{right[1]})"

    return st.builds(write, parts, parts, st.sampled_from(operators))


def inside(parts: st.SearchStrategy[Spelling], *frames: str) -> st.SearchStrategy[Spelling]:
    return st.builds(
        lambda part, frame: (frames[0].format(part[0]), frame.format(part[1])), parts, st.sampled_from(frames)
    )


places = st.recursive(
    words,
    lambda parts: st.one_of(
        joined(parts, "NEAR/5", "w/5", "W/5", "/n5"),
        joined(parts, "ONEAR/5", "PRE/5", "NEAR/5f"),
        joined(parts, "NOT NEAR/5", "NOT w/5", "NOT  /n5"),
        joined(parts, "OR", "||"),
    ),
    max_leaves=6,
)
windows = st.one_of(
    places,
    joined(places, "AND", "&&", ""),
    st.builds(
        lambda left, right: (f"SENTENCE({left[0]} AND {right[0]})", f"({left[1]} w/s {right[1]})"), places, places
    ),
    st.builds(
        lambda left, right: (f"PARAGRAPH({left[0]} AND {right[0]})", f"({left[1]} W/p {right[1]})"), places, places
    ),
    inside(places, "FIRST/50({})", "FIRST/050 ({})"),
    inside(places, "ATLEAST/3({})"),
)
fields = st.one_of(
    inside(windows, "title:({})", "headline:({})", "intitle:({})", "Title: ({})"),
    inside(windows, "body:({})"),
    ways("domain:example.org", "site:Example.org", 'site:"example.org"'),
    ways("lang:en", "lang:en-GB", "LANG:EN"),
    ways('tag:"foreign policy"', 'tag:"Foreign Policy"'),
    ways('feed:"un-*"', "feed:un-*"),
)
queries = st.recursive(
    st.one_of(windows, fields),
    lambda parts: st.one_of(
        joined(parts, "AND", "&&", ""),
        joined(parts, "AND NOT", "NOT", "-", "&& NOT", "AND -"),
        joined(parts, "OR", "||"),
    ),
    max_leaves=5,
)


@given(queries)
def test_every_alias_is_read_as_its_canonical_form(query: Spelling) -> None:
    written, other = query
    assert read(other) == read(written)
    assert canonical(other) == canonical(written)


@given(queries)
def test_the_canonical_text_is_read_as_the_same_query(query: Spelling) -> None:
    text = canonical(query[1])
    assert read(text) == read(query[1])
    assert canonical(text) == text
    assert str(read(str(read(text)))) == str(read(text))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("coup w/5 @sahel", "coup NEAR/5 @sahel"),
        ("coup -@sahel", "coup AND NOT @sahel"),
        ("headline:(@sahel || @watch:aid)", "title:(@sahel OR @watch:aid)"),
        ("tag:@sahel", "tag:@sahel"),
        ("@sahel w/s coup", "SENTENCE(@sahel AND coup)"),
        ("coup NEAR/5 (@nowhere OR @watch:nobody)", "coup NEAR/5 (@nowhere OR @watch:nobody)"),
    ],
)
def test_references_stay_as_they_were_written(written: str, shown: str) -> None:
    assert canonical(written) == shown


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ("Burkina Faso", '"burkina faso"'),
        ("Côte d'Ivoire", '"cote d ivoire"'),
        ("mali || chad", "mali OR chad"),
        ("@sahel", "@sahel"),
    ],
)
def test_an_entry_of_a_list_is_shown_as_the_phrase_it_is_read_as(entry: str, shown: str) -> None:
    assert canonical_entry(entry) == shown
