"""The command for the person who edits YAML: check."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

from policywatch.cli.costs import costs
from policywatch.cli.exits import BAD_SETTINGS
from policywatch.cli.layout import layout
from policywatch.cli.options import Config, Json, config_path
from policywatch.cli.screen import complain, counted, print_json, say
from policywatch.errors import Problem
from policywatch.match import CompiledWatch, Hint, canonical, canonical_entry, hints, list_hints
from policywatch.ready import Checked, check_settings, check_watch_files
from policywatch.settings import is_watch_file, render, settings_of, watch_files

#: the screen shows no more than these; --json has them all
MOST_HINTS: Final = 100
MOST_PROBLEMS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Told:
    """A hint at its place in a file."""

    hint: Hint
    place: Problem
    #: of hints about costs: processor time per item
    microseconds: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What there is to say of one policywatch.yaml with its watch files, or of watch files alone."""

    path: Path
    #: the watch files that were checked without the settings they belong to; empty where there were settings
    alone: tuple[Path, ...]
    checked: Checked
    hints: tuple[Told, ...]


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Settings, or watch files and folders. Default: the settings."),
    ] = None,
    config: Config = None,
    show_canonical: Annotated[
        bool,
        typer.Option(
            "--canonical",
            help="Print every query, exclusion and list in canonical form: aliases resolved (w/5 is NEAR/5, -x is AND "
            "NOT x), words folded, references (@list, @watch:id) as they are written.",
        ),
    ] = False,
    expand: Annotated[
        bool, typer.Option("--expand", help="With --canonical: put in what the references stand for.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check the settings and the watches: every problem at once, with its place.

    Runs the examples of the watches, and gives hints: what is probably not meant, and which queries cost much, measured
    here on a few ordinary articles. A watch file that belongs to no policywatch.yaml is checked by itself.

    Exits with 78 when there is any problem; hints stop nothing.

    Examples: policywatch check; policywatch check watches/coup.yaml; policywatch check --canonical --json
    """
    reports = list(_reports(paths, config))
    if as_json:
        print_json([_json(report, show_canonical, expand) for report in reports])
    else:
        for report in reports:
            if show_canonical:
                _show_canonical(report.checked, expand)
            _show(report)
    if any(report.checked.problems for report in reports):
        raise typer.Exit(BAD_SETTINGS)


def _reports(paths: Sequence[Path] | None, config: Path | None) -> Iterator[Report]:
    """Check the settings that the paths mean, each once, and the watch files that none of these reads."""
    means = {path: settings_of(path) for path in paths} if paths else {None: config_path(config)}
    alone: list[Path] = []
    checked = {settings: check_settings(settings) for settings in dict.fromkeys(means.values()) if settings}
    wanted: dict[Path, None] = {}
    for path, settings in means.items():
        if settings is None or (path and not path.is_dir() and not _reads(checked[settings], settings, path)):
            alone += watch_files(path) if path else ()
        else:
            wanted[settings] = None
    for settings in wanted:
        yield Report(settings, (), checked[settings], _hints(checked[settings]))
    if alone:
        found = check_watch_files(alone)
        yield Report(alone[0], tuple(dict.fromkeys(alone)), found, _hints(found))


def _reads(checked: Checked, settings: Path, path: Path) -> bool:
    if path == settings:
        return True
    file = Path(os.path.realpath(path))
    places = {Path(os.path.realpath(place)) for place in checked.places}
    return file in places or (file.parent in places and is_watch_file(file))


def _hints(checked: Checked) -> tuple[Told, ...]:
    def told(hint: Hint, microseconds: float | None = None) -> Told:
        at = checked.sources.problem(hint.place, hint.message, offset=hint.offset, length=hint.length)
        return Told(hint, at, microseconds)

    found = [told(hint) for watch in checked.written for hint in hints(watch, checked.lists)]
    found += (told(hint) for hint in list_hints(checked.lists))
    found += (told(cost.hint, cost.microseconds) for cost in costs(checked.watches))
    return tuple(sorted(found, key=lambda one: (one.place.file, one.place.line, one.place.column)))


def show_problems(problems: Sequence[Problem]) -> None:
    """Print problems on standard error, each with its line and a caret, and how many there are."""
    for problem in problems[:MOST_PROBLEMS]:
        complain(render(problem) + "\n")
    if len(problems) > MOST_PROBLEMS:
        complain(f"and {len(problems) - MOST_PROBLEMS:,} more: --json has them all\n")
    complain(counted(len(problems), "problem"))


def _show(report: Report) -> None:
    for told in report.hints[:MOST_HINTS]:
        say(render(told.place, "hint") + "\n")
    if len(report.hints) > MOST_HINTS:
        say(f"and {counted(len(report.hints) - MOST_HINTS, 'more hint')}: --json has them all\n")
    checked = report.checked
    if report.alone:
        say(
            f"{', '.join(map(str, report.alone))}: checked without the policywatch.yaml that would read it: channels, "
            "feeds and the lists of other files are not known"
        )
    if checked.problems:
        show_problems(checked.problems)
        return
    settings = checked.ready.settings if checked.ready else None
    examples = sum(len(compiled.watch.examples) for compiled in checked.watches)
    parts = [
        *((counted(len(settings.feeds), "feed"), counted(len(settings.channels), "channel")) if settings else ()),
        counted(len(checked.watches), "watch", "watches"),
        f"{counted(examples, 'example')} hold{'s' if examples == 1 else ''}",
        *((counted(len(report.hints), "hint"),) if report.hints else ()),
    ]
    say(f"{report.path}: good: {', '.join(parts)}")


def _show_canonical(checked: Checked, expand: bool) -> None:
    for compiled in checked.watches:
        say(f"{compiled.watch.id}:")
        for name, text in _canonical(compiled, expand).items():
            say("\n".join([f"  {name}:", *layout(text, "    ")]))
        say("")
    if checked.lists and not expand:
        say("lists:")
        for name, entries in _canonical_lists(checked).items():
            say(f"  {name}:")
            for entry in entries:
                first, *others = layout(entry, "      ")
                say("\n".join([f"    - {first.strip()}", *others]))
        say("")


def _canonical(compiled: CompiledWatch, expand: bool) -> dict[str, str]:
    """Return the canonical text of the query, and of the exclusion where there is one."""
    watch = compiled.watch
    texts = {"query": str(compiled.query) if expand else canonical(watch.query)}
    if compiled.exclude is not None:
        texts["exclude"] = str(compiled.exclude) if expand else canonical(watch.exclude)
    return texts


def _canonical_lists(checked: Checked) -> dict[str, list[str]]:
    return {name: [canonical_entry(entry) for entry in entries] for name, entries in checked.lists.items()}


def _json(report: Report, show_canonical: bool, expand: bool) -> dict[str, object]:
    checked = report.checked
    settings = checked.ready.settings if checked.ready else None
    shape: dict[str, object] = {
        "config": None if report.alone else str(report.path),
        "alone": [str(path) for path in report.alone],
        "ok": not checked.problems,
        "problems": [problem_json(one) for one in checked.problems],
        "hints": [
            {**_place_json(one.place), **_subject_json(one.hint), "microseconds": one.microseconds}
            for one in report.hints
        ],
        "feeds": len(settings.feeds) if settings else None,
        "channels": len(settings.channels) if settings else None,
        "watches": [
            {
                "id": compiled.watch.id,
                "version": compiled.watch.version,
                "examples": len(compiled.watch.examples),
                **({"canonical": _canonical(compiled, expand)} if show_canonical else {}),
            }
            for compiled in checked.watches
        ],
    }
    return {**shape, "lists": _canonical_lists(checked)} if show_canonical else shape


def problem_json(problem: Problem) -> dict[str, object]:
    """Return a problem as JSON."""
    return {**_place_json(problem), "hint": problem.hint}


def _place_json(problem: Problem) -> dict[str, object]:
    return {"file": problem.file, "line": problem.line, "column": problem.column, "message": problem.message}


def _subject_json(hint: Hint) -> dict[str, object]:
    kind, name, *_ = hint.place
    return {"watch": name if kind == "watch" else None, "list": name if kind == "list" else None}
