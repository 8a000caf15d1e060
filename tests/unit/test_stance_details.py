"""Beside the label: phase, who says so, how far, and when."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.stance_texts import label, stance


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cabinet lifted the [ban].", ("asserted", "off")),
        ("The [ban] was lifted on Monday.", ("asserted", "off")),
        ("The cabinet refused to lift the [suspension].", ("asserted", "on")),
        ("The cabinet refused to [lift] the suspension.", ("negated", "off")),
        ("The cabinet may lift the [ban].", ("hypothetical", "off")),
        ("The cabinet threatened to tear up the [treaty].", ("threatened", "off")),
        ("Manila [resumed] the flights.", ("asserted", "off")),
        ("Manila no longer [recognises] the junta.", ("asserted", "off")),
        ("Manila no longer plans to [recognise] the junta.", ("negated", "on")),
        ("Manila imposed a [ban].", ("asserted", "on")),
    ],
)
def test_the_phase_tells_whether_the_event_is_undone(text: str, expected: tuple[str, str]) -> None:
    found = stance(text)
    assert (found.label, found.phase) == expected


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The State Department said aid had been [suspended].", "The State Department"),
        ("Aid has been [suspended], said Matthew Miller.", "Matthew Miller"),
        ("Aid has been [suspended], two diplomats said on Monday.", "two diplomats"),
        ("Aid, the Treasury admitted, has been [suspended].", "the Treasury"),
        ("According to the mayor, the bridge was [closed].", "the mayor"),
        ("Paris denied that it had [closed] the bridge.", "Paris"),
        ("A committee of the assembly concluded that the vote was [rigged].", "A committee"),
        ("The families were told that the envoy had [left].", "told"),
        ("UNHCR: don't [force] them back", "UNHCR"),
        ("The bridge was [closed].", None),
        ("Paris threatened to [close] the bridge.", None),
        ("The bloc announced a [ban].", None),
    ],
)
def test_who_says_so_is_named_as_published(text: str, source: str | None) -> None:
    assert stance(text).reported_by == source


def test_hearsay_is_planned_where_somebody_said_it_would_be() -> None:
    assert label("The ministry said it would [close] the port.") == "planned"
    assert label("It would [close] the port, the ministry said.") == "planned"
    assert label("A strike would [close] the port.") == "hypothetical"


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("Berlin partially [suspended] its aid.", "partial"),
        ("Berlin temporarily [suspended] its aid.", "temporary"),
        ("Berlin [suspended] its aid indefinitely.", "indefinite"),
        ("Berlin [suspended] its aid.", None),
    ],
)
def test_the_degree_is_told_where_it_is_said(text: str, degree: str | None) -> None:
    assert stance(text).degree == degree


def test_a_year_is_the_past_only_before_the_day_of_publication() -> None:
    text = "The junta [expelled] the envoy in 2023."
    assert label(text, published=date(2025, 3, 1)) == "historical"
    assert label(text, published=date(2023, 8, 1)) == "asserted"
    assert label(text) == "historical"


def test_what_began_long_ago_and_holds_is_no_history() -> None:
    assert label("The island has been under [embargo] since 2017.", published=date(2024, 1, 1)) == "asserted"


def test_a_former_minister_acts_today() -> None:
    assert label("A former minister [fled] to Accra.", published=date(2024, 1, 1)) == "asserted"


def test_the_sentence_around_the_event_is_read_and_no_other() -> None:
    text = "Rome did not sign. Athens [signed]. Would Madrid sign?"
    assert label(text) == "asserted"


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("The senate will [meet] on Monday.", "asserted"),
        ("The senate plans to [meet] on Monday.", "uncertain"),
        ("The senate will [meet] if the speaker returns.", "uncertain"),
        ("The senate will not [meet] on Monday.", "negated"),
        ("The senate [met] in 1996.", "asserted"),
        ("The senate may [meet].", "uncertain"),
    ],
)
def test_what_will_happen_is_as_good_as_asserted_and_what_is_planned_is_not(text: str, factuality: str) -> None:
    assert stance(text).factuality == factuality
