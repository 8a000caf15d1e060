"""HTML and feed text as plain text."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.parse.text import LONGEST_TEXT, MOST_TAGS, from_html, line, paragraphs


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("plain words", "plain words"),
        ("a &amp; b &eacute;&#8212;&#x2014;&nbsp;c", "a & b é—— c"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<p>two</p>three", "one\n\ntwo\n\nthree"),
        ("<div>one <b>bold</b>, <i>it</i>alic</div>", "one bold, italic"),
        ("one<br>same<br/><br/>two", "one same\n\ntwo"),
        ("line\n\n\nends\t in   source", "line ends in source"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"),
        ("<h1>Head</h1>text", "Head\n\ntext"),
        ("a<script>b < c</script>d<style>e</style>f<!-- g -->h", "adfh"),
        ("<p>a</p><iframe src=x>c</iframe><svg><text>d</text></svg>", "a"),
        ("<figure><img src=x alt=y><figcaption>The quay</figcaption></figure>", "The quay"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("<p>unclosed <b>and <i>crossed</b> tags", "unclosed and crossed tags"),
        ("<div><p>nested</p></div><div></div><p> </p>", "nested"),
        ("sus\xadpended de&shy;signation z\u200bw&#8203;s", "suspended designation zws"),
        ("a\x00b\x08c", "abc"),
        ("<html><head><title>No</title></head><body>Yes</body></html>", "Yes"),
        ("<a href='javascript:x' onclick='y'>link</a>", "link"),
    ],
)
def test_html_becomes_text(markup: str, text: str) -> None:
    assert from_html(markup) == text


@pytest.mark.parametrize(
    ("plain", "text"),
    [
        ("one\ntwo", "one two"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("one\r\n \t\r\ntwo\n\n\n\nthree", "one\n\ntwo\n\nthree"),
        ("  a <b> &amp; ", "a <b> &amp;"),
    ],
)
def test_plain_text_keeps_its_paragraphs_and_its_characters(plain: str, text: str) -> None:
    assert paragraphs(plain) == text


def test_a_line_is_cut_at_its_limit() -> None:
    assert line(" a\n b\u2009c ", 100) == "a b c"
    assert line("a b c d", 4) == "a b"


def test_a_text_is_bounded() -> None:
    assert len(from_html("word " * 100_000)) <= LONGEST_TEXT
    assert len(from_html("<p>word</p>" * 100_000)) <= LONGEST_TEXT


def test_dense_markup_is_read_without_a_tree() -> None:
    text = from_html("<p>One &amp; <b>two</b>.</p><script>var a = '<p>no</p>'</script>" * MOST_TAGS)
    assert text.startswith("One & two .\n\nOne & two .")
    assert "no" not in text
    assert "var" not in text


@given(st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1), min_size=1))
def test_escaped_text_comes_back_word_for_word(words: list[str]) -> None:
    text = " ".join(words)
    assert from_html(f"<p>{html.escape(text)}</p>") == text


@given(st.text())
def test_any_markup_gives_clean_text(markup: str) -> None:
    text = from_html(markup)
    assert all(part and part == " ".join(part.split()) for part in text.split("\n\n") if text)
