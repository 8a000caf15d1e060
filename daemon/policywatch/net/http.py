"""One HTTP exchange with limits on address, time and size.

Takes a Request and Limits; gives a Reply; raises NetError for everything that kept a whole answer from coming.
It follows no redirects, keeps no cookies, uses no proxy and reads no environment but what OpenSSL reads (SSL_CERT_FILE
and SSL_CERT_DIR: how an operator adds a certificate authority).
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookiejar import DefaultCookiePolicy
from typing import Final

import httpcore
import httpx

from policywatch.errors import Fault, NetError
from policywatch.net.address import AddressPolicy
from policywatch.net.coding import ACCEPT_ENCODING, CodingError, decoded
from policywatch.net.guard import Deadline
from policywatch.net.transport import GuardedTransport

#: bytes by which a compressed body may be larger than what it holds
_CODING_OVERHEAD: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask. Credentials belong into `headers`, or as userinfo into `url` (then sent as Basic auth)."""

    method: str
    #: http or https; its fragment is not sent
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one exchange may take."""

    #: until there is a connection: name, address and TLS together
    connect: timedelta = timedelta(seconds=5)
    #: until the last byte of the answer
    total: timedelta = timedelta(seconds=30)
    #: bytes of the answer's body after decompression
    body: int = 10 * 1024 * 1024
    #: what lies beyond `body` is left unread; otherwise it is an error (TOO_LARGE)
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered, whatever the status says."""

    status: int
    #: names in lower case; values of a repeated header are joined by ", " (RFC 9110 section 5.3); bytes as Latin-1
    headers: Mapping[str, str]
    #: after decompression
    body: bytes


DEFAULT_LIMITS: Final = Limits()


class Http:
    """Makes exchanges for any number of threads. Connections are kept alive between them; `close()` ends them.

    Every thread that is in an exchange has a lane: a client of its own, so that none waits for another's lock, and one
    deadline is enough.
    """

    def __init__(self, policy: AddressPolicy, user_agent: str) -> None:
        self._policy = policy
        self._user_agent = user_agent
        #: the operating system's certificate authorities and those of certifi
        self._tls = httpcore.default_ssl_context()
        self._idle: list[_Lane] = []
        self._lock = threading.Lock()
        self._closed = False

    def exchange(self, request: Request, limits: Limits = DEFAULT_LIMITS) -> Reply:
        """Send one request and return the whole answer within `limits`. Never follows redirects.

        Raises NetError; its message names the host, and nothing else of the URL.
        """
        url = _read_url(request.url)
        host = url.raw_host.decode("ascii")
        lane = self._borrow(host)
        try:
            return lane.exchange(request, url, host, limits)
        finally:
            self._give_back(lane)

    def adopt(self, policy: AddressPolicy, user_agent: str) -> None:
        """Make every exchange from now on under another policy and name; those under way end as they began."""
        with self._lock:
            if (policy, user_agent) == (self._policy, self._user_agent):
                return
            self._policy, self._user_agent = policy, user_agent
            lanes, self._idle = self._idle, []
        for lane in lanes:
            lane.close()

    def close(self) -> None:
        """Close all connections; an exchange under way closes its own when it ends. None can be started after this."""
        with self._lock:
            self._closed = True
            lanes, self._idle = self._idle, []
        for lane in lanes:
            lane.close()

    def _borrow(self, host: str) -> _Lane:
        with self._lock:
            if self._closed:
                raise NetError(host, "not asked: policywatch is stopping", fault=Fault.CONNECT)
            if self._idle:
                return self._idle.pop()
        return _Lane(self._policy, self._tls, self._user_agent)

    def _give_back(self, lane: _Lane) -> None:
        with self._lock:
            if not self._closed and lane.policy is self._policy:
                self._idle.append(lane)
                return
        lane.close()


class _Lane:
    """The client of one thread at a time, with the deadline of its exchange."""

    def __init__(self, policy: AddressPolicy, tls: ssl.SSLContext, user_agent: str) -> None:
        #: which policy it was made under
        self.policy = policy
        self._deadline = Deadline()
        self._client = httpx.Client(
            transport=GuardedTransport(policy, self._deadline, tls),
            trust_env=False,
            headers={"user-agent": user_agent, "accept-encoding": ACCEPT_ENCODING},
        )
        # one publisher's cookies are no business of the next one's, nor of the next poll's
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def exchange(self, request: Request, url: httpx.URL, host: str, limits: Limits) -> Reply:
        self._deadline.restart(
            connect=limits.connect.total_seconds(),
            total=limits.total.total_seconds(),
        )
        headers = _encoded(request.headers, host)
        try:
            with self._client.stream(request.method, url, headers=headers, content=request.content) as response:
                answered = _joined(response.extensions["headers"])
                body = _read_body(response.iter_raw(), answered.get("content-encoding", ""), host, limits)
                return Reply(status=response.status_code, headers=answered, body=body)
        except CodingError as error:
            raise NetError(host, str(error), fault=Fault.BAD_ENCODING) from error
        except httpcore.RemoteProtocolError as error:
            raise NetError(host, f"no valid HTTP answer: {str(error)[:200]}", fault=Fault.PROTOCOL) from error
        except httpcore.LocalProtocolError:
            # its text holds the header's value, which may be a secret
            raise NetError(host, "a request header holds characters that HTTP forbids", fault=Fault.PROTOCOL) from None

    def close(self) -> None:
        self._client.close()


def _read_url(text: str) -> httpx.URL:
    """Return the URL in its parts. Messages never hold the URL itself, which may hold secrets."""
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        raise NetError("URL", "it cannot be read", fault=Fault.BAD_URL) from None
    if url.scheme not in ("http", "https"):
        raise NetError("URL", "it must begin with http:// or https://", fault=Fault.BAD_URL)
    if not url.raw_host:
        raise NetError("URL", "it names no host", fault=Fault.BAD_URL)
    if url.port is not None and not 1 <= url.port <= 65535:
        raise NetError(url.raw_host.decode("ascii"), f"there is no port {url.port}", fault=Fault.BAD_URL)
    return url


def _encoded(headers: Mapping[str, str], host: str) -> list[tuple[bytes, bytes]]:
    try:
        # Latin-1, as in Reply: a server's ETag goes back byte for byte
        return [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]
    except UnicodeEncodeError:
        raise NetError(host, "a request header holds characters that HTTP forbids", fault=Fault.PROTOCOL) from None


def _joined(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def _read_body(stream: Iterable[bytes], coding: str, host: str, limits: Limits) -> bytes:
    body = bytearray()
    for piece in decoded(_counted(stream, host, limits), coding):
        body += piece
        if len(body) > limits.body:
            if limits.cut:
                return bytes(body[: limits.body])
            raise _too_large(host, limits)
    return bytes(body)


def _counted(stream: Iterable[bytes], host: str, limits: Limits) -> Iterator[bytes]:
    """Pass the bytes on as they come, but not without end: compressed data may decompress to nothing."""
    count = 0
    for chunk in stream:
        count += len(chunk)
        if count > limits.body + _CODING_OVERHEAD:
            raise _too_large(host, limits)
        yield chunk


def _too_large(host: str, limits: Limits) -> NetError:
    return NetError(host, f"its answer is larger than {limits.body / 1024 / 1024:g} MiB", fault=Fault.TOO_LARGE)
