"""Options and arguments that several commands share."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

import typer
from typer.core import TyperGroup

from policywatch.cli.screen import complain
from policywatch.settings import find_config, parse_duration
from policywatch.shipped import shipped

#: ids that a message lists where none is near
_LISTED: Final = 20

T = TypeVar("T")

Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        help="The settings. Default: $POLICYWATCH_CONFIG, ./policywatch.yaml, ~/.config/policywatch, "
        "/etc/policywatch, else the shipped ones.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON; times are in UTC.")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="Print at most so many, newest first.")]


def moment(text: str) -> datetime:
    """Return the time that a person means by "7d" (so long ago) or by a date, in their zone where it names none."""
    try:
        return datetime.now(UTC) - parse_duration(text)
    except ValueError as error:
        try:
            return datetime.fromisoformat(text.strip()).astimezone(UTC)
        except (ValueError, OverflowError):
            msg = f"{error}, or a date such as 2026-03-01"
            raise typer.BadParameter(msg) from None
    except OverflowError:
        msg = "that is before the beginning of time"
        raise typer.BadParameter(msg) from None


Since = Annotated[
    datetime | None,
    typer.Option(
        "--since",
        parser=moment,
        metavar="TIME",
        help="Only what is newer: 30m, 12h, 7d, or a date: 2026-03-01.",
        show_default=False,
    ),
]


def config_path(explicit: Path | None) -> Path:
    """Return the path of the settings file that a command works with; a folder means its policywatch.yaml."""
    if explicit is not None and explicit.is_dir():
        return explicit / "policywatch.yaml"
    path = find_config(explicit, os.environ)
    if explicit is None and path == shipped("config") / "policywatch.yaml":
        complain(f"no policywatch.yaml found; using the shipped settings ({path})")
    return path


def found(thing: T | None, noun: str, number: int) -> T:
    """Return what was looked up by a number of the command line, which is a wrong argument where there is nothing."""
    if thing is None:
        msg = f"there is no {noun} {number}"
        raise typer.BadParameter(msg)
    return thing


def one_of(known: Mapping[str, T], name: str, noun: str, option: str | None = None, *, place: str = "") -> T:
    """Return what an id of the command line names; an unknown one is a wrong argument, with the nearest known ones."""
    if name in known:
        return known[name]
    near = get_close_matches(name[:64], known, n=1)
    listed = ", ".join(sorted(known)[:_LISTED]) + (" ..." if len(known) > _LISTED else "")
    advice = f"did you mean {near[0]}?" if near else f"there are: {listed}" if known else "there is none"
    msg = f"there is no {noun} {name!r}{place and f' in {place}'}; {advice}"
    raise typer.BadParameter(msg, param_hint=option)


class ListByDefault(TyperGroup):
    """A group of commands that lists when it is given no command: `policywatch feeds` is `policywatch feeds list`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)


def listing_group(about: str) -> typer.Typer:
    """Return an empty group of commands that lists by default."""
    about = f"{about} Without a command it lists; the options are those of `list --help`."
    return typer.Typer(cls=ListByDefault, help=about, rich_markup_mode=None, no_args_is_help=False)
