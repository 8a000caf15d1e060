"""What matching costs: which watches are evaluated on what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from policywatch.match import CompiledWatch
from policywatch.workbench import costs
from policywatch.workbench.costs import measure
from tests.unit.match_texts import FEED, compiled, item


def named(name: str, query: str) -> CompiledWatch:
    one = compiled(query)
    return replace(one, watch=replace(one.watch, id=name))


WATCHES = [named("coup", "coup NEAR/3 army"), named("any", "/c.up/"), named("rain", "rain")]
ITEMS = [(item(body="The army attempts a coup."), FEED), (item(body="Nothing new."), FEED)]


def test_only_watches_that_may_match_are_evaluated_and_told() -> None:
    measured = measure(WATCHES, ITEMS)
    assert measured.items == 2
    assert measured.characters == len("The army attempts a coup.Nothing new.")
    assert {name: cost.evaluated for name, cost in measured.watches.items()} == {"coup": 1, "any": 2}


def test_measuring_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs, "LONGEST", timedelta(seconds=-1))
    assert measure(WATCHES, ITEMS).items == 0


def test_without_watches_or_items_there_is_nothing_to_tell() -> None:
    assert measure([], ITEMS).watches == {}
    assert measure(WATCHES, []).items == 0
