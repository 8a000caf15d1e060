"""Complaints: what is wrong with a query's text, in words for the person who wrote it.

Takes: the text and lark's error. Gives: a QueryError that says where, what and what to do. Raises: nothing.
"""

from __future__ import annotations

import re

import lark

from policywatch.errors import QueryError

#: brackets, and what hides them
_BRACKETS = re.compile(r"[\"“”„«»][^\"“”„«»]*[\"“”„«»]|\{[^{}]*\}|(?P<bracket>[()])")
#: an operator at the end of a text
_OPERATOR_BEFORE = re.compile(
    r"(?:(?<=[\s()])|^)(AND|OR|NOT|&&|\|\||(?:NOT\s+)?(?:O?NEAR/\d+f?|PRE/\d+|[wW]/(?:\d+|[sp])|/n\d+)|-|\w+:)\s*$"
)
#: what may be meant for NEAR at a sign that cannot be read: a name of it, here or in another tool, the sign, a distance
_NEAR_AT = re.compile(
    r"(?<![^\s()])(?P<name>O?NEAR|PRE|ADJ|WITHIN|[wn]|)\s*[/\\]\s*"
    r"(?:(?P<letter>[nsp])(?![a-z]))?(?:\s*-?(?P<number>\d+)(?P<rest>\w*))?",
    re.IGNORECASE,
)
_FIELD_BEFORE = re.compile(r"(?<![^\s()])([A-Za-z]\w*)\s+$")
_QUOTES = '"“”„«»'

_WINDOWS = {"s": "SENTENCE", "p": "PARAGRAPH"}
_QUOTE_HINT = "put text that holds such signs into quotation marks"


def complaint(text: str, subject: str, error: lark.UnexpectedInput) -> QueryError:
    """Return what to tell the author of a query that lark could not read."""
    if isinstance(error, lark.UnexpectedCharacters):
        return _of_character(text, subject, error.pos_in_stream)  # type: ignore[arg-type]  # lark declares None only
    if isinstance(error, lark.UnexpectedToken) and error.token.type != "$END":
        return _of_token(text, subject, error.token)
    return _of_end(text, subject)


def _of_character(text: str, subject: str, offset: int) -> QueryError:
    char = text[offset]
    before = text[:offset]
    if char in "/\\" and (error := _of_near(text, subject, offset)):
        return error
    causes = {
        "{": ("this brace is never closed", "exact case is written {WHO}"),
        "}": ("no brace is open here", "exact case is written {WHO}"),
        "/": ("this slash begins nothing", _slash_hint(text, offset)),
        "@": ("@ needs the name of a list behind it", "for example @sahel"),
        "~": ("~ and a number follow a phrase in quotation marks", 'for example "troops leave"~5'),
        "-": ("a minus sign stands directly before the word that it excludes", _QUOTE_HINT),
        "&": ("a single & means nothing here", "write AND; " + _QUOTE_HINT),
        "|": ("a single | means nothing here", "write OR"),
        ";": ("the sign ; means nothing here", "alternatives are joined by OR: coup OR putsch"),
        **dict.fromkeys("[]", (f"the sign {char} means nothing here", "brackets are round: (coup OR putsch)")),
        ":": ("a colon follows the name of a field, and nothing stands before this one", _QUOTE_HINT),
        **dict.fromkeys(_QUOTES, ("this quotation mark is never closed", 'a phrase is written "aid halt"')),
    }
    cause, hint = causes.get(char, (f"the sign {char} means nothing here", _QUOTE_HINT))
    if char == ":" and before.endswith("@watch"):
        cause, hint = "@watch: needs the id of a watch behind it", "for example @watch:coup-designation"
    elif char == ":" and offset and not before[-1].isspace():
        cause = "a colon inside a word"
    elif char == ":" and (field := _FIELD_BEFORE.search(before)):
        hint = f"write {field[1]}: without a space between"
    return QueryError(subject, cause, offset=offset, hint=hint)


