"""policywatch check, and policywatch schema, as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.service.test_commands import policywatch

CONFIG = """\
database: sqlite:///policywatch.db
channels: [{id: screen, type: console}]
alerts: {to: [screen]}
feeds: [{id: wire, url: "https://example.org/feed.xml"}]
"""
WATCH = """\
watches:
  - id: coup
    query: >
      (coup OR putsch)
      NEAR/5 @sahel
    exclude: film
    examples:
      - {text: "A coup in Niger."}
lists:
  sahel: [niger, mali]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policywatch.yaml").write_text(CONFIG)
    (tmp_path / "watches").mkdir()
    (tmp_path / "watches" / "coup.yaml").write_text(WATCH)
    return tmp_path


def write(folder: Path, old: str, new: str) -> None:
    file = folder / "watches" / "coup.yaml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def test_hints_stand_at_their_place_and_stop_nothing(folder: Path) -> None:
    write(folder, "exclude: film", "exclude: film or play")
    done = policywatch("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "watches/coup.yaml:6:19: hint: or is read as a word; the operator is OR, in capitals\n"
        "        exclude: film or play\n"
        "                      ^~\n"
        "\n"
        "policywatch.yaml: good: 1 feed, 1 channel, 1 watch, 1 example holds, 1 hint\n"
    )


def test_hints_are_given_beside_problems_which_they_may_explain(folder: Path) -> None:
    write(folder, "(coup OR putsch)\n      NEAR/5 @sahel", "coup and niger")
    done = policywatch("check")
    assert done.returncode == 78
    assert "watches/coup.yaml:4:12: hint: and is read as a word" in done.stdout
    assert "watches/coup.yaml:7:16: this example fails: and does not occur" in done.stderr
    (told,) = json.loads(policywatch("check", "--json").stdout)
    assert not told["ok"]
    assert [(one["line"], one["column"], one["watch"]) for one in told["hints"]] == [(4, 12, "coup")]
    assert [(one["line"], one["column"]) for one in told["problems"]] == [(7, 16)]


def test_a_hint_about_a_list_stands_at_the_list(folder: Path) -> None:
    write(folder, "[niger, mali]", "niger, mali")
    done = policywatch("check")
    assert "watches/coup.yaml:10:10: hint: this is read as one phrase; several entries are written [niger, mali]" in (
        done.stdout
    )


def test_an_expensive_query_is_named_with_what_it_costs_here(folder: Path) -> None:
    write(folder, "      (coup OR putsch)\n      NEAR/5 @sahel", "      /cou+p/")
    done = policywatch("check")
    assert "watches/coup.yaml:4:7: hint: evaluated on every item, " in done.stdout
    (hint,) = json.loads(policywatch("check", "--json").stdout)[0]["hints"]
    assert hint["microseconds"] > 0
    assert (hint["file"], hint["line"], hint["column"]) == ("watches/coup.yaml", 4, 7)


def test_canonical_shows_every_query_with_aliases_resolved_and_references_kept(folder: Path) -> None:
    write(folder, "NEAR/5 @sahel", "w/5 @sahel")
    write(folder, "exclude: film", "exclude: headline:film || title:Théâtre")
    write(folder, "[niger, mali]", "[Niger, Burkina Faso]")
    done = policywatch("check", "--canonical")
    assert done.returncode == 0
    assert done.stdout.startswith(
        "coup:\n  query:\n    (coup OR putsch) NEAR/5 @sahel\n  exclude:\n    title:film OR title:theatre\n\n"
        'lists:\n  sahel:\n    - niger\n    - "burkina faso"\n\n'
    )
    (told,) = json.loads(policywatch("check", "--canonical", "--json").stdout)
    assert told["watches"][0]["canonical"]["query"] == "(coup OR putsch) NEAR/5 @sahel"
    assert told["lists"] == {"sahel": ["niger", '"burkina faso"']}
    expanded = policywatch("check", "--canonical", "--expand")
    assert '(coup OR putsch) NEAR/5 (niger OR "burkina faso")' in expanded.stdout


def test_canonical_wraps_long_queries(folder: Path) -> None:
    words = " OR ".join(f"word{number}" for number in range(60))
    write(folder, "coup OR putsch", f"coup OR {words}")
    lines = policywatch("check", "--canonical").stdout.splitlines()
    assert max(map(len, lines)) <= 100
    assert "    ) NEAR/5 @sahel" in lines


