"""What went wrong in a database, in words: the one place where SQLAlchemy's errors become ours.

The words hold no SQL, no parameters and no password, because they go to logs and terminals.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from policywatch.errors import StoreError, UnfitDatabaseError
from policywatch.store.url import name_of, sqlite_path

TOO_LARGE = "a number is too large for the database"
SILENT = "the server has stopped answering"

#: beginning of SQLite's own name of the error -> words (https://sqlite.org/rescode.html)
_SQLITE = {
    "SQLITE_BUSY": "locked by another process for too long",
    "SQLITE_LOCKED": "locked by another connection",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_READONLY": "it is read-only",
    "SQLITE_NOTADB": "this file is no SQLite database",
    "SQLITE_CORRUPT": "the file is damaged; restore a backup",
    "SQLITE_IOERR": "the disk reports an error",
    "SQLITE_TOOBIG": "a text is too long for the database",
}

#: SQLite's names of the errors that only a person can mend
_UNFIT = ("SQLITE_CANTOPEN", "SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_READONLY")

#: SQLSTATE, or its class -> words (https://www.postgresql.org/docs/current/errcodes-appendix.html)
_POSTGRES = {
    "08": "the connection broke",
    "22003": TOO_LARGE,
    "25006": "it is read-only",
    "28": "the user or password is not accepted",
    "3D000": "there is no database of that name",
    "40001": "another transaction was in the way",
    "40P01": "another transaction was in the way (deadlock)",
    "42501": "the user lacks the rights for it",
    "53100": "the disk is full",
    "53200": "the server is out of memory",
    "53300": "the server takes no more connections",
    "54": "a text is too long for the database",
    "55P03": "locked by another connection for too long",
    "57014": "a statement took longer than it may, or was cancelled",
    "57P": "the server is shutting down or starting",
    "58": "the server's disk reports an error",
}

#: libpq gives no SQLSTATE for a connection that did not come about, only words
_NO_CONNECTION = (
    (re.compile("password authentication failed|no password supplied|no pg_hba.conf entry|Peer auth", re.I), "28"),
    (re.compile('database ".*" does not exist'), "3D000"),
    (re.compile('role ".*" does not exist'), "28"),
    (re.compile("too many (clients|connections)|connection slots are reserved"), "53300"),
    (re.compile("the database system is (starting up|shutting down|in recovery)"), "57P"),
)


def store_error(url: URL, error: SQLAlchemyError) -> StoreError:
    """Return the StoreError that says in words what SQLAlchemy reports about the database at `url`."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        path = sqlite_path(url)
        if path is not None:
            cause = _sqlite_cause(path, error.orig)
            if getattr(error.orig, "sqlite_errorname", "").startswith(_UNFIT):
                return UnfitDatabaseError(name_of(url), cause)
        elif error.connection_invalidated:
            cause = SILENT if str(error.orig) == SILENT else "the connection broke"
        else:
            cause = _postgres_cause(url, error.orig)
    else:
        cause = f"internal error ({type(error).__name__})"
    return StoreError(name_of(url), cause)


def _sqlite_cause(path: Path, error: BaseException) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_CONSTRAINT"):
        # SQLite names the constraint or its columns, never their values
        return f"a row breaks a rule of the tables ({error})"
    # a folder can be opened to read, and fails then
    if name == "SQLITE_CANTOPEN" or os.path.isdir(path):
        return f"cannot be opened: {_why_not_opened(path)}"
    words = next((words for start, words in _SQLITE.items() if name.startswith(start)), None)
    return words or f"SQLite refuses ({name or type(error).__name__})"


def _why_not_opened(path: Path) -> str:
    # SQLite does not say; so ask the file system what a person would ask it
    try:
        if path.is_dir():
            return "it is a folder"
        if not path.parent.is_dir():
            return "there is no such folder"
        if not path.exists():
            return (
                "there is no such file" if os.access(path.parent, os.W_OK | os.X_OK) else "the folder is not writable"
            )
    except OSError as error:
        return error.strerror or type(error).__name__
    return "permission denied" if not os.access(path, os.R_OK | os.W_OK) else "its folder must be writable too"


def _postgres_cause(url: URL, error: BaseException) -> str:
    state: str | None = getattr(error, "sqlstate", None)
    if state is None:
        told = str(error)
        state = next((state for pattern, state in _NO_CONNECTION if pattern.search(told)), None)
        if state is None:
            return f"cannot connect to {url.host or 'the local server'}{f':{url.port}' if url.port else ''}"
    if state.startswith("23"):
        rule = getattr(getattr(error, "diag", None), "constraint_name", None)
        return f"a row breaks a rule of the tables ({rule or state})"
    words = next((_POSTGRES[state[:size]] for size in (5, 3, 2) if state[:size] in _POSTGRES), None)
    return words or f"PostgreSQL refuses ({type(error).__name__}, SQLSTATE {state})"
