"""Quantities: how many people, and how much money, a text tells of.

What it is: a reader of news prose in English and French. In reading order:

====================  ==============================================================
tokens                text -> words, numbers, and the signs between them
lexicon               what has to be known of a language; english, french, currencies
digits, numerals      tokens -> numbers
units                 what a figure counts
figures               numbers with their currencies, ranges; what is no count at all
bounds                *about*, *fewer than*, *or more*
reading               all of it together
====================  ==============================================================

Takes: text and its language. Gives: Quantities (model/quantity.py), with spans into the text as published.
Raises: nothing. Time is linear in the text: around each number, a bounded number of words is looked at.
"""

from __future__ import annotations

import re

from policywatch.match.quantities import english, french
from policywatch.match.quantities.reading import Reader
from policywatch.match.quantities.tokens import Tokens
from policywatch.model.quantity import Quantity

_LEXICONS = {"en": english.LEXICON, "fr": french.LEXICON}

#: wide ones too: folding makes them plain
_DIGIT = re.compile(r"\d")

#: what a currency is called -> its ISO 4217 code; "" where several are called so
CURRENCY_NAMES = {**french.LEXICON.currencies, **english.LEXICON.currencies}

__all__ = ["CURRENCY_NAMES", "read_quantities"]


def read_quantities(text: str, lang: str | None = "en") -> tuple[Quantity, ...]:
    """Return the quantities of people and money in a text, in reading order, none within another.

    `lang` is an ISO 639-1 code. Of a text in any other language than English and French, or in one that nobody knows,
    what both readers find is returned.
    """
    tokens = Tokens(text)
    found: list[Quantity] = []
    has_digits = _DIGIT.search(text) is not None
    for language in (lang,) if lang in _LEXICONS else _LEXICONS:
        starts = _LEXICONS[language].starts
        if has_digits or not starts.isdisjoint(tokens.words):
            # every letter sorts behind every digit
            candidates = [index for index, word in enumerate(tokens.words) if word in starts or word < "a"]
            found += Reader(tokens, _LEXICONS[language]).read(candidates)
    if lang in _LEXICONS:
        return tuple(found)
    # of two that overlap, the longer one has understood more
    found.sort(key=lambda one: (one.span[0], -one.span[1]))
    apart: list[Quantity] = []
    for quantity in found:
        if not apart or quantity.span[0] >= apart[-1].span[1]:
            apart.append(quantity)
    return tuple(apart)
