"""Whether the demo went as the chronology says.

Takes: the chronology and everything that was seen. Gives: complaints, none where all went as told. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policywatch.demo.chronology import Chronology, Publication
from policywatch.demo.receiver import Hook, SlackMessage


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that was seen of the daemon from outside."""

    hooks: Sequence[Hook]
    slack_messages: Sequence[SlackMessage]
    #: rows of `policywatch items --json`, of `findings --json` and of `deliveries --json`
    items: Sequence[Mapping[str, Any]]
    findings: Sequence[Mapping[str, Any]]
    deliveries: Sequence[Mapping[str, Any]]
    #: the daemon's, after SIGTERM
    exit_code: int


def complaints(chronology: Chronology, seen: Seen) -> list[str]:
    """Return what went otherwise than told, for people; empty when all is well."""
    titles = {publication.link: publication.title for publication in chronology.publications}
    published = Counter(("", publication.link) for publication in chronology.publications)
    recorded = Counter(("", row["link"]) for row in seen.items)
    found = Counter({(row["watch"], row["link"]) for row in seen.findings})
    return [
        *_differences("webhook of {}", expected_alerts(chronology), accepted_alerts(seen.hooks), titles),
        *_differences("Slack message", _per_item(expected_alerts(chronology)), _slack_links(seen), titles),
        *_differences("record", published, recorded, titles),
        *_differences("finding of {}", _pairs(chronology.publications), found, titles),
        *_quiet_findings(chronology, seen, titles),
        *_signatures(seen),
        *_refusals(chronology, seen),
        *_deliveries(seen),
        *([] if seen.exit_code == 0 else [f"the daemon ended with exit code {seen.exit_code} after SIGTERM"]),
    ]


def expected_alerts(chronology: Chronology) -> Counter[tuple[str, str]]:
    """Return (watch, link) of every alert that must come."""
    return _pairs(chronology.new)


def accepted_alerts(hooks: Sequence[Hook]) -> Counter[tuple[str, str]]:
    """Return (watch, link) of every webhook that was accepted."""
    return Counter((hook.watch, link) for hook in hooks if hook.answered < 300 for link in hook.links)


def _pairs(publications: Sequence[Publication]) -> Counter[tuple[str, str]]:
    return Counter((watch, publication.link) for publication in publications for watch in publication.watches)


def _per_item(alerts: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Slack's messages name the watch for people only, so they are counted by item."""
    return Counter(("", link) for _watch, link in alerts.elements())


def _slack_links(seen: Seen) -> Counter[tuple[str, str]]:
    return Counter(("", link) for message in seen.slack_messages for link in set(message.links))


def _differences(
    what: str,
    expected: Counter[tuple[str, str]],
    came: Counter[tuple[str, str]],
    titles: Mapping[str, str],
) -> Iterator[str]:
    for (watch, link), count in (expected - came).items():
        yield f"missing: {count} {what.format(watch)} for “{titles[link]}”"
    for (watch, link), count in (came - expected).items():
        yield f"unexpected: {count} {what.format(watch)} for “{titles.get(link, link)}”"


def _quiet_findings(chronology: Chronology, seen: Seen, titles: Mapping[str, str]) -> Iterator[str]:
    backlog = {publication.link for publication in chronology.backlog}
    for row in seen.findings:
        reason = "backlog" if row["link"] in backlog else None
        if row["quiet_reason"] != reason:
            title = titles.get(row["link"], row["link"])
            yield f"the finding in “{title}” should have quiet reason {reason}, has {row['quiet_reason']}"


def _signatures(seen: Seen) -> Iterator[str]:
    return (f"webhook {hook.message_id}: {hook.flaw}" for hook in seen.hooks if hook.flaw)


def _refusals(chronology: Chronology, seen: Seen) -> Iterator[str]:
    """Every refused webhook must have come again under its id and been accepted."""
    accepted = {hook.message_id for hook in seen.hooks if hook.answered < 300}
    refused = [hook for hook in seen.hooks if hook.answered == 503]
    for hook in refused:
        if hook.message_id not in accepted:
            yield f"webhook {hook.message_id} was answered 503 and never came again"
    wanted = sum(len(publication.watches) for publication in chronology.new if publication.refused_once)
    if len(refused) != wanted:
        yield f"{len(refused)} webhooks were answered 503, {wanted} should have been"


def _deliveries(seen: Seen) -> Iterator[str]:
    for row in seen.deliveries:
        if row["state"] != "sent":
            yield f"delivery {row['id']} to {row['channel']} is {row['state']}: {row['reason']}"
    came = sum(hook.answered < 300 for hook in seen.hooks) + len(seen.slack_messages)
    if came != len(seen.deliveries):
        yield f"{len(seen.deliveries)} deliveries were listed, {came} came"
