"""The JSON Schemas for editors: as the shapes say, for all that is shipped, and against what people mistype."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from policywatch.model.secret import Secret
from policywatch.ready import channel_options
from policywatch.settings import config_schema, watches_schema
from policywatch.settings.document.nodes import plain
from policywatch.settings.document.tree import read_tree
from policywatch.shipped import shipped
from tests.unit.settings_folder import CONFIG, WATCHES

SHIPPED = shipped("config")
YAML = sorted(SHIPPED.rglob("*.yaml"))
README = (Path(__file__).resolve().parents[2] / "README.md").read_text()
SCHEMAS = {"policywatch": config_schema(channel_options()), "watches": watches_schema()}


def read(text: str) -> Any:
    """Return the values of a YAML text as policywatch reads them."""
    root = read_tree(text, lambda _: 0).root
    assert root is not None
    return plain(root)


def complaints(schema: str, text: str) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMAS[schema]).iter_errors(read(text))]


def walk(schema: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every key that a schema knows, with what it says of it."""
    if isinstance(schema, list):
        for one in schema:
            yield from walk(one, at)
    elif isinstance(schema, dict):
        for name, one in schema.get("properties", {}).items():
            # `id: true` beside a channel's options stands for what was said before
            if one is not True:
                yield f"{at}.{name}", one
                yield from walk(one, f"{at}.{name}")
        for inner in ("items", "anyOf", "allOf", "then", "patternProperties"):
            yield from walk(schema.get(inner), at)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_shipped_schemas_are_those_that_the_shapes_make(name: str) -> None:
    written = json.loads((SHIPPED / "schema" / f"{name}.schema.json").read_text())
    assert written == SCHEMAS[name], "a key has changed: make schemas"


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("dialect", [Draft202012Validator, Draft7Validator])
def test_a_schema_is_right_in_both_dialects_that_editors_read(name: str, dialect: Any) -> None:
    dialect.check_schema(SCHEMAS[name])
    text = json.dumps(SCHEMAS[name])
    for newer in ("$ref", "$defs", "prefixItems", "unevaluated", "dependent"):
        assert newer not in text


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_says_what_it_is(name: str) -> None:
    keys = dict(walk(SCHEMAS[name]))
    assert len(keys) > 10
    assert [key for key, schema in keys.items() if not schema.get("description", "").endswith(".")] == []


#: lexicons and places have a form of their own, which `policywatch check` tells
WITH_SCHEMA = [file for file in YAML if file.parent.name != "lexicon" and file.name != "places.yaml"]


@pytest.mark.parametrize("file", WITH_SCHEMA, ids=lambda file: str(file.relative_to(SHIPPED)))
def test_every_shipped_file_names_its_schema_and_is_as_it_says(file: Path) -> None:
    first, _, text = file.read_text().partition("\n")
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named
    schema = (file.parent / named[1]).resolve()
    assert schema.parent == (SHIPPED / "schema").resolve()
    assert complaints(schema.name.removesuffix(".schema.json"), text) == []


