"""stance: how a text presents an event: asserted, negated, hypothetical, threatened, called for, considered, planned.

What it is: ConText's operators (Harkema et al. 2009) on clauses: a trigger acts on what hangs on it, and triggers are
composed from the outermost to the innermost, after the polarity signatures of Karttunen and of Nairn et al. (2006).
Pure: the lexicon is an argument. In reading order:

=========  ==============================================================================================
reader     all of it in order; read it first
states     what a trigger does to an event, as a table; the label that comes of it
words/     the lexicon, ready: from each form of a word to all that it can be
grammar/   a sentence's units, verbs and verb groups; the word that stands for the event; French
climbing/  from the event outwards, trigger by trigger: infinitives, clauses, nouns, what *and* joins
sources    who says so
around     beside the clause: conditions, questions, times, degrees
scoring    how well labels agree with those that people gave
=========  ==============================================================================================

Takes: a text, a span, a CompiledLexicon. Gives: a Stance. Raises: ValueError for a span outside the text.
"""

from policywatch.match.stance.reader import read
from policywatch.match.stance.words.compiled import CompiledLexicon, compile_lexicon

__all__ = ["CompiledLexicon", "compile_lexicon", "read"]
