"""Figures: numbers with the currency that stands at them, and ranges of two.

What it is: the step that sorts out digits that count nothing: names (*Section 7008*, *G7*), dates, times, telephone
numbers, shares.
Takes: Tokens, a Lexicon, the token of a number. Gives: the Figure. Raises: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from policywatch.match.quantities.currencies import DOLLARS, LETTERS
from policywatch.match.quantities.lexicon import Lexicon
from policywatch.match.quantities.numerals import Numeral, Numerals
from policywatch.match.quantities.tokens import Tokens
from policywatch.match.quantities.units import Units

#: signs directly before digits that make them a name, a time, a fraction
_BEFORE = frozenset("#№+/:.@=_\\^*&-")
#: what stands between the numbers of a row: 20 73 31 69
_ROW = frozenset((" ", "-", ".", ") ", " - "))
#: the last day of a month
_LAST_DAY = 31
#: words before FROM ... TO that may say it is a change
_RISE_NEAR = 6
_AROUND_DASH = " \u00a0$€£"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a range of two, with the currency that stands at it."""

    numeral: Numeral
    #: ISO 4217, "" where it cannot be told; None where no currency stands here
    currency: str | None
    start: int
    #: the token behind the number, and the one behind the currency
    end: int
    unit_end: int
    is_range: bool = False


