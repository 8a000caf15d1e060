"""Every problem of a file's YAML or of a value stands at the very character a person must look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywatch.settings import load, render
from tests.unit.settings_folder import CONFIG, MARK, OPTIONS, WATCHES, Folder, place_of_mark


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


YAML = {
    "a tab": ("watches:\n  - id: a\n▶\tquery: x\n", "a tab"),
    "a quote that is never closed": ('watches:\n  - id: ▶"a\n    query: x\n', "never closed"),
    "text after a quote": ('watches:\n  - {id: a}\n  - query: "coup" ▶OR putsch\n', "after its closing quote"),
    "a colon inside text": ("watches:\n  - query: title▶: coup\n", "a colon where no key can be"),
    "no space after a colon": ("watches:\n  - id: a\n    ▶query:x\n", "needs a colon and a space"),
    "a wrong indentation": ("watches:\n  - id: a\n   ▶query: x\n", "indentation"),
    "a list that is never closed": ("watches: ▶[{id: a}\n", "`[`"),
    "a group that is never closed": ("watches:\n  - ▶{id: a, query: x\n", "`{`"),
    "an end that comes too early": ("watches: [\n▶", "ends too early"),
    "an unknown escape": ('watches:\n  - query: "a▶\\qb"\n', "backslash"),
    "a list name without quotes": ("watches:\n  - query: ▶@sahel\n", "cannot start with `@`"),
    "a leading wildcard without quotes": ("watches:\n  - query: ▶*coup\n", "anchor that does not exist"),
    "a second document": ("watches: []\n▶---\nwatches: []\n", "second YAML document"),
    "a tag": ("watches:\n  - {id: a, query: ▶!!python/name:os.system x}\n", "tags"),
    "a key twice": ("watches:\n  - id: a\n    query: x\n    ▶id: b\n", "`id` is given twice; first in line 2"),
    "a list as a key": ("watches:\n  - {▶[a]: b}\n", "cannot be a key"),
    "an alias of itself": ("watches: &w\n  - ▶*w\n", "the very thing it stands in"),
    "too deep nesting": ("[" * 32 + "▶" + "[" * 1_000_000, "levels deep"),
    "a NUL byte": ("watches:\n  - id: a▶\0\n", "NUL byte"),
    "an invisible control character": ("watches:\n  - id: a▶\x1b[2J\n", "U+001B"),
    "no keys at all": ("▶just text\n", "must hold keys with values"),
}


@pytest.mark.parametrize("name", YAML)
def test_what_is_wrong_with_the_yaml_itself_is_told_at_its_place(folder: Folder, name: str) -> None:
    text, words = YAML[name]
    problem = folder.only_problem(watches=text)
    assert words in f"{problem.message} {problem.hint}"


WATCH = {
    "an unknown key": ("{id: a, ▶qurey: x, query: x}", "unknown key `qurey` (did you mean `query`?)"),
    "a key of a later version": ("{id: a, query: x, ▶sources: [NE, NO]}", "unknown key `sources`"),
    "an unknown key further in": (
        "{id: a, query: x, examples: [{text: a, ▶mach: true}]}",
        "unknown key `mach` (did you mean `match`?)",
    ),
    "no id": ("▶{query: x}", "`id` is missing"),
    "no query": ("▶{id: a}", "`query` is missing"),
    "a key without a value": ("{id: a, ▶query: }", "`query` is empty"),
    "an empty query": ('{id: a, query: ▶"  "}', "`query` is empty"),
    "an id with capitals": ("{id: ▶Coup Niger, query: x}", "did you mean `coup-niger`?"),
    "a number for text": ("{id: a, query: ▶7008}", '`query` must be text, got 7008 (put it in quotes: "7008")'),
    "a list for text": ("{id: a, query: ▶[x]}", "`query` must be text, got a list"),
    "text for a group": ("{id: a, query: x, alert: ▶every}", "`alert` must be a group of keys, got 'every'"),
    "a group for a list": (
        "{id: a, query: x, examples: ▶{text: a}}",
        "`examples` must be a list, got a group of keys",
    ),
    "an unknown severity": (
        "{id: a, query: x, severity: ▶urgent}",
        "`severity` must be low, normal, high or critical, got 'urgent'",
    ),
    "an unknown trigger": ("{id: a, query: x, alert: {on: ▶story}}", "`on` must be every or change, got 'story'"),
    "a place that nobody knows": ("{id: a, query: x, places: [NE, ▶Nigeer]}", "this names no place: `Nigeer`"),
    "a list of places that is not there": ("{id: a, query: x, places: [▶'@sahell']}", "did you mean `sahel`?"),
    "a stance that is none": ("{id: a, query: x, examples: [{text: a, stance: ▶denied}]}", "`stance` must be asserted"),
    "words for a stance that is none": ("{id: a, query: x, wording: {▶negatd: withheld}}", "did you mean `negated`?"),
    "a language that is none": ("{id: a, query: x, languages: [en, ▶english]}", "entry 2 of `languages`"),
    "text for a truth": (
        "{id: a, query: x, examples: [{text: a, match: ▶no}]}",
        "`match` must be true or false, got 'no'",
    ),
    "an example without text": ("{id: a, query: x, examples: [▶{match: false}]}", "`text` is missing"),
    "no channel in a list of channels": ("{id: a, query: x, alert: {to: ▶[]}}", "`to` must not be empty"),
    "a watch that is no group": ("▶coup", "this must be a group of keys, got 'coup'"),
    "an unknown channel": (
        "{id: a, query: x, alert: {to: [screen, ▶scren]}}",
        "there is no channel `scren` (did you mean `screen`?)",
    ),
    "an unknown channel, alone": ("{id: a, query: x, alert: {to: ▶scren}}", "there is no channel `scren`"),
    "an unknown feed": ("{id: a, query: x, feeds: [▶wir]}", "there is no feed `wir` (did you mean `wire`?)"),
    "a tag that no feed carries": ("{id: a, query: x, feeds: [▶'tag:wier']}", "did you mean `tag:wire`?"),
    "a tag without `tag:`": ("{id: a, query: x, feeds: [▶offical]}", "there is no feed `offical`"),
}


@pytest.mark.parametrize("name", WATCH)
def test_what_is_wrong_with_a_watch_is_told_at_its_place(folder: Folder, name: str) -> None:
    entry, words = WATCH[name]
    problem = folder.only_problem(watches=f"# a comment\nwatches:\n  - {entry}\n")
    assert words in str(problem)


SETTINGS = {
    "an unknown key": ("▶databse: sqlite:///x.db", "unknown key `databse` (did you mean `database`?)"),
    "text for a number": ("poll: {workers: ▶many}", "`workers` must be a whole number, got 'many'"),
    "a quoted number": ('poll: {workers: ▶"8"}', "`workers` must be a whole number, got '8'"),
    "a fraction": ("poll: {workers: ▶1.5}", "must be a whole number, got 1.5"),
    "too few workers": ("deliver: {workers: ▶0}", "`workers` must be at least 1, got 0"),
    "too many workers": ("deliver: {workers: ▶1000}", "`workers` must be at most 64, got 1000"),
    "a duration without a unit": ("poll: {every: ▶300}", "`every` needs a unit: 30s, 5m, 2h or 1d, got 300"),
    "a duration in words": ("poll: {every: ▶5 minutes}", "must be a duration such as 30s, 5m, 2h or 1d"),
    "a duration beyond 30 days": ("poll: {every: ▶31d}", "`every` must lie between 1s and 30d, got '31d'"),
    "a network with an address": ("allow_networks: [▶10.0.0.1/8]", "did you mean 10.0.0.0/8?"),
    "a network that is none": (
        "allow_networks: [127.0.0.0/8, ▶office]",
        "entry 2 of `allow_networks`",
    ),
    "a contact over two lines": ('contact: ▶"a\\nHost: b"', "`contact` must be an e-mail or web address"),
    "a folder that is not there": ("watches: ▶watchs", "the watch folder"),
    "a second folder that is not there": ("watches: [watches, ▶more]", "it does not exist"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_what_is_wrong_with_the_settings_is_told_at_its_place(folder: Folder, name: str) -> None:
    line, words = SETTINGS[name]
    problem = folder.only_problem(CONFIG + line + "\n")
    assert words in str(problem)


DATABASES = {
    "another kind": ("mysql://u:hunter2@h/db", "must start with sqlite:// or postgresql://"),
    "the old name": ("postgres://u:hunter2@h/db", "write postgresql:// for postgres://"),
    "memory": ("'sqlite:///:memory:'", "must name a file"),
    "no file": ("sqlite://", "must name a file"),
    "no database": ("postgresql://u:hunter2@h", "must name a host and a database"),
    "a bad port": ("postgresql://u:hunter2@h:port/db", "must name a host and a database"),
}


@pytest.mark.parametrize("name", DATABASES)
def test_a_database_that_cannot_be_is_told_without_its_password(folder: Folder, name: str) -> None:
    url, words = DATABASES[name]
    problem = folder.only_problem(CONFIG.replace("sqlite:///policywatch.db", f"{MARK}{url}"))
    assert words in str(problem)
    assert "hunter2" not in render(problem)


FEEDS = {
    "no URL": ("▶{id: a}", "`url` is missing"),
    "another scheme": ("{id: a, url: ▶ftp://example.org/x}", "`url` must be a web address"),
    "no host": ("{id: a, url: ▶'https:///x'}", "`url` must be a web address"),
    "an impossible port": ("{id: a, url: ▶'https://h:99999/x'}", "`url` must be a web address"),
    "no URL at all": (
        "▶un-africa",
        "`url` must be a web address such as",
    ),
    "a reference": ("{id: a, url: ▶'${env:X}'}", "read only in channels"),
    "a password": ("{id: a, url: ▶'https://u:hunter2@h/x'}", "`url` must not hold a user name or password"),
    "an unknown key": ("{id: a, ▶ur: 'https://h/x', url: 'https://h/x'}", "did you mean `url`?"),
    "a bad tag": ("{id: a, url: 'https://h/x', tags: [ok, ▶Not OK]}", "entry 2 of `tags`"),
    "the same id": ("{id: ▶wire, url: 'https://h/x'}", "policywatch.yaml:5"),
    "the same address": ("{id: a, url: ▶'HTTPS://Example.org:443/feed.xml#top'}", "the first is `wire`"),
}


@pytest.mark.parametrize("name", FEEDS)
def test_what_is_wrong_with_a_feed_is_told_at_its_place(folder: Folder, name: str) -> None:
    entry, words = FEEDS[name]
    head = CONFIG[: CONFIG.index("feeds")]
    wire = "{id: wire, url: 'https://example.org/feed.xml', tags: [wire]}"
    problem = folder.only_problem(f"{head}feeds:\n  - {wire}\n  - {entry}\n")
    assert words in str(problem)
    assert "hunter2" not in render(problem)


def test_the_same_id_in_two_files_names_the_first_place(folder: Folder) -> None:
    problem = folder.only_problem(b="watches:\n  - query: y\n    id: ▶coup\n")
    assert (
        problem.message == f"there are two watches with the id `coup`; the first is in {folder.path}/watches/a.yaml:2"
    )


def test_the_same_channel_id_names_the_first_place(folder: Folder) -> None:
    channels = "channels:\n  - {id: screen, type: console}\n  - {id: ▶screen, type: console}\n"
    problem = folder.only_problem(CONFIG.replace("channels: [{id: screen, type: console}]\n", channels))
    assert problem.message.endswith("policywatch.yaml:3")


def test_the_same_list_in_two_files_names_the_first_place(folder: Folder) -> None:
    problem = folder.only_problem(
        watches=WATCHES + "lists: {sahel: [Niger]}\n", b="watches: []\nlists:\n  ▶sahel: [Mali]\n"
    )
    assert problem.message.endswith("a.yaml:3")


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("sahel: ▶[]", "`sahel` must not be empty"),
        ("sahel: [Niger, ▶12]", "entry 2 of `sahel` must be text"),
        ("sahel: ▶{a: b}", "`sahel` must be a list"),
        ("▶Sahel: [Niger]", "`Sahel` must be at most 64 lower-case letters"),
    ],
)
def test_what_is_wrong_with_a_list_is_told_at_its_place(folder: Folder, entry: str, words: str) -> None:
    assert words in folder.only_problem(watches=WATCHES + f"lists:\n  {entry}\n").message


def test_a_watch_that_nobody_is_told_about_is_a_problem(folder: Folder) -> None:
    problem = folder.only_problem(
        CONFIG.replace("alerts: {to: [screen]}\n", ""), "watches:\n  - ▶{id: coup, query: x}\n"
    )
    assert "no channel is named" in problem.message


def test_the_default_channel_must_exist(folder: Folder) -> None:
    problem = folder.only_problem(CONFIG.replace("[screen]}", "[▶screeen]}"))
    assert str(problem).endswith("there is no channel `screeen` (did you mean `screen`?)")


def test_a_bad_default_channel_does_not_also_leave_every_watch_without_one(folder: Folder) -> None:
    folder.only_problem(CONFIG.replace("[screen]}", "[▶Not an id]}"))


def test_no_feeds_and_no_watches_are_problems_of_the_whole_file(folder: Folder) -> None:
    problems = folder.problems(CONFIG[: CONFIG.index("feeds")], "watches: []\n")
    assert [problem.line for problem in problems] == [0, 0]
    assert {problem.message for problem in problems} == {
        "there are no watches in watches",
        "there are no feeds: nothing would be polled",
    }


def test_byte_order_marks_and_windows_line_ends_move_no_place(folder: Folder) -> None:
    text = "\ufeffwatches:\r\n  - id: a\r\n    ▶qurey: x\r\n    query: y\r\n"
    problem = folder.problems(watches=text)[0]
    assert (problem.line, problem.column, problem.source_line) == (3, 5, "    qurey: x")


SLIPS = {
    "an equals sign for a colon": (
        "watches:\n  - id: a\n    ▶severity = high\n    query: x\n",
        "write `severity: ...`",
    ),
    "a quote that is closed in the next line": (
        'watches:\n  - id: ▶"a\n    query: "x"\n',
        "close it in its own line: so it ends only at the next quote, in line 3",
    ),
    "a line indented too far": (
        "watches:\n  - id: a\n    query: x\n     ▶title: x\n",
        "`query` above starts in column 5, this line in column 6",
    ),
    "a line indented too little": (
        "watches:\n  - id: a\n    query: x\n   ▶title: x\n",
        "`query` above starts in column 5, this line in column 4",
    ),
    "no space after a dash": ("watches:\n  ▶-id: a\n    query: x\n", "needs a space after its `-`"),
    "no dash": (
        "watches:\n  - id: a\n    query: x\n    examples:\n      {text: x}\n      ▶- {text: x}\n",
        "is a `- ` missing in front of line 5?",
    ),
    "blanks from a web page": ("watches:\n  - id: a\n▶\u00a0\u00a0\u00a0 query: x\n", "the blank U+00A0"),
    "text that goes on behind a brace": ("watches:\n  - query: {WHO} ▶AND x\n", "goes on after its closing `}`"),
    "text that goes on behind a bracket": ("watches:\n  - query: [x] ▶OR y\n", "goes on after its closing `]`"),
    "a star alone": ("watches:\n  - query: ▶*\n", "text cannot start with `*`"),
    "a dash alone": ("watches:\n  - query: ▶- x\n", "text that starts with `- ` needs quotes"),
    "an ampersand": ("watches:\n  - {id: a, query: ▶&x }\n", "text that starts with `&` needs quotes"),
    "text behind >": ("watches:\n  - id: a\n    query: > ▶coup\n", "let it start on the next line, indented"),
    "a colon in a short example": ("watches:\n  - {id: a, query: title▶: x}\n", "put text with a colon in quotes"),
    "a list beside a key": (
        "watches:\n  - id: a\n    query: x\n    ▶- y\n",
        "a list's entry cannot stand beside a key",
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_of_the_hand_is_told_once_with_what_to_change(folder: Folder, name: str) -> None:
    text, words = SLIPS[name]
    assert words in str(folder.only_problem(watches=text))


KEYS = {
    "▶examples: []\nwatches: [{id: a, query: x}]\n": "`examples` belongs to a watch",
    "watches: [{id: a, query: x, ▶match: false}]\n": "`match` belongs to an entry of `examples`",
    "watches: [{id: a, query: x, ▶to: [screen]}]\n": "`to` belongs to `alert` of a watch: `alert: {to: ...}`",
    "watches: [{id: a, query: x, ▶not: y}]\n": "did you mean `exclude`?",
    "watches: [{id: a, query: x, ▶name: y}]\n": "did you mean `title`?",
    "watches: [{id: a, query: x, ▶Severity: low}]\n": "did you mean `severity`?",
    "watches: [{id: a, query: x, severity: ▶High}]\n": "did you mean `high`?",
    "watches: [{id: a, query: x, severity: ▶“high”}]\n": "did you mean `high`?",
    "watches: [{id: a, query: ▶[x, y]}]\n": "text that starts with `[` needs '...' around it",
    "watches: [{id: a, query: x, alert: ▶screen}]\n": "its keys are on, to",
    "watches: [{id: a, query: x, examples: [▶A coup]}]\n": "write {text: ...}",
    "watches: [{id: a, query: x, examples: [{text: x, match: ▶no}]}]\n": "did you mean `false`?",
    "watches: [{id: a, query: x, examples: [{text: x y, ▶he said}]}]\n": "text with a comma in it needs quotes",
    "watches: [{id: a, query: x, examples: [{text: “x, ▶y”}]}]\n": "YAML reads only straight ones",
    "watches: ▶{a: {id: a, query: x}}\n": "start each entry with `- `",
    "▶watch: [{id: a, query: x}]\n": "did you mean `watches`?",
    "watches: [{id: a, ▶qurey: x}]\n": "did you mean `query`?",
}


@pytest.mark.parametrize("text", KEYS)
def test_a_key_or_value_that_is_nearly_right_is_told_once_with_the_right_one(folder: Folder, text: str) -> None:
    assert KEYS[text] in folder.only_problem(watches=text).hint


def test_a_watch_with_a_misspelt_key_is_not_judged_by_its_examples(folder: Folder) -> None:
    watch = "watches: [{id: a, query: coup, exlude: film, examples: [{text: a coup film, match: false}]}]\n"
    assert [one.examples for one in folder.load(watches=watch).watches] == [()]


def test_who_refers_to_a_bad_watch_is_not_told_that_there_is_none(folder: Folder) -> None:
    watches = (
        "watches: [{id: a, ▶qurey: x}, {id: b, query: '@watch:a'}, {id: c, query: '@watch:b'}, {id: d, query: x}]\n"
    )
    folder.only_problem(watches=watches)
    assert [one.id for one in folder.load(watches=watches).watches] == ["d"]


def test_a_misspelt_feeds_is_told_once_and_shown(folder: Folder) -> None:
    problem = folder.only_problem(CONFIG.replace("feeds:", "▶feed:"))
    assert "did you mean `feeds`?" in render(problem)
    assert "https://example.org/feed.xml" in render(problem)


def test_a_byte_of_windows_1252_is_told_with_its_sign(folder: Folder) -> None:
    folder.load()
    (folder.path / "watches/a.yaml").write_bytes("watches: [{id: a, title: Coups d’État}]".encode("cp1252"))
    (problem,) = load(folder.path / "policywatch.yaml", OPTIONS).problems
    assert (problem.column, problem.hint) == (33, "save it as UTF-8: this is `’` in Windows-1252")


def test_a_line_of_a_thousand_words_is_shown_around_the_place(folder: Folder) -> None:
    words = "word " * 1_000
    problem = folder.only_problem(watches=f"watches: [{{id: a, title: '{words}', ▶qurey: '{words}'}}]\n")
    _, line, caret, _ = render(problem).splitlines()
    assert line[caret.index("^") :].startswith("qurey")
    assert len(line) < 200


def test_all_values_that_are_no_yaml_are_told_at_once(folder: Folder) -> None:
    marked = """\
watches:
  - id: a
    title: Strikes on Tuesday▶: ports
    exclude: "hunger" ▶OR "air"
    query: ▶@sahel AND x
    examples:
      - text: The dockers are out▶: the port is shut.
      - {text: They said▶: no}
      - {text: ▶"Unclosed, and so is the next one}
      - {text: 'It'▶s not'}
     ▶severity: high
"""
    places = [place_of_mark(marked.replace(MARK, "", number)) for number in range(marked.count(MARK))]
    problems = folder.problems(watches=marked)
    assert [(one.line, one.column) for one in problems] == places
    assert problems[-1].hint == "`examples` above starts in column 5, this line in column 6"
