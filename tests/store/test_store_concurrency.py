"""Leases under contention: no row is claimed twice, none is forgotten, whatever the number of threads and processes."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from policywatch.errors import LeaseLostError
from policywatch.model.delivery import DeliveryState
from policywatch.model.recording import FlaggedItem
from policywatch.store import Store, open_store
from tests.store.rows import LEASE, NOW, SENT, attempt, claim_one, feed, flag, item, owe, recording

THREADS = 8


@pytest.fixture
def stores(database_url: str) -> Iterator[list[Store]]:
    """Several stores on one database, as several processes have them."""
    opened = [open_store(database_url) for _ in range(3)]
    yield opened
    for store in opened:
        store.close()


def at_once(stores: list[Store], work: Callable[[Store], list[str]]) -> Counter[str]:
    """Let many threads begin `work` at the same moment; return what they all gave, counted."""
    start = threading.Barrier(THREADS)
    results: list[str] = []
    errors: list[BaseException] = []

    def run(store: Store) -> None:
        start.wait()
        try:
            results.extend(work(store))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(stores[number % len(stores)],)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return Counter(results)


def poll_all(store: Store) -> list[str]:
    """Claim and record until nothing is due."""
    polled = []
    while claims := store.feeds.claim(NOW, 3, LEASE):
        for claim in claims:
            name = claim.state.feed_id
            store.record(claim, recording(claim, FlaggedItem(item(1, name), (flag("slack", "log"),))))
            polled.append(name)
    return polled


def send_all(store: Store) -> list[str]:
    """Claim and settle until nothing is due."""
    sent = []
    while claims := store.deliveries.claim(NOW, 4, LEASE, ["slack", "log"]):
        for claim in claims:
            store.deliveries.settle(claim, attempt(claim), SENT)
            sent.append(claim.delivery.message_id)
    return sent


def everything_of(database_url: str) -> tuple[list[str], list[str]]:
    """What one process polls and sends; at module level, so that it can be sent to one."""
    with closing(open_store(database_url)) as store:
        return poll_all(store), send_all(store)


def test_every_feed_is_polled_once(stores: list[Store]) -> None:
    names = [f"feed-{number}" for number in range(60)]
    stores[0].feeds.sync([feed(name) for name in names], NOW)
    assert at_once(stores, poll_all) == Counter(names)
    assert stores[0].counts().items == 60


def test_every_delivery_is_sent_once(stores: list[Store]) -> None:
    owe(stores[0], ["slack", "log"] * 60)
    sent = at_once(stores, send_all)
    assert set(sent.values()) == {1}
    assert len(sent) == 120
    assert stores[0].counts().deliveries[DeliveryState.SENT] == 120


def test_settings_may_be_synced_by_all_at_once(stores: list[Store]) -> None:
    def sync(store: Store) -> list[str]:
        store.feeds.sync([feed(f"feed-{number}") for number in range(50)], NOW)
        return [f"synced {len(store.feeds.states())}"]

    assert at_once(stores, sync) == {"synced 50": THREADS}


def test_an_expired_lease_is_taken_over_by_one(stores: list[Store]) -> None:
    stores[0].feeds.sync([feed()], NOW)
    slow = claim_one(stores[0])

    def take_over(store: Store) -> list[str]:
        return [claim.lease.token for claim in store.feeds.claim(NOW + LEASE, 1, LEASE)]

    assert len(at_once(stores, take_over)) == 1
    with pytest.raises(LeaseLostError):
        stores[0].record(slow, recording(slow, FlaggedItem(item())))
    assert stores[0].counts().items == 0


@pytest.mark.slow
def test_several_processes_share_the_work(database_url: str) -> None:
    with closing(open_store(database_url)) as store:
        store.feeds.sync([feed(f"feed-{number}") for number in range(200)], NOW)
        with multiprocessing.get_context("spawn").Pool(3) as pool:
            done = pool.map(everything_of, [database_url] * 3, chunksize=1)
        polled = Counter(name for names, _ in done for name in names)
        sent = Counter(message_id for _, ids in done for message_id in ids)
        # whoever came last may have been between another's recording and its end
        sent.update(send_all(store))
        assert polled == Counter(f"feed-{number}" for number in range(200))
        assert set(sent.values()) == {1}
        assert store.counts().deliveries[DeliveryState.SENT] == len(sent) == 400


def test_readers_do_not_wait_for_a_writer(store: Store) -> None:
    store.feeds.sync([feed()], NOW)
    with store._database.writing() as connection:
        connection.exec_driver_sql("UPDATE feeds SET title = 'changed'")
        (known,) = store.feeds.states()
        assert known.title == "The Gazette"
    (known,) = store.feeds.states()
    assert known.title == "changed"


def test_a_writer_waits_for_another_process(tmp_path: Path, sqlite_template: Path) -> None:
    """SQLite lets one write at a time; the others wait, rather than fail."""
    path = tmp_path / "policywatch.db"
    path.write_bytes(sqlite_template.read_bytes())
    with (
        closing(open_store(f"sqlite:///{path}")) as store,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        waiting = threading.Thread(target=store.feeds.sync, args=([feed()], NOW))
        waiting.start()
        waiting.join(timeout=0.3)
        assert waiting.is_alive()
        other.execute("COMMIT")
        waiting.join(timeout=10)
        assert len(store.feeds.states()) == 1


def test_an_alert_that_was_sent_is_remembered_when_the_power_fails(tmp_path: Path, sqlite_template: Path) -> None:
    """What can be asked of SQLite without pulling the plug: WAL, and every commit waits for the disk (2 is FULL)."""
    path = tmp_path / "policywatch.db"
    path.write_bytes(sqlite_template.read_bytes())
    with closing(open_store(f"sqlite:///{path}")) as store, store._database.writing() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        }
        assert asked == {"journal_mode": "wal", "synchronous": 2}
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_only_leases_do_not_wait_for_the_disk(tmp_path: Path, sqlite_template: Path) -> None:
    """On the same connection as what must be remembered (1 is NORMAL)."""
    path = tmp_path / "policywatch.db"
    path.write_bytes(sqlite_template.read_bytes())
    with closing(open_store(f"sqlite:///{path}")) as store:
        for open_transaction, level in [
            (store._database.leasing, 1),
            (store._database.writing, 2),
            (store._database.leasing, 1),
        ]:
            with open_transaction() as connection:
                assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == level


def test_many_threads_may_claim_nothing_for_long(stores: list[Store]) -> None:
    stores[0].feeds.sync([feed()], NOW + timedelta(hours=1))
    assert at_once(stores, lambda store: [str(store.feeds.claim(NOW, 1, LEASE)) for _ in range(20)]) == {"[]": 160}
