"""The commands about what polls have left: feeds, items, findings."""

from __future__ import annotations

from typing import Annotated

import typer

from policywatch.app import open_readable
from policywatch.cli.options import Config, Json, Limit, Since, config_path, found, listing_group
from policywatch.cli.readings import reading_json
from policywatch.cli.screen import counted, local, print_json, print_table, say, shorten, utc
from policywatch.model.alert import Evidence
from policywatch.model.feed import KnownFeed
from policywatch.model.finding import Finding
from policywatch.model.item import Item

feeds = listing_group("The feeds: last polls, next polls, failures.")
items = listing_group("The items that polls have recorded.")
findings = listing_group("What the watches found, and what became of it.")

ItemFilter = Annotated[str | None, typer.Option("--feed", help="Only items of this feed.", show_default=False)]
WatchFilter = Annotated[str | None, typer.Option("--watch", help="Only this watch.", show_default=False)]


@feeds.command("list")
def feeds_list(
    config: Config = None,
    every: Annotated[bool, typer.Option("--all", help="Also those that are no longer in the settings.")] = False,
    as_json: Json = False,
) -> None:
    """List the feeds. Example: policywatch feeds --json"""
    with open_readable(config_path(config)) as readable:
        known = [one for one in readable.store.feeds.states() if one.active or every]
    if as_json:
        print_json([_feed_json(one) for one in known])
        return
    print_table(
        ["FEED", "LAST GOOD POLL", "NEXT POLL", "WHY THEN", "STATE"],
        [
            (
                one.state.feed_id,
                local(one.state.last_success_at),
                local(one.state.next_poll_at),
                one.state.next_poll_reason.value,
                _feed_state(one),
            )
            for one in known
        ],
        empty="no feeds yet: `policywatch once` or `policywatch run` reads them from the settings",
    )


def _feed_state(known: KnownFeed) -> str:
    state = known.state
    if not known.active:
        return "not in the settings any more"
    if state.failures:
        return f"failed {counted(state.failures, 'time')}: {state.last_error}"
    return "ok" if state.last_success_at else "not polled yet"


def _feed_json(known: KnownFeed) -> dict[str, object]:
    state = known.state
    return {
        "id": state.feed_id,
        "title": known.title,
        "url": state.url,
        "active": known.active,
        "last_polled_at": utc(state.last_polled_at),
        "last_success_at": utc(state.last_success_at),
        "next_poll_at": utc(state.next_poll_at),
        "next_poll_reason": state.next_poll_reason.value,
        "failures": state.failures,
        "last_error": state.last_error,
    }


@items.command("list")
def items_list(
    config: Config = None, since: Since = None, feed: ItemFilter = None, limit: Limit = 50, as_json: Json = False
) -> None:
    """List the newest items. Example: policywatch items --since 2h --feed un-africa"""
    with open_readable(config_path(config)) as readable:
        rows = readable.store.items.latest(since=since, feed=feed, limit=limit)
    if as_json:
        print_json([item_json(item) for item in rows])
        return
    print_table(
        ["ID", "SEEN", "FEED", "TITLE"],
        [(str(item.id), local(item.first_seen_at), shorten(item.feed_id, 22), item.title) for item in rows],
        empty="no items",
    )


@items.command("show")
def items_show(
    item_id: Annotated[int, typer.Argument(metavar="ID")], config: Config = None, as_json: Json = False
) -> None:
    """Show one item whole. Example: policywatch items show 12"""
    with open_readable(config_path(config)) as readable:
        item = found(readable.store.items.get(item_id), "item", item_id)
    if as_json:
        print_json(item_json(item) | {"summary": item.summary, "body": item.body})
        return
    for text in (item.title, item.link or "", item.summary, item.body):
        if text:
            say(text)
            say("")
    say(f"item {item.id} of {item.feed_id}, {item_times(item)}")


def item_times(item: Item) -> str:
    """Return when an item was published and seen, for people."""
    published = f"published {local(item.published_at)}" if item.published_at else "without a date"
    return f"{published}, seen {local(item.first_seen_at)}"


def item_json(item: Item) -> dict[str, object]:
    """Return an item's listing as JSON; its texts are left to `items show`."""
    return {
        "id": item.id,
        "feed": item.feed_id,
        "identity": item.identity,
        "title": item.title,
        "link": item.link,
        "author": item.author,
        "categories": item.categories,
        "language": item.language,
        "published_at": utc(item.published_at),
        "published_raw": item.published_raw,
        "date_method": item.date_method.value,
        "first_seen_at": utc(item.first_seen_at),
    }


@findings.command("list")
def findings_list(
    config: Config = None, since: Since = None, watch: WatchFilter = None, limit: Limit = 50, as_json: Json = False
) -> None:
    """List the newest findings. Example: policywatch findings --since 7d --watch coup-designation"""
    with open_readable(config_path(config)) as readable:
        rows = readable.store.findings.latest(since=since, watch=watch, limit=limit)
    if as_json:
        print_json([one for evidence in rows for one in finding_json(evidence)])
        return
    print_table(
        ["ID", "FOUND", "WATCH", "BECAME", "OUTLET", "SENTENCE"],
        [
            (
                str(one.id),
                local(one.found_at),
                one.watch_id,
                _became(one),
                shorten(evidence.outlet, 16),
                shorten(one.passage.quote, 300),
            )
            for evidence in rows
            for one in evidence.findings
        ],
        empty="no findings",
    )


def _became(finding: Finding) -> str:
    return f"alert {finding.alert_id}" if finding.quiet_reason is None else finding.quiet_reason.value


def finding_json(evidence: Evidence) -> list[dict[str, object]]:
    """Return an item's findings as JSON, each with the item it stands in."""
    return [_finding_json(finding, evidence) for finding in evidence.findings]


def _finding_json(finding: Finding, evidence: Evidence) -> dict[str, object]:
    passage = finding.passage
    return {
        "id": finding.id,
        "watch": finding.watch_id,
        "watch_version": finding.watch_version,
        "item_id": finding.item_id,
        "outlet": evidence.outlet,
        "title": evidence.item.title,
        "link": evidence.item.link,
        "field": passage.field,
        "quote": passage.quote,
        "spans": passage.spans,
        **reading_json(passage),
        "found_at": utc(finding.found_at),
        "alert_id": finding.alert_id,
        "quiet_reason": finding.quiet_reason.value if finding.quiet_reason else None,
    }
