"""PollReport: how one poll went, for the log and for the person who asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from policywatch.model.recording import Recorded


@dataclass(frozen=True, slots=True)
class PollReport:
    """How one poll of one feed went."""

    feed_id: str
    #: seconds
    took: float
    #: the server had nothing new
    unchanged: bool = False
    #: items in the document
    seen: int = 0
    #: it was the feed's first good poll: what it found raised no alerts
    backlog: bool = False
    recorded: Recorded = field(default_factory=Recorded)
    #: what the parser read in spite of
    notes: tuple[str, ...] = ()
    #: what went wrong; None when nothing did
    error: str | None = None
