"""No file whatsoever makes the loader raise, and every problem points into the file."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from policywatch.settings import load, render
from tests.unit.settings_folder import CONFIG, OPTIONS, WATCHES

LONG_CONFIG = (
    CONFIG.replace("type: console}]", "type: console}, {id: s, type: webhook, url: 'https://${env:X}', secrets: [a]}]")
    + "poll: {workers: 8, every: 10m}\nallow_networks: [10.0.0.0/8]\ncontact: >\n  a@b\n"
)
LONG_WATCHES = (
    WATCHES
    + "  - id: b\n    query: >\n      coup NEAR/5 @x\n    alert: {on: every, to: [screen]}\n    feeds: [tag:wire]\n"
    + "    examples:\n      - {text: \"a \\u00e9\", match: false}\nlists: {x: [a, 'b c']}\n"
)
PIECES = [
    "\t",
    "\0",
    ":",
    "- ",
    "[",
    "{",
    "}",
    "*a",
    "&a ",
    "!!x ",
    '"',
    "'",
    ">",
    "|2",
    "\n",
    "\r",
    "---",
    "~",
    "\x85",
    "${",
]


def mutated(text: str) -> st.SearchStrategy[bytes]:
    """Yield the text with some pieces cut out and others put in."""
    place = st.integers(0, len(text))
    edit = st.tuples(place, st.integers(0, 12), st.sampled_from(PIECES) | st.text(max_size=3))

    def apply(edits: list[tuple[int, int, str]]) -> bytes:
        result = text
        for at, cut, piece in edits:
            result = result[:at] + piece + result[at + cut :]
        return result.encode("utf-8", "surrogatepass")

    return st.lists(edit, min_size=1, max_size=4).map(apply)


def check(config: bytes, watches: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "watches").mkdir()
        (folder / "policywatch.yaml").write_bytes(config)
        (folder / "watches/a.yaml").write_bytes(watches)
        loaded = load(folder / "policywatch.yaml", OPTIONS)
        assert (loaded.settings is None) == bool(loaded.problems)
        for problem in loaded.problems:
            assert render(problem).count("\n") <= 3
            assert (problem.line == 0) == (problem.column == 0)
            if problem.source_line:
                text = Path(problem.file).read_bytes().decode("utf-8-sig", "replace")
                line = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[problem.line - 1]
                assert problem.column <= len(line) + 1
        for watch in loaded.watches:
            for offset in range(0, len(watch.query) + 1, 3):
                placed = loaded.sources.problem(("watch", watch.id, "query"), "m", offset=offset)
                assert placed.line >= 1


@given(mutated(LONG_CONFIG), mutated(LONG_WATCHES))
@settings(max_examples=150, deadline=None)
def test_edited_files_never_raise(config: bytes, watches: bytes) -> None:
    check(config, watches)


@given(st.binary(max_size=200), st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_bytes_never_raise(config: bytes, watches: bytes) -> None:
    check(config, watches)


yamlish = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["id", "url", "type", "query", "to", "channels", "feeds", "watches", "lists", "alert", "x"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(
    st.dictionaries(
        st.sampled_from(["channels", "feeds", "alerts", "poll", "database", "watches", "contact"]), yamlish
    ),
    yamlish,
)
@settings(max_examples=100, deadline=None)
def test_any_structure_is_told_apart_from_a_good_one(config: object, watches: object) -> None:
    check(json.dumps(config, ensure_ascii=False).encode("utf-8", "replace"), json.dumps(watches).encode())
