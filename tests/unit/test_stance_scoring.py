"""Precision, recall and F1 as everybody counts them."""

from __future__ import annotations

import pytest

from policywatch.match.stance.scoring import factuality, score
from policywatch.model.stance import StanceLabel


def test_scores_are_those_of_the_textbook() -> None:
    scores = score([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b"), ("b", "c")])
    by_label = {one.label: one for one in scores.classes}
    assert (by_label["a"].precision, by_label["a"].recall) == (1.0, 0.5)
    assert by_label["b"].precision == pytest.approx(2 / 3)
    assert by_label["b"].f1 == pytest.approx(2 / 3)
    assert by_label["c"].support == 0
    # what nobody labelled so counts in precision of the others, not as a class
    assert scores.macro_f1 == pytest.approx(2 / 3)
    assert scores.accuracy == pytest.approx(3 / 5)
    assert scores.confusion["a", "b"] == 1


def test_no_rows_score_nothing() -> None:
    assert score([]).macro_f1 == 0.0


def test_history_is_a_fact_and_plans_are_not() -> None:
    assert factuality(StanceLabel.HISTORICAL) == "asserted"
    assert factuality(StanceLabel.NEGATED) == "negated"
    assert {factuality(label) for label in StanceLabel} == {"asserted", "negated", "uncertain"}
    assert factuality(StanceLabel.PLANNED) == "uncertain"
