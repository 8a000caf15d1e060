"""The stance reader does not fall behind what it has reached on the development sentences."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from policywatch import read_stance
from policywatch.match.stance.scoring import score

DATA = Path(__file__).parents[1] / "data" / "stance"


@pytest.mark.parametrize(("lang", "floor"), [("en", 0.90), ("fr", 0.90)])
def test_macro_f1_over_the_eight_labels_stays_above_its_floor(lang: str, floor: float) -> None:
    rows = [json.loads(line) for line in (DATA / f"{lang}-dev.jsonl").read_text("utf-8").splitlines()]
    pairs = [
        (
            row["label"],
            read_stance(
                row["text"],
                tuple(row["span"]),
                lang,
                date.fromisoformat(row["published"]) if row["published"] else None,
            ).label.value,
        )
        for row in rows
    ]
    assert score(pairs).macro_f1 >= floor
