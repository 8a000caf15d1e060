"""Watch files by themselves, without a policywatch.yaml: an earlier version of some, say.

Takes: the name and the bytes of each file. Gives: EarlierWatches: what is good by itself, and the problems. Channels
and feeds are not looked at: those that the watches name may be gone by now.
Raises: nothing for any content of any file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from policywatch.errors import Problem
from policywatch.model.watch import Lists, Watch
from policywatch.settings.document.nodes import MapNode, ScalarNode, entries_of, value_at
from policywatch.settings.document.reading import ReadingError, yaml_text
from policywatch.settings.document.source import Source
from policywatch.settings.shapes import WatchFileShape
from policywatch.settings.sources import Sources
from policywatch.settings.watches import read_list, read_watch
from policywatch.settings.wording import read_as

#: of one file
MOST_BYTES: Final = 5 * 1024 * 1024
#: after so many problems no further lists are read: nobody would
_ENOUGH: Final = 1_000


@dataclass(frozen=True, slots=True)
class EarlierWatches:
    """What some watch files hold."""

    #: by id
    watches: Mapping[str, Watch]
    lists: Lists
    #: of the files and of their lists
    problems: tuple[Problem, ...]
    #: of each watch that has any, by id
    problems_of: Mapping[str, tuple[Problem, ...]]
    sources: Sources


def read_earlier_watches(files: Iterable[tuple[str, bytes]]) -> EarlierWatches:
    """Read watch files; where two hold the same id or list, the first stands."""
    watches: dict[str, Watch] = {}
    lists: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    problems_of: dict[str, tuple[Problem, ...]] = {}
    sources = Sources("")
    for name, content in files:
        source = _open(name, content, problems)
        root = source.tree.root if source else None
        if source is None or not isinstance(root, MapNode):
            continue
        read_as(WatchFileShape, source, root, problems)
        for node in entries_of(root, "watches"):
            own: list[Problem] = []
            watch = read_watch(source, node, own)
            id_node = value_at(node, "id")
            watch_id = watch.id if watch else id_node.text if isinstance(id_node, ScalarNode) else ""
            if watch_id in watches or watch_id in problems_of:
                continue
            sources.add(("watch", watch_id), source, node)
            if own:
                problems_of[watch_id] = tuple(own)
            elif watch:
                watches[watch_id] = watch
        given = value_at(root, "lists")
        for list_name, entry in given.entries.items() if isinstance(given, MapNode) else ():
            terms = read_list(source, entry, problems) if len(problems) < _ENOUGH else None
            if terms is not None:
                lists.setdefault(list_name, terms)
    return EarlierWatches(watches, lists, tuple(problems), problems_of, sources)


def _open(name: str, content: bytes, problems: list[Problem]) -> Source | None:
    try:
        source = Source(name, yaml_text(content, MOST_BYTES))
    except ReadingError as error:
        message = f"this file {error}"
        if error.at is None:
            problems.append(Problem(name, 0, 0, message, error.hint))
        else:
            problems.append(Source(name, error.text).problem(error.at, message, hint=error.hint))
        return None
    problems.extend(source.flaws())
    root = source.tree.root
    if root is not None and not isinstance(root, MapNode) and not (isinstance(root, ScalarNode) and root.value is None):
        problems.append(source.problem(root.start, "this file must hold `watches:` with a list below"))
    return source
