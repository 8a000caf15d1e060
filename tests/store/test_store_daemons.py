"""Who works on the database, as `policywatch status` tells it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from policywatch.errors import Problem
from policywatch.model.daemon import DaemonState
from policywatch.store import Store
from tests.store.rows import MINUTE, NOW

PROBLEM = Problem("/etc/policywatch/watches/a.yaml", 3, 12, "no list «x»", "did you mean @y?", "    query: @x", 2)
FIRST = DaemonState("d1", "desk", 4711, "0.1.0", "/etc/policywatch/policywatch.yaml", NOW, NOW, NOW, watches=3)
LONG_AGO = NOW - timedelta(days=1)


def test_what_a_daemon_says_of_itself_is_read_as_it_was_said(store: Store) -> None:
    said = replace(FIRST, problems=(PROBLEM,), held_back=("coup", "aid"))
    store.daemons.note(said, forget_before=LONG_AGO)
    assert store.daemons.all() == [said]


def test_a_daemon_that_says_more_replaces_what_it_said(store: Store) -> None:
    for minute in range(3):
        store.daemons.note(replace(FIRST, seen_at=NOW + minute * MINUTE), forget_before=LONG_AGO)
    assert [one.seen_at for one in store.daemons.all()] == [NOW + 2 * MINUTE]


def test_daemons_are_listed_in_the_order_of_their_starts_and_forgotten_when_they_stop(store: Store) -> None:
    second = replace(FIRST, id="a2", host="other", started_at=NOW + MINUTE)
    store.daemons.note(second, forget_before=LONG_AGO)
    store.daemons.note(FIRST, forget_before=LONG_AGO)
    assert [one.host for one in store.daemons.all()] == ["desk", "other"]
    store.daemons.forget("d1")
    assert [one.host for one in store.daemons.all()] == ["other"]


def test_a_daemon_that_was_killed_is_forgotten_by_the_next_one(store: Store) -> None:
    store.daemons.note(FIRST, forget_before=LONG_AGO)
    store.daemons.note(replace(FIRST, id="d2", seen_at=NOW + 10 * MINUTE), forget_before=NOW + MINUTE)
    assert [one.id for one in store.daemons.all()] == ["d2"]
