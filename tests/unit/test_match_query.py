"""The query language: what is read as what, and what is refused where."""

from __future__ import annotations

import pytest

from policywatch.errors import QueryError
from policywatch.match.query import read_query

LISTS = {
    "sahel": ("niger", '"burkina faso"'),
    "loop": ("niger", "@pool"),
    "pool": ("@loop",),
    "none": (),
    "bad": ("a OR",),
    "names": ("Burkina Faso", "Côte d'Ivoire", "anti-coup leader*", "{Air} base", "mali OR chad", "niger -river"),
    "one": ("Burkina Faso",),
    "names-of-tags": ("Foreign Policy",),
    "near": ("burkina NEAR faso",),
}


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Coup", "coup"),
        ("a AND b", "a AND b"),
        ("a b", "a AND b"),
        ("a && b", "a AND b"),
        ("a || b", "a OR b"),
        ("a AND NOT b", "a AND NOT b"),
        ("a NOT b", "a AND NOT b"),
        ("a -b", "a AND NOT b"),
        ("anti-coup", '"anti coup"'),
        ("a AND (b AND (c AND a))", "a AND b AND c"),
        ("((a))", "a"),
        ("“coup d’État”", '"coup d etat"'),
        ("d'etat", '"d etat"'),
        ("U.S. OR 1,000", "us OR 1000"),
        ("a NEAR/5 b", "a NEAR/5 b"),
        ("a w/5 b", "a NEAR/5 b"),
        ("a /n5 b", "a NEAR/5 b"),
        ('"a b"~5', "a NEAR/5 b"),
        ("a ONEAR/5 b", "a ONEAR/5 b"),
        ("a PRE/5 b", "a ONEAR/5 b"),
        ("a NEAR/5f b", "a ONEAR/5 b"),
        ("a NOT NEAR/5 b", "a NOT NEAR/5 b"),
        ("a NOT w/5 b", "a NOT NEAR/5 b"),
        ("a NEAR/5 b NEAR/5 c", "(a NEAR/5 b) NEAR/5 c"),
        ("a NEAR/3 b OR c", "(a NEAR/3 b) OR c"),
        ("a w/s b", "SENTENCE(a AND b)"),
        ("a w/p b", "PARAGRAPH(a AND b)"),
        ("FIRST/50(a OR b)", "FIRST/50(a OR b)"),
        ("ATLEAST/3(a OR b)", "ATLEAST/3(a OR b)"),
        ("headline:a", "title:a"),
        ("intitle:(a OR b)", "title:(a OR b)"),
        ("site:example.org AND a", "domain:example.org AND a"),
        ("lang:en-GB AND a", "lang:en AND a"),
        ('tag:"Foreign Policy"', 'tag:"foreign policy"'),
        ("feed:un-*", 'feed:"un-*"'),
        ("{WHO}", "{WHO}"),
        ("{Air Base 201}", "{Air Base 201}"),
        ("Design* wom?n", "design* AND wom?n"),
        ('"suspend* aid"', '"suspend* aid"'),
        ("stem:Suspend", "stem:suspend"),
        ("/aid (halt|stop)s?/i", "/aid (halt|stop)s?/i"),
        (r"url:/politics\/africa/", r"url:/politics\/africa/"),
        ("a /n5 b OR c /n5 d", "(a NEAR/5 b) OR (c NEAR/5 d)"),
        ("@sahel", 'niger OR "burkina faso"'),
        ("@sahel OR mali", 'niger OR "burkina faso" OR mali'),
        (
            "@names",
            '"burkina faso" OR "cote d ivoire" OR "anti coup leader*" OR ({Air} AND base) OR mali OR chad'
            " OR (niger AND NOT river)",
        ),
        ("tag:@names-of-tags", 'tag:"foreign policy"'),
        ("@one NEAR/5 coup", '"burkina faso" NEAR/5 coup'),
        ("coup and niger", "coup AND and AND niger"),
        ('"AND"', "and"),
        ("ANDorra OR NOTh", "andorra OR noth"),
    ],
)
def test_a_query_is_read_as(written: str, canonical: str) -> None:
    tree = read_query(written, "query", LISTS)
    assert str(tree) == canonical
    assert read_query(canonical, "query") == tree


