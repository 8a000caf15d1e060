"""Asking a feed's server: conditions, redirects, refusals."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network

import pytest

from policywatch.errors import FetchError, NetError
from policywatch.fetch import Fetched, NotModified, Unchanged, feeds, fetch_feed
from policywatch.model.feed import Feed, FeedState, new_state
from policywatch.net import AddressPolicy, Http, Limits
from tests.loopback import Asked, Loopback, Reply, loopback

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BODY = b"<rss version='2.0'><channel><title>Harbour News</title></channel></rss>"


@pytest.fixture
def http() -> Iterator[Http]:
    policy = AddressPolicy(allow_networks=(ip_network("127.0.0.1/32"),))
    with contextlib.closing(Http(policy, "policywatch/test")) as http:
        yield http


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as server:
        yield server


def feed_at(url: str) -> Feed:
    return Feed(id="harbour", url=url, title="Harbour News", every=timedelta(minutes=5))


def remembered(feed: Feed, fetched: Fetched) -> FeedState:
    return replace(
        new_state(feed, NOW),
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        body_hash=fetched.body_hash,
    )


def fetch(http: Http, url: str, **state: object) -> Fetched | NotModified:
    feed = feed_at(url)
    return fetch_feed(http, feed, replace(new_state(feed, NOW), **state), NOW)  # type: ignore[arg-type]


def error_of(http: Http, url: str, **state: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(http, url, **state)
    assert caught.value.subject == "harbour"
    return caught.value


# --- what is new --------------------------------------------------------------------------------------


def test_a_first_poll_gives_the_body_and_what_to_remember(http: Http, server: Loopback) -> None:
    headers = {"ETag": 'W/"7"', "Last-Modified": "Sat, 28 Feb 2026 10:00:00 GMT", "Content-Type": "text/xml; charset=x"}
    server.reply_with(Reply(200, BODY, headers))
    assert fetch(http, f"{server.url}/feed") == Fetched(
        body=BODY,
        url=f"{server.url}/feed",
        content_type="text/xml; charset=x",
        etag='W/"7"',
        last_modified="Sat, 28 Feb 2026 10:00:00 GMT",
        body_hash=hashlib.sha256(BODY).hexdigest(),
    )
    asked = server.asked[0].headers
    assert "if-none-match" not in asked
    assert "if-modified-since" not in asked
    assert asked["accept"].startswith("application/rss+xml, application/atom+xml")


@pytest.mark.parametrize("etag", ['"abc"', 'W/"abc"', "unquoted", '"\xe9\xff"', '"a", "b"'])
def test_validators_go_back_byte_for_byte(http: Http, server: Loopback, etag: str) -> None:
    def answer(asked: Asked, _handler: BaseHTTPRequestHandler) -> Reply:
        same = asked.headers.get("if-none-match") == etag and asked.headers.get("if-modified-since") == "yesterday"
        return Reply(304) if same else Reply(200, BODY, {"ETag": etag, "Last-Modified": "yesterday"})

    server.answer = answer
    feed = feed_at(server.url)
    first = fetch_feed(http, feed, new_state(feed, NOW), NOW)
    assert isinstance(first, Fetched)
    second = fetch_feed(http, feed, remembered(feed, first), NOW)
    assert second == NotModified(Unchanged.NOT_MODIFIED, etag, "yesterday")


def test_a_304_may_renew_a_validator(http: Http, server: Loopback) -> None:
    server.reply_with(Reply(304, headers={"ETag": '"2"'}))
    unchanged = fetch(http, server.url, etag='"1"', last_modified="yesterday")
    assert unchanged == NotModified(Unchanged.NOT_MODIFIED, '"2"', "yesterday")


def test_the_same_bytes_are_nothing_new(http: Http, server: Loopback) -> None:
    server.reply_with(Reply(200, BODY, {"ETag": '"2"'}))
    unchanged = fetch(http, server.url, etag='"1"', body_hash=hashlib.sha256(BODY).hexdigest())
    assert unchanged == NotModified(Unchanged.SAME_BYTES, '"2"', None)


def test_validators_of_another_url_are_not_sent(http: Http, server: Loopback) -> None:
    server.reply_with(Reply(200, BODY))
    feed = feed_at(server.url)
    old = replace(new_state(feed, NOW), url="https://old.example/feed", etag='"1"', last_modified="yesterday")
    fetch_feed(http, feed, old, NOW)
    assert "if-none-match" not in server.asked[0].headers
    assert "if-modified-since" not in server.asked[0].headers


def test_a_validator_of_absurd_length_is_not_remembered(http: Http, server: Loopback) -> None:
    server.reply_with(Reply(200, BODY, {"ETag": "x" * 1001, "Last-Modified": ""}))
    fetched = fetch(http, server.url)
    assert isinstance(fetched, Fetched)
    assert (fetched.etag, fetched.last_modified) == (None, None)


def test_a_304_that_nobody_asked_for_is_an_error(http: Http, server: Loopback) -> None:
    server.reply_with(Reply(304))
    error = error_of(http, server.url)
    assert error.status == 304
    assert error.cause == "answered 304 Not Modified to a request that was not conditional"


# --- what goes wrong ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "answered 404 Not Found"),
        (410, "answered 410 Gone"),
        (401, "answered 401 Unauthorized"),
        (500, "answered 500 Internal Server Error"),
        (503, "answered 503 Service Unavailable"),
        (204, "answered 204 No Content"),
        (300, "answered 300 Multiple Choices"),
        (599, "answered with status 599"),
    ],
)
def test_anything_but_200_is_an_error_with_status_and_words(
    http: Http, server: Loopback, status: int, words: str
) -> None:
    server.reply_with(Reply(status))
    error = error_of(http, f"{server.url}/secret?token=tok3n")
    assert (error.status, error.cause, error.retry_after) == (status, words, None)


@pytest.mark.parametrize("value", ["90", "Sun, 01 Mar 2026 12:01:30 GMT"])
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_patience_is_heard(http: Http, server: Loopback, status: int, value: str) -> None:
    server.reply_with(Reply(status, headers={"Retry-After": value}))
    error = error_of(http, server.url)
    assert (error.status, error.retry_after) == (status, timedelta(seconds=90))


def test_a_server_that_is_not_there_is_an_error_without_status(http: Http) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        error = error_of(http, f"http://127.0.0.1:{unheard.getsockname()[1]}/tok3n")
    assert error.status is None
    assert str(error) == "harbour: 127.0.0.1: cannot connect: Connection refused"
    assert isinstance(error.__cause__, NetError)


def test_a_private_address_is_an_error_that_names_the_remedy(http: Http) -> None:
    assert "list its network under allow_networks" in error_of(http, "http://192.168.7.7/feed").cause


# --- redirects ----------------------------------------------------------------------------------------


def redirecting(server: Loopback, targets: dict[str, str], status: int = 301) -> None:
    """Redirect from each path to its target; what has none is the feed."""

    def answer(asked: Asked, _handler: BaseHTTPRequestHandler) -> Reply:
        target = targets.get(asked.path)
        return Reply(200, BODY) if target is None else Reply(status, headers={"Location": target})

    server.answer = answer


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_with_the_conditions(http: Http, server: Loopback, status: int) -> None:
    redirecting(server, {"/a/feed": "../b/feed?x=1#part", "/b/feed?x=1": f"{server.url}/c"}, status)
    fetched = fetch(http, f"{server.url}/a/feed", etag='"1"')
    assert isinstance(fetched, Fetched)
    assert fetched.url == f"{server.url}/c"
    assert [asked.path for asked in server.asked] == ["/a/feed", "/b/feed?x=1", "/c"]
    assert {asked.headers["if-none-match"] for asked in server.asked} == {'"1"'}
    assert {asked.method for asked in server.asked} == {"GET"}


def test_five_redirects_are_followed_and_six_are_too_many(http: Http, server: Loopback) -> None:
    redirecting(server, {f"/{n}": f"/{n + 1}" for n in range(1, 7)})
    assert isinstance(fetch(http, f"{server.url}/2"), Fetched)
    assert error_of(http, f"{server.url}/1").cause == "more than 5 redirects"


def test_a_circle_of_redirects_is_left(http: Http, server: Loopback) -> None:
    redirecting(server, {"/1": "/2", "/2": "/1"})
    assert error_of(http, f"{server.url}/1").cause == "its redirects go in a circle"
    assert len(server.asked) == 2


def test_every_hop_passes_the_guard(http: Http, server: Loopback) -> None:
    redirecting(server, {"/": "http://169.254.169.254/latest/meta-data/"})
    assert "metadata address" in error_of(http, f"{server.url}/").cause


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("", "answered 301 Moved Permanently, but no Location"),
        ("file:///etc/passwd", "it redirects to a 'file' URL"),
        ("javascript:alert(1)", "it redirects to a 'javascript' URL"),
        ("http://[::1", "it redirects to something that is no URL"),
        ("//\u00ff[", "it redirects to something that is no URL"),
    ],
)
def test_a_redirect_to_nowhere_is_an_error(http: Http, server: Loopback, location: str, words: str) -> None:
    redirecting(server, {"/": location})
    error = error_of(http, f"{server.url}/")
    assert (error.cause, error.status) == (words, 301)


def test_a_location_in_raw_utf8_is_followed(http: Http, server: Loopback) -> None:
    redirecting(server, {"/": "/f\u00e9v".encode().decode("latin-1")})
    assert isinstance(fetch(http, f"{server.url}/"), Fetched)
    assert server.asked[1].path == "/f%C3%A9v"


def test_credentials_stay_with_their_host_and_out_of_the_result(http: Http, server: Loopback) -> None:
    redirecting(server, {"/": "/same", "/same": f"{server.url}/absolute"})
    fetched = fetch(http, server.url.replace("//", "//ann:tok3n@") + "/")
    assert isinstance(fetched, Fetched)
    assert fetched.url == f"{server.url}/absolute"
    assert ["authorization" in asked.headers for asked in server.asked] == [True, True, False]
    redirecting(server, {})
    direct = fetch(http, server.url.replace("//", "//ann:tok3n@") + "/feed")
    assert isinstance(direct, Fetched)
    assert direct.url == f"{server.url}/feed"


def test_all_hops_share_one_deadline(http: Http, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "LIMITS", Limits(total=timedelta(seconds=0.4)))

    def answer(asked: Asked, _handler: BaseHTTPRequestHandler) -> Reply:
        time.sleep(0.15)
        return Reply(302, headers={"Location": asked.path + "x"})

    server.answer = answer
    started = time.monotonic()
    assert "no complete answer within" in error_of(http, f"{server.url}/").cause
    assert time.monotonic() - started < 3
