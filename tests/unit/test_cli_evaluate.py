"""policywatch evaluate: scores, what was wrong, and files that cannot be scored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from policywatch.cli.commands import commands

RIGHT = {"text": "Rome has signed.", "span": [9, 15], "label": "asserted"}
WRONG = {"text": "Rome has not signed.", "span": [13, 19], "label": "asserted"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rows.jsonl"


def run(file: Path, *options: str, rows: list[Any] | None = None) -> Result:
    if rows is not None:
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return CliRunner().invoke(commands, ["evaluate", str(file), *options])


def test_it_prints_scores_a_confusion_table_and_the_wrong_sentences(file: Path) -> None:
    result = run(file, rows=[RIGHT, WRONG])
    assert result.exit_code == 0
    assert "macro-F1 0.667, accuracy 0.500, 2 rows" in result.stdout
    assert "line 2: expected asserted, got negated; triggers: not (negated)" in result.stdout
    assert "Rome has not [signed]." in result.stdout


def test_the_summary_prints_no_sentence(file: Path) -> None:
    result = run(file, "--summary", rows=[RIGHT, WRONG])
    assert "macro-F1" in result.stdout
    assert "Rome" not in result.stdout


def test_phase_and_source_are_judged_where_a_line_has_them(file: Path) -> None:
    row = {**RIGHT, "phase": "off", "reported_by": "Rome"}
    result = run(file, rows=[row])
    assert "phase right in 0 of 1 row" in result.stdout
    assert "reported_by right in 0 of 1 row" in result.stdout
    assert "phase off, got on; reported by Rome, got nobody" in result.stdout


def test_three_ways_are_scored_when_asked_and_when_the_labels_are_those(file: Path) -> None:
    planned = {"text": "Rome plans to sign.", "span": [14, 18], "label": "planned"}
    uncertain = {**planned, "label": "uncertain"}
    assert '"uncertain"' in run(file, "--three-way", "--json", rows=[planned]).stdout
    assert "accuracy 1.000" in run(file, rows=[uncertain, RIGHT]).stdout


def test_json_holds_everything(file: Path) -> None:
    result = json.loads(run(file, "--json", rows=[RIGHT, WRONG]).stdout)
    assert (result["rows"], result["accuracy"]) == (2, 0.5)
    assert result["confusion"] == [
        {"expected": "asserted", "got": "asserted", "rows": 1},
        {"expected": "asserted", "got": "negated", "rows": 1},
    ]
    assert result["wrong"][0]["triggers"] == [["not", [9, 12], "negated"]]


def test_lines_may_be_in_french_and_dated(file: Path) -> None:
    rows = [
        {"text": "Rome n'a pas signé.", "span": [13, 18], "label": "negated", "lang": "fr"},
        {"text": "Rome signed in 2020.", "span": [5, 11], "label": "historical", "published": "2024-01-01"},
        {"text": "Rome signed in 2020.", "span": [5, 11], "label": "asserted", "published": "2020-06-01"},
    ]
    assert "accuracy 1.000" in run(file, rows=rows).stdout


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "this line is no JSON"),
        ("[" * 100_000, "this line is no JSON"),
        ("[1]", "a line holds one JSON object"),
        ('{"span": [0, 1], "label": "asserted"}', "`text` must be text"),
        ('{"text": "x", "label": "asserted"}', "`span` must be two offsets"),
        ('{"text": "x", "span": [0, 2], "label": "asserted"}', "does not lie in a text of 1 characters"),
        ('{"text": "x", "span": [true, 1], "label": "asserted"}', "`span` must be two offsets"),
        ('{"text": "x", "span": [0, 1], "label": "maybe"}', "`label` must be one of asserted, negated"),
        ('{"text": "x", "span": [0, 1], "label": []}', "`label` must be one of asserted, negated"),
        ('{"text": "x", "span": [0, 1], "label": "asserted", "lang": "de"}', "`lang` must be one of en, fr"),
        ('{"text": "x", "span": [0, 1], "label": "asserted", "phase": "up"}', "`phase` must be on or off"),
        ('{"text": "x", "span": [0, 1], "label": "asserted", "published": "May"}', "`published` must be a day"),
        ('{"text": "x", "span": [0, 1], "label": "asserted", "reported_by": 3}', "`reported_by` must be text or null"),
    ],
)
def test_a_bad_line_is_told_with_its_place(file: Path, line: str, message: str) -> None:
    file.write_text(json.dumps(RIGHT) + "\n" + line + "\n", encoding="utf-8")
    result = run(file)
    assert result.exit_code == 1
    assert "rows.jsonl:2: " in result.stderr.replace("\n", "")
    assert message in result.stderr


def test_all_bad_lines_are_told_up_to_a_score(file: Path) -> None:
    file.write_text("{\n" * 50, encoding="utf-8")
    result = run(file)
    assert result.stderr.count("no JSON") == 20
    assert "there is more wrong with this file" in result.stderr


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_a_file_without_lines_is_no_success(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")
    result = run(file)
    assert result.exit_code == 1
    assert "holds no line to score" in result.stderr


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path: Path) -> None:
    assert "No such file" in run(tmp_path / "none.jsonl").stderr
    assert "directory" in run(tmp_path).stderr.lower()


def test_a_language_without_a_lexicon_is_a_wrong_argument(file: Path) -> None:
    assert run(file, "--lang", "de", rows=[RIGHT]).exit_code == 2
