"""Senders against real receivers on loopback: what they send, and what they make of every kind of answer."""

from __future__ import annotations

import base64
import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from policywatch.deliver import Sender, make_sender
from policywatch.deliver.compose import compose
from policywatch.deliver.slack import SlackOptions
from policywatch.deliver.slack import render as render_slack
from policywatch.deliver.webhook import WebhookOptions
from policywatch.errors import Fault
from policywatch.model.channel import Channel
from policywatch.model.delivery import Answer, Blame
from policywatch.model.secret import Secret
from policywatch.net import AddressPolicy, Http
from tests.loopback import Asked, Loopback, Reply, loopback
from tests.sample_alerts import ONE_ITEM, SOON, THREE_ITEMS

PATH = "/services/T012/B345/a1b2c3d4e5f6"
NEW = "whsec_" + base64.b64encode(b"new" * 11).decode()
OLD = "whsec_" + base64.b64encode(b"old" * 11).decode()


@pytest.fixture
def receiver() -> Iterator[Loopback]:
    with loopback(Reply(200, b"ok")) as server:
        yield server


@pytest.fixture
def http() -> Iterator[Http]:
    http = Http(AddressPolicy(allow_networks=(ip_network("127.0.0.0/8"),)), "policywatch-tests")
    yield http
    http.close()


def slack(http: Http, url: str) -> Sender:
    return make_sender(Channel("chat", "slack", SlackOptions(Secret(url + PATH))), http)


def webhook(http: Http, url: str, *secrets: str) -> Sender:
    options = WebhookOptions(Secret(url + PATH), tuple(Secret(secret) for secret in secrets))
    return make_sender(Channel("hook", "webhook", options), http)


@pytest.fixture(params=["slack", "webhook"])
def sender(request: pytest.FixtureRequest, http: Http, receiver: Loopback) -> Sender:
    return slack(http, receiver.url) if request.param == "slack" else webhook(http, receiver.url, NEW)


# --- what is sent -------------------------------------------------------------------------------------


def test_slack_gets_the_payload_as_json(http: Http, receiver: Loopback) -> None:
    assert slack(http, receiver.url).send(THREE_ITEMS, "msg_1", SOON) == Answer(status=200, text="ok", accepted=True)
    (asked,) = receiver.asked
    assert (asked.method, asked.path) == ("POST", PATH)
    assert asked.headers["content-type"] == "application/json; charset=utf-8"
    assert json.loads(asked.body) == render_slack(compose(THREE_ITEMS, SOON))


def test_a_webhook_is_signed_so_that_the_reference_library_verifies_it(http: Http, receiver: Loopback) -> None:
    now = datetime.now(UTC)  # the library compares with the clock
    assert webhook(http, receiver.url, NEW).send(ONE_ITEM, "msg_1", now).accepted
    (asked,) = receiver.asked
    payload = Webhook(NEW).verify(asked.body, dict(asked.headers))
    assert payload["data"]["alert"] == 12
    with pytest.raises(WebhookVerificationError):
        Webhook(OLD).verify(asked.body, dict(asked.headers))
    with pytest.raises(WebhookVerificationError):
        Webhook(NEW).verify(asked.body + b" ", dict(asked.headers))


def test_during_a_rotation_both_secrets_verify(http: Http, receiver: Loopback) -> None:
    webhook(http, receiver.url, NEW, OLD).send(ONE_ITEM, "msg_1", datetime.now(UTC))
    (asked,) = receiver.asked
    for secret in (NEW, OLD):
        Webhook(secret).verify(asked.body, dict(asked.headers))


def test_a_repeat_has_the_same_id_and_body_and_the_time_of_its_attempt(http: Http, receiver: Loopback) -> None:
    hook = webhook(http, receiver.url, NEW)
    for later in (timedelta(0), timedelta(seconds=5.9)):
        hook.send(ONE_ITEM, "msg_1", SOON + later)
    first, second = receiver.asked
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == "msg_1"
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 5
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]
    assert first.body == second.body


def test_a_webhook_without_a_secret_is_not_signed(http: Http, receiver: Loopback) -> None:
    assert webhook(http, receiver.url).send(ONE_ITEM, "msg_1", SOON).accepted
    (asked,) = receiver.asked
    assert asked.headers["webhook-id"] == "msg_1"
    assert "webhook-signature" not in asked.headers


