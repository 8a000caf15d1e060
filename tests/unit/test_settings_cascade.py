"""One slip is told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywatch.settings import load
from tests.unit.settings_folder import OPTIONS

WATCHES = "watches:\n  - {id: coup, title: Coups, query: coup}\n  - {id: aid, title: Aid, query: aid}\n"
CONFIG = """channels: [{id: screen, type: console}]
feeds: [{id: wire, url: "https://example.org/feed"}]
"""


def messages(folder: Path, config: str) -> list[str]:
    (folder / "watches").mkdir()
    (folder / "watches" / "w.yaml").write_text(WATCHES)
    (folder / "policywatch.yaml").write_text(config)
    return [problem.message for problem in load(folder / "policywatch.yaml", OPTIONS).problems]


def test_watches_without_a_channel_are_one_problem_however_many_they_are(tmp_path: Path) -> None:
    (message,) = messages(tmp_path, CONFIG)
    assert message == "the watch `coup` and 1 more: no channel is named, nobody would be told"


@pytest.mark.parametrize("misspelt", ["alert", "allerts"])
def test_a_misspelt_alerts_is_one_problem(tmp_path: Path, misspelt: str) -> None:
    (message,) = messages(tmp_path, CONFIG + f"{misspelt}: {{to: [screen]}}\n")
    assert misspelt in message
