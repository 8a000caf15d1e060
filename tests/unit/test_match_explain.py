"""Why a watch matched, or did not; examples; hints."""

from __future__ import annotations

import pytest

from policywatch.errors import QueryError
from policywatch.match import Miss, WhyNot, compile_watch, explain, failing_examples, hints, list_hints
from policywatch.model.watch import Example, Severity, Watch
from tests.unit.match_texts import FEED, compiled, item

TEXT = "Washington declined to call the takeover in Niamey a coup. Aid goes on."


def why_not(query: str, text: str = TEXT, **fields: object) -> WhyNot:
    found = explain(compiled(query, **fields), item(body=text), FEED).why_not  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("query", "clause", "miss"),
    [
        ("coup AND mali AND chad", "mali", Miss.ABSENT),
        ("mali OR chad", "mali OR chad", Miss.ABSENT),
        ("coup NOT aid", "NOT aid", Miss.FORBIDDEN),
        ("title:coup", "title:coup", Miss.OTHER_FIELD),
        ("{Coup}", "{Coup}", Miss.OTHER_CASE),
        ('"coup call"', '"coup call"', Miss.APART),
        ("SENTENCE(coup AND aid)", "SENTENCE(coup AND aid)", Miss.SCATTERED),
        ("FIRST/3(coup)", "FIRST/3(coup)", Miss.SCATTERED),
        ("ATLEAST/2(coup)", "ATLEAST/2(coup)", Miss.TOO_FEW),
        ("coup NOT NEAR/1 aid", "coup NOT NEAR/1 aid", Miss.TOO_NEAR),
        ("coup ONEAR/9 call", "coup ONEAR/9 call", Miss.WRONG_ORDER),
        ("mali OR (declined NEAR/2 coup)", "declined NEAR/2 coup", Miss.TOO_FAR),
        ("(mali OR chad) NEAR/5 coup", "mali OR chad", Miss.ABSENT),
    ],
)
def test_the_first_clause_that_failed_is_named(query: str, clause: str, miss: Miss) -> None:
    found = why_not(query)
    assert (found.clause, found.miss) == (clause, miss)


def test_a_distance_that_is_too_long_is_told_with_the_nearest_miss() -> None:
    found = why_not("(declined OR refused) NEAR/5 coup")
    assert (found.allowed, found.found) == (5, 7)
    assert found.nearest == "declined to call the takeover in Niamey a coup"
    assert "7 words apart at the nearest, 5 allowed" in found.message


def test_selectors_and_exclusion_are_reasons_too() -> None:
    assert why_not("coup", feeds=("tag:official",)).miss is Miss.FEED
    assert why_not("coup", languages=("fr",)).miss is Miss.LANGUAGE
    assert why_not("coup", exclude="takeover").miss is Miss.EXCLUDED


def test_a_match_is_the_one_the_index_finds() -> None:
    found = explain(compiled("coup"), item(body=TEXT), FEED)
    assert found.why_not is None
    assert found.match is not None
    assert (found.match.watch_id, found.match.watch_version) == ("w", "v1")


def test_examples_that_do_not_hold_are_named_with_the_reason() -> None:
    examples = (
        Example("They declined to call it a coup."),
        Example("The film was a marketing coup.", match=False),
        Example("A coup, they said for a long time, is what nobody here declined to see."),
        Example("She declined the word coup.", match=False),
    )
    watch = compiled("declined NEAR/5 coup", '"marketing coup"', examples, feeds=("nowhere",), languages=("fr",))
    failed = failing_examples(watch)
    assert [one.index for one in failed] == [2, 3]
    assert "10 words apart" in failed[0].why
    assert "“declined”" in failed[1].why


WIDE = " OR ".join(f"word{number}" for number in range(40))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("(coup OR putsch) NEAR/0 (niger OR niamey)", "(coup OR putsch) and (niger OR niamey) stand"),
        (f"({WIDE}) NEAR/5 coup", "“coup” is there, but none of these occurs: word0, word1,"),
        (
            f"({WIDE} OR coup) NEAR/1 (mali OR Washington)",
            "(word0 OR … 41 alternatives) and (mali OR washington) stand",
        ),
        ("SENTENCE(mali NEAR/5 chad) OR SENTENCE(coup NEAR/5 mali)", "“coup” is there, but mali does not occur"),
        ("SENTENCE(mali AND chad) OR SENTENCE(mali AND togo)", "none of 2 alternatives occurs, not even in part"),
    ],
)
def test_the_reason_names_what_is_there_and_stays_short(query: str, message: str) -> None:
    found = why_not(query)
    assert message in found.message
    assert len(found.message) < 200


