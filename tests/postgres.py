"""A real PostgreSQL server for tests: started from the installed programs, thrown away afterwards."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

#: the superuser: let in without a password
_USER = "policywatch"
#: let in only with its password
GUARDED_USER, GUARDED_PASSWORD = "guarded", "correct-horse"

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    # data that is thrown away need not survive anything
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "Asia/Kathmandu",  # so that a test notices who relies on the server's zone
}


@dataclass
class PostgresServer:
    """The running server. Every database it makes is fresh."""

    port: int
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str, user: str = _USER) -> str:
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> None:
        """Run one statement outside of any transaction, as the superuser."""
        import psycopg

        with psycopg.connect(
            host="127.0.0.1", port=self.port, user=_USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())

    @contextlib.contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """Give the URL of a new database, a copy of `template`, until the block ends."""
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server on a free port of 127.0.0.1; stop it and remove its data when the block ends.

    Skips the test where no PostgreSQL is installed, unless CI is set: there it must be.
    """
    programs = _find_programs()
    as_user = _other_user()
    folder = Path(tempfile.mkdtemp(prefix="policywatch-postgres-"))
    if as_user:
        shutil.chown(folder, as_user["user"], as_user["group"])
    try:
        _make_cluster(programs, folder, as_user)
        with _running(programs, folder, as_user) as server:
            server.run(f"CREATE ROLE {GUARDED_USER} LOGIN PASSWORD '{GUARDED_PASSWORD}'")
            yield server
    finally:
        shutil.rmtree(folder)


def _find_programs() -> Path:
    """Return the folder of initdb and postgres: the one on PATH, else the highest version of Debian's packages."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(debian, key=lambda folder: [int(n) for n in folder.parent.name.split(".")], reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return _missing("no PostgreSQL found: install it, or put initdb and postgres on PATH")


def _other_user() -> dict[str, Any]:
    """Return who must run the server: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return _missing("PostgreSQL does not run as root, and there is no user `postgres` to run it as")
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _missing(reason: str) -> Any:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _make_cluster(programs: Path, folder: Path, as_user: Mapping[str, Any]) -> None:
    options = ["--no-sync", "--no-instructions", "--auth=trust", f"--username={_USER}"]
    options += ["--encoding=UTF8", "--locale=C", f"--pgdata={folder / 'data'}"]
    made = subprocess.run(
        [programs / "initdb", *options], cwd=folder, capture_output=True, text=True, check=False, **as_user
    )
    assert made.returncode == 0, made.stderr
    rules = folder / "data" / "pg_hba.conf"
    rules.write_text(f"host all {GUARDED_USER} 127.0.0.1/32 scram-sha-256\nhost all {_USER} 127.0.0.1/32 trust\n")


@contextlib.contextmanager
def _running(programs: Path, folder: Path, as_user: Mapping[str, Any]) -> Iterator[PostgresServer]:
    port = _free_port()
    command: list[str | Path] = [programs / "postgres", "-D", folder / "data", "-p", str(port)]
    for name, value in _SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=log,
            preexec_fn=_die_with_parent,  # noqa: PLW1509  (a single system call: no thread can be in its way)
            **as_user,
        )
    try:
        server = PostgresServer(port)
        _wait_until_ready(server, process, folder / "log")
        yield server
    finally:
        process.send_signal(signal.SIGINT)  # fast shutdown
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + 30
    while True:
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _die_with_parent() -> None:
    """Ask Linux to stop the server when the tests are killed and cannot do it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG
