"""A small HTTP server on 127.0.0.1, at a free port: what the demo's outlets and receivers stand on."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: bytes of a request's body; an alert has at most 20 kB
_MAX_BODY = 1_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came in."""

    method: str
    #: path with the query, as sent
    path: str
    #: names in lower case
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer; `Content-Length` is added."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@contextlib.contextmanager
def serving(answer: Callable[[Request], Reply]) -> Iterator[str]:
    """Serve until the block ends; gives the server's URL, without a slash at its end.

    `answer` is called from several threads at once.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        #: seconds a connection may stay idle: a client that never hangs up cannot keep its thread for ever
        timeout = 30

        def handle_one_request(self) -> None:
            # clients that are stopped hang up in the middle; that is no error of the demo's
            with contextlib.suppress(ConnectionError, TimeoutError):
                super().handle_one_request()

        def _handle(self) -> None:
            announced = self.headers.get("content-length", "0")
            length = int(announced) if announced.isdecimal() else _MAX_BODY + 1
            if length > _MAX_BODY or "transfer-encoding" in self.headers:
                self.close_connection = True
                self._send(Reply(413))
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._send(answer(Request(self.command, self.path, headers, self.rfile.read(length))))

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            # RFC 9110 section 8.6: a 204 has no Content-Length, and a 304 needs none
            if reply.status not in (204, 304):
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.status not in (204, 304):
                self.wfile.write(reply.body)

        do_GET = do_POST = _handle  # noqa: N815  (the names http.server asks for)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Stay quiet: the demo tells the story."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="demo-http", daemon=True
        )
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
