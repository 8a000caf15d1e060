"""Settings that are ready to run: the files read, every query compiled, every example held against its watch.

What it is: the one place where `settings/` (files) and `match/` (queries) meet, so that one list holds all problems of
YAML and queries alike. `read_settings` is for a start: everything must be good. `reread_settings` is for a daemon that
runs: what is good takes effect, and what is not stays as it last was.
Takes: the path of policywatch.yaml; for a reread, what runs now. Gives: Ready; Reread.
Raises: SettingsError, from `read_settings` only.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from policywatch.deliver import CHANNELS
from policywatch.errors import Problem, SettingsError
from policywatch.lexicons import compiled, languages
from policywatch.match import CompiledWatch, compile_all, failing_examples
from policywatch.match.places import compile_gazetteer
from policywatch.match.reading import Reader
from policywatch.model.lexicon import Lexicon
from policywatch.model.place import Gazetteer
from policywatch.model.settings import Settings
from policywatch.model.watch import Lists, Watch
from policywatch.settings import Loaded, Sources, load, load_watch_files, shipped_gazetteer, with_followers

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
    return load(path, channel_options())


def channel_options() -> dict[str, type]:
    """Return the dataclass that declares the options of each channel type."""
    return {name: channel_type.options for name, channel_type in CHANNELS.items()}


@dataclass(frozen=True, slots=True)
class Checked:
    """All that there is to say of settings, good or bad."""

    #: None where there is any problem, and for watch files alone, which are no settings
    ready: Ready | None
    #: of YAML and queries alike, sorted by place
    problems: tuple[Problem, ...]
    #: the watches of which YAML says all that they need
    written: tuple[Watch, ...]
    #: those whose queries can be read, and the lists whose entries can
    watches: tuple[CompiledWatch, ...]
    lists: Lists
    #: for what is found out later: hints
    sources: Sources
    #: the files and folders that were looked into
    places: tuple[Path, ...]


def check_settings(path: Path) -> Checked:
    """Read the settings, compile every watch and run its examples; tell all that is wrong at once."""
    return _check(load_files(path))


def check_watch_files(files: Sequence[Path]) -> Checked:
    """Check watch files by themselves: channels and feeds, and what stands in other files, are not known."""
    return _check(load_watch_files(files))


def _check(loaded: Loaded) -> Checked:
    found = _compile(loaded)
    problems = _sorted([*loaded.problems, *found.problems])
    watches = tuple(found.watches.values())
    ready = None if loaded.base is None or problems else _ready(loaded.base, loaded, watches)
    lists = {name: entries for name, entries in loaded.lists.items() if name not in found.bad_lists}
    return Checked(ready, problems, loaded.watches, watches, lists, loaded.sources, loaded.places)


def read_settings(path: Path) -> Ready:
    """Return settings that are good as a whole. Raises SettingsError with every problem there is."""
    checked = check_settings(path)
    if checked.ready is None:
        raise SettingsError(str(path), checked.problems)
    return checked.ready


def reread_settings(path: Path, last: Ready) -> Reread:
    """Read the settings again while `last` runs.

    A watch that is good now runs as it is written now. One with a problem, one that uses a list or a watch with a
    problem, and one whose file cannot be read at all stay as they last were. Where policywatch.yaml itself has a
    problem everything stays. What only a start can change stays, and is told as a problem.
    """
    loaded = load_files(path)
    known = {one.watch.id: one for one in last.watches}
    now = _compile(loaded, last)
    problems = [*loaded.problems, *now.problems]
    bad = now.bad_watches | loaded.sources.watches_of(loaded.problems)
    good = now.watches.keys() - with_followers(bad, loaded.watches)
    held_back = sorted(loaded.sources.names("watch") - good)
    if loaded.base is None:
        return Reread(last, _sorted(problems), tuple(held_back))
    running = {watch_id: one for watch_id, one in now.watches.items() if watch_id in good}
    # a file that cannot be read may hold any watch: none is taken for deleted
    stays = held_back if loaded.complete else known.keys() - good
    running |= {watch_id: known[watch_id] for watch_id in sorted(stays) if watch_id in known}
    if not loaded.complete:
        held_back = sorted({*held_back, *stays})
    base, waiting = _as_far_as_running(loaded, loaded.base, last.settings)
    ready = _ready(base, loaded, tuple(running.values()))
    return Reread(ready, _sorted([*problems, *waiting]), tuple(held_back))


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What came of the queries and examples of some settings."""

    #: by id: those whose queries can be read
    watches: Mapping[str, CompiledWatch]
    problems: tuple[Problem, ...]
    #: ids of the watches whose queries cannot be read or whose examples fail
    bad_watches: frozenset[str]
    bad_lists: frozenset[str]


def _compile(loaded: Loaded, last: Ready | None = None) -> _Compiled:
    """Compile every watch and run its examples. What ran `last` and did not change is taken as it is."""
    known = {one.watch.id: one for one in last.watches} if last else {}
    watches, mistakes = compile_all(loaded.watches, loaded.lists, known, _reader(loaded.base, last))
    problems = [
        loaded.sources.problem(
            one.place, one.error.cause, offset=one.error.offset, length=one.error.length, hint=one.error.hint
        )
        for one in mistakes
    ]
    bad = {watch.id for watch in loaded.watches} - {one.watch.id for one in watches}
    for one in watches:
        watch_id = one.watch.id
        # the examples of what is known held
        for failed in failing_examples(one) if known.get(watch_id) is not one else ():
            place = ("watch", watch_id, "examples", failed.index, "text")
            problems.append(loaded.sources.problem(place, f"this example fails: {failed.why}"))
            bad.add(watch_id)
    bad_lists = frozenset(str(one.place[1]) for one in mistakes if one.place[0] == "list")
    return _Compiled({one.watch.id: one for one in watches}, tuple(problems), frozenset(bad), bad_lists)


@functools.cache
def shipped_reader() -> Reader:
    """Return what reads passages by the shipped lexicons and places, which are loaded when the first one is read."""
    return _make_reader((), None)


def _reader(base: Settings | None, last: Ready | None) -> Reader:
    """Return what reads passages by these settings; the one that runs where nothing about it has changed."""
    own = (base.lexicons, base.gazetteer) if base else ((), None)
    if own == ((), None):
        return shipped_reader()
    if last and last.watches and (last.settings.lexicons, last.settings.gazetteer) == own:
        return last.watches[0].reader or shipped_reader()
    return _make_reader(*own)


def _make_reader(own: tuple[Lexicon, ...], gazetteer: Gazetteer | None) -> Reader:
    return Reader(
        lambda: {language: compiled(language, own) for language in languages()},
        lambda: compile_gazetteer(gazetteer or shipped_gazetteer()),
    )


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
