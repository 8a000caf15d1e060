"""Matching against a reference that is slow and obvious: every pair, every window, no index."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import translate

from hypothesis import given
from hypothesis import strategies as st

from policywatch.match import MatchIndex, compile_watch
from policywatch.match.compiled import find_match
from policywatch.match.document import Document
from policywatch.match.query import read_query
from policywatch.match.query.tree import (
    And,
    AtLeast,
    Exact,
    Field,
    First,
    Near,
    Node,
    Not,
    NotNear,
    Or,
    Paragraph,
    Phrase,
    Sentence,
    Wild,
    Word,
)
from policywatch.model.item import Item
from policywatch.model.watch import Severity, Watch
from tests.proof import proof
from tests.unit.match_texts import FEED, item

WORDS = ("coup", "coups", "aid", "aide", "halt", "army", "niger")
FIELDS = ("title", "lead", "body")


@dataclass(frozen=True)
class Token:
    """A word of the generated item, and where it stands; `written` counts as a reader does."""

    text: str
    field: str
    paragraph: int
    sentence: int
    written: int
    #: number in its field
    index: int


#: paragraphs of sentences of words, each with what joins it to the word before
paragraphs = st.lists(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", " ", "'", "’", ", "])), min_size=1, max_size=6
        ),
        min_size=1,
        max_size=2,
    ),
    max_size=2,
)


def write(fields: list[list[list[list[tuple[str, str]]]]]) -> tuple[Item, list[Token]]:
    """Return an item and its words."""
    tokens: list[Token] = []
    texts = {}
    for field, content in zip(FIELDS, fields, strict=True):
        written = index = -1
        shown = []
        for number, paragraph in enumerate(content):
            sentences = []
            for position, sentence in enumerate(paragraph):
                text = ""
                for word, joint in sentence:
                    published = word if text else word.capitalize()
                    index += 1
                    written += not (text and joint in "'’")
                    tokens.append(Token(published, field, number, 10 * number + position, written, index))
                    text += (joint if text else "") + published
                sentences.append(text + ".")
            shown.append(" ".join(sentences))
        texts[field] = "\n\n".join(shown)
    return item(**texts), tokens


# --- the reference: hits are sets of token numbers, windows are sets of tokens ---


def hits(node: Node, tokens: list[Token], shown: set[int]) -> set[frozenset[int]]:
    match node:
        case Word():
            return {frozenset({n}) for n in shown if tokens[n].text.lower() == node.text}
        case Wild():
            pattern = re.compile(translate(node.pattern))
            return {frozenset({n}) for n in shown if pattern.match(tokens[n].text.lower())}
        case Exact():
            return {frozenset({n}) for n in shown if tokens[n].text == node.text}
        case Phrase():
            length = len(node.parts)
            runs = [range(n, n + length) for n in shown if shown >= set(range(n, n + length))]
            return {
                frozenset(run)
                for run in runs
                if len({tokens[n].field for n in run}) == 1
                and all({frozenset({n})} <= hits(part, tokens, {n}) for part, n in zip(node.parts, run, strict=True))
            }
        case Or():
            return set().union(*(hits(operand, tokens, shown) for operand in node.operands))
        case Near():
            return {
                left | right
                for left in hits(node.left, tokens, shown)
                for right in hits(node.right, tokens, shown)
                if near(left, right, node.distance, tokens, ordered=node.ordered)
            }
        case NotNear():
            rights = hits(node.right, tokens, shown)
            return {
                left
                for left in hits(node.left, tokens, shown)
                if not any(near(left, right, node.distance, tokens, ordered=False) for right in rights)
            }
        case Field():
            return hits(node.operand, tokens, {n for n in shown if tokens[n].field == node.name})
    raise AssertionError(node)


def near(left: frozenset[int], right: frozenset[int], distance: int, tokens: list[Token], *, ordered: bool) -> bool:
    if left & right or tokens[min(left)].field != tokens[min(right)].field:
        return False
    if ordered and max(left) > min(right):
        return False
    between = max(
        tokens[min(right)].written - tokens[max(left)].written, tokens[min(left)].written - tokens[max(right)].written
    )
    return between - 1 <= distance


def holds(node: Node, tokens: list[Token], shown: set[int]) -> bool:
    match node:
        case And():
            return all(holds(operand, tokens, shown) for operand in node.operands)
        case Or():
            return any(holds(operand, tokens, shown) for operand in node.operands)
        case Not():
            return not holds(node.operand, tokens, shown)
        case Sentence():
            return any(holds(node.operand, tokens, part) for part in parts(tokens, shown, "sentence"))
        case Paragraph():
            return any(holds(node.operand, tokens, part) for part in parts(tokens, shown, "paragraph"))
        case First():
            firsts = [{n for n in part if tokens[n].written < node.count} for part in parts(tokens, shown, "")]
            return any(holds(node.operand, tokens, part) for part in firsts if part)
        case AtLeast():
            return most_apart(hits(node.operand, tokens, shown)) >= node.count
        case Field():
            return holds(node.operand, tokens, {n for n, token in enumerate(tokens) if token.field == node.name})
        case _:
            return bool(hits(node, tokens, shown))


def parts(tokens: list[Token], shown: set[int], what: str) -> list[set[int]]:
    keys = {(tokens[n].field, getattr(tokens[n], what, 0)) for n in shown}
    return [{n for n in shown if (tokens[n].field, getattr(tokens[n], what, 0)) == key} for key in keys]


def most_apart(found: set[frozenset[int]]) -> int:
    spans = sorted((max(hit), min(hit)) for hit in found)
    count, end = 0, -1
    for last, first in spans:
        if first > end:
            count, end = count + 1, last
    return count


# --- random queries ---

word_nodes = st.one_of(
    st.sampled_from(WORDS).map(Word),
    st.sampled_from(["ai*", "*s", "co?p", "a*d*", "*", "??d?"]).filter(lambda one: one != "*").map(Wild),
    st.sampled_from(["Coup", "aid", "Army"]).map(lambda one: Exact(one, one.lower())),
)
plain_words = st.sampled_from(WORDS).map(Word)
phrases = st.lists(plain_words, min_size=2, max_size=3).map(lambda parts: Phrase(tuple(parts)))
small = st.integers(0, 4)


def positional(leaves: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(lambda operands: Or(tuple(operands))),
            st.builds(Near, inner, inner, small, st.booleans()),
            st.builds(NotNear, inner, inner, small),
        ),
        max_leaves=5,
    )


def conditions(leaves: st.SearchStrategy[Node], *, windows: bool) -> st.SearchStrategy[Node]:
    def grow(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        ands = st.lists(st.one_of(inner, inner.map(Not)), min_size=1, max_size=2)
        kinds = [
            st.builds(lambda first, others: And((first, *others)), inner, ands),
            st.lists(inner, min_size=2, max_size=3).map(lambda operands: Or(tuple(operands))),
        ]
        if windows:
            kinds += [inner.map(Sentence), inner.map(Paragraph), st.builds(First, inner, st.integers(1, 6))]
        return st.one_of(kinds)

    return st.recursive(leaves, grow, max_leaves=5)


no_fields = positional(st.one_of(word_nodes, phrases))
in_fields = st.one_of(no_fields, st.builds(Field, st.sampled_from(FIELDS), no_fields))
counted = st.builds(AtLeast, no_fields, st.integers(1, 4))
in_windows = conditions(st.one_of(no_fields, counted), windows=True)
trees = conditions(
    st.one_of(
        positional(st.one_of(word_nodes, phrases, st.builds(Field, st.sampled_from(FIELDS), word_nodes))),
        in_windows,
        st.builds(Field, st.sampled_from(FIELDS), in_windows),
        st.builds(AtLeast, in_fields, st.integers(1, 4)),
    ),
    windows=False,
)


@proof
@given(queries=st.lists(trees.map(str), min_size=1, max_size=3), fields=st.lists(paragraphs, min_size=3, max_size=3))
def test_index_evaluation_and_reference_agree(
    queries: list[str], fields: list[list[list[list[tuple[str, str]]]]]
) -> None:
    """On any queries and any item: the index finds what evaluating each watch finds, and that is the obvious."""
    watches = [compile_watch(Watch(id=query, title="", severity=Severity.LOW, query=query), {}) for query in queries]
    one, tokens = write(fields)
    alone = [find_match(watch, Document(one, FEED)) for watch in watches]
    expected = [holds(watch.query, tokens, set(range(len(tokens)))) for watch in watches]
    assert [match is not None for match in alone] == expected, queries
    assert MatchIndex(watches).matches(one, FEED) == tuple(match for match in alone if match), queries


@proof
@given(tree=trees)
def test_the_canonical_text_of_a_query_is_read_as_the_same_query(tree: Node) -> None:
    read = read_query(str(tree), "query")
    assert read_query(str(read), "query") == read
    assert str(read_query(str(read), "query")) == str(read)
