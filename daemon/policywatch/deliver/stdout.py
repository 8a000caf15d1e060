"""Standard output with a deadline: a pipe that nobody reads or a stopped terminal must not keep a thread for ever.

Takes a stream, text and seconds; writes the text whole, or raises TimeoutError when the time is over (a part of it may
be written by then). Threads take turns.
"""

from __future__ import annotations

import contextlib
import io
import os
import select
import threading
import time
from collections.abc import Iterator
from typing import Final, TextIO

#: bytes; a pipe that is ready takes as many at once without blocking (PIPE_BUF, which POSIX's poll() goes by)
_PIECE: Final = 4_096
#: seconds; a terminal may call itself ready and yet have no room for a whole character
_BREATH: Final = 0.01

#: texts of several threads, and of several channels, stay whole
_writing: Final = threading.Lock()


def write(stream: TextIO, text: str, seconds: float) -> None:
    """Write all of the text. What the stream's encoding lacks is replaced.

    Only a stream that has a descriptor can block; any other is written to as it is. Raises TimeoutError when it is not
    done after `seconds`, OSError or ValueError where the stream cannot be written to.
    """
    until = time.monotonic() + seconds
    encoding = stream.encoding or "utf-8"
    encoded = text.encode(encoding, "replace")
    if not _writing.acquire(timeout=seconds):
        raise TimeoutError
    try:
        descriptor = _descriptor(stream)
        if descriptor is None:
            stream.write(encoded.decode(encoding))
            stream.flush()
            return
        with _nonblocking(descriptor) as ready:
            _wait(ready, until)
            # what was printed before comes before
            stream.flush()
            _write(ready, encoded, until)
    finally:
        _writing.release()


def _descriptor(stream: TextIO) -> int | None:
    """Return where the stream's text ends up; None where it ends in memory, or another object makes something of it."""
    if not isinstance(stream, io.TextIOWrapper):
        return None
    try:
        return stream.fileno()
    except io.UnsupportedOperation:
        return None


@contextlib.contextmanager
def _nonblocking(descriptor: int) -> Iterator[int]:
    """Yield another descriptor of the same terminal, which never blocks; of anything else, the one that was given.

    A terminal is ready as soon as it takes one character, and blocks a longer write. O_NONBLOCK on the descriptor
    itself would reach everybody who shares it: the shell that started us, say.
    """
    own = None
    if os.isatty(descriptor):
        # not after `su`, where the terminal is another user's
        with contextlib.suppress(OSError):
            own = os.open(os.ttyname(descriptor), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        yield descriptor if own is None else own
    finally:
        if own is not None:
            os.close(own)


def _write(descriptor: int, content: bytes, until: float) -> None:
    while content:
        _wait(descriptor, until)
        try:
            content = content[os.write(descriptor, content[:_PIECE]) :]
        except BlockingIOError:
            time.sleep(_BREATH)


def _wait(descriptor: int, until: float) -> None:
    """Wait until it takes something or is broken, which the next write will tell."""
    left = until - time.monotonic()
    # poll() and not select(): that knows no descriptor above 1,023
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT)
    if left <= 0 or not poll.poll(left * 1_000):
        raise TimeoutError
