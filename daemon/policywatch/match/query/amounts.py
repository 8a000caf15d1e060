"""Amounts: what stands between the brackets of QUANTITY(...).

Takes: the whole term as written. Gives: a Quantity node.
Raises: Misread, with the place in the term; conditions.py turns it into the error that callers see.
"""

from __future__ import annotations

import re
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple

from policywatch.match.quantities import CURRENCY_NAMES
from policywatch.match.quantities.currencies import CODES, SIGNS
from policywatch.match.quantities.digits import read_digits
from policywatch.match.query.tree import Quantity
from policywatch.model.quantity import QuantityKind

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)|(?P<dots>\.\.+|…)|(?P<sign>[<>=≤≥!]+)|(?P<currency>[$€£¥])"
    r"|(?P<word>[^\W\d]+)|(?P<other>\S)"
)
_SCALES = {
    **dict.fromkeys(("k", "thousand"), 10**3),
    **dict.fromkeys(("m", "mn", "million"), 10**6),
    **dict.fromkeys(("b", "bn", "billion"), 10**9),
    **dict.fromkeys(("tn", "trillion"), 10**12),
}
_COMPARISONS = (">=", ">", "<=", "<", "=")
_SPELT = {"≥": ">=", "≤": "<="}
#: what people write who know another language
_MEANT = {"==": "=", "=>": ">=", "=<": "<="} | dict.fromkeys(("!=", "<>"), "NOT QUANTITY(... = ...)")
_EXAMPLE = "for example QUANTITY(people >= 500) or QUANTITY(money > 100m USD)"
EMPTY = "nothing stands between these brackets"
_NUMBERS = "numbers are written 500, 1,000, 100k, 2.5m"
#: characters of a word that a message shows
_LONGEST_SHOWN = 40
#: what a figure has at most: there is no more money
_MOST = Decimal(10) ** 18

#: currencies that a misspelt code is likelier to mean than others
_LIKELY = ("USD", "EUR", "GBP", "XOF", "XAF", "NGN", "SGD", "CNY", "CHF", "CAD", "AUD", "JPY", "INR", "RUB", "ZAR")


