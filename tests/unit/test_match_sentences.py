"""Sentences: where they end and where they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.match.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["The army left.", "It came back."],
        ["Mr. Doe met Gen. Salou in the U.S. Army base near St. Louis.", "They talked."],
        ["He returned to the U.S.", "The talks failed."],
        ["Exports fell 3.5 percent to $1.2 billion.", "Imports rose."],
        ["“We will stay.”", "The envoy said no more."],
        ["“We will stay!” the envoy said."],
        ["Well... perhaps."],
        ["They waited…", "Nothing came."],
        ["Was it a coup?", "Nobody said so!", "Yet."],
        ["See No. 5 of Jan. 6 and Art. 7 of the law.", "It is short."],
        ["J. A. Smith wrote it.", "I read it."],
        ["« Nous restons. »", "Il est parti."],
        ["M. Diallo et Mme. Barry sont partis.", "Le ministre reste."],
        ["The firm is Acme Inc. of Dover.", "It closed."],
        ["He left at 5 p.m. on Monday.", "She stayed."],
        ["政変が起きた。", "軍は去った。"],
    ],
)
def test_sentences_end_where_a_reader_ends_them(parts: list[str]) -> None:
    text = " ".join(parts)
    assert [text[start:end] for start, end in sentences(text)] == parts


def test_a_headline_ends_with_its_line() -> None:
    text = "Envoy leaves Niamey\n\nTalks have failed\nEmbassy stays open\n\nThe envoy left today."
    assert [text[start:end] for start, end in sentences(text)] == [
        "Envoy leaves Niamey",
        "Talks have failed",
        "Embassy stays open",
        "The envoy left today.",
    ]


def test_a_wrapped_line_goes_on() -> None:
    text = "The envoy left the capital on the last flight of the day with\nPresident Doe and the\nstaff. Nobody stayed."
    assert len(sentences(text)) == 2


@given(st.text(st.one_of(st.sampled_from('aA.!?…\n "”»«U.S'), st.characters()), max_size=80))
def test_sentences_hold_all_text_but_space_in_order(text: str) -> None:
    end = 0
    for start, stop in sentences(text):
        assert end <= start < stop <= len(text)
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert not text[end:].strip()
