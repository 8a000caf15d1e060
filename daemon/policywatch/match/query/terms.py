"""Terms: the words of a query as nodes.

Takes: a term as written, with or without quotation marks, braces, wildcards. Gives: Word, Wild, Exact, or a Phrase of
them.
Raises: ValueError, in words for the query's author, when there is no word in it.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

from policywatch.match.normalize import exact, fold, fold_value, split, words
from policywatch.match.query.tree import Exact, Node, Phrase, Wild, Word, WordNode

_QUOTES = '"“”„«»'
_WILDCARDS = re.compile(r"([*?]+)")
#: a piece of a term that has wildcards: apostrophes and other signs separate words here as everywhere
_WILD_PIECE = re.compile(r"(?:[^\W_ʼʻ]|[*?\u0300-\u036f\u00ad])+")


def single_word(text: str) -> str:
    """Return a term's only word in small letters, its accents kept; "" where it has several, or wildcards."""
    found = [] if _WILDCARDS.search(text) else split(text)[1::2]
    return unicodedata.normalize("NFC", found[0]) if len(found) == 1 else ""


def word_or_phrase(text: str) -> Node:
    """Return a bare term or a quoted one: a Word or Wild, or the Phrase of several."""
    return _phrase(word_nodes(text))


def word_nodes(text: str) -> list[WordNode]:
    """Return a term's words, each as a node."""
    text = text.strip(_QUOTES)
    if text.isascii() and text.isalnum():
        return [Word(text.lower())]
    if not _WILDCARDS.search(text):
        nodes: list[WordNode] = [Word(word) for word in words(text) if word]
    else:
        nodes = []
        for chunk in text.split():
            pieces = _WILD_PIECE.findall(chunk) if _WILDCARDS.search(chunk) else []
            nodes += [_wild_or_word(piece) for piece in pieces] or [Word(word) for word in words(chunk) if word]
    if not nodes:
        raise ValueError(f"there is no word in {text.strip() or 'this'}")
    return nodes


def exact_words(text: str) -> Node:
    """Return `{WHO}` or `{Air Base 201}`: an Exact or the Phrase of several."""
    text = text.strip("{}")
    if _WILDCARDS.search(text):
        raise ValueError("exact case has no wildcards")
    ends = list(accumulate(map(len, split(text))))
    found = [text[start:end] for start, end in zip(ends[0::2], ends[1::2], strict=False)]
    nodes: list[WordNode] = [Exact(exact(word), fold(word)) for word in found if fold(word)]
    if not nodes:
        raise ValueError("there is no word in these braces")
    return _phrase(nodes)


def value(text: str, field: str) -> Node:
    """Return what a whole value (a tag, a feed's id, a domain, a language) is compared with."""
    if text.startswith("{"):
        raise ValueError(f"{field}: ignores case")
    folded = re.sub(r"\*+", "*", fold_value(text.strip(_QUOTES)))
    if field == "lang":
        folded = folded.replace("_", "-").split("-")[0]
    if not folded.strip("*?"):
        raise ValueError(f"{field}: needs a value")
    return Wild(folded) if _WILDCARDS.search(folded) else Word(folded)


def _phrase(nodes: list[WordNode]) -> Node:
    return nodes[0] if len(nodes) == 1 else Phrase(tuple(nodes))


def _wild_or_word(piece: str) -> WordNode:
    if not _WILDCARDS.search(piece):
        return Word(fold(piece))
    pattern = "".join(part if part[0] in "*?" else fold(part) for part in _WILDCARDS.split(piece) if part)
    if not pattern.strip("*?"):
        raise ValueError(f"{piece} alone would be any word")
    return Wild(re.sub(r"\*+", "*", pattern))