class Figures:
    """Reads the figures of one text."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self._tokens = tokens
        self._lexicon = lexicon
        self._numerals = Numerals(tokens, lexicon)
        self._units = Units(tokens, lexicon)

    def read(self, at: int, floor: int) -> Figure | None:
        """Return the figure whose number begins at a token, None where it counts nothing.

        Words before `floor` belong to the quantity before.
        """
        first = self._single(at, floor)
        if first is None:
            return None
        found = self._range(first, floor) or first
        return None if found is first and first.currency is None and self._is_name(first) else found

    def _single(self, at: int, floor: int) -> Figure | None:
        tokens = self._tokens
        if self._is_spoiled(at):
            return None
        before = self._units.currency_before(at)
        numeral = self._numerals.read(at, money=before is not None)
        if numeral is None:
            return None
        if before and numeral.scale == 1 and before[1] < at and tokens.words[before[1]] in LETTERS:
            before = None  # N7 and R2 are roads
        if before and before[1] < floor:
            before = None  # of 5CFA6, CFA is the currency of 5
        if not before and at and not tokens.gaps[at]:
            return None  # G7
        start = before[1] if before else at
        if at > floor and start == at and tokens.word(at - 1) in self._lexicon.articles and tokens.follows(at):
            start -= not (tokens.is_number(at) or tokens.words[at] in self._lexicon.small)
        return self._with_currency_behind(numeral, start, before[0] if before else None)

    def _with_currency_behind(self, numeral: Numeral, start: int, currency: str | None) -> Figure:
        """Return the figure of a number with a currency before it, or none, and the one behind it."""
        behind = self._units.currency_after(numeral.end, numeral.scale)
        if behind and currency in (None, behind[0]):
            return Figure(numeral, behind[0], start, numeral.end, behind[1])
        return Figure(numeral, currency, start, numeral.end, numeral.end)

    def _is_spoiled(self, at: int) -> bool:
        """Say whether the signs around a number make it something else than a count: 9/11, 10:30, +227 20, F-16."""
        tokens = self._tokens
        before, after = tokens.gaps[at], tokens.gaps[at + 1]
        if not tokens.is_number(at):
            return before == "-"
        if before[-1:] in _BEFORE or after[:1] in ("/", "°") or after == ":" or after.lstrip()[:1] in ("%", "‰"):
            return True
        row = 1
        for step in (-1, 1):
            index = at
            while row < 3 and tokens.is_number(index + step) and tokens.gaps[max(index, index + step)] in _ROW:
                index, row = index + step, row + 1
        return row >= 3

    def _is_name(self, figure: Figure) -> bool:
        """Say whether a number is a name, a date or part of a ratio."""
        tokens, lexicon, numeral = self._tokens, self._lexicon, figure.numeral
        at, end = figure.start, figure.end
        before = tokens.word(at - 1)
        if before in lexicon.ratios:
            return True
        if before in lexicon.ratio_joints and (tokens.is_number(at - 2) or tokens.word(at - 2) in lexicon.small):
            return True
        if not numeral.plain:
            return False
        # a range has been read by now: 555-0199, 3-1
        if tokens.is_number(end) and tokens.gaps[end] == "-":
            return True
        if before in lexicon.identifiers and tokens.gaps[at].strip(" \n\u00a0-") in ("", "."):
            return True
        return numeral.low <= _LAST_DAY and (self._is_month(at - 1, at) or self._is_month(end, end))

    def _is_month(self, at: int, gap: int) -> bool:
        tokens, lexicon = self._tokens, self._lexicon
        if tokens.word(at) not in lexicon.months or not tokens.follows(gap):
            return False
        return not lexicon.capital_months or tokens.is_capital(at)

    # --- ranges ---

    def _range(self, first: Figure, floor: int) -> Figure | None:
        """Return the range that begins with a figure: 500-600, $10-15 million, between 500 and 600, de 500 à 600."""
        tokens, lexicon, at = self._tokens, self._lexicon, first.unit_end
        is_dash = tokens.is_number(at) and tokens.gaps[at].strip(_AROUND_DASH) in ("-", "—")
        is_letters = tokens.word(at) in DOLLARS and tokens.gaps[at] == "-"  # US$1m-US$2m
        is_worded = not (is_dash or is_letters)
        if is_worded and not (tokens.word(at) in lexicon.range_words and tokens.follows(at)):
            return None
        lead = tokens.word(first.start - 1) if first.start > floor and tokens.leads_to(first.start) else ""
        if is_worded:
            if tokens.words[at] not in (lexicon.and_ if lead in lexicon.between else lexicon.to):
                return None
            at += 1
        second = self._behind_dash(at) if is_dash else self._second(at)
        if second is None or (first.currency and second.currency and first.currency != second.currency):
            return None
        low, high = first.numeral, second.numeral
        if low.scale == 1 and high.scale > 1 and low.low * high.scale < high.high:
            # the one scale is that of both: $10-15 million
            low = replace(low, low=low.low * high.scale, high=low.high * high.scale)
        is_from = lead in lexicon.from_
        if low.low >= high.high or (is_from and self._rises(floor, first.start)):
            return None
        numeral = Numeral(
            low.low,
            high.high,
            low.start,
            high.end,
            approximate=low.approximate or high.approximate,
            strict=low.strict or high.strict,
            scale=high.scale,
            year=low.year and high.year,
        )
        currency = first.currency if second.currency is None else second.currency
        start = first.start - (is_from or lead in lexicon.between)
        return Figure(numeral, currency, start, second.end, second.unit_end, is_range=True)

    def _behind_dash(self, at: int) -> Figure | None:
        """Read the second number of 500-600 or $1m-$2m."""
        numeral = self._numerals.read(at, money=True)
        if numeral is None or self._tokens.gaps[at + 1].lstrip()[:1] in ("%", "‰", "-", "/"):
            return None
        return self._with_currency_behind(numeral, at, None)

    def _second(self, at: int) -> Figure | None:
        """Read the second figure of a range, before which an article or a currency's letters may stand."""
        tokens = self._tokens
        for index in (at, at + 1):
            if index < len(tokens.words) and (index == at or tokens.gaps[index] in ("", " ", "$", "$ ")):
                figure = self._single(index, at)
                if figure:
                    return figure if figure.start == at else None
        return None

    def _rises(self, floor: int, start: int) -> bool:
        """Say whether FROM ... TO tells of a change: rose from 500 to 600."""
        return not self._lexicon.rises.isdisjoint(self._tokens.words[max(floor, start - _RISE_NEAR) : start])
