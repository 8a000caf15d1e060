"""Nodes: what a YAML text holds, each with its offsets in the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A single value. Offsets count characters of the file's text."""

    start: int
    end: int
    value: Value
    #: the value before anything was made of it, unquoted and unfolded
    text: str
    #: `'`, `"`, `|`, `>`, or "" for plain
    style: str


@dataclass(frozen=True, slots=True)
class ListNode:
    start: int
    end: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    key: ScalarNode
    value: Node


@dataclass(frozen=True, slots=True)
class MapNode:
    start: int
    end: int
    entries: Mapping[str, Entry]


Node = ScalarNode | ListNode | MapNode


def plain(node: Node) -> Any:
    """Return the values alone: text, numbers, true, false, None, lists and dicts."""
    match node:
        case ScalarNode():
            return node.value
        case ListNode():
            return [plain(item) for item in node.items]
        case MapNode():
            return {key: plain(entry.value) for key, entry in node.entries.items()}


def follow(node: Node, path: tuple[str | int, ...]) -> tuple[Node, ScalarNode | None]:
    """Walk down keys and list positions as far as they exist; return where that ends, and the last key passed."""
    key: ScalarNode | None = None
    for step in path:
        if isinstance(node, MapNode) and isinstance(step, str) and step in node.entries:
            key, node = node.entries[step].key, node.entries[step].value
        elif isinstance(node, ListNode) and isinstance(step, int) and 0 <= step < len(node.items):
            node = node.items[step]
        else:
            break
    return node, key


def value_at(node: Node | None, *keys: str) -> Node | None:
    """Return the value below some keys; None where there is none, or an empty one."""
    if node is None:
        return None
    for key in keys:
        if not isinstance(node, MapNode) or key not in node.entries:
            return None
        node = node.entries[key].value
    empty = (isinstance(node, ScalarNode) and node.value is None) or (isinstance(node, ListNode) and not node.items)
    return None if empty else node


def entries_of(node: Node | None, key: str) -> tuple[Node, ...]:
    """Return the entries of the list below a key."""
    value = value_at(node, key)
    return value.items if isinstance(value, ListNode) else ()
