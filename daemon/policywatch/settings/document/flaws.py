"""Flaw: what is wrong with the YAML itself, in words that tell what to change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import yaml

from policywatch.settings.document.nodes import ScalarNode

#: blanks that look like spaces, at the start of a line: copied from web pages and word processors
FALSE_BLANK: Final = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_FALSE_INDENT: Final = re.compile(rf"^[ ]*({FALSE_BLANK.pattern})", re.MULTILINE)
_KEY: Final = re.compile(r"[ ]*(?:- +)*([A-Za-z][\w-]*):(?=\s|$)")
#: `severity = high`, `severity:high`
_NEARLY_A_KEY: Final = re.compile(r"([A-Za-z][\w-]{0,40}) *[:=] *[^\s:=]")
#: a key's text in a line of its own, and a list's entry that is one group in braces
_VALUES: Final = (
    re.compile(r"[ ]*(?:- +)*[A-Za-z][\w-]*:[ ]+([^\s\[{>|#][^\r\n]*)"),
    re.compile(r"[ ]*(?:- +)+(\{[^\r\n]*\})[ ]*(?=[\r\n]|$)"),
)
_BELOW: Final = "put the whole text below the key, after `>`"
#: lines above a flaw that are searched for what it has to do with
_FAR: Final = 100


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with the YAML itself, at an offset into the text."""

    at: int
    message: str
    hint: str = ""


def syntax_flaw(error: yaml.MarkedYAMLError, text: str, last: ScalarNode | None, end: int) -> Flaw:
    """Put the parser's complaint into words, at the place where something must be changed.

    `last` is the last single value that was read, `end` where all that was read ends.
    """
    problem, context = error.problem or "", error.context or ""
    at: int = error.problem_mark.index if error.problem_mark else 0
    began: int = error.context_mark.index if error.context_mark else at
    start, _ = _line_above(text, text.rfind("\n", 0, min(began, at)) + 1)
    if found := _FALSE_INDENT.search(text, start, at + 1):
        return Flaw(found.start(1), *false_blank(found[1]))
    if "expected" in problem and (flaw := _goes_on(text, at, last, end)):
        return flaw
    character = text[at : at + 1]
    if character == "\t":
        return Flaw(at, "a tab where only spaces may stand", "indent with spaces")
    if "cannot start any token" in problem:
        return Flaw(at, f"text cannot start with `{character}`", "put it in quotes")
    if "scanning an alias" in context or "scanning an anchor" in context:
        return Flaw(began, f"text cannot start with `{text[began]}`", "put it in quotes")
    if "sequence entries are not allowed" in problem:
        hint = "text that starts with `- ` needs quotes; a list's entries stand on lines of their own"
        return Flaw(at, "a list's entry cannot stand here", hint)
    if "scanning a block scalar" in context and "line break" in problem:
        return Flaw(at, f"text goes on behind the `{text[began]}`", "let it start on the next line, indented")
    if "mapping values are not allowed" in problem:
        return _odd_colon(text, at)
    if "unexpected end of stream" in problem or "unexpected document indicator" in problem:
        return Flaw(began, "this quote is never closed")
    if "could not find expected ':'" in problem:
        return _no_key(text, began)
    if "',' or " in problem and character == ":":
        return Flaw(at, "a colon where no key can be", "put text with a colon in quotes")
    if "',' or ']'" in problem:
        return Flaw(began, "this list's `[` is not closed where it should be", "a comma or `]` is missing")
    if "',' or '}'" in problem:
        return Flaw(began, "this `{` is not closed where it should be", "a comma or `}` is missing")
    if "unknown escape character" in problem:
        at -= character != "\\"  # PyYAML's own parser points behind it
        return Flaw(at, f'`{text[at : at + 2]}` means nothing inside "..."', "use '...' around text with a backslash")
    if character in ("}", "]", ","):
        return Flaw(at, f"text cannot start with `{character}`", "put it in quotes, or remove it")
    if not text[at:].strip():
        return Flaw(at, "the file ends too early", "a `]`, a `}` or a value is missing")
    if "block collection" in context or "block mapping" in context:
        return Flaw(at, "this line's indentation fits no line above", _indentation_hint(text, at))
    return Flaw(at, "this cannot be read as YAML", "check quotes, colons and indentation around here")


