"""What the files say becomes Settings; what is wrong in one place hides nothing elsewhere."""

from __future__ import annotations

import itertools
import os
import time
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from policywatch.errors import Problem
from policywatch.model.channel import Channel
from policywatch.model.feed import Feed
from policywatch.model.settings import Settings
from policywatch.model.watch import AlertOn, Example, Severity, Watch
from policywatch.settings import find_config, load, parse_duration, render
from policywatch.shipped import shipped
from tests.unit.settings_folder import CONFIG, OPTIONS, WATCHES, ConsoleOptions, Folder, WebhookOptions


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def settings_of(folder: Folder, config: str = CONFIG, watches: str = WATCHES, **more: str) -> Settings:
    loaded = folder.load(config, watches, **more)
    assert loaded.settings is not None, loaded.problems
    return loaded.settings


def test_every_key_arrives(folder: Folder) -> None:
    config = """\
database: sqlite:///data/policywatch.db
contact: ops@example.org
allow_networks: [10.0.0.0/8, "fd00::/8"]
watches: [watches]
poll: {workers: 3, every: 30m}
deliver: {workers: 2}
channels: [{id: screen, type: console}, {id: hook, type: webhook, url: https://h, retries: 5}]
alerts: {to: [screen]}
feeds:
  - {id: un, url: "https://un.example/feed", title: UN, every: 5m, tags: [official, africa], language: en}
  - https://www.Example.org/a/Feed.xml?x=1
"""
    watches = """\
watches:
  - id: coup
    title: Coups
    severity: high
    query: coup
    exclude: "marketing coup"
    alert: {on: every, to: [hook]}
    feeds: [tag:official, un]
    languages: [en, fr]
    examples: [{text: A coup., match: true}, {text: None.}, {text: x, match: false}]
  - {id: other, query: other}
lists: {sahel: [Niger, '"Burkina Faso"']}
"""
    settings = settings_of(folder, config, watches)
    coup, other = settings.watches
    assert settings == Settings(
        database=f"sqlite:///{folder.path}/data/policywatch.db",
        feeds=(
            Feed("un", "https://un.example/feed", "UN", timedelta(minutes=5), frozenset({"official", "africa"}), "en"),
            Feed(
                "example.org-a-feed.xml-x-1",
                "https://www.Example.org/a/Feed.xml?x=1",
                "example.org",
                timedelta(minutes=30),
            ),
        ),
        channels=(
            Channel("screen", "console", ConsoleOptions()),
            Channel("hook", "webhook", settings.channels[1].options),
        ),
        watches=(coup, other),
        lists={"sahel": ("Niger", '"Burkina Faso"')},
        allow_networks=(ip_network("10.0.0.0/8"), ip_network("fd00::/8")),
        contact="ops@example.org",
        poll_workers=3,
        deliver_workers=2,
    )
    assert isinstance(settings.channels[1].options, WebhookOptions)
    assert settings.channels[1].options.retries == 5
    assert coup == Watch(
        id="coup",
        title="Coups",
        severity=Severity.HIGH,
        query="coup",
        exclude="marketing coup",
        alert_on=AlertOn.EVERY,
        channels=("hook",),
        feeds=("tag:official", "un"),
        languages=("en", "fr"),
        examples=(Example("A coup."), Example("None."), Example("x", match=False)),
        version=coup.version,
    )
    assert (other.title, other.severity, other.channels) == ("other", Severity.NORMAL, ("screen",))


def test_on_and_no_are_words(folder: Folder) -> None:
    """YAML 1.1 reads them as true and false; a country and a trigger are called so."""
    watches = (
        "watches: [{id: a, query: x, alert: {on: every}, languages: [no]}]\nlists: {places: [NE, NO, on, yes, 1_0]}\n"
    )
    settings = settings_of(folder, CONFIG, watches)
    assert settings.watches[0].languages == ("no",)
    assert settings.lists["places"] == ("NE", "NO", "on", "yes", "1_0")


def test_one_value_stands_for_a_list_of_one(folder: Folder) -> None:
    config = CONFIG.replace("[screen]", "screen").replace("[wire]", "wire") + "watches: watches\n"
    settings = settings_of(folder, config, "watches: [{id: a, query: x, feeds: tag:wire, languages: en}]")
    assert settings.watches[0].channels == ("screen",)
    assert settings.watches[0].languages == ("en",)


def test_keys_without_a_value_count_as_not_given(folder: Folder) -> None:
    settings = settings_of(folder, CONFIG + "allow_networks:\npoll: {every: }\ncontact:\n")
    assert settings.feeds[0].every == timedelta(minutes=10)


def test_a_few_aliases_are_fine(folder: Folder) -> None:
    settings = settings_of(folder, CONFIG, "watches: [{id: a, query: &q coup}, {id: b, query: *q}]")
    assert [watch.query for watch in settings.watches] == ["coup", "coup"]


