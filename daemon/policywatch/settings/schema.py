"""JSON Schemas of the YAML files, for editors: completion, explanations on hover, mistakes underlined while one types.

What it is: made from the shapes and the channels' options, so that a new key is in them as soon as it is there; the
`#:` line above a field is its description. Draft 2020-12, in words that draft 7 has as well and without references,
because that is what editors read.
Takes: the options class of each channel type. Gives: schemas, as what `json.dumps` takes. Raises: nothing.

A schema says less than `check`: nothing of queries, and nothing of what several keys or files say together. What check
takes it takes as well, but for a text or number that is left empty: editors do well to underline that.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import textwrap
import typing
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from policywatch.settings.channels import ChannelShape, holds_secret, options_shape
from policywatch.settings.kinds import one_or_many
from policywatch.settings.shapes import ConfigShape, FeedShape, ListsShape, WatchFileShape, WatchShape

Schema = dict[str, Any]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SECRET: Final = "A secret: name it with ${env:NAME}, ${file:/path} or ${credential:name}."  # noqa: S105
#: a key of ours, until the schema is tidied: what the members of an Enum mean
_MEANS: Final = "means"
#: of the keys of a schema, for those who read it
_ORDER: Final = (
    "description",
    "type",
    "enum",
    "pattern",
    "minimum",
    "maximum",
    "minItems",
    "default",
    "examples",
    "required",
)
_UNITS: Final = ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))


def watches_schema() -> Schema:
    """Return the schema of a watch file."""
    schema = _of(WatchFileShape)
    keys = schema["properties"]
    keys["watches"]["items"] = _of(WatchShape)
    lists = _of(ListsShape)["properties"]["lists"]
    keys["lists"] = {**keys["lists"], **lists, "type": keys["lists"]["type"]}
    return {"$schema": _DIALECT, "title": "A watch file of policywatch: what to look for", **schema}


def config_schema(channel_options: Mapping[str, type]) -> Schema:
    """Return the schema of policywatch.yaml."""
    schema = _of(ConfigShape)
    keys, feed = schema["properties"], _of(FeedShape)
    keys["feeds"]["items"] = {"anyOf": [feed, feed["properties"]["url"]]}
    keys["channels"]["items"] = _of_channel(channel_options)
    return {"$schema": _DIALECT, "title": "policywatch.yaml: where to look and whom to tell", **schema}


def _of_channel(channel_options: Mapping[str, type]) -> Schema:
    """Return the schema of a channel: which options may stand there depends on its type."""
    schema = _of(ChannelShape)
    keys = schema["properties"]
    keys["type"] = {"enum": list(channel_options), "description": keys["type"]["description"]}
    schema["allOf"] = [
        {
            "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
            "then": _of_options(options, common=list(keys)),
        }
        for name, options in channel_options.items()
    ]
    return schema


def _of_options(options: type, common: list[str]) -> Schema:
    schema = _of(options_shape(options))
    docs, kinds = field_docs(options), typing.get_type_hints(options)
    defaults = {one.name: one.default for one in dataclasses.fields(options) if isinstance(one.default, (str, int))}
    keys = {
        name: {
            **found,
            **_description(docs.get(name, ""), _SECRET if holds_secret(kinds[name]) else ""),
            **({"default": defaults[name]} if name in defaults else {}),
        }
        for name, found in schema["properties"].items()
    }
    return {**schema, "properties": dict.fromkeys(common, True) | keys}


def _of(shape: type[BaseModel]) -> Schema:
    """Return the schema of a shape, with the shapes inside it."""
    schema = shape.model_json_schema(schema_generator=_Generator)
    tidy: Schema = _tidy(schema, schema.get("$defs", {}))
    return tidy


class _Generator(GenerateJsonSchema):
    """Knows what pydantic cannot: descriptions, what a check before the value's own takes, how we write a duration."""

    def model_schema(self, schema: core_schema.ModelSchema) -> Schema:
        made = super().model_schema(schema)
        made.pop("description", None)  # what a shape's docstring says is for us
        docs = field_docs(schema["cls"])
        for name, field in schema["cls"].model_fields.items():
            made["properties"][field.alias or name] |= _description(docs.get(name, ""))
        return made

    def enum_schema(self, schema: core_schema.EnumSchema) -> Schema:
        docs = field_docs(schema["cls"])
        means = [f"`{one.value}`: {docs[one.name]}" for one in schema["members"] if one.name in docs]
        return {"enum": [one.value for one in schema["members"]], _MEANS: means}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Schema:
        made = super().function_before_schema(schema)
        check: object = schema["function"]["function"]
        return {"anyOf": [made, made["items"]]} if check is one_or_many else made

    def function_plain_schema(self, schema: core_schema.PlainValidatorFunctionSchema) -> Schema:
        # channels.py makes secrets so, from text
        return {"type": "string", "pattern": r"\S"}

    def encode_default(self, dft: Any) -> Any:
        if isinstance(dft, timedelta):
            seconds = int(dft.total_seconds())
            size, unit = next(one for one in _UNITS if seconds % one[0] == 0)
            return f"{seconds // size}{unit}"
        return super().encode_default(dft)


