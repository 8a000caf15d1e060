"""Reading quantities: figures, what qualifies them and what they count, put together.

Takes: Tokens and a Lexicon. Gives: Quantities in reading order, none within another. Raises: nothing.
"""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from policywatch.match.quantities.bounds import Reach, bound_after, bound_before, reach
from policywatch.match.quantities.currencies import SIGNS
from policywatch.match.quantities.figures import Figure, Figures
from policywatch.match.quantities.lexicon import Bound, Lexicon
from policywatch.match.quantities.numerals import Numerals
from policywatch.match.quantities.tokens import Tokens
from policywatch.match.quantities.units import Units
from policywatch.model.quantity import Quantity, QuantityKind
from policywatch.model.span import Span

#: quantities of one text; no article that was written for readers comes near
MAX_FOUND = 1_000
#: more people, or more money, than there are
_MOST = {QuantityKind.PEOPLE: Decimal(10) ** 11, QuantityKind.MONEY: Decimal(10) ** 18}
#: a bare figure up to here can be a time of day
_LAST_HOUR = 24
#: a figure up to here can stand before the two forces of a war, which are no people
_FEW = 20
_SIGN_BEFORE = re.compile(f"[{''.join(SIGNS)}]\\s?$")
_SIGN_BEHIND = re.compile(f"\\s?[{''.join(SIGNS)}](?![0-9])")
_NOTHING = Reach(Decimal(0), Decimal(0), approximate=False, strict=False)