def test_both_endings_are_read_and_hidden_and_other_files_are_not(folder: Folder) -> None:
    folder.load()
    folder.write("watches/b.yml", "watches: [{id: b, query: x}]")
    folder.write("watches/.#a.yaml", "an editor's copy")
    folder.write("watches/README.md", "no YAML: [")
    loaded = load(folder.path / "policywatch.yaml", OPTIONS)
    assert [watch.id for watch in loaded.watches] == ["coup", "b"]
    assert loaded.problems == ()


def test_a_file_that_is_named_twice_is_read_once(folder: Folder) -> None:
    assert len(settings_of(folder, CONFIG + "watches: [watches, watches/a.yaml]\n").watches) == 1


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("sqlite:////var/lib/p.db", "sqlite:////var/lib/p.db"),
        ("sqlite:///p.db?timeout=5", "sqlite:///{folder}/p.db?timeout=5"),
        ("postgresql://u@h:5433/db?sslmode=require", "postgresql+psycopg://u@h:5433/db?sslmode=require"),
        ("postgresql+psycopg://h/db", "postgresql+psycopg://h/db"),
        ("postgresql:///db", "postgresql+psycopg:///db"),
    ],
)
def test_a_database_is_normalised(folder: Folder, given: str, read: str) -> None:
    settings = settings_of(folder, CONFIG.replace("sqlite:///policywatch.db", given))
    assert settings.database == read.format(folder=folder.path)


