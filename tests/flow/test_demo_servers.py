"""The demo's feeds and receivers, asked over real HTTP."""

from __future__ import annotations

import base64
import http.client
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import feedparser
import pytest
from standardwebhooks import Webhook

from policywatch.demo.chronology import Outlet, Publication
from policywatch.demo.feed_server import FeedServer
from policywatch.demo.local_http import serving
from policywatch.demo.receiver import Hook, Receiver, SlackMessage, signature_flaw

WIRE = Outlet("wire", "Meridian <Wire>", "rss", "en", ("wire",))
COURRIER = Outlet("courrier", "Le Courrier", "atom", "fr", ())
SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()


def publication(outlet: Outlet, title: str) -> Publication:
    return Publication(outlet, datetime(2023, 7, 28, 14, 2, tzinfo=UTC), title, "One & <two>.\n\nThree.", frozenset())


class Client:
    """Asks one server, on a connection that it keeps."""

    def __init__(self, url: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)

    def __call__(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        self.connection.request(method, path, body, headers or {})
        answer = self.connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


@pytest.fixture
def feeds() -> FeedServer:
    backlog = [publication(WIRE, "Old"), publication(COURRIER, "L'été à Niamey")]
    return FeedServer([WIRE, COURRIER], backlog)


@pytest.fixture
def ask(feeds: FeedServer) -> Iterator[Client]:
    with serving(feeds.answer) as url:
        client = Client(url)
        yield client
        client.connection.close()


@pytest.mark.parametrize(
    ("outlet", "version", "title"), [(WIRE, "rss20", "Old"), (COURRIER, "atom10", "L'été à Niamey")]
)
def test_a_feed_is_read_by_an_ordinary_reader(ask: Client, outlet: Outlet, version: str, title: str) -> None:
    status, headers, body = ask("GET", FeedServer.path(outlet))
    feed = feedparser.parse(body, response_headers={"content-type": headers["content-type"]})
    (entry,) = feed.entries
    assert (status, feed.bozo, feed.version) == (200, False, version)
    assert feed.feed.title == outlet.title
    assert entry.title == title
    assert entry.link.startswith(f"https://{outlet.id}.example/2023/07/28/")
    assert entry.summary == "<p>One &amp; &lt;two&gt;.</p><p>Three.</p>"
    assert entry.published_parsed[:5] == (2023, 7, 28, 14, 2)


def test_a_validator_is_answered_304_until_something_new_is_published(ask: Client, feeds: FeedServer) -> None:
    path = FeedServer.path(WIRE)
    _, headers, _ = ask("GET", path)
    known = {"If-None-Match": headers["etag"]}
    status, again, body = ask("GET", path, known)
    assert (status, body, again["etag"]) == (304, b"", headers["etag"])
    assert ask("GET", path, {"If-None-Match": f'"x", W/{headers["etag"]}'})[0] == 304
    assert ask("GET", path, {"If-Modified-Since": headers["last-modified"]})[0] == 304

    feeds.publish(publication(WIRE, "New"))
    status, changed, body = ask("GET", path, known)
    assert status == 200
    assert [entry.title for entry in feedparser.parse(body).entries] == ["New", "Old"]
    assert changed["etag"] != headers["etag"]
    # If-None-Match decides alone, whatever the date says
    assert ask("GET", path, {**known, "If-Modified-Since": changed["last-modified"]})[0] == 200
    assert (feeds.polls, feeds.not_modified) == (6, 3)


def test_all_is_read_once_every_feed_was_asked_since_its_last_change(ask: Client, feeds: FeedServer) -> None:
    ask("GET", FeedServer.path(WIRE))
    assert not feeds.all_read()
    ask("GET", FeedServer.path(COURRIER))
    assert feeds.all_read()
    feeds.publish(publication(WIRE, "New"))
    assert not feeds.all_read()
    ask("GET", FeedServer.path(WIRE))
    assert feeds.all_read()


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nobody/feed.xml", 404), ("POST", "/wire/feed.xml", 405)]
)
def test_what_is_no_feed_is_refused(ask: Client, method: str, path: str, status: int) -> None:
    assert ask(method, path)[0] == status


# --- the receiver -------------------------------------------------------------------------------------

LINK = "https://wire.example/2023/07/28/a"


@pytest.fixture
def receiver() -> Receiver:
    return Receiver(SECRET, refused_once={"https://wire.example/refused"})


@pytest.fixture
def post(receiver: Receiver) -> Iterator[Client]:
    with serving(receiver.answer) as url:
        client = Client(url)
        yield client
        client.connection.close()


def signed(body: bytes, message_id: str = "msg_1", secret: str = SECRET) -> dict[str, str]:
    """Headers as the library of the Standard Webhooks project makes them."""
    now = datetime.now(UTC)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, now, body.decode()),
    }


