"""One YAML file as a document: bytes -> text -> a tree of nodes that know their place -> problems at those places."""