@pytest.mark.parametrize(
    ("environ", "read"),
    [
        ({"STATE_DIRECTORY": "/var/lib/policywatch:/other"}, "sqlite:////var/lib/policywatch/policywatch.db"),
        ({"XDG_STATE_HOME": "/home/u/state"}, "sqlite:////home/u/state/policywatch/policywatch.db"),
        ({"HOME": "/home/u"}, "sqlite:////home/u/.local/state/policywatch/policywatch.db"),
    ],
)
def test_without_a_database_the_state_folder_has_it(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], read: str
) -> None:
    for name in ("STATE_DIRECTORY", "XDG_STATE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert settings_of(folder, CONFIG.replace("database: sqlite:///policywatch.db\n", "")).database == read


# ------------------------------------------------------------------ everything at once


def places(problems: tuple[Problem, ...] | list[Problem]) -> list[tuple[str, int, int]]:
    return [(Path(problem.file).name, problem.line, problem.column) for problem in problems]


def test_all_problems_of_all_files_come_at_once_in_order(folder: Folder) -> None:
    config = (
        CONFIG.replace("console}]", "consol}, {id: hook, type: webhook, retries: x}]")
        + "poll: {workers: 0, every: 5}\n"
    )
    problems = folder.problems(
        config,
        "watches:\n  - {id: a, query: x, severity: urgent}\n  - {id: b, qery: x}\n",
        b="watches:\n  - id: c\n\tquery: x\n",
        c="watches:\n  - {id: d, query: x, alert: {to: [scren]}}\n",
    )
    assert places(problems) == [
        ("policywatch.yaml", 2, 31),
        ("policywatch.yaml", 2, 40),
        ("policywatch.yaml", 2, 75),
        ("policywatch.yaml", 5, 17),
        ("policywatch.yaml", 5, 27),
        ("a.yaml", 2, 33),
        ("a.yaml", 3, 13),
        ("b.yaml", 3, 1),
        ("c.yaml", 2, 36),
    ]


def test_a_broken_settings_file_hides_no_problem_of_a_watch_and_invents_none(folder: Folder) -> None:
    problems = folder.problems(
        "channels: [\n", "watches:\n  - {id: a, query: x, feeds: [tag:x], alert: {to: [y]}}\n  - {id: b}\n"
    )
    assert places(problems) == [("policywatch.yaml", 2, 1), ("a.yaml", 3, 5)]


def test_a_bad_channel_is_no_unknown_channel(folder: Folder) -> None:
    assert len(folder.problems(CONFIG.replace("type: console", "type: consol"))) == 1


def test_a_bad_key_hides_none_beside_it(folder: Folder) -> None:
    problems = folder.problems(CONFIG + "poll: {workers: x}\ndeliver: {workers: y}\nallow_networks: [z]\nx: 1\n")
    assert [line for _, line, _ in places(problems)] == [5, 6, 7, 8]


def test_watches_are_there_for_their_queries_to_be_checked_whatever_else_is_wrong(folder: Folder) -> None:
    watches = """\
watches:
  - {id: good, query: x}
  - {id: half-good, query: x, severity: urgent, places: [NE]}
  - {id: bad}
  - {id: with-list, query: "@here"}
  - {id: with-bad-list, query: "@there"}
  - {id: through-lists, query: "@here OR @over"}
  - {id: with-unknown-list, query: "@nowhere"}
lists: {here: [x], there: [], over: ["@there"]}
"""
    loaded = folder.load(CONFIG, watches)
    assert loaded.settings is None
    assert [watch.id for watch in loaded.watches] == ["good", "half-good", "with-list", "with-unknown-list"]
    assert dict(loaded.lists) == {"here": ("x",), "over": ("@there",)}


def test_a_list_in_a_broken_file_is_no_unknown_list(folder: Folder) -> None:
    loaded = folder.load(CONFIG, 'watches: [{id: a, query: "@there"}]', b="lists: [")
    assert loaded.watches == ()
    assert len(loaded.problems) == 1


# ------------------------------------------------------------------ files


def test_a_settings_file_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    loaded = load(tmp_path / "policywatch.yaml", OPTIONS)
    assert [str(problem) for problem in loaded.problems] == [f"{tmp_path}/policywatch.yaml: this file does not exist"]


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    assert "is a folder, not a file" in load(tmp_path, OPTIONS).problems[0].message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(folder: Folder) -> None:
    folder.load()
    (folder.path / "watches/a.yaml").chmod(0)
    assert "permission denied" in load(folder.path / "policywatch.yaml", OPTIONS).problems[0].message


def test_a_link_to_itself_and_a_home_of_nobody_are_problems_like_others(folder: Folder) -> None:
    folder.load()
    (folder.path / "watches/loop.yaml").symlink_to("loop.yaml")
    config = CONFIG.replace("sqlite:///policywatch.db", "sqlite:///~nobody-at-all/p.db")
    config = config.replace("type: console}]", "type: console}, {id: s, type: slack, url: '${file:~nobody-at-all/s}'}]")
    assert places(folder.problems(config)) == [("policywatch.yaml", 2, 68), ("loop.yaml", 0, 0)]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "policywatch.yaml")
    assert "is no ordinary file" in load(tmp_path / "policywatch.yaml", OPTIONS).problems[0].message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"watches: [{id: a, query: \xe9t\xe9}]", "is not UTF-8: byte 0xe9"),
        ("watches: []".encode("utf-16"), "is not UTF-8 but UTF-16"),
        (b"#" * (5 * 1024 * 1024 + 1), "is larger than 5,120 KiB"),
    ],
)
def test_a_file_that_is_no_text_says_what_to_do(folder: Folder, content: bytes, words: str) -> None:
    folder.load()
    (folder.path / "watches/a.yaml").write_bytes(content)
    (problem,) = load(folder.path / "policywatch.yaml", OPTIONS).problems
    assert words in problem.message
    assert (problem.line, problem.column) == ((1, 26) if b"\xe9" in content else (0, 0))


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{later}: &{later} [{','.join([f'*{earlier}'] * 9)}]\n" for earlier, later in itertools.pairwise("abcdefghij")
)
HUGE = {
    "more than 500,000 values": "- 1\n" * 500_001,
    "aliases repeat more than 10,000 values": BOMB,
    "levels deep": "a0: &a0 [x]\n" + "".join(f"a{i + 1}: &a{i + 1} [*a{i}]\n" for i in range(1000)),
    "more wrong with this file": "a: 1\n" * 400_000,
    "this must be a group of keys": "watches:\n" + "- x\n" * 100_000,
    "unknown key `k9`": "watches:\n- id: a\n" + "".join(f"  k{i}: 1\n" for i in range(50_000)),
    "never closed": '"' + "a" * 4_000_000,
    "nested more than 32": "[" * 2_000_000,
    "a colon where no key can be": "a: " * 1_000_000,
}


@pytest.mark.parametrize("words", HUGE)
def test_a_hostile_file_is_refused_in_bounded_time(folder: Folder, words: str) -> None:
    started = time.process_time()
    problems = folder.problems(watches=HUGE[words])
    assert any(words in problem.message for problem in problems)
    assert len(problems) <= 1_200
    assert time.process_time() - started < 20


# ------------------------------------------------------------------ versions


def version(folder: Folder, watches: str) -> str:
    return settings_of(folder, CONFIG, watches).watches[0].version


def test_a_watchs_version_does_not_change_with_how_it_is_written(folder: Folder) -> None:
    base = version(folder, "watches: [{id: a, query: coup OR putsch, feeds: [wire, tag:wire]}]")
    assert len(base) == 12
    written_otherwise = """\
# a comment
watches:
  - feeds: [tag:wire, wire]
    query: |
      coup
        OR putsch
    id: a
    title: Another title
    severity: low
    examples: [{text: A coup.}]
lists: {unused: [x]}
"""
    assert version(folder, written_otherwise) == base


