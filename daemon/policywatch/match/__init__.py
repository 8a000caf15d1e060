"""match: which watches find something in an item, and what exactly.

What it is: the query language and the matcher. Pure: no clock, no files, no network, no logging. In reading order:

====================  ==============================================================
normalize, sentences  text -> folded words with their places; text -> sentences
document              an item and its feed -> zones of words
query/                a query's text -> a tree
lookup, evaluate      tree x document -> does it hold, and where
anchors               tree -> strings without which it cannot match
passages              a query that holds -> the sentences to quote
compiled, index       watches -> trees; many watches -> those an item can match
explain, outline      why, and why not; the same for each clause as it was written
examples              a watch's own sentences, checked
hints                 what in a query is right, but probably not meant
====================  ==============================================================

Takes: watches, lists; an Item and its Feed. Gives: Matches, with spans into the text as published.
Raises: QueryError, from `compile_watch` only.
"""

from __future__ import annotations

from policywatch.match.compiled import CompiledWatch, compile_watch
from policywatch.match.examples import FailedExample, failing_examples
from policywatch.match.explain import Clause, Explanation, Miss, WhyNot, explain
from policywatch.match.hints import Hint, hints
from policywatch.match.index import MatchIndex
from policywatch.match.outline import Joint, Outline, Piece, Term, outline

__all__ = [
    "Clause",
    "CompiledWatch",
    "Explanation",
    "FailedExample",
    "Hint",
    "Joint",
    "MatchIndex",
    "Miss",
    "Outline",
    "Piece",
    "Term",
    "WhyNot",
    "compile_watch",
    "explain",
    "failing_examples",
    "hints",
    "outline",
]
