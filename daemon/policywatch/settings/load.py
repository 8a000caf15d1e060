"""policywatch.yaml and the watch files it names -> Settings.

What it is: the order of the work. Each file is read by itself, each entry is checked by itself, then what concerns
    several of them at once; every problem is kept, none hides another.
Takes: the path of policywatch.yaml, and the options class of each channel type (deliver/ owns them).
Gives: Loaded: the settings, or the problems with everything that is good by itself.
Raises: nothing for any content of any file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from policywatch.errors import Problem
from policywatch.model.channel import Channel
from policywatch.model.feed import Feed
from policywatch.model.lexicon import Lexicon
from policywatch.model.place import Gazetteer
from policywatch.model.settings import Settings
from policywatch.model.watch import Lists, Watch
from policywatch.settings.across import check_addresses, check_selectors, resolve_places, route
from policywatch.settings.channels import hide_secrets, read_channel
from policywatch.settings.database import database_url, default_database
from policywatch.settings.document.nodes import MapNode, Node, ScalarNode, entries_of, value_at
from policywatch.settings.document.reading import MAX_FILE, ReadingError, read_yaml_text
from policywatch.settings.document.source import Source
from policywatch.settings.feeds import read_feed
from policywatch.settings.find import watch_files
from policywatch.settings.kinds import UnfitError
from policywatch.settings.lexicon import read_lexicon
from policywatch.settings.places import read_gazetteer, shipped_gazetteer
from policywatch.settings.references import Resolver
from policywatch.settings.shapes import ConfigShape, WatchFileShape
from policywatch.settings.sources import Sources
from policywatch.settings.watches import compilable, read_list, read_watch, with_versions
from policywatch.settings.wording import misspelt, read_as, read_good_part

#: after so many problems no further entries are read: nobody would
_ENOUGH: Final = 1_000

T = TypeVar("T", Channel, Feed, Watch)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of reading the settings."""

    #: None where there is any problem
    settings: Settings | None
    #: what policywatch.yaml itself says, without watches and lists; None where it has a problem
    base: Settings | None
    #: the database's URL, for commands that only look; "" where the settings do not say a good one
    database: str = field(repr=False)
    #: sorted by file, line and column
    problems: tuple[Problem, ...]
    #: for problems that are found later, in the queries say
    sources: Sources
    #: the watches whose queries can be compiled: the lists and watches that they name are good
    watches: tuple[Watch, ...]
    lists: Lists
    #: every file could be read as YAML: a watch that is not known does not exist
    complete: bool
    #: policywatch.yaml, and the files and folders that it names for watches, there or not
    places: tuple[Path, ...]


def load(path: Path, channel_options: Mapping[str, type]) -> Loaded:
    """Read the settings. `channel_options` maps each channel type to the dataclass that declares its options."""
    return _Loading(path, channel_options, Sources(str(path))).run()


def load_watch_files(files: Sequence[Path]) -> Loaded:
    """Read one watch file or more by themselves: channels and feeds, and what stands in other files, are not known."""
    return _Loading(files[0], {}, Sources(str(files[0]))).alone(files)


