"""The stance sets keep the form, the split and the size that their README promises."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[1] / "data" / "stance"
LABELS = {"asserted", "negated", "hypothetical", "threatened", "called_for", "considered", "planned", "historical"}
#: language -> fewest lines in all, of a label, of headlines
FEWEST = {"en": (600, 35, 90), "fr": (240, 12, 30)}

Line = dict[str, Any]


def read(language: str, side: str) -> list[Line]:
    return [json.loads(raw) for raw in (DATA / f"{language}-{side}.jsonl").read_text("utf-8").splitlines()]


DEV = {language: read(language, "dev") for language in FEWEST}
FROZEN = {language: read(language, "frozen") for language in FEWEST}
LINES = [line for side in (DEV, FROZEN) for lines in side.values() for line in lines]

languages = pytest.mark.parametrize("language", FEWEST)


def word_pairs(text: str) -> set[tuple[str, str]]:
    words = re.findall(r"[\w'’]+", text.lower())
    return set(pairwise(words))


def test_every_line_has_the_fields_with_known_values() -> None:
    fields = ["id", "text", "span", "label", "phase", "reported_by", "topic", "kind", "published"]
    for line in LINES:
        assert [name for name in line if name not in ("pair", "note")] == fields, line
        assert line["label"] in LABELS, line
        assert line["phase"] in ("on", "off"), line
        assert line["kind"] in ("prose", "headline"), line
        assert line["published"] is None or date.fromisoformat(line["published"]), line


def test_a_text_is_one_clean_line() -> None:
    for line in LINES:
        assert line["text"] == " ".join(line["text"].split()), line
        assert "[[" not in line["text"], line


def test_a_span_lies_on_whole_words_inside_its_text() -> None:
    for line in LINES:
        text, (start, end) = line["text"], line["span"]
        assert 0 <= start < end <= len(text), line
        assert text[start:end] == text[start:end].strip(), line
        assert not text[start - 1 : start].isalnum(), line
        assert not text[end : end + 1].isalnum(), line


def test_a_source_is_words_of_the_text() -> None:
    for line in LINES:
        assert line["reported_by"] is None or line["reported_by"] in line["text"], line


def test_ids_are_unique_and_begin_with_the_language() -> None:
    assert len({line["id"] for line in LINES}) == len(LINES)
    for language in FEWEST:
        assert all(re.fullmatch(rf"{language}-\d{{4}}", line["id"]) for line in DEV[language] + FROZEN[language])


def test_an_event_is_labelled_once() -> None:
    assert len({(line["text"], *line["span"]) for line in LINES}) == len(LINES)


@languages
def test_neither_a_text_nor_a_pair_stands_on_both_sides(language: str) -> None:
    for of in ("text", "pair"):
        dev, frozen = ({line[of] for line in side[language] if of in line} for side in (DEV, FROZEN))
        assert not dev & frozen


@languages
def test_no_frozen_text_is_a_near_twin_of_one_for_developing(language: str) -> None:
    dev, frozen = ({line["text"]: word_pairs(line["text"]) for line in side[language]} for side in (DEV, FROZEN))
    for (text, pairs), (other, others) in product(dev.items(), frozen.items()):
        assert len(pairs & others) <= 0.5 * min(len(pairs), len(others)), (text, other)


@languages
def test_there_are_enough_lines_of_every_label_and_kind_and_both_phases(language: str) -> None:
    lines = DEV[language] + FROZEN[language]
    in_all, of_a_label, headlines = FEWEST[language]
    counts = Counter(line["label"] for line in lines)
    assert len(lines) >= in_all
    assert counts.keys() == LABELS
    assert min(counts.values()) >= of_a_label
    assert sum(line["kind"] == "headline" for line in lines) >= headlines
    assert sum(line["phase"] == "off" for line in lines) >= len(lines) // 10
    assert len({line["topic"] for line in lines}) >= 14


@languages
@pytest.mark.parametrize("by", ["label", "kind", "phase"])
def test_a_third_of_every_label_kind_and_phase_is_frozen(language: str, by: str) -> None:
    total = Counter(line[by] for line in DEV[language] + FROZEN[language])
    frozen = Counter(line[by] for line in FROZEN[language])
    assert {
        name: frozen[name] / count for name, count in total.items() if not 0.30 <= frozen[name] / count <= 0.36
    } == {}


@languages
def test_a_third_of_every_label_within_a_kind_is_frozen_give_or_take_a_line(language: str) -> None:
    total = Counter((line["label"], line["kind"]) for line in DEV[language] + FROZEN[language])
    frozen = Counter((line["label"], line["kind"]) for line in FROZEN[language])
    assert [stratum for stratum, count in total.items() if abs(frozen[stratum] - count / 3) > 1] == []


def test_the_readme_states_the_counts() -> None:
    readme = (DATA / "README.md").read_text("utf-8")
    columns = [side[language] for language in FEWEST for side in (DEV, FROZEN)]
    for label in LABELS:
        counts = (sum(line["label"] == label for line in column) for column in columns)
        assert f"| {label} | {' | '.join(map(str, counts))} |" in readme
    assert f"| all lines | {' | '.join(str(len(column)) for column in columns)} |" in readme
