"""pydantic's findings in words that tell a person what to change, at the place where it stands."""

from __future__ import annotations

import typing
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from policywatch.errors import Problem
from policywatch.settings.document.nodes import ListNode, MapNode, Node, ScalarNode, follow, plain
from policywatch.settings.document.source import USER_INFO, Source
from policywatch.settings.shapes import keys_of

_WORDS: Final = {
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must be a group of keys",
    "model_type": "must be a group of keys",
    "model_attributes_type": "must be a group of keys",
    "too_short": "must not be empty",
    "too_long": "may hold at most {max_length}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "greater_than": "must be more than {gt}",
    "less_than": "must be less than {lt}",
    "enum": "must be {expected}",
    "literal_error": "must be {expected}",
}
_SHOWN_VALUE: Final = 40
#: problems in one group of keys; nobody reads on after so many
_ENOUGH: Final = 100


S = TypeVar("S", bound=BaseModel)


def read_as(shape: type[S], source: Source, node: Node, problems: list[Problem]) -> S | None:
    """Check a node against a shape; None where it does not fit, with every reason added to `problems`."""
    try:
        return shape.model_validate(plain(node))
    except ValidationError as error:
        problems.extend(complaints(error, shape, source, node))
        return None


def read_good_part(shape: type[S], source: Source, node: Node, problems: list[Problem]) -> S | None:
    """Check a node like `read_as`; where some keys are bad, go on without them if the others will do."""
    values = plain(node)
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        problems.extend(complaints(error, shape, source, node))
        bad = {detail["loc"][0] for detail in error.errors(include_url=False, include_input=False) if detail["loc"]}
    try:
        return shape.model_validate({key: value for key, value in values.items() if key not in bad}) if bad else None
    except ValidationError:
        return None


def complaints(error: ValidationError, shape: type[BaseModel], source: Source, node: Node) -> list[Problem]:
    """Turn every single error into a problem at its place."""
    details = error.errors(include_url=False, include_input=False)
    return [_complaint(detail, shape, source, node) for detail in islice(details, _ENOUGH)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the most similar of the known words, or "" where none is."""
    close = get_close_matches(word[:64], sorted(known), n=1)
    return f"did you mean `{close[0]}`?" if close else ""


def shown(node: Node, source: Source) -> str:
    """Return a value as messages may quote it: short, and "" where it may be a secret."""
    match node:
        case ScalarNode() if source.hides(node) or node.text == "":
            return ""
        case ScalarNode():
            text = USER_INFO.sub("***", node.text[:1_000])
            short = text[:_SHOWN_VALUE] + ("…" if len(text) > _SHOWN_VALUE else "")
            return repr(short) if isinstance(node.value, str) else short
        case ListNode():
            return "a list"
        case MapNode():
            return "a group of keys"


def _complaint(detail: Any, shape: type[BaseModel], source: Source, top: Node) -> Problem:
    path: tuple[str | int, ...] = detail["loc"]
    kind: str = detail["type"]
    name = _name(path)
    if kind == "missing":
        node, _ = follow(top, path[:-1])
        if isinstance(node, MapNode) and path[-1] in node.entries:
            return source.problem(node.entries[str(path[-1])].key.start, f"{name} is empty", length=len(str(path[-1])))
        return source.problem(node.start, f"{name} is missing")
    node, key = follow(top, path)
    if path[-1:] == ("[key]",) and key:
        # pydantic's way to say that the key itself is wrong
        node, name = key, _quoted(key.text)
    if kind == "extra_forbidden":
        word = str(path[-1])
        hint = did_you_mean(word, keys_of(_shape_at(shape, path[:-1])))
        at = key.start if key else node.start
        return source.problem(at, f"unknown key {_quoted(word)}", hint=hint, length=len(word))
    context = detail.get("ctx", {})
    cause = context.get("error")
    hint = getattr(cause, "hint", "")
    if cause is not None:
        words = str(cause)
    else:
        words = _WORDS.get(kind, "cannot be used").format_map({key: _listed(value) for key, value in context.items()})
    if kind == "string_type" and isinstance(node, ScalarNode) and node.value is not None:
        hint = hint or f'put it in quotes: "{node.text[:_SHOWN_VALUE]}"' if not source.hides(node) else hint
    if isinstance(node, ScalarNode) and node.value is None:
        words = "is empty" if kind in _WORDS else words
    got = "" if kind == "too_short" else shown(node, source)
    length = node.end - node.start if isinstance(node, ScalarNode) else 1
    return source.problem(node.start, f"{name} {words}" + (f", got {got}" if got else ""), hint=hint, length=length)


def _name(path: tuple[str | int, ...]) -> str:
    """Name a value by its key: "`to`", "entry 2 of `to`", or "this" where it stands in no key."""
    keys = [step for step in path if isinstance(step, str)]
    if not keys:
        return "this"
    if isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of {_quoted(keys[-1])}"
    return _quoted(keys[-1])


def _quoted(word: str) -> str:
    return f"`{word[:_SHOWN_VALUE]}`"


def _listed(value: object) -> object:
    # pydantic names the choices as 'low', 'normal' or 'high'
    return value.replace("'", "") if isinstance(value, str) else value


def _shape_at(shape: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel]:
    """Return the shape that the path leads to, through lists."""
    for step in path:
        if isinstance(step, str) and step in shape.model_fields:
            annotation = shape.model_fields[step].annotation
            inner = (annotation, *typing.get_args(annotation))
            shape = next((one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)), shape)
    return shape
