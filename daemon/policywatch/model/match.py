"""Match: a query's evidence in one item. A value of the moment; what is kept of it is a Finding."""

from __future__ import annotations

from dataclasses import dataclass

from policywatch.model.span import Span

__all__ = ["Match", "Passage", "Span"]


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentence that holds evidence, and the words in it that are the evidence."""

    #: the item's field it stands in: title, lead, body, author, ...
    field: str
    #: where the sentence stands in the field's text
    start: int
    end: int
    #: the sentence itself, as published
    quote: str
    #: the matched words, as offsets into `quote`, sorted, not overlapping, never empty
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A watch's evidence in one item: one passage or more, in reading order."""

    watch_id: str
    watch_version: str
    passages: tuple[Passage, ...]