@pytest.mark.parametrize(
    "watches",
    [
        "watches: [{id: a, query: coup OR putsch2}]",
        "watches: [{id: a, query: coup OR putsch, exclude: x}]",
        "watches: [{id: a, query: coup OR putsch, feeds: [wire]}]",
        "watches: [{id: a, query: coup OR putsch, languages: [en]}]",
    ],
)
def test_a_watchs_version_changes_with_what_it_finds(folder: Folder, watches: str) -> None:
    assert version(folder, watches) != version(folder, "watches: [{id: a, query: coup OR putsch}]")


def test_a_watchs_version_changes_with_a_list_it_uses_through_another(folder: Folder) -> None:
    watches = "watches: [{id: a, query: '@one'}]\nlists: {one: ['@two'], two: [TERM]}\n"
    assert version(folder, watches.replace("TERM", "x")) != version(folder, watches.replace("TERM", "y"))


def test_a_watchs_version_changes_with_a_watch_it_names_through_another(folder: Folder) -> None:
    watches = "watches: [{id: a, query: '@watch:b'}, {id: b, query: '@watch:c'}, {id: c, query: TERM}]\n"
    assert version(folder, watches.replace("TERM", "x")) != version(folder, watches.replace("TERM", "y"))
    turned = "watches: [{id: a, query: '@watch:b'}, {id: c, query: TERM}, {id: b, query: '@watch:c'}]\n"
    assert version(folder, turned) == version(folder, watches)


def test_thousands_of_watches_that_name_one_another_are_read_in_bounded_time(folder: Folder) -> None:
    started = time.process_time()
    number = 5_000
    watches = "".join(f"  - {{id: w{one}, query: '@watch:w{(one + 1) % number}'}}\n" for one in range(number))
    assert len(folder.load(watches=f"watches:\n{watches}").watches) == number
    assert time.process_time() - started < 20


# ------------------------------------------------------------------ rendering, finding, durations


def test_a_problem_is_shown_with_its_line_and_a_caret_below(folder: Folder) -> None:
    problem = folder.only_problem(watches="watches:\n  - {id: a, qurey: x, query: y}\n")
    assert render(problem) == (
        f"{folder.path}/watches/a.yaml:2:13: unknown key `qurey`\n"
        "      - {id: a, qurey: x, query: y}\n"
        "                ^~~~~\n"
        "    hint: did you mean `query`?"
    )


def test_the_caret_stands_under_its_character_behind_wide_ones_and_tabs() -> None:
    rendered = render(Problem("a", 1, 6, "m", "", "日本\te\u0301x", 1)).splitlines()
    assert rendered[1] == "    日本→e\u0301x"
    assert rendered[2] == "    " + " " * 4 + " " + " " + "^"


def test_a_long_line_is_cut_around_the_caret() -> None:
    rendered = render(Problem("a", 1, 501, "m", "", "x" * 500 + "y" + "z" * 400)).splitlines()
    assert len(rendered[1]) < 200
    assert rendered[1][rendered[2].index("^")] == "y"


def test_control_characters_of_a_file_do_not_reach_the_terminal() -> None:
    rendered = render(Problem("a\x1b[31m", 1, 1, "m\x07", "h\x9b", "x\x1b]0;\u202e"))
    assert all(character.isprintable() or character == "\n" for character in rendered)


def test_the_settings_are_looked_for_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    working, home, xdg = tmp_path / "working", tmp_path / "home", tmp_path / "xdg"
    for path in (working, home / ".config/policywatch", xdg / "policywatch"):
        path.mkdir(parents=True)
        (path / "policywatch.yaml").touch()
    monkeypatch.chdir(working)
    environ = {"POLICYWATCH_CONFIG": "/asked.yaml", "XDG_CONFIG_HOME": str(xdg), "HOME": str(home)}
    assert find_config(Path("explicit.yaml"), environ) == Path("explicit.yaml")
    assert find_config(None, environ) == Path("/asked.yaml")
    del environ["POLICYWATCH_CONFIG"]
    assert find_config(None, environ) == Path("policywatch.yaml")
    (working / "policywatch.yaml").unlink()
    assert find_config(None, environ) == xdg / "policywatch/policywatch.yaml"
    del environ["XDG_CONFIG_HOME"]
    assert find_config(None, environ) == home / ".config/policywatch/policywatch.yaml"
    if not Path("/etc/policywatch/policywatch.yaml").exists():
        assert find_config(None, {"HOME": "/nonexistent"}) == shipped("config") / "policywatch.yaml"


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("5m", 300), ("2h", 7200), (" 1d ", 86400), ("90d", 7776000)]
)
def test_durations_are_read(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "5", "m", "5 minutes", "-5m", "1.5h", "5M", "9999999s", "５m"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="such as 30s"):
        parse_duration(text)
