"""config/places.yaml is complete and without contradictions: ISO 3166-1, Unicode's names, leaders, lists."""

from __future__ import annotations

from datetime import date
from itertools import groupby, pairwise

import pytest
from babel import Locale

from policywatch.model.place import Place, TermKind
from policywatch.settings import shipped_gazetteer
from policywatch.settings.kinds import UnfitError
from policywatch.settings.place_names import PlaceNames, plain_name
from tests.unit.place_texts import TABLES, codes

#: ISO 3166-1 alpha-2, officially assigned
ISO = (TABLES / "iso3166.txt").read_text().split()

#: places that are often in policy news
OFTEN = "US FR GB DE RU CN TR NE NG ML BF TD SN GN CI CM GA CD RW UG ET SD SS KE EG DZ TN IL IR UA"

COUNTRIES = [place for place in shipped_gazetteer().places.values() if not place.is_body]


def has(place: Place, kind: TermKind, language: str) -> bool:
    return any(term.kind is kind and term.language == language for term in place.terms)


def test_the_places_are_those_of_iso_3166_and_kosovo() -> None:
    assert len(ISO) == 249
    assert {place.code for place in COUNTRIES} == {*ISO, "XK"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_place_has_a_name_and_a_demonym_in_both_languages(language: str) -> None:
    for kind in (TermKind.NAME, TermKind.DEMONYM):
        assert [place.code for place in COUNTRIES if not has(place, kind, language)] == []


def test_every_body_has_a_name_in_both_languages() -> None:
    bodies = [place for place in shipped_gazetteer().places.values() if place.is_body]
    assert len(bodies) > 30
    assert [
        body.code for body in bodies if not (has(body, TermKind.BODY, "en") and has(body, TermKind.BODY, "fr"))
    ] == []


def test_only_reserved_codes_of_bodies_have_two_letters() -> None:
    short = {code for code, place in shipped_gazetteer().places.items() if place.is_body and len(code) == 2}
    assert short == {"EU", "UN", "G7"}
    assert not short & set(ISO)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_unicodes_names_are_understood_in_watches(language: str) -> None:
    names = PlaceNames(shipped_gazetteer())
    wrong = []
    for code, name in ((code, Locale(language).territories[code]) for code in ISO):
        try:
            found = names.resolve(name)
        except UnfitError as error:
            found = (
                tuple(word for word in error.hint.split() if word.isupper()) if "more than one" in str(error) else ()
            )
        if code not in found:
            wrong.append((code, name, found))
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_unicodes_names_are_found_in_texts(language: str) -> None:
    ambiguous = {plain_name(text) for text in shipped_gazetteer().ambiguous}
    sentence = {"en": "Talks with {} have ended.", "fr": "Les pourparlers avec {} sont finis."}[language]
    wrong = []
    for code, name in ((code, Locale(language).territories[code]) for code in ISO):
        found = codes(sentence.format(name), language=language)
        if found != [code] and plain_name(name) not in ambiguous:
            wrong.append((code, name, found))
    assert wrong == []


def test_every_term_is_found_as_it_is_written() -> None:
    """No term hides behind a longer phrase, a rule on capitals or another place."""
    gazetteer = shipped_gazetteer()
    ambiguous = {plain_name(text) for text in gazetteer.ambiguous}
    wrong = []
    for place in gazetteer.places.values():
        for term in place.terms:
            if plain_name(term.text) in ambiguous or term.kind is TermKind.SEAT:
                continue
            day = str(term.since or date(2024, 1, 1))
            found = codes(f"({term.text}) is it", language=term.language, day=day)
            if found != [place.code]:
                wrong.append((place.code, term.text, found))
    assert wrong == []


def test_leaders_have_a_first_day() -> None:
    terms = [term for place in shipped_gazetteer().places.values() for term in place.terms]
    assert [term.text for term in terms if term.kind is TermKind.LEADER and term.since is None] == []


def test_states_often_in_policy_news_have_leaders_for_every_day_since_2011() -> None:
    """Heads overlap with ministers, so only holes tell: a year without anybody is a line that was forgotten."""
    for code in OFTEN.split():
        terms = [term for term in shipped_gazetteer().places[code].terms if term.kind is TermKind.LEADER and term.since]
        years = {
            year
            for term in terms
            if term.since
            for year in range(term.since.year, (term.until or date(2026, 1, 1)).year + 1)
        }
        assert set(range(2012, 2026)) <= years, code


def test_one_leaders_terms_do_not_overlap() -> None:
    for place in shipped_gazetteer().places.values():
        leaders = sorted(
            (term for term in place.terms if term.kind is TermKind.LEADER),
            key=lambda term: (term.text, term.since or date.min),
        )
        for text, group in groupby(leaders, key=lambda term: term.text):
            spans = list(group)
            for earlier, later in pairwise(spans):
                if text != "Déby":  # father and son, on one day
                    assert earlier.until, text
                    assert later.since, text
                    assert earlier.until <= later.since, text


def test_lists_hold_places_that_exist_each_once() -> None:
    gazetteer = shipped_gazetteer()
    for name, members in gazetteer.lists.items():
        assert set(members) <= gazetteer.places.keys(), name
        assert len(members) == len(set(members)), name
    assert len(gazetteer.lists["eu"]) == 27
