"""The commands about deliveries: what is owed to channels, and every attempt at it."""

from __future__ import annotations

from typing import Annotated

import typer

from policywatch.app import open_readable
from policywatch.cli.options import Config, Json, Limit, config_path, found, listing_group
from policywatch.cli.screen import local, local_seconds, print_json, print_table, say, shorten, utc
from policywatch.model.delivery import Attempt, Delivery, DeliveryState

deliveries = listing_group("The alerts owed to channels.")

ChannelFilter = Annotated[str | None, typer.Option("--channel", help="Only this channel.", show_default=False)]
StateFilter = Annotated[DeliveryState | None, typer.Option("--state", help="Only this state.", show_default=False)]


@deliveries.command("list")
def deliveries_list(
    config: Config = None,
    state: StateFilter = None,
    channel: ChannelFilter = None,
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """List the newest deliveries. Example: policywatch deliveries --state failed"""
    with open_readable(config_path(config)) as readable:
        rows = readable.store.deliveries.latest(state=state, channel=channel, limit=limit)
    if as_json:
        print_json([_delivery_json(delivery) for delivery in rows])
        return
    print_table(
        ["ID", "ALERT", "CHANNEL", "STATE", "TRIES", "SENT OR NEXT", "REASON"],
        [
            (
                str(one.id),
                str(one.alert_id),
                one.channel,
                one.state.value,
                str(one.attempts),
                local(one.sent_at or one.next_attempt_at) if one.sent_at or one.next_attempt_at else "-",
                one.reason,
            )
            for one in rows
        ],
        empty="no deliveries",
    )


@deliveries.command("show")
def deliveries_show(
    delivery_id: Annotated[int, typer.Argument(metavar="ID")], config: Config = None, as_json: Json = False
) -> None:
    """Show one delivery and every attempt at it. Example: policywatch deliveries show 7"""
    with open_readable(config_path(config)) as readable:
        delivery = found(readable.store.deliveries.get(delivery_id), "delivery", delivery_id)
        attempts = readable.store.deliveries.attempts(delivery_id)
    if as_json:
        print_json(_delivery_json(delivery) | {"history": [_attempt_json(attempt) for attempt in attempts]})
        return
    say(f"delivery {delivery.id}: alert {delivery.alert_id} to {delivery.channel}: {delivery.state.value}")
    if delivery.reason:
        say(delivery.reason)
    print_table(
        ["TRIED", "TOOK", "OUTCOME", "STATUS", "ANSWER"],
        [
            (
                local_seconds(attempt.started_at),
                f"{attempt.took:.2f} s",
                attempt.outcome.value,
                str(attempt.answer.status or (attempt.answer.fault.value if attempt.answer.fault else "")),
                shorten(attempt.answer.text, 300),
            )
            for attempt in attempts
        ],
        empty="no attempt yet",
    )


def _delivery_json(delivery: Delivery) -> dict[str, object]:
    return {
        "id": delivery.id,
        "alert_id": delivery.alert_id,
        "channel": delivery.channel,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "message_id": delivery.message_id,
        "created_at": utc(delivery.created_at),
        "next_attempt_at": utc(delivery.next_attempt_at),
        "sent_at": utc(delivery.sent_at),
        "reason": delivery.reason,
    }


def _attempt_json(attempt: Attempt) -> dict[str, object]:
    return {
        "started_at": utc(attempt.started_at),
        "took": attempt.took,
        "outcome": attempt.outcome.value,
        "status": attempt.answer.status,
        "fault": attempt.answer.fault.value if attempt.answer.fault else None,
        "answer": attempt.answer.text,
    }
