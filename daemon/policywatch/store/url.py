"""Database URLs: which ones are understood, and how they are shown to people."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from policywatch.errors import UnfitDatabaseError

#: query arguments of libpq that hold secrets
_SECRET_ARGUMENTS = ("password", "sslpassword")
_EXPECTED = "expected sqlite:////absolute/path.db or postgresql+psycopg://user:password@host/name"


def read_url(text: str) -> URL:
    """Read a database URL. Raises StoreError for one that no store can be opened with; `text` is not repeated."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise UnfitDatabaseError("database", f"this is no database URL; {_EXPECTED}") from error
    if url.drivername in ("postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise UnfitDatabaseError("database", f"{url.drivername} is not supported; {_EXPECTED}")
    if url.database in (None, "", ":memory:"):
        raise UnfitDatabaseError("database", f"a SQLite database must be a file; {_EXPECTED}")
    if url.host or url.username or url.query:
        raise UnfitDatabaseError("database", f"a SQLite URL holds nothing but a path; {_EXPECTED}")
    return url


def sqlite_path(url: URL) -> Path | None:
    """Return the absolute path of a SQLite database, or None for another kind."""
    return Path(url.database or "").absolute() if url.get_backend_name() == "sqlite" else None


def redacted(text: str) -> str:
    """Return a database URL for people: its passwords hidden. Never raises."""
    try:
        return _without_secrets(make_url(text))
    except (ArgumentError, ValueError):
        return "(no database URL)"


def name_of(url: URL) -> str:
    """Return what errors call the database: its path, or its URL without passwords."""
    return f"database {sqlite_path(url) or _without_secrets(url)}"


def _without_secrets(url: URL) -> str:
    return url.difference_update_query(_SECRET_ARGUMENTS).render_as_string(hide_password=True)
