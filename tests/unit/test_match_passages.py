"""Which sentences a match quotes, and which words in them it shows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policywatch.match.normalize import words
from policywatch.model.match import Passage
from tests.unit.match_texts import item, matches, passages

REPORT = (
    "Washington has so far avoided the word coup for the events in Niamey."
    " A formal finding would stop most aid to Niger."
    "\n\nAbout 900 soldiers remain in Niger. The word coup is not used."
)


def shown(found: tuple[Passage, ...]) -> list[list[str]]:
    return [[passage.quote[start:end] for start, end in passage.spans] for passage in found]


def test_a_passage_is_the_whole_sentence_as_published_with_its_place() -> None:
    (passage,) = passages("stop NEAR/2 aid", REPORT)
    assert passage.quote == "A formal finding would stop most aid to Niger."
    assert (passage.field, REPORT[passage.start : passage.end]) == ("body", passage.quote)
    assert shown((passage,)) == [["stop", "aid"]]


def test_every_alternative_counts_by_itself() -> None:
    assert shown(passages("coup OR (stop NEAR/3 aid) OR soldiers", REPORT)) == [
        ["coup"],
        ["stop", "aid"],
        ["soldiers"],
        ["coup"],
    ]


def test_of_an_and_the_sentences_count_in_which_all_operands_meet() -> None:
    assert shown(passages("niger AND (aid OR soldiers)", REPORT)) == [["aid", "Niger"], ["soldiers", "Niger"]]


def test_an_and_that_meets_in_no_sentence_gives_the_one_with_most_operands() -> None:
    assert shown(passages("niger AND aid AND niamey", REPORT)) == [["aid", "Niger"]]


def test_a_near_across_sentences_gives_the_best_one() -> None:
    assert shown(passages("niamey NEAR/3 finding", REPORT)) == [["Niamey"]]


def test_what_holds_for_the_item_narrows_but_is_not_quoted() -> None:
    assert shown(passages("tag:wire AND soldiers", REPORT)) == [["soldiers"]]
    assert shown(passages("tag:wire", REPORT)) == [["wire"]]


def test_the_same_sentence_in_several_fields_is_one_passage() -> None:
    one = item(title="Aid to Niger stops", lead="Aid to Niger stops.", body="AID TO NIGER STOPS.\n\nMore aid may come.")
    assert [(passage.field, passage.quote) for passage in passages("aid", one)] == [
        ("title", "Aid to Niger stops"),
        ("body", "More aid may come."),
    ]


def test_words_side_by_side_are_one_span() -> None:
    assert shown(passages('"word coup" OR coup', REPORT))[0] == ["word coup"]


def test_only_the_pair_that_is_near_is_shown() -> None:
    assert shown(passages("aid NEAR/1 halt", "Aid is far, and the aid is halt now.")) == [["aid", "halt"]]


def test_an_excluded_sentence_is_no_evidence() -> None:
    assert shown(passages("coup", REPORT, exclude='"not used"')) == [["coup"]]
    assert not matches("coup", "The film was a marketing coup.", exclude='"marketing coup"')
    assert matches("coup", "The film was a marketing coup. A coup followed.", exclude='"marketing coup"')


def test_an_and_looks_for_its_best_sentence_among_those_not_excluded() -> None:
    text = "A marketing coup in Niger. The coup goes on. Niger waits."
    found = passages("coup AND niger", text, exclude="marketing")
    assert [passage.quote for passage in found] == ["The coup goes on."]


def test_a_field_in_an_exclusion_is_about_the_item() -> None:
    one = item(title="Opinion: no coup", body="The coup goes on.")
    assert not matches("coup", one, exclude="title:opinion")
    assert shown(passages("coup", one, exclude="opinion")) == [["coup"]]


def test_passages_are_bounded() -> None:
    assert len(passages("coup", "".join(f"Coup number {number}. " for number in range(50)))) == 20


def test_a_sentence_without_end_is_cut_around_the_words() -> None:
    text = "word " * 9_000 + "coup " + "word " * 9_000
    (passage,) = passages("coup", text)
    assert len(passage.quote) <= 1_000
    assert shown((passage,)) == [["coup"]]
    assert passage.quote == text[passage.start : passage.end]
    assert set(passage.quote.split()) == {"word", "coup"}


def test_a_word_without_end_is_cut_too() -> None:
    (passage,) = passages("coup*", "coup" + "p" * 90_000)
    assert len(passage.quote) <= 1_000


texts = st.text(st.sampled_from("aé b.c’'-\n1,ßİﬁ\u0301\u200dא👍AB?!»«"), max_size=120)


@given(title=texts, lead=texts, body=texts)
def test_every_span_lies_on_words_of_the_published_text(title: str, lead: str, body: str) -> None:
    one = item(title=title, lead=lead, body=body)
    published = {"title": title, "lead": lead, "body": body}
    for query in ("a", "b", '"a b"', "a NEAR/3 c", "e OR ss", "a*", "b AND NOT c"):
        for passage in passages(query, one):
            assert published[passage.field][passage.start : passage.end] == passage.quote
            assert passage.spans
            end = -1
            for start, stop in passage.spans:
                assert end < start < stop <= len(passage.quote)
                end = stop
                assert set(words(passage.quote[start:stop])) <= set(words(passage.quote))
