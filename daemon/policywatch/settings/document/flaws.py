"""Flaw: what is wrong with the YAML itself, in words that tell what to change."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from policywatch.settings.document.nodes import ScalarNode


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with the YAML itself, at an offset into the text."""

    at: int
    message: str
    hint: str = ""


def syntax_flaw(error: yaml.MarkedYAMLError, text: str, last: ScalarNode | None) -> Flaw:
    """Put the parser's complaint into words, at the place where something must be changed."""
    problem, context = error.problem or "", error.context or ""
    at: int = error.problem_mark.index if error.problem_mark else 0
    began: int = error.context_mark.index if error.context_mark else at
    character = text[at : at + 1]
    if last is not None and last.style in ("'", '"') and "\n" not in text[last.end : at] and "expected" in problem:
        hint = "put the whole text below the key, after `>`; or use '...' around it and \"...\" inside it"
        return Flaw(at, "text goes on after its closing quote", hint)
    if character == "\t":
        return Flaw(at, "a tab where only spaces may stand", "indent with spaces")
    if "cannot start any token" in problem:
        return Flaw(at, f"text cannot start with `{character}`", "put it in quotes")
    if "mapping values are not allowed" in problem:
        return Flaw(at, "a colon where no key can be", "put text with a colon in quotes, and check the indentation")
    if "unexpected end of stream" in problem or "unexpected document indicator" in problem:
        return Flaw(began, "this quote is never closed")
    if "could not find expected ':'" in problem:
        return Flaw(
            began, "a key needs a colon and a space after it", "or this line belongs to the one above: indent it"
        )
    if "',' or ']'" in problem:
        return Flaw(began, "this list's `[` is not closed where it should be", "a comma or `]` is missing")
    if "',' or '}'" in problem:
        return Flaw(began, "this `{` is not closed where it should be", "a comma or `}` is missing")
    if "unknown escape character" in problem:
        return Flaw(at, f'`{text[at : at + 2]}` means nothing inside "..."', "use '...' around text with a backslash")
    if not text[at:].strip():
        return Flaw(at, "the file ends too early", "a `]`, a `}` or a value is missing")
    if "block collection" in context or "block mapping" in context:
        return Flaw(
            at, "this line's indentation fits no line above", "entries of one list or group start in the same column"
        )
    return Flaw(at, "this cannot be read as YAML", "check quotes, colons and indentation around here")
