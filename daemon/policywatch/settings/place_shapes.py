"""What may stand in a file of places: the keys, the kinds of their values and their defaults."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from policywatch.settings.kinds import Text, UnfitError, one_or_many
from policywatch.settings.shapes import Shape

#: words of one term; the matcher looks no further
MOST_WORDS: Final = 10
_LONGEST: Final = 100
_WORD: Final = re.compile(r"\w+")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _check_term(text: str) -> str:
    words = len(_WORD.findall(text))
    if words == 0:
        raise UnfitError("holds no word")
    if words > MOST_WORDS or len(text) > _LONGEST:
        raise UnfitError(f"must have at most {MOST_WORDS} words and {_LONGEST} characters")
    return text


def _check_day(value: object) -> date:
    if isinstance(value, date):
        return value
    # YAML's own dates are text here, as in YAML 1.2
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise UnfitError("must be a day such as 2021-04-02")


def _check_code(text: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9]{1,15}", text):
        hint = f"did you mean `{text.upper()}`?" if re.fullmatch(r"[A-Za-z][A-Za-z0-9]{1,15}", text) else ""
        raise UnfitError("must be a code such as NE or ECOWAS", hint)
    return text


Term = Annotated[Text, AfterValidator(_check_term)]
Terms = Annotated[tuple[Term, ...], BeforeValidator(one_or_many)]
Day = Annotated[date, BeforeValidator(_check_day)]
Code = Annotated[str, AfterValidator(_check_code)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(one_or_many), Field(min_length=1)]


class LanguageShape(Shape):
    """The terms of one language."""

    names: Terms = ()
    demonyms: Terms = ()


class LeaderShape(Shape):
    name: Term
    short: Terms | None = None
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> LeaderShape:
        if self.since and self.until and self.until < self.since:
            raise UnfitError(f"ends on {self.until}, before it starts on {self.since}")
        return self


class BodyShape(Shape):
    en: LanguageShape = LanguageShape()
    fr: LanguageShape = LanguageShape()
    seats: Terms = ()
    metonyms: Terms = ()
    leaders: tuple[LeaderShape, ...] = ()
    never: Terms = Field(default=(), alias="not")
    drop: Terms = ()


class CountryShape(BodyShape):
    capital: Terms = ()
    cities: Terms = ()
    regions: Terms = ()
    bases: Terms = ()


class PlacesShape(Shape):
    """A file of places. Places and bodies are checked one by one, so that a bad one hides no other."""

    ambiguous: dict[str, Codes] = Field(default_factory=dict)
    confused: tuple[Codes, ...] = ()
    ordinary: Terms = ()
    people: Terms = ()
    abroad: Annotated[tuple[Code, ...], BeforeValidator(one_or_many)] = ()
    lists: dict[str, Codes] = Field(default_factory=dict)
    places: dict[str, Any] = Field(default_factory=dict)
    bodies: dict[str, Any] = Field(default_factory=dict)
