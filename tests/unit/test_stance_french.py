"""Stance in French."""

from __future__ import annotations

import pytest

from tests.unit.stance_texts import label, stance, trigger_words

CASES = {
    "negated": [
        "Paris s'est abstenu de [qualifier] les faits de coup d'État.",
        "Paris n'a pas encore [qualifié] les faits de coup d'État.",
        "Rome n'a jamais [reconnu] la junte.",
        "Aucun pays n'a [reconnu] la junte.",
        "Le ministère refuse de [fermer] la base.",
        "Le traité n'est pas [signé].",
        "Sans [consulter] ses alliés, Paris a quitté la base.",
        "Le ministre dément avoir [rencontré] le général.",
        "Le gouvernement a renoncé à [taxer] le café.",
        "Mali : pas de [retrait] avant mai",
    ],
    "hypothetical": [
        "Une telle mesure entraînerait un [gel] de l'aide.",
        "Berlin pourrait [suspendre] ses livraisons.",
        "Si la junte reste, la banque [retirera] son prêt.",
        "La Suisse aurait [suspendu] son aide.",
    ],
    "threatened": ["Alger menace de [fermer] son espace aérien.", "Alger a menacé de [rappeler] son ambassadeur."],
    "called_for": [
        "L'ONU exhorte la junte à [libérer] le président.",
        "Les députés réclament une [enquête].",
        "La junte doit [partir].",
    ],
    "considered": [
        "Paris envisage de [suspendre] son aide.",
        "Paris n'exclut pas de [suspendre] son aide.",
        "Le [retrait] est à l'étude.",
    ],
    "planned": [
        "Paris va [rappeler] son ambassadeur.",
        "Le contingent [quittera] la base en mai.",
        "Ottawa s'apprête à [rappeler] son ambassadeur.",
        "Le ministre a dit qu'il [suspendrait] l'aide en mai.",
    ],
    "historical": ["L'armée avait [pris] le pouvoir en 1996.", "L'ancienne [taxe] est oubliée."],
    "asserted": [
        "Paris a [suspendu] son aide.",
        "Paris ne [finance] que deux écoles.",
        "Non seulement Paris a [suspendu] son aide, mais il a fermé la base.",
        "Les rebelles ont réussi à [prendre] le pont.",
        "Paris [suspend] son aide",
        "Paris craint que Rome ne parte, et [ferme] la base.",
    ],
}


@pytest.mark.parametrize(("expected", "text"), [(name, text) for name, texts in CASES.items() for text in texts])
def test_a_clause_says_how_its_event_stands(expected: str, text: str) -> None:
    assert label(text, "fr") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bamako dénonce l'[accord] de défense.", ("asserted", "off")),
        ("Bamako dénonce la [suspension] de l'aide.", ("asserted", "on")),
        ("Bamako a levé les [sanctions].", ("asserted", "off")),
        ("Bamako ne [finance] plus la mission.", ("asserted", "off")),
        ("Bamako a refusé de lever les [sanctions].", ("asserted", "on")),
    ],
)
def test_the_phase_tells_whether_the_event_is_undone(text: str, expected: tuple[str, str]) -> None:
    found = stance(text, "fr")
    assert (found.label, found.phase) == expected


def test_hearsay_with_a_source_is_asserted_by_it() -> None:
    found = stance("Selon l'armée, deux soldats ont été [tués].", "fr")
    assert (found.label, found.reported_by) == ("asserted", "l'armée")
    assert stance("L'aide est [suspendue], a indiqué le ministre.", "fr").reported_by == "le ministre"


def test_a_text_that_lost_its_accents_is_still_read() -> None:
    assert label("Le ministre dement avoir [rencontre] le general.", "fr") == "negated"


def test_both_halves_of_a_negation_are_one_trigger() -> None:
    assert trigger_words("Rome n'a pas [signé].", "fr") == ["n"]
