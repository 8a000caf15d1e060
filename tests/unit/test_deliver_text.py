"""Hostile text is cleaned, and cut only where no sign falls apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.deliver.text import ELLIPSIS, clean, cut, sign_end

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
NIGER = "\U0001f1f3\U0001f1ea"
FRANCE = "\U0001f1eb\U0001f1f7"
#: every character there is, lone surrogates included
ANY_TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\x1b[31mred\x1b[0m", "a[31mred[0m"),
        ("one\r\ntwo\tthree\u2028four\x85five", "one two three four five"),
        ("\u202egnp.exe\u202c \u2066x\u2069", "gnp.exe x"),
        ("nul\x00 bell\x07 del\x7f csi\x9b", "nul bell del csi"),
        ("lone \ud83d half", "lone \ufffd half"),
        ("\ufeffbom", "bom"),
        ("co\u200bup soft\xadhyphen \u200fmark\u200e", "coup softhyphen mark"),
    ],
)
def test_nothing_that_hides_reorders_or_drives_a_terminal_stays(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


def test_scripts_and_signs_stay_as_they_are() -> None:
    text = f"Côte d’Ivoire نیجر می‌خواهم 尼日尔 {FAMILY} {NIGER} ไนเจอร์"
    assert clean(text) == text


@given(ANY_TEXT)
def test_clean_text_is_one_line_that_can_be_encoded(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert len(f"{cleaned}.".splitlines()) == 1
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "sign", [FAMILY, NIGER, "e\u0301\u0323", "\U0001f44d\U0001f3fd", "\u1112\u1161\u11ab", "❤\ufe0f"]
)
def test_a_sign_of_several_characters_is_never_split(sign: str) -> None:
    text = "ab" + sign + "cd"
    assert [sign_end(text, at) for at in range(2, 2 + len(sign))] == [2] * len(sign)
    assert sign_end(text, 2 + len(sign)) == 2 + len(sign)


def test_a_row_of_flags_is_cut_between_flags() -> None:
    assert [sign_end(NIGER + FRANCE, at) for at in range(5)] == [0, 0, 2, 2, 4]


def test_a_heap_of_marks_is_cut_anyway() -> None:
    heap = "a" + "\u0301" * 10_000
    assert len(cut(heap, 100)) == 100


def test_what_is_left_out_shows() -> None:
    assert cut("A designation would halt aid", 14) == "A designation…"
    assert cut("short", 5) == "short"
    assert cut("long", 1) == ELLIPSIS


@given(ANY_TEXT, st.integers(1, 50))
def test_a_cut_text_is_never_longer_than_its_limit(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert len(short) <= limit
    assert short == text or (short.endswith(ELLIPSIS) and text.startswith(short[:-1]))


@given(st.text(st.sampled_from("a \u0301\u200d\U0001f468\U0001f1f3\U0001f3fd"), max_size=150), st.integers(0, 150))
def test_a_place_to_cut_is_never_far_before_the_one_asked_for(text: str, at: int) -> None:
    assert min(at, len(text)) - 64 < sign_end(text, at) <= at
