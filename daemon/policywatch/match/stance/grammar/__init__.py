"""grammar: a sentence as words, phrases and signs; which words are verbs; what stands in a verb's group; the head."""
