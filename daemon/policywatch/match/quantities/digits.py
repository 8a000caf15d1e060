"""Digits: what a number written in digits says, by the habits of a language.

Takes: digits with the signs among them, as Tokens has them; the language's decimal sign. Gives: the value, None where
they are no number that counts something (0199, 1.2.3, a row of 40 digits). Raises: nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal

from policywatch.match.quantities.tokens import HARD_SPACE

#: characters; what is longer counts nothing
_LONGEST = 24
_SIGNS = re.compile(rf"[.,' {HARD_SPACE}]")


def read_digits(word: str, decimal_sign: str, *, fraction: bool) -> Decimal | None:
    """Return the value. `fraction` says that one makes sense: a scale (*1.2 million*) or a currency stands by."""
    if len(word) > _LONGEST:
        return None
    signs = _SIGNS.findall(word)
    if not signs:
        return None if word[0] == "0" and len(word) > 1 else Decimal(word)
    last_sign = signs[-1]
    whole, _, last = word.rpartition(last_sign)
    if len(set(signs)) == 1 and (len(signs) > 1 or _groups(last_sign, whole, last, decimal_sign, fraction=fraction)):
        return Decimal(_SIGNS.sub("", word)) if _is_grouped(word, last_sign) else None
    if last_sign not in ".," or last_sign in signs[:-1] or len(set(signs)) > 2:
        return None
    if len(signs) > 1 and not _is_grouped(whole, signs[0]):
        return None
    return Decimal(f"{_SIGNS.sub('', whole)}.{last}")


def _groups(sign: str, whole: str, last: str, decimal_sign: str, *, fraction: bool) -> bool:
    """Say whether the one sign groups digits, rather than begin a fraction."""
    if sign not in ".,":
        return True
    if len(last) != 3 or whole == "0":
        return False
    # the other language's habit is followed too, where a fraction makes no sense: 1.200 soldiers, 1,200 soldats
    return sign != decimal_sign or not fraction


def _is_grouped(word: str, sign: str) -> bool:
    """Say whether the groups have three digits each; India's commas group hundreds of thousands by two."""
    first, *groups = word.split(sign)
    if not 1 <= len(first) <= 3 or first[0] == "0":
        return False
    middle = (2, 3) if sign == "," else (3,)
    return len(groups[-1]) == 3 and all(len(group) in middle for group in groups)
