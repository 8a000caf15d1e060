"""Places: who is named in a sentence, who acts in it, and where."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from policywatch.match.document import Document
from policywatch.match.places import Survey
from policywatch.model.place import Acting, ActsBy, Placed, PlacedBy, TermKind
from tests.unit.match_texts import FEED, item
from tests.unit.place_texts import Decided, Named, codes, decided, named, shipped, survey

#: shares of the texts kept aside, which no rule was written for
NAMED_AT_LEAST = 0.95
DECIDED_AT_LEAST = 0.85


@pytest.mark.parametrize("case", named("mentions.txt"), ids=lambda case: f"{case.language}-{case.text}")
def test_the_places_that_a_text_names_are_found(case: Named) -> None:
    assert case.found() == case.expected


@pytest.mark.parametrize("case", decided("decisions.txt"), ids=lambda case: f"{case.language}-{case.text}")
def test_who_acts_and_where_is_told(case: Decided) -> None:
    assert case.found() == (case.actor, case.place)


@pytest.mark.parametrize("case", decided("decisions_missed.txt"), ids=lambda case: f"{case.language}-{case.text}")
def test_what_is_known_to_be_read_wrongly_still_is(case: Decided) -> None:
    """Where this fails, a rule has learnt it: move the sentence to decisions.txt."""
    assert case.found() != (case.actor, case.place)


def test_the_kept_aside_texts_name_their_places() -> None:
    cases = named("mentions_frozen.txt")
    wrong = [f"{case.text}: {case.found()}" for case in cases if case.found() != case.expected]
    assert len(wrong) <= (1 - NAMED_AT_LEAST) * len(cases), wrong


def test_the_kept_aside_sentences_tell_who_acts_and_where() -> None:
    cases = decided("decisions_frozen.txt")
    wrong = [f"{case.text}: {case.found()}" for case in cases if case.found() != (case.actor, case.place)]
    assert len(wrong) <= (1 - DECIDED_AT_LEAST) * len(cases), wrong


# --- mentions -------------------------------------------------------------------------------------------


def kinds(text: str, day: str = "") -> list[TermKind]:
    return [mention.kind for mention in survey(text, day=day).mentions]


def test_a_mention_knows_in_which_way_it_means_a_place() -> None:
    assert kinds("In Niger, Nigerien drones left Agadez and Air Base 201.") == [
        TermKind.NAME,
        TermKind.DEMONYM,
        TermKind.CITY,
        TermKind.BASE,
    ]
    assert kinds("Tigray, Niamey, the Kremlin, ECOWAS, Bazoum", day="2022-01-01") == [
        TermKind.REGION,
        TermKind.CAPITAL,
        TermKind.METONYM,
        TermKind.BODY,
        TermKind.LEADER,
    ]


def test_a_mention_knows_its_place_in_the_text_as_published() -> None:
    text = "“Nigérien” soldiers left the Central\nAfrican  Republic’s capital."
    assert [text[slice(*mention.span)] for mention in survey(text).mentions] == [
        "Nigérien",
        "Central\nAfrican  Republic",
    ]


def test_a_name_does_not_reach_across_sentences_or_paragraphs() -> None:
    assert codes("They met in South. Sudan was not there.") == ["SD"]
    assert codes("We go to South\n\nSudan is far.") == ["SD"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2020-12-31", []),
        ("2021-04-02", [False]),
        ("2023-07-26", [False]),
        ("2024-01-01", [True]),
        ("", [False]),
    ],
)
def test_a_leader_is_one_from_the_first_day_and_a_former_one_after_the_last(day: str, expected: list[bool]) -> None:
    assert [mention.former for mention in survey("Bazoum spoke.", day=day).mentions] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr Cameron spoke.", ["GB"]),
        ("Prime Minister David Cameron spoke.", ["GB"]),
        ("Mr Jordan spoke.", []),
        ("On Monday Cameron spoke.", ["GB"]),
        ("The film by James Cameron opened.", []),
        ("Ivanka Trump spoke.", []),
        ("Michael Jordan and Greg Abbott met.", []),
        ("Roe v. Wade fell.", []),
    ],
)
def test_a_first_name_tells_a_leader_from_a_namesake(text: str, expected: list[str]) -> None:
    assert codes(text, day="2014-01-01") == expected


def test_who_leads_on_the_day_goes_before_who_once_did() -> None:
    assert codes("Traoré spoke.", day="2012-08-01") == ["ML"]
    assert codes("Traoré spoke.", day="2024-08-01") == ["BF"]


@pytest.mark.parametrize(("day", "former"), [("2018-01-01", False), ("2023-01-01", True), ("2025-06-01", False)])
def test_a_leader_who_returns_is_a_former_one_in_between(day: str, former: bool) -> None:
    assert [mention.former for mention in survey("Trump spoke.", day=day).mentions] == [former]


def test_what_several_places_are_called_goes_to_the_likeliest_with_the_others_noted() -> None:
    (mention,) = survey("Congo closed its airspace.").mentions
    assert (mention.code, mention.conflict) == ("CD", ("CG",))


def test_the_rest_of_the_text_tells_which_of_several_places_is_meant() -> None:
    mentions = survey("Congo closed its airspace.", title="Brazzaville closes airspace").mentions
    assert [(mention.code, mention.conflict) for mention in mentions] == [("CG", ()), ("CG", ())]


def test_the_united_states_do_not_make_georgia_one_of_them() -> None:
    assert codes("The US suspended aid to Georgia.") == ["US", "GE"]
    assert codes("The US sued Georgia over its law; a judge in Atlanta heard both.") == ["US", "US", "US"]


def test_a_demonym_beside_a_person_of_another_country_yields_and_is_noted() -> None:
    mentions = survey("Nigerian President Mohamed Bazoum was detained.", day="2023-07-20").mentions
    assert [(mention.code, mention.conflict) for mention in mentions] == [("NE", ("NG",)), ("NE", ())]


def test_a_nigerian_junta_is_nigers_where_nigeria_is_not_named() -> None:
    assert codes("The Nigerian junta closed the airspace over Niamey.") == ["NE", "NE"]
    assert codes("Nigeria warned the Nigerian junta in Niamey.") == ["NG", "NG", "NE"]


def test_a_text_without_capitals_is_read_without_but_for_words_of_the_language() -> None:
    assert codes("niger: french troops told to leave niamey") == ["NE", "FR", "NE"]
    assert codes("tell us about turkey and china") == []


def test_an_abbreviation_is_no_short_name_in_capitals() -> None:
    assert codes("A GAO report on XI was read by the Air Force in PARIS.") == ["FR"]
    assert codes("They left Gao and the Aïr mountains.") == ["ML", "NE"]


def test_french_words_are_not_read_as_english_ones() -> None:
    assert codes("AU SECOURS, crie-t-il au maire.", language="fr") == []
    assert codes("The AU and the EU agreed.") == ["AFU", "EU"]
    assert codes("L’UA et l’UE sont d’accord.", language="fr") == ["AFU", "EU"]


def test_a_language_without_terms_of_its_own_is_read_with_all() -> None:
    assert codes("Niger, Tchad", language="de") == ["NE", "TD"]
    assert codes("Chad, Tchad", language=None) == ["TD", "TD"]


# --- who and where --------------------------------------------------------------------------------------


def answer(text: str, title: str = "", lead: str = "", day: str = "") -> tuple[Acting | None, Placed | None]:
    """Return who does what stands in [[...]], and where."""
    before, _, rest = text.partition("[[")
    match, _, after = rest.partition("]]")
    one = survey(before + match + after, title=title, lead=lead, day=day)
    span = (len(before), len(before) + len(match))
    return one.actor_of("body", span), one.place_of("body", span)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Aid to Niger was [[suspended]] by the EU.", ActsBy.AGENT),
        ("The EU [[suspended]] aid to Niger.", ActsBy.SUBJECT),
        ("In Niger, the junta [[closed]] the airspace.", ActsBy.LOCAL),
        ("A [[cut]] in American aid would hurt Niger.", ActsBy.OWNER),
        ("The US has many bases. It [[closed]] one.", ActsBy.EARLIER),
        ("The decision to [[close]] a base was taken.", ActsBy.TITLE),
        ("The aid is [[frozen]], according to the EU.", ActsBy.TITLE),
    ],
)
def test_it_is_told_how_the_actor_was_found(text: str, how: ActsBy) -> None:
    actor, _ = answer(text, title="US closes a base")
    assert actor is not None
    assert actor.how is how


def test_who_is_only_quoted_acts_where_nobody_else_is_named() -> None:
    assert answer("The aid is [[frozen]], according to the EU.")[0] == Acting("EU", ActsBy.SOURCE)


def test_nobody_acts_where_nobody_is_named() -> None:
    assert answer("Rain [[fell]] on Sunday.") == (None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The US [[cut]] aid to Mali.", Placed("ML", PlacedBy.CLAUSE)),
        ("In Mali, the US [[cut]] aid.", Placed("ML", PlacedBy.SENTENCE)),
        ("The US [[cut]] aid.", Placed("NE", PlacedBy.TITLE)),
        ("Mali [[expelled]] the French ambassador.", Placed("ML", PlacedBy.HOME)),
    ],
)
def test_the_place_is_the_nearest_in_clause_sentence_and_title(text: str, expected: Placed) -> None:
    assert answer(text, title="What happens to aid in Niger", lead="Chad waits.")[1] == expected


def test_the_other_side_is_the_place_where_nobody_is_said_to_act() -> None:
    assert answer("Ties with Niger were [[cut]].")[1] == Placed("NE", PlacedBy.CLAUSE)


def test_the_lead_tells_the_place_where_the_title_does_not() -> None:
    assert answer("The US [[cut]] aid.", title="Aid is cut", lead="In Chad, hospitals wait.")[1] == Placed(
        "TD", PlacedBy.LEAD
    )


def test_the_sentences_around_tell_the_place_where_title_and_lead_do_not() -> None:
    text = "Hospitals wait in Chad. The US [[cut]] aid. Schools wait in Mali."
    assert answer(text, title="US cuts aid")[1] == Placed("TD", PlacedBy.TEXT)


def test_the_actor_is_the_place_where_there_is_no_other() -> None:
    assert answer("Mali [[dissolved]] all parties.")[1] == Placed("ML", PlacedBy.ACTOR)


def test_a_body_is_never_the_place() -> None:
    assert answer("The EU [[froze]] the funds of the UN.")[1] is None


def test_brussels_is_belgium_as_a_place_and_the_eu_as_an_actor() -> None:
    assert answer("Brussels [[froze]] the funds.") == (Acting("EU", ActsBy.SUBJECT), None)
    assert answer("The US [[closed]] its mission in Brussels.")[1] == Placed("BE", PlacedBy.CLAUSE)


def test_a_conflict_of_words_and_evidence_goes_with_the_answer() -> None:
    conflicting, _ = answer("Nigerian President Bazoum’s guards [[detained]] him.", day="2023-07-26")
    assert conflicting == Acting("NE", ActsBy.SUBJECT, conflict=("NG",))
    assert answer("The US [[praised]] Nigerian President Bazoum.", day="2022-01-01")[1] == Placed(
        "NE", PlacedBy.CLAUSE, conflict=("NG",)
    )
    assert answer("The US [[cut]] aid to Congo.")[1] == Placed("CD", PlacedBy.CLAUSE, conflict=("CG",))


def test_a_document_is_surveyed_in_its_language_and_on_its_day() -> None:
    doc = Document(
        item(
            title="Bazoum reste détenu",
            body="La France suspend son aide.",
            language="fr",
            published_at=datetime(2021, 1, 1, tzinfo=UTC),
        ),
        FEED,
    )
    assert [mention.code for mention in Survey.of(doc, shipped()).mentions] == ["FR"]


def test_a_documents_mentions_are_found_once() -> None:
    one = survey("Niger and Chad.")
    assert one.mentions is one.mentions
