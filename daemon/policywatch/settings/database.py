"""`database:` in policywatch.yaml -> a URL for SQLAlchemy."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from policywatch.settings.kinds import UnfitError


def database_url(text: str, folder: Path) -> str:
    """Normalise a URL; a relative SQLite path starts at `folder`. Raises UnfitError, which never quotes the text."""
    scheme, separator, rest = text.partition("://")
    if separator and scheme == "sqlite":
        path, mark, options = rest.removeprefix("/").partition("?")
        if not rest.startswith("/") or path in ("", ":memory:"):
            raise UnfitError("must name a file", "sqlite:///policywatch.db lies beside this file")
        return _sqlite(folder / os.path.expanduser(path)) + mark + options
    if separator and scheme in ("postgresql", "postgresql+psycopg"):
        try:
            parts = urlsplit(text)
            complete = parts.path.strip("/") and (parts.port is None or parts.port > 0)
        except ValueError:
            complete = ""
        if not complete:
            raise UnfitError("must name a host and a database", "postgresql://user:${env:PGPASSWORD}@host/policywatch")
        return f"postgresql+psycopg://{rest}"
    hint = "write postgresql:// for postgres://" if scheme == "postgres" else "sqlite:///policywatch.db, for example"
    raise UnfitError("must start with sqlite:// or postgresql://", hint)


def default_database(environ: Mapping[str, str]) -> str:
    """Return where the database lies when nobody says: systemd's state folder, else the user's."""
    if state := environ.get("STATE_DIRECTORY", "").split(":")[0]:
        return _sqlite(Path(state) / "policywatch.db")
    base = environ.get("XDG_STATE_HOME", "")
    if not base.startswith("/"):
        base = f"{environ.get('HOME') or os.path.expanduser('~')}/.local/state"
    return _sqlite(Path(base) / "policywatch" / "policywatch.db")


def _sqlite(path: Path) -> str:
    return f"sqlite:///{path.absolute()}"
