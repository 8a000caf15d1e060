"""Watch files -> watches and lists that are good by themselves."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from policywatch.errors import Problem
from policywatch.model.watch import Example, Lists, Watch
from policywatch.settings.document.nodes import Entry, MapNode, Node
from policywatch.settings.document.source import Source
from policywatch.settings.shapes import ListsShape, WatchShape, keys_of
from policywatch.settings.wording import read_as, read_good_part

_LIST_USE: Final = re.compile(r"@([A-Za-z0-9][A-Za-z0-9._-]*)")
_WATCH_USE: Final = re.compile(r"@watch:([\w.-]+)")


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
        places=shape.places,
        actors=shape.actors,
        quantity=shape.quantity,
        reverse=(shape.reverse or "").rstrip(),
        wording=MappingProxyType(shape.wording),
        confirm=shape.confirm,
        window=shape.window,
        examples=tuple(
            Example(one.text, one.match, one.stance, one.phase, one.actor, one.place)
            for one in shape.examples
            if are_fair
        ),
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
    texts = [watch.query, watch.exclude, watch.reverse]
    while texts:
        new = set(_LIST_USE.findall(texts.pop())) - used
        used |= new
        texts.extend(term for name in new for term in lists.get(name, ()))
    return frozenset(used)


def watches_named(watch: Watch) -> frozenset[str]:
    """Return the ids that a watch's queries name by `@watch:id`, known or not."""
    return frozenset(_WATCH_USE.findall(f"{watch.query} {watch.exclude} {watch.reverse}"))


def with_followers(ids: Collection[str], watches: Iterable[Watch]) -> set[str]:
    """Return these ids and those of all watches that name one of them by `@watch:id`, directly or through others."""
    named = {watch.id: watches_named(watch) for watch in watches}
    found = set(ids)
    while new := {watch_id for watch_id, names in named.items() if watch_id not in found and names & found}:
        found |= new
    return found


def compilable(
    watches: tuple[Watch, ...], lists: Lists, written: Collection[str], bad_lists: Collection[str], *, complete: bool
) -> tuple[Watch, ...]:
    """Return the watches on which the matcher's word would be fair: all that they stand on is as it was written.

    `written` are the ids of all watches, good or bad; `complete` tells that every file could be read.
    """

    def has_its_lists(watch: Watch) -> bool:
        missing = lists_used(watch, lists) - lists.keys()
        return missing.isdisjoint(bad_lists) and (complete or not missing)

    good = {watch.id for watch in watches if has_its_lists(watch)}
    unfit = with_followers(set(written) - good, watches)
    return tuple(watch for watch in watches if watch.id not in unfit)


def with_versions(watches: Sequence[Watch], lists: Lists) -> tuple[Watch, ...]:
    """Set the versions: hashes of all that decides what each watch finds, whatever the order or the folding in YAML."""
    by_id = {watch.id: watch for watch in watches}
    meanings: dict[str, str] = {}
    return tuple(replace(watch, version=_version(watch, lists, by_id, meanings)) for watch in watches)


def _version(watch: Watch, lists: Lists, by_id: Mapping[str, Watch], meanings: dict[str, str]) -> str:
    decisive = {
        **_decisive(watch, lists),
        "feeds": sorted(watch.feeds),
        "languages": sorted(watch.languages),
        **_read_so(watch),
    }
    if others := sorted(watches_named(watch) & by_id.keys()):
        decisive["watches"] = {name: _meaning(name, lists, by_id, meanings) for name in others}
    return _hash(decisive)[:12]


def _meaning(watch_id: str, lists: Lists, by_id: Mapping[str, Watch], meanings: dict[str, str]) -> str:
    """Return a hash of what a watch's query means, with all that it names; `meanings` are those that are known.

    Each watch is looked at once, however many name it. What is part of a circle means nothing, and is an error.
    """
    waiting, begun = [watch_id], set[str]()
    while waiting:
        current = waiting[-1]
        others = sorted(watches_named(by_id[current]) & by_id.keys())
        if current not in begun and current not in meanings:
            begun.add(current)
            waiting += (name for name in others if name not in begun and name not in meanings)
            continue
        waiting.pop()
        if current not in meanings:
            named = {name: meanings.get(name, "") for name in others}
            meanings[current] = _hash({**_decisive(by_id[current], lists), "watches": named})
    return meanings[watch_id]


def _hash(value: object) -> str:
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _read_so(watch: Watch) -> dict[str, Any]:
    """Return what decides which passages count; nothing where the watch does not say."""
    said = {
        "places": sorted(watch.places),
        "actors": sorted(watch.actors),
        "quantity": watch.quantity,
        "reverse": " ".join(watch.reverse.split()),
    }
    return {key: value for key, value in said.items() if value}


def _decisive(watch: Watch, lists: Lists) -> dict[str, Any]:
    """Return a watch's queries and the lists they use, without what is only a matter of layout."""
    used = sorted(lists_used(watch, lists) & lists.keys())
    return {
        "query": " ".join(watch.query.split()),
        "exclude": " ".join(watch.exclude.split()),
        "lists": {name: [" ".join(term.split()) for term in lists[name]] for name in used},
    }