GOOD = {
    "the settings of the tests": ("policywatch", CONFIG),
    "the watches of the tests": ("watches", WATCHES),
    "the settings of README": ("policywatch", re.findall(r"^```yaml\n(.*?)^```", README, re.DOTALL | re.MULTILINE)[0]),
    "the watch of README": ("watches", re.findall(r"^```yaml\n(.*?)^```", README, re.DOTALL | re.MULTILINE)[1]),
    "single values for lists": ("watches", "watches: [{id: a, query: x, feeds: wire, languages: en, alert: {to: s}}]"),
    "lists whose entries are commented out": (
        "policywatch",
        "channels:\nfeeds:\npoll:\nalerts: {to: , ops: }\nmetrics:\n",
    ),
    "an empty watch file": ("watches", "watches:\nlists:\n"),
    "a feed as its URL": ("policywatch", "feeds: [https://example.org/feed.xml]"),
    "every unit": ("policywatch", "feeds: [{url: http://a.org, every: 30s}, {url: http://b.org, every: 1 d}]"),
    "networks": ("policywatch", "allow_networks: [10.0.0.0/8, fd00::/8, 127.0.0.1]"),
    "secrets": (
        "policywatch",
        "channels: [{id: a, type: slack, url: '${env:X}'}, {id: b, type: webhook, url: x, secrets: '${file:s}'}]",
    ),
    "metrics": ("policywatch", "metrics: {listen: '[::1]:9464'}"),
    "lists of words": ("watches", "lists: {sahel: [niger, mali], coup: putsch}"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_check_takes_the_schema_takes(name: str) -> None:
    assert complaints(*GOOD[name]) == []


BAD = {
    "a misspelt key": ("watches", "watches: [{id: a, query: x, severty: high}]", "severty"),
    "a misspelt key of the file": ("watches", "watch: [{id: a, query: x}]", "watch"),
    "a key in the wrong place": ("watches", "watches: [{id: a, query: x, match: false}]", "match"),
    "a severity that there is not": ("watches", "watches: [{id: a, query: x, severity: urgent}]", "urgent"),
    "no query": ("watches", "watches: [{id: a}]", "'query' is a required property"),
    "no id": ("watches", "watches: [{query: x}]", "'id' is a required property"),
    "an empty query": ("watches", "watches: [{id: a, query: ''}]", "''"),
    "a query that YAML reads as a number": ("watches", "watches: [{id: a, query: 7008}]", "7008"),
    "a title that YAML reads as a boolean": ("watches", "watches: [{id: a, query: x, title: true}]", "True"),
    "an id in capitals": ("watches", "watches: [{id: Coup, query: x}]", "Coup"),
    "an example without its key": ("watches", "watches: [{id: a, query: x, examples: [A coup.]}]", "A coup."),
    "yes for true": ("watches", "watches: [{id: a, query: x, examples: [{text: x, match: yes}]}]", "yes"),
    "a group for a list": ("watches", "watches: {a: {id: a, query: x}}", "not of type"),
    "a language in words": ("watches", "watches: [{id: a, query: x, languages: [english]}]", "not valid"),
    "an alert to nobody": ("watches", "watches: [{id: a, query: x, alert: {to: []}}]", "not valid"),
    "an empty list of words": ("watches", "lists: {sahel: []}", "not valid"),
    "a number in a list of words": ("watches", "lists: {sahel: [niger, 2023]}", "not valid"),
    "a list's name in capitals": ("watches", "lists: {Sahel: [niger]}", "Sahel"),
    "a duration without a unit": ("policywatch", "poll: {every: 10}", "10"),
    "a duration in words": ("policywatch", "poll: {every: 10 minutes}", "10 minutes"),
    "too many workers": ("policywatch", "poll: {workers: 65}", "65"),
    "a feed without http": ("policywatch", "feeds: [example.org/feed.xml]", "not valid"),
    "a channel of no known type": ("policywatch", "channels: [{id: a, type: slak, url: x}]", "slak"),
    "a channel without its URL": ("policywatch", "channels: [{id: a, type: slack}]", "'url' is a required property"),
    "another channel's option": ("policywatch", "channels: [{id: a, type: console, url: x}]", "url"),
    "lists in the settings": ("policywatch", "lists: {a: [b]}", "lists"),
    "a port alone": ("policywatch", "metrics: {listen: 9464}", "9464"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_typical_mistake_is_underlined(name: str) -> None:
    schema, text, words = BAD[name]
    found = complaints(schema, text)
    assert found
    assert any(words in one for one in found), found


@dataclass(frozen=True, slots=True)
class PagerOptions:
    """What the settings say about a pager."""

    #: number to call
    number: Secret
    #: calls before it gives up
    tries: int = 3


def test_a_new_channel_type_is_in_the_schema_with_its_keys_and_what_they_say() -> None:
    channel = config_schema({"pager": PagerOptions})["properties"]["channels"]["items"]
    assert channel["properties"]["type"]["enum"] == ["pager"]
    (branch,) = channel["allOf"]
    keys = branch["then"]["properties"]
    assert keys["number"]["description"].startswith("Number to call. A secret: name it with ${env:NAME}")
    assert (keys["tries"]["description"], keys["tries"]["type"], keys["tries"]["default"]) == (
        "Calls before it gives up.",
        "integer",
        3,
    )
    assert branch["then"]["required"] == ["number"]