class Reader:
    """Reads one text in one language."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self._tokens = tokens
        self._lexicon = lexicon
        self._figures = Figures(tokens, lexicon)
        self._numerals = Numerals(tokens, lexicon)
        self._units = Units(tokens, lexicon)
        #: the token behind the last quantity, and where its span ends: nothing before that belongs to the next
        self._floor = 0
        self._end = 0

    def read(self, candidates: list[int]) -> list[Quantity]:
        """Return the quantities whose numbers begin at some of these tokens, the first MAX_FOUND."""
        found: list[Quantity] = []
        done = 0
        for at in candidates:
            if at < done:
                continue
            if len(found) == MAX_FOUND:
                break
            done = at + 1
            if self._tokens.words[at] in self._lexicon.none:
                quantity = self._none(at)
            else:
                figure = self._figures.read(at, self._floor)
                if figure is None:
                    continue
                done = figure.unit_end
                quantity = self._money(figure) if figure.currency is not None else self._people(figure)
            if quantity:
                found.append(quantity)
                done = max(done, self._floor)
        return found

    def _none(self, at: int) -> Quantity | None:
        """Read *no troops*."""
        counted = self._units.counted(at + 1, one=False, few=False, none=True)
        return self._people_of(_NOTHING, counted[0], at, at + 1, counted[1]) if counted else None

    def _money(self, figure: Figure) -> Quantity | None:
        bound, start = bound_before(self._tokens, self._lexicon, figure.start, self._floor)
        after, end = bound_after(self._tokens, self._lexicon, figure.unit_end)
        if figure.numeral.high > _MOST[QuantityKind.MONEY]:
            return None
        told = reach(figure.numeral, bound or after)
        return self._quantity(QuantityKind.MONEY, told, figure.currency or "", start, figure.end, end)

    def _people(self, figure: Figure) -> Quantity | None:
        tokens, numeral = self._tokens, figure.numeral
        if numeral.high > _MOST[QuantityKind.PEOPLE]:
            return None
        bound, start = bound_before(tokens, self._lexicon, figure.start, self._floor)
        after, end = bound_after(tokens, self._lexicon, figure.end)
        told = reach(numeral, bound or after)
        if numeral.scale >= 1000 and self._units.is_fund(end):
            return self._quantity(QuantityKind.MONEY, told, "", start, end, end)
        if numeral.low % 1 or numeral.high % 1:
            return None
        counted = self._counted(figure, end)
        if counted:
            if numeral.year and bound is None and not self._counts_year(figure):
                return None
            unit, unit_end = counted
            if not (bound or after):
                after, unit_end = bound_after(tokens, self._lexicon, unit_end, is_noun=True)
                told = reach(numeral, after)
            return self._people_of(told, unit, start, end, unit_end)
        if numeral.year or not self._counts(figure, bound or after, start, end):
            return None
        unit = self._units.nearest_noun(start, end)
        return self._people_of(told, unit, start, end, end) if unit else None

    def _counted(self, figure: Figure, end: int) -> tuple[str, int] | None:
        """Return what the words behind a figure say that it counts, and the token behind them."""
        tokens, numeral = self._tokens, figure.numeral
        if tokens.follows(end) and (tokens.gaps[end] == "-" or tokens.words[end] in self._lexicon.strong):
            return self._units.compound(end)
        one = numeral.low == numeral.high == 1
        few = numeral.high < _FEW
        return self._units.counted(end, one=one, few=few) or self._shared(end, few=few)

    def _shared(self, end: int, *, few: bool) -> tuple[str, int] | None:
        """Return the noun that the next figure shares with this one: 200 French and 300 American soldiers."""
        tokens, index = self._tokens, end
        while index < end + 3 and tokens.follows(index) and tokens.is_capital(index):
            index += 1
        if not tokens.follows(index) or tokens.words[index] not in self._lexicon.range_words:
            return None
        if not tokens.follows(index + 1):
            return None
        numeral = self._numerals.read(index + 1, money=False)
        counted = self._units.counted(numeral.end, one=False, few=few) if numeral else None
        return (counted[0], end) if counted else None

    def _counts_year(self, figure: Figure) -> bool:
        """Say whether digits that can be a year count the noun behind them: 2000 soldiers, but in 2023 soldiers."""
        before = self._tokens.word(figure.start - 1)
        return figure.numeral.low % 100 == 0 and before not in self._lexicon.year_leads

    def _counts(self, figure: Figure, bound: Bound | None, start: int, end: int) -> bool:
        """Say whether a bare figure counts something, by what stands around it."""
        tokens, lexicon, least = self._tokens, self._lexicon, figure.numeral.low
        if least == figure.numeral.high == 1 or not self._units.is_bare(end):
            return False
        if (tokens.follows(end) and tokens.words[end] in lexicon.of) or self._units.happens_to(end):
            return True
        lead = tokens.word(start - 1) if tokens.leads_to(start) else ""
        is_hour = figure.numeral.high <= _LAST_HOUR and (bound is Bound.ABOUT or lead in lexicon.time_leads)
        if bound is not None or figure.is_range:
            return not is_hour
        return lead in lexicon.leads and least >= lexicon.leads[lead]

    def _people_of(self, told: Reach, unit: str, start: int, end: int, unit_end: int) -> Quantity:
        """Return a number of people: they are whole."""
        low = told.low if told.low is None else told.low.to_integral_value(ROUND_FLOOR)
        high = told.high if told.high is None else told.high.to_integral_value(ROUND_CEILING)
        whole = Reach(low, high, told.approximate, told.strict)
        return self._quantity(QuantityKind.PEOPLE, whole, unit, start, end, unit_end)

    def _quantity(self, kind: QuantityKind, told: Reach, unit: str, first: int, end: int, unit_end: int) -> Quantity:
        self._floor = unit_end
        text = self._tokens.text
        span, figure = self._tokens.span(first, unit_end), self._tokens.span(first, end)
        if kind is QuantityKind.MONEY:
            start, stop = _with_signs(text, span)
            span = max(start, self._end), stop
        self._end = span[1]
        return Quantity(
            kind=kind,
            low=_plain(told.low),
            high=_plain(told.high),
            unit=unit,
            approximate=told.approximate,
            strict=told.strict,
            words=text[span[0] : span[1]],
            span=span,
            figure=figure,
        )


def _with_signs(text: str, span: Span) -> Span:
    """Return the span of money with the currency's sign that stands before or behind it."""
    before, behind = _SIGN_BEFORE.search(text, max(0, span[0] - 3), span[0]), _SIGN_BEHIND.match(text, span[1])
    return (before.start() if before else span[0]), (behind.end() if behind else span[1])


def _plain(value: Decimal | None) -> Decimal | None:
    """Return the number in its shortest form, without exponent."""
    if value is None or value % 1:
        return value if value is None else value.normalize()
    return Decimal(int(value))
