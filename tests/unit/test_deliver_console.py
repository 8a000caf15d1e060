"""The console's form of an alert, and a standard output that is not there."""

from __future__ import annotations

import io
import os
import re
import sys
import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.deliver.compose import compose
from policywatch.deliver.console import ConsoleSender, render
from policywatch.errors import Fault
from policywatch.model.alert import Alert, Evidence
from policywatch.model.delivery import Answer
from tests.sample_alerts import ITEM, ONE_ITEM, SOON, THREE_ITEMS, alert, finding, saying

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def shown(alert: Alert, *, terminal: bool = False, width: int = 80) -> str:
    return render(compose(alert, SOON), terminal=terminal, width=width)


@pytest.fixture
def colourful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.usefixtures("colourful")
def test_a_terminal_gets_colours_and_matched_words_stand_out() -> None:
    text = shown(ONE_ITEM, terminal=True)
    assert re.search(r"\x1b\[[0-9;]*m HIGH \x1b\[0m", text)
    assert re.search(r"\x1b\[[0-9;]*mwithheld\x1b\[0m", text)
    assert "*withheld*" not in text


def test_a_file_gets_no_colours_and_matched_words_are_marked() -> None:
    text = shown(ONE_ITEM)
    assert "\x1b" not in text
    assert "*withheld* the word “*coup*”" in text


def test_a_file_gets_one_line_per_quote() -> None:
    assert f"> {'word ' * 100}*halt*\n" in shown(saying("word " * 100 + "halt", "halt"))


def test_a_terminal_s_lines_are_wrapped_but_never_a_link() -> None:
    link = "https://news.example.org/" + "long/" * 30
    found = finding("so they halt aid " * 20, "halt")
    text = COLOUR.sub("", shown(alert(Evidence(replace(ITEM, link=link), "News", (found,))), terminal=True, width=60))
    assert link in text
    assert all(len(line) <= 60 for line in text.splitlines() if link not in line)


def test_markup_and_escape_sequences_of_feeds_do_nothing() -> None:
    hostile = "[bold red]x[/] :boom: [link=https://evil.example]y[/link] \x1b]0;owned\x07\x1b[2J\u202eabc"
    text = shown(saying(f"{hostile} halt", "halt", title=hostile, outlet=hostile))
    assert "[bold red]x[/] :boom: [link=https://evil.example]y[/link] ]0;owned[2Jabc *halt*" in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", text)


@given(st.text(st.characters()), st.text(st.characters()))
def test_whatever_feeds_write_only_our_line_ends_stand_in_the_block(title: str, sentence: str) -> None:
    text = shown(saying(f"{sentence} halt", "halt", title=title, outlet=title))
    assert len(text.splitlines()) == 6
    text.encode()


def test_a_long_alert_stays_compact() -> None:
    findings = tuple(finding(f"Sentence {number}: a halt.", "halt") for number in range(300))
    text = shown(alert(*[Evidence(ITEM, "News", findings)] * 30))
    assert len(text.splitlines()) < 100
    assert text.count("…and 295 more passages") == 10
    assert "…and 20 more items" in text


def test_an_alert_is_written_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert ConsoleSender().send(THREE_ITEMS, "msg_1", SOON) == Answer(accepted=True)
    assert capsys.readouterr().out == shown(THREE_ITEMS)


def test_blocks_of_several_threads_stay_whole(capsys: pytest.CaptureFixture[str]) -> None:
    sender = ConsoleSender()
    threads = [threading.Thread(target=sender.send, args=(THREE_ITEMS, "msg_1", SOON)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert capsys.readouterr().out == shown(THREE_ITEMS) * 20


def test_a_closed_pipe_is_a_fault_and_not_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    # unbuffered below: nothing is left that could fail when the stream is closed
    with io.TextIOWrapper(io.FileIO(writing, "w"), encoding="utf-8", write_through=True) as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        answer = ConsoleSender().send(ONE_ITEM, "msg_1", SOON)
        monkeypatch.undo()
    assert answer == Answer(fault=Fault.CONNECT, text="standard output: Broken pipe")


@pytest.mark.parametrize("stream", [None, "closed"])
def test_no_standard_output_at_all_is_a_fault(stream: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stdout", closed if stream else None)
    answer = ConsoleSender().send(ONE_ITEM, "msg_1", SOON)
    monkeypatch.undo()
    assert answer == Answer(fault=Fault.CONNECT, text="standard output is closed")


def test_a_terminal_that_knows_few_letters_gets_the_rest_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    with io.TextIOWrapper(written, encoding="ascii") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        answer = ConsoleSender().send(ONE_ITEM, "msg_1", SOON)
        monkeypatch.undo()
        assert answer.accepted
        assert b"withheld* the word ?*coup*?" in written.getvalue()
