"""The command that says what a watch makes of a text, and why not."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer

from policywatch.app import is_web_address, open_readable, user_agent
from policywatch.cli.exits import FAILED
from policywatch.cli.explained import Explained, explained_json, show
from policywatch.cli.options import Config, Json, config_path, found, one_of
from policywatch.cli.screen import complain, print_json
from policywatch.match import explain as explain_match
from policywatch.match import outline
from policywatch.match.document import Document
from policywatch.model.feed import Feed
from policywatch.model.item import Item
from policywatch.parse import Kind, kind_of, parse_page
from policywatch.parse.text import LONGEST_TEXT
from policywatch.ready import Ready, read_settings
from policywatch.workbench.page import read_page

#: bytes of a file; the longest article is far below
MOST_TEXT: Final = 2_000_000


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
    url: Annotated[str | None, typer.Option("--url", help="A web page, which is fetched.", show_default=False)] = None,
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
        msg = f"{standard_input!r} is not an argument; use --text, --file, --item, --url or - for standard input"
        raise typer.BadParameter(msg)
    if sum(given is not None for given in (text, file, item, url, standard_input)) != 1:
        msg = "give one text: --text, --file, --item, --url or - for standard input"
        raise typer.BadParameter(msg)
    path = config_path(config)
    ready = read_settings(path)
    one_of({one.id: one for one in ready.settings.watches}, watch, "watch", "--watch")
    if item is not None:
        with open_readable(path) as readable:
            read = found(readable.store.items.get(item), "item", item)
    elif url is not None:
        read = _page(url, ready)
    elif text is not None:
        read = _article(text, titled=False)
    else:
        read = _file(file)
    explained = _explained(ready, watch, read)
    if as_json:
        print_json(explained_json(explained))
    else:
        show(explained)
    if explained.explanation.match is None:
        raise typer.Exit(FAILED)


def _explained(ready: Ready, watch_id: str, read: Item) -> Explained:
    settings = ready.settings
    compiled = next(one for one in ready.watches if one.watch.id == watch_id)
    feeds = {feed.id: feed for feed in settings.feeds}
    # a text that is in no feed is explained as if a feed that the watch reads had carried it
    feed = feeds.get(read.feed_id) or Feed(id="text", url="", title="", every=settings.feeds[0].every)
    if read.feed_id not in feeds:
        compiled = replace(compiled, watch=replace(compiled.watch, feeds=()))
    watch, doc = compiled.watch, Document(read, feed)
    references = settings.lists, {one.id: one for one in settings.watches}
    return Explained(
        explanation=explain_match(compiled, read, feed),
        query=outline(watch, "query", doc, *references),
        exclude=outline(watch, "exclude", doc, *references) if compiled.exclude else None,
        languages=watch.languages,
        wording=watch.wording,
    )


def _page(url: str, ready: Ready) -> Item:
    if not is_web_address(url):
        msg = f"{url!r} is no web address such as https://example.org/news/article"
        raise typer.BadParameter(msg, param_hint="--url")
    return read_page(url, ready.settings, user_agent(ready.settings))


def _file(file: Path | None) -> Item:
    """Read a file, or standard input; say so where it is no plain text."""
    name = str(file or "standard input")
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
        complain(f"error: {name}: longer than {MOST_TEXT // 1_000_000} MB; no article is")
        raise typer.Exit(FAILED)
    kind = kind_of(raw)
    if kind is Kind.HTML:
        complain(f"note: {name} is a web page: its text is read, without the markup")
        return parse_page(raw, url="", content_type=None)
    if kind is Kind.FEED:
        complain(f"note: {name} is a feed, which is read here as if its markup were text; for the items of a feed:")
        complain("      policywatch once --feed URL")
    return _article(raw.decode("utf-8", errors="replace"), titled=True)


def _article(text: str, *, titled: bool) -> Item:
    """Return a text as an item; where `titled`, a first line with a blank one below it is the title."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if len(text) > LONGEST_TEXT:
        complain(f"note: only the first {LONGEST_TEXT:,} characters are read, as of an item")
        text = text[:LONGEST_TEXT]
    title, blank, body = text.lstrip("\n").partition("\n\n")
    if not (titled and blank and "\n" not in title):
        title, body = "", text
    return Item(feed_id="", identity="text", title=title, body=body)
