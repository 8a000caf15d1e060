"""httpx's way to our guard: the transport of a client whose every connection the guard opens.

httpx hands a Request over and takes a Response back (its documented BaseTransport). What goes wrong passes through as
it is, a NetError of the guard or an error of httpcore's, and is mapped by http.py.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Final

import httpcore
import httpx

from policywatch.net.address import AddressPolicy
from policywatch.net.guard import Deadline, GuardedBackend

#: idle connections are closed before the servers do it: Apache and Node give up after 5 s, others later
_KEEP_ALIVE: Final = 4.0
#: open connections of one client: enough for the feeds of one publisher, few enough for 10,000 publishers
_CONNECTIONS: Final = 8


class GuardedTransport(httpx.BaseTransport):
    """Sends requests over connections to permitted addresses, each ending at the deadline.

    A response's headers as they came are its extension "headers".
    """

    def __init__(self, policy: AddressPolicy, deadline: Deadline, tls: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls,
            max_connections=_CONNECTIONS,
            keepalive_expiry=_KEEP_ALIVE,
            network_backend=GuardedBackend(policy, deadline),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
            )
        )
        # httpx would make a request of a Location at once, and fail on a bad one; whoever asked follows it, or not
        headers = [(name, value) for name, value in response.headers if name.lower() != b"location"]
        whole = {"headers": response.headers}
        return httpx.Response(response.status, headers=headers, stream=_Body(response), extensions=whole)

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """An answer's body as it comes from the connection."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
