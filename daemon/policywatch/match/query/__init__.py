"""The query language: text -> tree. `read_query` is the way in; tree.py says what a query can be."""

from __future__ import annotations

from policywatch.match.query.canonical import canonical, canonical_entry
from policywatch.match.query.read import read_query

__all__ = ["canonical", "canonical_entry", "read_query"]
