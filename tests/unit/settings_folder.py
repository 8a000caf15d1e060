"""A folder with settings for tests: good ones, into which a test writes what is wrong and marks where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policywatch.errors import Problem
from policywatch.model.secret import Secret
from policywatch.settings import Loaded, load

#: stands in a test's YAML right before the character that the problem must point at
MARK = "▶"

CONFIG = """\
database: sqlite:///policywatch.db
channels: [{id: screen, type: console}]
alerts: {to: [screen]}
feeds: [{id: wire, url: "https://example.org/feed.xml", tags: [wire]}]
"""
WATCHES = """\
watches:
  - {id: coup, query: coup}
"""


@dataclass(frozen=True, slots=True)
class ConsoleOptions:
    """None."""


@dataclass(frozen=True, slots=True)
class SlackOptions:
    url: Secret


@dataclass(frozen=True, slots=True)
class WebhookOptions:
    url: Secret
    secrets: tuple[Secret, ...] = ()
    retries: int = 3
    method: str = "POST"

    def __post_init__(self) -> None:
        if not self.url.reveal().startswith("https://"):
            raise ValueError(f"the address {self.url.reveal()} must start with https://")


OPTIONS: dict[str, type] = {"console": ConsoleOptions, "slack": SlackOptions, "webhook": WebhookOptions}


@dataclass(frozen=True, slots=True)
class Folder:
    """policywatch.yaml and watches/a.yaml, good until a test says otherwise."""

    path: Path

    def load(self, config: str = CONFIG, watches: str = WATCHES, **more: str) -> Loaded:
        """Write the files (`more`: other watch files by name) without their marks, and load them."""
        (self.path / "watches").mkdir(exist_ok=True)
        self.write("policywatch.yaml", config)
        self.write("watches/a.yaml", watches)
        for name, text in more.items():
            self.write(f"watches/{name}.yaml", text)
        return load(self.path / "policywatch.yaml", OPTIONS)

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_bytes(text.replace(MARK, "").encode())

    def problems(self, config: str = CONFIG, watches: str = WATCHES, **more: str) -> list[Problem]:
        return list(self.load(config, watches, **more).problems)

    def only_problem(self, config: str = CONFIG, watches: str = WATCHES, **more: str) -> Problem:
        """Return the one problem there is, having seen that it stands at the mark."""
        problems = self.problems(config, watches, **more)
        assert len(problems) == 1, problems
        files = {"policywatch.yaml": config, "watches/a.yaml": watches}
        files |= {f"watches/{name}.yaml": text for name, text in more.items()}
        marked = [(str(self.path / name), *place_of_mark(text)) for name, text in files.items() if MARK in text]
        if marked:
            assert [(problems[0].file, problems[0].line, problems[0].column)] == marked
        return problems[0]


def place_of_mark(text: str) -> tuple[int, int]:
    before = text[: text.index(MARK)]
    lines = before.replace("\r\n", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1
