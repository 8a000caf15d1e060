"""Hints: what in a query is right, but probably not meant. What watches cost is another question: costs.py.

Takes: a Watch; the lists. Gives: hints, with the place in the text. Raises: nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias, TypeGuard

from policywatch.errors import QueryError
from policywatch.match.query.entries import parse_entry
from policywatch.match.query.syntax import Call, Leaf, Level, Negated, Part, Prefixed, Proximity, parse
from policywatch.model.watch import Lists, Watch

_OPERATORS: Final = {"and": "AND", "or": "OR", "not": "NOT", "near": "NEAR/5", "onear": "ONEAR/5"}
_CALLS: Final = {
    "sentence": "SENTENCE(...)",
    "paragraph": "PARAGRAPH(...)",
    "first": "FIRST/50(...)",
    "atleast": "ATLEAST/3(...)",
    "quantity": "QUANTITY(people >= 500)",
    "stance": "STANCE(asserted)",
}
#: operators of other tools
_FOREIGN: Final = {"ANDNOT": "NOT", "BUTNOT": "NOT", "XOR": "(a OR b) NOT (a AND b)"}
_NEAR: Final = re.compile(r"(?:adj|near|onear|within|pre|ADJ|WITHIN)(\d*)")
_OPENING, _CLOSING = "'‘`", "'’`"
#: words between two single quotation marks: a phrase is short, and apostrophes stand anywhere
_LONGEST_PHRASE: Final = 6
_MOST_SHOWN: Final = 6

#: ("query" or "exclude",) of a watch, or the place of a list's entry
_Found: TypeAlias = Iterator[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to tell the author of a query. It stops nothing."""

    #: which text the offset counts in: ("watch", id, "query" or "exclude") or ("list", name, number of the entry)
    place: tuple[str | int, ...]
    offset: int
    length: int
    message: str


def hints(watch: Watch, lists: Lists = MappingProxyType({})) -> tuple[Hint, ...]:
    """Return what the author of the watch may not have meant, in order; what is said may explain an error, too."""
    found: list[Hint] = []
    for subject, text in (("query", watch.query), ("exclude", watch.exclude)):
        try:
            level = parse(text, subject)
        except QueryError:
            # an exclusion may be empty; anything else is told elsewhere
            continue
        found += (Hint(("watch", watch.id, subject), *one) for one in (*_of_part(level), *_of_names(level, lists)))
    return tuple(found)


def list_hints(lists: Lists) -> tuple[Hint, ...]:
    """Return what the author of the lists, whose entries can all be read, may not have meant."""
    return tuple(
        Hint(("list", name, number), *found)
        for name, entries in lists.items()
        for number, entry in enumerate(entries)
        for found in _of_entry(entry)
    )


def _of_entry(entry: str) -> _Found:
    level = parse_entry(entry)
    if isinstance(phrase := level.operands[0], Leaf) and phrase.kind == "PHRASE" and re.search(r",\s", phrase.text):
        words = phrase.text.strip('"')
        if words in " ".join(entry.split()) and '"' not in entry:
            yield 0, len(entry), f"this is read as one phrase; several entries are written [{words}]"
            return
    yield from _of_part(level)


def _of_part(part: Part) -> _Found:
    match part:
        case Level():
            yield from _of_level(part)
            for operand in part.operands:
                yield from _of_part(operand)
        case Proximity():
            yield from _of_part(part.left)
            yield from _of_part(part.right)
        case Negated() | Prefixed() | Call():
            yield from _of_part(part.operand)
        case Leaf():
            return


def _of_names(part: Part, lists: Lists) -> _Found:
    """Tell words that are a list's name, where the list is about other words."""
    match part:
        case Level():
            for operand in part.operands:
                yield from _of_names(operand, lists)
        case Proximity():
            yield from _of_names(part.left, lists)
            yield from _of_names(part.right, lists)
        case Negated() | Prefixed() | Call():
            yield from _of_names(part.operand, lists)
        case Leaf(kind="WORD") if part.text in lists and part.text not in " ".join(lists[part.text]).lower():
            message = f"{part.text} is searched for as a word; the list of that name is @{part.text}"
            yield part.start, len(part.text), message
        case Leaf():
            return


def _of_level(level: Level) -> _Found:
    """Tell each run of words that nothing joins."""
    run: list[Part] = [level.operands[0]]
    for joint, operand in zip([*level.joints, "AND"], [*level.operands[1:], level.operands[0]], strict=True):
        if not joint:
            run.append(operand)
            continue
        yield from _of_run(run)
        run = [operand]


