"""Texts made to hurt the reader of quantities: an answer in bounded time, with spans inside the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.match.quantities import read_quantities

#: seconds; generous, because the machines that run tests are slow and shared
ENOUGH = 10.0
LONG = 100_000

PIECES = """
    1,100 500 2023 0199 1.2 1,2 1,000 20 73 201 26 1 0 $ € £ US$ S$ % / - – — : . , ; ( ) + ~ # ' ’ " Section F- bn m k
    M one two four dix vingt vingts soixante quatre cent mille hundred hundreds thousand million millions dozen half
    quarter a an the un une demi of de d' and et to à or between entre from about nearly environ près at least no aucun
    troops soldiers soldats dead people U.S. Americans dollars euros francs CFA USD percent July killed strong in aid
"""
words = st.sampled_from(PIECES.split())
gaps = st.sampled_from(
    [" ", " ", " ", "", "-", "\u00a0", "\u202f", "\n", "\n\n", "\u200b", "\u00ad", "\u0301", "\u202e"]
)
texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.tuples(words, gaps), max_size=30).map(lambda pairs: "".join(word + gap for word, gap in pairs)),
    st.lists(st.tuples(words, st.text(max_size=3)), max_size=20).map(
        lambda pairs: "".join(word + gap for word, gap in pairs)
    ),
)


@given(texts, st.sampled_from(["en", "fr", "de", "", None]))
def test_any_text_is_read_and_spans_lie_inside_it(text: str, lang: str | None) -> None:
    end = 0
    for quantity in read_quantities(text, lang):
        assert end <= quantity.span[0] < quantity.span[1] <= len(text)
        assert quantity.span[0] <= quantity.figure[0] < quantity.figure[1] <= quantity.span[1]
        assert quantity.words == text[slice(*quantity.span)]
        low, high = quantity.low, quantity.high
        assert low is not None or high is not None
        assert low is None or high is None or 0 <= low <= high
        end = quantity.span[1]


@given(texts)
def test_signs_that_nobody_sees_change_nothing(text: str) -> None:
    """The same quantities are read where a soft hyphen stands between any two characters."""
    plain = [(one.low, one.high, one.unit) for one in read_quantities(text)]
    assert [(one.low, one.high, one.unit) for one in read_quantities("\u00ad".join(text))] == plain


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "1,1,1,",
        "1'",
        "1.",
        "1-",
        "1 ",
        "123 ",
        "1\u00a0",
        "$",
        "$1",
        "5 to ",
        "from 5 to 6 ",
        "between 5 and 6 ",
        "hundred ",
        "hundred and ",
        "hundreds of ",
        "million ",
        "one ",
        "half a ",
        "a few hundred of ",
        "no ",
        "quatre-vingt-",
        "deux cent ",
        "mille et ",
        "5\n\n",
        "500 Big Red ",
        "troops 5, ",
        "just over ",
        "u.s.",
        "a.",
        "x",
        " ",
        "e\u0301",
        "5\u0301",
        "😀",
        "\u0661\u202e\u05d0 ",
        "\ud800 5 troops ",
        "5 troops",
    ],
)
def test_a_hostile_text_is_read_in_bounded_time(piece: str) -> None:
    text = piece * (LONG // len(piece))
    started = time.process_time()
    for lang in ("en", "fr"):
        assert all(one.span[1] <= len(text) for one in read_quantities(text, lang))
    read_quantities("5" + text + "troops")
    assert time.process_time() - started < ENOUGH
