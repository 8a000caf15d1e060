"""words: a lexicon made ready: from each form of each word to all that it can be."""
