"""Settings that are ready to run: the files read, every query compiled, every example held against its watch.

What it is: the one place where `settings/` (files) and `match/` (queries) meet, so that one list holds all problems of
YAML and queries alike. `read_settings` is for a start: everything must be good. `reread_settings` is for a daemon that
runs: what is good takes effect, and what is not stays as it last was.
Takes: the path of policywatch.yaml; for a reread, what runs now. Gives: Ready; Reread.
Raises: SettingsError, from `read_settings` only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from policywatch.deliver import CHANNELS
from policywatch.errors import Problem, QueryError, SettingsError
from policywatch.match import CompiledWatch, compile_watch, failing_examples
from policywatch.model.settings import Settings
from policywatch.settings import Loaded, load, with_followers

#: what a running daemon cannot change: field of Settings -> key of policywatch.yaml
_AT_START_ONLY: Final = {
    "database": ("database",),
    "poll_workers": ("poll", "workers"),
    "deliver_workers": ("deliver", "workers"),
    "metrics_at": ("metrics", "listen"),
}


@dataclass(frozen=True, slots=True)
class Ready:
    """Settings that are good as a whole, with their watches compiled."""

    #: its watches are those of `watches`
    settings: Settings
    watches: tuple[CompiledWatch, ...]
    #: policywatch.yaml, and the files and folders that it names for watches: where a change is looked for
    places: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Reread:
    """What came of reading the settings again."""

    #: what to run with from now on; the very object that ran before where policywatch.yaml itself cannot be used
    ready: Ready
    #: what is wrong with the files as they are, sorted by place
    problems: tuple[Problem, ...] = ()
    #: ids of the watches that do not run as their files say: they run as they last were good, or not at all
    held_back: tuple[str, ...] = ()


def load_files(path: Path) -> Loaded:
    """Read the files alone: no query is looked at."""
    return load(path, {name: channel_type.options for name, channel_type in CHANNELS.items()})


def read_settings(path: Path) -> Ready:
    """Read the settings, compile every watch and run its examples.

    Raises SettingsError with every problem there is, of YAML and queries alike.
    """
    loaded = load_files(path)
    compiled, failed = _compile(loaded)
    problems = _sorted([*loaded.problems, *(problem for found in failed.values() for problem in found)])
    if loaded.base is None or problems:
        raise SettingsError(str(path), problems)
    return _ready(loaded.base, loaded, tuple(compiled.values()))


def reread_settings(path: Path, last: Ready) -> Reread:
    """Read the settings again while `last` runs.

    A watch that is good now runs as it is written now. One with a problem, one that uses a list or a watch with a
    problem, and one whose file cannot be read at all stay as they last were. Where policywatch.yaml itself has a
    problem everything stays. What only a start can change stays, and is told as a problem.
    """
    loaded = load_files(path)
    known = {one.watch.id: one for one in last.watches}
    compiled, failed = _compile(loaded, known)
    problems = [*loaded.problems, *(problem for found in failed.values() for problem in found)]
    bad = failed.keys() | loaded.sources.watches_of(loaded.problems)
    good = compiled.keys() - with_followers(bad, loaded.watches)
    held_back = sorted(loaded.sources.names("watch") - good)
    if loaded.base is None:
        return Reread(last, _sorted(problems), tuple(held_back))
    running = {watch_id: one for watch_id, one in compiled.items() if watch_id in good}
    # a file that cannot be read may hold any watch: none is taken for deleted
    stays = held_back if loaded.complete else known.keys() - good
    running |= {watch_id: known[watch_id] for watch_id in sorted(stays) if watch_id in known}
    if not loaded.complete:
        held_back = sorted({*held_back, *stays})
    base, waiting = _as_far_as_running(loaded, loaded.base, last.settings)
    ready = _ready(base, loaded, tuple(running.values()))
    return Reread(ready, _sorted([*problems, *waiting]), tuple(held_back))


def _compile(
    loaded: Loaded, known: Mapping[str, CompiledWatch] = MappingProxyType({})
) -> tuple[dict[str, CompiledWatch], dict[str, list[Problem]]]:
    """Compile every watch and run its examples; return those that compile, and the problems, by id.

    What is `known` and did not change is taken as it is: its version tells whether anything it stands on did.
    """
    compiled: dict[str, CompiledWatch] = {}
    problems: dict[str, list[Problem]] = {}
    by_id = {watch.id: watch for watch in loaded.watches}
    for watch in loaded.watches:
        before = known.get(watch.id)
        if before is not None and before.watch == watch:
            compiled[watch.id] = before
            continue
        try:
            one = compile_watch(watch, loaded.lists, by_id)
        except QueryError as error:
            place = ("watch", watch.id, error.subject)
            problems[watch.id] = [
                loaded.sources.problem(place, error.cause, offset=error.offset, length=error.length, hint=error.hint)
            ]
            continue
        compiled[watch.id] = one
        if failed := failing_examples(one):
            problems[watch.id] = [
                loaded.sources.problem(("watch", watch.id, "examples", each.index), f"this example fails: {each.why}")
                for each in failed
            ]
    return compiled, problems


def _as_far_as_running(loaded: Loaded, base: Settings, last: Settings) -> tuple[Settings, list[Problem]]:
    """Return the settings with what only a start can change as it was, and a problem for each such thing."""
    waiting = {name: key for name, key in _AT_START_ONLY.items() if getattr(base, name) != getattr(last, name)}
    problems = [
        loaded.sources.problem(
            ("config", *key), f"`{'.'.join(key)}` has changed, which takes effect at the next start", hint="restart"
        )
        for key in waiting.values()
    ]
    return replace(base, **{name: getattr(last, name) for name in waiting}), problems


def _ready(base: Settings, loaded: Loaded, watches: tuple[CompiledWatch, ...]) -> Ready:
    return Ready(replace(base, watches=tuple(one.watch for one in watches), lists=loaded.lists), watches, loaded.places)


def _sorted(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column)))
