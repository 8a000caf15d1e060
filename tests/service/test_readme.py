"""What README shows can be copied: its YAML loads, its watch holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policywatch.ready import read_settings

README = (Path(__file__).resolve().parents[2] / "README.md").read_text()
CONFIG, WATCH = re.findall(r"^```yaml\n(.*?)^```", README, re.DOTALL | re.MULTILINE)[:2]


def test_the_settings_and_the_watch_of_readme_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "watches").mkdir()
    (tmp_path / "watches" / "coup.yaml").write_text(WATCH)
    (tmp_path / "policywatch.yaml").write_text(CONFIG)
    secret = tmp_path / "hook-secret"
    secret.write_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    secret.chmod(0o600)
    monkeypatch.setenv("SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T0/B0/x")
    settings = read_settings(tmp_path / "policywatch.yaml").settings
    assert [watch.id for watch in settings.watches] == ["coup-designation"]
    assert {channel.type for channel in settings.channels} == {"console", "slack", "webhook"}
