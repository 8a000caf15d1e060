"""Terms: the leaves of a query as nodes.

Takes: a term as written: a word, a phrase, an {Exact} word, a /regex/, with or without wildcards. Gives: its node.
Raises: Refusal, in words for the query's author.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

from policywatch.match.document import MAX_DISTANCE, VALUE_FIELDS
from policywatch.match.normalize import exact, fold, fold_value, split, words
from policywatch.match.patterns import regex
from policywatch.match.query.tree import Exact, Near, Node, Phrase, Regex, Wild, Word, WordNode

_QUOTES = '"“”„«»'
_WILDCARDS = re.compile(r"([*?]+)")
#: a piece of a term that has wildcards: apostrophes and other signs separate words here as everywhere
_WILD_PIECE = re.compile(r"(?:[^\W_ʼʻ]|[*?\u0300-\u036f\u00ad])+")

_COMPARISON = re.compile("[<>=≤≥]+")
_COMPARISON_HINT = "quantities are compared so: QUANTITY(people >= 500)"
_MISSPELT_NEAR = re.compile(r"O?NEAR\d*|PRE|NEAR\d*f")

#: signs that stand alone and were meant to do something
_SIGN_HINTS = {
    "+": "to ask for both words, write AND",
    "#": "a query holds no comments: write them above the key, behind `#`",
}

MAX_REGEX_LENGTH = 1_000
_NO_WORD = "write at least one letter or digit"
TOO_FAR = f"a distance is at most {MAX_DISTANCE:,} words"
TOO_FAR_HINT = "use PARAGRAPH(...) or AND"


class Refusal(Exception):  # noqa: N818  (read.py turns it into the error that callers see)
    """A term that cannot be read."""

    def __init__(self, cause: str, hint: str = _NO_WORD) -> None:
        super().__init__(cause)
        self.cause = cause
        self.hint = hint


def read_term(kind: str, text: str, field: str | None) -> Node:
    """Return the node of a term. `kind` is its name in the grammar, `field` the field that it stands in."""
    if kind == "REGEX":
        return _regex(text)
    if field in VALUE_FIELDS:
        return _value(text, field)
    if kind == "EXACT":
        return _exact_words(text)
    if kind == "PHRASE" and text[-1].isdigit():
        return _sloppy_phrase(text)
    if kind == "WORD" and is_misspelt(text):
        distance = re.search(r"\d+", text)
        example = f"write NEAR/{distance[0]}" if distance else "for example NEAR/5"
        hint = f'{example}; to search for the word, write "{text}"'
        raise Refusal(f"{text} needs a distance in words behind a slash", hint)
    return _phrase(_word_nodes(text))


def is_misspelt(word: str) -> bool:
    """Say whether a word looks like a NEAR whose distance was forgotten."""
    return _MISSPELT_NEAR.fullmatch(word) is not None


def number(digits: str) -> int:
    """Return a number, or a huge one where there are too many digits to read."""
    return int(digits.lstrip("0")[:9] or 0)


def single_word(text: str) -> str:
    """Return a term's only word in small letters, its accents kept; "" where it has several, or wildcards."""
    found = [] if _WILDCARDS.search(text) else split(text)[1::2]
    return unicodedata.normalize("NFC", found[0]) if len(found) == 1 else ""


def _word_nodes(text: str) -> list[WordNode]:
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
        sign = text.strip()
        hint = _COMPARISON_HINT if _COMPARISON.fullmatch(sign) else _SIGN_HINTS.get(sign, _NO_WORD)
        raise Refusal(f"there is no word in {sign or 'this'}", hint)
    return nodes


def _exact_words(text: str) -> Node:
    """Return `{WHO}` or `{Air Base 201}`: an Exact or the Phrase of several."""
    text = text.strip("{}")
    if _WILDCARDS.search(text):
        raise Refusal("exact case has no wildcards", "write out the words: {WHO} OR {WHOs}")
    ends = list(accumulate(map(len, split(text))))
    found = [text[start:end] for start, end in zip(ends[0::2], ends[1::2], strict=False)]
    nodes: list[WordNode] = [Exact(exact(word), fold(word)) for word in found if fold(word)]
    if not nodes:
        raise Refusal("there is no word in these braces")
    return _phrase(nodes)


def _value(text: str, field: str | None) -> Node:
    """Return what a whole value (a tag, a feed's id, a domain, a language) is compared with."""
    if text.startswith("{"):
        raise Refusal(f"{field}: ignores case")
    folded = re.sub(r"\*+", "*", fold_value(text.strip(_QUOTES)))
    if field == "lang":
        folded = folded.replace("_", "-").split("-")[0]
    if not folded.strip("*?"):
        raise Refusal(f"{field}: needs a value")
    return Wild(folded) if _WILDCARDS.search(folded) else Word(folded)


def _sloppy_phrase(text: str) -> Node:
    """Return `"a b"~5`: words that are near each other, one after another."""
    quoted, _, digits = text.rpartition("~")
    distance = number(digits)
    if distance > MAX_DISTANCE:
        raise Refusal(TOO_FAR, TOO_FAR_HINT)
    first, *others = _word_nodes(quoted)
    node: Node = first
    for other in others:
        node = Near(node, other, distance)
    return node


def _regex(text: str) -> Node:
    pattern, _, flags = text[1:].rpartition("/")
    if flags not in ("", "i"):
        raise Refusal(f"/{flags} is no flag of a regular expression", "/i ignores case; there is no other")
    if len(pattern) > MAX_REGEX_LENGTH:
        raise Refusal(f"a regular expression has at most {MAX_REGEX_LENGTH:,} characters", "make two of it")
    try:
        compiled = regex(pattern, flags == "i")
    except ValueError as error:
        hint = "the engine is RE2: no look-around and no back-references, so that it stays fast on any text"
        raise Refusal(f"this regular expression cannot be read: {error}", hint) from None
    if compiled.fullmatch(""):
        raise Refusal("this regular expression matches the empty text, and so everything", "ask for a character: a+")
    return Regex(pattern, flags == "i")


def _phrase(nodes: list[WordNode]) -> Node:
    return nodes[0] if len(nodes) == 1 else Phrase(tuple(nodes))


def _wild_or_word(piece: str) -> WordNode:
    if not _WILDCARDS.search(piece):
        return Word(fold(piece))
    pattern = "".join(part if part[0] in "*?" else fold(part) for part in _WILDCARDS.split(piece) if part)
    if not pattern.strip("*?"):
        raise Refusal(f"{piece} alone would be any word", "write letters beside it: coup*")
    return Wild(re.sub(r"\*+", "*", pattern))
