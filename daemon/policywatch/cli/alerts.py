"""The command that looks an alert up by the number it carries."""

from __future__ import annotations

from typing import Annotated

import typer

from policywatch.app import open_readable
from policywatch.cli.listings import finding_json, item_times
from policywatch.cli.options import Config, Json, config_path, found
from policywatch.cli.screen import local, print_json, say, utc
from policywatch.model.alert import Alert

alerts = typer.Typer(
    help="What was told, by the number every alert carries.", rich_markup_mode=None, no_args_is_help=True
)


@alerts.callback()
def _group() -> None:
    """Keep `show` a command of its own: a group of one would lose its name."""


@alerts.command("show")
def alerts_show(
    alert_id: Annotated[int, typer.Argument(metavar="ID")], config: Config = None, as_json: Json = False
) -> None:
    """Show an alert whole. Example: policywatch alerts show 12"""
    with open_readable(config_path(config)) as readable:
        alert = found(readable.store.alerts.get(alert_id), "alert", alert_id)
    if as_json:
        print_json(_json(alert))
        return
    title = alert.notice.title if alert.notice else alert.watch_title
    say(f"alert {alert.id}: {title} ({alert.severity.value}), raised {local(alert.created_at)}")
    if alert.notice:
        for line in alert.notice.lines:
            say(f"  {line}")
        return
    say(f"by the watch {alert.watch_id}, version {alert.watch_version}")
    for evidence in alert.evidence:
        item = evidence.item
        say(f"\n{evidence.outlet}: {item.title or '(no title)'}")
        say(f"item {item.id}, {item_times(item)}{', ' + item.link if item.link else ''}")
        for finding in evidence.findings:
            say(f"  finding {finding.id}: {finding.passage.quote}")


def _json(alert: Alert) -> dict[str, object]:
    return {
        "id": alert.id,
        "kind": alert.kind.value,
        "title": alert.notice.title if alert.notice else alert.watch_title,
        "lines": alert.notice.lines if alert.notice else (),
        "watch": alert.watch_id or None,
        "watch_title": alert.watch_title or None,
        "watch_version": alert.watch_version or None,
        "severity": alert.severity.value,
        "created_at": utc(alert.created_at),
        "findings": [one for evidence in alert.evidence for one in finding_json(evidence)],
    }
