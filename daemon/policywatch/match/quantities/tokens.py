"""Tokens: a text as its words and numbers, folded, with the signs between them.

What it is: what the reader of quantities walks over. Unlike normalize.py, letters and digits are words of their own
(*USD442* is *usd* and *442*, with nothing between), and signs are kept: they say what a number is.
Takes: text. Gives: words in small letters without accents, gaps, and their places in the text as published.
Raises: nothing. Linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

from policywatch.match.quantities.currencies import SIGNS
from policywatch.model.span import Span

#: a hard space, which groups digits in French print; other thin spaces become it
HARD_SPACE = "\u00a0"

#: characters that are not there for a reader: soft hyphen, joiners, direction marks, byte order mark
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
#: accents that stand behind their letter
_MARK = re.compile("[\u0300-\u036f]")
#: wide and styled letters and digits
_STYLED = re.compile("[\uff00-\uffef\U0001d400-\U0001d7ff]")
#: what cannot be folded one character for one
_ODD = re.compile("|".join(one.pattern for one in (_INVISIBLE, _MARK, _STYLED)))


def _plain_forms() -> dict[str, str]:
    """Return the one-for-one folding of small letters and signs."""
    plain = {}
    for char in map(chr, range(0xC0, 0x250)):
        first = unicodedata.normalize("NFKD", char)[0]
        if first.isascii() and first.isalpha():
            plain[char] = first
    plain |= dict.fromkeys("’‘ʼʻ´＇", "'") | dict.fromkeys("“”„«»", '"') | dict.fromkeys("‐‑‒–−", "-")
    plain |= {"œ": "o", "æ": "a", "ø": "o", "\u200b": " "}
    plain |= dict.fromkeys("¹²³⁰⁴⁵⁶⁷⁸⁹", " ")  # notes
    return plain | dict.fromkeys(map(chr, (*range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)), HARD_SPACE)


_PLAIN = _plain_forms()
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

_ABBREVIATION = r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_](?![^\W_]))++\.?"
#: 1 200 as one number, but neither the 3 200 of 73 200 nor a telephone's 20 73 200
_SPACED = r"(?<![0-9] )(?<![0-9])[0-9]{1,3}(?: [0-9]{3})++(?:,[0-9]++)?(?![0-9])"
_NUMBER = rf"[0-9]++(?:[.,'{HARD_SPACE}][0-9]++)*+"
_LETTERS = r"[^\W\d_]++"
#: every quantifier is possessive, or nothing follows it that could fail after long
_TOKEN = re.compile(
    # the first alternative is the plain word, which is nearly every word; what follows it sends the others on
    rf"([a-z]++(?!\.[^\W\d_]|[^\x00-\x7f])|{_SPACED}|{_NUMBER}|{_ABBREVIATION}|{_LETTERS})"
)

#: what may stand between two words of one phrase
_JOINTS = frozenset((" ", "-", "'", HARD_SPACE, "\n", "  ", ' "', '" ', "+ "))
_CURRENCY_SIGNS = "".join(SIGNS)
_END_OF_CLAUSE = re.compile(r"[.;:!?…]|\n\s*\n")


class Tokens:
    """The words of a text. `gaps[i]` stands before `words[i]`; after the last word stands one gap more."""

    def __init__(self, text: str) -> None:
        self.text = text
        folded, self._origins = _fold(text)
        pieces = _TOKEN.split(folded)
        self.words: list[str] = pieces[1::2]
        self.gaps: list[str] = pieces[0::2]
        self._count = len(self.words)
        self._pieces = pieces
        self._ends: list[int] = []

    def span(self, first: int, end: int) -> Span:
        """Return where the words from `first` up to, not including, `end` stand in the text as published."""
        if not self._ends:
            self._ends = list(accumulate(map(len, self._pieces)))
        start, stop = self._ends[2 * first], self._ends[2 * end - 1]
        if not self._origins:
            return start, stop
        return self._origins[start][0], self._origins[stop - 1][1]

    def word(self, index: int) -> str:
        """Return a word; "" beyond the last, and before the first."""
        return self.words[index] if 0 <= index < self._count else ""

    def follows(self, index: int) -> bool:
        """Say whether the word stands in one phrase with the word before it."""
        return 0 < index < self._count and self.gaps[index] in _JOINTS

    def leads_to(self, index: int) -> bool:
        """Say whether the word before stands in one phrase with this one, or with the sign of a currency before it."""
        if not 0 < index < len(self.words):
            return False
        gap = self.gaps[index]
        return gap in _JOINTS or (gap.rstrip(_CURRENCY_SIGNS) in _JOINTS and len(gap) < 4)

    def ends_clause(self, index: int) -> bool:
        """Say whether a clause ends in the gap before a word."""
        return _END_OF_CLAUSE.search(self.gaps[index]) is not None

    def is_capital(self, index: int) -> bool:
        """Say whether a word begins with a capital letter."""
        return self.text[self.span(index, index + 1)[0]].isupper()

    def is_upper(self, index: int) -> bool:
        """Say whether a word is in capital letters."""
        start, end = self.span(index, index + 1)
        return self.text[start:end].isupper()

    def is_number(self, index: int) -> bool:
        """Say whether there is a word and it is made of digits."""
        # every letter sorts behind every digit
        return 0 <= index < self._count and self.words[index] < "a"


def _fold(text: str) -> tuple[str, list[Span]]:
    """Return the text folded, and the origin of each character where that is not simply its own place."""
    if text.isascii():
        return text.lower(), []
    # the one letter that grows in lower case is İ
    text = text.replace("İ", "I")
    if not _ODD.search(text):
        return _plain(text.lower()), []
    folded: list[str] = []
    origins: list[Span] = []
    for index, char in enumerate(text):
        if _MARK.match(char):
            if origins:
                origins[-1] = (origins[-1][0], index + 1)
        elif not _INVISIBLE.match(char):
            plain = unicodedata.normalize("NFKC", char) if _STYLED.match(char) else char
            for one in _plain(plain.lower()):
                folded.append(one)
                origins.append((index, index + 1))
    return "".join(folded), origins


def _plain(text: str) -> str:
    """Return small letters and signs in plain form, one for one."""
    return _NOT_ASCII.sub(lambda found: _PLAIN.get(found.group(), found.group()), text)