def test_several_threads_may_send_at_once(http: Http, receiver: Loopback) -> None:
    hook, answers = webhook(http, receiver.url, NEW), list[Answer]()
    threads = [
        threading.Thread(target=lambda number=number: answers.append(hook.send(ONE_ITEM, f"msg_{number}", SOON)))
        for number in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answer.accepted for answer in answers)
    assert {asked.headers["webhook-id"] for asked in receiver.asked} == {f"msg_{number}" for number in range(12)}


# --- answers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_webhook_accepts_with_any_2xx(status: int, http: Http, receiver: Loopback) -> None:
    receiver.reply_with(Reply(status))
    assert webhook(http, receiver.url).send(ONE_ITEM, "msg_1", SOON) == Answer(status=status, accepted=True)


@pytest.mark.parametrize(
    ("status", "body"), [(200, b""), (200, b"okay"), (200, b"<html>sign in</html>"), (201, b"ok"), (204, b"")]
)
def test_slack_accepts_with_200_and_ok_alone(status: int, body: bytes, http: Http, receiver: Loopback) -> None:
    receiver.reply_with(Reply(status, body))
    answer = slack(http, receiver.url).send(ONE_ITEM, "msg_1", SOON)
    assert (answer.status, answer.accepted, answer.blame) == (status, False, None)


@pytest.mark.parametrize(
    ("status", "word", "blame"),
    [
        (400, "invalid_blocks", Blame.MESSAGE),
        (400, "invalid_payload", Blame.MESSAGE),
        (400, "too_many_attachments", Blame.MESSAGE),
        (400, "no_text", Blame.MESSAGE),
        (200, "invalid_blocks: must provide text\n", Blame.MESSAGE),
        (404, "no_service", Blame.CHANNEL),
        (404, "no_team", Blame.CHANNEL),
        (404, "channel_not_found", Blame.CHANNEL),
        (410, "channel_is_archived", Blame.CHANNEL),
        (403, "action_prohibited", Blame.CHANNEL),
        (404, "<html>no_service</html>", None),
        (500, "rollup_error", None),
    ],
)
def test_slack_s_error_words_say_what_is_to_blame(
    status: int, word: str, blame: Blame | None, http: Http, receiver: Loopback
) -> None:
    receiver.reply_with(Reply(status, word.encode()))
    assert slack(http, receiver.url).send(ONE_ITEM, "msg_1", SOON) == Answer(
        status=status, text=word.strip(), blame=blame
    )


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 403, 404, 405, 410, 413, 415, 422, 429, 500, 503])
def test_every_other_status_comes_back_as_it_is(status: int, sender: Sender, receiver: Loopback) -> None:
    receiver.reply_with(Reply(status, b"because", {"location": receiver.url + "/elsewhere"}))
    assert sender.send(ONE_ITEM, "msg_1", SOON) == Answer(status=status, text="because")
    assert len(receiver.asked) == 1  # a redirect is not followed


@pytest.mark.parametrize(
    ("headers", "body", "wanted"),
    [
        ({"retry-after": "30"}, b"", timedelta(seconds=30)),
        ({"retry-after": "Mon, 02 Mar 2026 14:07:02 GMT"}, b"", timedelta(minutes=2)),
        ({"retry-after": "Mon, 02 Mar 2026 14:07:02 -0000"}, b"", timedelta(minutes=2)),
        ({}, b'{"retry_after": 1.25, "global": false}', timedelta(seconds=1.25)),
        ({"retry-after": "2"}, b'{"retry_after": 3}', timedelta(seconds=3)),
        ({"retry-after": "9" * 9}, b"", timedelta(hours=24)),
        ({"retry-after": "9" * 400}, b"", None),
        ({"retry-after": "Mon, 02 Mar 2099 14:05:02 GMT"}, b"", timedelta(hours=24)),
        ({}, b'{"retry_after": 1e300}', timedelta(hours=24)),
        ({"retry-after": "0"}, b"", None),
        ({"retry-after": "-5"}, b"", None),
        ({"retry-after": "Mon, 02 Mar 2020 14:05:02 GMT"}, b"", None),
        ({"retry-after": "soon"}, b"", None),
        ({"retry-after": "Mon, 99 Foo 2026 99:99:99 +9999"}, b"", None),
        ({"retry-after": f"Mon, 01 Jan 2020 {'9' * 20}:00:00 GMT"}, b"", None),
        ({}, b'{"retry_after": "5"}', None),
        ({}, b'{"retry_after": true}', None),
        ({}, b'{"retry_after": Infinity}', None),
        ({}, b'{"retry_after": NaN}', None),
        ({}, b'{"retry_after": ' + b"9" * 5_000 + b"}", None),
        ({}, b'["retry_after"]', None),
        ({}, b"[" * 8_000, None),
        ({}, b"\xff\xfe", None),
    ],
)
def test_a_wish_to_be_left_alone_is_read(
    headers: dict[str, str], body: bytes, wanted: timedelta | None, sender: Sender, receiver: Loopback
) -> None:
    receiver.reply_with(Reply(429, body, headers))
    assert sender.send(ONE_ITEM, "msg_1", SOON).retry_after == wanted


