"""Numerals: the numbers of a text, in digits and in words.

What it is: *1,100*, *1.2bn*, *two hundred and ten*, *half a million*, *tens of thousands*, *deux millions et demi*.
What a number counts, and what qualifies it, is not decided here.
Takes: Tokens, a Lexicon, the number of a token. Gives: the Numeral that begins there. Raises: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from policywatch.match.quantities.currencies import SIGNS, WRITTEN
from policywatch.match.quantities.digits import read_digits
from policywatch.match.quantities.lexicon import Lexicon
from policywatch.match.quantities.tokens import Tokens

_HALF = Decimal("0.5")
_QUARTER = Decimal("0.25")
#: *hundreds* are more than one of them, and fewer than ten
_SEVERAL = 10


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number, or the range that a word such as *hundreds* stands for."""

    low: Decimal
    high: Decimal
    #: its first token, and the one after its last
    start: int
    end: int
    approximate: bool = False
    #: the bounds themselves are not meant
    strict: bool = False
    #: what its last part is multiplied by; 1 where there is no such word
    scale: int = 1
    #: digits alone, which may be a name or a date as well
    plain: bool = False
    #: digits that can be the number of a year
    year: bool = False


@dataclass(frozen=True, slots=True)
class Numerals:
    """Reads the numbers of one text."""

    tokens: Tokens
    lexicon: Lexicon

    def read(self, at: int, *, money: bool) -> Numeral | None:
        """Return the number whose first token stands at `at`, None where there is none.

        `money`: a currency stands before it, so that *m* behind it means millions.
        """
        lexicon, word = self.lexicon, self.tokens.words[at]
        if self.tokens.is_number(at):
            return self._digits(at, money=money)
        if word in lexicon.several:
            return self._some(at, at + 1)
        if word in lexicon.couple:
            return self._couple(at)
        if word in lexicon.halves or word in lexicon.quarters:
            return self._part(at, at + 1, _HALF if word in lexicon.halves else _QUARTER)
        if word in lexicon.plural:
            return self._some(at, at)
        return self._spelled(at)

    # --- in digits ---

    def _digits(self, at: int, *, money: bool) -> Numeral | None:
        tokens, lexicon = self.tokens, self.lexicon
        word, end, scale = tokens.words[at], at + 1, 1
        if end < len(tokens.words) and not tokens.gaps[end]:
            # letters directly behind: 200m, or 3rd, 10h, 5km, which count nothing
            scale = lexicon.suffixes.get(tokens.words[end], 0)
            if scale:
                end += 1
            elif tokens.words[end] not in WRITTEN:
                return None
            else:
                scale = 1
        elif tokens.follows(end):
            scale = self._scale(end, money=money)
            end += scale > 1
        value = read_digits(word, lexicon.decimal_sign, fraction=scale > 1 or money)
        if value is None:
            return None
        half = self._and_a_half(end)
        if half and scale == 1 and self._scale(half, money=False) > 1:
            value, scale, end = value + _HALF, self._scale(half, money=False), half + 1
        if scale > 1 and (second := self._scale(end, money=False)) > scale:
            scale, end = scale * second, end + 1  # 2 hundred thousand
        value *= scale
        plain = scale == 1 and word.isdigit()
        year = plain and len(word) == 4 and word[:2] in ("19", "20")
        return Numeral(value, value, at, end, scale=scale, plain=plain, year=year)

    def _scale(self, at: int, *, money: bool) -> int:
        """Return what the word multiplies the number before it by; 1 where it does not."""
        tokens, lexicon = self.tokens, self.lexicon
        if not tokens.follows(at) or tokens.gaps[at] == "'":
            return 1
        word = tokens.words[at]
        if word in lexicon.scales:
            return lexicon.scales[word]
        if word in lexicon.hundreds:
            return 100
        # letters with a space before them: $5 bn, 500 M€
        if word in lexicon.suffixes and (money or tokens.gaps[at + 1].lstrip()[:1] in SIGNS):
            return lexicon.suffixes[word]
        if word in lexicon.suffixes and tokens.word(at + 1) in WRITTEN and tokens.is_upper(at + 1):
            return lexicon.suffixes[word]
        return 1

    def _and_a_half(self, at: int) -> int:
        """Return the token behind *and a half*, 0 where that does not stand here."""
        for length in (3, 2):
            words = self.tokens.words[at : at + length]
            if " ".join(words) in self.lexicon.and_a_half and self._joined(at, at + length):
                return at + length
        return 0

    def _joined(self, first: int, end: int) -> bool:
        return all(self.tokens.follows(index) for index in range(first, end))

    # --- some, half, a couple ---

    def _of_scale(self, at: int) -> int:
        """Return the token of a scale that stands at `at`, with *of* or *a* before it or not; 0 where none does."""
        lexicon, tokens = self.lexicon, self.tokens
        for filler in (lexicon.of, lexicon.articles):
            if tokens.follows(at) and tokens.words[at] in filler:
                at += 1
        if not tokens.follows(at):
            return 0
        word = tokens.words[at]
        return at if word in lexicon.scales or word in lexicon.hundreds or word in lexicon.plural else 0

    def _size(self, at: int) -> int:
        word = self.tokens.words[at]
        return 100 if word in self.lexicon.hundreds else self.lexicon.scales.get(word) or self.lexicon.plural[word]

    def _some(self, at: int, scale_at: int) -> Numeral | None:
        """Read *hundreds*, *tens of thousands*, *several hundred thousand*: a scale, once or twice, uncounted."""
        tokens, lexicon = self.tokens, self.lexicon
        if scale_at > at and (not tokens.follows(scale_at) or self._of_scale(scale_at) != scale_at):
            return None
        if tokens.words[at] in lexicon.plural_before_of and tokens.word(at + 1) not in lexicon.of:
            return None
        size, end = self._size(scale_at), scale_at + 1
        second = self._of_scale(end)
        if second and self._size(second) > size:
            size, end = size * self._size(second), second + 1
        elif second:
            return None
        return Numeral(Decimal(size), Decimal(size * _SEVERAL), at, end, approximate=True, strict=True, scale=size)

    def _couple(self, at: int) -> Numeral | None:
        scale_at = self._of_scale(at + 1)
        if not scale_at:
            return None
        value = Decimal(2 * self._size(scale_at))
        return Numeral(value, value, at, scale_at + 1, approximate=True, scale=self._size(scale_at))

    def _part(self, at: int, after: int, part: Decimal) -> Numeral | None:
        """Read *half a million*, *quarter of a million*, *demi-douzaine*."""
        scale_at = self._of_scale(after)
        if not scale_at or self._size(scale_at) % 4 or self.tokens.words[scale_at] in self.lexicon.hundreds:
            return None
        size = self._size(scale_at)
        approximate = self.tokens.words[scale_at] in self.lexicon.round_scales
        return Numeral(part * size, part * size, at, scale_at + 1, approximate=approximate, scale=size)

    # --- in words ---

    def _spelled(self, at: int) -> Numeral | None:
        tokens, lexicon = self.tokens, self.lexicon
        total, scale, approximate = Decimal(0), 0, False
        end = after = at
        while True:
            found = self._below_thousand(after)
            if found:
                group, after = Decimal(found[0]), found[1]
                if not scale and tokens.word(after) in lexicon.quarters:
                    return self._part(at, after + 1, group * _QUARTER)
                group, after = self._fraction(group, after)
            elif after == at and tokens.words[at] in lexicon.single and tokens.words[at] not in lexicon.hundreds:
                group = Decimal(1)
            else:
                break
            size = self._scale(after, money=False) if after > at else self._size(at)
            if size == 1 or (scale and size >= scale):
                if group % 1:
                    return None
                total, end = total + group, after
                break
            total += group * size
            approximate = approximate or tokens.words[after] in lexicon.round_scales
            scale, after = size, after + 1
            half = self._and_a_half(after)
            if half:
                total, after = total + size * _HALF, half
            end = after
            if tokens.follows(after) and tokens.words[after] in lexicon.joints:
                after += 1
            if not tokens.follows(after):
                break
        if end == at:
            return None
        return Numeral(total, total, at, end, approximate=approximate, scale=scale or 1)

    def _fraction(self, group: Decimal, after: int) -> tuple[Decimal, int]:
        """Add *and a half*, or *point five*, where a scale follows."""
        tokens, lexicon = self.tokens, self.lexicon
        half = self._and_a_half(after)
        if half and self._scale(half, money=False) > 1:
            return group + _HALF, half
        if tokens.follows(after) and tokens.words[after] in lexicon.point:
            digit = lexicon.small.get(tokens.word(after + 1), 10)
            if digit < 10 and self._scale(after + 2, money=False) > 1:
                return group + Decimal(digit) / 10, after + 2
        return group, after

    def _below_thousand(self, at: int) -> tuple[int, int] | None:
        """Return a number below a thousand and the token behind it; *twelve hundred* as well."""
        tokens, lexicon = self.tokens, self.lexicon
        found = self._below_hundred(at)
        value, after = found or (1, at)
        if tokens.word(after) not in lexicon.hundreds or (found and not tokens.follows(after)):
            return found
        value, after = value * 100, after + 1
        rest = after
        if tokens.follows(rest) and tokens.words[rest] in lexicon.joints and not lexicon.vigesimal:
            rest += 1
        found = self._below_hundred(rest) if tokens.follows(rest) else None
        return (value + found[0], found[1]) if found else (value, after)

    def _below_hundred(self, at: int) -> tuple[int, int] | None:
        tokens, small = self.tokens, self.lexicon.small
        value = small.get(tokens.word(at))
        if value is None:
            return None
        after = at + 1
        if value == 4 and self.lexicon.vigesimal and tokens.follows(after) and small.get(tokens.words[after]) == 20:
            value, after = 80, after + 1
        if value == 10 and self.lexicon.vigesimal:
            unit = self._small(after)
            return (value + unit, after + 1) if 7 <= unit <= 9 else (value, after)
        if value < 20:
            return value, after
        joined = after
        if self.lexicon.vigesimal and tokens.follows(joined) and tokens.words[joined] in self.lexicon.joints:
            joined += 1
        unit = self._small(joined)
        if unit == 10 and value in (60, 80) and self.lexicon.vigesimal:
            teens = self._small(joined + 1)
            return (value + unit + teens, joined + 2) if 7 <= teens <= 9 else (value + unit, joined + 1)
        most = 16 if value in (60, 80) and self.lexicon.vigesimal else 9
        # vingt et un, soixante et onze; et joins no other
        if not 1 <= unit <= most or (joined > after and unit not in (1, 11)):
            return value, after
        return value + unit, joined + 1

    def _small(self, at: int) -> int:
        return self.lexicon.small.get(self.tokens.words[at], 0) if self.tokens.follows(at) else 0
