"""WatchHistory: what a watch has found so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from policywatch.model.finding import QuietReason


@dataclass(frozen=True, slots=True)
class WatchHistory:
    """What a watch found in a time, whichever version of it."""

    #: items with a finding
    items: int = 0
    findings: int = 0
    #: alerts that were raised
    alerts: int = 0
    #: items whose findings raised none, by reason
    quiet: Mapping[QuietReason, int] = field(default_factory=lambda: MappingProxyType({}))
    #: the newest finding, also one from before that time; None where there is none
    last_found_at: datetime | None = None
