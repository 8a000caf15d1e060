"""QUANTITY and STANCE in the query language: what is read as what, what is refused where, and what holds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.errors import QueryError
from policywatch.match import Miss, explain, hints
from policywatch.match.quantities.currencies import CODES
from policywatch.match.query import read_query
from policywatch.match.query.tree import And, Node, Quantity, Stance, Word
from policywatch.model.quantity import QuantityKind
from policywatch.model.stance import StanceLabel
from policywatch.model.watch import Severity, Watch
from tests.unit.match_texts import FEED, compiled, item, matches, passages

LISTS = {"many": ("QUANTITY(people >= 500)", "crowd"), "planned": ("STANCE(planned)",)}


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("QUANTITY(people >= 500)", "QUANTITY(people >= 500)"),
        ("QUANTITY (People>500)", "QUANTITY(people > 500)"),
        ("QUANTITY(people ≤ 1,000)", "QUANTITY(people <= 1,000)"),
        ("QUANTITY(people < 100k)", "QUANTITY(people < 100,000)"),
        ("QUANTITY(people = 0)", "QUANTITY(people = 0)"),
        ("QUANTITY(people 500..1000)", "QUANTITY(people 500..1,000)"),
        ("QUANTITY(people >= 1,234,567)", "QUANTITY(people >= 1,234,567)"),
        ("QUANTITY(money > 100m USD)", "QUANTITY(money > 100m USD)"),
        ("QUANTITY(money > 100,000,000 usd)", "QUANTITY(money > 100m USD)"),
        ("QUANTITY(money > $100 million)", "QUANTITY(money > 100m USD)"),
        ("QUANTITY(money > EUR 2.5bn)", "QUANTITY(money > 2.5bn EUR)"),
        ("QUANTITY(money >= 2bn)", "QUANTITY(money >= 2bn)"),
        ("QUANTITY(money 10m..15m USD)", "QUANTITY(money 10m..15m USD)"),
        ("QUANTITY(money = 0.5 USD)", "QUANTITY(money = 0.5 USD)"),
        ("troops NEAR/5 QUANTITY(people >= 500)", "troops NEAR/5 QUANTITY(people >= 500)"),
        ("title:QUANTITY(people >= 500)", "title:QUANTITY(people >= 500)"),
        ("ATLEAST/2(QUANTITY(people >= 5))", "ATLEAST/2(QUANTITY(people >= 5))"),
        ("a NOT QUANTITY(people = 0)", "a AND NOT QUANTITY(people = 0)"),
        ("a AND @many", "a AND (QUANTITY(people >= 500) OR crowd)"),
        ("quantity AND stance (a OR b)", "quantity AND stance AND (a OR b)"),
        ("a AND STANCE(asserted OR planned)", "a AND STANCE(asserted OR planned)"),
        ("STANCE(called_for) a b", "STANCE(called_for) AND a AND b"),
        ("(a OR b) AND STANCE(Asserted || negated OR asserted)", "(a OR b) AND STANCE(asserted OR negated)"),
    ],
)
def test_a_condition_is_read_as(written: str, canonical: str) -> None:
    tree = read_query(written, "query", LISTS)
    assert str(tree) == canonical
    assert read_query(canonical, "query") == tree


@pytest.mark.parametrize(
    ("query", "place", "cause", "hint"),
    [
        ("QUANTITY(peple > 5)", "peple", "there are no quantities of peple", "did you mean people"),
        ("QUANTITY(troops > 5)", "troops", "there are no quantities of troops", "of people or of money"),
        ("QUANTITY(500)", "500", "QUANTITY needs people or money first", "for example"),
        ("a OR QUANTITY( )", "QUANTITY( )", "nothing stands between these brackets", "for example"),
        ("QUANTITY(people)", "people", "a comparison is missing behind people", "QUANTITY(people >= 0)"),
        ("QUANTITY(people >)", ">", "a number is missing behind >", "500, 1,000, 100k"),
        ("QUANTITY(people 5)", "5", "a comparison is missing before 5", "QUANTITY(people >= 500)"),
        ("QUANTITY(people >=> 5)", ">=>", ">=> is no comparison", "did you mean >="),
        ("QUANTITY(people => 5)", "=>", "=> is no comparison", "did you mean >="),
        ("QUANTITY(people == 5)", "==", "== is no comparison", "did you mean ="),
        ("QUANTITY(people != 5)", "!=", "!= is no comparison", "did you mean NOT QUANTITY(... = ...)"),
        ("QUANTITY(money > 1m UDS)", "UDS", "there is no currency UDS", "did you mean USD"),
        ("QUANTITY(money > 1m dollars)", "dollars", "there is no currency dollars", "did you mean USD"),
        ("QUANTITY(money > 1m quids)", "quids", "there is no currency quids", "ISO 4217"),
        ("QUANTITY(money > 5 USD EUR)", "EUR", "EUR does not belong behind a number", "500..1,000"),
        ("QUANTITY(money 1 USD..5 EUR)", "QUANTITY(money 1 USD..5 EUR)", "USD and EUR are two", "none is converted"),
        ("QUANTITY(money 10..15m)", "QUANTITY(money 10..15m)", "the first number of the range has no", "10m..15m"),
        ("QUANTITY(people 10..5)", "QUANTITY(people 10..5)", "the range ends before it begins", "smaller number"),
        ("QUANTITY(people > 5..10)", "..", ".. does not belong behind a number", "QUANTITY(people 500..1,000)"),
        ("QUANTITY(people > 5 troops)", "troops", "people are counted without a unit", "troops NEAR/5 QUANTITY"),
        ("QUANTITY(people > 5 AND people < 9)", "AND", "AND does not belong behind a number", "500..1,000"),
        ("QUANTITY(people > 1 000)", "000", "000 does not belong behind a number", "1,000"),
        ("QUANTITY(people > 1.5)", "1.5", "people are whole", "round it"),
        ("QUANTITY(people < 0)", "<", "nothing is less than 0", "none at all is = 0"),
        ("QUANTITY(people > 0199)", "0199", "0199 is no number", "500, 1,000, 100k"),
        ("QUANTITY(people > 1" + "0" * 20 + ")", "1" + "0" * 20, "this number is too large", "not so many people"),
        ("a AND quantity(people > 5)", "quantity", "QUANTITY is written in capitals", "write QUANTITY(...)"),
        ("tag:QUANTITY(people > 5)", "QUANTITY(people > 5)", "QUANTITY has no meaning in tag:", "title, lead and body"),
        ("author:QUANTITY(people > 5)", "QUANTITY(people > 5)", "QUANTITY has no meaning in author:", "title, lead"),
        ("troops >= 500", ">=", "there is no word in >=", "QUANTITY(people >= 500)"),
        ("a AND (QUANTITY(people > 5", "(", "this bracket is never closed", "add a )"),
        ("a AND STANCE(assertd)", "assertd", "there is no stance assertd", "did you mean asserted"),
        ("a AND STANCE(called for)", "called", "there is no stance called", "did you mean called_for"),
        ("a AND STANCE(happy)", "happy", "there is no stance happy", "labels are asserted, negated"),
        ("a AND STANCE()", "STANCE()", "nothing stands between these brackets", "labels are asserted, negated"),
        ("a AND STANCE(asserted OR)", "OR", "a label is missing behind OR", "labels are"),
        ("a AND STANCE(asserted or planned)", "or", "not by or", "OR is written in capitals"),
        ("a AND STANCE(asserted planned)", "planned", "not by planned", "write asserted OR planned"),
        ("a AND STANCE(asserted, planned)", ",", "not by ,", "write asserted OR ..."),
        ("a AND STANCE(asserted AND planned)", "AND", "not by AND", "a passage has one stance"),
        ("a AND STANCE(NOT asserted)", "NOT", "a stance is never negated", "name those that you want"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place_with_advice(query: str, place: str, cause: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(query, "query", LISTS)
    error = caught.value
    assert query[error.offset : error.offset + error.length] == place
    assert cause in error.cause
    assert hint in error.hint


STANCE_MISPLACED = [
    "STANCE(asserted)",
    "NOT a STANCE(asserted)",
    "a OR STANCE(asserted)",
    "a NOT STANCE(asserted)",
    "a AND (b AND STANCE(asserted))",
    "(a AND STANCE(asserted))",
    "a NEAR/5 STANCE(asserted)",
    "SENTENCE(a AND STANCE(asserted))",
    "title:(a AND STANCE(asserted))",
    "a AND STANCE(asserted) AND STANCE(planned)",
]


@pytest.mark.parametrize("query", STANCE_MISPLACED)
def test_a_stance_stands_once_beside_what_it_is_about(query: str) -> None:
    with pytest.raises(QueryError, match=r"STANCE\(...\) stands once, at the top level of a query") as caught:
        read_query(query, "query")
    error = caught.value
    assert query[error.offset : error.offset + error.length].startswith("STANCE(")


def test_a_stance_comes_from_no_list_and_no_other_watch_and_excludes_nothing() -> None:
    other = Watch(id="other", title="", severity=Severity.LOW, query="a AND STANCE(planned)")
    for query, subject in (("a AND @planned", "query"), ("b @watch:other", "query"), ("a STANCE(planned)", "exclude")):
        with pytest.raises(QueryError, match=r"STANCE\(...\) stands once, at the top level"):
            read_query(query, subject, LISTS, {"other": other})


def test_small_letters_that_may_be_meant_as_an_operator_get_a_hint() -> None:
    (hint,) = hints(compiled("stance(asserted) AND coup").watch)
    assert hint.message == "stance is read as a word; the operator is STANCE(asserted)"


# --- what holds ---

TROOPS = "Just over 1,000 U.S. troops are in Niger. France has between 500 and 600 soldiers there, and no planes."
AID = "Washington paid $200m, Paris €150 million and Berlin hundreds of millions of euros."


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("QUANTITY(people >= 1000)", TROOPS, True),
        ("QUANTITY(people > 1000)", TROOPS, True),
        ("QUANTITY(people > 1,050)", TROOPS, False),
        ("QUANTITY(people = 1000)", TROOPS, False),
        ("QUANTITY(people 500..600)", TROOPS, True),
        ("QUANTITY(people >= 500) AND NOT QUANTITY(people > 2,000)", TROOPS, True),
        ("QUANTITY(people < 600)", TROOPS, False),
        ("QUANTITY(people <= 600)", TROOPS, True),
        ("QUANTITY(people >= 0)", "No one came.", False),
        ("troops NEAR/5 QUANTITY(people >= 500)", TROOPS, True),
        ("troops NEAR/1 QUANTITY(people >= 500)", TROOPS, True),
        ("troops NEAR/0 QUANTITY(people >= 500)", TROOPS, False),
        ("QUANTITY(people >= 500) ONEAR/3 soldiers", TROOPS, True),
        ("soldiers ONEAR/3 QUANTITY(people >= 500)", TROOPS, False),
        ("troops NOT NEAR/5 QUANTITY(people >= 500)", TROOPS, False),
        ("troops NOT NEAR/5 QUANTITY(people >= 5,000)", TROOPS, True),
        ("SENTENCE(france AND QUANTITY(people >= 500))", TROOPS, True),
        ("SENTENCE(france AND QUANTITY(people >= 1,000))", TROOPS, False),
        ("SENTENCE(troops AND QUANTITY(people <= 600))", TROOPS, False),
        ("FIRST/4(QUANTITY(people >= 1000))", TROOPS, True),
        ("FIRST/3(QUANTITY(people 500..600))", TROOPS, False),
        ("ATLEAST/2(QUANTITY(people >= 500))", TROOPS, True),
        ("ATLEAST/3(QUANTITY(people >= 0))", TROOPS, False),
        ("body:QUANTITY(people >= 500)", TROOPS, True),
        ("title:QUANTITY(people >= 500)", TROOPS, False),
        ("QUANTITY(people = 0)", "There are no U.S. troops in Niger.", True),
        ("QUANTITY(people = 1000)", "About 1,000 troops left.", True),
        ("QUANTITY(people >= 500)", "Nearly 500 troops left.", False),
        ("QUANTITY(people < 500)", "Nearly 500 troops left.", True),
        ("QUANTITY(people < 700)", "Fewer than 700 troops stay.", True),
        ("QUANTITY(people > 0)", "Fewer than 700 troops stay.", False),
        ("QUANTITY(people < 1,000)", "At least 40 people died.", False),
        ("QUANTITY(people >= 40)", "At least 40 people died.", True),
        ("QUANTITY(people > 40)", "At least 40 people died.", False),
        ("QUANTITY(people > 40)", "More than 40 people died.", True),
        ("QUANTITY(money > 100m USD)", AID, True),
        ("QUANTITY(money > 100m EUR)", AID, True),
        ("QUANTITY(money >= 200m EUR)", AID, False),
        ("QUANTITY(money > 100m GBP)", AID, False),
        ("QUANTITY(money > 500m)", AID, False),
        ("QUANTITY(money > 100m)", AID, True),
        ("washington NEAR/3 QUANTITY(money > 100m)", AID, True),
        ("berlin NEAR/1 QUANTITY(money > 100m)", AID, True),
        ("QUANTITY(people >= 7,000)", "Section 7008 bars aid to Air Base 201.", False),
    ],
)
def test_a_quantity_holds_where_all_of_it_lies_within_what_is_asked_for(query: str, text: str, expected: bool) -> None:
    assert matches(query, text) is expected


def test_a_french_item_is_read_in_french() -> None:
    french = item(body="Un millier de soldats français restent au Niger.", language="fr")
    assert matches("soldats NEAR/3 QUANTITY(people >= 1000)", french)


def test_the_figures_words_are_the_evidence() -> None:
    (passage,) = passages("QUANTITY(people >= 1000)", "It rained. The US keeps just over 1,000 U.S. troops there.")
    assert passage.quote == "The US keeps just over 1,000 U.S. troops there."
    assert [passage.quote[start:end] for start, end in passage.spans] == ["just over 1,000"]


def test_an_exclusion_takes_away_the_sentences_that_tell_such_a_quantity() -> None:
    assert not matches("troops", "About 40 troops left.", exclude="QUANTITY(people < 100)")
    assert matches("troops", "About 400 troops left.", exclude="QUANTITY(people < 100)")


@pytest.mark.parametrize(
    ("query", "text", "miss", "message"),
    [
        (
            "QUANTITY(people >= 500)",
            "It was just over 400 troops and 12 officers.",
            Miss.OTHER_QUANTITY,
            "no quantity of people at or above 500; the nearest is “just over 400 troops”",
        ),
        (
            "QUANTITY(people < 100)",
            "Some 400 troops and 150 officers left.",
            Miss.OTHER_QUANTITY,
            "no quantity of people below 100; the nearest is “150 officers”",
        ),
        (
            "QUANTITY(money > 100m USD)",
            "A loan of €900m and one of $3m",
            Miss.OTHER_QUANTITY,
            "no quantity of money above 100m USD; the nearest is “$3m”",
        ),
        (
            "QUANTITY(money > 100m USD)",
            "A loan of €900m",
            Miss.OTHER_QUANTITY,
            "no quantity of money above 100m USD; the nearest is “€900m”",
        ),
        (
            "QUANTITY(people = 5)",
            "A loan of $3m",
            Miss.ABSENT,
            "no quantity of people that is 5, nor any other of people",
        ),
        (
            "troops NEAR/2 QUANTITY(people 500..600)",
            "The troops are, he said after long talks, 550 soldiers.",
            Miss.TOO_FAR,
            "troops and QUANTITY(people 500..600) stand 6 words apart at the nearest, 2 allowed:"
            " “troops are, he said after long talks, 550”",
        ),
    ],
)
def test_why_not_names_the_nearest_quantity(query: str, text: str, miss: Miss, message: str) -> None:
    found = explain(compiled(query), item(body=text), FEED).why_not
    assert found is not None
    assert (found.miss, found.message) == (miss, message)


# --- against the obvious ---

figures = st.integers(0, 3_000)
OPERATORS = {
    ">=": lambda told, asked: told >= asked,
    ">": lambda told, asked: told > asked,
    "<=": lambda told, asked: told <= asked,
    "<": lambda told, asked: told < asked,
    "=": lambda told, asked: told == asked,
}


@given(
    told=st.lists(st.tuples(figures.filter(lambda one: one != 1), st.integers(0, 4)), max_size=5),
    asked=figures.filter(bool),
    operator=st.sampled_from(sorted(OPERATORS)),
    distance=st.integers(0, 3),
)
def test_plain_figures_compare_and_stand_as_the_obvious_reference_says(
    told: list[tuple[int, int]], asked: int, operator: str, distance: int
) -> None:
    sentences = [f"Alpha {'word ' * words}had {figure:,} troops." for figure, words in told]
    answering = [words for figure, words in told if OPERATORS[operator](figure, asked)]
    text = "\n\n".join(sentences)
    quantity = f"QUANTITY(people {operator} {asked})"
    assert matches(quantity, text) is bool(answering)
    near = any(words + 1 <= distance for words in answering)
    assert matches(f"SENTENCE(alpha ONEAR/{distance} {quantity})", text) is near
    assert matches(f"ATLEAST/{len(answering) + 1}({quantity})", text) is False
    assert not answering or matches(f"ATLEAST/{len(answering)}({quantity})", text)


amounts = st.one_of(
    st.integers(0, 10**16).map(Decimal),
    st.decimals(0, 10**6, places=2, allow_nan=False).map(lambda one: Decimal(int(one)) if one % 1 == 0 else one),
)


@given(
    st.sampled_from(QuantityKind),
    amounts,
    amounts,
    st.sampled_from(["<>", "<=", ">=", "=", ".."]),
    st.sampled_from([*CODES]),
)
def test_the_canonical_text_of_a_quantity_is_read_as_the_same(
    kind: QuantityKind, one: Decimal, other: Decimal, form: str, currency: str
) -> None:
    if kind is QuantityKind.PEOPLE:
        one, other, currency = Decimal(int(one)), Decimal(int(other)), ""
    low, high = sorted((one, other))
    node = {
        "<>": Quantity(kind, low, None, True, currency),
        "<=": Quantity(kind, None, high, False, currency),
        ">=": Quantity(kind, low, None, False, currency),
        "=": Quantity(kind, low, low, False, currency),
        "..": Quantity(kind, low, high, False, currency),
    }[form]
    assert read_query(str(node), "query") == node


@given(st.lists(st.sampled_from(StanceLabel), min_size=1, unique=True))
def test_the_canonical_text_of_a_stance_is_read_as_the_same(labels: list[StanceLabel]) -> None:
    node = And((Word("coup"), Stance(tuple(labels))))
    assert read_query(str(node), "query") == node


INSIDE = "people money > >= < <= = ≥ == 500 1,000 1.5 0199 100 m bn k .. USD EUR $ € x AND OR or asserted planned ,"


def tree_or_error(query: str) -> Node | QueryError:
    try:
        return read_query(query, "query")
    except QueryError as error:
        return error


@given(st.sampled_from(["QUANTITY(", "STANCE(", "quantity("]), st.lists(st.sampled_from(INSIDE.split()), max_size=6))
def test_anything_between_the_brackets_is_read_or_refused_at_a_place_inside(opening: str, inside: list[str]) -> None:
    query = f"a AND {opening}{' '.join(inside)})"
    read = tree_or_error(query)
    if isinstance(read, QueryError):
        assert read.cause
        assert 0 <= read.offset < read.offset + read.length <= len(query)
    else:
        assert read_query(str(read), "query") == read


PIECES = [
    "QUANTITY(people >= 5)",
    "QUANTITY(money < 1m)",
    *["a", "(", ")", "AND", "OR", "NOT", "NEAR/3", "SENTENCE(", "ATLEAST/2(", "title:", "-"],
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=8), st.lists(st.sampled_from(["a", "5 troops", "$5,", "b."]), max_size=8)
)
def test_quantities_among_any_operators_are_matched_or_refused(row: list[str], text: list[str]) -> None:
    query = " ".join(row)
    if not isinstance(tree_or_error(query), QueryError):
        found = explain(compiled(query), item(title=" ".join(text), body=" ".join(reversed(text))), FEED)
        assert (found.match is None) is (found.why_not is not None)