def test_a_long_answer_is_cut_to_4_kib(sender: Sender, receiver: Loopback) -> None:
    receiver.reply_with(Reply(500, "é€\U0001f600".encode() * 500_000))
    text = sender.send(ONE_ITEM, "msg_1", SOON).text
    assert 4_000 < len(text.encode()) <= 4_096
    assert set(text) == set("é€\U0001f600")


def test_an_answer_is_one_clean_line(sender: Sender, receiver: Loopback) -> None:
    receiver.reply_with(Reply(500, b"one\r\n\x1b[31mtwo\x00 \xff three\xe2\x80\xae\n"))
    assert sender.send(ONE_ITEM, "msg_1", SOON).text == "one [31mtwo \ufffd three"


def test_an_answer_that_echoes_our_secrets_is_kept_without_them(http: Http, receiver: Loopback) -> None:
    def echo(asked: Asked, _handler: BaseHTTPRequestHandler) -> Reply:
        broken_up = f"{asked.path[:20]}\x00{asked.path[20:]}"
        return Reply(404, f"{asked.path} {broken_up} {NEW} {NEW[6:]} a1b2c3d4e5f6".encode())

    receiver.answer = echo
    assert webhook(http, receiver.url, NEW).send(ONE_ITEM, "msg_1", SOON).text == "*** *** *** *** ***"


@pytest.mark.parametrize("padding", range(0, 50, 7))
def test_a_secret_in_which_the_reading_ends_is_not_kept_in_part(padding: int, http: Http, receiver: Loopback) -> None:
    """What is read ends somewhere in the 160th echo; hiding the others makes room for it in what is kept."""
    receiver.reply_with(Reply(404, b"." * padding + f"{NEW} ".encode() * 400))
    text = webhook(http, receiver.url, NEW).send(ONE_ITEM, "msg_1", SOON).text
    assert text.count("***") > 100
    assert "whsec" not in text


# --- no answer ----------------------------------------------------------------------------------------


def test_a_port_where_nobody_listens_is_a_fault(http: Http) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        answer = webhook(http, f"http://127.0.0.1:{taken.getsockname()[1]}").send(ONE_ITEM, "msg_1", SOON)
    assert (answer.status, answer.fault, answer.accepted) == (None, Fault.CONNECT, False)
    assert answer.text.startswith("127.0.0.1: ")


def test_a_connection_that_breaks_is_a_fault(sender: Sender, receiver: Loopback) -> None:
    def hang_up(_asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200")

    receiver.answer = hang_up
    answer = sender.send(ONE_ITEM, "msg_1", SOON)
    assert (answer.status, answer.fault, answer.accepted) == (None, Fault.PROTOCOL, False)


def test_a_receiver_without_tls_is_a_fault_where_tls_is_expected(http: Http, receiver: Loopback) -> None:
    answer = slack(http, receiver.url.replace("http:", "https:")).send(ONE_ITEM, "msg_1", SOON)
    assert (answer.status, answer.fault) == (None, Fault.TLS)


def test_an_address_inside_is_refused_without_telling_the_path(receiver: Loopback) -> None:
    guarded = Http(AddressPolicy(), "policywatch-tests")
    answer = slack(guarded, receiver.url).send(ONE_ITEM, "msg_1", SOON)
    guarded.close()
    assert answer.fault is Fault.REFUSED_ADDRESS
    assert "allow_networks" in answer.text
    assert not receiver.asked
    assert "a1b2c3d4e5f6" not in answer.text
