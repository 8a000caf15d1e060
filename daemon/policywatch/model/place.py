"""Place: a country, a territory or a body that acts, and the words that mean it. Gazetteer: all of them.

Mention, Placed and Acting are what an article says of them: where each is named, where a match takes place, who acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from policywatch.model.match import Span


class TermKind(StrEnum):
    """In which way a term means a place."""

    #: the name of the country or territory
    NAME = "name"
    #: *Nigerien*: people and things from there
    DEMONYM = "demonym"
    #: stands for the place and for its government
    CAPITAL = "capital"
    CITY = "city"
    REGION = "region"
    BASE = "base"
    #: a person who leads it, or speaks for it
    LEADER = "leader"
    #: stands for the government and never for the place: *the White House*
    METONYM = "metonym"
    #: the name of a body
    BODY = "body"
    #: a city that stands for a body where it acts: *Brussels halted aid*
    SEAT = "seat"


@dataclass(frozen=True, slots=True)
class Term:
    """One way to mention a place. Its writing says which capital letters a text must have."""

    text: str
    kind: TermKind
    #: ISO 639-1 code of the only language it is read in; None = every language
    language: str | None = None
    #: a leader's first and last day; None = open
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A country, a territory, or a body that acts."""

    #: ISO 3166-1 alpha-2, or XK; a body's own code
    code: str
    #: in English, for people
    name: str
    terms: tuple[Term, ...]
    #: longer phrases that hold one of the terms and mean something else
    never: tuple[str, ...] = ()
    #: True for the UN, ECOWAS ...: it acts, and is no place
    is_body: bool = False


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All places and bodies, as the files tell them."""

    #: by code
    places: Mapping[str, Place]
    #: a text that several places have as a term -> their codes, the likeliest first
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    #: codes whose demonyms outlets confuse
    confused: tuple[frozenset[str], ...] = ()
    #: terms that are words of the language too: they count only as they are written, or all in capitals
    ordinary: frozenset[str] = frozenset()
    #: terms that are names of people too
    people: frozenset[str] = frozenset()
    #: codes of those who keep troops, money and missions in other places
    abroad: frozenset[str] = frozenset()
    #: name -> codes; what `@sahel` stands for
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Mention:
    """A place or body named in a text."""

    code: str
    kind: TermKind
    #: first word in its zone, and the one after the last
    first: int
    end: int
    #: the field it stands in, and where in that field's text
    field: str
    span: Span
    #: whom it stands for as the one who acts, where that is another: EU for *Brussels*
    acts_as: str = ""
    #: what else the words could mean, or say against the evidence: NG for *Nigerian* in *Nigerian President Bazoum*
    conflict: tuple[str, ...] = ()
    #: a leader who no longer was one when the text was published
    former: bool = False

    @property
    def actor(self) -> str:
        return self.acts_as or self.code


class PlacedBy(StrEnum):
    """What tells where a match takes place."""

    #: a mention in the match's own clause
    CLAUSE = "clause"
    #: a mention elsewhere in its sentence
    SENTENCE = "sentence"
    TITLE = "title"
    LEAD = "lead"
    #: the nearest mention in the other sentences
    TEXT = "text"
    #: the actor does something to others in its own house: *Niger expelled the French ambassador*
    HOME = "home"
    #: there is nothing but the actor
    ACTOR = "actor"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a match takes place."""

    code: str
    how: PlacedBy
    #: other codes that the words themselves say, or could mean
    conflict: tuple[str, ...] = ()


class ActsBy(StrEnum):
    """What tells who acts."""

    #: *by the EU*
    AGENT = "agent"
    #: the subject of the match's clause, or of the one it hangs on
    SUBJECT = "subject"
    #: *the junta*, *the authorities*: those of the place
    LOCAL = "local"
    #: *US troops*, *American aid*
    OWNER = "owner"
    #: *it*, *he*: the subject of the sentence before
    EARLIER = "earlier"
    #: the subject of the title
    TITLE = "title"
    #: *according to Paris*: nobody else is named
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Acting:
    """The government or body that does what a match is about."""

    code: str
    how: ActsBy
    #: other codes that the words themselves say, or could mean
    conflict: tuple[str, ...] = ()
