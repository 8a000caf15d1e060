"""What every channel says about an alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.deliver.compose import LONGEST_LINK, compose, readable, safe_link, times
from policywatch.deliver.quotes import LONGEST_QUOTE, Piece, shortened
from policywatch.model.alert import Evidence
from policywatch.model.finding import Finding
from policywatch.model.match import Passage
from tests.sample_alerts import ITEM, ONE_ITEM, RAISED_AT, SOON, THREE_ITEMS, WITHHELD, alert, saying


def pieces_of(sentence: str, *spans: tuple[int, int]) -> tuple[Piece, ...]:
    passage = Passage("body", 0, len(sentence), sentence, spans)
    found = replace(WITHHELD, passage=passage)
    return compose(alert(Evidence(ITEM, "Example News", (found,))), SOON).exhibits[0].quotes[0].pieces


def test_the_headline_names_the_watch_the_outlet_and_the_item() -> None:
    assert compose(ONE_ITEM, SOON).headline == f"Coup designation — Example News: {ITEM.title}"


def test_the_headline_of_several_items_counts_them() -> None:
    headline = compose(THREE_ITEMS, SOON).headline
    assert headline == "Coup designation — 3 items from Example News, Le Courrier d'exemple, Example Arabic"


def test_the_headline_of_many_outlets_names_three() -> None:
    many = alert(*(Evidence(ITEM, f"Outlet {number}", (WITHHELD,)) for number in range(40)))
    assert compose(many, SOON).headline == "Coup designation — 40 items from Outlet 0, Outlet 1, Outlet 2 and 37 more"


def test_matched_words_are_marked() -> None:
    assert pieces_of("Aid is halted today.", (7, 13)) == (
        Piece("Aid is "),
        Piece("halted", marked=True),
        Piece(" today."),
    )


def test_spans_say_where_the_marked_words_stand_in_the_shown_text() -> None:
    quote = compose(saying("Aid  is\nhalted\x00, US aid\u202e gone", "halted", "gone"), SOON).exhibits[0].quotes[0]
    assert quote.text == "Aid is halted, US aid gone"
    assert [quote.text[start:end] for start, end in quote.spans] == ["halted", "gone"]


def test_touching_marks_are_one_and_marks_hold_no_outer_space() -> None:
    assert pieces_of("an anti-coup law", (3, 8), (8, 12)) == (
        Piece("an "),
        Piece("anti-coup", marked=True),
        Piece(" law"),
    )
    assert pieces_of("the  halt \n of aid", (3, 11)) == (Piece("the "), Piece("halt", marked=True), Piece(" of aid"))
    assert pieces_of("all space   here", (9, 12)) == (Piece("all space here"),)


def test_a_long_sentence_is_shown_around_its_first_match() -> None:
    sentence = "word " * 20_000 + "the halt of aid " + "word " * 20_000
    start = sentence.index("halt")
    found = compose(saying(sentence, "halt"), SOON).exhibits[0].quotes[0]
    assert found.is_cut
    assert len(found.text) <= LONGEST_QUOTE
    assert found.text.startswith("…word word")
    assert found.text.endswith("…")
    assert [found.text[a:b] for a, b in found.spans] == ["halt"]
    assert sentence[start - 4 :].startswith("the halt")


def test_a_match_at_the_very_end_of_a_long_sentence_is_shown() -> None:
    found = compose(saying("word " * 5_000 + "halt", "halt"), SOON).exhibits[0].quotes[0]
    assert found.text.endswith("word halt")


def test_an_endless_match_is_cut_too() -> None:
    assert len("".join(piece.text for piece in pieces_of("x" * 100_000, (0, 100_000)))) == LONGEST_QUOTE - 1


def test_long_titles_and_outlets_are_cut() -> None:
    exhibit = compose(saying("a halt", "halt", title="T" * 200_000, outlet="O" * 5_000), SOON).exhibits[0]
    assert (len(exhibit.title), len(exhibit.outlet)) == (300, 100)


def test_an_item_without_title_or_outlet_still_has_something_to_call_it_by() -> None:
    exhibit = compose(saying("a halt", "halt", title=" \x00", outlet=""), SOON).exhibits[0]
    assert (exhibit.title, exhibit.outlet) == ("(untitled)", "example-africa")


@pytest.mark.parametrize(
    ("late", "told"),
    [
        (timedelta(0), ""),
        (timedelta(minutes=10), ""),
        (timedelta(minutes=10, seconds=1), "sent 10 min 1 s late"),
        (timedelta(hours=2, minutes=5), "sent 2 h 5 min late"),
        (timedelta(seconds=-30), ""),
    ],
)
def test_a_late_alert_says_how_late_it_is(late: timedelta, told: str) -> None:
    assert compose(ONE_ITEM, RAISED_AT + late).lateness == told


def test_times_are_told_in_utc() -> None:
    eastern = timezone(timedelta(hours=-5))
    assert readable(datetime(2026, 1, 9, 20, 30, tzinfo=eastern)) == "10 Jan 2026, 01:30 UTC"
    assert times(compose(ONE_ITEM, SOON).exhibits[0]) == ("published 2 Mar 2026, 13:53 UTC, seen 2 Mar 2026, 14:05 UTC")


def test_a_time_nobody_gave_is_not_told() -> None:
    assert times(compose(THREE_ITEMS, SOON).exhibits[2]) == "seen 2 Mar 2026, 14:05 UTC"


@pytest.mark.parametrize(
    ("link", "safe"),
    [
        ("https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"),
        ("http://example.org/a|b<c>d\"e'f`g h", "http://example.org/a%7Cb%3Cc%3Ed%22e%27f%60g%20h"),
        ("https://example.org/café", "https://example.org/caf%C3%A9"),
        ("https://example.org/\x1b]8;;x\x07\u202e", "https://example.org/%1B]8;;x%07%E2%80%AE"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://example.org/", None),
        ("//example.org/", None),
        ("/relative", None),
        ("https://", None),
        ("https://[::1", None),
        ("", None),
        (None, None),
        ("https://example.org/" + "x" * LONGEST_LINK, None),
    ],
)
def test_only_links_that_are_safe_to_click_are_shown(link: str | None, safe: str | None) -> None:
    assert safe_link(link) == safe


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://user@news.example.org:8443/x", "news.example.org"),
        ("https://news.example.org@evil.example/x", "evil.example"),
        ("https://ехаmрlе.org/", ""),
        (None, ""),
    ],
)
def test_a_link_says_which_host_it_leads_to(link: str | None, host: str) -> None:
    message = compose(alert(Evidence(replace(ITEM, link=link), "Example News", (WITHHELD,))), SOON)
    assert message.exhibits[0].host == host


def test_a_shortened_quote_keeps_its_marks() -> None:
    pieces = (Piece("Aid is "), Piece("halted", marked=True), Piece(" today."))
    assert shortened(pieces, 100) == pieces
    assert shortened(pieces, 11) == (Piece("Aid is "), Piece("hal", marked=True), Piece("…"))
    assert shortened(pieces, 8) == (Piece("Aid is"), Piece("…"))
    assert shortened(pieces, 1) == (Piece("…"),)


@given(st.text(min_size=1, max_size=60), st.data())
def test_pieces_tell_the_cleaned_sentence_whatever_the_spans(sentence: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.sets(st.integers(0, len(sentence)), min_size=2, max_size=8)))
    spans = list(zip(edges[::2], edges[1::2], strict=False)) or [(0, len(sentence))]
    pieces = pieces_of(sentence, *spans)
    text = "".join(piece.text for piece in pieces)
    assert "  " not in text
    assert all(piece.text for piece in pieces)
    assert all(piece.text == piece.text.strip(" ") for piece in pieces if piece.marked)
    # neighbours differ, so that no mark closes where the next one opens
    assert all(left.marked != right.marked for left, right in pairwise(pieces))


@given(
    st.lists(st.builds(Piece, st.text(min_size=1, max_size=20), st.booleans()), min_size=1, max_size=6),
    st.integers(1, 80),
)
def test_a_shortened_quote_is_a_beginning_within_its_limit(pieces: list[Piece], limit: int) -> None:
    whole = "".join(piece.text for piece in pieces)
    short = "".join(piece.text for piece in shortened(pieces, limit))
    assert len(short) <= limit
    assert short == whole or whole.startswith(short.removesuffix("…"))


def test_a_finding_is_at_hand_behind_each_quote() -> None:
    quote = compose(ONE_ITEM, datetime(2026, 3, 2, 14, 6, tzinfo=UTC)).exhibits[0].quotes[0]
    assert isinstance(quote.finding, Finding)
    assert quote.finding.id == 31
