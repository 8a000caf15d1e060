"""What is no feed is refused, saying what it is; what is hostile ends soon."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policywatch.errors import ParseError
from policywatch.model.feed import Feed
from policywatch.parse import ParsedFeed, parse_feed

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FEED = Feed(id="harbour", url="https://harbour.example/feed", title="Harbour News", every=timedelta(minutes=5))
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'


def parse(body: bytes | str, content_type: str | None = None) -> ParsedFeed:
    raw = body.encode() if isinstance(body, str) else body
    return parse_feed(raw, feed=FEED, url=FEED.url, content_type=content_type, now=NOW)


def refused(body: bytes | str) -> str:
    with pytest.raises(ParseError) as caught:
        parse(body)
    assert caught.value.subject == "harbour"
    return caught.value.cause


def rss(inside: str) -> str:
    return f'<rss version="2.0" {CONTENT}><channel><title>T</title>{inside}</channel></rss>'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "an empty body, not a feed"),
        (b" \r\n\t", "an empty body, not a feed"),
        (b"<html><head><title>Just a &amp;  moment</title>", "an HTML page titled 'Just a & moment', not a feed"),
        (b"<!DOCTYPE html>\n<!-- x --><HTML lang=en><p>", "an HTML page, not a feed"),
        (b"<!doctype html><body>An article on <feed> elements", "an HTML page, not a feed"),
        (b"<html><body><pre><rss><channel></pre>", "an HTML page, not a feed"),
        (b"\n{}", "JSON, not a feed"),
        (b'[{"a": "<rss>"}]', "JSON, not a feed"),
        (b"Service unavailable", "plain text, not a feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary data, not a feed"),
        (b'<?xml version="1.0"?><urlset xmlns="x"/>', "an XML document with the root <urlset>, not a feed"),
        (b'<opml version="2.0"/>', "an XML document with the root <opml>, not a feed"),
        (b"<rss><channel>", "malformed XML without a readable item: no element found at line 1"),
        (b"<feed", "malformed XML without a readable item: unclosed token at line 1"),
    ],
)
def test_what_is_no_feed_is_refused_by_name(body: bytes, words: str) -> None:
    assert refused(body) == words


# --- bounds -------------------------------------------------------------------------------------------


def test_entities_do_not_multiply() -> None:
    laughs = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    body = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">{laughs}]>' + rss("<item><title>&m;</title></item>")
    assert parse(body).items[0].title == "&m;"


def test_an_external_entity_is_not_read() -> None:
    body = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + rss("<item><title>a&x;b</title></item>")
    assert parse(body).items[0].title == "a&x;b"


def test_items_beyond_the_bound_are_skipped_and_noted() -> None:
    parsed = parse(rss("".join(f"<item><guid>{n}</guid><title>x</title></item>" for n in range(6_000))))
    assert len(parsed.items) == 5_000
    assert parsed.items[0].guid == "0"
    assert parsed.notes == ("only the first 5,000 items were read",)


def test_fields_are_bounded() -> None:
    item = parse(
        rss(
            f"<item><title>{'t ' * 3_000}</title><author>{'a' * 3_000}</author><link>/{'l' * 3_000}</link>"
            f"<guid>{'g' * 3_000}</guid><pubDate>{'d' * 3_000}</pubDate><description>{'s ' * 300_000}</description>"
            + "".join(f"<category>{n}{'c' * 300}</category>" for n in range(90))
            + "</item>"
        )
    ).items[0]
    assert len(item.title) == 999  # the 1,000th is a space
    assert len(item.author or "") == 200
    assert item.link is None
    assert len(item.guid or "") == 2_000
    assert len(item.identity) == len("guid:sha256:") + 64
    assert len(item.published_raw or "") == 100
    assert len(item.summary) == 199_999
    assert (len(item.categories), max(map(len, item.categories))) == (50, 100)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(rss("<item>" + "<a>" * 50_000), id="elements in elements"),
        pytest.param(rss(f"<item><title>x</title><author>{'a' * 300_000}</author></item>"), id="endless author"),
        pytest.param(rss("<item " + " ".join(f'a{n}="1"' for n in range(20_000)) + "/>"), id="attributes"),
        pytest.param(
            rss("<item><title>x</title>" + "".join(f"<category>{n}</category>" for n in range(20_000)) + "</item>"),
            id="categories",
        ),
        pytest.param(rss("".join(f'<q{n}:a xmlns:q{n}="http://n{n}/"/>' for n in range(10_000))), id="namespaces"),
        pytest.param(
            rss(f"<item><title>x</title><description>{'&lt;div&gt;' * 100_000}</description></item>"),
            id="HTML in HTML",
        ),
        pytest.param(
            '<feed xmlns="http://www.w3.org/2005/Atom">&bad;<entry><title>x</title><content type="xhtml">'
            + f"{'&#10;' * 200_000}<div>x</div></content></entry></feed>",
            id="line ends one by one",
        ),
        pytest.param("<!--" + "\n" * 1_000_000 + "-->" + rss(""), id="line ends before the feed"),
        pytest.param("<!DOCTYPE x [" + "\n<!ENTITY" * 100_000 + "]>" + rss(""), id="entities before the feed"),
        pytest.param("<?xml " + "encoding='" * 100_000 + rss(""), id="endless declaration"),
    ],
)
def test_a_hostile_document_ends_soon(body: str) -> None:
    """Each of these takes feedparser, xml.sax or an HTML parser minutes or hours where nothing bounds it."""
    started = time.process_time()
    with contextlib.suppress(ParseError):
        parse(body)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "name",
    [
        *("title_detail", "summary_detail", "content_", "authors", "author_detail", "tags", "links", "language", "id"),
        *("published_parsed", "updated_parsed", "created_parsed", "published", "summary", "link", "feed", "entries"),
    ],
)
@pytest.mark.parametrize("form", ["<{0}>text</{0}>", "<{0} a='b' rel='x'>text</{0}>", "<{0}/>", "<{0} term='t'/>"])
def test_elements_named_like_feedparser_s_own_fields_do_no_harm(name: str, form: str) -> None:
    element = form.format(name)
    rest = "<title>Kept</title><link>/a</link><author>A</author><category>C</category><pubDate>2026-03-01</pubDate>"
    for inside in (element + rest, rest + element):
        for document in (rss(f"<item>{inside}</item>"), rss(f"{element}<item>{rest}</item>")):
            with contextlib.suppress(ParseError):
                assert len(parse(document).items) <= 1


FRAGMENTS = st.sampled_from(
    [
        *("<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "</link>", "<description>"),
        *("<![CDATA[", "]]>", "&amp;", "&#xD800;", "&#0;", "&bad;", "<!--", "-->", "<?x", "?>", "<a b='", "'>", "<"),
        *("<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<content type='xhtml'>", "<content type='a/b'>"),
        *("<pubDate>", "</pubDate>", "2026-99-99T", "\x00", "\ufeff", "xml:base='http://['", "<svg>", "</svg>", "<p>"),
        *("<image>", "<textinput>", "<source url='x'>", "</source>", "<guid>", "</guid>", "<author>", "</author>"),
        *("<title_detail>", "</title_detail>", "<links>", "</links>", "<tags a='b'>", "<updated_parsed>", "<authors/>"),
        *("<media:content xmlns:media='http://search.yahoo.com/mrss/'>", "<georss:point>1</georss:point>", "text "),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(FRAGMENTS, max_size=25), st.sampled_from(["", "<rss><channel><item>", "<feed><entry>"]))
def test_whatever_the_markup_it_is_a_feed_or_a_parse_error(fragments: list[str], start: str) -> None:
    try:
        parsed = parse(start + "".join(fragments))
    except ParseError:
        return
    for item in parsed.items:
        assert item.identity
        f"{item}".encode()  # no half characters, which a database would refuse
        assert "\x00" not in f"{item.title}{item.summary}{item.body}{item.guid}{item.link}{item.author}"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.text(max_size=30) | st.none())
def test_whatever_the_bytes_it_is_a_feed_or_a_parse_error(body: bytes, content_type: str | None) -> None:
    for document in (body, b"<rss><channel><item><title>" + body + b"</title></item></channel></rss>"):
        with contextlib.suppress(ParseError):
            parse(document, content_type)
