"""A webhook's body and its signature."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.deliver.compose import LONGEST_LINK, compose
from policywatch.deliver.signing import key, signature
from policywatch.deliver.webhook import LONGEST_BODY, WebhookOptions, render
from policywatch.errors import DeliveryError
from policywatch.model.alert import Alert, Evidence
from policywatch.model.secret import Secret
from policywatch.shipped import shipped
from tests.sample_alerts import CHANGE, ITEM, NOTICE, ONE_ITEM, RAISED_AT, SOON, THREE_ITEMS, alert, finding, saying

SCHEMA = json.loads((shipped("config") / "schema" / "webhook.schema.json").read_text())
VECTOR_SECRET = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
TYPES = {
    "number": float,
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def assert_valid(value: object, schema: dict[str, Any], at: str = "$") -> None:
    """Check the part of JSON Schema that ours uses, and fail for a field or a keyword that it does not declare."""
    known = {"$ref", "const", "enum", "type", "properties", "required", "items", "minItems", "maxItems", "minimum"}
    assert set(schema) <= known | {"$schema", "$defs", "title", "description", "pattern", "anyOf", "oneOf"}, at
    if "$ref" in schema:
        assert_valid(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], at)
    if "anyOf" in schema:
        assert any(is_valid(value, choice) for choice in schema["anyOf"]), at
    if "oneOf" in schema:
        assert sum(is_valid(value, choice) for choice in schema["oneOf"]) == 1, at
    if "const" in schema:
        assert value == schema["const"], at
    if "enum" in schema:
        assert value in schema["enum"], at
    if "type" in schema:
        named = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        assert any(type(value) is TYPES[name] for name in named), at
    if isinstance(value, dict):
        assert set(schema.get("required", ())) <= set(value), at
    if isinstance(value, dict) and "properties" in schema:
        assert set(value) <= set(schema["properties"]), at
        for name, part in value.items():
            assert_valid(part, schema["properties"][name], f"{at}.{name}")
    if isinstance(value, list) and "items" in schema:
        assert schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)), at
        for number, part in enumerate(value):
            assert_valid(part, schema["items"], f"{at}[{number}]")
    if isinstance(value, str) and "pattern" in schema:
        assert re.search(schema["pattern"], value), at
    if isinstance(value, int) and "minimum" in schema:
        assert value >= schema["minimum"], at


def is_valid(value: object, schema: dict[str, Any]) -> bool:
    try:
        assert_valid(value, schema)
    except AssertionError:
        return False
    return True


def payload_of(alert: Alert, late: timedelta = timedelta(0)) -> dict[str, Any]:
    body = render(compose(alert, RAISED_AT + late))
    assert len(body) < LONGEST_BODY
    payload: dict[str, Any] = json.loads(body.decode("utf-8"))
    assert_valid(payload, SCHEMA)
    return payload


def test_the_body_says_what_happened_and_when() -> None:
    payload = payload_of(ONE_ITEM)
    assert (payload["type"], payload["timestamp"]) == ("policywatch.item.flagged", "2026-03-02T14:05:00Z")
    assert payload["data"]["version"] == 1
    assert payload["data"]["watch"] == {
        "id": "coup-designation",
        "title": "Coup designation",
        "version": "ab12cd34ef56",
    }


@pytest.mark.parametrize("sample", [ONE_ITEM, THREE_ITEMS, CHANGE], ids=["one item", "three items", "change"])
def test_every_payload_is_as_the_schema_says(sample: Alert) -> None:
    payload_of(sample)


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "other"},
        {"timestamp": "2026-03-02 14:05"},
        {"unknown": 1},
        {"data": {"version": 1}},
    ],
)
def test_the_schema_refuses_what_is_no_message_of_ours(broken: dict[str, Any]) -> None:
    assert not is_valid(payload_of(ONE_ITEM) | broken, SCHEMA)


def test_spans_count_in_characters_of_the_quote() -> None:
    found = payload_of(saying("\U0001f600 aid is  halted\x07 now", "halted"))["data"]["evidence"][0]["findings"][0]
    assert found["quote"] == "\U0001f600 aid is halted now"
    assert [found["quote"][start:end] for start, end in found["spans"]] == ["halted"]


def test_a_notice_tells_its_lines_and_no_watch() -> None:
    payload = payload_of(NOTICE)
    assert payload["type"] == "policywatch.settings.failing"
    assert payload["data"]["lines"][0] == "desk, /etc/policywatch/policywatch.yaml"
    assert "watch" not in payload["data"]


def test_a_late_message_says_how_late() -> None:
    assert payload_of(ONE_ITEM)["data"]["late_by_seconds"] == 0
    assert payload_of(ONE_ITEM, timedelta(hours=2, minutes=5))["data"]["late_by_seconds"] == 7_500


def test_the_body_is_the_same_at_every_attempt_that_is_not_late() -> None:
    assert render(compose(ONE_ITEM, RAISED_AT)) == render(compose(ONE_ITEM, RAISED_AT + timedelta(minutes=9)))


def test_findings_without_room_are_counted() -> None:
    findings = tuple(finding(f"Sentence {number} tells of a halt of aid.", "halt") for number in range(300))
    told = payload_of(alert(Evidence(ITEM, "Example News", findings)))["data"]["evidence"][0]
    assert len(told["findings"]) > 50
    assert len(told["findings"]) + told["findings_left_out"] == 300


def test_items_without_room_are_counted() -> None:
    data = payload_of(alert(*(Evidence(ITEM, "Example News", (finding("a halt", "halt"),)) for _ in range(300))))[
        "data"
    ]
    assert len(data["evidence"]) > 20
    assert len(data["evidence"]) + data["evidence_left_out"] == 300


def test_a_long_sentence_is_cut_and_says_so() -> None:
    found = payload_of(saying("word " * 20_000 + "halt", "halt"))["data"]["evidence"][0]["findings"][0]
    assert found["quote_is_cut"] is True
    assert found["quote"].endswith("word halt")


@pytest.mark.parametrize("sign", ["x", '"', "\\", "\U0001f600", "\x00", "\ud83d", "a ", "é"])
def test_the_first_finding_fits_whatever_it_holds(sign: str) -> None:
    text = sign * (100_000 // len(sign))
    passage = finding("halt", "halt").passage
    spans = tuple((start, start + 1) for start in range(0, 100_000 - 1, 2))
    hostile = replace(finding("halt", "halt"), passage=replace(passage, quote=text, spans=spans))
    item = replace(ITEM, title=text, link="https://example.org/" + "x" * (LONGEST_LINK - 20))
    payload = payload_of(alert(*[Evidence(item, text, (hostile,) * 5)] * 5, title=text), timedelta(days=3))
    assert payload["data"]["evidence"][0]["findings"]


@given(st.text(st.characters()), st.text(st.characters()))
def test_any_text_at_all_makes_a_valid_body(title: str, sentence: str) -> None:
    payload_of(saying(f"{sentence} halt", "halt", title=title, outlet=title))


def test_an_alert_that_cannot_fit_is_an_error() -> None:
    with pytest.raises(DeliveryError, match="alert 12: its first finding does not fit"):
        render(compose(replace(ONE_ITEM, watch_version="v" * LONGEST_BODY), SOON))


def test_a_signature_is_as_the_specification_s_example() -> None:
    body = b'{"test": 2432232314}'
    assert signature([key(VECTOR_SECRET)], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_several_secrets_give_several_signatures() -> None:
    other = Secret("whsec_" + base64.b64encode(b"k" * 32).decode())
    keys = [key(VECTOR_SECRET), key(other)]
    both = signature(keys, "msg_1", 1, b"{}").split(" ")
    assert both == [signature([one], "msg_1", 1, b"{}") for one in keys]


@pytest.mark.parametrize("length", [24, 32, 64])
@pytest.mark.parametrize("padding", ["", "="])
def test_a_secret_is_read_with_or_without_its_padding(length: int, padding: str) -> None:
    encoded = base64.b64encode(b"k" * length).decode()
    assert key(Secret("whsec_" + (encoded if padding else encoded.rstrip("=")))) == b"k" * length


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whsec_",
        "hunter2hunter2hunter2hunter2hunter2",
        base64.b64encode(b"k" * 32).decode(),
        "whsec_" + base64.b64encode(b"k" * 23).decode(),
        "whsec_" + base64.b64encode(b"k" * 65).decode(),
        "whsec_not*base64*at*all*not*base64*at*all",
        "whsec_ключ" + "k" * 40,
    ],
)
def test_a_bad_secret_is_refused_without_being_quoted(secret: str) -> None:
    with pytest.raises(ValueError, match="a secret must be whsec_ followed by base64 of 24 to 64 bytes") as refusal:
        WebhookOptions(Secret("https://hook.example/in"), (VECTOR_SECRET, Secret(secret)))
    bare = secret.removeprefix("whsec_")
    assert not bare or bare not in str(refusal.value)
    assert not refusal.value.__cause__
