"""Proofs: property tests of what everything rests on: hundreds of cases every day, 10,000 in `make test-slow`.

`make test-slow` runs them by their marker, with hypothesis' profile "proof" and in rounds: hypothesis remembers all
that it has tried in one run, and rounds can share the processor's cores.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

#: cases of each proof in `make test`
EVERYDAY = 200
#: and in `make test-slow`
ROUNDS = 10
CASES_OF_A_ROUND = 1_000

# Other cases in each round and run, in CI too: what a case finds is printed with what repeats it.
settings.register_profile("proof", max_examples=CASES_OF_A_ROUND, derandomize=False, print_blob=True)


def proof(test: Callable[..., None]) -> Any:
    """Make a property test a proof."""
    cases = max(EVERYDAY, settings.default.max_examples)
    bounds = settings(max_examples=cases, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    return pytest.mark.proof(bounds(test))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each proof in rounds when the profile says so."""
    is_proof = metafunc.definition.get_closest_marker("proof") is not None
    if is_proof and metafunc.config.getoption("hypothesis_profile") == "proof":
        metafunc.fixturenames.append("proof_round")
        metafunc.parametrize("proof_round", range(1, ROUNDS + 1))
