"""Anchors: literal strings without which a query cannot match.

What it is: the reduction that lets thousands of watches share one search. An item is written as one string of folded
words between spaces (`haystack`); a query is reduced to sets of substrings of it (`required_anchors`). An item that
lacks all strings of one set cannot match; one that has a string of every set may. The words of title, lead and body
stand in the haystack as they are, those of other fields behind the field's name (`author:smith`), stems behind `stem:`.
Takes: a tree; a Document. Gives: sets of anchors; a haystack. Raises: nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from policywatch.match.document import FIELDS, TEXT_FIELDS, VALUE_FIELDS, Document, Zone
from policywatch.match.query.tree import (
    And,
    AtLeast,
    Exact,
    Field,
    First,
    Near,
    Node,
    NotNear,
    Or,
    Paragraph,
    Phrase,
    Sentence,
    Stem,
    Wild,
    Word,
)
from policywatch.match.stems import LANGUAGES, stem

#: sets of one query; more would cost more to look at than they save
MAX_SETS = 4
#: what stands before a stem in the haystack
_STEM = "stem:"

_COMMON_EN = (
    "the a an of to in and on for with at by from as is are was were be been has have had it its that this he she they"
    " his her their who which will would not but or said says new year after over us more about one two people"
    " government president minister state states country national united officials military security foreign"
)
_COMMON_FR = (
    "le la les l un une des du de d et en au aux dans sur pour par avec est sont a ont qui que ne pas ce se il elle son"
    " sa ses plus ete pays gouvernement president ministre etat"
)
#: how likely an article holds such a word
COMMON = 0.8
#: words found in most articles in English or French
_COMMON = frozenset(f"{_COMMON_EN} {_COMMON_FR}".split())

_OTHER_FIELDS = frozenset(FIELDS) - frozenset(TEXT_FIELDS)

#: strings of which an item must hold one; each once
Anchors: TypeAlias = tuple[str, ...]


def asked_for(anchors: Iterable[str]) -> frozenset[str]:
    """Return what the anchors look for besides the words of title, lead and body: names of fields, and "stem"."""
    names = {name for anchor in anchors if ":" in anchor for name in anchor.strip().split(":")[:-1]}
    return frozenset(names & {"stem", *FIELDS})


def haystack(doc: Document, asked: frozenset[str]) -> str:
    """Return the document's words between single spaces: its text, and what `asked_for` returned."""
    words = [*doc.text.words]
    if "stem" in asked:
        words += _stems(doc.text, doc.language)
    for field in asked & _OTHER_FIELDS:
        zone = doc.zone(field)
        words += [f"{field}:{word}" for word in zone.words]
        if "stem" in asked and field not in VALUE_FIELDS:
            words += [f"{field}:{word}" for word in _stems(zone, doc.language)]
    return f" {' '.join(words)} "


def _stems(zone: Zone, language: str | None) -> set[str]:
    return {_STEM + stem(word, language) for word in set(zone.published) if word}


def required_anchors(query: Node) -> tuple[Anchors, ...]:
    """Return the sets of anchors of which every matching item has one each, the most telling set first."""
    return tuple(_best(_required(query, "")))


def _best(sets: list[Anchors]) -> list[Anchors]:
    return sets if len(sets) < 2 else sorted(dict.fromkeys(sets), key=_commonness)[:MAX_SETS]


def _required(node: Node, prefix: str) -> list[Anchors]:
    """Return the required sets of a node; `prefix` is what the field around it puts before a word."""
    match node:
        case Word() | Wild() | Exact() | Stem():
            return _of_word(node, prefix)
        case Phrase():
            return _of_phrase(node, prefix)
        case And():
            return [one for operand in node.operands for one in _required(operand, prefix)]
        case Or():
            alternatives = [_best(_required(operand, prefix)) for operand in node.operands]
            if not all(alternatives):
                return []
            return [tuple(dict.fromkeys(anchor for sets in alternatives for anchor in sets[0]))]
        case Near():
            return _required(node.left, prefix) + _required(node.right, prefix)
        case NotNear():
            return _required(node.left, prefix)
        case Sentence() | Paragraph() | First() | AtLeast():
            return _required(node.operand, prefix)
        case Field():
            return _required(node.operand, f"{node.name}:" if node.name in _OTHER_FIELDS else "")
        case _:  # NOT, regular expressions and quantities ask for no literal
            return []


def _of_word(node: Word | Wild | Exact | Stem, prefix: str) -> list[Anchors]:
    match node:
        case Word():
            return [(f" {prefix}{node.text} ",)]
        case Exact():
            return [(f" {prefix}{node.folded} ",)]
        case Stem():
            return [tuple({f" {prefix}{_STEM}{stem(node.word, language)} ": None for language in LANGUAGES})]
        case Wild():
            pieces = re.split(r"[*?]+", f" {prefix}{node.pattern} ")
            # in a field, the piece that names it: `asked_for` goes by it
            piece = pieces[0] if prefix else max(pieces, key=len)
            return [(piece,)] if piece.strip() else []


def _of_phrase(node: Phrase, prefix: str) -> list[Anchors]:
    """Return one anchor for each run of whole words, and one for each word with wildcards."""
    sets: list[Anchors] = []
    run: list[str] = []
    for part in [*node.parts, None]:
        if isinstance(part, Word | Exact):
            run.append(prefix + (part.text if isinstance(part, Word) else part.folded))
            continue
        if run:
            sets.append((f" {' '.join(run)} ",))
            run = []
        if part is not None:
            sets += _of_word(part, prefix)
    return sets


def _commonness(anchors: Anchors) -> float:
    """Return roughly how many of the anchors an article holds: what looking at them costs."""
    return sum(likelihood(anchor) for anchor in anchors)


def likelihood(anchor: str) -> float:
    """Return how likely an article holds the anchor, by its length and by whether it is a word everybody uses."""
    *names, letters = anchor.strip().split(":")
    if letters in _COMMON or not VALUE_FIELDS.isdisjoint(names):
        return COMMON
    likelihood: float = min(1.0, 2.0 ** (1 - len(letters) / 2))
    if not (anchor[0] == " " and anchor[-1] == " "):
        likelihood = min(1.0, likelihood * 3)
    return likelihood
