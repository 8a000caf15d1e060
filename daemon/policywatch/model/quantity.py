"""Quantity: how many people, or how much money, a text tells of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from policywatch.model.span import Span


class QuantityKind(StrEnum):
    PEOPLE = "people"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of people or an amount of money, as a range: *between 500 and 600*, *fewer than 700*, *1,100*."""

    kind: QuantityKind
    #: the least it can be; None where nothing is said (*fewer than 700*); equal to `high` where one figure is told
    low: Decimal | None
    #: the most it can be; None where nothing is said (*at least 40*)
    high: Decimal | None
    #: of money the ISO 4217 code, "" where it cannot be told; of people what is counted, as an English plural: troops,
    #: soldiers, dead, people
    unit: str
    #: told as a round figure: *about*, *nearly*, *dozens of*
    approximate: bool
    #: the bounds themselves are not meant: *more than 500*, *nearly 500*
    strict: bool
    #: as published, from the first word that qualifies the figure to the unit
    words: str
    #: where they stand in the text
    span: Span
    #: the same without the unit: *just over 1,000* of *just over 1,000 troops*
    figure: Span


#: how much further than its words a quantity reaches when two are compared: counts differ between outlets, and what is
#: called approximate is rounded
_WIDTH = Decimal("0.025")
_APPROXIMATE_WIDTH = Decimal("0.1")
#: *at least 40* is not said of 400: an open end reaches as far as double, or half
_OPEN = 2


def overlaps(one: Quantity, other: Quantity) -> bool:
    """Say whether two quantities can be the same one, told twice: *about 1,000*, 1,001 and 1,016, but not 648.

    A figure reaches 2.5 % further on both sides, an approximate one 10 %; *at least* reaches up to double, *fewer than*
    down to half. Money in two currencies is never the same, and no currency is converted; where one is unknown, it may
    be the other. What kind of people is counted is not compared: one outlet's troops are another's soldiers.
    """
    if one.kind is not other.kind:
        return False
    if one.kind is QuantityKind.MONEY and one.unit and other.unit and one.unit != other.unit:
        return False
    low, high = _reach(one)
    other_low, other_high = _reach(other)
    return low <= other_high and other_low <= high


def _reach(quantity: Quantity) -> tuple[Decimal, Decimal]:
    low, high = quantity.low, quantity.high
    if low is None:
        low = (high or Decimal(0)) / _OPEN
    if high is None:
        high = low * _OPEN
    width = _APPROXIMATE_WIDTH if quantity.approximate else _WIDTH
    return low * (1 - width), high * (1 + width)
