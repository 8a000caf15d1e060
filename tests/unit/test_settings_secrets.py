"""Secrets come from where the settings say, and show in no text at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywatch.errors import Problem
from policywatch.settings import Loaded, load, render
from tests.unit.settings_folder import CONFIG, OPTIONS, Folder, SlackOptions, WebhookOptions


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def with_channel(entry: str) -> str:
    return CONFIG.replace("type: console}]", f"type: console}}, {entry}]")


def secret_of(loaded: Loaded) -> str:
    assert loaded.settings is not None, loaded.problems
    options = loaded.settings.channels[1].options
    assert isinstance(options, SlackOptions | WebhookOptions)
    return options.url.reveal()


def texts(problems: list[Problem]) -> str:
    return "\n".join([*map(render, problems), *map(str, problems), *map(repr, problems)])


def test_a_secret_comes_from_the_environment(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK", "https://hooks.example.org/T0/abc")
    loaded = folder.load(with_channel("{id: s, type: slack, url: '${env:SLACK}'}"))
    assert secret_of(loaded) == "https://hooks.example.org/T0/abc"
    assert "T0" not in repr(loaded)


def test_a_secret_comes_from_a_file_beside_the_settings_without_its_last_newline(folder: Folder) -> None:
    folder.write("slack-url", "https://hooks.example.org/T0\n")
    (folder.path / "slack-url").chmod(0o600)
    assert secret_of(folder.load(with_channel("{id: s, type: slack, url: '${file:slack-url}'}"))) == (
        "https://hooks.example.org/T0"
    )


def test_a_secret_comes_from_systemds_credentials(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write("slack", "https://hooks.example.org/T0")
    (folder.path / "slack").chmod(0o400)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder.path))
    loaded = folder.load(with_channel("{id: s, type: slack, url: '${credential:slack}'}"))
    assert secret_of(loaded) == "https://hooks.example.org/T0"


def test_the_hint_for_a_credential_says_how_to_check_outside_of_the_unit(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = with_channel("{id: s, type: slack, url: '▶${credential:slack}'}")
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    assert "CREDENTIALS_DIRECTORY=/folder/with/the/secrets policywatch check" in folder.only_problem(config).hint
    folder.write("slack", "https://hooks.example.org/T0")
    (folder.path / "slack").chmod(0o600)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder.path))
    assert folder.problems(config) == []


def test_references_stand_inside_longer_texts_and_in_lists(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A", "one")
    monkeypatch.setenv("B", "two")
    loaded = folder.load(
        with_channel("{id: s, type: webhook, url: 'https://h/${env:A}/${env:B}', secrets: ['${env:A}', '${env:B}']}")
    )
    assert secret_of(loaded) == "https://h/one/two"
    assert loaded.settings is not None
    options = loaded.settings.channels[1].options
    assert isinstance(options, WebhookOptions)
    assert [secret.reveal() for secret in options.secrets] == ["one", "two"]


def test_the_database_may_hold_a_reference(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "hunter2")
    config = CONFIG.replace("sqlite:///policywatch.db", "postgresql://u:${env:PGPASSWORD}@h/db")
    loaded = folder.load(config)
    assert loaded.settings is not None
    assert loaded.settings.database == "postgresql+psycopg://u:hunter2@h/db"
    assert "hunter2" not in repr(loaded)


MISSING = {
    "a variable that is not set": ("▶${env:NOPE}", "the environment variable NOPE is not set", "export NOPE="),
    "an empty variable": ("▶${env:EMPTY}", "the environment variable EMPTY is empty", "export EMPTY="),
    "inside a longer text": ("https://h/▶${env:NOPE}/x", "NOPE is not set", "export"),
    "a file that is not there": (
        "▶${file:/nonexistent/slack}",
        "/nonexistent/slack does not exist",
        "write the secret",
    ),
    "a file that is a folder": ("▶${file:watches}", "is a folder, not a file", ""),
    "a file that everybody can read": ("▶${file:open}", "can be read by everybody", "chmod o-rwx"),
    "an empty file": ("▶${file:empty}", "is empty", ""),
    "a credential without systemd": (
        "▶${credential:slack}",
        "$CREDENTIALS_DIRECTORY is not set",
        "LoadCredential=slack",
    ),
    "an unknown kind": ("▶${environ:X}", "unknown kind", "did you mean ${env:...}?"),
    "no kind": ("▶${X}", "incomplete", "${env:NAME}"),
    "no end": ("▶${env:X", "incomplete", "${env:NAME}"),
}


@pytest.mark.parametrize("name", MISSING)
def test_a_reference_that_stands_for_nothing_says_how_to_set_it(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.setenv("EMPTY", "")
    for file, text, mode in (("open", "hunter2", 0o604), ("empty", "\n", 0o600)):
        folder.write(file, text)
        (folder.path / file).chmod(mode)
    value, message, hint = MISSING[name]
    problem = folder.only_problem(with_channel(f"{{id: s, type: slack, url: '{value}'}}"))
    assert message in problem.message
    assert hint in problem.hint


LITERAL = {
    "an unknown key beside it": "{id: s, type: slack, url: 'https://h/hunter2', extra: 1}",
    "under an unknown key": "{id: s, type: slack, urll: 'https://h/hunter2'}",
    "given twice": "{id: s, type: slack, url: 'https://h/hunter2', url: 'https://g/hunter2'}",
    "of an unknown type": "{id: s, type: slak, url: 'https://h/hunter2'}",
    "of no type": "{id: s, url: 'https://h/hunter2'}",
    "in a list": "{id: S, type: webhook, url: 'https://h', secrets: [hunter2]}",
    "refused by the channel": "{id: s, type: webhook, url: 'http://h/hunter2'}",
    "refused by the channel, from outside": "{id: s, type: webhook, url: '${env:HUNTER}'}",
    "of the wrong kind": "{id: s, type: slack, url: {hunter2: hunter2}}",
    "as a number": "{id: s, type: webhook, url: 'https://h', secrets: [31337031337]}",
    "as a channel": "hunter2",
    "under a quoted key": "{id: s, type: slack, url: {'k': hunter2}}",
}


@pytest.mark.parametrize("name", LITERAL)
def test_a_secret_shows_in_no_problem(folder: Folder, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("HUNTER", "ftp://hunter2")
    problems = folder.problems(with_channel(LITERAL[name]))
    assert problems
    assert "31337031337" not in texts(problems)
    shown = texts(problems).replace("unknown key `hunter2`", "")
    assert "hunter2" not in shown


UNREADABLE = {
    "a quote that is never closed": 'channels:\n  - {id: s, type: slack, url: "https://h.example.org/hunter2}\n',
    "under its key": "channels:\n  - id: s\n    url:\n\thunter2\n",
    "far down in a list under its key": "channels:\n  - secrets:\n" + "    - 'x'\n" * 9 + "    - 'hunter2' x\n",
    "in a list under its key": 'channels:\n  - id: s\n    secrets:\n      - "hunter2" x\n',
    "a long word anywhere": 'channels:\n  - id: s\n    webhok: "https://h/hunter2/long/enough/to/hide" x\n',
    "the database": 'database: "postgresql://u:hunter2@h/db\n',
    "below a key of the file that is misplaced": "feeds: []\nurl: 'https://h/hunter2' x\n",
    "where a space is missing": "channels:\n  - id: s\n    url:https://h/hunter2\n",
    "in a long line": "channels: [{url: 'https://h/hunter2" + " x" * 1_000 + "\n",
    "the user of a feed": "feeds:\n  - url: 'https://hunter2@h' x\n",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_secret_shows_in_no_problem_even_where_the_file_is_no_yaml(folder: Folder, name: str) -> None:
    problems = folder.problems(UNREADABLE[name])
    assert problems[0].line > 0
    assert "hunter2" not in texts(problems)


def test_a_broken_file_is_shown_where_nothing_is_secret(folder: Folder) -> None:
    problem = folder.problems("feeds:\n  - {id: a, url: 'https://example.org/a-long-address/feed.xml}\n")[0]
    assert "https://example.org/a-long-address/feed.xml" in problem.source_line


def test_a_file_in_another_encoding_shows_no_secret(folder: Folder) -> None:
    (folder.path / "policywatch.yaml").write_bytes(b"channels: [{id: s, type: slack, url: 'https://h/hunter2'}] # \xe9")
    assert "hunter2" not in texts(list(load(folder.path / "policywatch.yaml", OPTIONS).problems))


def test_a_missing_secret_is_told_once_also_where_a_number_is_expected(folder: Folder) -> None:
    folder.only_problem(with_channel("{id: s, type: webhook, url: 'https://h', retries: '▶${env:NOPE}'}"))


def test_a_reference_may_be_shown(folder: Folder) -> None:
    problem = folder.only_problem(with_channel("{id: s, type: slack, url: 'https://h/${env:NOPE}'}"))
    assert "url: '**********${env:NOPE}'" in problem.source_line
