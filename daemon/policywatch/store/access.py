"""Access: what a database is opened for."""

from __future__ import annotations

from enum import StrEnum


class Access(StrEnum):
    """What a database is opened for; the values are SQLite's `mode` (https://sqlite.org/uri.html)."""

    #: to look: nothing is written, no file is made
    READ = "ro"
    WRITE = "rw"
    #: to make or change the tables, in a file that may not be there yet
    MIGRATE = "rwc"
