"""Sentences about places for the tests of match/places: as tables in tests/data/places, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from policywatch.match.document import Zone
from policywatch.match.places import CompiledGazetteer, Survey, compile_gazetteer
from policywatch.settings import shipped_gazetteer

TABLES = Path(__file__).resolve().parents[1] / "data" / "places"
NOBODY = "-"


@cache
def shipped() -> CompiledGazetteer:
    return compile_gazetteer(shipped_gazetteer())


def survey(body: str, *, title: str = "", lead: str = "", language: str | None = "en", day: str = "") -> Survey:
    zone = Zone((("title", title), ("lead", lead), ("body", body)))
    return Survey(zone, shipped(), language=language, published=date.fromisoformat(day) if day else None)


def codes(body: str, *, language: str | None = "en", day: str = "") -> list[str]:
    return [mention.code for mention in survey(body, language=language, day=day).mentions]


@dataclass(frozen=True)
class Named:
    """A text and the codes of the places it names."""

    language: str
    day: str
    expected: tuple[str, ...]
    text: str

    def found(self) -> tuple[str, ...]:
        return tuple(codes(self.text, language=self.language, day=self.day))


@dataclass(frozen=True)
class Decided:
    """A sentence with a match: who acts, and where."""

    language: str
    actor: str
    place: str
    text: str
    title: str

    def found(self) -> tuple[str, str]:
        before, _, rest = self.text.partition("[[")
        match, _, after = rest.partition("]]")
        one = survey(before + match + after, title=self.title, language=self.language)
        span = (len(before), len(before) + len(match))
        actor, place = one.actor_of("body", span), one.place_of("body", span)
        return (actor.code if actor else NOBODY, place.code if place else NOBODY)


def named(table: str) -> list[Named]:
    cases = []
    for language, expected, text in _rows(table):
        code, _, day = language.partition("@")
        cases.append(Named(code, day, () if expected == NOBODY else tuple(expected.split()), text))
    return cases


def decided(table: str) -> list[Decided]:
    return [Decided(*row[:4], row[4] if len(row) > 4 else "") for row in _rows(table)]


def _rows(table: str) -> list[list[str]]:
    lines = (TABLES / table).read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if line and not line.startswith("#")]
