"""Scoring: how well labels that were read agree with those that people gave.

Takes: pairs (expected, got). Gives: Scores. Raises: nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from policywatch.model.stance import Factuality, StanceLabel

_THREE: Final = {
    StanceLabel.ASSERTED: Factuality.ASSERTED,
    StanceLabel.HISTORICAL: Factuality.ASSERTED,
    StanceLabel.NEGATED: Factuality.NEGATED,
}


def factuality(label: StanceLabel) -> Factuality:
    """Return which of the three ways a stance label is; `Stance.factuality` knows more of what is planned."""
    return _THREE.get(label, Factuality.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class ClassScore:
    """How one label fared."""

    label: str
    precision: float
    recall: float
    f1: float
    #: how many rows people gave it to
    support: int


@dataclass(frozen=True, slots=True)
class Scores:
    """How all labels fared."""

    classes: tuple[ClassScore, ...]
    #: the mean F1 of the labels that people gave to any row
    macro_f1: float
    accuracy: float
    #: (expected, got) -> rows
    confusion: Counter[tuple[str, str]]


def score(pairs: Iterable[tuple[str, str]]) -> Scores:
    """Score pairs of the expected and the read label."""
    confusion = Counter(pairs)
    total = confusion.total()
    given = Counter[str]()
    read = Counter[str]()
    for (expected, got), rows in confusion.items():
        given[expected] += rows
        read[got] += rows
    classes = tuple(
        ClassScore(
            label,
            right / read[label] if read[label] else 0.0,
            right / given[label] if given[label] else 0.0,
            2 * right / (read[label] + given[label]),
            given[label],
        )
        for label in sorted({*given, *read}, key=lambda label: (-given[label], label))
        for right in [confusion[label, label]]
    )
    counted = [one.f1 for one in classes if one.support]
    right = sum(rows for (expected, got), rows in confusion.items() if expected == got)
    return Scores(classes, sum(counted) / len(counted) if counted else 0.0, right / total if total else 0.0, confusion)