def false_blank(blank: str) -> tuple[str, str]:
    """Return message and hint for a line that starts with a blank which is no space."""
    message = f"the blank U+{ord(blank):04X} where only plain spaces may stand"
    return message, "indent this line anew: such blanks come with text from web pages"


def without_value_at(text: str, at: int) -> str | None:
    """Return the text with `x` for the value that a place lies in, so that what follows it can be read.

    None where it lies in no value that begins and ends in its line.
    """
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    for pattern in _VALUES:
        value = pattern.match(text, start)
        if value and value.start(1) <= at <= value.end(1):
            return text[: value.start(1)] + "x" * len(value[1]) + text[value.end(1) :]
    return None


def _no_key(text: str, at: int) -> Flaw:
    meant = _NEARLY_A_KEY.match(text, at)
    # never the value: it may be a secret
    hint = f"write `{meant[1]}: ...`" if meant else "or this line belongs to the one above: indent it"
    return Flaw(at, "a key needs a colon and a space after it", hint)


def _goes_on(text: str, at: int, last: ScalarNode | None, end: int) -> Flaw | None:
    """Return the flaw of a value that starts with a quote or a bracket, closes it, and goes on in the same line."""
    if last is not None and last.style in ("'", '"') and "\n" not in text[last.end : at]:
        if "\n" in text[last.start : last.end]:
            line = text.count("\n", 0, last.end) + 1
            hint = f"close it in its own line: so it ends only at the next quote, in line {line}"
            return Flaw(last.start, "this quote is not closed where it should be", hint)
        hint = f"{_BELOW}; or use '...' around it and \"...\" inside it"
        return Flaw(at, "text goes on after its closing quote", hint)
    if text[end - 1 : end] in ("}", "]") and "\n" not in text[end:at]:
        opening = "{" if text[end - 1] == "}" else "["
        hint = f"text that starts with `{opening}` needs '...' around it; or {_BELOW}"
        return Flaw(at, f"text goes on after its closing `{text[end - 1]}`", hint)
    return None


def _odd_colon(text: str, at: int) -> Flaw:
    """Return the flaw of a colon that no key can end at: it is part of a text, or its line is misplaced."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    key = _KEY.match(text, start)
    above = _line_above(text, start)
    if key is None or key.end() != at + 1:
        hint = "put text with a colon in quotes, and check the indentation"
        if key is not None:
            hint = f'put the text in quotes: `{key[1]}: "..."`'
        return Flaw(at, "a colon where no key can be", hint)
    if found := re.match(r" *(-)[^\s-]", above[1]):
        return Flaw(
            above[0] + found.start(1), "a list's entry needs a space after its `-`", "write `- ` in front of it"
        )
    indent = len(above[1]) - len(above[1].lstrip())
    if start + indent == key.start(1):
        # it can only be that the line above is no key either
        return _no_key(text, above[0] + indent)
    return Flaw(
        key.start(1),
        f"this line is indented deeper than the one above, as if it went on there: `{key[1]}` is no key",
        _indentation_hint(text, key.start(1)),
    )


def _indentation_hint(text: str, at: int) -> str:
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    here = at - start + 1
    is_entry = text[at : at + 2] in ("- ", "-\n", "-")
    nearest: tuple[int, str] | None = None
    for distance in range(_FAR):
        if start == 0 or (nearest and nearest[0] == 1):
            break
        start, line = _line_above(text, start)
        key = _KEY.match(line)
        if distance == 0 and len(line) - len(line.lstrip()) + 1 == here:
            if is_entry and key:
                return "a list's entry cannot stand beside a key: indent it below its own"
            if is_entry:
                return f"is a `- ` missing in front of line {text.count(chr(10), 0, start) + 1}?"
            if line.lstrip().startswith("- "):
                return "a key cannot stand beside a list's entries: indent it, or write `- ` in front of it"
        if key and (nearest is None or abs(key.start(1) + 1 - here) < abs(nearest[0] - here)):
            nearest = key.start(1) + 1, key[1]
    if nearest is None:
        return "entries of one list or group start in the same column"
    return f"`{nearest[1]}` above starts in column {nearest[0]}, this line in column {here}"


def _line_above(text: str, start: int) -> tuple[int, str]:
    """Return the start and the text of the line above the one that starts here, passing comments and blank lines."""
    while start > 0:
        end = start - 1
        start = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
        line = text[start:end]
        if line.strip() and not line.lstrip().startswith("#"):
            return start, line.rstrip("\r")
    return 0, ""
