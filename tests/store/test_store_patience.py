"""PostgreSQL: no wait lasts for ever, and none is cut short that has a reason."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import Connection

from policywatch.errors import StoreError
from policywatch.store import Store, migrate, open_store, postgres
from policywatch.store.schema import _MIGRATION_LOCK
from tests.postgres import PostgresServer
from tests.store.rows import LEASE, NOW, feed

pytestmark = pytest.mark.postgres

SHORT = timedelta(milliseconds=300)


@pytest.fixture
def url(postgres: PostgresServer, postgres_template: str) -> Iterator[str]:
    with postgres.database(postgres_template) as url:
        yield url


@contextmanager
def store_with(url: str, monkeypatch: pytest.MonkeyPatch, limit: str) -> Iterator[Store]:
    """Give a store that holds a feed, and that waits only shortly for one thing."""
    monkeypatch.setattr(postgres, limit, SHORT)
    with closing(open_store(url)) as store:
        store.feeds.sync([feed()], NOW)
        yield store


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""))


def test_a_row_that_another_connection_holds_is_not_waited_for_for_ever(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store_with(url, monkeypatch, "LOCK_TIMEOUT") as store, connect(url) as other:
        other.execute("SELECT 1 FROM feeds FOR UPDATE")
        with pytest.raises(StoreError, match="locked by another connection for too long"):
            store.feeds.sync([feed()], NOW)
        assert store.feeds.claim(NOW, 1, LEASE) == [], "a claim does not wait at all"
        other.rollback()
        assert len(store.feeds.claim(NOW, 1, LEASE)) == 1, "it goes on by itself"


def test_a_statement_that_takes_too_long_is_ended(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with store_with(url, monkeypatch, "STATEMENT_TIMEOUT") as store:
        with pytest.raises(StoreError, match="a statement took longer than it may"), store._database.reading() as one:
            one.exec_driver_sql("SELECT pg_sleep(20)")
        assert len(store.feeds.states()) == 1


def test_a_transaction_that_does_nothing_lets_go_of_its_rows(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process was stopped, say, and will never end it."""
    with store_with(url, monkeypatch, "IDLE_TIMEOUT") as store, closing(open_store(url)) as other:

        def stop_in_the_middle() -> None:
            with store._database.writing() as one:
                one.exec_driver_sql("UPDATE feeds SET title = 'held'")
                other.feeds.sync([feed(title="New")], NOW)
                one.exec_driver_sql("UPDATE feeds SET title = 'late'")

        with pytest.raises(StoreError, match="the connection broke"):
            stop_in_the_middle()
        (known,) = store.feeds.states()
        assert known.title == "New"


@contextmanager
def stopped(process: int) -> Iterator[None]:
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def test_a_server_that_hangs_is_given_up(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its machine still acknowledges what is sent, so that neither the kernel nor the server ends the wait."""
    with store_with(url, monkeypatch, "SILENCE_TIMEOUT") as store:

        def ask() -> None:
            with store._database.writing() as one:
                process = one.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
                with stopped(process):
                    one.exec_driver_sql("UPDATE feeds SET title = 'unheard'")

        with pytest.raises(StoreError, match="the server has stopped answering"):
            ask()
        assert len(store.feeds.claim(NOW, 1, LEASE)) == 1, "it goes on by itself"


def test_a_connection_that_hangs_is_replaced_before_it_is_used(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with store_with(url, monkeypatch, "SILENCE_TIMEOUT") as store:
        with store._database.reading() as one:
            process = one.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with stopped(process):
            assert len(store.feeds.claim(NOW, 1, LEASE)) == 1


def test_an_answer_that_comes_slowly_is_waited_for(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is bounded is the silence, not the whole: 100,000 items take their time."""
    with store_with(url, monkeypatch, "SILENCE_TIMEOUT") as store, store._database.reading() as one:
        # in steps: each row travels when it is there, because it is larger than the server's buffer
        rows = one.exec_driver_sql(
            "SELECT repeat('x', 20000) FROM generate_series(1, 8) AS n, LATERAL (SELECT pg_sleep(0.1 + n * 0)) AS nap"
        ).all()
        assert len(rows) == 8


@pytest.mark.parametrize("limit", ["LOCK_TIMEOUT", "STATEMENT_TIMEOUT", "SILENCE_TIMEOUT"])
def test_a_migration_waits_for_another_one_as_long_as_it_takes(
    url: str, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(postgres, limit, SHORT)
    with connect(url) as other:
        other.execute(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})".encode())
        threading.Timer(3 * SHORT.total_seconds(), other.rollback).start()
        began = time.monotonic()
        assert migrate(url) is None
        assert time.monotonic() - began > 2 * SHORT.total_seconds()


def libpq_arguments(connection: Connection) -> dict[str, str]:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return {option.keyword.decode(): option.val.decode() for option in driver.pgconn.info if option.val is not None}


def test_what_the_url_says_goes_first(url: str) -> None:
    with (
        closing(open_store(f"{url}?options=-c%20statement_timeout%3D7s&tcp_user_timeout=7000")) as store,
        store._database.reading() as one,
    ):
        assert one.exec_driver_sql("SHOW statement_timeout").scalar() == "7s"
        assert one.exec_driver_sql("SHOW lock_timeout").scalar() == "30s", "what it does not say stays"
        assert libpq_arguments(one)["tcp_user_timeout"] == "7000"


def test_the_kernel_is_asked_to_notice_that_a_machine_is_gone(url: str) -> None:
    with closing(open_store(url)) as store, store._database.reading() as one:
        told = libpq_arguments(one)
    assert (told["keepalives_idle"], told["keepalives_interval"], told["keepalives_count"]) == ("10", "10", "2")
    assert told["tcp_user_timeout"] == "30000"
