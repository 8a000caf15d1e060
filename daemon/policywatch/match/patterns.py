"""Patterns: regular expressions and wildcards, in time linear in the text.

What it is: the only user of RE2. Takes: pattern text. Gives: compiled patterns, and where they match.
Raises: ValueError with RE2's message when a pattern cannot be compiled.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import islice

import re2

from policywatch.model.match import Span

#: matches of one expression in one text; each search may read the text to its end, so they must be few
MAX_FOUND = 500
#: bytes of memory one compiled pattern may use (RE2's own default is 8 MiB)
_MEMORY = 2 << 20
_SURROGATES = re.compile("[\ud800-\udfff]")


def _compile(pattern: str, *, ignore_case: bool = False) -> re2._Regexp:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    options.case_sensitive = not ignore_case
    try:
        return re2.compile(pattern, options)
    except (re2.error, UnicodeEncodeError) as error:
        cause = error.args[0] if error.args else error
        raise ValueError(cause.decode("utf-8", "replace") if isinstance(cause, bytes) else str(cause)) from None


@functools.lru_cache(maxsize=2048)
def regex(pattern: str, ignore_case: bool) -> re2._Regexp:
    """Return the compiled regular expression. Raises ValueError."""
    return _compile(pattern, ignore_case=ignore_case)


def find_spans(pattern: str, ignore_case: bool, text: str) -> list[Span]:
    """Return the first MAX_FOUND places where the pattern matches, without empty ones."""
    # RE2 reads UTF-8, which has no lone surrogates; one character for one keeps the offsets
    clean = _SURROGATES.sub("\ufffd", text)
    found = islice(regex(pattern, ignore_case).finditer(clean), MAX_FOUND)
    return [one.span() for one in found if one.end() > one.start()]


@functools.lru_cache(maxsize=4096)
def _wildcard(pattern: str) -> re2._Regexp:
    parts = {"*": r"[^\n]*", "?": r"[^\n]"}
    body = "".join(parts.get(char) or re2.escape(char) for char in pattern)
    return _compile(f"(?m)^(?:{body})$")


def filter_words(pattern: str, words: Sequence[str]) -> list[str]:
    """Return the words that match a wildcard pattern: `*` any run of characters, `?` exactly one."""
    return [found.group() for found in _wildcard(pattern).finditer("\n".join(words))]
