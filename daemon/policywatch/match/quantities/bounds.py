"""Bounds: the phrases that qualify a figure (*just over*, *fewer than*, *or more*), and what they make of it.

Takes: Tokens, a Lexicon, the tokens of a figure. Gives: a Bound and where it stands; a figure's range. Raises: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from policywatch.match.quantities.lexicon import Bound, Lexicon
from policywatch.match.quantities.numerals import Numeral
from policywatch.match.quantities.tokens import Tokens

#: words
_LONGEST = 5
#: what *just over* and *nearly* leave open, as a part of the figure
_MARGIN = Decimal("0.05")
_SIGNS = {
    "~": Bound.ABOUT,
    "≈": Bound.ABOUT,
    "±": Bound.ABOUT,
    ">": Bound.MORE_THAN,
    "<": Bound.FEWER_THAN,
    "≥": Bound.AT_LEAST,
    "≤": Bound.AT_MOST,
}


@dataclass(frozen=True, slots=True)
class Reach:
    """A figure with what qualifies it; see model/quantity.py for the fields."""

    low: Decimal | None
    high: Decimal | None
    approximate: bool
    strict: bool


def reach(numeral: Numeral, bound: Bound | None) -> Reach:
    """Return what a number means behind or before a bound."""
    low, high, strict = numeral.low, numeral.high, numeral.strict
    match bound:
        case Bound.MORE_THAN:
            return Reach(low, None, numeral.approximate, True)
        case Bound.AT_LEAST:
            return Reach(low, None, numeral.approximate, strict)
        case Bound.FEWER_THAN:
            return Reach(None, high, numeral.approximate, True)
        case Bound.AT_MOST:
            return Reach(None, high, numeral.approximate, strict)
        case Bound.JUST_OVER:
            return Reach(low, high * (1 + _MARGIN), True, True)
        case Bound.JUST_UNDER:
            return Reach(low * (1 - _MARGIN), high, True, True)
        case _:
            return Reach(low, high, numeral.approximate or bound is Bound.ABOUT, strict)


def bound_before(tokens: Tokens, lexicon: Lexicon, start: int, floor: int) -> tuple[Bound | None, int]:
    """Return the bound before the token `start` and its first token, not before `floor`; the longest phrase counts."""
    sign = tokens.gaps[start].rstrip(" \u00a0$€£")[-1:]
    if sign in _SIGNS:
        return _SIGNS[sign], start
    if tokens.word(start - 1) not in lexicon.bound_ends:
        return None, start
    phrase, found, first = "", None, start
    for index in range(start - 1, max(floor, start - _LONGEST) - 1, -1):
        if not tokens.leads_to(index + 1):
            break
        phrase = f"{tokens.words[index]} {phrase}" if phrase else tokens.words[index]
        bound = lexicon.bounds.get(phrase)
        if bound:
            found, first = bound, index
    return found, first


def bound_after(tokens: Tokens, lexicon: Lexicon, end: int, *, is_noun: bool = False) -> tuple[Bound | None, int]:
    """Return the bound at the token `end` and the token behind it: 1,000+, 500 or so.

    Where a noun stands before it (`is_noun`), one word is too little: 40 people or more, but 40 people plus five dogs.
    """
    if tokens.gaps[end][:1] == "+":
        return Bound.AT_LEAST, end
    phrase, found, last = "", None, end
    for index in range(end, end + 2):
        if not tokens.follows(index):
            break
        phrase = f"{phrase} {tokens.words[index]}" if phrase else tokens.words[index]
        bound = lexicon.bounds_after.get(phrase)
        if bound and (not is_noun or index > end):
            found, last = bound, index + 1
    return found, last
