"""Sources: which file, line and column each thing in the settings comes from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import itemgetter

from policywatch.errors import Problem
from policywatch.settings.document.nodes import Node, ScalarNode, follow
from policywatch.settings.document.source import Source

#: ("watch", id, "query"), ("watch", id, "examples", 0), ("list", name), ("channel", id), ("feed", id, "url")
Place = tuple[str | int, ...]


class Sources:
    """Remembers where each thing stands."""

    def __init__(self, main: str) -> None:
        #: name of the file that problems without a place belong to
        self._main = main
        self._places: dict[Place, tuple[Source, Node]] = {}

    def add(self, place: Place, source: Source, node: Node) -> None:
        self._places[place] = (source, node)

    def names(self, kind: str) -> frozenset[str]:
        """Return the names of all the channels, feeds, watches or lists that are written down, good or bad."""
        return frozenset(str(place[1]) for place in self._places if place[0] == kind)

    def where(self, place: Place) -> str | None:
        """Return `file:line` of a thing that was added, None where it was not."""
        if place not in self._places:
            return None
        source, node = self._places[place]
        return f"{source.name}:{source.locate(node.start)[0]}"

    def watches_of(self, problems: Iterable[Problem]) -> frozenset[str]:
        """Return the ids of the watches in whose entries problems stand."""
        spans: dict[str, list[tuple[int, int, str]]] = {}
        sources: dict[str, Source] = {}
        for place, (source, node) in self._places.items():
            if place[0] == "watch":
                spans.setdefault(source.name, []).append((node.start, node.end, str(place[1])))
                sources[source.name] = source
        for entries in spans.values():
            entries.sort()
        found = set()
        for problem in problems:
            if problem.line and problem.file in spans:
                entries = spans[problem.file]
                at = sources[problem.file].offset(problem.line, problem.column)
                number = bisect_right(entries, at, key=itemgetter(0)) - 1
                if number >= 0 and at <= entries[number][1]:
                    found.add(entries[number][2])
        return frozenset(found)

    def problem(
        self, place: Place, message: str, *, offset: int | None = None, length: int = 1, hint: str = ""
    ) -> Problem:
        """Make a problem for a place: `("watch", watch_id, "query")`, or as much of it as there is.

        `offset` counts characters of the scalar's value; the problem then stands at that very character of the file,
        or at the scalar's start where the origin of the character is not known.
        """
        for known in range(len(place), 0, -1):
            if place[:known] in self._places:
                source, top = self._places[place[:known]]
                node, _ = follow(top, place[known:])
                if offset is not None and isinstance(node, ScalarNode):
                    return source.problem_in(node, offset, message, hint=hint, length=length)
                length = node.end - node.start if isinstance(node, ScalarNode) else 1
                return source.problem(node.start, message, hint=hint, length=length)
        return Problem(self._main, 0, 0, message, hint)