@pytest.mark.parametrize(
    ("query", "place", "message"),
    [
        ("coup or niger", "or", "the operator is OR"),
        ("coup (Aid Halt)", "Aid Halt", 'if a phrase is meant, write "Aid Halt"'),
        ("sentence(coup)", "sentence", "the operator is SENTENCE(...)"),
        ("coup And niger", "And", "the operator is AND"),
        ("coup near niger", "near", "the operator is NEAR/5"),
        ("coup within 5 niger", "within 5", "write NEAR/5"),
        ("coup adj5 niger", "adj5", "write NEAR/5"),
        ("coup ANDNOT film", "ANDNOT", "write NOT"),
        ("FIRST(coup)", "FIRST", "the operator is FIRST/50(...)"),
        ("burkina faso coup", "burkina faso coup", 'write "burkina faso coup"'),
        ("coup, military putsch", "coup, military putsch", 'write coup OR "military putsch"'),
        ("niger AND ('coup attempt')", "'coup attempt'", 'a phrase is written "coup attempt"'),
        ("niger AND ‘coup attempt’", "‘coup attempt’", 'a phrase is written "coup attempt"'),
        ("coup !film", "!film", "write NOT film"),
        ("military coup NEAR/5 niger", "military coup", "NEAR/5 takes coup alone"),
        ("coup NEAR/5 niger delta", "niger delta", "NEAR/5 takes niger alone"),
    ],
)
def test_hints_name_what_is_probably_not_meant(query: str, place: str, message: str) -> None:
    (hint,) = hints(compiled(query).watch)
    assert query[hint.offset : hint.offset + hint.length] == place
    assert message in hint.message


def test_hints_of_the_exclusion_and_of_lists_say_where_they_belong() -> None:
    (hint,) = hints(compiled("coup", "film or play").watch)
    assert (hint.place, hint.offset) == (("watch", "w", "exclude"), 5)
    found = list_hints({"good": ("niger", "Burkina Faso", '"a, b"'), "sahel": ("chad", "niger, mali", "(x or y)")})
    assert [(one.place, one.offset) for one in found] == [(("list", "sahel", 1), 0), (("list", "sahel", 2), 3)]
    assert "[niger, mali]" in found[0].message


def test_a_word_that_is_a_lists_name_may_be_meant_for_the_list() -> None:
    watch = compiled("coup NEAR/5 (sahel OR troops) AND title:sahel")
    lists = {"sahel": ("niger", "mali"), "troops": ("troops", "soldiers")}
    found = hints(watch.watch, lists)
    assert [(one.offset, one.message) for one in found] == [
        (offset, "sahel is searched for as a word; the list of that name is @sahel") for offset in (13, 40)
    ]


def test_a_plain_query_needs_no_hint() -> None:
    assert hints(compiled("title:coup AND l'etat NOT film").watch) == ()
    assert hints(compiled('(designat* OR declar*) NEAR/8 (coup OR "coup d\'etat") OR "section 7008"').watch) == ()


def test_an_error_says_whether_it_is_in_the_query_or_the_exclusion() -> None:
    with pytest.raises(QueryError) as caught:
        compiled("coup", exclude="film AND")
    assert (caught.value.subject, caught.value.offset) == ("exclude", 5)


def test_a_watch_can_reuse_another_and_never_itself() -> None:
    def watch(name: str, query: str) -> Watch:
        return Watch(id=name, title=name, severity=Severity.LOW, query=query)

    others = {"a": watch("a", "coup OR putsch"), "b": watch("b", "@watch:c"), "c": watch("c", "@watch:b")}
    assert str(compile_watch(watch("d", "@watch:a AND niger"), {}, others).query) == "(coup OR putsch) AND niger"
    with pytest.raises(QueryError, match="leads back to itself: watch:b > watch:c > watch:b"):
        compile_watch(others["b"], {}, others)
