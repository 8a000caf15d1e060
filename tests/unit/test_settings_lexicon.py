"""Lexicon files: every problem at its place; a user's own over the shipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywatch.errors import Problem
from policywatch.lexicons import compiled, languages, shipped_lexicon
from policywatch.match.stance import read
from policywatch.model.lexicon import LANGUAGES, Lexicon
from policywatch.settings.lexicon import read_lexicon
from tests.unit.settings_folder import CONFIG, MARK, Folder
from tests.unit.stance_texts import marked

OWN = """\
language: en
operators:
  - {verbs: [kibosh], frames: {np: negated / asserted}}
  - {verbs: [mull], frames: {np: planned}}
pseudo: [not half]
"""


def read_text(folder: Path, text: str) -> tuple[Lexicon | None, list[Problem]]:
    path = folder / "own.yaml"
    path.write_text(text.replace(MARK, ""), encoding="utf-8")
    problems: list[Problem] = []
    return read_lexicon(path, problems), problems


def test_every_language_has_a_lexicon_without_problems() -> None:
    assert languages() == set(LANGUAGES)
    for language in LANGUAGES:
        assert shipped_lexicon(language).language == language


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("language: ▶de\n", "`language` must be one of en, fr, got 'de'", ""),
        ("▶operators: []\n", "`language` is missing", ""),
        ("language: en\n▶operator: []\n", "unknown key `operator`", "did you mean `operators`?"),
        ("language: en\ngrammar: {▶negator: [not]}\n", "`negator` is not a class of the grammar", "did you mean"),
        (
            "language: en\noperators:\n  - {verbs: [halt], frames: {▶npp: negated}}\n",
            "`npp` is not a frame",
            "did you mean `np`?",
        ),
        (
            "language: en\noperators:\n  - {verbs: [halt], frames: {▶against: negated}}\n",
            "`against` is not a frame",
            "listed under `grammar: prepositions:`",
        ),
        (
            "language: en\noperators:\n  - {verbs: [halt], frames: {np: ▶negatd}}\n",
            "holds `negatd`, which is no outcome",
            "did you mean `negated`?",
        ),
        (
            "language: en\noperators:\n  - {verbs: [halt], frames: {np: ▶negated / off / on}}\n",
            "must be one outcome or two",
            "",
        ),
        (
            "language: en\noperators:\n  - ▶{verbs: [halt], nouns: [halt], frames: {np: negated}}\n",
            "an entry lists words of exactly one kind",
            "",
        ),
        ("language: en\nirregular: [▶[go, went]]\n", "must be a list of a verb and its forms", ""),
        ("language: en\npast: [▶1996]\n", "must be text", "put it in quotes"),
        ("▶- verbs\n", "this file must hold keys with values", ""),
    ],
)
def test_a_problem_has_its_place_and_says_what_to_do(tmp_path: Path, text: str, message: str, hint: str) -> None:
    lexicon, problems = read_text(tmp_path, text)
    before = text[: text.index(MARK)]
    place = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    assert lexicon is None
    matching = [one for one in problems if message in one.message]
    assert [(one.line, one.column) for one in matching] == [place]
    assert hint in matching[0].hint


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    _, problems = read_text(
        tmp_path, "language: en\noperators:\n  - {verbs: [a], frames: {np: x}}\n  - {nouns: [b], frames: {to: y}}\n"
    )
    assert [one.line for one in problems] == [3, 4]


def test_a_file_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert read_lexicon(tmp_path / "none.yaml", problems) is None
    assert [one.message for one in problems] == ["this file does not exist"]


def test_own_words_are_laid_over_the_shipped_ones(tmp_path: Path) -> None:
    own, problems = read_text(tmp_path, OWN)
    assert problems == []
    assert own is not None
    lexicon = compiled("en", [own])
    assert read(*marked("Rome kiboshed the [sale]."), lexicon).label == "negated"
    assert read(*marked("Rome mulled the [sale]."), lexicon).label == "planned"
    assert read(*marked("Rome refused to [sell]."), lexicon).label == "negated"
    assert read(*marked("Rome mulled the [sale]."), compiled("en")).label == "considered"
    assert compiled("fr", [own]) is compiled("fr")


def test_the_settings_name_own_lexicons(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    loaded = Folder(tmp_path).load(config=CONFIG + "lexicon: own.yaml\n")
    assert loaded.problems == ()
    assert loaded.settings is not None
    assert [one.language for one in loaded.settings.lexicons] == ["en"]


def test_a_problem_of_an_own_lexicon_is_one_of_the_settings(tmp_path: Path) -> None:
    loaded = Folder(tmp_path).load(config=CONFIG + "lexicon: [missing.yaml]\n")
    assert [one.message for one in loaded.problems] == ["this file does not exist"]
    assert loaded.problems[0].file.endswith("missing.yaml")
