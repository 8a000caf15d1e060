"""Slack's form of an alert: within its limits, and deaf to what feeds write."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policywatch.deliver.compose import LONGEST_LINK, compose
from policywatch.deliver.mrkdwn import bold, escape, fitted, fitted_text, link, literal, units
from policywatch.deliver.quotes import Piece
from policywatch.deliver.slack import render
from policywatch.model.alert import Alert, Evidence
from policywatch.model.watch import Severity
from tests.sample_alerts import ITEM, ONE_ITEM, RAISED_AT, SOON, THREE_ITEMS, alert, finding, saying

EMOJI = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
#: what our own markup may look like in a section: a line's quote sign, and one link to the item
OUR_LINK = re.compile(r"<https?://[^<>|\s]+\|Read it( at [^<>|\s]+)?>$")


def rendered(alert: Alert, now: datetime = SOON) -> dict[str, Any]:
    return render(compose(alert, now))


def texts(payload: dict[str, Any], kind: str) -> list[str]:
    return [block["text"]["text"] for block in payload["blocks"] if block["type"] == kind]


def contexts(payload: dict[str, Any]) -> list[str]:
    return [block["elements"][0]["text"] for block in payload["blocks"] if block["type"] == "context"]


def assert_within_limits(payload: dict[str, Any]) -> None:
    """Slack's limits, counted the strictest way: UTF-16, after escaping, and the whole as JSON."""
    assert payload["text"]
    assert len(payload["blocks"]) <= 45
    assert units(json.dumps(payload, ensure_ascii=False)) <= 12_000
    for header in texts(payload, "header"):
        assert 1 <= units(header) <= 150
    for text in [*texts(payload, "section"), *contexts(payload)]:
        assert 1 <= units(text) <= 3_000


def assert_only_our_markup(payload: dict[str, Any]) -> None:
    for text in [payload["text"], *texts(payload, "header"), *contexts(payload)]:
        assert not re.search("[<>]", text)
    for text in texts(payload, "section"):
        for line in text.split("\n"):
            assert not re.search("[<>]", OUR_LINK.sub("", line).removeprefix(">")), line
    for text in [payload["text"], *texts(payload, "header"), *texts(payload, "section"), *contexts(payload)]:
        # an escape that was cut in two would leave an ampersand of its own
        assert not re.search("&(?!amp;|lt;|gt;)", text)


def test_one_glance_says_what_happened_where_it_stands_and_who_says_so() -> None:
    payload = rendered(ONE_ITEM)
    assert texts(payload, "header") == [f"Coup designation — Example News: {ITEM.title}"]
    assert contexts(payload)[0] == "severity *high* · watch coup-designation, version ab12cd34ef56 · alert 12"
    assert contexts(payload)[1] == "Example News, published 2 Mar 2026, 13:53 UTC, seen 2 Mar 2026, 14:05 UTC"
    assert texts(payload, "section") == [
        ">Officials have so far *withheld* the word “\u200b*coup*\u200b”, "
        "since a *designation* would end most aid.\n"
        ">“A *designation* is not off the table,” she said.\n"
        "<https://news.example.org/africa/ruritania-word?ref=feed&amp;id=1001|Read it at news.example.org>"
    ]


def test_a_late_alert_says_so_at_once() -> None:
    payload = rendered(ONE_ITEM, RAISED_AT + timedelta(hours=2, minutes=5))
    assert "*sent 2 h 5 min late*" in contexts(payload)[0]
    assert payload["text"].endswith("(sent 2 h 5 min late)")


def test_links_are_not_unfurled_and_bare_addresses_stay_text() -> None:
    payload = rendered(ONE_ITEM)
    assert (payload["unfurl_links"], payload["unfurl_media"]) == (False, False)
    for block in payload["blocks"]:
        for text in [block["text"]] if "text" in block else block["elements"]:
            assert text.get("verbatim") is True or text["type"] == "plain_text"


@pytest.mark.parametrize(
    "hostile",
    [
        "<!channel> <!here> <!everyone> <!subteam^S123|@press> <@U123> <#C123|general>",
        "<https://evil.example|Read it at news.example.org>",
        "&lt;!channel&gt; &amp;lt;!here&amp;gt;",
        "<!date^1392734382^{date}^https://evil.example/|now>",
        ">fake quote\n>another <b>bold</b>",
    ],
)
def test_no_feed_text_can_mention_anyone_or_be_a_link(hostile: str) -> None:
    payload = rendered(saying(f"{hostile} halt", "halt", title=hostile, outlet=hostile))
    assert_only_our_markup(payload)
    assert escape(hostile.replace("\n", " ")) in texts(payload, "section")[0]


def test_marks_in_feed_text_format_nothing() -> None:
    sentence = "*fake* _it_ ~gone~ `code` ```block``` snake_case 2*3 halt"
    section = texts(rendered(saying(sentence, "halt")), "section")[0]
    quote = section.split("\n")[0]
    assert quote.count("*") == 2  # ours, around `halt`
    assert quote.endswith("*halt*")
    assert not re.search(r"[~`]", quote)
    assert [found for found in re.findall(r"\w*_\w*", quote) if found] == ["snake_case"]


def test_matched_words_with_marks_inside_are_bold_as_a_whole() -> None:
    section = texts(rendered(saying("They *halt* aid.", "*halt*")), "section")[0]
    assert section.startswith(">They *∗halt∗* aid.")


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        ((Piece("a "), Piece("b", True), Piece(" c")), "a *b* c"),
        ((Piece("b", True), Piece(", c")), "*b*, c"),
        ((Piece("anti-"), Piece("coup", True)), "anti-\u200b*coup*"),
        ((Piece("coup", True), Piece("’s")), "*coup*\u200b’s"),
        ((Piece("军事"), Piece("政变", True), Piece("发生")), "军事\u200b*政变*\u200b发生"),
        ((Piece("a<"), Piece("b", True), Piece("&c")), "a&lt;\u200b*b*\u200b&amp;c"),
    ],
)
def test_bold_has_an_edge_where_slack_needs_one(pieces: tuple[Piece, ...], shown: str) -> None:
    assert bold(pieces) == shown


def test_the_title_is_told_in_full_where_the_header_had_no_room() -> None:
    title = "A very long title " * 12 + "ends here"
    payload = rendered(saying("a halt", "halt", title=title))
    assert texts(payload, "header")[0].endswith("…")
    assert texts(payload, "section")[0].startswith(f"{title}\n>a *halt*")


def test_several_items_have_a_section_each() -> None:
    payload = rendered(THREE_ITEMS)
    sections = texts(payload, "section")
    assert [section.split("\n")[0] for section in sections] == [
        "Washington avoids the word as Ruritania's officers settle in",
        "Putsch : &lt;le mot&gt; que personne n'ose &amp; ne veut écrire",
        "واشنطن تتجنب الكلمة",
    ]
    assert "http" not in sections[1]
    assert sections[2].endswith("<https://news.example.net/a%7Cb%3Cc%3E|Read it at news.example.net>")
    assert_only_our_markup(payload)


def test_a_quote_too_long_for_its_section_is_cut_before_the_link() -> None:
    section = texts(rendered(saying("& " * 50_000 + "halt", "halt")), "section")[0]
    quote, end = section.split("\n")
    assert quote.endswith("…")
    assert "*halt*" in texts(rendered(saying("& " * 100 + "halt" + " &" * 50_000, "halt")), "section")[0]
    assert end.endswith("|Read it at news.example.org>")


def test_a_link_that_would_fill_the_section_is_left_out() -> None:
    evidence = Evidence(
        replace(ITEM, link="https://example.org/?" + "&" * 1_900), "Example News", (finding("a halt", "halt"),)
    )
    assert texts(rendered(alert(evidence)), "section") == [">a *halt*"]


def test_passages_without_room_are_counted() -> None:
    findings = tuple(finding(f"Sentence {number} tells of a halt of aid.", "halt") for number in range(300))
    payload = rendered(alert(Evidence(ITEM, "Example News", findings)))
    lines = texts(payload, "section")[0].split("\n")
    left = re.fullmatch(r"…and (\d+) more passages", lines[-2])
    assert left is not None
    assert int(left[1]) + len(lines) - 2 == 300
    assert_within_limits(payload)


