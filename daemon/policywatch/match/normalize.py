"""Words: a text's words in folded form, each with its place in the original text.

What it is: the one answer to "what is a word, and when are two words the same", for articles and queries alike.

- A word is a run of letters and digits with the marks on them. Hyphens, slashes and underscores separate words.
- An apostrophe separates words too (*d'Etat* is *d* and *Etat*, so *armee* finds *l'armée* and *Niger* finds
  *Niger's*), but what it joins counts as one written word in distances.
- Letters with full stops between them are one word without them: *U.S.* is *US*. So is a number with its signs:
  *1,000* is *1000*, *3.5* stays *3.5*.
- Folding is NFKC, case and accents off, ligatures apart, invisible characters out (Unicode Standard annex 15 and
  section 3.13): *État* is *etat*, *Straße* is *strasse*, *cœur* is *coeur*.

Takes: text. Gives: words, and (start, end) in the original text. Raises: nothing.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable

#: signs that are many in news text, as ASCII signs that separate words likewise; one for one, so that offsets stay
_PLAIN_SIGNS = (
    *((apostrophe, "'") for apostrophe in "’‘ʼʻ´＇"),
    *((quote, '"') for quote in "“”„«»"),
    ("–", "-"),
    ("—", "-"),
    ("…", " "),
)

#: invisible characters that stand inside words: soft hyphen, joiners, byte order mark
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"

#: hard spaces: French print groups digits with them
_HARD_SPACES = "\u00a0\u202f\u2009"

#: the highest block that holds marks for letters of living scripts ends here (Adlam)
_LAST_MARK = 0x1E94A

#: letters that Unicode does not take apart, but writers do; apostrophes that it takes for letters (ŉ has one in it)
_APART = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ʼ": "", "ʻ": ""})

#: longer words are not worth remembering
_REMEMBERED_LENGTH = 64


def _marks() -> str:
    """Return a character class's content: every mark that may stand on a letter, as ranges."""
    ranges: list[list[int]] = []
    for code in range(0x300, _LAST_MARK + 1):
        if unicodedata.category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_MARKS = _marks()
# Every quantifier is possessive or stands between disjoint classes, so the whole is linear. The first alternative is
# the plain word, which is nearly every word; what follows it sends the others on.
_WORD = re.compile(
    r"(\w++(?![.,]\w|[\u0080-\U0010ffff])"
    rf"|(?<![\w.])[^\W\d](?:\.[^\W\d])+(?![\w{_MARKS}])\.?"  # U.S.
    rf"|\d{{1,3}}(?:[{_HARD_SPACES}]\d{{3}})++(?!\w)"  # 1 000
    rf"|\d++(?:[.,]\d++)++\w*+(?:[{_MARKS}{_INVISIBLE}]++\w++)*[{_MARKS}]*+"  # 1,000 or 3.5m
    rf"|\w++(?:[{_MARKS}{_INVISIBLE}]++\w++)*[{_MARKS}]*+)"
)
#: the same for text that is ASCII only, which most is
_ASCII_WORD = re.compile(
    r"(\w++(?![.,]\w)|(?<![\w.])[A-Za-z](?:\.[A-Za-z])+(?!\w)\.?|\d++(?:[.,]\d++)++\w*+|\w++)", re.ASCII
)

_GROUPED = re.compile(rf"\d{{1,3}}(?:[,{_HARD_SPACES}]\d{{3}})+(?!\d)")
_GROUP_SIGNS = re.compile(f"[,{_HARD_SPACES}]")
_SIGNS = re.compile("([.,])")
_NOT_IN_WORDS = re.compile(f"[{_INVISIBLE}ʼʻ]")


def split(text: str) -> list[str]:
    """Return the text in pieces: a gap, a word, a gap, a word, ..., a gap, each as long as it is in the text.

    Words are in small letters. In a gap, every kind of apostrophe is `'`.
    """
    # the one letter that grows in lower case is İ
    text = text.replace("_", " ").replace("İ", "I").lower()
    if not text.isascii():
        for sign, plain in _PLAIN_SIGNS:
            text = text.replace(sign, plain)
    return (_ASCII_WORD if text.isascii() else _WORD).split(text)


def words(text: str) -> list[str]:
    """Return the text's words, folded, in order."""
    return fold_all(split(text)[1::2])


def fold_all(found: list[str]) -> list[str]:
    """Return the folded forms of words that `split` found: in small letters."""
    return [word if word.isascii() and word.isalnum() else fold(word) for word in found]


def fold(word: str) -> str:
    """Return the folded form of one word as a text has it."""
    return _folded(word) if len(word) <= _REMEMBERED_LENGTH else _fold(word)


def exact(word: str) -> str:
    """Return the form that `{...}` compares: case and accents as they are, everything else folded."""
    plain = _plain(_without_signs(word))
    return plain if plain.isalnum() else _only_own_signs(word, _plain)


def _plain(text: str) -> str:
    return _NOT_IN_WORDS.sub("", unicodedata.normalize("NFKC", text))


def fold_value(value: str) -> str:
    """Return the folded form of a whole value (a tag, a host name, a language): one word, whatever is in it."""
    return " ".join(_fold_letters(value).split())


def _fold(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word.lower()
    folded = _fold_letters(_without_signs(word))
    return folded if folded.isalnum() else _only_own_signs(word, _fold_letters)


def _only_own_signs(word: str, change: Callable[[str], str]) -> str:
    """Return the word changed, without spaces and signs that came in: some letters come apart (½, ﷺ, ⒒)."""
    pieces = _SIGNS.split(_without_signs(word))
    changed = "".join(piece if piece in (".", ",") else _letters(change(piece)) for piece in pieces)
    # no word begins with a mark, as ำ would; 3,5⒒ is 3,511 by now
    while changed and unicodedata.category(changed[0])[0] == "M":
        changed = changed[1:]
    return _without_signs(changed) if changed else ""


def _letters(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char)[0] in "LMN")


_folded = functools.lru_cache(maxsize=1 << 16)(_fold)


def _without_signs(word: str) -> str:
    """Take the full stops out of U.S. and the group signs out of 1,000."""
    if word[0].isdigit():
        grouped = _GROUPED.match(word)
        if grouped is None:
            return word
        return _GROUP_SIGNS.sub("", grouped.group()) + word[grouped.end() :]
    return word.replace(".", "")


def _fold_letters(text: str) -> str:
    # NFKD twice: folding case can bring forth characters that come apart again (Unicode 3.13, D145)
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(
        char
        for char in apart
        if not unicodedata.combining(char) and char not in _INVISIBLE and not "\ud800" <= char <= "\udfff"
    )
    return unicodedata.normalize("NFKC", bare.translate(_APART))