def test_the_published_check_vector_verifies() -> None:
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    assert signature_flaw(secret, headers, b'{"test": 2432232314}', 1614265330.0) == ""
    assert signature_flaw(secret, headers, b'{"test": 2432232315}', 1614265330.0) == "no signature is right"
    assert "too far" in signature_flaw(secret, headers, b'{"test": 2432232314}', 1614265330.0 + 301)
    assert "missing" in signature_flaw(secret, {}, b"", 0.0)


def told(link: str) -> bytes:
    data = {"version": 1, "watch": {"id": "coup"}, "evidence": [{"item": {"link": link}}]}
    return json.dumps({"type": "policywatch.item.flagged", "timestamp": "2023-07-28T14:02:00Z", "data": data}).encode()


def test_a_signed_webhook_is_accepted_and_kept(post: Client, receiver: Receiver) -> None:
    body = told(LINK)
    assert post("POST", "/hook", signed(body), body)[0] == 204
    assert receiver.arrivals.get_nowait() == Hook(
        "msg_1", "policywatch.item.flagged", "coup", (LINK,), flaw="", answered=204, repeated_after=None
    )


def test_a_webhook_signed_with_another_secret_or_changed_on_the_way_is_refused(
    post: Client, receiver: Receiver
) -> None:
    body = told(LINK)
    other = "whsec_" + base64.b64encode(b"o" * 32).decode()
    assert post("POST", "/hook", signed(body, secret=other), body)[0] == 401
    assert post("POST", "/hook", signed(body), body + b" ")[0] == 401
    assert post("POST", "/hook", {}, body)[0] == 401
    flaws = [receiver.arrivals.get_nowait() for _ in range(3)]
    assert all(isinstance(hook, Hook) and hook.flaw for hook in flaws)


def test_the_first_attempt_of_a_chosen_alert_is_refused_and_its_repeat_accepted(
    post: Client, receiver: Receiver
) -> None:
    body = told("https://wire.example/refused")
    statuses = [post("POST", "/hook", signed(body, "msg_2"), body)[0] for _ in range(2)]
    first, second = receiver.arrivals.get_nowait(), receiver.arrivals.get_nowait()
    assert statuses == [503, 204]
    assert isinstance(first, Hook)
    assert isinstance(second, Hook)
    assert first.repeated_after is None
    assert second.repeated_after is not None
    assert first.message_id == second.message_id


def test_odd_payloads_tell_of_nothing(post: Client, receiver: Receiver) -> None:
    for body in (b"", b"[]", b'{"data": {"version": 1, "watch": {"id": "c"}, "evidence": [7, {"item": 7}]}}'):
        assert post("POST", "/hook", signed(body), body)[0] == 204
        hook = receiver.arrivals.get_nowait()
        assert isinstance(hook, Hook)
        assert hook.links == ()


def test_a_slack_message_is_answered_ok_and_kept_with_its_links(post: Client, receiver: Receiver) -> None:
    message = {
        "text": "t",
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": f"<{LINK}|a> b <{LINK}|c>"}}],
    }
    status, _, body = post("POST", "/slack", body=json.dumps(message).encode())
    assert (status, body) == (200, b"ok")
    assert receiver.arrivals.get_nowait() == SlackMessage(message, (LINK,))


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"not json", b"no_text"),
        (b'{"text": " "}', b"no_text"),
        (b'{"text": "t", "blocks": {}}', b"invalid_blocks"),
        (b'{"text": "t", "blocks": [7]}', b"invalid_blocks"),
        (json.dumps({"text": "t", "blocks": [{"type": "divider"}] * 51}).encode(), b"invalid_blocks"),
        (
            json.dumps(
                {"text": "t", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]}
            ).encode(),
            b"invalid_blocks",
        ),
    ],
)
def test_what_slack_would_refuse_is_refused_in_its_words(
    post: Client, receiver: Receiver, body: bytes, word: bytes
) -> None:
    status, _, answer = post("POST", "/slack", body=body)
    assert (status, answer) == (400, word)
    assert receiver.arrivals.empty()


def test_oversized_requests_are_refused_unread(post: Client) -> None:
    post.connection.putrequest("POST", "/hook")
    post.connection.putheader("Content-Length", "2000000")
    post.connection.endheaders()
    assert post.connection.getresponse().status == 413


def test_a_server_ends_with_its_block_though_a_client_holds_its_connection() -> None:
    started = time.monotonic()
    with serving(FeedServer([WIRE], [publication(WIRE, "Old")]).answer) as url:
        client = Client(url)
        client("GET", FeedServer.path(WIRE))
    client.connection.close()
    assert time.monotonic() - started < 3
