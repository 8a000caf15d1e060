"""Documents of every format and encoding, with the items they hold.

Each `tests/data/feeds/NAME.xml` has a `NAME.json` beside it: the Content-Type it is served with, the feed's title, how
many notes are due, and for every item the fields that matter there.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from policywatch.model.feed import Feed
from policywatch.model.item import Item
from policywatch.parse import ParsedFeed, parse_feed

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FEED = Feed(id="harbour", url="https://harbour.example/feed", title="Harbour News", every=timedelta(minutes=5))
FOLDER = Path(__file__).parents[1] / "data" / "feeds"
DOCUMENTS = sorted(path.stem for path in FOLDER.glob("*.xml"))


def parse(
    body: bytes, url: str = FEED.url, content_type: str | None = "application/xml", feed: Feed = FEED
) -> ParsedFeed:
    return parse_feed(body, feed=feed, url=url, content_type=content_type, now=NOW)


def shown(item: Item, field: str) -> Any:
    value = getattr(item, field)
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_gives_the_items_written_down_beside_it(name: str) -> None:
    expected = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    parsed = parse((FOLDER / f"{name}.xml").read_bytes(), content_type=expected["content_type"])
    assert parsed.title == expected["title"]
    got = [
        {field: shown(item, field) for field in wanted}
        for item, wanted in zip(parsed.items, expected["items"], strict=True)
    ]
    assert got == expected["items"]
    assert len(parsed.notes) == expected["notes"], parsed.notes
    assert {item.feed_id for item in parsed.items} <= {"harbour"}
    assert len({item.identity for item in parsed.items}) == len(parsed.items)


def test_there_are_documents_of_every_format() -> None:
    assert len(DOCUMENTS) >= 20
    for kind in ("rss090", "rss091", "rss092", "rss10", "rss20", "atom03", "atom10", "enc_", "bad_"):
        assert any(name.startswith(kind) for name in DOCUMENTS), kind


def test_notes_say_what_was_wrong() -> None:
    assert parse((FOLDER / "bad_ampersands.xml").read_bytes()).notes == (
        "malformed XML, read anyway: not well-formed (invalid token) at line 1",
    )


def test_the_settings_language_rules() -> None:
    parsed = parse((FOLDER / "rss20_news.xml").read_bytes(), feed=replace(FEED, language="de"))
    assert {item.language for item in parsed.items} == {"de"}


def test_a_guid_does_not_depend_on_where_the_document_came_from() -> None:
    """A feed that moves, or is served by two hosts in turn, must not bring all its items as new."""
    body = (FOLDER / "rss20_guid_no_link.xml").read_bytes()
    here, there = parse(body), parse(body, url="http://mirror.example/deep/feed.xml")
    assert [item.identity for item in here.items] == [item.identity for item in there.items]


def test_relative_links_are_resolved_against_the_url_of_the_answer() -> None:
    body = b"<rss><channel><item><title>a</title><link>b?c=1</link></item></channel></rss>"
    assert parse(body, url="https://mirror.example/deep/feed").items[0].link == "https://mirror.example/deep/b?c=1"


@pytest.mark.parametrize("root", ["/etc/hostname", "http://127.0.0.1:1/x", "file:///etc/hostname"])
def test_a_body_that_names_a_file_or_url_is_not_opened(root: str) -> None:
    with pytest.raises(Exception, match="plain text, not a feed"):
        parse(root.encode())