def _of_run(run: Sequence[Part]) -> _Found:
    """Tell what is odd about single words; where nothing is, words side by side."""
    plain: list[Leaf] = []
    number = 0
    while number < len(run):
        part, following = run[number], run[number + 1] if number + 1 < len(run) else None
        passed, message = _of_word(part, following, is_alone=len(run) == 1) if _is_bare(part) else (1, "")
        if (last := _closing(run, number)) is not None:
            passed = last + 1 - number
            words = " ".join(one.text for one in run[number : last + 1] if isinstance(one, Leaf))[1:-1]
            message = f'single quotation marks mean nothing here; a phrase is written "{words}"'
        if message or not _is_bare(part):
            yield from _of_neighbours(plain)
            if isinstance(part, Proximity) and not message:
                yield from _of_edges(plain[-1:], part, following)
            plain = []
        else:
            plain.append(part)
        if message:
            yield part.start, run[number + passed - 1].end - part.start, message
        number += passed
    yield from _of_neighbours(plain)


def _of_word(word: Leaf, following: Part | None, *, is_alone: bool) -> tuple[int, str]:
    """Return what is odd about a bare word among others, "" where nothing is, and how many words that is about."""
    text, small = word.text, word.text.lower()
    if text.startswith("!") and len(text) > 1:
        return 1, f"the ! means nothing: {text[1:]} is searched for; to leave it out, write NOT {text[1:]}"
    if small in _CALLS and (isinstance(following, Level) or text.isupper()):
        return 1, f"{text} is read as a word; the operator is {_CALLS[small]}"
    if is_alone:
        return 1, ""
    if following and _is_bare(following) and following.text.isdecimal() and _NEAR.fullmatch(text):
        return 2, f"{text} {following.text} is read as two words; write NEAR/{following.text}"
    if small in _OPERATORS and not text.isupper():
        return 1, f"{text} is read as a word; the operator is {_OPERATORS[small]}, in capitals"
    if near := _NEAR.fullmatch(text):
        return 1, f"{text} is read as a word; write NEAR/{near[1]}" if near[1] else ""
    return 1, f"{text} is read as a word; write {_FOREIGN[text]}" if text in _FOREIGN else ""


def _of_edges(before: Sequence[Leaf], near: Proximity, after: Part | None) -> _Found:
    """Tell words that stand beside a NEAR as if they were part of its operand."""
    if before and _is_bare(near.left):
        phrase = f"{before[0].text} {near.left.text}"
        message = f'{near.operator} takes {near.left.text} alone; if a phrase is meant, write "{phrase}"'
        yield before[0].start, near.left.end - before[0].start, message
    if after and _is_bare(after) and _is_bare(near.right):
        phrase = f"{near.right.text} {after.text}"
        message = f'{near.operator} takes {near.right.text} alone; if a phrase is meant, write "{phrase}"'
        yield near.right.start, after.end - near.right.start, message


def _of_neighbours(words: Sequence[Leaf]) -> _Found:
    if len(words) < 2:
        return
    texts = [word.text for word in words[:_MOST_SHOWN]]
    rest = ["…"] if len(words) > _MOST_SHOWN else []
    start, length = words[0].start, words[-1].end - words[0].start
    read = " AND ".join([text.rstrip(",") for text in texts] + rest)
    if any(text.endswith(",") for text in texts[:-1]):
        phrases = [phrase.strip() for phrase in " ".join(texts).split(",") if phrase.strip()]
        meant = " OR ".join([f'"{phrase}"' if " " in phrase else phrase for phrase in phrases] + rest)
        yield start, length, f"commas mean nothing: this is read as {read}; for alternatives, write {meant}"
        return
    shown = " ".join(texts + rest)
    yield start, length, f'{shown} is read as {read}; if a phrase is meant, write "{shown}"'


def _closing(run: Sequence[Part], first: int) -> int | None:
    """Return which word ends what a single quotation mark before a word begins; None where none does."""
    for number in range(first, min(first + _LONGEST_PHRASE, len(run))):
        part = run[number]
        if not _is_bare(part) or (number == first and part.text[0] not in _OPENING):
            return None
        if part.text[-1] in _CLOSING and number > first:
            return number
    return None


def _is_bare(part: Part) -> TypeGuard[Leaf]:
    return isinstance(part, Leaf) and part.kind == "WORD"
