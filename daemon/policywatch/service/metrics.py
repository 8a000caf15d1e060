"""Metrics: numbers about this daemon for Prometheus, over HTTP. The only user of prometheus_client.

Takes a way to ask for the daemon's state and where to listen; answers `GET /metrics`. Nothing is counted here: what is
told is asked for at each scrape.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from policywatch.errors import MetricsError
from policywatch.model.daemon import DaemonState
from policywatch.model.settings import ListenAt


class Metrics:
    """Answers scrapes in threads of its own; without an address it does nothing."""

    def __init__(self, state: Callable[[], DaemonState], at: ListenAt | None) -> None:
        self._at = at
        self._registry = CollectorRegistry()
        self._registry.register(_Told(state))
        self._serving: tuple[WSGIServer, threading.Thread] | None = None

    def start(self) -> None:
        """Listen. Raises MetricsError where the address cannot be had."""
        if self._at is None:
            return
        try:
            self._serving = start_http_server(self._at.port, self._at.host, self._registry)
        except OSError as error:
            raise MetricsError(str(self._at), f"metrics cannot listen there: {error.strerror or error}") from None

    def stop(self) -> None:
        if self._serving:
            server, thread = self._serving
            server.shutdown()
            server.server_close()
            thread.join()


class _Told(Collector):
    """The daemon's state as metrics: base units, no label that grows with the settings."""

    def __init__(self, state: Callable[[], DaemonState]) -> None:
        self._state = state

    def collect(self) -> Iterator[GaugeMetricFamily | InfoMetricFamily]:
        state = self._state()
        yield InfoMetricFamily("policywatch_build", "Version of policywatch.", {"version": state.version})
        for name, help_text, value in (
            ("start_time_seconds", "When the daemon started, in seconds since 1970.", state.started_at.timestamp()),
            ("settings_read_time_seconds", "When the settings were last read.", state.read_at.timestamp()),
            ("settings_good", "1 where the settings had no problem when last read, else 0.", not state.problems),
            ("settings_problems", "Problems of the settings when last read.", len(state.problems)),
            ("watches", "Watches that run.", state.watches),
            ("watches_held_back", "Watches that do not run as their files say.", len(state.held_back)),
        ):
            yield GaugeMetricFamily(f"policywatch_{name}", help_text, float(value))
