"""What a passage says, as commands print it."""

from __future__ import annotations

from decimal import Decimal

from policywatch.model.match import Passage
from policywatch.model.quantity import Quantity


def reading_json(passage: Passage) -> dict[str, object]:
    """Return what a passage says; None and [] where nobody read it, or nothing can be told."""
    stance = passage.stance
    return {
        "stance": stance.label.value if stance else None,
        "phase": stance.phase.value if stance else None,
        "reported_by": stance.reported_by if stance else None,
        "degree": stance.degree if stance else None,
        "place": passage.place or None,
        "actor": passage.actor or None,
        "quantity": quantity_json(passage.quantity),
        "triggers": [
            {"words": one.words, "span": one.span, "kind": one.kind} for one in (stance.triggers if stance else ())
        ],
    }


def quantity_json(quantity: Quantity | None) -> dict[str, object] | None:
    if quantity is None:
        return None
    return {
        "kind": quantity.kind.value,
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "unit": quantity.unit,
        "text": quantity.words,
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
