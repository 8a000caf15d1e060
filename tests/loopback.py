"""A real HTTP server on 127.0.0.1 for tests, which answers what a test tells it to and remembers what it was asked."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in. Header names are lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer. `Content-Length` and `Connection` are set by the server unless `headers` says otherwise."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


#: answers a request; one that needs more than a Reply writes to the handler's `wfile` itself and returns None
Answerer = Callable[[Asked, BaseHTTPRequestHandler], Reply | None]


@dataclass
class Loopback:
    """The running server: its address, and every request so far in order."""

    url: str
    answer: Answerer
    asked: list[Asked] = field(default_factory=list)

    def reply_with(self, *replies: Reply) -> None:
        """Answer the coming requests with these in turn, the last one for ever."""
        queue = list(replies)
        lock = threading.Lock()

        def answer(_asked: Asked, _handler: BaseHTTPRequestHandler) -> Reply:
            with lock:
                return queue.pop(0) if len(queue) > 1 else queue[0]

        self.answer = answer


@contextlib.contextmanager
def loopback(answer: Answerer | Reply | None = None) -> Iterator[Loopback]:
    """Serve on a free port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            # a client that hangs up early is part of many tests, not an error of the server's
            with contextlib.suppress(ConnectionError, TimeoutError):
                super().handle_one_request()

        def _handle(self) -> None:
            length = int(self.headers.get("content-length", 0))
            asked = Asked(
                method=self.command,
                path=self.path,
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(length),
            )
            server.asked.append(asked)
            reply = server.answer(asked, self)
            if reply is None:
                self.close_connection = True
                return
            self.send_response(reply.status)
            headers = {"content-length": str(len(reply.body)), **{k.lower(): v for k, v in reply.headers.items()}}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD" and reply.status != 304:
                self.wfile.write(reply.body)

        do_GET = do_POST = do_HEAD = do_PUT = _handle  # noqa: N815  (the names http.server asks for)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Stay quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, request: object, client_address: object) -> None:
            """A connection reset by the client is not worth a traceback."""

    with Server(("127.0.0.1", 0), Handler) as httpd:
        server = Loopback(url=f"http://127.0.0.1:{httpd.server_address[1]}", answer=lambda _a, _h: Reply(404))
        if isinstance(answer, Reply):
            server.reply_with(answer)
        elif answer is not None:
            server.answer = answer
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            httpd.shutdown()
            thread.join()
