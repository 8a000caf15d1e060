"""Narrowing: the words that a node cannot do without, so that SENTENCE(...) looks at few of an article's sentences.

What it is: the same thought as anchors.py, within one document: words of which every stretch of text in which the node
holds has one. A stretch that has none need not be looked at.
Takes: a node, and what finds the hits of a positional one. Gives: words, by their number. Raises: nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from policywatch.match.query.tree import (
    And,
    AtLeast,
    Exact,
    First,
    Near,
    Node,
    NotNear,
    Or,
    Paragraph,
    Phrase,
    Quantity,
    Regex,
    Sentence,
    Stem,
    Wild,
    Word,
)


def needed_words(node: Node, hits_of: Callable[[Node], Sequence[tuple[int, ...]]]) -> Sequence[int] | None:
    """Return the words, in any order; None where there is no telling (of NOT, of fields)."""
    match node:
        case Word() | Wild() | Exact() | Stem() | Phrase() | Regex() | Quantity():
            return [hit[0] for hit in hits_of(node)]
        case Or():
            words: list[int] = []
            for operand in node.operands:
                found = needed_words(operand, hits_of)
                if found is None:
                    return None
                words += found
            return words
        case And():
            return _fewest(node.operands, hits_of)
        case Near():
            return _fewest((node.left, node.right), hits_of)
        case NotNear():
            return needed_words(node.left, hits_of)
        case Sentence() | Paragraph() | First() | AtLeast():
            return needed_words(node.operand, hits_of)
        case _:
            return None


def _fewest(nodes: Sequence[Node], hits_of: Callable[[Node], Sequence[tuple[int, ...]]]) -> Sequence[int] | None:
    fewest: Sequence[int] | None = None
    for node in nodes:
        words = needed_words(node, hits_of)
        if words is not None and (fewest is None or len(words) < len(fewest)):
            fewest = words
            if not words:
                break
    return fewest
