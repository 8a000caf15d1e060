"""The index leaves out no watch that matches: on any queries of the whole language, over any items.

What a query means is held by test_match_reference.py. Here the same watches are asked twice, once through the index,
which evaluates only those whose anchors an item holds, and once one by one.
"""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from policywatch.match import CompiledWatch, MatchIndex, compile_watch
from policywatch.match.compiled import find_match
from policywatch.match.document import Document
from policywatch.model.feed import Feed
from policywatch.model.item import Item
from policywatch.model.watch import Severity, Watch
from tests.proof import proof

Text = st.SearchStrategy[str]

#: words of queries and texts, in forms that fold to the same, with and without signs inside
WORDS = (
    *("coup", "Coup", "COUP", "coups", "putsch", "État", "etat", "d'Etat", "l’État", "Niger", "Niger's", "niger"),
    *("suspend", "suspends", "suspended", "suspension", "aid", "aids", "U.S.", "US", "us", "1,000", "1000", "3.5"),
    *("cheval", "chevaux", "Straße", "strasse", "cœur", "coeur", "ban-lifted", "tag", "x", "the", "of"),
    *("co\u00adup", "Ni\u200dger", "E\u0301tat"),
)
TAGS = ("wire", "Wire", "official", "aid to Niger", "a:b", "stem:aid", "tag:wire")
HOSTS = ("example.org", "news.example.org", "example.com", "gov.example")
LANGUAGES = ("en", "fr", "fr-CA", "de", "xx", None)
LISTS = {
    "words": ("coup", "putsch", "suspend*"),
    "names": ("Burkina Faso", "niger", "État"),
    "mixed": ('"aid halt"', "@words", "{US}"),
    "values": ("wire", "fr", "example.org"),
}
#: what `@watch:id` can name
NAMED = {
    "named": "coup NEAR/3 (niger OR aid)",
    "fields": "tag:wire AND NOT lang:fr",
    "regex": "/sus.end/i",
    "nested": "@watch:named OR stem:ban",
}


def watch(watch_id: str, query: str, exclude: str = "") -> Watch:
    return Watch(id=watch_id, title="", severity=Severity.LOW, query=query, exclude=exclude)


WATCHES = {name: watch(name, query) for name, query in NAMED.items()}


# --- items ---

SIGNS = (",", ".", ". “", "-", "'", "\n\n", "\u00ad", "\u200d", "…")
#: a word is more likely than a sign
PIECES = (*WORDS, *WORDS, *WORDS, "Burkina Faso", "aid halt", "aid to Niger", *SIGNS)

texts = st.lists(st.sampled_from(PIECES), min_size=3, max_size=12).map(" ".join)
#: anything at all, now and then
any_texts = st.one_of(texts, texts, texts, st.just(""), st.text(max_size=20))

items = st.builds(
    Item,
    feed_id=st.just("wire-1"),
    identity=st.just("guid:1"),
    title=any_texts,
    summary=any_texts,
    body=any_texts,
    author=st.none() | any_texts,
    link=st.none() | st.sampled_from(HOSTS).map("https://{}/coup-in-niger".format),
    language=st.sampled_from(LANGUAGES),
    categories=st.lists(st.sampled_from(TAGS) | texts, max_size=2).map(tuple),
)
feeds = st.builds(
    Feed,
    id=st.sampled_from(["wire-1", "Official Journal"]),
    url=st.just("https://example.org/feed"),
    title=any_texts,
    every=st.just(timedelta(minutes=5)),
    tags=st.frozensets(st.sampled_from(TAGS), max_size=2),
    language=st.sampled_from(LANGUAGES),
)

# --- queries, as people write them ---

