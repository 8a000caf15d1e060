"""What each channel makes of the sample alerts, as files to read: tests/data/deliver/.

After a change that is meant, write them anew and read the difference::

    python -m tests.unit.test_deliver_goldens
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from policywatch.deliver import console, slack, webhook
from policywatch.deliver.compose import Message, compose
from policywatch.model.alert import Alert
from tests.sample_alerts import CHANGE, NOTICE, ONE_ITEM, RAISED_AT, SOON, THREE_ITEMS

FOLDER = Path(__file__).parents[1] / "data" / "deliver"

LATE = RAISED_AT + timedelta(hours=2, minutes=5)
ALERTS: dict[str, tuple[Alert, datetime]] = {
    "one-item": (ONE_ITEM, SOON),
    "three-items": (THREE_ITEMS, SOON),
    "late": (ONE_ITEM, LATE),
    "notice": (NOTICE, SOON),
    "change": (CHANGE, SOON),
}


def pretty(payload: object) -> str:
    return json.dumps(payload, ensure_ascii=False, indent=2) + "\n"


FORMS: dict[str, Callable[[Message], str]] = {
    "slack-{}.json": lambda message: pretty(slack.render(message)),
    "webhook-{}.json": lambda message: pretty(json.loads(webhook.render(message))),
    "console-{}.txt": lambda message: console.render(message, terminal=False),
}
GOLDENS = {
    pattern.format(name): form(compose(alert, now))
    for pattern, form in FORMS.items()
    for name, (alert, now) in ALERTS.items()
}


@pytest.mark.parametrize("name", GOLDENS)
def test_a_rendering_is_as_the_file_says(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == GOLDENS[name]


def test_every_file_belongs_to_a_rendering() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(GOLDENS)


if __name__ == "__main__":
    for name, text in GOLDENS.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
