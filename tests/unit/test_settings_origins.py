"""An offset into a scalar's value leads back to the very character of the file, however the scalar is written."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policywatch.settings.document.nodes import ScalarNode, value_at
from policywatch.settings.document.origins import offset_in_file
from policywatch.settings.document.source import Source
from policywatch.settings.sources import Sources

WRITTEN = {
    "plain": "query: coup OR putsch # why\n",
    "plain over lines": "query: coup\n  OR\n\n  putsch\nid: a\n",
    "single quotes": "query: '''coup d''etat'' OR\n  putsch'\n",
    "double quotes": 'query: "\\"coup\\" OR \\u00e9t\\x41 \\\n   d\'\\n etat   \n\n  putsch"\n',
    "folded": "query: >\n    coup OR\n    putsch\n\n    OR junta\n      more\n    less\nid: a\n",
    "folded, stripped": "query: >-\n  coup\n  OR putsch\n\n\nid: a\n",
    "folded, kept": "query: >+ # why\n  coup\n  OR putsch\n\n\nid: a\n",
    "literal": "query: |\n\n  coup\n    OR\n  putsch\nid: a\n",
    "literal, stripped": "query: |-\n  coup\n\n  OR\n# why\nid: a\n",
    "literal with an indent of its own": "query: |2\n    coup\n  OR\nid: a\n",
    "folded with a tab": "query: >\n  coup\n  \tOR\n  putsch\n",
    "windows line ends": "query: >\r\n  coup\r\n  OR\r\n\r\n  putsch\r\nid: a\r\n",
    "further in": "watches:\n  - alert:\n      query: >\n        coup\n        OR\n",
    "accents and emoji": "query: >\n  été 🌍 OR\n  “coup”\n",
}


def scalar(source: Source) -> ScalarNode:
    node = value_at(source.tree.root, "query")
    if node is None:
        watches = value_at(source.tree.root, "watches")
        node = value_at(getattr(watches, "items")[0], "alert", "query")  # noqa: B009
    assert isinstance(node, ScalarNode)
    return node


@pytest.mark.parametrize("name", WRITTEN)
def test_every_visible_character_is_found_where_it_was_written(name: str) -> None:
    text = WRITTEN[name]
    source = Source("a.yaml", text)
    node = scalar(source)
    last = node.start
    for offset, character in enumerate(node.text):
        at = offset_in_file(text, node, offset)
        assert at is not None
        assert last <= at < node.end
        last = at
        if not character.isspace() and text[at] != "\\":
            assert text[at] == character


def test_a_word_in_a_folded_query_has_its_line_and_column() -> None:
    text = "watches:\n  - id: coup\n    query: >\n      coup OR\n      putsch AND blah\n"
    source = Source("a.yaml", text)
    sources = Sources("policywatch.yaml")
    watches = value_at(source.tree.root, "watches")
    sources.add(("watch", "coup"), source, getattr(watches, "items")[0])  # noqa: B009
    problem = sources.problem(("watch", "coup", "query"), "mixed", offset="coup OR putsch AND".index("AND"), length=3)
    assert (problem.line, problem.column, problem.length) == (5, 14, 3)
    assert problem.source_line == "      putsch AND blah"


def test_the_end_of_a_value_is_the_place_after_its_last_character() -> None:
    text = "query: >\n  coup OR\nid: a\n"
    node = scalar(Source("a.yaml", text))
    assert offset_in_file(text, node, len("coup OR")) == text.index("OR") + 2


def test_a_place_that_is_not_written_down_falls_back_to_what_is_around_it() -> None:
    source = Source("a.yaml", "watches:\n  - id: coup\n")
    sources = Sources("policywatch.yaml")
    watches = value_at(source.tree.root, "watches")
    sources.add(("watch", "coup"), source, getattr(watches, "items")[0])  # noqa: B009
    around = sources.problem(("watch", "coup", "examples", 3), "fails")
    assert (around.file, around.line, around.column) == ("a.yaml", 2, 5)
    nowhere = sources.problem(("watch", "other"), "fails")
    assert (nowhere.file, nowhere.line, nowhere.column) == ("policywatch.yaml", 0, 0)


words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=40)


@given(words, st.sampled_from(["'", '"', "|", ">", ""]), st.integers(min_value=5, max_value=30))
def test_whatever_is_written_the_origin_is_right_or_not_given(value: str, style: str, width: int) -> None:
    text = yaml.dump({"query": value}, default_style=style or None, width=width, allow_unicode=True)
    node = scalar(Source("a.yaml", text))
    for offset, character in enumerate(node.text):
        at = offset_in_file(text, node, offset)
        if at is not None and not character.isspace() and text[at] not in "\\":
            assert text[at] == character
