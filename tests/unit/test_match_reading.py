"""What a watch makes of how a sentence says it: stance, actor, place and quantity of its passages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policywatch.errors import QueryError
from policywatch.match import CompiledWatch, MatchIndex, compile_watch, explain, failing_examples
from policywatch.match.compiled import find_match
from policywatch.match.document import Document
from policywatch.match.misses import Miss
from policywatch.model.match import Passage
from policywatch.model.quantity import QuantityKind
from policywatch.model.stance import Phase, StanceLabel
from policywatch.model.watch import Example, Severity, Watch
from policywatch.ready import shipped_reader
from tests.unit.match_texts import FEED, item

COUP = "(designat* OR declar*) NEAR/8 coup"
L = StanceLabel


def watch(query: str = COUP, **fields: object) -> CompiledWatch:
    values = {"id": "w", "title": "W", "severity": Severity.NORMAL, "version": "v1", **fields}
    return compile_watch(Watch(query=query, **values), {}, {}, shipped_reader())  # type: ignore[arg-type]


def passages(compiled: CompiledWatch, text: str, title: str = "", language: str | None = None) -> tuple[Passage, ...]:
    one = replace(item(title=title, body=text), language=language)
    found = find_match(compiled, Document(one, replace(FEED, language=None)))
    return found.passages if found else ()


def stances(compiled: CompiledWatch, text: str) -> list[tuple[str, str]]:
    return [(one.stance.label.value, one.stance.phase.value) for one in passages(compiled, text) if one.stance]


def test_a_passage_says_how_the_event_is_presented_who_acts_and_where() -> None:
    (one,) = passages(watch(), "Washington has stopped short of declaring a coup in Niger.")
    assert one.stance is not None
    assert (one.stance.label, one.actor, one.place) == (L.NEGATED, "US", "NE")
    assert [trigger.words for trigger in one.stance.triggers] == ["stopped short of"]
    (start, end) = one.stance.triggers[0].span
    assert one.quote[start:end] == "stopped short of"


def test_the_founding_sentence_is_withheld_and_its_halt_hypothetical() -> None:
    text = (
        "The US has refrained from designating the events as a coup, in part because of restrictions in American law"
        " that would trigger a halt to all US foreign assistance."
    )
    assert stances(watch(), text) == [("negated", "on")]
    assert stances(watch("halt NEAR/8 assistance"), text) == [("hypothetical", "on")]


def test_places_and_actors_leave_out_what_is_about_others() -> None:
    text = "France declared the takeover in Mali a coup.\n\nWashington declared the takeover in Niger a coup."
    assert [one.place for one in passages(watch(), text)] == ["ML", "NE"]
    assert [one.place for one in passages(watch(places=("NE",)), text)] == ["NE"]
    assert [one.actor for one in passages(watch(actors=("FR",)), text)] == ["FR"]
    assert passages(watch(places=("TD",)), text) == ()


def test_stance_in_a_query_leaves_out_what_is_presented_otherwise() -> None:
    text = "Washington declared it a coup.\n\nParis has not declared it a coup."
    assert [one.quote[:5] for one in passages(watch(f"{COUP} AND STANCE(negated)"), text)] == ["Paris"]
    assert len(passages(watch(f"({COUP}) STANCE(negated OR asserted)"), text)) == 2
    assert passages(watch(f"({COUP}) STANCE(planned)"), text) == ()


def test_without_a_reader_stance_in_a_query_is_refused() -> None:
    with pytest.raises(QueryError, match="STANCE"):
        compile_watch(Watch("w", "W", Severity.LOW, f"({COUP}) STANCE(negated)"), {})


def test_what_reverse_finds_is_the_event_undone_and_brings_the_watch_up() -> None:
    compiled = watch("impos* NEAR/5 sanctions", reverse="lift* NEAR/5 sanctions")
    assert stances(compiled, "Brussels lifted its sanctions on Monday.") == [("asserted", "off")]
    assert stances(compiled, "Brussels imposed sanctions on Monday.") == [("asserted", "on")]
    lifted = item(body="Brussels lifted its sanctions on Monday.")
    assert len(MatchIndex([compiled]).matches(lifted, FEED)) == 1


def test_what_was_not_undone_is_still_on() -> None:
    compiled = watch("impos* NEAR/5 sanctions", reverse="lift* NEAR/5 sanctions")
    assert stances(compiled, "Brussels has not lifted its sanctions.") == [("asserted", "on")]


def test_a_quantity_is_told_where_the_watch_asks_for_one() -> None:
    text = "The US has just over 1,000 troops in Niger and pays $5m a year."
    (one,) = passages(watch("US ONEAR/8 troops", quantity=QuantityKind.PEOPLE), text)
    assert one.quantity is not None
    assert (int(one.quantity.low or 0), one.quantity.unit) == (1000, "troops")
    assert passages(watch("US ONEAR/8 troops"), text)[0].quantity is None


def test_french_is_read_as_french_also_where_nobody_says_so() -> None:
    compiled = watch("qualifi* NEAR/8 coup")
    text = "Washington s'est abstenu de qualifier les événements au Niger de coup d'État."
    assert stances(compiled, text) == [("negated", "on")]
    assert [(one.actor, one.place) for one in passages(compiled, text, language="fr")] == [("US", "NE")]


def test_what_stands_in_the_query_itself_does_not_decide_against_it() -> None:
    """Of a postponed election it is the election that does not happen, but the postponement was looked for."""
    assert stances(watch("postpon* NEAR/5 election"), "The junta postponed the election.") == [("asserted", "on")]
    assert stances(watch("postpon* NEAR/5 election"), "The junta has not postponed the election.") == [
        ("negated", "on")
    ]


@pytest.mark.parametrize(
    ("example", "why"),
    [
        (Example("Paris has not declared it a coup.", stance=L.NEGATED, actor="FR"), None),
        (Example("Paris has not declared it a coup.", stance=L.ASSERTED), "it is read as stance negated (by “not”)"),
        (Example("Paris declared it a coup.", phase=Phase.OFF), "it is read as phase on"),
        (Example("Paris declared it a coup.", actor="US"), "it is read as actor FR"),
        (Example("They declared it a coup.", place="NE"), "it is read as place nobody can tell"),
    ],
)
def test_an_example_says_how_it_must_be_read(example: Example, why: str | None) -> None:
    assert [failed.why for failed in failing_examples(watch(examples=(example,)))] == ([why] if why else [])


@pytest.mark.parametrize(
    ("fields", "miss", "message"),
    [
        ({"places": ("ML",)}, Miss.PLACE, "it takes place in NE"),
        ({"actors": ("FR",)}, Miss.ACTOR, "US acts in it"),
        ({"query": f"({COUP}) STANCE(planned)"}, Miss.STANCE, "it is read as negated"),
    ],
)
def test_explain_says_why_what_was_found_does_not_count(fields: dict[str, object], miss: Miss, message: str) -> None:
    text = "Washington has stopped short of declaring a coup in Niger."
    why_not = explain(watch(**fields), item(body=text), FEED).why_not  # type: ignore[arg-type]
    assert why_not is not None
    assert (why_not.miss, why_not.message) == (miss, message)
