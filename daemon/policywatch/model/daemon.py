"""DaemonState: what one running daemon says of itself, for whoever asks how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from policywatch.errors import Problem

#: a daemon says every minute that it is there; one that has not been seen for so long is gone
GONE_AFTER: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class DaemonState:
    """A daemon that works on the database: where it runs, and what it made of its settings."""

    #: random; a restart is another daemon
    id: str
    host: str
    pid: int
    #: of policywatch
    version: str
    #: path of its policywatch.yaml
    config: str
    started_at: datetime
    #: when it last said that it is there
    seen_at: datetime
    #: when it last read its settings, with or without success
    read_at: datetime
    #: number of watches that run
    watches: int
    #: what was wrong with the settings then; it runs with what was last good
    problems: tuple[Problem, ...] = ()
    #: ids of the watches that do not run as their files say
    held_back: tuple[str, ...] = ()
