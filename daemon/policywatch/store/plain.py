"""Values of the ledger as JSON, and back: stances, quantities, claims."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from policywatch.model.position import Claimed
from policywatch.model.quantity import Quantity, QuantityKind
from policywatch.model.stance import Phase, Stance, StanceLabel, Trigger
from policywatch.store.columns import storable


def plain_stance(stance: Stance | None) -> dict[str, Any] | None:
    if stance is None:
        return None
    return {
        "label": stance.label,
        "phase": stance.phase,
        "reported_by": storable(stance.reported_by) if stance.reported_by is not None else None,
        "degree": stance.degree,
        "triggers": [
            {"words": storable(trigger.words), "span": trigger.span, "kind": trigger.kind}
            for trigger in stance.triggers
        ],
    }


def stance_of(value: dict[str, Any] | None) -> Stance | None:
    if value is None:
        return None
    triggers = [Trigger(one["words"], _span(one["span"]), one["kind"]) for one in value["triggers"]]
    return Stance(
        StanceLabel(value["label"]), Phase(value["phase"]), value["reported_by"], tuple(triggers), value["degree"]
    )


def plain_quantity(quantity: Quantity | None) -> dict[str, Any] | None:
    if quantity is None:
        return None
    return {
        "kind": quantity.kind,
        # a number of JSON has no exact form in every reader
        "low": None if quantity.low is None else str(quantity.low),
        "high": None if quantity.high is None else str(quantity.high),
        "unit": quantity.unit,
        "approximate": quantity.approximate,
        "strict": quantity.strict,
        "words": storable(quantity.words),
        "span": quantity.span,
        "figure": quantity.figure,
    }


def quantity_of(value: dict[str, Any] | None) -> Quantity | None:
    if value is None:
        return None
    return Quantity(
        kind=QuantityKind(value["kind"]),
        low=None if value["low"] is None else Decimal(value["low"]),
        high=None if value["high"] is None else Decimal(value["high"]),
        unit=value["unit"],
        approximate=value["approximate"],
        strict=value["strict"],
        words=value["words"],
        span=_span(value["span"]),
        figure=_span(value["figure"]),
    )


def plain_claimed(claimed: Claimed | None) -> dict[str, Any] | None:
    if claimed is None:
        return None
    return {"label": claimed.label, "phase": claimed.phase, "quantity": plain_quantity(claimed.quantity)}


def claimed_of(value: dict[str, Any] | None) -> Claimed | None:
    if value is None:
        return None
    return Claimed(StanceLabel(value["label"]), Phase(value["phase"]), quantity_of(value["quantity"]))


def _span(value: list[int]) -> tuple[int, int]:
    start, end = value
    return start, end
