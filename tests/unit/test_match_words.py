"""Words: folding, word boundaries, places in the original text."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policywatch.match.normalize import exact, fold, split, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Coup d’État", ["coup", "d", "etat"]),
        ("coup d'etat", ["coup", "d", "etat"]),
        ("anti-coup", ["anti", "coup"]),
        ("the U.S. Army", ["the", "us", "army"]),
        ("The US’ role", ["the", "us", "role"]),
        ("U.S.-led", ["us", "led"]),
        ("U.S.A. and U.S.", ["usa", "and", "us"]),
        ("1,000 troops", ["1000", "troops"]),
        ("1\u202f000 soldats", ["1000", "soldats"]),
        ("3.5bn or 1,5 or 200m", ["3.5bn", "or", "1,5", "or", "200m"]),
        ("a sentence. Another", ["a", "sentence", "another"]),
        ("Straße", ["strasse"]),
        ("İstanbul", ["istanbul"]),
        ("ﬁre", ["fire"]),
        ("cœur", ["coeur"]),
        ("e\u0301tat", ["etat"]),
        ("sus\u00adpend", ["suspend"]),
        ("ＷＨＯ", ["who"]),
        ("snake_case", ["snake", "case"]),
        ("👍🏽 coup 👨‍👩‍👧", ["coup"]),
        ("انقلاب في النيجر", ["انقلاب", "في", "النيجر"]),
        ("v⒒ 3.5⒒ 3,5⒒ ½m", ["v11", "3.511", "3511", "12m"]),
        ("", []),
    ],
)
def test_words_are_what_a_reader_calls_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_exact_form_keeps_case_and_accents_only() -> None:
    assert [exact(word) for word in ("WHO", "État", "U.S.", "1,000", "ＷＨＯ", "co\u00adup")] == [
        "WHO",
        "État",
        "US",
        "1000",
        "WHO",
        "coup",
    ]


#: what makes folding hard, more often than chance would
hard = st.text(
    st.one_of(st.sampled_from("aé\u0301İßﬁŒ’'.,_- 1\u00ad\u200d\u200b\ufe0f👍\u05d0\u0627½ﷺ⒒"), st.characters()),
    max_size=60,
)


def published(text: str) -> list[str]:
    """Return a text's words as they stand in it."""
    ends = list(accumulate(map(len, split(text))))
    return [text[start:end] for start, end in zip(ends[0::2], ends[1::2], strict=False)]


@given(hard)
@example("U.S")
@example("½ﷺ")
def test_every_word_stands_where_it_says_and_folds_to_itself(text: str) -> None:
    pieces = split(text)
    ends = list(accumulate(map(len, pieces)))
    assert ends[-1] == len(text)
    gaps = [text[end - len(piece) : end] for end, piece in zip(ends[::2], pieces[::2], strict=True)]
    assert not any(char.isdecimal() or (char.isalpha() and char not in "ʼʻ") for gap in gaps for char in gap)
    assert all(word[0].isalnum() for word in published(text))
    assert [fold(word) for word in published(text)] == words(text)
    assert not any(" " in word for word in words(text))


@given(hard)
def test_ascii_text_has_the_same_words_beside_other_text(text: str) -> None:
    """There are two patterns, one of them faster; which is used must not show."""
    ascii_text = text.encode("ascii", "ignore").decode()
    assert words(ascii_text) == words(ascii_text + " \u2022 é")[:-1]


def test_a_hostile_text_takes_linear_time() -> None:
    for text in (
        "a." * 200_000,
        "1," * 200_000,
        "a\u0301\u200d" * 100_000,
        "a" + "\u200d" * 400_000,
        "1\u00a0" * 200_000,
    ):
        assert len(words(text)) <= len(text)


@given(hard)
@example("v⒒")
@example("¼x")
@example("ำ")
@example("ŉ")
@example("3,5⒒")
def test_words_in_folded_form_are_read_as_the_same_words(text: str) -> None:
    """A query's canonical text is made of them."""
    for word in filter(None, words(text)):
        assert words(word) == [word]
    for word in filter(None, map(exact, published(text))):
        assert list(map(exact, published(word))) == [word]
