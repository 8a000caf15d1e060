"""Conditions: what stands between the brackets of QUANTITY(...) and STANCE(...).

Takes: the whole term as written; of STANCE also the level that it may stand in. Gives: a Quantity or Stance node.
Raises: Refusal, with the place in the term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple

from policywatch.match.quantities import CURRENCY_NAMES
from policywatch.match.quantities.currencies import CODES, SIGNS
from policywatch.match.quantities.digits import read_digits
from policywatch.match.query.syntax import Leaf, Level, Negated
from policywatch.match.query.terms import Refusal
from policywatch.match.query.tree import Node, Quantity, Stance
from policywatch.model.quantity import QuantityKind
from policywatch.model.stance import StanceLabel

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
#: what a figure has at most: there is no more money
_MOST = Decimal(10) ** 18

#: currencies that a misspelt code is likelier to mean than others
_LIKELY = ("USD", "EUR", "GBP", "XOF", "XAF", "NGN", "SGD", "CNY", "CHF", "CAD", "AUD", "JPY", "INR", "RUB", "ZAR")

_LABELS = tuple(label.value for label in StanceLabel)


class _Token(NamedTuple):
    kind: str
    text: str
    place: tuple[int, int]


class _Inside:
    """The tokens between the brackets, one after another."""

    def __init__(self, term: str) -> None:
        opening = term.index("(") + 1
        self._tokens = [
            _Token(found.lastgroup or "", found.group(), found.span())
            for found in _TOKEN.finditer(term, opening, len(term) - 1)
        ]
        if not self._tokens:
            raise Refusal("nothing stands between these brackets", _EXAMPLE)
        self._at = 0

    def take(self, *kinds: str) -> _Token | None:
        """Return the next token and go on, None where there is none of these kinds."""
        if self.rest is None or self.rest.kind not in kinds:
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    @property
    def rest(self) -> _Token | None:
        """The next token, None behind the last."""
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    @property
    def last(self) -> _Token:
        """The token before the next."""
        return self._tokens[max(0, self._at - 1)]


def read_condition(kind: str, term: str) -> Node:
    """Return the node of a term; `kind` is its name in the grammar."""
    return _quantity(term) if kind == "QUANTITY" else Stance(_stance_labels(term))


def stance_of(level: Level) -> Leaf | None:
    """Return the STANCE that restricts what the rest of a query finds, None where none stands where it can."""
    if "OR" in level.joints:
        return None
    stances = [one for one in level.operands if isinstance(one, Leaf) and one.kind == "STANCE"]
    others = [one for one in level.operands if not isinstance(one, Negated) and one not in stances]
    return stances[0] if stances and others else None


def _quantity(term: str) -> Quantity:
    name = term.partition("(")[0].rstrip()
    if not name.isupper():
        raise Refusal("QUANTITY is written in capitals", f"write QUANTITY{term[len(name) :]}", (0, len(name)))
    inside = _Inside(term)
    kind = _kind(inside)
    if inside.rest is None:
        raise Refusal(
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
        raise Refusal("nothing is less than 0", "none at all is = 0", sign.place)
    return Quantity(kind, None, low, strict, currency)


def _kind(inside: _Inside) -> QuantityKind:
    token = inside.take("word")
    if token is None:
        raise Refusal("QUANTITY needs people or money first", _EXAMPLE, inside.last.place)
    if token.text.lower() in tuple(QuantityKind):
        return QuantityKind(token.text.lower())
    close = get_close_matches(token.text.lower(), tuple(QuantityKind), 1)
    hint = f"did you mean {close[0]}" if close else "quantities are of people or of money"
    raise Refusal(f"there are no quantities of {token.text}", hint, token.place)


def _comparison(sign: _Token) -> str:
    text = _SPELT.get(sign.text, sign.text)
    if text in _COMPARISONS:
        return text
    meant = _MEANT.get(text) or get_close_matches(text, _COMPARISONS, 1, cutoff=0)[0]
    raise Refusal(f"{sign.text} is no comparison", f"did you mean {meant}", sign.place)


def _figure(inside: _Inside, kind: QuantityKind) -> tuple[Decimal, bool, str]:
    """Return a figure, whether it has a scale, and its currency."""
    before, ahead = "", inside.rest
    if ahead and (ahead.kind == "currency" or (ahead.kind == "word" and ahead.text.upper() in CODES)):
        before = _currency(inside, kind)
    number = inside.take("number")
    if number is None:
        last = inside.last
        raise Refusal(
            f"a number is missing behind {last.text}", "numbers are written 500, 1,000, 100k, 2.5m", last.place
        )
    scale = 1
    if inside.rest and inside.rest.kind == "word" and inside.rest.text.lower() in _SCALES:
        scale = _SCALES[inside.rest.text.lower()]
        inside.take("word")
    value = read_digits(number.text, ".", fraction=True)
    if value is None:
        raise Refusal(f"{number.text} is no number", "numbers are written 500, 1,000, 100k, 2.5m", number.place)
    value *= scale
    if value > _MOST:
        raise Refusal("this number is too large", "there are not so many people, nor so much money", number.place)
    if kind is QuantityKind.PEOPLE and value % 1:
        raise Refusal(f"people are whole: {number.text} of them cannot be counted", "round it", number.place)
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
        raise Refusal(f"people are counted without a unit: {token.text}", hint, token.place)
    if token.kind == "currency":
        return SIGNS[token.text]
    if text in CODES:
        return text
    meant = CURRENCY_NAMES.get(token.text.lower()) or _closest_code(text)
    hint = f"did you mean {meant}" if meant else "currencies are written as ISO 4217 codes: USD, EUR, XOF"
    raise Refusal(f"there is no currency {token.text}", hint, token.place)


def _closest_code(text: str) -> str:
    """Return the code that a misspelt one probably means: letters swapped, or one other letter."""
    codes = (*_LIKELY, *sorted(CODES))
    swapped = [code for code in codes if sorted(code) == sorted(text)]
    return next(iter(swapped or get_close_matches(text, _LIKELY, 1) or get_close_matches(text, codes, 1)), "")


def _range(inside: _Inside, kind: QuantityKind, low: Decimal, *, scaled: bool, currency: str) -> Quantity:
    """Read the end of `people 500..1,000`."""
    if inside.take("dots") is None:
        raise Refusal(f"a comparison is missing before {inside.last.text}", _EXAMPLE, inside.last.place)
    high, high_scaled, high_currency = _figure(inside, kind)
    _end(inside, kind)
    if currency and high_currency and currency != high_currency:
        raise Refusal(f"{currency} and {high_currency} are two currencies", "none is converted; ask for each by OR")
    if high_scaled and not scaled:
        raise Refusal(
            "the first number of the range has no scale, the second one has", "write 10m..15m, or all the zeros"
        )
    if low >= high:
        raise Refusal("the range ends before it begins", "write the smaller number first")
    return Quantity(kind, low, high, False, currency or high_currency)


def _end(inside: _Inside, kind: QuantityKind) -> None:
    token = inside.rest
    if token is None:
        return
    hint = f"a range is written QUANTITY({kind} 500..1,000)"
    if token.kind == "number":
        hint = "digits are grouped with commas: 1,000"
    raise Refusal(f"{token.text} does not belong behind a number", hint, token.place)


# --- stances ---


def _stance_labels(term: str) -> tuple[StanceLabel, ...]:
    """Return the labels of `STANCE(asserted OR planned)`, each once."""
    labels: list[StanceLabel] = []
    expected = "label"
    place = (0, len(term))
    for token in _split_labels(term):
        place = token.place
        if expected == "label":
            labels.append(_label(token))
        elif token.text not in ("OR", "||"):
            hint = f"write {labels[-1]} OR {token.text.lower() if token.text != ',' else '...'}"
            if token.text == "or":
                hint = "OR is written in capitals"
            if token.text in ("AND", "&&", "NOT"):
                hint = "a passage has one stance; alternatives are joined by OR"
            raise Refusal(f"labels are joined by OR, not by {token.text}", hint, token.place)
        expected = "OR" if expected == "label" else "label"
    if not labels:
        raise Refusal("nothing stands between these brackets", f"labels are {', '.join(_LABELS)}")
    if expected == "label":
        raise Refusal("a label is missing behind OR", f"labels are {', '.join(_LABELS)}", place)
    return tuple(dict.fromkeys(labels))


def _split_labels(term: str) -> Iterator[_Token]:
    for found in re.compile(r"\|\||[^\s|,]+|\S").finditer(term, term.index("(") + 1, len(term) - 1):
        yield _Token("", found.group(), found.span())


def _label(token: _Token) -> StanceLabel:
    text = token.text.lower()
    if text in _LABELS:
        return StanceLabel(text)
    if token.text in ("NOT", "-"):
        raise Refusal("a stance is never negated", "name those that you want", token.place)
    close = get_close_matches(text.replace("-", "_"), _LABELS, 1)
    hint = f"did you mean {close[0]}" if close else f"labels are {', '.join(_LABELS)}"
    raise Refusal(f"there is no stance {token.text}", hint, token.place)