@pytest.mark.parametrize("path", [".", "policywatch.yaml", "watches", "watches/coup.yaml"])
def test_a_path_means_the_settings_it_belongs_to(folder: Path, path: str) -> None:
    done = policywatch("check", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "policywatch.yaml: good: 1 feed, 1 channel, 1 watch, 1 example holds\n"


def test_a_path_is_found_from_within_the_watch_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "watches")
    assert "policywatch.yaml: good" in policywatch("check", "coup.yaml").stdout


def test_settings_of_another_name_are_settings(folder: Path) -> None:
    (folder / "policywatch.yaml").rename(folder / "production.yaml")
    assert policywatch("check", "production.yaml").stdout.startswith("production.yaml: good: 1 feed")


def test_a_watch_file_that_belongs_to_no_settings_is_checked_by_itself(folder: Path) -> None:
    (folder / "policywatch.yaml").unlink()
    for path in ("watches/coup.yaml", "watches"):
        done = policywatch("check", path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "channels, feeds and the lists of other files are not known" in done.stdout.replace("\n", " ")
        assert "watches/coup.yaml: good: 1 watch, 1 example holds\n" in done.stdout
    write(folder, "coup OR putsch", "coup OR")
    done = policywatch("check", "watches/coup.yaml")
    assert done.returncode == 78
    assert "watches/coup.yaml:4:13: OR needs something after it" in done.stderr
    (told,) = json.loads(policywatch("check", "--json", "watches/coup.yaml").stdout)
    assert (told["config"], told["alone"], told["feeds"]) == (None, ["watches/coup.yaml"], None)


def test_a_watch_file_that_the_settings_nearby_do_not_read_is_checked_by_itself(folder: Path) -> None:
    (folder / "drafts").mkdir()
    (folder / "drafts" / "aid.yaml").write_text("watches:\n  - {id: aid, qurey: aid}\n")
    done = policywatch("check", "drafts/aid.yaml", "watches/coup.yaml")
    assert done.returncode == 78
    assert "drafts/aid.yaml:2:15: unknown key `qurey`" in done.stderr
    assert "policywatch.yaml: good: 1 feed" in done.stdout


def test_a_folder_without_any_yaml_is_told_to_have_no_settings(folder: Path) -> None:
    (folder / "empty").mkdir()
    (folder / "policywatch.yaml").unlink()
    done = policywatch("check", "empty")
    assert done.returncode == 78
    assert "empty/policywatch.yaml: this file does not exist" in done.stderr


def test_a_cycle_of_watches_is_one_problem(folder: Path) -> None:
    (folder / "watches" / "more.yaml").write_text(
        "watches:\n  - {id: a, query: '@watch:b'}\n  - {id: b, query: '@watch:a'}\n  - {id: c, query: '@watch:a'}\n"
    )
    done = policywatch("check")
    assert done.stderr.splitlines()[0] == (
        "watches/more.yaml:2:21: @watch:a leads back to itself: watch:a > watch:b > watch:a"
    )
    assert done.stderr.splitlines()[-1] == "1 problem"


def test_init_writes_files_whose_schemas_are_where_they_say(folder: Path) -> None:
    assert policywatch("init", "mine").returncode == 0
    mine = folder / "mine"
    for file in mine.rglob("*.yaml"):
        named = file.read_text().splitlines()[0].removeprefix("# yaml-language-server: $schema=")
        assert json.loads((file.parent / named).read_text())["$schema"].endswith("2020-12/schema")
    assert policywatch("check", "mine").stdout == (
        "mine/policywatch.yaml: good: 3 feeds, 1 channel, 1 watch, 5 examples hold\n"
    )


@pytest.mark.parametrize("which", ["watches", "config"])
def test_schema_prints_what_init_writes(folder: Path, which: str) -> None:
    policywatch("init", "mine")
    name = "watches" if which == "watches" else "policywatch"
    printed = policywatch("schema", which)
    assert printed.returncode == 0
    assert json.loads(printed.stdout) == json.loads((folder / "mine" / "schema" / f"{name}.schema.json").read_text())
