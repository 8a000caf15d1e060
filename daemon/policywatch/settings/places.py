"""places.yaml -> Gazetteer: which places and bodies there are, and the words that mean them.

What it is: each place is checked by itself, then what concerns several of them: codes that nobody has, a name that two
    have. A file of the user's own has the same keys; what it says is added to the shipped file, `drop` takes away.
Takes: the Source of a YAML file. Gives: a Gazetteer, or None with every problem at its place.
Raises: nothing for any content of a user's file.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from policywatch.errors import Problem, SettingsError
from policywatch.model.place import Gazetteer, Place, Term, TermKind
from policywatch.settings.document.nodes import ListNode, MapNode, Node, ScalarNode, value_at
from policywatch.settings.document.reading import ReadingError, read_yaml_text
from policywatch.settings.document.source import Source
from policywatch.settings.place_names import plain_name
from policywatch.settings.place_shapes import BodyShape, CountryShape, LanguageShape, LeaderShape, PlacesShape
from policywatch.settings.wording import did_you_mean, read_as, read_good_part
from policywatch.shipped import shipped

_MAX_FILE: Final = 5 * 1024 * 1024
#: after so many problems no further entries are read: nobody would
_ENOUGH: Final = 1_000
#: keys whose terms are read in every language
_KINDS: Final = {
    "capital": TermKind.CAPITAL,
    "cities": TermKind.CITY,
    "regions": TermKind.REGION,
    "bases": TermKind.BASE,
    "metonyms": TermKind.METONYM,
    "seats": TermKind.SEAT,
}
_LANGUAGES: Final = ("en", "fr")
_COUNTRY_CODE: Final = re.compile(r"[A-Z]{2}")
_BODY_CODE: Final = re.compile(r"[A-Z][A-Z0-9]{1,15}")
#: endings after which a plural is not made with -s, or is no other word
_NO_PLURAL: Final = ("s", "x", "z", "ese", "ish", "ch")


@functools.cache
def shipped_gazetteer() -> Gazetteer:
    """Return the gazetteer of the shipped places.yaml. Raises SettingsError where that file is broken."""
    path = shipped("config") / "places.yaml"
    try:
        source = Source(str(path), read_yaml_text(path, _MAX_FILE))
    except ReadingError as error:
        raise SettingsError(str(path), [Problem(str(path), 0, 0, f"this file {error}", error.hint)]) from None
    problems = source.flaws()
    gazetteer = read_gazetteer(source, problems)
    if gazetteer is None or problems:
        raise SettingsError(str(path), problems)
    return gazetteer


def read_gazetteer(source: Source, problems: list[Problem], onto: Gazetteer | None = None) -> Gazetteer | None:
    """Read one file of places, which adds to `onto`; None where there is any problem. YAML's own flaws are not told."""
    onto = onto or Gazetteer({})
    root = source.tree.root
    if not isinstance(root, MapNode):
        return onto
    known = len(problems)
    gazetteer = _Reading(source, problems, onto, root).run()
    return gazetteer if len(problems) == known else None


