"""pydantic's findings in words that tell a person what to change, at the place where it stands."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from policywatch.errors import Problem
from policywatch.settings.document.nodes import ListNode, MapNode, Node, ScalarNode, follow, plain
from policywatch.settings.document.source import USER_INFO, Source
from policywatch.settings.shapes import (
    AlertShape,
    ConfigShape,
    ExampleShape,
    FeedShape,
    PollShape,
    WatchFileShape,
    WatchShape,
    keys_of,
)

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
#: what the same thing is called elsewhere
_SYNONYMS: Final = {
    "name": "title", "description": "title", "label": "title", "priority": "severity", "level": "severity",
    "not": "exclude", "except": "exclude", "ignore": "exclude", "keywords": "query", "terms": "query",
    "search": "query", "expression": "query", "tests": "examples", "interval": "every", "frequency": "every",
    "link": "url", "address": "url", "webhook_url": "url", "lang": "language", "channel": "to", "kind": "type",
}  # fmt: skip
#: where keys belong that stand elsewhere
_HOMES: Final[tuple[tuple[type[BaseModel], str], ...]] = (
    (WatchShape, "a watch: indent it as its other keys"),
    (WatchFileShape, "a watch file, at the start of a line"),
    (ExampleShape, "an entry of `examples`"),
    (AlertShape, "`alert` of a watch: `alert: {{{0}: ...}}`"),
    (FeedShape, "an entry of `feeds`"),
    (ConfigShape, "policywatch.yaml, at the start of a line"),
    (PollShape, "`poll`: `poll: {{{0}: ...}}`"),
)
_YES_OR_NO: Final = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
_NOT_STRAIGHT: Final = re.compile("[“”„‘’«»]")
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
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    # a key that is misspelt is not missing as well
    misspelt = {(*loc[:-1], _meant(str(loc[-1]), _shape_at(shape, loc[:-1]))) for loc in unknown[:_ENOUGH]}
    told = (detail for detail in details if detail["type"] != "missing" or detail["loc"] not in misspelt)
    return [_complaint(detail, shape, source, node) for detail in islice(told, _ENOUGH)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the most similar of the known words, or "" where none is."""
    close = closest(word, known)
    return f"did you mean `{close}`?" if close else ""


def closest(word: str, known: Iterable[str]) -> str:
    """Return the most similar of the known words, "" where none is similar."""
    return next(iter(get_close_matches(word[:64].lower(), sorted(known), n=1)), "")


def misspelt(word: str, node: Node | None) -> str:
    """Return the key of a group that was probably meant for `word`, which is none of them; "" where there is none."""
    if not isinstance(node, MapNode) or word in node.entries:
        return ""
    return next((key for key in islice(node.entries, _ENOUGH) if closest(key, [word])), "")


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
        hint = _hint_for_key(word, node, _shape_at(shape, path[:-1]))
        at = key.start if key else node.start
        return source.problem(at, f"unknown key {_quoted(word)}", hint=hint, length=len(word))
    context = detail.get("ctx", {})
    cause = context.get("error")
    hint = getattr(cause, "hint", "")
    if cause is not None:
        words = str(cause)
    else:
        words = _WORDS.get(kind, "cannot be used").format_map({key: _listed(value) for key, value in context.items()})
    hint = hint or _hint_for_value(kind, context, node, _shape_at(shape, path), source)
    if isinstance(node, ScalarNode) and node.value is None:
        words = "is empty" if kind in _WORDS else words
    got = "" if kind == "too_short" else shown(node, source)
    length = node.end - node.start if isinstance(node, ScalarNode) else 1
    return source.problem(node.start, f"{name} {words}" + (f", got {got}" if got else ""), hint=hint, length=length)


def _meant(word: str, shape: type[BaseModel]) -> str:
    """Return the key of the shape that was probably meant, "" where none was."""
    keys = keys_of(shape)
    if close := closest(word, keys):
        return close
    return _SYNONYMS[word] if _SYNONYMS.get(word) in keys else ""


def _hint_for_key(word: str, node: Node, shape: type[BaseModel]) -> str:
    if _NOT_STRAIGHT.search(word):
        return "typographic quotes are part of the text: YAML reads only straight ones"
    for home, where in _HOMES:
        if home is not shape and word in keys_of(home):
            return f"{_quoted(word)} belongs to {where.format(word)}"
    if meant := _meant(word, shape):
        return f"did you mean `{meant}`?"
    if " " in word and isinstance(node, ScalarNode) and node.value is None:
        return "text with a comma in it needs quotes"
    return ""


def _hint_for_value(kind: str, context: Any, node: Node, shape: type[BaseModel], source: Source) -> str:
    """Return what to write instead of a value of the wrong kind, "" where nobody can say."""
    text = node.text if isinstance(node, ScalarNode) and not source.hides(node) else ""
    if kind in ("enum", "literal_error"):
        choices = re.findall("'([^']*)'", str(context.get("expected", "")))
        return did_you_mean(_NOT_STRAIGHT.sub("", text).lower(), choices)
    if kind in ("bool_type", "bool_parsing") and text.lower() in _YES_OR_NO:
        return f"did you mean `{_YES_OR_NO[text.lower()]}`?"
    if kind == "string_type" and text:
        return f'put it in quotes: "{text[:_SHOWN_VALUE]}"'
    if kind == "string_type" and (bracket := source.text[node.start]) in "[{":
        return f"text that starts with `{bracket}` needs '...' around it"
    if kind in ("tuple_type", "list_type") and isinstance(node, MapNode):
        return "start each entry with `- `"
    if kind in ("dict_type", "model_type", "model_attributes_type") and not isinstance(node, MapNode):
        needed = [field.alias or name for name, field in shape.model_fields.items() if field.is_required()]
        if len(needed) == 1:
            return f"write {{{needed[0]}: ...}}"
        return f"its keys are {', '.join(sorted(keys_of(shape)))}" if not needed else ""
    return ""


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
