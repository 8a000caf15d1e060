"""When two quantities can be the same one, told twice."""

from __future__ import annotations

import pytest

from policywatch.match.quantities import read_quantities
from policywatch.model.quantity import Quantity, overlaps


def one(text: str) -> Quantity:
    (quantity,) = read_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("about 1,000 troops", "1,001 troops", True),
        ("about 1,000 troops", "1,016 troops", True),
        ("1,001 troops", "1,016 troops", True),
        ("about 1,000 troops", "648 troops", False),
        ("1,016 troops", "648 troops", False),
        ("just over 1,000 troops", "1,100 U.S. troops", True),
        ("nearly 1,100 troops", "1,001 troops", True),
        ("1,000 troops", "1,100 troops", False),
        ("between 500 and 600 troops", "about 550 soldiers", True),
        ("between 500 and 600 troops", "648 troops", False),
        ("fewer than 700 troops", "648 troops", True),
        ("fewer than 700 troops", "40 troops", False),
        ("at least 40 dead", "52 dead", True),
        ("at least 40 dead", "400 dead", False),
        ("hundreds of troops", "648 troops", True),
        ("hundreds of troops", "1,600 troops", False),
        ("no troops", "fewer than 700 troops", False),
        ("no troops", "zero soldiers", True),
        ("1,000 troops", "1,000 soldiers", True),
        ("$200 million", "200 million US dollars", True),
        ("$200 million", "€200 million", False),
        ("$200 million", "200 million in aid", True),
        ("$200", "200 troops", False),
    ],
)
def test_quantities_overlap_where_they_can_be_the_same(first: str, second: str, expected: bool) -> None:
    assert overlaps(one(first), one(second)) is expected
    assert overlaps(one(second), one(first)) is expected
