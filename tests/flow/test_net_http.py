"""Exchanges with a real server that misbehaves."""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network

import pytest

from policywatch.errors import Fault, NetError
from policywatch.net import AddressPolicy, Http, Limits, Request
from tests.loopback import Asked, Loopback, Reply, loopback

LOOPBACK = AddressPolicy(allow_networks=(ip_network("127.0.0.0/8"), ip_network("::1/128")))


@pytest.fixture
def http() -> Iterator[Http]:
    with contextlib.closing(Http(LOOPBACK, "policywatch/test")) as http:
        yield http


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as server:
        yield server


def fault_of(http: Http, url: str, limits: Limits | None = None, **request: object) -> NetError:
    with pytest.raises(NetError) as caught:
        http.exchange(Request("GET", url, **request), limits or Limits())  # type: ignore[arg-type]
    return caught.value


def short(seconds: float = 0.3, **more: object) -> Limits:
    return Limits(total=timedelta(seconds=seconds), **more)  # type: ignore[arg-type]


# --- what goes out and comes back ---------------------------------------------------------------------


def test_a_reply_carries_status_headers_and_body_whatever_the_status(http: Http, server: Loopback) -> None:
    server.reply_with(Reply(503, b"later", {"Retry-After": "7", "X-Name": "Zo\xeb"}))
    reply = http.exchange(Request("GET", f"{server.url}/feed?a=1#part"))
    assert (reply.status, reply.body) == (503, b"later")
    assert reply.headers["retry-after"] == "7"
    assert reply.headers["x-name"] == "Zo\xeb"
    assert server.asked[0].path == "/feed?a=1"
    assert server.asked[0].headers["user-agent"] == "policywatch/test"


def test_content_and_headers_are_sent_as_given(http: Http, server: Loopback) -> None:
    server.reply_with(Reply(204))
    http.exchange(Request("POST", server.url, {"Content-Type": "application/json", "X-E": '"\xfc"'}, b"{}"))
    asked = server.asked[0]
    assert (asked.method, asked.body) == ("POST", b"{}")
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["x-e"] == '"\xfc"'


def test_userinfo_becomes_basic_authentication(http: Http, server: Loopback) -> None:
    server.reply_with(Reply(200))
    http.exchange(Request("GET", server.url.replace("//", "//ann:s%40cret@")))
    assert server.asked[0].headers["authorization"] == "Basic YW5uOnNAY3JldA=="
    assert "@" not in server.asked[0].headers["host"]


def test_redirects_are_not_followed_and_cookies_not_kept(http: Http, server: Loopback) -> None:
    server.reply_with(Reply(302, headers={"Location": "/elsewhere", "Set-Cookie": "a=b"}))
    assert http.exchange(Request("GET", server.url)).headers["location"] == "/elsewhere"
    http.exchange(Request("GET", server.url))
    assert [asked.path for asked in server.asked] == ["/", "/"]
    assert "cookie" not in server.asked[1].headers