@dataclass(slots=True)
class _Reading:
    """One reading of one file: what is known so far."""

    source: Source
    problems: list[Problem]
    onto: Gazetteer
    root: MapNode
    places: dict[str, Place] = field(default_factory=dict)
    #: what this file says of each place
    nodes: dict[str, MapNode] = field(default_factory=dict)

    def run(self) -> Gazetteer:
        shape = read_good_part(PlacesShape, self.source, self.root, self.problems) or PlacesShape()
        self.places = dict(self.onto.places)
        self._read_all("places", CountryShape)
        self._read_all("bodies", BodyShape)
        onto = self.onto
        gazetteer = Gazetteer(
            places=MappingProxyType(dict(sorted(self.places.items()))),
            ambiguous=MappingProxyType({**onto.ambiguous, **_with_plurals(shape.ambiguous)}),
            confused=(*onto.confused, *map(frozenset, shape.confused)),
            ordinary=onto.ordinary | frozenset(shape.ordinary),
            people=onto.people | frozenset(shape.people),
            abroad=onto.abroad | frozenset(shape.abroad),
            lists=MappingProxyType({**onto.lists, **shape.lists}),
        )
        self._check_codes()
        self._check_ambiguous(shape)
        self._check_clashes(gazetteer)
        return gazetteer

    def _read_all(self, key: str, shape: type[BodyShape]) -> None:
        node = value_at(self.root, key)
        for code, entry in node.entries.items() if isinstance(node, MapNode) else ():
            if len(self.problems) > _ENOUGH:
                break
            is_body = key == "bodies"
            if not (_BODY_CODE if is_body else _COUNTRY_CODE).fullmatch(code):
                what = "a body's code such as ECOWAS" if is_body else "an ISO 3166-1 alpha-2 code such as NE"
                hint = f"did you mean `{code.upper()}`?" if code != code.upper() else ""
                message = f"`{code[:40]}` must be {what}"
                self.problems.append(self.source.problem(entry.key.start, message, hint=hint, length=len(code)))
            elif code in self.places and self.places[code].is_body != is_body:
                other = "a body" if self.places[code].is_body else "a place"
                message = f"`{code}` is the code of {other} already: {self.places[code].name}"
                self.problems.append(self.source.problem(entry.key.start, message, length=len(code)))
            elif one := read_as(shape, self.source, entry.value, self.problems):
                assert isinstance(entry.value, MapNode)  # noqa: S101  (it fits the shape)
                self.nodes[code] = entry.value
                self._add(code, one, is_body)

    def _add(self, code: str, shape: BodyShape, is_body: bool) -> None:
        old = self.places.get(code)
        terms = (*(old.terms if old else ()), *_terms(shape, is_body))
        never = (*(old.never if old else ()), *shape.never)
        for number, text in enumerate(shape.drop):
            plain = plain_name(text)
            kept = tuple(term for term in terms if plain_name(term.text) != plain)
            kept_never = tuple(one for one in never if plain_name(one) != plain)
            if len(kept) == len(terms) and len(kept_never) == len(never):
                node = value_at(self.nodes[code], "drop")
                node = node.items[number] if isinstance(node, ListNode) else node or self.nodes[code]
                hint = did_you_mean(text, {term.text for term in terms} | set(never))
                message = f"{code} has no term `{text[:64]}` to drop"
                self.problems.append(self.source.problem(node.start, message, hint=hint, length=len(text)))
            terms, never = kept, kept_never
        names = [term.text for term in terms if term.kind in (TermKind.NAME, TermKind.BODY)]
        if not names:
            self.problems.append(self.source.problem(self.nodes[code].start, f"{code} has no name"))
            return
        self.places[code] = Place(code, old.name if old else names[0], terms, never, is_body)

    def _check_codes(self) -> None:
        """See that every code exists that is named outside of the places."""
        for key in ("ambiguous", "lists", "confused", "abroad"):
            value = value_at(self.root, key)
            for scalar in _scalars(value) if value else ():
                if scalar.text not in self.places and _BODY_CODE.fullmatch(scalar.text):
                    hint = did_you_mean(scalar.text, self.places)
                    message = f"there is no place `{scalar.text}`"
                    self.problems.append(self.source.problem(scalar.start, message, hint=hint, length=len(scalar.text)))

    def _check_ambiguous(self, shape: PlacesShape) -> None:
        """See that each of the places has the name that is said to be ambiguous."""
        node = value_at(self.root, "ambiguous")
        for text, codes in shape.ambiguous.items():
            plain = plain_name(text)
            for code in codes:
                place = self.places.get(code)
                if place and all(plain_name(term.text) != plain for term in place.terms):
                    assert isinstance(node, MapNode)  # noqa: S101  (the shape has read it)
                    message = f"`{text[:64]}` is no term of {code} ({place.name})"
                    hint = did_you_mean(text, {term.text for term in place.terms})
                    at = node.entries[text].key
                    self.problems.append(self.source.problem(at.start, message, hint=hint, length=len(text)))

    def _check_clashes(self, gazetteer: Gazetteer) -> None:
        """See that no term means two places, unless it is said to be ambiguous."""
        said = {plain_name(text): frozenset(codes) for text, codes in gazetteer.ambiguous.items()}
        owners: dict[str, list[tuple[str, Term]]] = {}
        # what this file says comes last, so that the problem stands in it, and in the second of two places there
        in_file = {code: number for number, code in enumerate(self.nodes, start=1)}
        for place in sorted(gazetteer.places.values(), key=lambda one: in_file.get(one.code, 0)):
            for term in place.terms:
                plain = plain_name(term.text)
                for other, other_term in owners.get(plain, ()):
                    if other == place.code or {other, place.code} <= said.get(plain, frozenset()):
                        continue
                    if place.code in self.nodes and _meet(term, other_term):
                        self._clash(place.code, term, gazetteer.places[other])
                owners.setdefault(plain, []).append((place.code, term))
        for place in gazetteer.places.values():
            for text in place.never if place.code in self.nodes else ():
                if owner := owners.get(plain_name(text)):
                    message = f"`{text}` is a term of {owner[0][0]} itself: `not` is for longer phrases that hold one"
                    self._tell_at_text(
                        place.code, text, message, hint='put text with a comma in quotes: "Paris, Texas"'
                    )

    def _clash(self, code: str, term: Term, other: Place) -> None:
        message = f"`{term.text}` is a term of {other.code} ({other.name}) already"
        hint = f"write `{term.text}: [{other.code}, {code}]` below `ambiguous:`, the likelier code first"
        self._tell_at_text(code, term.text, message, hint)

    def _tell_at_text(self, code: str, text: str, message: str, hint: str) -> None:
        """Note a problem where this file writes a term of a place, or else at the place."""
        plain = plain_name(text)
        written = [(plain_name(one.text), one) for one in _scalars(self.nodes[code])]
        exactly = [one for name, one in written if name == plain]
        # a leader's last name and a demonym's plural are not written down themselves
        nearly = [one for name, one in written if name and (name.endswith(f" {plain}") or plain == f"{name}s")]
        at = next(iter(exactly + nearly), self.nodes[code])
        self.problems.append(self.source.problem(at.start, message, hint=hint, length=len(text)))