def _tidy(schema: Any, definitions: Schema) -> Any:
    """Return a schema with definitions in place of references and without what tells a reader nothing."""
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        meant = definitions[schema["$ref"].rpartition("/")[2]]
        schema = {**meant, **{key: one for key, one in schema.items() if key != "$ref"}}
    made: Schema = {}
    for key, value in schema.items():
        if key in ("properties", "patternProperties"):
            made[key] = {name: _tidy(one, definitions) for name, one in value.items()}
        elif key in ("anyOf", "allOf"):
            made[key] = [_tidy(one, definitions) for one in value]
        elif key in ("items", "additionalProperties"):
            made[key] = _tidy(value, definitions)
        elif key == "default" and (not value or isinstance(value, dict)) and not isinstance(value, (bool, int)):
            continue
        elif key not in ("$defs", "title", "propertyNames", _MEANS):
            made[key] = value
    if means := schema.get(_MEANS):
        # in place of what the Enum's docstring says of the same thing as the field
        made |= _description(*(text for text in (schema.get("description", ""), *means) if text))
    if "patternProperties" in made:
        made["additionalProperties"] = False
    if made.get("type") != "string" and (least := made.pop("minLength", 0)):
        # pydantic's word for texts, of lists that stand behind a check
        for one in made.get("anyOf", [made]):
            if one.get("type") == "array":
                one["minItems"] = least
    needed = made.get("required", ())
    for name, one in made.get("properties", {}).items():
        made["properties"][name] = _of_key(one, name in needed)
    return dict(sorted(made.items(), key=lambda pair: _ORDER.index(pair[0]) if pair[0] in _ORDER else len(_ORDER)))


def _of_key(schema: Schema, is_needed: bool) -> Schema:
    """Return the schema of a key's value: a list or group may be empty, as all its entries may be commented out."""
    kinds = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(kinds) == 1:
        schema = {**{key: one for key, one in schema.items() if key != "anyOf"}, **kinds[0]}
        kinds = schema.get("anyOf", [])
    if not is_needed and {"array", "object"} & {one.get("type") for one in (schema, *kinds)}:
        if kinds:
            return {**schema, "anyOf": [*kinds, {"type": "null"}]}
        return {**schema, "type": [schema["type"], "null"]}
    return {**schema, "anyOf": kinds} if kinds else schema


def field_docs(owner: type) -> dict[str, str]:
    """Return what the `#:` lines above the fields of a class, or above the members of an Enum, say."""
    try:
        lines = textwrap.dedent(inspect.getsource(owner)).splitlines()
        body = ast.parse("\n".join(lines)).body[0]
    except (OSError, TypeError, SyntaxError):
        # made at run time
        return {}
    docs: dict[str, str] = {}
    for node in body.body if isinstance(body, ast.ClassDef) else ():
        target = (
            node.target
            if isinstance(node, ast.AnnAssign)
            else node.targets[0]
            if isinstance(node, ast.Assign)
            else None
        )
        first = node.lineno - 1
        while first and lines[first - 1].lstrip().startswith("#:"):
            first -= 1
        if isinstance(target, ast.Name) and (said := lines[first : node.lineno - 1]):
            docs[target.id] = " ".join(line.strip().removeprefix("#:").strip() for line in said)
    return docs


def _description(*texts: str) -> Schema:
    """Return the texts as sentences under the key that holds them, or nothing where there are none."""
    said = [text.strip() for text in texts if text.strip()]
    sentences = [text if re.match(r"[A-Z`$]", text) else text[0].upper() + text[1:] for text in said]
    whole = " ".join(text if text.endswith(".") else f"{text}." for text in sentences)
    return {"description": whole} if whole else {}
