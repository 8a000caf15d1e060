"""Errors: one cause in words a person can act on; no SQL, no values, no password."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from policywatch.errors import StoreError
from policywatch.store import Store, database, migrate, open_store, redacted, schema_state
from policywatch.store.access import Access
from policywatch.store.columns import storable
from policywatch.store.database import Database
from tests.postgres import GUARDED_PASSWORD, GUARDED_USER, PostgresServer
from tests.store.rows import LEASE, NOW, feed

SECRET = "hunter2-hunter2"


@contextmanager
def as_nobody() -> Iterator[None]:
    """Rights mean nothing to root, who runs the tests in some places."""
    if os.geteuid() != 0:
        yield
        return
    os.setresgid(65534, 65534, 0)
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)


@pytest.fixture
def path(tmp_path: Path, sqlite_template: Path) -> Path:
    """A migrated SQLite file."""
    path = tmp_path / "policywatch.db"
    path.write_bytes(sqlite_template.read_bytes())
    return path


def cause(call: object, *arguments: object) -> str:
    with pytest.raises(StoreError) as caught:
        call(*arguments)  # type: ignore[operator]
    return str(caught.value)


@pytest.mark.parametrize("use", [open_store, migrate, schema_state])
def test_a_file_that_is_no_database(use: object, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database\n" * 100)
    assert cause(use, f"sqlite:///{path}") == f"database {path}: this file is no SQLite database"


@pytest.mark.parametrize("use", [open_store, migrate, schema_state])
def test_a_folder(use: object, tmp_path: Path) -> None:
    assert cause(use, f"sqlite:///{tmp_path}") == f"database {tmp_path}: cannot be opened: it is a folder"


def test_a_folder_that_cannot_be_made(path: Path) -> None:
    below = path / "below" / "policywatch.db"
    assert cause(migrate, f"sqlite:///{below}") == f"database {below}: its folder cannot be made: Not a directory"


def test_a_folder_that_is_not_writable(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    path = tmp_path / "policywatch.db"
    open_to_all(tmp_path)
    with as_nobody():
        told = cause(migrate, f"sqlite:///{path}")
    assert told == f"database {path}: cannot be opened: the folder is not writable"


def test_a_file_that_is_not_readable(path: Path) -> None:
    path.chmod(0)
    open_to_all(path.parent)
    with as_nobody():
        told = cause(open_store, f"sqlite:///{path}")
    assert told == f"database {path}: cannot be opened: permission denied"


def test_a_file_that_is_read_only(path: Path) -> None:
    """In a folder that is writable, where SQLite opens it and fails at the first write."""
    path.chmod(0o444)
    path.parent.chmod(0o777)
    open_to_all(path.parent)
    with as_nobody(), closing(open_store(f"sqlite:///{path}")) as store:
        assert cause(store.feeds.sync, [feed()], NOW) == f"database {path}: it is read-only"


def open_to_all(folder: Path) -> None:
    """Let `nobody` reach a folder, where we are root: pytest keeps its own to the user who runs it."""
    if os.geteuid() == 0:
        for one in [folder, *folder.parents]:
            if one.is_relative_to(tempfile.gettempdir()) and one != Path(tempfile.gettempdir()):
                one.chmod(one.stat().st_mode | 0o055)


def test_a_locked_database(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", NOW - NOW)
    with (
        closing(open_store(f"sqlite:///{path}")) as store,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        told = cause(store.feeds.claim, NOW, 1, LEASE)
        assert told == f"database {path}: locked by another process for too long"
        other.execute("ROLLBACK")
        assert store.feeds.claim(NOW, 1, LEASE) == [], "it goes on by itself"


def test_a_full_disk_writes_nothing(path: Path) -> None:
    with closing(open_store(f"sqlite:///{path}")) as store:

        def fill() -> None:
            with store._database.writing() as connection:
                connection.exec_driver_sql("PRAGMA max_page_count = 1")
                connection.exec_driver_sql(
                    "INSERT INTO feeds (id, url, title, active, next_poll_at, next_poll_reason, failures)"
                    " VALUES ('full', 'u', ?, 1, '', 'new', 0)",
                    ("x" * 1_000_000,),
                )

        assert cause(fill) == f"database {path}: the disk is full"
        assert store.feeds.states() == []


def test_a_damaged_file(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    assert "the file is damaged; restore a backup" in cause(open_store, f"sqlite:///{path}")


def test_a_number_too_large(store: Store) -> None:
    assert cause(store.items.get, 2**70).endswith(": a number is too large for the database")


@pytest.mark.postgres
def test_a_table_that_is_gone(store: Store) -> None:
    with store._database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE attempts")
    told = cause(store.deliveries.attempts, 1)
    assert "refuses (" in told
    assert "SELECT" not in told


@pytest.mark.parametrize("name", ["psycopg", "psycopg2", "asyncpg"])
def test_only_databases_that_are_tested_are_taken(name: str) -> None:
    url = f"postgresql+{name}://user:{SECRET}@127.0.0.1:1/db"
    told = cause(open_store, url)
    assert ("cannot connect to 127.0.0.1:1" if name == "psycopg" else f"postgresql+{name} is not supported") in told
    assert SECRET not in told


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("policywatch.db", "this is no database URL; expected sqlite:////absolute/path.db"),
        ("postgresql://user:pass@host:port/db", "this is no database URL"),
        ("mysql://user:hunter2-hunter2@host/db", "mysql is not supported"),
        ("postgres://user:hunter2-hunter2@host/db", "postgres is not supported; expected"),
        ("sqlite://", "a SQLite database must be a file"),
        ("sqlite:///:memory:", "a SQLite database must be a file"),
        ("sqlite:///x.db?mode=memory", "a SQLite URL holds nothing but a path"),
        ("sqlite://host/x.db", "a SQLite URL holds nothing but a path"),
    ],
)
@pytest.mark.parametrize("use", [open_store, migrate, schema_state])
def test_a_url_that_is_none(use: object, url: str, told: str) -> None:
    found = cause(use, url)
    assert found.startswith(f"database: {told}")
    assert SECRET not in found


@pytest.mark.parametrize("use", [open_store, migrate, schema_state])
def test_a_server_that_is_not_there(use: object) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        found = cause(use, f"postgresql+psycopg://user:{SECRET}@127.0.0.1:{port}/db?connect_timeout=2")
    assert found.endswith(f": cannot connect to 127.0.0.1:{port}")
    assert SECRET not in found


@pytest.mark.postgres
def test_a_wrong_password(postgres: PostgresServer) -> None:
    url = postgres.url("postgres", f"{GUARDED_USER}:{SECRET}")
    found = cause(open_store, url)
    assert found == f"database {redacted(url)}: the user or password is not accepted"
    assert SECRET not in found


@pytest.mark.postgres
def test_a_right_password_in_a_database_without_rights(postgres: PostgresServer) -> None:
    with postgres.database() as url:
        name = url.rsplit("/", 1)[1]
        found = cause(migrate, postgres.url(name, f"{GUARDED_USER}:{GUARDED_PASSWORD}"))
    assert found.endswith(": the user lacks the rights for it")


@pytest.mark.postgres
def test_a_database_that_is_not_there(postgres: PostgresServer) -> None:
    assert cause(migrate, postgres.url("nowhere")).endswith(": there is no database of that name")


@pytest.mark.postgres
def test_a_connection_that_broke_is_made_anew(postgres: PostgresServer, postgres_template: str) -> None:
    with postgres.database(postgres_template) as url, closing(open_store(url)) as store:
        store.feeds.sync([feed()], NOW)
        mine = "datname LIKE 'test_%' AND pid <> pg_backend_pid()"
        kick = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}"
        postgres.run(kick)
        assert len(store.feeds.states()) == 1

        def lose() -> None:
            with store._database.writing() as connection:
                connection.exec_driver_sql("UPDATE feeds SET title = 'lost'")
                postgres.run(kick)
                connection.exec_driver_sql("UPDATE feeds SET title = 'lost again'")

        assert cause(lose).endswith((": the connection broke", ": the server is shutting down or starting"))
        (known,) = store.feeds.states()
        assert known.title == "The Gazette"


def test_a_missing_driver_is_named_with_the_way_to_get_it() -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from policywatch.store import open_store\n"
        f"open_store('postgresql+psycopg://user:{SECRET}@host/db')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stderr.splitlines()[-1].endswith(
        "UnfitDatabaseError: database postgresql+psycopg://user:***@host/db: "
        "PostgreSQL needs the psycopg package: pip install 'policywatch[postgres]'"
    )
    assert SECRET not in ran.stderr


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"postgresql+psycopg://user:{SECRET}@host:5432/db", "postgresql+psycopg://user:***@host:5432/db"),
        (f"postgresql://host/db?password={SECRET}&sslmode=require", "postgresql://host/db?sslmode=require"),
        ("sqlite:////var/lib/policywatch.db", "sqlite:////var/lib/policywatch.db"),
        (f"no url {SECRET}", "(no database URL)"),
        (f"postgresql://user:{SECRET}@host:port/db", "(no database URL)"),
    ],
)
def test_a_url_is_shown_without_its_password(url: str, shown: str) -> None:
    assert redacted(url) == shown


@pytest.mark.parametrize("text", ["", "plain", "ümlaut 🇳🇪", "\ufffd"])
def test_ordinary_text_is_stored_as_it_is(text: str) -> None:
    assert storable(text) == text


def test_a_database_connects_to_nothing_until_it_is_used(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path / 'none' / 'x.db'}", Access.MIGRATE).close()
    assert list(tmp_path.iterdir()) == []