def _terms(shape: BodyShape, is_body: bool) -> Iterator[Term]:
    for language in _LANGUAGES:
        group: LanguageShape = getattr(shape, language)
        for name in group.names:
            yield Term(name, TermKind.BODY if is_body else TermKind.NAME, language)
        for demonym in group.demonyms:
            yield Term(demonym, TermKind.DEMONYM, language)
            if not demonym.endswith(_NO_PLURAL):
                yield Term(f"{demonym}s", TermKind.DEMONYM, language)
    for key, kind in _KINDS.items():
        for text in getattr(shape, key, ()):
            yield Term(text, kind)
    for leader in shape.leaders:
        yield from _leader_terms(leader)


def _with_plurals(ambiguous: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the ambiguous texts with their plurals: those that a demonym gets."""
    plurals = {f"{text}s": codes for text, codes in ambiguous.items() if not text.endswith(_NO_PLURAL)}
    return {**plurals, **ambiguous}


def _leader_terms(leader: LeaderShape) -> Iterator[Term]:
    short: Iterable[str] = (leader.name.split()[-1],) if leader.short is None else leader.short
    for text in dict.fromkeys((leader.name, *short)):
        yield Term(text, TermKind.LEADER, None, leader.since, leader.until)


def _meet(one: Term, other: Term) -> bool:
    """Say whether two equal terms of different places can be meant at once: in one language, at one time.

    A seat and the city itself may: one acts, the other is a place.
    """
    if TermKind.SEAT in (one.kind, other.kind):
        return False
    if one.language and other.language and one.language != other.language:
        return False
    if one.kind is not TermKind.LEADER or other.kind is not TermKind.LEADER:
        return True
    return _starts_within(one, other) or _starts_within(other, one)


def _starts_within(one: Term, other: Term) -> bool:
    since = one.since or date.min
    return (other.since or date.min) <= since < (other.until or date.max)


def _scalars(node: Node) -> Iterator[ScalarNode]:
    match node:
        case ScalarNode():
            yield node
        case ListNode():
            for item in node.items:
                yield from _scalars(item)
        case MapNode():
            for entry in node.entries.values():
                yield from _scalars(entry.value)
