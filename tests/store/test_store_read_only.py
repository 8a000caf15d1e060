"""Commands that only look need no right to write, and leave nothing behind."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from policywatch.errors import StoreError
from policywatch.store import open_store
from tests.store.rows import LEASE, NOW, feed, owe
from tests.store.test_store_faults import as_nobody, open_to_all


@pytest.fixture
def path(tmp_path: Path, sqlite_template: Path) -> Path:
    """A SQLite file in a folder of its own, with a feed, that nobody has open."""
    path = tmp_path / "state" / "policywatch.db"
    path.parent.mkdir()
    path.write_bytes(sqlite_template.read_bytes())
    with closing(open_store(f"sqlite:///{path}")) as store:
        store.feeds.sync([feed()], NOW)
    assert [file.name for file in path.parent.iterdir()] == ["policywatch.db"]
    return path


@contextmanager
def without_rights(path: Path) -> Iterator[None]:
    """Let everything in the file's folder be read, and nothing be written."""
    open_to_all(path.parent)
    for file in path.parent.iterdir():
        file.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with as_nobody():
            yield
    finally:
        path.parent.chmod(0o755)
        for file in path.parent.iterdir():
            file.chmod(0o644)


def files(path: Path) -> dict[str, bytes]:
    """The files beside the database and their contents; not the index of the WAL, in which readers sign in."""
    return {file.name: b"" if file.name.endswith("-shm") else file.read_bytes() for file in path.parent.iterdir()}


def feeds_in(path: Path) -> list[str]:
    with closing(open_store(f"sqlite:///{path}", read_only=True)) as store:
        return [known.state.feed_id for known in store.feeds.states()]


def test_reading_makes_and_changes_no_file(path: Path) -> None:
    before = files(path)
    with closing(open_store(f"sqlite:///{path}", read_only=True)) as store:
        assert len(store.feeds.states()) == 1
        assert files(path) == before
    assert files(path) == before


def test_a_file_and_folder_that_are_read_only_can_be_read(path: Path) -> None:
    with without_rights(path):
        assert feeds_in(path) == ["gazette"]


def test_what_a_running_daemon_has_just_written_is_read(path: Path) -> None:
    with closing(open_store(f"sqlite:///{path}")) as daemon:
        daemon.feeds.sync([feed("gazette"), feed("herald")], NOW)
        before = files(path)
        assert feeds_in(path) == ["gazette", "herald"]
        with without_rights(path):
            assert feeds_in(path) == ["gazette", "herald"]
        assert files(path) == before


def test_what_a_daemon_writes_that_starts_later_is_read(path: Path) -> None:
    with closing(open_store(f"sqlite:///{path}", read_only=True)) as reader:
        assert len(reader.feeds.states()) == 1
        with closing(open_store(f"sqlite:///{path}")) as daemon:
            daemon.feeds.sync([feed("gazette"), feed("herald")], NOW)
            assert len(reader.feeds.states()) == 2
        assert len(reader.feeds.states()) == 2


def test_what_a_killed_daemon_left_is_read(path: Path, tmp_path: Path) -> None:
    """Its last writes are only in the WAL."""
    left = tmp_path / "left" / "policywatch.db"
    left.parent.mkdir()
    with closing(open_store(f"sqlite:///{path}")) as daemon:
        daemon.feeds.sync([feed("gazette"), feed("herald")], NOW)
        for file in path.parent.iterdir():
            (left.parent / file.name).write_bytes(file.read_bytes())
    before = files(left)
    with without_rights(left):
        assert feeds_in(left) == ["gazette", "herald"]
    assert files(left) == before


def test_a_backup_can_be_read(path: Path) -> None:
    """SQLite's own ways to copy a database give one that has no WAL."""
    backup = path.with_name("backup.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM INTO ?", [str(backup)])
    before = files(backup)
    with without_rights(backup):
        assert feeds_in(backup) == ["gazette"]
    assert files(backup) == before


def test_nothing_can_be_written(database_url: str) -> None:
    with closing(open_store(database_url)) as store:
        owe(store, ["slack"])
    with closing(open_store(database_url, read_only=True)) as store:
        with pytest.raises(StoreError, match="it is read-only"):
            store.feeds.sync([feed(title="New")], NOW)
        with pytest.raises(StoreError, match="it is read-only"):
            store.deliveries.claim(NOW, 1, LEASE, ["slack"])
        assert len(store.deliveries.latest(9)) == 1


def test_a_folder_that_cannot_be_looked_into(path: Path) -> None:
    open_to_all(path.parent)
    path.parent.chmod(0)
    try:
        with as_nobody(), pytest.raises(StoreError, match="cannot be opened: Permission denied"):
            open_store(f"sqlite:///{path}", read_only=True)
    finally:
        path.parent.chmod(0o755)


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="policywatch has no tables in it yet"):
        open_store(f"sqlite:///{tmp_path / 'none.db'}", read_only=True)
    assert list(tmp_path.iterdir()) == []
