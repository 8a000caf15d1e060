"""PostgreSQL's connections: whatever the server or the network does, a wait ends.

Takes a URL and what it is opened for. Gives an engine whose waits are bounded: by libpq (no connection comes about), by
the kernel (no machine answers), by the server (a lock, a statement, a transaction that does nothing) and here (a server
that is there and says nothing, because its disk hangs, say).
Importing it needs psycopg.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any, Final, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.rows import TupleRow
from sqlalchemy import URL, Engine, create_engine, event

from policywatch.store.access import Access
from policywatch.store.faults import SILENT

#: for a server that does not answer the first time
CONNECT_TIMEOUT: Final = timedelta(seconds=5)
#: for what was sent and no machine acknowledges
NETWORK_TIMEOUT: Final = timedelta(seconds=30)
#: for what another connection holds; a feed's row is held while its items are written, 100,000 of them for 14 s
LOCK_TIMEOUT: Final = timedelta(seconds=30)
STATEMENT_TIMEOUT: Final = timedelta(seconds=60)
#: for the next statement of a transaction, whose process may have stopped with rows in its hand
IDLE_TIMEOUT: Final = timedelta(seconds=60)
#: for any sign from the server; beyond STATEMENT_TIMEOUT, so that it may say itself what is wrong
SILENCE_TIMEOUT: Final = timedelta(seconds=75)

_Answer = TypeVar("_Answer")


def postgres_engine(url: URL, access: Access, **options: Any) -> Engine:
    """Return the engine for a server. A migration may take as long as it takes, and waits for another one."""
    may_last = access is Access.MIGRATE
    # what the operator wrote into the URL stands
    arguments = {name: value for name, value in _libpq_arguments().items() if name not in url.query}
    settings = [f"-c {setting}" for setting in _server_settings(access, may_last=may_last)]
    arguments["options"] = " ".join([*settings, *url.normalized_query.get("options", ())])
    engine = create_engine(url, connect_args=arguments, pool_pre_ping=True, **options)
    if not may_last:
        event.listen(engine, "do_connect", _connect)
    return engine


def _libpq_arguments() -> dict[str, Any]:
    """See https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS."""
    seconds = round(NETWORK_TIMEOUT.total_seconds())
    return {
        "connect_timeout": round(CONNECT_TIMEOUT.total_seconds()),
        "keepalives_idle": seconds // 3,
        "keepalives_interval": seconds // 3,
        "keepalives_count": 2,
        "tcp_user_timeout": seconds * 1000,
    }


def _server_settings(access: Access, *, may_last: bool) -> list[str]:
    """See https://www.postgresql.org/docs/current/runtime-config-client.html."""
    settings = ["default_transaction_read_only=on"] if access is Access.READ else []
    if not may_last:
        settings += [
            f"statement_timeout={_milliseconds(STATEMENT_TIMEOUT)}",
            f"lock_timeout={_milliseconds(LOCK_TIMEOUT)}",
            f"idle_in_transaction_session_timeout={_milliseconds(IDLE_TIMEOUT)}",
        ]
    return settings


def _milliseconds(wait: timedelta) -> int:
    return round(wait / timedelta(milliseconds=1))


class _Connection(psycopg.Connection[TupleRow]):
    """A connection that gives up on a server which says nothing: libpq itself would wait for ever."""

    def wait(self, gen: PQGen[_Answer], *arguments: Any, **named: Any) -> _Answer:
        return super().wait(self._while_it_speaks(gen), *arguments, **named)

    def _while_it_speaks(self, gen: PQGen[_Answer]) -> PQGen[_Answer]:
        """Pass on what `gen` waits for. Every tenth of a second psycopg resumes it, sign or none."""
        heard_at = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                sign = yield wanted
                if sign:
                    heard_at = time.monotonic()
                elif time.monotonic() - heard_at > SILENCE_TIMEOUT.total_seconds():
                    # closed, so that nobody asks it for anything again, not even to roll back
                    self.pgconn.finish()
                    raise psycopg.OperationalError(SILENT)
                wanted = gen.send(sign)
        except StopIteration as end:
            answer: _Answer = end.value
            return answer


def _connect(_dialect: Any, _record: Any, arguments: Any, named: Any) -> Any:
    return _Connection.connect(*arguments, **named)