@pytest.mark.parametrize(
    ("query", "place", "cause"),
    [
        ("", "", "the query is empty"),
        ("   ", " ", "the query is empty"),
        ("a AND", "AND", "AND needs something after it"),
        ("(a OR) b", "OR", "OR needs something after it"),
        ("AND a", "AND", "AND needs something before it"),
        ("a AND OR b", "OR", "AND and OR stand side by side"),
        ("NEAR/5 b", "NEAR/5", "NEAR/5 needs something before it"),
        ("a AND b OR c", "OR", "AND and OR stand side by side; brackets must say which goes first"),
        ("a b OR c", "OR", "AND and OR stand side by side; brackets must say"),
        ("NOT a", "NOT a", "a query of only NOT"),
        ("a OR NOT b", "NOT b", "NOT after OR"),
        ("(a", "(", "this bracket is never closed"),
        ("a) b", ")", "no bracket is open here"),
        ("a ()", ")", "nothing stands between these brackets"),
        ('a "b c', '"', "this quotation mark is never closed"),
        ("a {b c", "{", "this brace is never closed"),
        ("a NEAR b", "NEAR", "NEAR needs a distance"),
        ("a NEAR/x b", "NEAR/", "NEAR/ needs a distance"),
        ("a NEAR 5 b", "NEAR 5", "NEAR needs its distance behind a slash"),
        ("a NEAR/5b", "NEAR/5b", "NEAR/5b cannot be read"),
        ("a AND NEAR/5 b", "NEAR/5", "AND and NEAR/5 stand side by side"),
        ("a near/5 b", "near/5", "NEAR is written in capitals"),
        ("a NEAR/5000 b", "a NEAR/5000 b", "a distance is at most 1,000 words"),
        ("a NEAR/5 b NEAR/3 c", "NEAR/3", "NEAR/5 and NEAR/3 stand side by side"),
        ("(a AND b) NEAR/5 c", "(a AND b)", "AND has no place in the text"),
        ("author:a NEAR/5 c", "author:a", "author: has no place in the text"),
        ("titel:coup", "titel:", "there is no field titel:"),
        ("title:(a AND body:b)", "body:", "body: stands inside title:"),
        ("SENTENCE(a AND title:b)", "title:", "title: stands inside SENTENCE(...)"),
        ("title:a w/s b", "title:", "title: stands inside SENTENCE(...)"),
        ("a NOT w/s b", "a NOT w/s b", "NOT w/s is not part of the language"),
        ("tag:(a NEAR/5 b)", "a NEAR/5 b", "NEAR/5 has no meaning in tag:"),
        ("ATLEAST/3(a AND b)", "a AND b", "AND cannot be counted"),
        ("a AND *", "*", "* alone would be any word"),
        ("a AND $", "$", "there is no word in $"),
        ("{W*}", "{W*}", "exact case has no wildcards"),
        ('stem:"a b"', 'stem:"a b"', "stem: stands before one word"),
        ("/(?=a)b/", "/(?=a)b/", "this regular expression cannot be read"),
        (r"/(a)\1/", r"/(a)\1/", "this regular expression cannot be read"),
        ("/a*/", "/a*/", "this regular expression matches the empty text"),
        ("/a/x", "/a/x", "/x is no flag"),
        ("at 10:30", ":", "a colon inside a word"),
        ("a | b", "|", "a single | means nothing"),
        ("@sahell", "@sahell", "there is no list sahell"),
        ("a OR @none", "@none", "the list none is empty"),
        ("a AND @loop", "@loop", "@loop leads back to itself: loop > pool > loop"),
        ("a AND @bad", "@bad", "in @bad, a OR: OR needs something after it"),
        ("a OR @near", "@near", "in @near, burkina NEAR faso: NEAR needs a distance"),
        ("a [b]", "[", "the sign [ means nothing here"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(query: str, place: str, cause: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(query, "query", LISTS)
    error = caught.value
    assert cause in error.cause
    assert query[error.offset : error.offset + error.length] == place
    assert error.subject == "query"


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("a AND b OR c AND d", "either (a AND b) OR (c AND d) or a AND (b OR c) AND d"),
        ("titel:coup", "did you mean `title:`?"),
        ("@sahell", "did you mean `@sahel`?"),
        ("a NEAR b", "for example NEAR/5"),
        ("a NEAR 5 b", "write NEAR/5"),
        ("a NEAR5 b", "write NEAR/5"),
        ("a NEAR /5 b", "write NEAR/5"),
        ("a NEAR/ 5 b", "write NEAR/5"),
        ("a near/5 b", "write NEAR/5"),
        ("a Onear/5 b", "write ONEAR/5"),
        ("a ADJ/5 b", "write NEAR/5"),
        ("a within/5 b", "write NEAR/5"),
        ("a /5 b", "write NEAR/5"),
        ("a NEAR/5b", "write NEAR/5 b"),
        ("a AND NEAR/5 b", "remove one of them"),
        ("a /s b", "write w/s, or SENTENCE(...)"),
        ("a NEAR/5 b NEAR/3 c", "either (a NEAR/5 b) NEAR/3 c or a NEAR/5 (b NEAR/3 c)"),
        ("ATLEAST/x(a)", "ATLEAST/ needs a number"),
        ("title :a", "write title: without a space between"),
        ("@watch: a", "for example @watch:coup-designation"),
        ("coup/putsch", "alternatives are joined by OR: coup OR putsch"),
        ("[a OR b]", "brackets are round"),
        ("a + b", "write AND"),
        ("a # or b", "a query holds no comments"),
        ("a AND *", "write letters beside it: coup*"),
        ("a OR", 'to search for the word, write "OR"'),
    ],
)
def test_a_refusal_says_what_to_do(query: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(query, "query", LISTS)
    assert hint in caught.value.hint


@pytest.mark.parametrize("query", ['"rྫ n"', "rྫ AND v⒒", "tag:rྫ"])
def test_words_with_marks_and_signs_have_a_canonical_text_that_reads_as_the_same(query: str) -> None:
    tree = read_query(query, "query")
    assert read_query(str(tree), "query") == tree