class Misread(Exception):  # noqa: N818  (read_condition turns it into the error that callers see)
    """A condition that cannot be read."""

    def __init__(self, cause: str, hint: str, place: tuple[int, int] | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.hint = hint
        #: what is meant, in characters of the term; None = all of it
        self.place = place


class Token(NamedTuple):
    """A piece of what stands between the brackets."""

    kind: str
    text: str
    #: start and end in the term
    place: tuple[int, int]

    @property
    def shown(self) -> str:
        """The text, shortened where it is long."""
        return self.text if len(self.text) <= _LONGEST_SHOWN else self.text[: _LONGEST_SHOWN - 1] + "…"


class _Inside:
    """The tokens between the brackets, one after another."""

    def __init__(self, term: str) -> None:
        self._tokens = [
            Token(found.lastgroup or "", found.group(), found.span())
            for found in _TOKEN.finditer(term, term.index("(") + 1, len(term) - 1)
        ]
        self._at = 0

    @property
    def rest(self) -> Token | None:
        """The next token, None behind the last."""
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    @property
    def last(self) -> Token:
        """The token before the next."""
        return self._tokens[max(0, self._at - 1)]

    def take(self, *kinds: str) -> Token | None:
        """Return the next token and go on, None where there is none of these kinds."""
        if self.rest is None or self.rest.kind not in kinds:
            return None
        self._at += 1
        return self.last


def read_quantity(term: str) -> Quantity:
    """Return the node of `QUANTITY(people >= 500)`."""
    name = term.partition("(")[0].rstrip()
    if not name.isupper():
        raise Misread("QUANTITY is written in capitals", "write QUANTITY(...)", (0, len(name)))
    inside = _Inside(term)
    if inside.rest is None:
        raise Misread(EMPTY, _EXAMPLE)
    kind = _kind(inside)
    if inside.rest is None:
        raise Misread(
            f"a comparison is missing behind {kind}", f"any at all are QUANTITY({kind} >= 0)", inside.last.place
        )
    sign = inside.take("sign")
    comparison = _comparison(sign) if sign else ""
    low, scaled, currency = _figure(inside, kind)
    if sign is None:
        return _range(inside, kind, low, scaled=scaled, currency=currency)
    _end(inside, kind)
    strict = comparison in (">", "<")
    if comparison == "=":
        return Quantity(kind, low, low, strict, currency)
    if comparison[0] == ">":
        return Quantity(kind, low, None, strict, currency)
    if strict and not low:
        raise Misread("nothing is less than 0", "none at all is = 0", sign.place)
    return Quantity(kind, None, low, strict, currency)


def _kind(inside: _Inside) -> QuantityKind:
    token = inside.take("word")
    if token is None:
        raise Misread("QUANTITY needs people or money first", _EXAMPLE, inside.last.place)
    if token.text.lower() in tuple(QuantityKind):
        return QuantityKind(token.text.lower())
    close = get_close_matches(token.text.lower(), tuple(QuantityKind), 1)
    hint = f"did you mean {close[0]}" if close else "quantities are of people or of money"
    raise Misread(f"there are no quantities of {token.shown}", hint, token.place)


def _comparison(sign: Token) -> str:
    text = _SPELT.get(sign.text, sign.text)
    if text in _COMPARISONS:
        return text
    meant = _MEANT.get(text) or get_close_matches(text, _COMPARISONS, 1, cutoff=0)[0]
    raise Misread(f"{sign.shown} is no comparison", f"did you mean {meant}", sign.place)


def _figure(inside: _Inside, kind: QuantityKind) -> tuple[Decimal, bool, str]:
    """Return a figure, whether it has a scale, and its currency."""
    before, ahead = "", inside.rest
    if ahead and (ahead.kind == "currency" or (ahead.kind == "word" and ahead.text.upper() in CODES)):
        before = _currency(inside, kind)
    number = inside.take("number")
    if number is None:
        last = inside.last
        raise Misread(f"a number is missing behind {last.shown}", _NUMBERS, last.place)
    scale = 1
    if inside.rest and inside.rest.kind == "word" and inside.rest.text.lower() in _SCALES:
        scale = _SCALES[inside.rest.text.lower()]
        inside.take("word")
    value = read_digits(number.text, ".", fraction=True)
    if value is None:
        raise Misread(f"{number.shown} is no number", _NUMBERS, number.place)
    value *= scale
    if value > _MOST:
        raise Misread("this number is too large", "there are not so many people, nor so much money", number.place)
    if kind is QuantityKind.PEOPLE and value % 1:
        raise Misread(f"people are whole: {number.shown} of them cannot be counted", "round it", number.place)
    behind = inside.rest
    is_unit = behind is not None and behind.kind in ("word", "currency") and behind.text not in ("AND", "OR", "NOT")
    currency = _currency(inside, kind) if is_unit and not before else before
    return value if value % 1 else Decimal(int(value)), scale > 1, currency


def _currency(inside: _Inside, kind: QuantityKind) -> str:
    token = inside.take("word", "currency")
    assert token is not None  # noqa: S101  (the caller has looked)
    text = token.text.upper()
    if kind is QuantityKind.PEOPLE:
        hint = "to say which people, write for example troops NEAR/5 QUANTITY(people >= 500)"
        raise Misread(f"people are counted without a unit: {token.shown}", hint, token.place)
    if token.kind == "currency":
        return SIGNS[token.text]
    if text in CODES:
        return text
    meant = CURRENCY_NAMES.get(token.text.lower()) or _closest_code(text)
    hint = f"did you mean {meant}" if meant else "currencies are written as ISO 4217 codes: USD, EUR, XOF"
    raise Misread(f"there is no currency {token.shown}", hint, token.place)


def _closest_code(text: str) -> str:
    """Return the code that a misspelt one probably means: letters swapped, or one other letter."""
    codes = (*_LIKELY, *sorted(CODES))
    swapped = [code for code in codes if sorted(code) == sorted(text)]
    return next(iter(swapped or get_close_matches(text, _LIKELY, 1) or get_close_matches(text, codes, 1)), "")


def _range(inside: _Inside, kind: QuantityKind, low: Decimal, *, scaled: bool, currency: str) -> Quantity:
    """Read the end of `people 500..1,000`."""
    if inside.take("dots") is None:
        raise Misread(f"a comparison is missing before {inside.last.shown}", _EXAMPLE, inside.last.place)
    high, high_scaled, high_currency = _figure(inside, kind)
    _end(inside, kind)
    if currency and high_currency and currency != high_currency:
        raise Misread(f"{currency} and {high_currency} are two currencies", "none is converted; ask for each by OR")
    if high_scaled and not scaled and low:
        raise Misread(
            "the first number of the range has no scale, the second one has", "write 10m..15m, or all the zeros"
        )
    if low >= high:
        raise Misread("the range ends before it begins", "write the smaller number first")
    return Quantity(kind, low, high, False, currency or high_currency)


def _end(inside: _Inside, kind: QuantityKind) -> None:
    token = inside.rest
    if token is None:
        return
    hint = f"a range is written QUANTITY({kind} 500..1,000)"
    if token.kind == "number":
        hint = "digits are grouped with commas: 1,000"
    raise Misread(f"{token.shown} does not belong behind a number", hint, token.place)
