"""Watch files -> watches and lists that are good by themselves."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from policywatch.errors import Problem
from policywatch.model.watch import Example, Lists, Watch
from policywatch.settings.document.nodes import Entry, MapNode, Node
from policywatch.settings.document.source import Source
from policywatch.settings.shapes import ListsShape, WatchShape, keys_of
from policywatch.settings.wording import read_as, read_good_part

_WATCH_USE: Final = re.compile(r"@watch:([A-Za-z0-9][A-Za-z0-9._-]*)")
_LIST_USE: Final = re.compile(r"@([A-Za-z0-9][A-Za-z0-9._-]*)")


def read_watch(source: Source, node: Node, problems: list[Problem]) -> Watch | None:
    """Read one entry of `watches:`; None where it has no good id or query.

    With other keys bad, it is read without them, so that its query is checked in the same go. Its version is set
    later: it needs the lists.
    """
    shape = read_good_part(WatchShape, source, node, problems)
    if shape is None:
        return None
    # what a misspelt key was to say decides with the others whether the examples hold
    keys = node.entries.keys() if isinstance(node, MapNode) else frozenset()
    are_fair = keys <= keys_of(WatchShape) and ("exclude" not in keys or shape.exclude is not None)
    return Watch(
        id=shape.id,
        title=shape.title or shape.id,
        severity=shape.severity,
        query=shape.query.rstrip(),
        exclude=(shape.exclude or "").rstrip(),
        alert_on=shape.alert.on,
        channels=shape.alert.to or (),
        feeds=shape.feeds,
        languages=shape.languages,
        examples=tuple(Example(example.text, example.match) for example in shape.examples if are_fair),
    )


def read_list(source: Source, entry: Entry, problems: list[Problem]) -> tuple[str, ...] | None:
    """Read one entry of `lists:`; None where it will not do."""
    name, at = entry.key.text, entry.value
    alone = MapNode(at.start, at.end, {name: entry})
    whole = MapNode(at.start, at.end, {"lists": Entry(entry.key, alone)})
    shape = read_as(ListsShape, source, whole, problems)
    return shape.lists[name] if shape else None


def lists_used(watch: Watch, lists: Lists) -> frozenset[str]:
    """Return the names of the lists that a watch's queries use, directly or through other lists, known or not."""
    used: set[str] = set()
    texts = [watch.query, watch.exclude]
    while texts:
        new = set(_LIST_USE.findall(texts.pop())) - used
        used |= new
        texts.extend(term for name in new for term in lists.get(name, ()))
    return frozenset(used)


def without_users_of(unknown: frozenset[str], watches: Sequence[Watch], lists: Lists) -> tuple[Watch, ...]:
    """Return the watches that name none of the unknown ones in `@watch:id`, directly or through others."""
    if not unknown:
        return tuple(watches)
    users: defaultdict[str, list[str]] = defaultdict(list)
    for watch in watches:
        for name in _watches_used(watch, lists):
            users[name].append(watch.id)
    left_out: set[str] = set()
    spread = list(unknown)
    while spread:
        new = set(users.pop(spread.pop(), ())) - left_out
        left_out |= new
        spread += new
    return tuple(watch for watch in watches if watch.id not in left_out)


def _watches_used(watch: Watch, lists: Lists) -> frozenset[str]:
    texts = [watch.query, watch.exclude, *(term for name in lists_used(watch, lists) for term in lists.get(name, ()))]
    return frozenset(name for text in texts for name in _WATCH_USE.findall(text))


def with_version(watch: Watch, lists: Lists) -> Watch:
    """Set the version: a hash of all that decides what the watch finds, whatever the order or the folding in YAML."""
    used: Mapping[str, tuple[str, ...]] = {
        name: lists[name] for name in sorted(lists_used(watch, lists)) if name in lists
    }
    decisive = {
        "query": " ".join(watch.query.split()),
        "exclude": " ".join(watch.exclude.split()),
        "feeds": sorted(watch.feeds),
        "languages": sorted(watch.languages),
        "lists": {name: [" ".join(term.split()) for term in terms] for name, terms in used.items()},
    }
    canonical = json.dumps(decisive, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return replace(watch, version=hashlib.sha256(canonical.encode()).hexdigest()[:12])
