"""What concerns several entries at once: are the channels, feeds and tags that are named there, and nothing twice?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from policywatch.errors import Problem
from policywatch.model.feed import Feed
from policywatch.model.place import Gazetteer
from policywatch.model.watch import Lists, Watch
from policywatch.settings.document.nodes import ListNode, Node, ScalarNode, entries_of, value_at
from policywatch.settings.document.source import Source
from policywatch.settings.feeds import same_address
from policywatch.settings.kinds import UnfitError
from policywatch.settings.place_names import PlaceNames
from policywatch.settings.sources import Place, Sources
from policywatch.settings.wording import did_you_mean, misspelt


def route(
    watches: Sequence[Watch],
    default: Sequence[str],
    ops: Sequence[str],
    config: Source,
    sources: Sources,
    problems: list[Problem],
) -> tuple[Watch, ...]:
    """Give every watch its channels, and see that all that are named exist. `default` is for watches that name none."""
    known = sources.names("channel")
    _check_channels(("config", "alerts", "to"), default, known, sources, problems)
    _check_channels(("config", "alerts", "ops"), ops, known, sources, problems)
    # `alerts.to` may be there and bad, or misspelt: then that has been said already
    root = config.tree.root
    nobody = value_at(root, "alerts", "to") is None and not misspelt("alerts", root)
    silent = [watch.id for watch in watches if nobody and not watch.channels]
    if silent:
        others = f" and {len(silent) - 1} more" if len(silent) > 1 else ""
        message = f"the watch `{silent[0]}`{others}: no channel is named, nobody would be told"
        hint = "name one here in `alert: {to: [...]}`, or for all watches in policywatch.yaml in `alerts: {to: [...]}`"
        problems.append(sources.problem(("watch", silent[0]), message, hint=hint))
    routed: list[Watch] = []
    for watch in watches:
        _check_channels(("watch", watch.id, "alert", "to"), watch.channels, known, sources, problems)
        routed.append(watch if watch.channels else replace(watch, channels=tuple(default)))
    return tuple(routed)


def check_selectors(watches: Sequence[Watch], config: Source, sources: Sources, problems: list[Problem]) -> None:
    """See that every feed and tag that a watch reads exists."""
    ids = sources.names("feed")
    tags = {tag for entry in entries_of(config.tree.root, "feeds") for tag in _tags_of(entry)}
    for watch in watches:
        for number, selector in enumerate(watch.feeds):
            kind, known = ("tag", tags) if selector.startswith("tag:") else ("feed", ids)
            name = selector.removeprefix("tag:")
            if name not in known:
                place = ("watch", watch.id, "feeds")
                hint = f"did you mean `tag:{name}`?" if kind == "feed" and name in tags else ""
                problems.append(_unknown(sources, place, number, kind, name, known, hint))


def resolve_places(
    watches: Sequence[Watch], gazetteer: Gazetteer, lists: Lists, sources: Sources, problems: list[Problem]
) -> tuple[Watch, ...]:
    """Turn the places and actors of every watch, and those of its examples, into codes."""
    if not any(watch.places or watch.actors or _named(watch) for watch in watches):
        return tuple(watches)
    names = PlaceNames(gazetteer)

    def codes(place: Place, texts: Sequence[str]) -> tuple[str, ...]:
        found: list[str] = []
        for number, text in enumerate(texts):
            try:
                found += names.resolve(text, lists)
            except UnfitError as error:
                problems.append(sources.problem((*place, number), f"this {error}", hint=error.hint, length=len(text)))
        return tuple(dict.fromkeys(found))

    def one(place: Place, text: str | None) -> str | None:
        return next(iter(codes(place, [text])), None) if text else text

    return tuple(
        replace(
            watch,
            places=codes(("watch", watch.id, "places"), watch.places),
            actors=codes(("watch", watch.id, "actors"), watch.actors),
            examples=tuple(
                replace(
                    example,
                    actor=one(("watch", watch.id, "examples", number, "actor"), example.actor),
                    place=one(("watch", watch.id, "examples", number, "place"), example.place),
                )
                for number, example in enumerate(watch.examples)
            ),
        )
        for watch in watches
    )


def _named(watch: Watch) -> bool:
    return any(example.actor or example.place for example in watch.examples)


def check_addresses(feeds: Sequence[Feed], sources: Sources, problems: list[Problem]) -> None:
    """See that no feed is there twice under different ids."""
    first: dict[str, Feed] = {}
    for feed in feeds:
        other = first.setdefault(same_address(feed.url), feed)
        if other is not feed:
            where = sources.where(("feed", other.id))
            message = f"this feed is there twice; the first is `{other.id}` in {where}"
            problems.append(sources.problem(("feed", feed.id, "url"), message))


def _tags_of(entry: Node) -> Collection[str]:
    tags = value_at(entry, "tags")
    nodes = tags.items if isinstance(tags, ListNode) else (tags,)
    return [node.text for node in nodes if isinstance(node, ScalarNode)]


def _check_channels(
    place: Place, named: Sequence[str], known: Collection[str], sources: Sources, problems: list[Problem]
) -> None:
    """See that every channel that is named at a place exists."""
    for number, channel in enumerate(named):
        if channel not in known:
            problems.append(_unknown(sources, place, number, "channel", channel, known))


def _unknown(
    sources: Sources, place: Place, number: int, kind: str, name: str, known: Collection[str], hint: str = ""
) -> Problem:
    message = f"no feed carries the tag `{name}`" if kind == "tag" else f"there is no {kind} `{name}`"
    # a single value may stand for the list: then there is no entry, and the problem stands at the value
    hint = hint or did_you_mean(name, known).replace("`", "`tag:" if kind == "tag" else "`", 1)
    return sources.problem((*place, number), message, hint=hint)
