"""Where an exchange may connect to, and for how long: httpcore's network backend with an address check and a deadline.

A name is resolved once, every address is checked, and exactly a checked address is dialled, so that a second DNS
answer cannot slip in between. Every read and write ends at the exchange's deadline (httpcore's own timeouts, which are
per step, are not used), so that a server which drips a byte per second cannot hold a worker.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from policywatch.errors import Fault, NetError
from policywatch.net.address import Address, AddressPolicy

#: what httpcore hands to setsockopt
SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class Deadline:
    """When the exchange under way must be connected, and when it must be over. Set anew for each exchange."""

    def __init__(self) -> None:
        self.restart(connect=0.0, total=0.0)

    def restart(self, *, connect: float, total: float) -> None:
        """Start counting: `connect` and `total` are seconds from now."""
        self._connect = min(connect, total)
        self._total = total
        self._started = time.monotonic()

    def left(self, host: str) -> float:
        """Return the seconds left for the exchange, more than 0; raise NetError when there are none."""
        left = self._started + self._total - time.monotonic()
        if left <= 0:
            raise self.missed(host)
        return left

    def left_to_connect(self, host: str) -> float:
        """Return the seconds left for having a connection, more than 0; raise NetError when there are none."""
        left = self._started + self._connect - time.monotonic()
        if left <= 0:
            raise self.missed_connecting(host)
        return left

    def missed(self, host: str) -> NetError:
        return NetError(host, f"no complete answer within {self._total:.3g} s", fault=Fault.TIMEOUT)

    def missed_connecting(self, host: str) -> NetError:
        return NetError(host, f"no connection within {self._connect:.3g} s", fault=Fault.TIMEOUT)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to permitted addresses only, and hands out streams that keep the deadline."""

    def __init__(self, policy: AddressPolicy, deadline: Deadline) -> None:
        self._policy = policy
        self._deadline = deadline
        self._dial = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check every address, and dial them in turn, each with its share of the time left."""
        addresses = _resolve(host, port, self._deadline)
        for address in addresses:
            refusal = self._policy.refusal(host, address)
            if refusal is not None:
                raise NetError(host, refusal, fault=Fault.REFUSED_ADDRESS)
        failure = NetError(host, "its name has no address", fault=Fault.DNS)
        for tried, address in enumerate(addresses):
            share = self._deadline.left_to_connect(host) / (len(addresses) - tried)
            try:
                stream = self._dial.connect_tcp(str(address), port, share, local_address, socket_options)
            except httpcore.ConnectTimeout:
                failure = self._deadline.missed_connecting(host)
            except httpcore.ConnectError as error:
                failure = NetError(host, f"cannot connect: {_words(error)}", fault=Fault.CONNECT)
            else:
                return _GuardedStream(stream, host, self._deadline)
        raise failure

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        raise NetError("unix socket", "never dialled", fault=Fault.REFUSED_ADDRESS)


class _GuardedStream(httpcore.NetworkStream):
    """A connection whose every step ends at the deadline of the exchange under way."""

    def __init__(self, stream: httpcore.NetworkStream, host: str, deadline: Deadline) -> None:
        self._stream = stream
        self._host = host
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._stream.read(max_bytes, self._deadline.left(self._host))
        except httpcore.ReadTimeout:
            raise self._deadline.missed(self._host) from None
        except httpcore.ReadError as error:
            raise self._broken(error) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # httpcore's own loop gives every partial write the whole timeout: a slow reader could hold us for ever
        sock: socket.socket = self._stream.get_extra_info("socket")
        unsent = memoryview(buffer)
        try:
            while unsent:
                sock.settimeout(self._deadline.left(self._host))
                unsent = unsent[sock.send(unsent) :]
        except TimeoutError:
            raise self._deadline.missed(self._host) from None
        except OSError as error:
            # httpcore reads on after this one: a server may answer (413, say) and close before it has read everything
            raise httpcore.WriteError(error) from error

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        try:
            left = self._deadline.left_to_connect(self._host)
            stream = self._stream.start_tls(ssl_context, server_hostname, left)
        except httpcore.ConnectTimeout:
            raise self._deadline.missed_connecting(self._host) from None
        except httpcore.ConnectError as error:
            raise NetError(self._host, f"no secure connection: {_words(error)}", fault=Fault.TLS) from error
        except ValueError as error:
            raise NetError(self._host, "it is not a host name", fault=Fault.BAD_URL) from error
        except NetError:
            self.close()
            raise
        return _GuardedStream(stream, self._host, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _broken(self, error: Exception) -> NetError:
        # TLS 1.3: a refusal of our side of the handshake arrives with the first read
        fault = Fault.TLS if isinstance(error.__cause__, ssl.SSLError) else Fault.PROTOCOL
        return NetError(self._host, f"the connection broke: {_words(error)}", fault=fault)


def _resolve(host: str, port: int, deadline: Deadline) -> list[Address]:
    """Return the addresses of a host in the resolver's order, without repetition."""
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        pass
    answers: queue.SimpleQueue[list[Address] | Exception] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found)))
        except (OSError, ValueError) as error:
            answers.put(error)

    # getaddrinfo knows no timeout; a thread of its own lets us stop waiting, and ends when the resolver gives up
    threading.Thread(target=look_up, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left_to_connect(host))
    except queue.Empty:
        raise NetError(host, "its name was not resolved in time", fault=Fault.DNS) from None
    if isinstance(answer, ValueError):  # UnicodeError: a label that is empty or too long
        raise NetError(host, "it is not a host name", fault=Fault.BAD_URL) from answer
    if isinstance(answer, Exception):
        raise NetError(host, f"its name has no address: {_words(answer)}", fault=Fault.DNS) from answer
    return answer


def _words(error: Exception) -> str:
    """Return what the operating system or OpenSSL says, without numbers and file positions."""
    origin = error.__cause__ or error  # what httpcore mapped
    if isinstance(origin, ssl.SSLCertVerificationError):
        return f"its certificate is not accepted: {origin.verify_message}"
    if isinstance(origin, ssl.SSLError) and origin.reason:
        return origin.reason.replace("_", " ").lower()
    if isinstance(origin, OSError) and origin.strerror:
        return origin.strerror
    return type(origin).__name__
