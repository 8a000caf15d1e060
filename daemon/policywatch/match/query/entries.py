"""Entries: what `@list` and `@watch:id` stand for, parsed.

Takes: an entry of a list, or another watch's query. Gives: its Level, parsed once however many watches name it.
Raises: QueryError with the offset in that text.
"""

from __future__ import annotations

import functools
from dataclasses import replace

from policywatch.match.query.syntax import Leaf, Level, parse
from policywatch.match.query.terms import is_misspelt


@functools.lru_cache(maxsize=1024)
def parse_named(query: str) -> Level:
    """Parse the query of a watch that another one names."""
    return parse(query, "")


@functools.lru_cache(maxsize=1024)
def parse_entry(entry: str) -> Level:
    """Parse an entry of a list, in which several plain words are a phrase: `Burkina Faso` is one name.

    In a query they would be joined by AND, which has no place in the text that NEAR could measure from.
    """
    level = parse(entry, "")
    plain = [operand.text for operand in level.operands if isinstance(operand, Leaf) and operand.kind == "WORD"]
    if len(plain) < max(2, len(level.operands)) or any(level.joints) or any(map(is_misspelt, plain)):
        return level
    return replace(level, operands=[Leaf("PHRASE", f'"{" ".join(plain)}"', level.start, level.end)], joints=[])
