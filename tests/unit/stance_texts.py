"""Texts for the stance tests: the event stands in square brackets."""

from __future__ import annotations

from datetime import date

from policywatch import read_stance
from policywatch.model.stance import Stance


def marked(text: str) -> tuple[str, tuple[int, int]]:
    """Return a text without its brackets, and where they stood."""
    start, end = text.index("["), text.index("]") - 1
    return text.replace("[", "").replace("]", ""), (start, end)


def stance(text: str, lang: str = "en", published: date | None = None) -> Stance:
    """Read the stance of the bracketed event."""
    return read_stance(*marked(text), lang, published)


def label(text: str, lang: str = "en", published: date | None = None) -> str:
    """Return the label of the bracketed event."""
    return stance(text, lang, published).label.value


def trigger_words(text: str, lang: str = "en") -> list[str]:
    """Return the words that decided."""
    return [trigger.words for trigger in stance(text, lang).triggers]
