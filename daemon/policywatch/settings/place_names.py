"""What a watch says of places -> codes: `[NE, "Burkina Faso", "@sahel"]`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from policywatch.model.place import Gazetteer, TermKind
from policywatch.settings.kinds import UnfitError
from policywatch.settings.wording import did_you_mean

_BETWEEN_WORDS: Final = re.compile(r"[^\w]+")
_NAMES: Final = frozenset({TermKind.NAME, TermKind.BODY})


def plain_name(text: str) -> str:
    """Return what two ways to write a name have in common: no accents, no case, no hyphens, no stops in U.S."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text.replace("œ", "oe")).casefold())
    letters = "".join(character for character in apart if not unicodedata.combining(character))
    return _BETWEEN_WORDS.sub(" ", letters.replace(".", "")).strip().removeprefix("the ")


class PlaceNames:
    """Knows which place a code or a name means."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        #: plain name -> codes
        self._named: dict[str, set[str]] = {}
        #: plain form of anything else that means a place -> codes: good for hints only
        self._others: dict[str, set[str]] = {}
        #: names as people write them, for hints
        self._shown: set[str] = set()
        for place in gazetteer.places.values():
            for term in place.terms:
                kind = self._named if term.kind in _NAMES else self._others
                kind.setdefault(plain_name(term.text), set()).add(place.code)
                if term.kind in _NAMES:
                    self._shown.add(term.text)

    def resolve(self, text: str, lists: Mapping[str, Iterable[str]] | None = None) -> tuple[str, ...]:
        """Return the codes that a code, a name or a `@list` means.

        `lists` are lists beside those of the gazetteer, their entries codes or names. Raises UnfitError, whose message
        continues "`places` ...".
        """
        if not text.startswith("@"):
            return (self._code(text),)
        known = {**self._gazetteer.lists, **(lists or {})}
        name = text.removeprefix("@")
        if name not in known:
            raise UnfitError(f"names a list of places that is not there: `{text[:64]}`", did_you_mean(name, known))
        return tuple(dict.fromkeys(self._code(entry) for entry in known[name]))

    def _code(self, text: str) -> str:
        places = self._gazetteer.places
        if text in places:
            return text
        plain = plain_name(text)
        codes = sorted(self._named.get(plain, ()))
        if len(codes) == 1:
            return codes[0]
        if codes:
            choice = " or ".join(f"{code} ({places[code].name})" for code in codes)
            raise UnfitError(f"names more than one place: `{text[:64]}`", f"write {choice}")
        raise UnfitError(f"names no place: `{text[:64]}`", self._hint(text, plain))

    def _hint(self, text: str, plain: str) -> str:
        places = self._gazetteer.places
        if text.upper() in places:
            code = text.upper()
            return f"did you mean {code} ({places[code].name})?"
        if around := sorted(self._others.get(plain, ())):
            return "did you mean " + " or ".join(f"{code} ({places[code].name})" for code in around) + "?"
        return did_you_mean(text, self._shown)
