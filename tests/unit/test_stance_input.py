"""Whatever text comes, a stance comes back: no exception, offsets that fit, time that does not grow with the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policywatch import read_stance
from policywatch.model.stance import Stance
from tests.unit.stance_texts import marked

#: pieces that the reader has rules for, and what news feeds add to them
_ENGLISH = (
    "the US France that which who not n't never to would will may could had if unless said denied refused weighs lift"
    " sanctions suspended suspending coup plan threat and but nor without instead of than as be been being is was"
)
_FRENCH = "ne pas n' plus de qu' a été refuse menace suspendre"
_SIGNS = ", . ; : ? ! — - … “ ” ' ’ ( ) \n \u200b \u00ad 🪖 انقلاب 政变 переворот 2019 1,000 U.S. ''"
PIECES = st.sampled_from(f"{_ENGLISH} {_FRENCH} {_SIGNS}".split(" "))
TEXTS = st.lists(PIECES, max_size=60).map(" ".join) | st.text(max_size=200)


def fits(found: Stance, text: str) -> bool:
    return all(text[slice(*one.span)] == one.words and one.words for one in found.triggers)


@given(text=TEXTS, data=st.data(), lang=st.sampled_from(["en", "fr"]))
@settings(max_examples=400, deadline=None)
def test_any_text_and_span_have_a_stance(text: str, data: st.DataObject, lang: str) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert fits(read_stance(text, (start, end), lang), text)


@pytest.mark.parametrize("span", [(-1, 2), (3, 2), (0, 41), (41, 41)])
def test_a_span_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="does not lie in a text of 40 characters"):
        read_stance("x" * 40, span)


def test_a_language_without_a_lexicon_is_refused() -> None:
    with pytest.raises(ValueError, match="no lexicon for 'de'; there are en, fr"):
        read_stance("Berlin hat die Hilfe ausgesetzt.", (20, 31), "de")


@pytest.mark.parametrize("span", [(0, 0), (0, 5), (13, 13), (0, 13), (12, 13)])
def test_spans_at_the_ends_empty_and_over_everything_are_read(span: tuple[int, int]) -> None:
    assert read_stance("Paris signed.", span).label == "asserted"


@pytest.mark.parametrize("text", ["", " ", "...", "\u200b", "🪖🪖", "؟"])
def test_a_text_without_words_is_asserted(text: str) -> None:
    assert read_stance(text, (0, len(text))) == Stance(read_stance(text, (0, 0)).label)


@pytest.mark.parametrize(
    "text",
    [
        "not " * 25_000 + "[suspended]" + " not" * 25_000,
        "that " * 20_000 + "[suspended]",
        "which, " * 15_000 + "[suspended]" + ", who said" * 10_000,
        "refused to " * 9_000 + "[suspend]",
        "x" * 50_000 + "[suspended]" + "y" * 50_000,
        "(" * 50_000 + "[suspended]" + ")" * 50_000,
        "n't" * 30_000 + "[suspended]",
        "the " * 25_000 + "[coup]" + " of the" * 15_000,
        "\u200b" * 50_000 + "[coup]" + "\u0301" * 50_000,
    ],
    ids=["not", "that", "which", "refused", "one word", "brackets", "apostrophes", "the", "invisible"],
)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_100_kilobytes_without_a_full_stop_are_read(text: str, lang: str) -> None:
    plain, span = marked(text)
    assert fits(read_stance(plain, span, lang), plain)


def test_a_trigger_far_away_is_beyond_reach() -> None:
    padding = "and the road and the bridge and the field " * 400
    text = f"Paris refused to sign {padding}[suspended]"
    assert read_stance(*marked(text)).triggers == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Paris did not [sus\u00adpend] aid.", "negated"),
        ("Paris did\u00a0not [suspend] aid.", "negated"),
        ("Paris didn’t [suspend] aid.", "negated"),
        ("PARIS DID NOT [SUSPEND] AID", "negated"),
        ("Paris did not\n[suspend] aid.", "negated"),
        ("العربية: Paris did not [suspend] aid", "negated"),
        ("🪖 Paris did not [suspend] aid 🪖", "negated"),
    ],
)
def test_signs_that_nobody_sees_and_other_scripts_do_not_disturb(text: str, expected: str) -> None:
    assert read_stance(*marked(text)).label == expected


def test_a_slip_of_the_scanner_costs_the_word_it_hits_only() -> None:
    assert read_stance(*marked("Paris did not susp3nd aid and did not [recall] its envoy.")).label == "negated"
