"""The console: one compact block per alert on standard output. The only user of rich in deliver/.

Takes an Alert; writes lines, in colour only on a terminal. Where there is no colour, matched words stand between `*`.
A standard output that takes nothing is a fault, like any other channel's.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Final

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from policywatch.deliver.channel import ChannelType
from policywatch.deliver.compose import Exhibit, Message, compose, times
from policywatch.deliver.quotes import Quote
from policywatch.deliver.stdout import write
from policywatch.errors import Fault
from policywatch.model.alert import Alert
from policywatch.model.channel import Channel
from policywatch.model.delivery import Answer
from policywatch.model.watch import Severity
from policywatch.net import Http

_STYLES: Final = {
    Severity.LOW: "dim",
    Severity.NORMAL: "bold cyan",
    Severity.HIGH: "bold yellow",
    Severity.CRITICAL: "bold white on red",
}
_MARK_STYLE: Final = "bold magenta"
#: wider than any line: where there is no terminal, programs read the lines, and nothing is wrapped
_UNWRAPPED: Final = 100_000

#: an alert with more is no compact block any more
MOST_EXHIBITS: Final = 10
MOST_QUOTES: Final = 5

#: seconds; a standard output that does not take an alert in this time is blocked
LONGEST_WAIT: Final = 5.0


@dataclass(frozen=True, slots=True)
class ConsoleOptions:
    """A console has no options."""


class ConsoleSender:
    """Writes to standard output."""

    def send(self, alert: Alert, message_id: str, now: datetime) -> Answer:
        stream = sys.stdout
        if stream is None or stream.closed:
            return Answer(fault=Fault.CONNECT, text="standard output is closed")
        block = render(compose(alert, now), terminal=stream.isatty())
        try:
            write(stream, block, LONGEST_WAIT)
        except TimeoutError:
            return Answer(fault=Fault.TIMEOUT, text="standard output is blocked")
        except (OSError, ValueError) as error:  # ValueError: closed on our side
            words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            return Answer(fault=Fault.CONNECT, text=f"standard output: {words}")
        return Answer(accepted=True)


def make(channel: Channel, http: Http) -> ConsoleSender:
    if not isinstance(channel.options, ConsoleOptions):
        raise TypeError(f"channel {channel.id} needs ConsoleOptions")
    return ConsoleSender()


TYPE: Final = ChannelType(ConsoleOptions, make)


def render(message: Message, *, terminal: bool, width: int | None = None) -> str:
    """Return the block, with a blank line at its end. `width` is for tests; a terminal knows its own."""
    # rich never writes to standard output itself: it ends the process when a pipe there is closed
    written = StringIO()
    console = Console(
        file=written,
        force_terminal=terminal,
        width=width if terminal else _UNWRAPPED,
        markup=False,
        emoji=False,
        highlight=False,
    )
    for line in _lines(message, colours=terminal):
        # what is not indented by rich is a link: broken into lines of ours, a terminal could not open it
        console.print(line, soft_wrap=isinstance(line, Text))
    console.print()
    return written.getvalue()


def _lines(message: Message, *, colours: bool) -> Iterator[RenderableType]:
    style = _STYLES[message.severity]
    severity = message.severity.value.upper()
    headline = Text.assemble((f" {severity} " if colours else severity, style), " ", (message.headline, "bold"))
    yield _indented(headline, 0)
    for line in (*message.lines, message.standing):
        if line:
            yield _indented(Text(line))
    for exhibit in message.exhibits[:MOST_EXHIBITS]:
        if len(message.exhibits) > 1:
            yield _indented(Text(f"{exhibit.outlet}: {exhibit.title}"))
        for quote in exhibit.quotes[:MOST_QUOTES]:
            yield _indented(_quoted(quote, colours=colours))
            if quote.reading:
                yield _indented(Text(quote.reading, style="italic"), 4)
        yield from _left_out(len(exhibit.quotes) - MOST_QUOTES, "passage")
        yield from _origin(exhibit)
    yield from _left_out(len(message.exhibits) - MOST_EXHIBITS, "item")
    parts = [message.reference, message.origin, message.lateness]
    yield _indented(Text(" · ".join(part for part in parts if part), style="dim"))


def _origin(exhibit: Exhibit) -> Iterator[RenderableType]:
    if exhibit.link is not None:
        yield Text(f"  {exhibit.link}", style="blue")
    if told := times(exhibit):
        yield _indented(Text(told, style="dim"))


def _left_out(count: int, noun: str) -> Iterator[RenderableType]:
    if count > 0:
        yield _indented(Text(f"…and {count:,} more {noun}{'s' if count > 1 else ''}"))


def _quoted(quote: Quote, *, colours: bool) -> Text:
    text = Text("> ")
    for piece in quote.pieces:
        mark = "*" if piece.marked and not colours else ""
        text.append(f"{mark}{piece.text}{mark}", style=_MARK_STYLE if piece.marked else "")
    return text


def _indented(text: Text, columns: int = 2) -> Padding:
    return Padding(text, (0, 0, 0, columns), expand=False)
