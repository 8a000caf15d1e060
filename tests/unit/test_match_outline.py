"""A query cut into the pieces its author thinks in, and what each finds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from policywatch.match import Joint, Miss, Outline, Piece, compile_watch, outline
from policywatch.match.document import Document
from policywatch.match.evaluate import holds
from policywatch.match.query.tree import Node
from policywatch.model.watch import Severity, Watch
from tests.unit.match_texts import FEED, item
from tests.unit.test_match_reference import paragraphs, trees, write

LISTS = {"coup": ("coup", "putsch", "(takeover NOT NEAR/0 bid)"), "verbs": ("call", "declare")}
OTHERS = {"aid": Watch("aid", "Aid", Severity.LOW, "aid OR assistance")}
TEXT = "Washington declined to call the takeover in Niamey a coup. Aid goes on."


def outlined(query: str, text: str = TEXT, exclude: str = "", subject: str = "query") -> Outline:
    watch = Watch("w", "W", Severity.LOW, query, exclude)
    return outline(watch, subject, Document(item(title="News", body=text), FEED), LISTS, OTHERS)


def only(query: str, text: str = TEXT) -> Piece:
    (piece,) = outlined(query, text).pieces
    return piece


@pytest.mark.parametrize(
    ("query", "joint", "pieces"),
    [
        ("coup", Joint.ALL, ["coup"]),
        ("coup AND aid NOT film", Joint.ALL, ["coup", "aid", "NOT film"]),
        ("a b", Joint.ALL, ["a", "b"]),
        ("((coup) OR (junta AND mali))", Joint.ANY, ["coup", "(junta AND mali)"]),
        ("coup OR (a OR (b AND c))", Joint.ANY, ["coup", "a", "(b AND c)"]),
        ("SENTENCE((a NEAR/3 b) OR c)", Joint.ANY, ["SENTENCE(a NEAR/3 b)", "SENTENCE(c)"]),
        ("title:(SENTENCE(a OR b) OR c)", Joint.ANY, ["title:(SENTENCE(a))", "title:(SENTENCE(b))", "title:(c)"]),
        ("FIRST/5(a OR b)", Joint.ANY, ["FIRST/5(a)", "FIRST/5(b)"]),
        # what cannot be taken apart without changing its meaning stays whole
        ("SENTENCE(a AND (b OR c))", Joint.ALL, ["SENTENCE(a AND (b OR c))"]),
        ("ATLEAST/2(a OR b)", Joint.ALL, ["ATLEAST/2(a OR b)"]),
        ("(a OR b) NEAR/3 c", Joint.ALL, ["(a OR b) NEAR/3 c"]),
        # many words for one thing are one piece, and lists stay as they are written
        ("a OR b OR c OR d OR e OR f OR g", Joint.ALL, ["(a OR b OR ...)"]),
        ("@verbs NEAR/5 @coup OR @watch:aid", Joint.ANY, ["@verbs NEAR/5 @coup", "@watch:aid"]),
        # a stance is no matter of words
        ("coup AND STANCE(asserted)", Joint.ALL, ["coup"]),
        ("(coup OR (a AND b)) AND STANCE(asserted)", Joint.ANY, ["coup", "(a AND b)"]),
        ("a AND b AND STANCE(asserted)", Joint.ALL, ["a", "b"]),
        ("troops NEAR/5 QUANTITY(people >= 500)", Joint.ALL, ["troops NEAR/5 QUANTITY(people >= 500)"]),
        ("tag:wire AND stem:ban", Joint.ALL, ["tag:wire", "stem:ban"]),
    ],
)
def test_a_query_is_cut_where_its_author_would(query: str, joint: Joint, pieces: list[str]) -> None:
    found = outlined(query)
    assert (found.joint, [piece.text for piece in found.pieces]) == (joint, pieces)


def test_a_piece_that_holds_tells_its_words_as_published() -> None:
    piece = only("@verbs NEAR/9 @coup")
    assert (piece.held, piece.words, piece.terms, piece.why_not) == (True, ("call … takeover … coup",), (), None)


def test_a_piece_that_fails_tells_what_is_there_and_what_is_missing() -> None:
    piece = only("declined NEAR/9 (junta OR generals)")
    assert [(term.text, term.words) for term in piece.terms] == [
        ("declined", ("declined",)),
        ("(junta OR generals)", ()),
    ]
    assert [term.text for term in piece.missing] == ["(junta OR generals)"]


def test_how_near_it_came_is_told() -> None:
    piece = only("declined NEAR/2 coup")
    assert piece.missing == ()
    assert piece.why_not is not None
    assert (piece.why_not.miss, piece.why_not.found, piece.why_not.allowed) == (Miss.TOO_FAR, 7, 2)


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("x NOT NEAR/2 y", ["x"]),
        ("title:(x NEAR/2 y)", ["title:(x)", "title:(y)"]),
        ("SENTENCE(x AND y NOT z)", ["x", "y"]),
        ("ATLEAST/3(x)", ["x"]),
    ],
)
def test_the_terms_of_a_piece_are_what_must_occur(query: str, terms: list[str]) -> None:
    assert [term.text for term in only(query).terms] == terms


def test_a_not_holds_where_nothing_of_it_occurs_and_else_tells_what_does() -> None:
    found = outlined("coup NOT (film OR aid)")
    assert [(piece.held, piece.words) for piece in found.pieces] == [(True, ("coup",)), (False, ("Aid",))]
    assert outlined("coup NOT film").pieces[1].held


def test_the_nearest_miss_comes_first() -> None:
    found = outlined("(nothing AND here) OR (declined NEAR/1 coup) OR (coup AND mali) OR niger")
    assert [piece.text for piece in found.misses] == [
        "declined NEAR/1 coup",
        "(coup AND mali)",
        "niger",
        "(nothing AND here)",
    ]


def test_the_exclusion_can_be_outlined_too() -> None:
    found = outlined("coup", exclude='"marketing coup" OR (call NEAR/9 coup)', subject="exclude")
    assert [(piece.text, piece.held) for piece in found.pieces] == [
        ('"marketing coup"', False),
        ("call NEAR/9 coup", True),
    ]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tree=trees, fields=paragraphs.flatmap(lambda one: paragraphs.map(lambda other: [one, other, one])))
def test_the_pieces_hold_as_the_query_does(tree: Node, fields: list[list[list[list[tuple[str, str]]]]]) -> None:
    """On any query and any item: one alternative or all operands hold exactly where the query does."""
    one, _ = write(fields)
    doc = Document(one, FEED)
    watch = Watch("w", "W", Severity.LOW, str(tree))
    found = outline(watch, "query", doc, {}, {})
    held = [piece.held for piece in found.pieces]
    assert (any(held) if found.joint is Joint.ANY else all(held)) == holds(compile_watch(watch, {}).query, doc)
    for piece in found.misses:
        assert piece.terms or not piece.words or piece.text.startswith("NOT")
