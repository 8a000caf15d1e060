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
_NEAR_BEFORE = re.compile(r"(?:^|[\s()])((?:O?NEAR|PRE|w|W)[/\d]*)$", re.IGNORECASE)
_QUOTES = '"“”„«»'

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
    near = _NEAR_BEFORE.search(before)
    if char == "/" and near:
        name = near.group(1)
        number = re.match(r"/\d+", text[offset:])
        if number and name.isupper():
            return _nothing_before(subject, name + number.group(), near.start(1))
        upper = "" if name.isupper() else f"; {name.upper()} is written in capitals"
        cause = f"{name}/ needs a distance in words"
        return QueryError(subject, cause + upper, offset=near.start(1), length=len(name) + 1, hint="for example NEAR/5")
    causes = {
        "{": ("this brace is never closed", "exact case is written {WHO}"),
        "}": ("no brace is open here", "exact case is written {WHO}"),
        "/": ("this slash begins nothing", "a regular expression is written /.../; " + _QUOTE_HINT),
        "@": ("@ needs the name of a list behind it", "for example @sahel"),
        "~": ("~ and a number follow a phrase in quotation marks", 'for example "troops leave"~5'),
        "-": ("a minus sign stands directly before the word that it excludes", _QUOTE_HINT),
        "&": ("a single & means nothing here", "write AND; " + _QUOTE_HINT),
        "|": ("a single | means nothing here", "write OR"),
        ":": ("a colon follows the name of a field, and nothing stands before this one", _QUOTE_HINT),
        **dict.fromkeys(_QUOTES, ("this quotation mark is never closed", 'a phrase is written "aid halt"')),
    }
    cause, hint = causes.get(char, (f"the sign {char} means nothing here", _QUOTE_HINT))
    if char == ":" and offset and not before[-1].isspace():
        cause = "a colon inside a word"
    return QueryError(subject, cause, offset=offset, hint=hint)


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
        cause = f"{operator.group(1)} and {token} stand side by side with nothing between"
        return QueryError(subject, cause, offset=offset, length=len(token), hint="remove one of them")
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
