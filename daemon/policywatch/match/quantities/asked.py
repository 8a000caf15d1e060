"""Asked: quantities that a query asks for, against those that a text tells of.

What it is: the rule of QUANTITY(...). A quantity answers when all of it lies within what is asked for: of *between 500
and 600*, 500 and 600 both; *at least 40* has no upper end, so it is never below anything; *fewer than 700* may be
none at all, so it is never above anything. *About 1,000* counts as 1,000. *More than 500* is above 500, *nearly 500* is
below it. Money in another currency than asked for does not answer, nor does money whose currency cannot be told;
nothing is converted.
Takes: Quantities of model/quantity.py, a Quantity of query/tree.py. Gives: truths, the nearest miss. Raises: nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from policywatch.match.query.tree import Quantity as Asked
from policywatch.match.query.tree import shown_figure
from policywatch.model.quantity import Quantity

_NONE = Decimal(0)
_ANY = Decimal("Infinity")


def answers(told: Quantity, asked: Asked) -> bool:
    """Say whether a quantity lies within what is asked for."""
    if not _is_of(told, asked):
        return False
    low, high = told.low or _NONE, _ANY if told.high is None else told.high
    # a bound that is not meant itself lies inside of the same one: more than 500 is > 500
    is_above = asked.low is None or low > asked.low
    is_above = is_above or (low == asked.low and (not asked.strict or (told.strict and told.low is not None)))
    is_below = asked.high is None or high < asked.high
    is_below = is_below or (high == asked.high and (not asked.strict or told.strict))
    return is_above and is_below


def _is_of(told: Quantity, asked: Asked) -> bool:
    return told.kind is asked.kind and asked.currency in ("", told.unit)


def nearest_quantity(asked: Asked, told: Iterable[Quantity]) -> Quantity | None:
    """Return the quantity that misses least: of the same currency before others; None where none is of the kind."""

    def miss(one: Quantity) -> tuple[bool, Decimal]:
        low, high = one.low or _NONE, _ANY if one.high is None else one.high
        short = _NONE if asked.low is None else asked.low - low
        over = _NONE if asked.high is None else high - asked.high
        return not _is_of(one, asked), max(short, over)

    return min((one for one in told if one.kind is asked.kind), key=miss, default=None)


def described(asked: Asked) -> str:
    """Return what is asked for, in words: people at or above 500."""
    figures = [shown_figure(one) for one in (asked.low, asked.high) if one is not None]
    currency = f" {asked.currency}" if asked.currency else ""
    if asked.low is None:
        return f"{asked.kind} {'below' if asked.strict else 'at or below'} {figures[0]}{currency}"
    if asked.high is None:
        return f"{asked.kind} {'above' if asked.strict else 'at or above'} {figures[0]}{currency}"
    if asked.low == asked.high:
        return f"{asked.kind} that is {figures[0]}{currency}"
    return f"{asked.kind} between {figures[0]} and {figures[1]}{currency}"
