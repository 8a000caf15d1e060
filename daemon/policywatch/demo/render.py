"""A Slack message (Block Kit) as a person would see it, in a terminal.

Takes: the JSON that was posted to an incoming webhook. Gives: a rich panel. Raises nothing: what it does not know it
names. The text came from feeds, so nothing in it can steer the terminal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from policywatch.deliver.text import clean

_STYLES = {"*": "bold", "_": "italic", "~": "strike", "`": "cyan"}
_BAR = "▎ "
_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
#: makes an edge of a word for Slack's marks; shows nothing
_EDGE = "\u200b"


def slack_panel(message: Mapping[str, Any]) -> Panel:
    """Return the message as a panel."""
    blocks = message.get("blocks")
    lines: list[RenderableType] = []
    if isinstance(blocks, list) and blocks:
        lines = [line for block in blocks if isinstance(block, dict) for line in _block(block)]
    else:
        lines = _lines(str(message.get("text", "")))
    return Panel(
        Group(*lines), title="Slack", title_align="left", box=box.ROUNDED, border_style="magenta", padding=(0, 1)
    )


def _block(block: Mapping[str, Any]) -> list[RenderableType]:
    match block:
        case {"type": "header", "text": {"text": str(text)}}:
            return [Text(_plain(text), style="bold")]
        case {"type": "section", "text": {"type": "mrkdwn", "text": str(text)}}:
            return _lines(text)
        case {"type": "context", "elements": list(elements)}:
            line = Text("  ").join(_element(element) for element in elements)
            line.style = "dim"
            return [line]
        case {"type": "divider"}:
            return [Rule(style="dim")]
        case _:
            return [Text(f"[{clean(str(block.get('type')))}]", style="dim")]


def _element(element: object) -> Text:
    match element:
        case {"type": "mrkdwn", "text": str(content)}:
            return mrkdwn(content)
        case {"type": "plain_text", "text": str(content)}:
            return Text(_plain(content))
        case _:
            return Text("[?]", style="dim")


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A quoted line: a bar stands before each line that it takes."""

    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.text.wrap(console, max(1, options.max_width - len(_BAR))):
            yield Text.assemble((_BAR, "dim"), line)


def _lines(source: str) -> list[RenderableType]:
    return [_line(line) for line in source.split("\n")]


def _line(line: str) -> RenderableType:
    for mark in ("&gt;", ">"):
        if line.startswith(mark):
            return _Quoted(mrkdwn(line.removeprefix(mark).strip()))
    return mrkdwn(line)


def mrkdwn(line: str) -> Text:
    """Read a line of Slack's markup: `*bold* _italic_ ~strike~ `code` <url|label>` and `&amp; &lt; &gt;`."""
    return _marked(line, "".join(_STYLES))


def _marked(line: str, marks: str) -> Text:
    """Apply the marks that open before a word and close after one; the others are ordinary characters."""
    result = Text()
    done = i = 0
    closers = {mark: _closers(line, mark) for mark in marks}
    while i < len(line):
        mark = line[i]
        if mark == "<" and (link := _LINK.match(line, i)):
            result.append(_plain(line[done:i])).append_text(_link(link))
            done = i = link.end()
        elif mark in closers and _opens(line, i) and (end := _next(closers[mark], i + 2)):
            inner = line[i + 1 : end]
            styled = Text(_plain(inner)) if mark == "`" else _marked(inner, marks.replace(mark, ""))
            styled.stylize(_STYLES[mark])
            result.append(_plain(line[done:i])).append_text(styled)
            done = i = end + 1
        else:
            i += 1
    return result.append(_plain(line[done:]))


def _opens(line: str, i: int) -> bool:
    before, after = line[i - 1 : i] if i else "", line[i + 1 : i + 2]
    return not before.isalnum() and bool(after.strip())


def _closers(line: str, mark: str) -> list[int]:
    """Return where the mark may close, last first: after a character, before none that belongs to a word."""
    places = [i for i, character in enumerate(line) if character == mark]
    return [i for i in reversed(places) if i and line[i - 1].strip() and not line[i + 1 : i + 2].isalnum()]


def _next(closers: list[int], start: int) -> int | None:
    """Return the first closer at or after `start`. Those before it are dropped: nobody needs them any more."""
    while closers and closers[-1] < start:
        closers.pop()
    return closers[-1] if closers else None


def _link(link: re.Match[str]) -> Text:
    target, label = link[1], link[2]
    return Text(_plain(label or target), style="underline")


def _plain(text: str) -> str:
    """Undo Slack's escapes, `&amp;` last so that nothing is undone twice."""
    return clean(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).replace(_EDGE, "")