def test_the_environment_s_proxy_is_not_used(http: Http, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    server.reply_with(Reply(200, b"direct"))
    assert http.exchange(Request("GET", server.url)).body == b"direct"


def test_connections_are_kept_alive(http: Http, server: Loopback) -> None:
    ports = set()

    def answer(_asked: Asked, handler: BaseHTTPRequestHandler) -> Reply:
        ports.add(handler.client_address[1])
        return Reply(200, b"x")

    server.answer = answer
    for _ in range(5):
        http.exchange(Request("GET", server.url))
    assert len(ports) == 1


def test_a_connection_is_not_used_again_after_an_answer_that_was_left_unread(http: Http, server: Loopback) -> None:
    server.reply_with(Reply(200, bytes(500_000)), Reply(200, b"second"))
    assert http.exchange(Request("GET", server.url), Limits(body=10, cut=True)).body == bytes(10)
    assert http.exchange(Request("GET", server.url)).body == b"second"


def test_threads_exchange_at_the_same_time(http: Http, server: Loopback) -> None:
    both = threading.Barrier(4, timeout=10)

    def answer(asked: Asked, _handler: BaseHTTPRequestHandler) -> Reply:
        both.wait()  # passes only where four requests are in flight at once
        return Reply(200, asked.path.encode())

    server.answer = answer
    got: list[bytes] = []
    threads = [
        threading.Thread(target=lambda n=n: got.append(http.exchange(Request("GET", f"{server.url}/{n}")).body))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [b"/0", b"/1", b"/2", b"/3"]


def test_nothing_is_sent_after_close(server: Loopback) -> None:
    http = Http(LOOPBACK, "policywatch/test")
    http.close()
    http.close()
    assert "stopping" in fault_of(http, server.url).cause
    assert server.asked == []


# --- where it may connect to --------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::ffff:7f00:1]"])
def test_the_guard_cannot_be_passed_by(server: Loopback, host: str) -> None:
    """The server is there and would answer: only the guard keeps the request from it."""
    server.reply_with(Reply(200, b"secret"))
    port = server.url.rpartition(":")[2]
    with contextlib.closing(Http(AddressPolicy(), "policywatch/test")) as strict:
        error = fault_of(strict, f"http://{host}:{port}/")
        assert error.fault is Fault.REFUSED_ADDRESS
        assert "loopback address" in error.cause
        assert fault_of(strict, f"https://{host}:{port}/").fault is Fault.REFUSED_ADDRESS
    assert server.asked == []


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Make the resolver answer these for names, and count how often it is asked."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *args: object, **more: object) -> object:
        if not host.endswith(".example"):
            return real(host, port, *args, **more)  # type: ignore[arg-type]
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_one_refused_address_among_good_ones_refuses_the_host(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, "127.0.0.1", "192.168.0.9")
    port = server.url.rpartition(":")[2]
    with contextlib.closing(Http(LOOPBACK, "policywatch/test")) as http:
        error = fault_of(http, f"http://feeds.example:{port}/")
    assert error.fault is Fault.REFUSED_ADDRESS
    assert "192.168.0.9 is a private address" in error.cause
    assert server.asked == []


def test_the_checked_address_is_the_one_dialled(http: Http, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second DNS answer (rebinding) is never asked for; the next address is tried where one fails."""
    asked = resolve_to(monkeypatch, "127.0.0.3", "127.0.0.1")  # nothing listens on 127.0.0.3
    server.reply_with(Reply(200, b"here"))
    port = server.url.rpartition(":")[2]
    assert http.exchange(Request("GET", f"http://feeds.example:{port}/")).body == b"here"
    assert asked == ["feeds.example"]
    assert server.asked[0].headers["host"] == f"feeds.example:{port}"


def test_a_resolver_that_hangs_is_left_behind(http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: hanging.wait(5) and [])
    started = time.monotonic()
    error = fault_of(http, "http://feeds.example/", Limits(connect=timedelta(seconds=0.2)))
    hanging.set()
    assert error.fault is Fault.DNS
    assert time.monotonic() - started < 3


# --- what does not come -------------------------------------------------------------------------------


def test_a_name_without_address_is_a_dns_fault(http: Http) -> None:
    assert fault_of(http, "http://nowhere.invalid/").fault is Fault.DNS


def test_a_closed_port_is_a_connect_fault(http: Http) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        error = fault_of(http, f"http://127.0.0.1:{unheard.getsockname()[1]}/")
    assert error.fault is Fault.CONNECT
    assert error.cause == "cannot connect: Connection refused"


@pytest.mark.parametrize("part", ["headers", "body", "nothing"])
def test_a_drip_of_bytes_ends_at_the_deadline(http: Http, server: Loopback, part: str) -> None:
    stop = threading.Event()

    def answer(_asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        if part == "body":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        if part == "headers":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not stop.wait(0.02):
            if part != "nothing":
                handler.wfile.write(b"x")

    server.answer = answer
    started = time.monotonic()
    error = fault_of(http, server.url, short())
    took = time.monotonic() - started
    stop.set()
    assert error.fault is Fault.TIMEOUT
    assert error.cause == "no complete answer within 0.3 s"
    assert 0.25 < took < 3


def test_a_server_that_reads_slowly_ends_at_the_deadline(http: Http) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stop = threading.Event()

        def sip() -> None:
            peer, _ = listener.accept()
            with peer:
                while not stop.wait(0.02):
                    peer.recv(4096)

        thread = threading.Thread(target=sip)
        thread.start()
        started = time.monotonic()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        error = fault_of(http, url, short(), content=bytes(20_000_000))
        took = time.monotonic() - started
        stop.set()
        thread.join()
    assert error.fault is Fault.TIMEOUT
    assert took < 3


def test_an_answer_given_before_the_request_is_read_counts(http: Http) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def refuse() -> None:
            peer, _ = listener.accept()
            with peer:
                peer.recv(1000)
                peer.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig")
                peer.shutdown(socket.SHUT_WR)
                with contextlib.suppress(ConnectionError):
                    while peer.recv(100_000):
                        pass

        thread = threading.Thread(target=refuse)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        reply = http.exchange(Request("POST", url, content=bytes(1_000_000)))
        http.close()
        thread.join()
    assert (reply.status, reply.body) == (413, b"big")


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (b"", Fault.PROTOCOL),
        (b"220 mail.example ESMTP\r\n", Fault.PROTOCOL),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", Fault.PROTOCOL),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", Fault.PROTOCOL),
        (b"HTTP/1.1 200 OK\r\nContent-Length: nine\r\n\r\n", Fault.PROTOCOL),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000, Fault.PROTOCOL),
        (b"\x00\xff" * 40_000, Fault.PROTOCOL),
    ],
    ids=["silence", "smtp", "half a body", "bad chunk", "bad length", "endless header", "noise"],
)
def test_what_is_not_http_is_a_protocol_fault(http: Http, server: Loopback, written: bytes, fault: Fault) -> None:
    server.answer = lambda _asked, handler: handler.wfile.write(written) and None
    error = fault_of(http, server.url)
    assert error.fault is fault
    assert len(error.cause) < 300


def test_a_reset_connection_is_a_protocol_fault(http: Http, server: Loopback) -> None:
    def answer(_asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()

    server.answer = answer
    assert fault_of(http, server.url).fault is Fault.PROTOCOL


# --- how large it may be ------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1000, 1001])
def test_a_body_of_the_limit_is_whole_and_one_byte_more_is_too_large(http: Http, server: Loopback, size: int) -> None:
    server.reply_with(Reply(200, b"x" * size))
    if size > 1000:
        assert fault_of(http, server.url, Limits(body=1000)).fault is Fault.TOO_LARGE
    else:
        assert http.exchange(Request("GET", server.url), Limits(body=1000)).body == b"x" * size


def test_a_decompression_bomb_is_too_large_early(http: Http, server: Loopback) -> None:
    server.reply_with(Reply(200, gzip.compress(bytes(60_000_000)), {"Content-Encoding": "gzip"}))
    started = time.monotonic()
    error = fault_of(http, server.url)
    assert error.fault is Fault.TOO_LARGE
    assert error.cause == "its answer is larger than 10 MiB"
    assert time.monotonic() - started < 3


def test_endless_members_that_hold_nothing_are_too_large(http: Http, server: Loopback) -> None:
    server.reply_with(Reply(200, gzip.compress(b"") * 100_000, {"Content-Encoding": "gzip"}))
    assert fault_of(http, server.url, Limits(body=1000)).fault is Fault.TOO_LARGE


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_cut_answer_is_its_beginning_however_large_it_is(http: Http, server: Loopback, coding: str) -> None:
    body = b"0123456789" * 1_000_000
    packed = gzip.compress(body) if coding == "gzip" else body
    server.reply_with(Reply(200, packed, {"Content-Encoding": coding}))
    assert http.exchange(Request("GET", server.url), Limits(body=4096, cut=True)).body == body[:4096]


@pytest.mark.parametrize(
    ("body", "coding"),
    [(gzip.compress(b"x" * 5000)[:-3], "gzip"), (b"plain", "gzip"), (b"plain", "br"), (b"plain", "rot13")],
    ids=["cut off", "not compressed", "unknown to us", "unknown to all"],
)
def test_a_wrong_content_encoding_is_its_own_fault(http: Http, server: Loopback, body: bytes, coding: str) -> None:
    server.reply_with(Reply(200, body, {"Content-Encoding": coding}))
    assert fault_of(http, server.url).fault is Fault.BAD_ENCODING


# --- what must not be sent, and what must not be told -------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "",
        "feed.xml",
        "//host/path",
        "ftp://host/tok3n",
        "file:///etc/tok3n",
        "javascript:tok3n",
        "http://",
        "http:///tok3n",
        "http://[::1",
        "http://[tok3n]/",
        "http://host:tok3n/",
        "http://host:99999/tok3n",
        "http://host:0/tok3n",
        "http://host/\ntok3n",
        "http://host/\x00tok3n",
        "http://host/\udcfftok3n",
        "http://\u2100/tok3n",
        f"http://{'a' * 64}.example/tok3n",
        "http://a..b/tok3n",
        f"http://host/{'tok3n' * 20_000}",
    ],
)
def test_a_bad_url_is_a_fault_that_tells_no_more_than_the_host(http: Http, url: str) -> None:
    error = fault_of(http, url)
    assert error.fault is Fault.BAD_URL
    assert "tok3n" not in str(error)


@pytest.mark.parametrize("value", ["a\r\nX-Injected: 1", "a\nb", "\x00", "ten \u20ac"])
def test_a_header_cannot_be_injected_and_its_value_is_not_told(http: Http, server: Loopback, value: str) -> None:
    error = fault_of(http, server.url, headers={"X-Token": f"tok3n{value}"})
    assert error.fault is Fault.PROTOCOL
    assert "tok3n" not in str(error)
    assert server.asked == []


def test_errors_and_reprs_tell_neither_path_nor_query_nor_userinfo(http: Http) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        url = f"http://user:tok3n@127.0.0.1:{unheard.getsockname()[1]}/tok3n?key=tok3n"
        assert "tok3n" not in repr(fault_of(http, url))
    assert "tok3n" not in repr(Request("GET", url, {"A": "tok3n"}, b"tok3n"))
