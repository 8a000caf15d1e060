"""Match: a query's evidence in one item. A value of the moment; what is kept of it is a Finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from policywatch.model.quantity import Quantity
from policywatch.model.span import Span
from policywatch.model.stance import Stance

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
    #: how the sentence presents what was found; None where nobody read it. Its spans are offsets into `quote`, too
    stance: Stance | None = None
    #: code of the government or body that acts; "" where none can be told
    actor: str = ""
    #: code of where it takes place; "" where none can be told
    place: str = ""
    #: how many people, or how much money; None where nothing is said, or the watch does not ask
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A watch's evidence in one item: one passage or more, in reading order."""

    watch_id: str
    watch_version: str
    passages: tuple[Passage, ...]
    #: code -> name of the actors and places in the passages
    names: Mapping[str, str] = field(default_factory=dict)