@dataclass(slots=True)
class _Loading:
    """One reading of the settings: what is known so far."""

    path: Path
    channel_options: Mapping[str, type]
    sources: Sources
    problems: list[Problem] = field(default_factory=list)
    #: policywatch.yaml, where it is YAML
    config: Source | None = None
    #: names of lists that are there but bad
    bad_lists: set[str] = field(default_factory=set)
    #: a watch file holds watches
    some: bool = False
    #: every file could be read as YAML: what is not known does not exist
    complete: bool = True

    def run(self) -> Loaded:
        resolver = Resolver(os.environ, self.path.parent)
        config = self.config = self._open(self.path)
        shape = ConfigShape()
        if config and isinstance(config.tree.root, MapNode):
            self.sources.add(("config",), config, config.tree.root)
            shape = read_good_part(ConfigShape, config, config.tree.root, self.problems) or shape
        database = self._database(shape.database, resolver) if config else ""
        channels = self._entries(
            config,
            "channel",
            lambda source, node: read_channel(source, node, self.channel_options, resolver, self.problems),
        )
        feeds = self._entries(
            config, "feed", lambda source, node: read_feed(source, node, shape.poll.every, self.problems)
        )
        watches, lists = self._watches(shape.watches)
        gazetteer = self._places(shape.places)
        watches = resolve_places(watches, gazetteer or shipped_gazetteer(), lists, self.sources, self.problems)
        if config:
            watches = route(watches, shape.alerts.to or (), shape.alerts.ops, config, self.sources, self.problems)
            check_selectors(watches, config, self.sources, self.problems)
            check_addresses(feeds, self.sources, self.problems)
            if value_at(config.tree.root, "feeds") is None and not misspelt("feeds", config.tree.root):
                self._about("feeds", "there are no feeds: nothing would be polled")
        watches = with_versions(watches, lists)
        base = Settings(
            database=database,
            feeds=feeds,
            channels=channels,
            watches=(),
            ops=shape.alerts.ops,
            gazetteer=gazetteer,
            lexicons=self._lexicons(shape.lexicon),
            allow_networks=shape.allow_networks,
            contact=shape.contact or "",
            poll_workers=shape.poll.workers,
            deliver_workers=shape.deliver.workers,
            metrics_at=shape.metrics.listen if shape.metrics else None,
        )
        places = (self.path, *(self.path.parent / name for name in shape.watches[:_ENOUGH]))
        return self._loaded(base, database, watches, lists, places)

    def alone(self, files: Sequence[Path]) -> Loaded:
        """Read watch files without the settings that they may belong to."""
        watches, lists = self._read(files)
        if not self.some and not lists and self.complete:
            self.problems.append(Problem(str(self.path), 0, 0, "there are no watches here"))
        return self._loaded(None, "", with_versions(watches, lists), lists, tuple(files))

    def _loaded(
        self, base: Settings | None, database: str, watches: tuple[Watch, ...], lists: Lists, places: tuple[Path, ...]
    ) -> Loaded:
        return Loaded(
            settings=replace(base, watches=watches, lists=lists) if base and not self.problems else None,
            base=None if self._is_bad(self.path) else base,
            database=database,
            problems=tuple(sorted(self.problems, key=lambda problem: (problem.file, problem.line, problem.column))),
            sources=self.sources,
            watches=compilable(watches, lists, self.sources.names("watch"), self.bad_lists, complete=self.complete),
            lists=lists,
            complete=self.complete,
            places=places,
        )

    def _is_bad(self, path: Path) -> bool:
        return self.config is None or any(problem.file == str(path) for problem in self.problems)

    def _open(self, path: Path) -> Source | None:
        """Read one file; None where it is no YAML that can be used."""
        try:
            source = Source(str(path), read_yaml_text(path, MAX_FILE))
        except ReadingError as error:
            message = f"this file {error}"
            if error.at is None:
                self.problems.append(Problem(str(path), 0, 0, message, error.hint))
            else:
                source = Source(str(path), error.text)
                hide_secrets(source, self.channel_options)
                self.problems.append(source.problem(error.at, message, hint=error.hint))
            self.complete = False
            return None
        hide_secrets(source, self.channel_options)
        self.problems.extend(source.flaws())
        root = source.tree.root
        if isinstance(root, MapNode) or (isinstance(root, ScalarNode) and root.value is None):
            return source
        if root is not None:
            self.problems.append(source.problem(root.start, "this file must hold keys with values, such as `feeds:`"))
        self.complete = False
        return None

    def _about(self, key: str, message: str, *entry: int, hint: str = "") -> None:
        """Note a problem with a key of policywatch.yaml; with the whole file where the key is not there."""
        root = self.config.tree.root if self.config else None
        if isinstance(root, MapNode) and key in root.entries:
            self.problems.append(self.sources.problem(("config", key, *entry), message, hint=hint))
        else:
            self.problems.append(Problem(str(self.path), 0, 0, message, hint))

    def _database(self, text: str | None, resolver: Resolver) -> str:
        if text is None:
            return default_database(resolver.environ)
        resolved = resolver.resolve(text)
        for reference in resolved.failed:
            self.problems.append(
                self.sources.problem(
                    ("config", "database"),
                    reference.message,
                    offset=reference.offset,
                    length=reference.length,
                    hint=reference.hint,
                )
            )
        try:
            return "" if resolved.failed else database_url(resolved.text, self.path.parent)
        except UnfitError as error:
            self._about("database", f"`database` {error}", hint=error.hint)
            return ""

    def _entries(self, source: Source | None, kind: str, read: Callable[[Source, Node], T | None]) -> tuple[T, ...]:
        """Read every channel, feed or watch of a file by itself, and see that no two have the same id."""
        good: list[T] = []
        plural = f"{kind}es" if kind == "watch" else f"{kind}s"
        for node in entries_of(source.tree.root, plural) if source else ():
            assert source  # noqa: S101  (it has entries)
            if len(self.problems) > _ENOUGH:
                break
            one = read(source, node)
            id_node = value_at(node, "id")
            name = one.id if one else id_node.text if isinstance(id_node, ScalarNode) else ""
            first = self.sources.where((kind, name))
            if first:
                message = f"there are two {plural} with the id `{name[:64]}`; the first is in {first}"
                hint = "" if id_node else "the id was made from the address: write `{id: ..., url: ...}` to choose it"
                length = len(name) if id_node else 1
                self.problems.append(source.problem((id_node or node).start, message, hint=hint, length=length))
            elif name:
                self.sources.add((kind, name), source, node)
                good += [one] if one else []
        return tuple(good)

    def _watches(self, named: tuple[str, ...]) -> tuple[tuple[Watch, ...], Lists]:
        watches, lists = self._read(self._watch_files(named))
        if not self.some and self.complete:
            self._about("watches", f"there are no watches in {', '.join(named)}")
        return watches, lists

    def _read(self, files: Sequence[Path]) -> tuple[tuple[Watch, ...], Lists]:
        watches: list[Watch] = []
        lists: dict[str, tuple[str, ...]] = {}
        for file in files:
            if source := self._open(file):
                root = source.tree.root
                if isinstance(root, MapNode):
                    read_as(WatchFileShape, source, root, self.problems)
                watches += self._entries(source, "watch", lambda source, node: read_watch(source, node, self.problems))
                self._lists(source, lists)
                self.some = self.some or value_at(root, "watches") is not None or bool(misspelt("watches", root))
        return tuple(watches), MappingProxyType(lists)

    def _watch_files(self, named: tuple[str, ...]) -> list[Path]:
        """Return the watch files, each once, in the order they are named and by name within a folder."""
        files: dict[str, Path] = {}
        for number, name in enumerate(named[:_ENOUGH]):
            path = self.path.parent / name
            try:
                files |= {os.path.realpath(file): file for file in watch_files(path)}
            except (OSError, ValueError) as error:
                self.complete = False
                reason = error.strerror if isinstance(error, OSError) else "this is no path"
                # a settings file that cannot be read may name another folder
                if self.config:
                    self._about("watches", f"the watch folder {path} cannot be read: {reason}", number)
        return list(files.values())

    def _lexicons(self, named: tuple[str, ...]) -> tuple[Lexicon, ...]:
        """Read the user's lexicons; those with problems are left out."""
        read = [read_lexicon(self.path.parent / name, self.problems) for name in named[:_ENOUGH]]
        return tuple(lexicon for lexicon in read if lexicon)

    def _lists(self, source: Source, lists: dict[str, tuple[str, ...]]) -> None:
        node = value_at(source.tree.root, "lists")
        for name, entry in node.entries.items() if isinstance(node, MapNode) else ():
            if len(self.problems) > _ENOUGH:
                break
            if first := self.sources.where(("list", name)):
                message = f"there are two lists with the name `{name[:64]}`; the first is in {first}"
                self.problems.append(source.problem(entry.key.start, message, length=len(name)))
                continue
            self.sources.add(("list", name), source, entry.value)
            terms = read_list(source, entry, self.problems)
            if terms is None:
                self.bad_lists.add(name)
            else:
                lists[name] = terms

    def _places(self, named: str | None) -> Gazetteer | None:
        """Read the user's own file of places onto the shipped ones; None where there is none."""
        source = self._open(self.path.parent / named) if named else None
        return read_gazetteer(source, self.problems, shipped_gazetteer()) if source else None
