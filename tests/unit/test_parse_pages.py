"""Web pages read as items."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.errors import ParseError
from policywatch.model.item import Item
from policywatch.parse import Kind, kind_of, parse_page

URL = "https://news.example/2026/coup"
PAGE = """<!DOCTYPE html>
<html class="no-js" lang="fr-FR"><head><meta charset="utf-8"><title>Niamey : l&rsquo;aide
suspendue</title><script>var coup = "hidden";</script></head>
<body><nav><a href="/">Accueil</a></nav><article><h1>L'aide suspendue</h1><p>Paris suspend son <b>aide</b>.</p>
<p>Bamako n'a pas r&eacute;agi.</p></article></body></html>"""
HTML = "text/html; charset=utf-8"


def page(body: bytes | str, content_type: str | None = HTML) -> Item:
    return parse_page(body.encode() if isinstance(body, str) else body, url=URL, content_type=content_type)


def test_a_page_is_an_item_with_title_text_link_and_language() -> None:
    read = page(PAGE)
    assert (read.title, read.link, read.language) == ("Niamey : l’aide suspendue", URL, "fr")
    assert "\n\nParis suspend son aide.\n\nBamako n'a pas réagi." in read.body
    assert "hidden" not in read.body


@pytest.mark.parametrize("content_type", ["text/html", None, "application/octet-stream"])
def test_a_page_is_known_by_its_markup_whatever_the_server_calls_it(content_type: str | None) -> None:
    assert "Paris suspend" in page(PAGE, content_type).body


def test_the_character_set_is_the_servers_or_else_the_pages_own() -> None:
    text = '<html><head><meta charset="windows-1251"></head><body>Переворот</body></html>'
    assert page(text.encode("cp1251"), "text/html").body == "Переворот"
    assert page(text.encode("koi8-r"), "text/html; charset=koi8-r").body == "Переворот"
    assert page(text.encode(), "text/html").body == "Переворот"


def test_plain_text_is_read_by_paragraphs() -> None:
    read = page("A coup.\nIn the north.\n\nRain.", "text/plain")
    assert (read.title, read.body) == ("", "A coup. In the north.\n\nRain.")


@pytest.mark.parametrize(
    ("body", "content_type", "says"),
    [
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "text/html", "policywatch once --feed " + URL),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "application/atom+xml", "it is a feed, not a page"),
        (b'{"a": 1}', "application/json", "no page that can be read: application/json"),
        (b"%PDF-1.7\x00", "application/pdf", "no page that can be read: application/pdf"),
        (b"\x00\x01", "text/plain", "no page that can be read"),
        (b"", None, "no page that can be read: of an unknown type"),
    ],
)
def test_what_is_no_page_is_refused_with_what_it_is(body: bytes, content_type: str | None, says: str) -> None:
    with pytest.raises(ParseError) as caught:
        page(body, content_type)
    assert caught.value.subject == "news.example"
    assert says in caught.value.cause


@pytest.mark.parametrize(
    ("body", "kind"),
    [(PAGE.encode(), Kind.HTML), (b"<rss><channel/></rss>", Kind.FEED), (b"A coup.", Kind.OTHER), (b"", Kind.OTHER)],
)
def test_what_a_file_is(body: bytes, kind: Kind) -> None:
    assert kind_of(body) is kind


@given(st.binary(max_size=300) | st.text(alphabet="<>/htmlbodycup =\"'!-&;#0", max_size=300).map(str.encode))
def test_any_bytes_are_an_item_or_refused(body: bytes) -> None:
    with contextlib.suppress(ParseError):
        assert page(body, "text/html").feed_id == ""
