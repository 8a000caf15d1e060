"""The command that says what a watch makes of a text, and why not."""

from __future__ import annotations

import sys
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from policywatch.app import open_readable
from policywatch.cli.exits import FAILED
from policywatch.cli.options import Config, Json, config_path
from policywatch.cli.screen import complain, console, counted, print_json, say, shorten
from policywatch.match import CompiledWatch, Explanation, WhyNot
from policywatch.match import explain as explain_match
from policywatch.model.feed import Feed
from policywatch.model.item import Item
from policywatch.model.match import Passage
from policywatch.model.printable import printable
from policywatch.ready import Ready, read_settings

#: bytes of a text; the longest article is far below
MOST_TEXT = 2_000_000


def explain(
    watch: Annotated[str, typer.Option("--watch", metavar="ID", help="Which watch.", show_default=False)],
    text: Annotated[str | None, typer.Option("--text", help="The text itself.", show_default=False)] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", help="A text file; a first line with a blank one below is its title.", show_default=False
        ),
    ] = None,
    item: Annotated[
        int | None, typer.Option("--item", metavar="NUMBER", help="An item of the database.", show_default=False)
    ] = None,
    standard_input: Annotated[
        str | None, typer.Argument(metavar="[-]", help="Read the text from standard input.", show_default=False)
    ] = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Say what a watch finds in a text, or why it finds nothing.

    Exits with 1 when the watch does not match.

    Example: policywatch explain --watch coup-designation --text "Paris has yet to call it a coup."
    """
    if standard_input not in (None, "-"):
        msg = f"{standard_input!r} is not an argument; use --text, --file, --item or - for standard input"
        raise typer.BadParameter(msg)
    if sum(given is not None for given in (text, file, item, standard_input)) != 1:
        msg = "give one text: --text, --file, --item or - for standard input"
        raise typer.BadParameter(msg)
    path = config_path(config)
    ready = read_settings(path)
    compiled = _find(ready, watch)
    feeds = {feed.id: feed for feed in ready.settings.feeds}
    if item is not None:
        read = _stored(path, item)
    elif text is not None:
        read = _article(text, titled=False)
    else:
        read = _article(_read(file), titled=True)
    # a text that is in no feed is explained as if a feed that the watch reads had carried it
    feed = feeds.get(read.feed_id) or Feed(id="text", url="", title="", every=ready.settings.feeds[0].every)
    if read.feed_id not in feeds:
        compiled = replace(compiled, watch=replace(compiled.watch, feeds=()))
    explanation = explain_match(compiled, read, feed)
    if as_json:
        print_json(_json(explanation))
    else:
        _show(explanation)
    if explanation.match is None:
        raise typer.Exit(FAILED)


def _find(ready: Ready, watch_id: str) -> CompiledWatch:
    by_id = {compiled.watch.id: compiled for compiled in ready.watches}
    if watch_id in by_id:
        return by_id[watch_id]
    near = get_close_matches(watch_id, by_id, n=1)
    advice = f"did you mean {near[0]}?" if near else f"there are: {', '.join(sorted(by_id))}"
    msg = f"there is no watch {watch_id!r}; {advice}"
    raise typer.BadParameter(msg, param_hint="--watch")


def _stored(config: Path, number: int) -> Item:
    with open_readable(config) as readable:
        item = readable.store.items.get(number)
    if item is None:
        msg = f"there is no item {number}"
        raise typer.BadParameter(msg, param_hint="--item")
    return item


def _read(file: Path | None) -> str:
    try:
        if file is None:
            raw = sys.stdin.buffer.read(MOST_TEXT + 1)
        else:
            with file.open("rb") as opened:
                raw = opened.read(MOST_TEXT + 1)
    except OSError as error:
        complain(f"error: {file}: {error.strerror}")
        raise typer.Exit(FAILED) from error
    if len(raw) > MOST_TEXT:
        complain(f"error: {file or 'standard input'}: longer than {MOST_TEXT // 1_000_000} MB; no article is")
        raise typer.Exit(FAILED)
    return raw.decode("utf-8", errors="replace")


def _article(text: str, *, titled: bool) -> Item:
    """Return a text as an item; where `titled`, a first line with a blank one below it is the title."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    title, blank, body = text.lstrip("\n").partition("\n\n")
    if not (titled and blank and "\n" not in title):
        title, body = "", text
    return Item(feed_id="", identity="text", title=title, body=body)


def _show(explanation: Explanation) -> None:
    if explanation.match is None:
        assert explanation.why_not is not None  # noqa: S101  (exactly one of the two is set)
        say(f"{explanation.watch_id} does not match: {explanation.why_not.message}")
        if explanation.why_not.nearest:
            say(f"  nearest: {explanation.why_not.nearest}")
    else:
        passages = explanation.match.passages
        say(f"{explanation.watch_id} matches, {counted(len(passages), 'finding')}:")
        for passage in passages:
            console().print(_marked(passage), soft_wrap=True)
    if explanation.match is None and len(explanation.clauses) > 1:
        for clause in explanation.clauses:
            say(f"  {'holds    ' if clause.held else 'does not '} {shorten(clause.text, 88)}")


def _marked(passage: Passage) -> Text:
    """Return the sentence with the matched words bold on a terminal, in brackets elsewhere."""
    terminal = console().is_terminal
    line, at = Text(f"  {passage.field}: "), 0
    for start, end in passage.spans:
        line.append(printable(passage.quote[at:start]))
        word = printable(passage.quote[start:end])
        line.append(word if terminal else f"[{word}]", style="bold")
        at = end
    line.append(printable(passage.quote[at:]))
    return line


def _json(explanation: Explanation) -> dict[str, object]:
    passages = explanation.match.passages if explanation.match else ()
    return {
        "watch": explanation.watch_id,
        "matched": explanation.match is not None,
        "findings": [{"quote": one.quote, "spans": one.spans, "field": one.field} for one in passages],
        "clauses": [{"clause": clause.text, "holds": clause.held} for clause in explanation.clauses],
        "why_not": _why_not_json(explanation.why_not) if explanation.why_not else None,
    }


def _why_not_json(why_not: WhyNot) -> dict[str, object]:
    return {
        "clause": why_not.clause,
        "reason": why_not.miss.value,
        "message": why_not.message,
        "allowed": why_not.allowed,
        "found": why_not.found,
        "nearest": why_not.nearest,
    }
