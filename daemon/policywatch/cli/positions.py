"""The command that prints the ledger: where every watch stands for every actor and place."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Annotated

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from policywatch.app import open_readable
from policywatch.cli.options import Config, Json, config_path
from policywatch.cli.readings import quantity_json
from policywatch.cli.screen import console, local_day, print_json, say, utc
from policywatch.decide.wording import in_words, on_whose_word, subject_in_words
from policywatch.model.position import Claimed, Position
from policywatch.model.printable import printable
from policywatch.model.watch import Watch
from policywatch.ready import load_files
from policywatch.settings import PlaceNames, shipped_gazetteer
from policywatch.settings.kinds import UnfitError


def positions(
    config: Config = None,
    watch: Annotated[
        str | None, typer.Option("--watch", metavar="ID", help="Only this watch.", show_default=False)
    ] = None,
    place: Annotated[
        str | None,
        typer.Option("--place", metavar="PLACE", help="Only this place: a code or a name.", show_default=False),
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="Also how it stood before.")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="Print at most so many.")] = 1_000,
    as_json: Json = False,
) -> None:
    """Print the ledger: where each watch stands for each actor and place, since when, and on whose word.

    Examples: policywatch positions --watch coup-designation --history; policywatch positions --place Niger
    """
    path = config_path(config)
    loaded = load_files(path)
    gazetteer = (loaded.base.gazetteer if loaded.base else None) or shipped_gazetteer()
    try:
        (code,) = PlaceNames(gazetteer).resolve(place) if place else (None,)
    except UnfitError as error:
        msg = f"this {error}" + (f"; {error.hint}" if error.hint else "")
        raise typer.BadParameter(msg, param_hint="--place") from None
    with open_readable(path) as readable:
        rows = readable.store.positions.ledger(watch=watch, place=code, history=history, limit=limit)
    names = {one.code: one.name for one in gazetteer.places.values()}
    if as_json:
        print_json([_json(row, names) for row in rows])
        return
    watches = {one.id: one for one in loaded.watches}
    if not rows:
        say("no positions yet: findings make them")
    for subject, group in groupby(rows, key=lambda row: row.subject):
        about = subject_in_words(subject, names)
        _show(f"{subject.watch_id}, {about}" if about else subject.watch_id, list(group), watches.get(subject.watch_id))


def _show(title: str, rows: list[Position], watch: Watch | None) -> None:
    wording = watch.wording if watch else {}
    say(title)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    for row in rows:
        until = f"to {local_day(row.until_at)}" if row.until_at else ""
        told = f"{in_words(row.claimed, wording)} ({on_whose_word(row)})"
        if row.contested and not row.until_at:
            told += f"; contested: {in_words(row.contested, wording)}"
        when = f"{local_day(row.since_at)} {until}" if until else f"since {local_day(row.since_at)}"
        grid.add_row(when, Text(printable(told), style="" if row.until_at else "bold"))
    console().print(Padding(grid, (0, 0, 0, 2), expand=False))


def _json(row: Position, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "id": row.id,
        "watch": row.subject.watch_id,
        "actor": row.subject.actor or None,
        "place": row.subject.place or None,
        "subject": subject_in_words(row.subject, names),
        **_claimed_json(row.claimed),
        "since_at": utc(row.since_at),
        "until_at": utc(row.until_at),
        "reason": row.reason.value,
        "outlets": row.outlets,
        "official": row.official,
        "contested": _claimed_json(row.contested) if row.contested else None,
        "contested_at": utc(row.contested_at),
    }


def _claimed_json(claimed: Claimed) -> dict[str, object]:
    return {
        "stance": claimed.label.value,
        "phase": claimed.phase.value,
        "quantity": quantity_json(claimed.quantity),
    }
