"""places: which countries and bodies a text names, and for a match who acts and where. Pure.

In reading order:

==================  ================================================================
compiled            a Gazetteer -> a tree of folded words
find, confused      a Zone -> Mentions
words               closed classes of words, and the nouns and verbs of policy prose
clauses, roles      a sentence -> clauses; a Mention -> what it does there
scene               one sentence with both
acting, placing     a match in a scene -> who acts, and where
survey              the way in: one for each document
==================  ================================================================

Takes: a Gazetteer (settings/ reads it), a Zone or Document. Gives: Mentions, Acting, Placed. Raises: nothing.
"""

from __future__ import annotations

from policywatch.match.places.compiled import CompiledGazetteer, compile_gazetteer
from policywatch.match.places.find import find_mentions
from policywatch.match.places.survey import Survey

__all__ = ["CompiledGazetteer", "Survey", "compile_gazetteer", "find_mentions"]
