"""Standard outputs that take nothing: real pipes and terminals, and a process whose output nobody reads."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from policywatch.deliver.compose import compose
from policywatch.deliver.console import ConsoleSender, render
from policywatch.deliver.stdout import write
from tests.loopback import Reply, loopback
from tests.sample_alerts import ONE_ITEM, SOON

#: what the process below imports from
ROOT = Path(__file__).resolve().parents[2]
#: seconds
SHORT = 0.3
#: seconds a slow machine may take beyond that
GRACE = 3.0


def text_stream(descriptor: int) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.FileIO(descriptor, "w"), encoding="utf-8", write_through=True)


@pytest.fixture
def pipe() -> Iterator[tuple[int, io.TextIOWrapper]]:
    """The end that reads, and the stream that writes."""
    reading, writing = os.pipe()
    with text_stream(writing) as stream:
        yield reading, stream
    os.close(reading)


@pytest.fixture
def terminal() -> Iterator[tuple[int, io.TextIOWrapper]]:
    """The end that shows, and the stream that writes."""
    shows, writing = pty.openpty()
    with text_stream(writing) as stream:
        yield shows, stream
        os.set_blocking(shows, False)
        with contextlib.suppress(BlockingIOError):
            while os.read(shows, 65_536):  # closing waits for what is still to be shown
                pass
    os.close(shows)


def seconds_until_blocked(stream: io.TextIOWrapper, text: str) -> float:
    """Write until it blocks; return how long the write that did took."""
    for _ in range(100_000):
        started = time.monotonic()
        try:
            write(stream, text, SHORT)
        except TimeoutError:
            return time.monotonic() - started
    raise AssertionError("it never blocked")


@pytest.mark.parametrize("length", [10, 4_000, 200_000])
def test_a_pipe_that_nobody_reads_blocks_no_longer_than_asked(length: int, pipe: tuple[int, io.TextIOWrapper]) -> None:
    assert SHORT * 0.9 < seconds_until_blocked(pipe[1], "x" * length + "\n") < SHORT + GRACE


@pytest.mark.parametrize("length", [10, 4_000, 200_000])
def test_a_terminal_that_shows_nothing_blocks_no_longer_than_asked(
    length: int, terminal: tuple[int, io.TextIOWrapper]
) -> None:
    assert SHORT * 0.9 < seconds_until_blocked(terminal[1], "x" * length + "\n") < SHORT + GRACE


def test_a_terminal_stopped_by_hand_blocks_no_longer_than_asked(terminal: tuple[int, io.TextIOWrapper]) -> None:
    """What Ctrl-S does."""
    termios.tcflow(terminal[1].fileno(), termios.TCOOFF)
    assert SHORT * 0.9 < seconds_until_blocked(terminal[1], "x\n") < SHORT + GRACE
    termios.tcflow(terminal[1].fileno(), termios.TCOON)
    write(terminal[1], "y\n", SHORT)
    assert os.read(terminal[0], 100) == b"y\r\n"


def test_a_terminal_keeps_blocking_for_those_who_share_it(terminal: tuple[int, io.TextIOWrapper]) -> None:
    write(terminal[1], "x\n", SHORT)
    assert os.get_blocking(terminal[1].fileno())


def test_a_reader_that_comes_late_gets_the_text_whole(pipe: tuple[int, io.TextIOWrapper]) -> None:
    text = "".join(f"{number}: é\n" for number in range(30_000))
    received = bytearray()

    def read() -> None:
        time.sleep(0.1)
        while len(received) < len(text.encode()):
            received.extend(os.read(pipe[0], 65_536))

    reader = threading.Thread(target=read)
    reader.start()
    write(pipe[1], text, 20.0)
    reader.join()
    assert received.decode() == text


def test_those_who_wait_for_their_turn_wait_no_longer_than_asked(pipe: tuple[int, io.TextIOWrapper]) -> None:
    seconds_until_blocked(pipe[1], "x" * 4_000)
    took: list[float] = []
    threads = [threading.Thread(target=lambda: took.append(seconds_until_blocked(pipe[1], "x"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(took) == 8
    assert max(took) < SHORT + GRACE / 2


def test_what_was_printed_before_comes_before(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w", encoding="utf-8") as stream:
        print("before", file=stream)  # stays in the stream's buffer
        write(stream, "within\n", SHORT)
        print("after", file=stream)
    assert (tmp_path / "out").read_text() == "before\nwithin\nafter\n"


def test_alerts_follow_a_redirected_standard_output(tmp_path: Path) -> None:
    block = render(compose(ONE_ITEM, SOON), terminal=False)
    memory, path = io.StringIO(), tmp_path / "out"
    sender = ConsoleSender()
    with contextlib.redirect_stdout(memory):
        assert sender.send(ONE_ITEM, "msg_1", SOON).accepted
    with path.open("w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
        assert sender.send(ONE_ITEM, "msg_1", SOON).accepted
    assert memory.getvalue() == path.read_text() == block


#: sends to a console until it is blocked, and to a webhook all the while; says on standard error how that went
PROCESS = """
import json, sys, threading, time
from ipaddress import ip_network
from policywatch.deliver import console, make_sender
from policywatch.deliver.webhook import WebhookOptions
from policywatch.model.channel import Channel
from policywatch.model.secret import Secret
from policywatch.net import AddressPolicy, Http
from tests.sample_alerts import ONE_ITEM, SOON

console.LONGEST_WAIT = 2.0
http = Http(AddressPolicy(allow_networks=(ip_network("127.0.0.0/8"),)), "policywatch-tests")
screen = make_sender(Channel("screen", "console", console.ConsoleOptions()), http)
hook = make_sender(Channel("hook", "webhook", WebhookOptions(Secret(sys.argv[1]))), http)
blocked, told = threading.Event(), {}

def fill():
    while not blocked.is_set():
        started = time.monotonic()
        answer = screen.send(ONE_ITEM, "msg_1", SOON)
        if not answer.accepted:
            told["text"], told["fault"] = answer.text, answer.fault
            told["took"] = time.monotonic() - started
            blocked.set()

thread = threading.Thread(target=fill)
thread.start()
slowest = sent = 0
while not blocked.is_set():
    started = time.monotonic()
    sent += hook.send(ONE_ITEM, "msg_2", SOON).accepted
    slowest = max(slowest, time.monotonic() - started)
thread.join()
http.close()
print(json.dumps(told | {"slowest": slowest, "sent": sent}), file=sys.stderr)
"""


def test_a_process_whose_output_nobody_reads_goes_on_and_so_do_its_other_channels() -> None:
    with (
        loopback(Reply(204)) as receiver,
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, receiver.url], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process,
    ):
        assert process.stderr is not None
        try:
            code = process.wait(30)  # nobody reads standard output meanwhile
        finally:
            process.kill()
        told = json.loads(process.stderr.read())
    assert code == 0
    assert (told["text"], told["fault"]) == ("standard output is blocked", "timeout")
    assert 1.9 < told["took"] < 2.0 + GRACE
    assert told["sent"] > 5
    assert told["slowest"] < 1.5
