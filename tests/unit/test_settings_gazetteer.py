"""A file of places: every problem at its place; what a user's file adds, changes and takes away."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.errors import Problem
from policywatch.model.place import Gazetteer, TermKind
from policywatch.settings.document.source import Source
from policywatch.settings.kinds import UnfitError
from policywatch.settings.place_names import PlaceNames, plain_name
from policywatch.settings.places import read_gazetteer, shipped_gazetteer
from tests.unit.settings_folder import CONFIG, MARK, Folder, place_of_mark

NIGER = "NE: {en: {names: [Niger], demonyms: [Nigerien]}, fr: {names: [Niger]}}"


def read(text: str, onto: Gazetteer | None = None) -> tuple[Gazetteer | None, list[Problem]]:
    problems: list[Problem] = []
    source = Source("places.yaml", text.replace(MARK, ""))
    problems += source.flaws()
    return read_gazetteer(source, problems, onto), problems


def terms(gazetteer: Gazetteer | None, code: str) -> set[str]:
    assert gazetteer is not None
    return {term.text for term in gazetteer.places[code].terms}


WRONG = {
    "an unknown key": ("▶placs: {}\n", "unknown key `placs` (did you mean `places`?)"),
    "an unknown key of a place": (
        "places: {NE: {en: {names: [Niger]}, ▶citys: [Agadez]}}\n",
        "unknown key `citys` (did you mean `cities`?)",
    ),
    "an unknown key of a language": (
        "places: {NE: {en: {▶name: [Niger]}}}\n",
        "unknown key `name` (did you mean `names`?)",
    ),
    "a code in small letters": ("places: {▶ne: {en: {names: [Niger]}}}\n", "(did you mean `NE`?)"),
    "a country code of three letters": ("places: {▶NER: {en: {names: [Niger]}}}\n", "an ISO 3166-1 alpha-2 code"),
    "a body's code with a hyphen": ("bodies: {▶G-7: {en: {names: [G7]}}}\n", "a body's code such as ECOWAS"),
    "one code for a place and a body": (
        f"places: {{{NIGER}}}\nbodies: {{▶NE: {{en: {{names: [Nations]}}}}}}\n",
        "`NE` is the code of a place already: Niger",
    ),
    "no name": ("places: {NE: ▶{capital: Niamey}}\n", "NE has no name"),
    "a name without a letter": ("places: {NE: {en: {names: [▶'...']}}}\n", "entry 1 of `names` holds no word"),
    "a name that never ends": (
        f"places: {{NE: {{en: {{names: [▶{'a ' * 11}]}}}}}}\n",
        "must have at most 10 words",
    ),
    "a number for a name": ("places: {NE: {en: {names: [▶227]}}}\n", "must be text, got 227"),
    "text for a place": ("places: {NE: ▶Niger}\n", "this must be a group of keys, got 'Niger'"),
    "a day that is none": (
        "places: {NE: {en: {names: [Niger]}, leaders: [{name: A B, from: ▶2021-02-30}]}}\n",
        "`from` must be a day such as 2021-04-02, got '2021-02-30'",
    ),
    "a year for a day": (
        "places: {NE: {en: {names: [Niger]}, leaders: [{name: A B, from: ▶2021}]}}\n",
        "`from` must be a day such as 2021-04-02, got 2021",
    ),
    "a leader who ends before the start": (
        "places: {NE: {en: {names: [Niger]}, leaders: [▶{name: A B, from: 2021-01-02, to: 2021-01-01}]}}\n",
        "ends on 2021-01-01, before it starts on 2021-01-02",
    ),
    "a leader without a name": (
        "places: {NE: {en: {names: [Niger]}, leaders: [▶{from: 2021-01-01}]}}\n",
        "`name` is missing",
    ),
    "a list of nowhere": (f"lists: {{sahel: [NE, ▶NX]}}\nplaces: {{{NIGER}}}\n", "there is no place `NX`"),
    "an empty list": (f"lists: {{sahel: ▶[]}}\nplaces: {{{NIGER}}}\n", "must not be empty"),
    "a name for a code": (f"lists: {{sahel: [▶Niger]}}\nplaces: {{{NIGER}}}\n", "must be a code such as NE or ECOWAS"),
    "an ambiguous name that one does not have": (
        f"ambiguous: {{▶Congo: [CD, NE]}}\nplaces: {{{NIGER}, CD: {{en: {{names: [Congo]}}}}}}\n",
        "`Congo` is no term of NE (Niger)",
    ),
    "a name that two have": (
        f"places:\n  {NIGER}\n  NG: {{en: {{names: [Nigeria], demonyms: [▶nigerien]}}}}\n",
        "`nigerien` is a term of NE (Niger) already",
    ),
    "two leaders at one time": (
        "places:\n"
        "  ML: {en: {names: [Mali]}, leaders: [{name: A Traore, from: 2012-01-01, to: 2013-01-01}]}\n"
        "  BF: {en: {names: [Burkina]}, leaders: [{name: ▶B Traoré, from: 2012-06-01}]}\n",
        "`Traoré` is a term of ML (Mali) already",
    ),
    "a longer phrase that is a place": (
        "places: {NE: {en: {names: [Niger]}, not: [▶Moscow, Idaho]}, RU: {en: {names: [Moscow]}}}\n",
        "`Moscow` is a term of RU itself: `not` is for longer phrases that hold one (put text with a comma in quotes",
    ),
    "a drop of what is not there": (
        "places: {NE: {en: {names: [Niger]}, drop: [▶Nigeer]}}\n",
        "NE has no term `Nigeer` to drop (did you mean `Niger`?)",
    ),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_at_its_place(text: str, message: str) -> None:
    gazetteer, problems = read(text)
    assert gazetteer is None
    assert message in str(problems[0])
    assert (problems[0].line, problems[0].column) == place_of_mark(text)


def test_every_problem_is_told_at_once() -> None:
    _, problems = read("places:\n  ne: {}\n  NG: {en: {names: [Nigeria]}, citys: [x]}\n  ML: {capital: Bamako}\n")
    assert [problem.line for problem in problems] == [2, 3, 4]


def test_leaders_of_one_name_may_follow_each_other() -> None:
    gazetteer, problems = read(
        "places:\n"
        "  ML: {en: {names: [Mali]}, leaders: [{name: A Traore, from: 2012-04-12, to: 2013-09-04}]}\n"
        "  BF: {en: {names: [Burkina]}, leaders: [{name: B Traoré, from: 2022-09-30}]}\n"
    )
    assert problems == []
    assert terms(gazetteer, "BF") == {"Burkina", "B Traoré", "Traoré"}


def test_a_plural_comes_with_a_demonym_unless_it_has_one() -> None:
    gazetteer, _ = read("places: {NE: {en: {names: [Niger], demonyms: [Nigerien, Chinese, Irish, Swiss]}}}")
    assert terms(gazetteer, "NE") == {"Niger", "Nigerien", "Nigeriens", "Chinese", "Irish", "Swiss"}


def test_a_users_file_adds_to_the_shipped_one() -> None:
    gazetteer, problems = read(
        "places:\n  NE: {cities: [Sabon Guida], drop: [Agadez]}\nlists: {ours: [NE, TD]}\n", shipped_gazetteer()
    )
    assert problems == []
    assert gazetteer is not None
    assert {"Niger", "Niamey", "Sabon Guida"} <= terms(gazetteer, "NE")
    assert "Agadez" not in terms(gazetteer, "NE")
    assert gazetteer.lists["ours"] == ("NE", "TD")
    assert gazetteer.lists["sahel"] == shipped_gazetteer().lists["sahel"]
    assert gazetteer.places["NE"].name == "Niger"


def test_a_users_name_that_a_shipped_place_has_is_told_in_the_users_file() -> None:
    _, problems = read("places:\n  XX: {en: {names: [Niamey]}}\n", shipped_gazetteer())
    assert [(problem.line, problem.column) for problem in problems] == [(2, 21)]
    assert "ambiguous" in problems[0].hint


def test_an_empty_file_changes_nothing() -> None:
    assert read("", shipped_gazetteer()) == (shipped_gazetteer(), [])


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    read("places: {NE: {en: {names: [" + text + "]}}}")
    read(text)


# --- in policywatch.yaml -------------------------------------------------------------------------------


def test_policywatch_yaml_names_a_file_of_places(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("mine.yaml", "places: {NE: {cities: [Sabon Guida]}}\n")
    settings = folder.load(CONFIG + "places: mine.yaml\n").settings
    assert settings is not None
    assert "Sabon Guida" in terms(settings.gazetteer, "NE")


def test_its_problems_are_among_the_others(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("mine.yaml", "places: {NE: {citys: [Sabon Guida]}}\n")
    loaded = folder.load(CONFIG + "places: mine.yaml\n")
    assert [str(problem).partition("mine.yaml")[2] for problem in loaded.problems] == [
        ":1:15: unknown key `citys` (did you mean `cities`?)"
    ]
    assert loaded.problems[0].source_line == "places: {NE: {citys: [Sabon Guida]}}"


def test_a_file_of_places_that_is_not_there_is_told(tmp_path: Path) -> None:
    problems = Folder(tmp_path).problems(CONFIG + "places: nowhere.yaml\n")
    assert [problem.file for problem in problems] == [str(tmp_path / "nowhere.yaml")]


# --- what a watch says of places ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NE", ["NE"]),
        ("Niger", ["NE"]),
        ("niger", ["NE"]),
        ("Burkina Faso", ["BF"]),
        ("Cote d'Ivoire", ["CI"]),
        ("Côte d’Ivoire", ["CI"]),
        ("Guinée-Bissau", ["GW"]),
        ("guinea bissau", ["GW"]),
        ("the United States", ["US"]),
        ("U.S.", ["US"]),
        ("RDC", ["CD"]),
        ("NO", ["NO"]),
        ("AU", ["AU"]),
        ("African Union", ["AFU"]),
        ("Cédéao", ["ECOWAS"]),
        ("@sahel", ["BF", "ML", "MR", "NE", "TD"]),
        ("@ours", ["NE", "GN"]),
    ],
)
def test_a_code_a_name_or_a_list_is_understood(text: str, expected: list[str]) -> None:
    assert list(PlaceNames(shipped_gazetteer()).resolve(text, {"ours": ["Niger", "GN", "NE"]})) == expected


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("Burkina Fasso", "names no place", "did you mean `Burkina Faso`?"),
        ("ne", "names no place", "did you mean NE (Niger)?"),
        ("Niamey", "names no place", "did you mean NE (Niger)?"),
        ("Nigerian", "names no place", "did you mean NG (Nigeria)?"),
        ("Tripoli", "names no place", "did you mean LB (Lebanon) or LY (Libya)?"),
        ("Congo", "names more than one place", "write CD (Democratic Republic of the Congo) or CG (Republic of the"),
        ("@sahell", "names a list of places that is not there", "did you mean `sahel`?"),
        ("", "names no place", ""),
        ("\u202e🙂", "names no place", ""),
    ],
)
def test_what_is_no_place_is_told_with_what_may_be_meant(text: str, message: str, hint: str) -> None:
    with pytest.raises(UnfitError) as caught:
        PlaceNames(shipped_gazetteer()).resolve(text)
    assert message in str(caught.value)
    assert caught.value.hint.startswith(hint)


@given(st.text())
def test_a_plain_name_is_its_own_plain_name(text: str) -> None:
    assert plain_name(plain_name(text)) in (plain_name(text), plain_name(text).removeprefix("the "))


def test_terms_know_their_kind() -> None:
    kinds = {term.text: term.kind for term in shipped_gazetteer().places["NE"].terms}
    assert kinds["Niamey"] is TermKind.CAPITAL
    assert kinds["Air Base 201"] is TermKind.BASE
    assert kinds["Bazoum"] is TermKind.LEADER
    assert kinds["CNSP"] is TermKind.METONYM
