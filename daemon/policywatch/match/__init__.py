"""match: which watches find something in an item, and what exactly.

What it is: the query language and the matcher. Pure: no clock, no files, no network, no logging. In reading order:

====================  ==============================================================
normalize, sentences  text -> folded words with their places; text -> sentences
quantities/           text -> quantities of people and money
document              an item and its feed -> zones of words
query/                a query's text -> a tree
lookup, evaluate      tree x document -> does it hold, and where
narrow                the few sentences in which it can
anchors               tree -> strings without which it cannot match
passages              a query that holds -> the sentences to quote
compiled, compiling   watches -> trees; all of them, with every mistake told once
index                 many watches -> those an item can match
explain, misses       why a watch matches, and why not
outline               the same for each clause as it was written
examples              a watch's own sentences, checked
hints, costs          what is right, but probably not meant; what watches cost
places/               which countries and bodies a text names; who acts, and where
====================  ==============================================================

Takes: watches, lists; an Item and its Feed. Gives: Matches, with spans into the text as published.
Raises: QueryError, from `compile_watch` only.
"""

from __future__ import annotations

from policywatch.match.compiled import CompiledWatch, compile_watch
from policywatch.match.compiling import Mistake, compile_all
from policywatch.match.costs import Trials
from policywatch.match.examples import FailedExample, failing_examples
from policywatch.match.explain import Explanation, explain
from policywatch.match.hints import Hint, hints, list_hints
from policywatch.match.index import MatchIndex
from policywatch.match.misses import Miss, WhyNot
from policywatch.match.outline import Joint, Outline, Piece, Term, outline
from policywatch.match.query import canonical, canonical_entry

__all__ = [
    "CompiledWatch",
    "Explanation",
    "FailedExample",
    "Hint",
    "Joint",
    "MatchIndex",
    "Miss",
    "Mistake",
    "Outline",
    "Piece",
    "Term",
    "Trials",
    "WhyNot",
    "canonical",
    "canonical_entry",
    "compile_all",
    "compile_watch",
    "explain",
    "failing_examples",
    "hints",
    "list_hints",
    "outline",
]
