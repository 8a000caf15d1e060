"""Fixtures of the tests that run the daemon and the commands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.loopback import Loopback, Reply, loopback
from tests.service.running import rss


@pytest.fixture
def feed() -> Iterator[Loopback]:
    """A feed server with one item that no watch finds anything in."""
    with loopback(rss("Rain in the north")) as server:
        yield server


@pytest.fixture
def hook() -> Iterator[Loopback]:
    """A webhook's receiver that takes everything."""
    with loopback(Reply(204)) as server:
        yield server