def test_items_without_room_are_counted() -> None:
    payload = rendered(alert(*(Evidence(ITEM, "Example News", (finding("a halt", "halt"),)) for _ in range(300))))
    shown = len(texts(payload, "section"))
    assert shown >= 15
    assert contexts(payload)[-1] == f"…and {300 - shown} more items: see alert 12"
    assert_within_limits(payload)


def test_a_last_item_that_just_has_no_room_is_counted_too() -> None:
    for count in range(2, 30):
        evidence = (Evidence(ITEM, "Example News", (finding("so they halt " * 30, "halt"),)) for _ in range(count))
        payload = rendered(alert(*evidence))
        left = count - len(texts(payload, "section"))
        assert left == 0 or f"…and {left} more item{'s' if left > 1 else ''}: see alert 12" == contexts(payload)[-1]
        assert_within_limits(payload)


@pytest.mark.parametrize(
    "sign",
    ["x", "& ", "<", '"', "\\", "*", EMOJI, "\U0001f600", "e" + "\u0301" * 40, "ن", "\u202e", "_ ", "`", "\u200d"],
)
def test_nothing_however_long_breaks_a_limit(sign: str) -> None:
    text = sign * (100_000 // len(sign))
    hostile = alert(
        *(
            Evidence(
                replace(ITEM, title=text, link="https://example.org/" + "%" * (LONGEST_LINK - 20)),
                text,
                (finding(f"halt {text}", "halt"), finding(f"{text} halt", "halt")),
            )
            for _ in range(60)
        ),
        severity=Severity.CRITICAL,
        title=text,
    )
    payload = rendered(hostile, SOON + timedelta(days=2))
    assert_within_limits(payload)
    assert_only_our_markup(payload)
    assert "*halt*" in texts(payload, "section")[0]


CHARACTER = st.one_of(st.sampled_from([*"<>&*_~`|\n @#!", EMOJI[0], "\u200d", "\U0001f1f3"]), st.characters())
TEXT = st.text(CHARACTER)


@settings(deadline=None)  # it is long texts that this is about
@given(TEXT, TEXT, TEXT, st.integers(0, 3))
def test_any_text_at_all_stays_within_the_limits_and_without_markup(
    title: str, before: str, after: str, times: int
) -> None:
    sentence = f"{before * 10**times} halt {after * 10**times}"[:200_000]
    start = len(before * 10**times) + 1
    found = finding("halt", "halt")
    passage = replace(found.passage, quote=sentence, spans=((start, start + 4),))
    payload = rendered(alert(Evidence(replace(ITEM, title=title), title, (replace(found, passage=passage),))))
    assert_within_limits(payload)
    assert_only_our_markup(payload)
    json.dumps(payload, ensure_ascii=False).encode()


@given(st.text())
def test_an_escaped_text_reads_back_as_it_was(text: str) -> None:
    assert not re.search("[<>]", escape(text))
    assert escape(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@given(st.text())
def test_a_literal_text_holds_no_mark_that_could_open_a_format(text: str) -> None:
    shown = literal(text)
    assert not re.search(r"[*~`]", shown)
    assert not re.search(r"(^|[\W_])_|_([\W_]|$)", shown)


@given(
    st.lists(st.builds(Piece, st.text(CHARACTER, min_size=1), st.booleans()), min_size=1),
    st.integers(1, 60),
)
def test_a_fitted_quote_never_takes_more_room_than_there_is(pieces: list[Piece], room: int) -> None:
    shown = fitted(pieces, room)
    assert units(shown) <= room
    assert not re.search("&(?!amp;|lt;|gt;)", shown)
    shown.encode("utf-8", "surrogatepass")


def test_what_fits_is_not_cut() -> None:
    assert fitted_text("a & b", 9) == "a &amp; b"
    assert fitted_text("a & b", 8) == "a &amp;…"
    assert fitted_text("a & b", 7) == "a…"
    assert units(fitted_text(EMOJI * 10, 20)) <= 20
    assert fitted_text(EMOJI * 10, 20).rstrip("…") == EMOJI * 2


def test_a_link_cannot_be_left_by_its_label() -> None:
    assert link("https://e.example/?a=1&b=2", "x> <!channel|y") == (
        "<https://e.example/?a=1&amp;b=2|x&gt; &lt;!channel|y>"
    )
