"""The migrations lead to the tables of store/tables.py, on both databases, and nowhere else."""

from __future__ import annotations

import multiprocessing
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from policywatch.errors import SchemaError
from policywatch.shipped import shipped
from policywatch.store import SchemaState, migrate, open_store, schema_state
from policywatch.store.schema import revisions
from policywatch.store.tables import metadata
from tests.postgres import PostgresServer


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A plain connection, without any of the store's own code."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        yield connection


def execute(url: str, statement: str) -> None:
    with connected(url) as connection:
        connection.execute(text(statement))


def described(connection: Connection) -> set[tuple[str, ...]]:
    """Everything the database says about its tables: columns, constraints, indexes, and their conditions."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))
        found = {(name, clause) for name, sql in rows for clause in clauses(sql)}
    else:
        found = {
            tuple(map(str, row))
            for query in (
                "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE connamespace = 'public'::regnamespace",
                "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
                "SELECT table_name, column_name, ordinal_position, data_type, is_nullable, identity_generation,"
                " column_default FROM information_schema.columns WHERE table_schema = 'public'",
            )
            for row in connection.execute(text(query))
        }
    return {row for row in found if not row[0].startswith("alembic_version")}


def clauses(sql: str) -> set[str]:
    """The columns and constraints of a CREATE statement; the order of the constraints is free."""
    head, _, rest = re.sub(r"\s+", " ", sql).partition("(")
    body, _, tail = rest.rpartition(")")
    found, depth, start = {head.strip(), tail.strip()}, 0, 0
    for at, sign in enumerate(f"{body},"):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            found.add(body[start:at].strip())
            start = at + 1
    return found


def test_migrations_and_tables_do_not_differ(database_url: str) -> None:
    with connected(database_url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_migrations_make_the_same_database_as_the_tables_would(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Stronger than Alembic's comparison, which does not look at conditions."""

    def both(migrated_url: str, made_url: str) -> None:
        migrate(migrated_url)
        with connected(made_url) as connection:
            metadata.create_all(connection)
        with connected(migrated_url) as migrated, connected(made_url) as made:
            assert described(migrated) == described(made)
            assert len(described(made)) > 50

    if kind == "sqlite":
        both(f"sqlite:///{tmp_path / 'migrated.db'}", f"sqlite:///{tmp_path / 'made.db'}")
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        with server.database() as one, server.database() as other:
            both(one, other)


def test_migrations_stand_in_one_line() -> None:
    scripts = ScriptDirectory(str(shipped("migrations")))
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def test_a_downgrade_is_not_offered() -> None:
    for script in ScriptDirectory(str(shipped("migrations"))).walk_revisions():
        with pytest.raises(NotImplementedError, match="restore a backup"):
            script.module.downgrade()


def test_an_empty_database_is_migrated_once(empty_database_url: str) -> None:
    assert schema_state(empty_database_url) is SchemaState.MISSING
    assert migrate(empty_database_url) == revisions()[-1]
    assert schema_state(empty_database_url) is SchemaState.CURRENT
    assert migrate(empty_database_url) is None


def test_a_database_without_tables_is_not_opened(empty_database_url: str) -> None:
    with pytest.raises(SchemaError, match="no tables in it yet; `policywatch run` makes them"):
        open_store(empty_database_url)


def test_asking_for_the_state_makes_no_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'folder' / 'policywatch.db'}"
    assert schema_state(url) is SchemaState.MISSING
    with pytest.raises(SchemaError):
        open_store(url)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "100% new" / "a?b#c" / "policywatch.db"
    migrate(f"sqlite:///{str(path).replace('?', '%3F')}")
    made = [found.name for found in tmp_path.rglob("*.db")]
    assert made == ["policywatch.db"]


def test_a_newer_database_is_refused_and_left_alone(database_url: str) -> None:
    execute(database_url, "UPDATE alembic_version SET version_num = '9999'")
    assert schema_state(database_url) is SchemaState.NEWER
    for use in (migrate, open_store):
        with pytest.raises(SchemaError, match="made by a newer version of policywatch; upgrade policywatch"):
            use(database_url)
    with connected(database_url) as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


@pytest.mark.parametrize("versioned", [False, True], ids=["plain", "with alembic"])
def test_another_programs_database_is_refused_and_left_alone(empty_database_url: str, versioned: bool) -> None:
    execute(empty_database_url, "CREATE TABLE recipes (id INTEGER PRIMARY KEY)")
    if versioned:
        execute(empty_database_url, "CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
        execute(empty_database_url, "INSERT INTO alembic_version VALUES ('0001')")
    assert schema_state(empty_database_url) is SchemaState.FOREIGN
    for use in (migrate, open_store):
        with pytest.raises(SchemaError, match=r"another program.*give policywatch a database of its own"):
            use(empty_database_url)
    with connected(empty_database_url) as connection:
        tables = set(MigrationContext.configure(connection).dialect.get_table_names(connection))
    assert tables == {"recipes"} | ({"alembic_version"} if versioned else set())


def test_another_programs_sqlite_file_keeps_its_journal_mode(tmp_path: Path) -> None:
    path = tmp_path / "recipes.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (id INTEGER PRIMARY KEY)")
    connection.close()
    before = path.read_bytes()
    for use in (migrate, open_store):
        with pytest.raises(SchemaError):
            use(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_processes_that_migrate_at_once_all_find_the_tables(empty_database_url: str) -> None:
    processes = 4
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(processes) as pool:
        answers = pool.starmap(migrate, [(empty_database_url,)] * processes, chunksize=1)
    assert sorted(answers, key=str) == [revisions()[-1], None, None, None]
    open_store(empty_database_url).close()


def test_the_file_names_of_the_migrations_are_their_revisions_in_order() -> None:
    """What a database's revision is compared with is read from the names, without Alembic."""
    scripts = ScriptDirectory(str(shipped("migrations")))
    assert revisions() == [script.revision for script in scripts.walk_revisions()][::-1]
