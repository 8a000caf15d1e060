"""Stems: which words are forms of the same word, by the language of the text.

What it is: the only user of snowballstemmer. Takes: words and an ISO 639-1 code. Gives: stems, folded. Raises: nothing.
"""

from __future__ import annotations

import functools
import unicodedata

import snowballstemmer

from policywatch.match.normalize import fold

_ALGORITHMS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
    "tr": "turkish",
}
#: the languages that have a stemmer here
LANGUAGES = tuple(_ALGORITHMS)
#: what an item of unknown or other language is taken for
DEFAULT_LANGUAGE = "en"


#: a longer word has no forms
_LONGEST = 40


@functools.lru_cache(maxsize=1 << 16)
def stem(word: str, language: str | None) -> str:
    """Return the folded stem of a word as published; the accents count for the stemmer."""
    if len(word) > _LONGEST:
        return fold(word)
    # a stemmer holds the word it works on, so threads cannot share one
    stemmer = snowballstemmer.stemmer(_ALGORITHMS.get(language or "", _ALGORITHMS[DEFAULT_LANGUAGE]))
    stemmed = stemmer.stemWord(unicodedata.normalize("NFC", word.lower()))
    return fold(stemmed or word)
