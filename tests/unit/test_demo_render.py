"""Slack messages drawn in a terminal."""

from __future__ import annotations

import time

import pytest
from rich.console import Console
from rich.text import Text

from policywatch.demo.render import mrkdwn, slack_panel


def styles(text: Text) -> list[tuple[str, str]]:
    return [(str(span.style), text.plain[span.start : span.end]) for span in text.spans]


def drawn(message: object) -> str:
    console = Console(width=60, color_system=None, force_terminal=False)
    with console.capture() as capture:
        console.print(slack_panel(message))  # type: ignore[arg-type]
    return capture.get()


@pytest.mark.parametrize(
    ("source", "plain", "marked"),
    [
        ("has *refrained* from", "has refrained from", [("bold", "refrained")]),
        ("*a* and *b*", "a and b", [("bold", "a"), ("bold", "b")]),
        ("_*both*_", "both", [("italic", "both"), ("bold", "both")]),
        ("`a *b* c`", "a *b* c", [("cyan", "a *b* c")]),
        ("2 * 3 * 4", "2 * 3 * 4", []),
        ("snake_case_name", "snake_case_name", []),
        ("a lone *star", "a lone *star", []),
        ("(*coup*)", "(coup)", [("bold", "coup")]),
        ("<https://wire.example/a|Read *it*>", "Read *it*", [("underline", "Read *it*")]),
        ("pre\u200b*mark*\u200bed", "premarked", [("bold", "mark")]),
        ("<https://wire.example/a>", "https://wire.example/a", [("underline", "https://wire.example/a")]),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c", []),
    ],
)
def test_markup_shows_as_slack_shows_it(source: str, plain: str, marked: list[tuple[str, str]]) -> None:
    text = mrkdwn(source)
    assert text.plain == plain
    assert sorted(styles(text)) == sorted(marked)


def test_escape_codes_overrides_and_lone_surrogates_never_reach_the_terminal() -> None:
    text = mrkdwn("\x1b]0;owned\x07 \x1b[2J\u202etxt.exe\u2066 \x9b31m \ud800 *\x1b[1mbold*").plain
    assert not set(text) & set("\x1b\x07\u202e\u2066\x9b\ud800")
    text.encode()


def test_hostile_marks_cost_linear_time() -> None:
    started = time.perf_counter()
    for mark in "*_~`<":
        mrkdwn(f" {mark}a" * 20_000)
        mrkdwn(f"{mark}a{mark} " * 5_000)
    assert time.perf_counter() - started < 5


def test_blocks_stand_in_the_panel_in_order() -> None:
    lines = drawn(
        {
            "text": "never shown",
            "blocks": [
                {"type": "header", "text": {"type": "plain_text", "text": "Coup [bold]designation"}},
                {"type": "section", "text": {"type": "mrkdwn", "text": "The US has *refrained* from it"}},
                {"type": "divider"},
                {"type": "context", "elements": [{"type": "mrkdwn", "text": "alert 12"}]},
                {"type": "carousel"},
            ],
        }
    )
    assert "never shown" not in lines
    places = [lines.index(part) for part in ("Coup [bold]designation", "has refrained from", "alert 12", "[carousel]")]
    assert places == sorted(places)
    assert "*" not in lines


def test_a_quoted_line_has_a_bar_before_each_line_it_takes() -> None:
    text = "plain\n>" + "word " * 30 + "\nplain again"
    lines = drawn({"text": "t", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]}).splitlines()
    assert [line.strip("│ ")[:1] for line in lines[1:-1]] == ["p", "▎", "▎", "▎", "p"]


def test_a_message_without_blocks_shows_its_text() -> None:
    assert "plain words" in drawn({"text": "plain words"})


@pytest.mark.parametrize("message", [{}, {"blocks": [{}]}, {"blocks": ["x", {"type": "section", "text": 7}]}])
def test_odd_messages_are_drawn_all_the_same(message: object) -> None:
    assert "Slack" in drawn(message)