words = st.sampled_from([word for word in WORDS if "'" not in word and "’" not in word])
wildcards = st.sampled_from(
    ["coup*", "c?up", "*pend*", "sus*", "?id", "*er", "ni*r", "a*", "*t*t", "suspen??", "éta*", "1*", "??"]
).filter(lambda pattern: pattern != "??")
terms = st.one_of(
    words,
    wildcards,
    st.lists(words | wildcards, min_size=1, max_size=3).map(lambda some: f'"{" ".join(some)}"'),
    st.lists(words, min_size=1, max_size=2).map(lambda some: f"{{{' '.join(some)}}}"),
    st.sampled_from(["/co[up]+/", "/suspen(d|sion)/i", "/^x/", "/U\\.?S/", "/l.État/"]),
    st.sampled_from(["stem:aid", "stem:suspend", "stem:chevaux", "stem:ban", "stem:État"]),
    st.sampled_from(["@words", "@names", "@mixed", '"aid t? niger"', '"aid to n*"', '"aid to"~2']),
)


def joined(inner: Text, operator: str) -> Text:
    return st.lists(inner, min_size=2, max_size=3).map(lambda some: f"({f' {operator} '.join(some)})")


def nearness(inner: Text) -> Text:
    operators = st.sampled_from(["NEAR/1", "NEAR/4", "ONEAR/2", "NOT NEAR/2", "NEAR/1000"])
    return st.builds("({} {} {})".format, inner, operators, inner)


#: what stands for places in the text
positional = st.recursive(terms, lambda inner: joined(inner, "OR") | nearness(inner), max_leaves=4)
counted = st.builds("ATLEAST/{}({})".format, st.integers(1, 3), positional)


def combined(inner: Text) -> Text:
    without = st.builds("({} AND NOT {})".format, inner, inner)
    return st.one_of(joined(inner, "AND"), joined(inner, "OR"), without)


in_windows = st.recursive(positional | counted, combined, max_leaves=3)
windows = st.builds("{}({})".format, st.sampled_from(["SENTENCE", "PARAGRAPH", "FIRST/4"]), in_windows)
text_fields = st.builds(
    "{}:{}".format,
    st.sampled_from(["title", "lead", "body", "author", "source", "url"]),
    terms | in_windows.map("({})".format) | st.sampled_from(["*coup", "*in*niger", "stem:aid"]),
)
values = st.one_of(
    st.builds('tag:"{}"'.format, st.sampled_from(TAGS)),
    st.sampled_from(["tag:w*", "tag:*fficial", "tag:*aid*", 'tag:"aid to *"', "tag:(wire OR official)", "tag:@values"]),
    st.sampled_from(HOSTS).map("domain:{}".format),
    st.sampled_from(
        ["domain:org", "domain:*.org", "site:news*", "lang:fr", "lang:(en OR de)", "lang:f*", "feed:wire-1"]
    ),
    st.sampled_from(['feed:"official journal"', "feed:(wire* OR x)", "tag:(wire AND NOT official)", "tag:/wi.e/"]),
)
references = st.sampled_from(["@watch:named", "@watch:fields", "@watch:regex", "@watch:nested"])
parts = st.one_of(terms, positional, counted, windows, text_fields, values, references)
queries = st.one_of(parts, st.recursive(parts, combined, max_leaves=4))


def compiled(number: int, query: str, exclude: str) -> CompiledWatch:
    return compile_watch(watch(f"w{number}", query, exclude), LISTS, WATCHES)


@proof
@given(
    asked=st.lists(st.tuples(queries, st.just("") | st.just("") | queries), min_size=1, max_size=4),
    of=st.lists(st.tuples(items, feeds), min_size=1, max_size=2),
)
def test_the_index_finds_what_asking_each_watch_finds(
    asked: list[tuple[str, str]], of: list[tuple[Item, Feed]]
) -> None:
    watches = [compiled(number, query, exclude) for number, (query, exclude) in enumerate(asked)]
    index = MatchIndex(watches)
    for item, feed in of:
        one_by_one = [find_match(one, Document(item, feed)) for one in watches]
        assert index.matches(item, feed) == tuple(match for match in one_by_one if match)
