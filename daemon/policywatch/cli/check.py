"""The commands for the person who edits YAML: check, init."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from policywatch.cli.exits import BAD_SETTINGS, FAILED
from policywatch.cli.options import Config, Json, config_path
from policywatch.cli.screen import complain, counted, print_json, say
from policywatch.errors import Problem, SettingsError
from policywatch.match import hints
from policywatch.ready import Ready, read_settings
from policywatch.settings import render
from policywatch.shipped import shipped

CONFIG_NAME = "policywatch.yaml"


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Settings files, or watch files and folders near a policywatch.yaml."),
    ] = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Check the settings and the watches.

    Tells every problem at once, with its place. Exits with 78 when there are any.

    Example: policywatch check /etc/policywatch
    """
    wanted = list(dict.fromkeys(_settings_of(path) for path in paths)) if paths else [config_path(config)]
    good: dict[Path, Ready] = {}
    bad: dict[Path, tuple[Problem, ...]] = {}
    for path in wanted:
        try:
            good[path] = read_settings(path)
        except SettingsError as error:
            bad[path] = error.problems
    if as_json:
        print_json([_bad_json(path, bad[path]) if path in bad else _good_json(path, good[path]) for path in wanted])
    else:
        for path, ready in good.items():
            _show_good(path, ready)
        for problems in bad.values():
            show_problems(problems)
    if bad:
        raise typer.Exit(BAD_SETTINGS)


def _settings_of(path: Path) -> Path:
    """Return the settings file that a path means: a folder's own, or for a watch file or folder the one above it."""
    folder = path if path.is_dir() else path.parent
    if not path.is_dir() and (path.name == CONFIG_NAME or (folder / CONFIG_NAME).exists()):
        return path
    above = folder.resolve().parent / CONFIG_NAME
    if above.exists() and not (folder / CONFIG_NAME).exists():
        return above
    return folder / CONFIG_NAME if path.is_dir() else path


def show_problems(problems: tuple[Problem, ...]) -> None:
    """Print problems on standard error, each with its line and a caret, and how many there are."""
    for problem in problems:
        complain(render(problem) + "\n")
    complain(counted(len(problems), "problem"))


def _show_good(path: Path, ready: Ready) -> None:
    settings = ready.settings
    examples = sum(len(watch.examples) for watch in settings.watches)
    say(
        f"{path}: good: {counted(len(settings.feeds), 'feed')}, {counted(len(settings.channels), 'channel')}, "
        f"{counted(len(settings.watches), 'watch', 'watches')}, {counted(examples, 'example')} hold"
    )
    for compiled in ready.watches:
        for hint in hints(compiled):
            say(f"hint: watch {compiled.watch.id}: {hint.message}")


def _good_json(path: Path, ready: Ready) -> dict[str, object]:
    settings = ready.settings
    return {
        "config": str(path),
        "ok": True,
        "problems": [],
        "feeds": len(settings.feeds),
        "channels": len(settings.channels),
        "watches": [
            {
                "id": compiled.watch.id,
                "version": compiled.watch.version,
                "examples": len(compiled.watch.examples),
                "hints": [hint.message for hint in hints(compiled)],
            }
            for compiled in ready.watches
        ],
    }


def _bad_json(path: Path, problems: tuple[Problem, ...]) -> dict[str, object]:
    return {
        "config": str(path),
        "ok": False,
        "problems": [problem_json(problem) for problem in problems],
    }


def problem_json(problem: Problem) -> dict[str, object]:
    """Return a problem as JSON."""
    names = ("file", "line", "column", "message", "hint")
    return {name: getattr(problem, name) for name in names}


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write; made if it is not there.")],
) -> None:
    """Write a commented configuration to start from. Never overwrites a file.

    Example: policywatch init ~/policywatch
    """
    starter = shipped("config") / "starter"
    files = [file.relative_to(starter) for file in sorted(starter.rglob("*")) if file.is_file()]
    if present := [folder / file for file in files if (folder / file).exists()]:
        complain(f"error: {present[0]} is there already; nothing was written")
        raise typer.Exit(FAILED)
    try:
        for file in files:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(starter / file, folder / file)
    except OSError as error:
        complain(f"error: {error.filename}: {error.strerror}")
        raise typer.Exit(FAILED) from error
    for file in files:
        say(f"wrote {folder / file}")
    say(f"Next: policywatch check {folder} && policywatch run --config {folder / 'policywatch.yaml'}")