def _of_near(text: str, subject: str, offset: int) -> QueryError | None:
    """Return the complaint about a NEAR that is not written as one, whose slash is at `offset`; None for any other."""
    # a name and a few blanks: what stands farther before is no part of it
    nearby = _NEAR_AT.finditer(text, max(0, offset - 20))
    near = next((one for one in nearby if one.start() <= offset < one.end()), None)
    if near is None or not (near["name"] or near["letter"] or near["number"]):
        return None
    name, letter, number, rest = near["name"], (near["letter"] or "").lower(), near["number"], near["rest"]
    start = near.start("name") if name else offset
    written = text[start : near.end()].rstrip()
    if re.fullmatch(r"(?:O?NEAR|PRE|[wW])/\d+f?", written):
        # it is one, where there can be none
        operator = _OPERATOR_BEFORE.search(text[:start])
        if operator:
            return _side_by_side(subject, operator[1], written, start)
        return _nothing_before(subject, written, start)
    cause = f"{written} cannot be read"
    if number:
        meant = f"{name.upper() if name.lower() in ('onear', 'pre') else 'NEAR'}/{number}"
        hint = f"write {meant} {rest}" if rest else f"write {meant}"
    elif letter in _WINDOWS:
        hint = f"write w/{letter}, or {_WINDOWS[letter]}(...)"
    else:
        start, written = near.start("name"), f"{name}/"
        cause, hint = f"{written} needs a distance in words", "for example NEAR/5"
    if name.upper() in ("NEAR", "ONEAR", "PRE") and not name.isupper():
        cause += f"; {name.upper()} is written in capitals"
    return QueryError(subject, cause, offset=start, length=len(written), hint=hint)


def _slash_hint(text: str, offset: int) -> str:
    before, after = re.search(r"\w+$", text[:offset]), re.match(r"\w+", text[offset + 1 :])
    if before and before[0] in ("FIRST", "ATLEAST"):
        return f"{before[0]}/ needs a number: {before[0]}/3(coup OR putsch)"
    if before and after:
        return f"alternatives are joined by OR: {before[0]} OR {after[0]}"
    return "a regular expression is written /.../; " + _QUOTE_HINT


def _side_by_side(subject: str, before: str, after: str, offset: int) -> QueryError:
    cause = f"{before} and {after} stand side by side with nothing between"
    return QueryError(subject, cause, offset=offset, length=len(after), hint="remove one of them")


def _of_token(text: str, subject: str, token: lark.Token) -> QueryError:
    offset = token.start_pos or 0
    before = text[:offset]
    operator = _OPERATOR_BEFORE.search(before)
    if token.type == "RPAR":
        if operator:
            return _nothing_after(subject, operator)
        if before.rstrip().endswith("("):
            return QueryError(subject, "nothing stands between these brackets", offset=offset)
        return QueryError(subject, "no bracket is open here", offset=offset, hint="remove it, or open one before")
    if operator:
        return _side_by_side(subject, operator.group(1), str(token), offset)
    return _nothing_before(subject, str(token), offset)


def _of_end(text: str, subject: str) -> QueryError:
    open_brackets: list[int] = []
    for found in _BRACKETS.finditer(text):
        if found["bracket"] == "(":
            open_brackets.append(found.start())
        elif found["bracket"] and open_brackets:
            open_brackets.pop()
    operator = _OPERATOR_BEFORE.search(text)
    if operator:
        return _nothing_after(subject, operator)
    if open_brackets:
        return QueryError(subject, "this bracket is never closed", offset=open_brackets[-1], hint="add a )")
    return QueryError(subject, "the query is empty", offset=0, hint="write at least one word")


def _nothing_before(subject: str, name: str, offset: int) -> QueryError:
    hint = f'to search for the word, write "{name}"' if name.isalpha() else ""
    return QueryError(subject, f"{name} needs something before it", offset=offset, length=len(name), hint=hint)


def _nothing_after(subject: str, operator: re.Match[str]) -> QueryError:
    name = operator.group(1)
    hint = f'to search for the word, write "{name}"' if name.isalpha() else ""
    return QueryError(
        subject, f"{name} needs something after it", offset=operator.start(1), length=len(name), hint=hint
    )
