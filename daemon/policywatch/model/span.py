"""Span: where something stands in a text."""

from __future__ import annotations

#: start and end (exclusive), in characters of a field's own text
Span = tuple[int, int]
