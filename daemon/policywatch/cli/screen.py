"""What commands print: tables for people, JSON for programs, times in the user's zone."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from policywatch.model.match import Span
from policywatch.model.printable import printable

#: tables fit into this where the output is no terminal
WIDTH: Final = 100


def console() -> Console:
    """Return standard output: colours and its own width on a terminal; elsewhere plain and $COLUMNS or 100 wide."""
    return Console(width=_width(sys.stdout), highlight=False)


def error_console() -> Console:
    return Console(stderr=True, width=_width(sys.stderr), highlight=False)


def _width(stream: TextIO) -> int | None:
    return None if stream.isatty() or os.environ.get("COLUMNS", "").isdigit() else WIDTH


def say(text: str) -> None:
    """Print one line for people; long lines are the terminal's business."""
    console().print(Text(printable(text)), soft_wrap=True)


def complain(text: str) -> None:
    """Print an error for people on standard error: no markup, no wrapping, nothing that moves the cursor."""
    error_console().print(Text(printable(text)), soft_wrap=True)


def print_json(value: object) -> None:
    """Print JSON on standard output; times become ISO 8601 in UTC."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_plain) + "\n")


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[str | Text]], *, empty: str, numbers: Collection[str] = ()
) -> None:
    """Print rows under `columns`, the last one folding; `empty` is said where there are none.

    The columns of `numbers` are aligned on the right.
    """
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False, padding=(0, 2, 0, 0))
    for column in columns[:-1]:
        table.add_column(column, no_wrap=True, overflow="ellipsis", justify="right" if column in numbers else "left")
    table.add_column(columns[-1], overflow="fold", ratio=1)
    for row in rows:
        table.add_row(*(Text(printable(cell)) if isinstance(cell, str) else cell for cell in row))
    if table.row_count:
        console().print(table)
    else:
        say(empty)


def print_facts(facts: Mapping[str, str]) -> None:
    """Print names and values, one a line."""
    width = max(len(name) for name in facts)
    for name, value in facts.items():
        say(f"{name:{width}}  {value}")


def print_details(facts: Mapping[str, str | Text]) -> None:
    """Print names and values, long values folded beside their names."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    for name, value in facts.items():
        grid.add_row(Text(name), Text(printable(value)) if isinstance(value, str) else value)
    console().print(grid)


def marked(quote: str, spans: Sequence[Span]) -> Text:
    """Return a sentence with the matched words bold on a terminal, in brackets elsewhere."""
    terminal = console().is_terminal
    line, at = Text(), 0
    for start, end in spans:
        line.append(printable(quote[at:start]))
        word = printable(quote[start:end])
        line.append(word if terminal else f"[{word}]", style="bold")
        at = end
    line.append(printable(quote[at:]))
    return line


def progress() -> Progress:
    """Return a progress bar on standard error; it shows on a terminal only."""
    on = error_console()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=on,
        transient=True,
        # alerts of a console channel that go to a file must not be drawn above the bar
        redirect_stdout=sys.stdout.isatty(),
        disable=not on.is_terminal,
    )


def local(when: datetime | None) -> str:
    """Return a time in the user's zone, to the minute; "never" for None."""
    return when.astimezone().strftime("%Y-%m-%d %H:%M") if when else "never"


def local_day(when: datetime) -> str:
    """Return the day of a time in the user's zone."""
    return when.astimezone().strftime("%Y-%m-%d")


def local_seconds(when: datetime) -> str:
    """Return a time in the user's zone, to the second."""
    return when.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def utc(when: datetime | None) -> str | None:
    """Return a time for JSON: ISO 8601 in UTC."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z") if when else None


def shorten(text: str, width: int) -> str:
    """Return one line of at most `width` characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return "1 feed", "2 feeds"; `plural` where it is not the noun with an s."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def _plain(value: object) -> str | None:
    if isinstance(value, datetime):
        return utc(value)
    msg = f"{type(value).__name__} has no JSON form"
    raise TypeError(msg)
