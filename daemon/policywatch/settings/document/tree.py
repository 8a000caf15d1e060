"""YAML text -> a tree that knows where everything stands. With flaws.py the only user of PyYAML.

What it is: parser events built into nodes with offsets, iteratively and within bounds, so that no text can exhaust the
    stack or the memory. Values follow the core schema of YAML 1.2 (section 10.3): `on`, `no` and `NO` are text.
Takes: the text of one file. Gives: a Tree, with every flaw found in it.
Raises: nothing for any text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from policywatch.settings.document.flaws import FALSE_BLANK, Flaw, false_blank, syntax_flaw, without_value_at
from policywatch.settings.document.nodes import Entry, ListNode, MapNode, Node, ScalarNode, Value

#: libyaml's parser where PyYAML was built with it: ten times as fast, the same events
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH: Final = 32
_MAX_NODES: Final = 500_000
#: nodes that all aliases of a file together may stand for
_MAX_REPEATED: Final = 10_000
_MAX_FLAWS: Final = 100
#: characters of a text that is read again behind a flaw, and how many times
_LONGEST_REPAIRED: Final = 200_000
_MOST_REPAIRS: Final = 20
_NEEDS_QUOTES: Final = "text that starts with `{}` needs quotes"

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE: Final = frozenset({"true", "True", "TRUE"})
_FALSE: Final = frozenset({"false", "False", "FALSE"})
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,30}|0o[0-7]{1,30}|0x[0-9a-fA-F]{1,30}")
_FLOAT: Final = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)


@dataclass(frozen=True, slots=True)
class Tree:
    #: None where the text is no YAML
    root: Node | None
    flaws: tuple[Flaw, ...]
    #: values of keys that were given before: in no node, but in the text
    dropped: tuple[Node, ...] = ()


def read_tree(text: str, line_of: Callable[[int], int]) -> Tree:
    """Read one YAML document. `line_of` says in which line an offset stands, for messages that name another place.

    A text that is no YAML is read on behind each value that makes it none, so that all such values are told at once.
    """
    tree = _read(text, line_of)
    if tree.root is not None or len(text) > _LONGEST_REPAIRED:
        return tree
    flaws = dict.fromkeys(tree.flaws)
    rest, repaired = tree, text
    for _ in range(_MOST_REPAIRS):
        without = without_value_at(repaired, rest.flaws[-1].at)
        if without is None:
            break
        repaired, rest = without, _read(without, line_of)
        flaws |= dict.fromkeys(rest.flaws)
        if rest.root is not None:
            break
    return Tree(None, tuple(flaws))


def _read(text: str, line_of: Callable[[int], int]) -> Tree:
    builder = _Builder(line_of)
    try:
        for event in yaml.parse(text, _LOADER):
            builder.take(event)
    except _UnreadableError as stop:
        return Tree(None, (*builder.flaws, stop.flaw))
    except yaml.MarkedYAMLError as error:
        return Tree(None, (*builder.flaws, syntax_flaw(error, text, builder.last, builder.at)))
    except (yaml.YAMLError, ValueError, OverflowError):
        # what PyYAML's own parser raises for some escapes that libyaml reports with a place
        return Tree(None, (*builder.flaws, Flaw(builder.at, "this is no YAML from here on")))
    empty = ScalarNode(0, 0, None, "", "")
    return Tree(builder.root or empty, tuple(builder.flaws), tuple(builder.dropped))


class _UnreadableError(Exception):
    """Ends the reading; what was read so far is not used."""

    def __init__(self, at: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.flaw = Flaw(at, message, hint)


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    start: int
    anchor: str | None
    is_map: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    #: the key that waits for its value
    key: ScalarNode | None = None
    #: levels below it, and nodes in it, itself counted
    height: int = 1
    weight: int = 1


class _Builder:
    """Takes one parser event after the other."""

    def __init__(self, line_of: Callable[[int], int]) -> None:
        self.root: Node | None = None
        self.flaws: list[Flaw] = []
        self.dropped: list[Node] = []
        #: the last scalar read, and where the last event ended
        self.last: ScalarNode | None = None
        self.at = 0
        self._line_of = line_of
        self._open: list[_Open] = []
        #: name -> node, its height and its weight
        self._anchors: dict[str, tuple[Node, int, int]] = {}
        self._nodes = 0
        self._repeated = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        start, self.at = event.start_mark.index, event.end_mark.index
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise _UnreadableError(
                        start, "a second YAML document starts here", "one file holds one document: remove the `---`"
                    )
            case yaml.ScalarEvent():
                self._count(event, start)
                plainly = event.implicit[0] and not event.style
                value = resolve(event.value) if plainly else event.value
                if event.tag is not None:
                    # it was told already, and must not look empty
                    value = f"{event.tag} {event.value}"
                elif event.anchor is not None and not event.value:
                    value = str(event.anchor)
                    flaw = Flaw(start, f"`&{value[:40]}` is a YAML anchor for nothing", _NEEDS_QUOTES.format("&"))
                    self.flaws.append(flaw)
                self.last = ScalarNode(start, self.at, value, event.value, event.style or "")
                self._place(self.last, event.anchor, 0, 1)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._count(event, start)
                if len(self._open) >= _MAX_DEPTH:
                    raise _UnreadableError(start, f"nested more than {_MAX_DEPTH} levels deep")
                self._refuse_as_key(start)
                self._open.append(_Open(start, event.anchor, isinstance(event, yaml.MappingStartEvent)))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                done = self._open.pop()
                node: Node = (
                    MapNode(done.start, self.at, done.entries)
                    if done.is_map
                    else ListNode(done.start, self.at, tuple(done.items))
                )
                self._place(node, done.anchor, done.height, done.weight)
            case yaml.AliasEvent():
                self._alias(str(event.anchor), start)
            case _:  # the start and the end of the stream and of the document
                pass

    def _count(self, event: Any, start: int) -> None:
        self._nodes += 1
        if len(self.flaws) >= _MAX_FLAWS:
            raise _UnreadableError(start, "there is more wrong with this file")
        if self._nodes > _MAX_NODES:
            raise _UnreadableError(
                start, f"more than {_MAX_NODES:,} values in one file", "spread them over several files"
            )
        if event.tag is not None:
            self.flaws.append(
                Flaw(start, "YAML tags (words with `!` in front) are not used here", "put the text in quotes")
            )

    def _alias(self, name: str, start: int) -> None:
        if name not in self._anchors:
            if any(frame.anchor == name for frame in self._open):
                raise _UnreadableError(start, f"`*{name[:40]}` stands for the very thing it stands in")
            raise _UnreadableError(
                start,
                f"`*{name[:40]}` refers to a YAML anchor that does not exist",
                _NEEDS_QUOTES.format("*"),
            )
        node, height, weight = self._anchors[name]
        self._repeated += weight
        if self._repeated > _MAX_REPEATED:
            raise _UnreadableError(
                start, f"aliases repeat more than {_MAX_REPEATED:,} values", "write out what is meant"
            )
        if len(self._open) + height > _MAX_DEPTH:
            raise _UnreadableError(start, f"nested more than {_MAX_DEPTH} levels deep")
        if not isinstance(node, ScalarNode):
            self._refuse_as_key(start)
        self._place(node, None, height, weight)

    def _refuse_as_key(self, start: int) -> None:
        if self._open and self._open[-1].is_map and self._open[-1].key is None:
            raise _UnreadableError(
                start, "a list or a group of keys cannot be a key", "text with { or [ in it needs quotes"
            )

    def _place(self, node: Node, anchor: str | None, height: int, weight: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = (node, height, weight)
        if not self._open:
            self.root = node
            return
        frame = self._open[-1]
        frame.height = max(frame.height, height + 1)
        frame.weight += weight
        if not frame.is_map:
            frame.items.append(node)
        elif frame.key is None:
            frame.key = node if isinstance(node, ScalarNode) else None
            if frame.key and not frame.key.style and (blank := FALSE_BLANK.match(frame.key.text)):
                # this line was meant for another group, of which all that could be said now is wrong
                raise _UnreadableError(node.start, *false_blank(blank[0]))
        else:
            first = frame.entries.setdefault(frame.key.text, Entry(frame.key, node))
            if first.value is not node or first.key is not frame.key:
                self.dropped.append(node)
                line = self._line_of(first.key.start)
                self.flaws.append(
                    Flaw(frame.key.start, f"`{frame.key.text[:40]}` is given twice; first in line {line}")
                )
            frame.key = None


def resolve(text: str) -> Value:
    """Return the value of a plain scalar by the core schema of YAML 1.2 (section 10.3.2)."""
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    # a quick look first: nearly every scalar starts with a letter
    if not (text[0].isdigit() or text[0] in "+-."):
        return text
    if _INTEGER.fullmatch(text):
        return int(text, 8 if text[:2] == "0o" else 16 if text[:2] == "0x" else 10)
    if len(text) <= 100 and _FLOAT.fullmatch(text):
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text
