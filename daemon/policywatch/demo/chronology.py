"""The demo's chronology: which outlet publishes what and when, and which watches must find something in it.

Takes: `config/demo/chronology.toml`. Gives: a `Chronology`. Raises: PolicywatchError where the file makes no sense.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from policywatch.errors import PolicywatchError


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes: one feed of the demo."""

    #: the feed's id
    id: str
    title: str
    format: Literal["rss", "atom"]
    language: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """One item, when the demo publishes it, and what must come of it."""

    outlet: Outlet
    #: the date the item bears
    published_at: datetime
    title: str
    #: paragraphs are separated by a blank line
    text: str
    #: ids of the watches that must find something in it; all others must not
    watches: frozenset[str]
    #: seconds after the start at which it appears; None = backlog: there before the first poll
    at: float | None = None
    #: the webhook's receiver answers the first attempt of its alert with 503
    refused_once: bool = False

    @property
    def link(self) -> str:
        """Its own page; no two publications share one. `.example` never resolves (RFC 2606 section 3)."""
        plain = unicodedata.normalize("NFKD", self.title).encode("ascii", "ignore").decode().lower()
        slug = "-".join(re.findall(r"[a-z0-9]+", plain)[:7])
        return f"https://{self.outlet.id}.example/{self.published_at:%Y/%m/%d}/{slug}"


@dataclass(frozen=True, slots=True)
class Chronology:
    """Everything the demo's outlets publish, oldest first."""

    outlets: tuple[Outlet, ...]
    publications: tuple[Publication, ...]

    @property
    def backlog(self) -> tuple[Publication, ...]:
        """What is there before the first poll: recorded, never alerted."""
        return tuple(publication for publication in self.publications if publication.at is None)

    @property
    def new(self) -> tuple[Publication, ...]:
        """What appears while the demo runs."""
        return tuple(publication for publication in self.publications if publication.at is not None)


def load_chronology(path: Path) -> Chronology:
    """Read the file. Raises PolicywatchError."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        outlets = {row["id"]: _outlet(row) for row in document["outlets"]}
        publications = tuple(_publication(row, outlets) for row in document["publications"])
        link, count = Counter(publication.link for publication in publications).most_common(1)[0]
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise PolicywatchError(path.name, f"cannot be read as a chronology: {error!r}") from error
    if count > 1:
        raise PolicywatchError(path.name, f"two publications share the link {link}")
    new = [publication for publication in publications if publication.at is not None]
    if new != sorted(new, key=lambda publication: publication.at or 0):
        raise PolicywatchError(path.name, "publications must stand in the order in which they appear")
    return Chronology(tuple(outlets.values()), publications)


def _outlet(row: Mapping[str, Any]) -> Outlet:
    if row["format"] not in ("rss", "atom"):
        raise ValueError(f"format must be rss or atom, got {row['format']}")
    return Outlet(row["id"], row["title"], row["format"], row["language"], tuple(row["tags"]))


def _publication(row: Mapping[str, Any], outlets: Mapping[str, Outlet]) -> Publication:
    return Publication(
        outlet=outlets[row["outlet"]],
        published_at=_aware(row["date"]),
        title=row["title"],
        text=_paragraphs(row["text"]),
        watches=frozenset(row["watches"]),
        at=row.get("at"),
        refused_once=row.get("refused_once", False),
    )


def _aware(date: datetime) -> datetime:
    if date.tzinfo is None:
        raise ValueError(f"date without a time zone: {date}")
    return date.astimezone(UTC)


def _paragraphs(text: str) -> str:
    """Join the lines of each paragraph: the file folds them for its readers."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))
