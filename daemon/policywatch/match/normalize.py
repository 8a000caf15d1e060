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
import sys
import unicodedata

#: straight, curly and modifier apostrophes
APOSTROPHES = "'’‘ʼʻ`´＇"

#: invisible characters that stand inside words: soft hyphen, joiners, byte order mark
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"

#: the highest block that holds marks for letters of living scripts ends here (Adlam)
_LAST_MARK = 0x1E94A

#: letters that Unicode does not take apart, but writers do
_APART = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})

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


_LETTER = r"[^\W_ʼʻ]"
_MARKS = _marks()
#: every quantifier is possessive or stands between disjoint classes, so the whole is linear
WORD = re.compile(
    rf"(?<![\w.])[^\W\d_](?:\.[^\W\d_])+(?![\w{_MARKS}])\.?"  # U.S.
    r"|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})++(?!\w)"  # 1 000 with the hard spaces of French print
    rf"|\d++(?:[.,]\d++)++{_LETTER}*+"  # 1,000 or 3.5m
    rf"|{_LETTER}++(?:[{_MARKS}{_INVISIBLE}]++{_LETTER}++)*[{_MARKS}]*+"
)
#: the same for text that is ASCII only, which most is
_ASCII_WORD = re.compile(
    r"(?<![\w.])[A-Za-z](?:\.[A-Za-z])+(?!\w)\.?|\d++(?:[.,]\d++)++[A-Za-z0-9]*+|[A-Za-z0-9]++", re.ASCII
)

_GROUPED = re.compile(r"\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+(?!\d)")
_NOT_IN_WORDS = re.compile(rf"[{_INVISIBLE}]")


def word_pattern(text: str) -> re.Pattern[str]:
    """Return the pattern that finds the words of this text."""
    return _ASCII_WORD if text.isascii() else WORD


def words(text: str) -> list[str]:
    """Return the text's words, folded, in order."""
    return [fold(word) for word in word_pattern(text).findall(text)]


def fold(word: str) -> str:
    """Return the folded form of one word as the text has it."""
    if word.isascii() and word.isalnum():
        return sys.intern(word.lower())
    return _folded(word) if len(word) <= _REMEMBERED_LENGTH else _fold(word)


def exact(word: str) -> str:
    """Return the form that `{...}` compares: case and accents as they are, everything else folded."""
    return unicodedata.normalize("NFKC", _NOT_IN_WORDS.sub("", _without_signs(word)))


def fold_value(value: str) -> str:
    """Return the folded form of a whole value (a tag, a host name, a language): one word, whatever is in it."""
    return " ".join(_fold_letters(value).split())


def _fold(word: str) -> str:
    folded = _fold_letters(_without_signs(word))
    if not folded.isalnum():
        # some letters come apart into more than letters (½, ﷺ): a word holds no spaces and signs
        folded = "".join(char for char in folded if unicodedata.category(char)[0] in "LMN" or char in ".,")
    return sys.intern(folded)


_folded = functools.lru_cache(maxsize=1 << 16)(_fold)


def _without_signs(word: str) -> str:
    """Take the full stops out of U.S. and the group signs out of 1,000."""
    if word[0].isdigit():
        grouped = _GROUPED.match(word)
        if grouped is None:
            return word
        return re.sub(r"[,\u00a0\u202f\u2009]", "", grouped.group()) + word[grouped.end() :]
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
