"""Settings read again while a daemon runs: what is good takes effect, what is not stays as it last was."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from policywatch.errors import SettingsError
from policywatch.ready import Ready, Reread, read_settings, reread_settings

CONFIG = """\
database: sqlite:///policywatch.db
channels: [{id: screen, type: console}]
alerts: {to: [screen]}
feeds: [{id: wire, url: "https://wire.example/feed", tags: [wire]}]
"""
COUP = "  - {id: coup, query: coup, examples: [{text: A coup.}]}\n"
AID = "  - {id: aid, query: aid halt*}\n"


@dataclass
class Files:
    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "policywatch.yaml"

    def write(self, config: str = CONFIG, **watches: str | None) -> None:
        """Write policywatch.yaml and watch files by name; None takes one away."""
        (self.folder / "watches").mkdir(exist_ok=True)
        self.config.write_text(config)
        for name, text in watches.items():
            path = self.folder / "watches" / f"{name}.yaml"
            if text is None:
                path.unlink()
            else:
                path.write_text(text if text.startswith("lists") else f"watches:\n{text}")

    def read(self) -> Ready:
        return read_settings(self.config)

    def reread(self, last: Ready) -> Reread:
        return reread_settings(self.config, last)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    files = Files(tmp_path)
    files.write(a=COUP, b=AID)
    return files


def queries(ready: Ready) -> dict[str, str]:
    assert [one.watch for one in ready.watches] == list(ready.settings.watches)
    return {watch.id: watch.query for watch in ready.settings.watches}


def told(reread: Reread) -> list[str]:
    return [problem.message for problem in reread.problems]


def test_good_edits_take_effect(files: Files) -> None:
    last = files.read()
    files.write(a=COUP.replace("query: coup", "query: coup OR putsch"), b=None, c="  - {id: troops, query: troops}\n")
    reread = files.reread(last)
    assert queries(reread.ready) == {"coup": "coup OR putsch", "troops": "troops"}
    assert (reread.problems, reread.held_back) == ((), ())


def test_nothing_changed_is_seen_as_nothing_changed(files: Files) -> None:
    last = files.read()
    reread = files.reread(last)
    assert reread == Reread(last)
    assert all(new is old for new, old in zip(reread.ready.watches, last.watches, strict=True))


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("  - {id: coup, query: (coup OR putsch}\n", "this bracket is never closed"),
        ("  - {id: coup, query: coup, severity: urgent}\n", "`severity` must be low"),
        ("  - {id: coup, query: coup, alert: {to: [slack]}}\n", "there is no channel `slack`"),
        ("  - {id: coup, query: coup, feeds: [radio]}\n", "there is no feed `radio`"),
        ("  - {id: coup, query: putsch, examples: [{text: A coup.}]}\n", "this example fails"),
        ("  - {id: coup, query: coup, qurey: x}\n", "unknown key `qurey`"),
        ("  - {id: coup}\n", "`query` is missing"),
        ("  - {id: coup, query: '@sahel AND coup'}\n", "there is no list sahel"),
    ],
)
def test_a_watch_with_a_problem_stays_as_it_last_was_and_others_take_effect(
    files: Files, broken: str, message: str
) -> None:
    last = files.read()
    files.write(a=broken, b="  - {id: aid, query: aid cut*}\n")
    reread = files.reread(last)
    assert queries(reread.ready) == {"coup": "coup", "aid": "aid cut*"}
    assert reread.held_back == ("coup",)
    assert message in "\n".join(told(reread))


def test_a_new_watch_with_a_problem_does_not_run(files: Files) -> None:
    last = files.read()
    files.write(c="  - {id: troops, query: troops AND}\n")
    reread = files.reread(last)
    assert queries(reread.ready) == queries(last)
    assert reread.held_back == ("troops",)


def test_a_watch_in_one_file_with_a_broken_one_takes_effect(files: Files) -> None:
    files.write(a=COUP + AID, b=None)
    last = files.read()
    files.write(a=COUP.replace("coup, ex", "coup NEAR, ex") + "  - {id: aid, query: aid cut*}\n")
    reread = files.reread(last)
    assert queries(reread.ready) == {"coup": "coup", "aid": "aid cut*"}
    assert reread.held_back == ("coup",)


def test_what_was_held_back_runs_as_written_once_it_is_mended(files: Files) -> None:
    last = files.read()
    files.write(a="  - {id: coup, query: coup AND}\n")
    broken = files.reread(last)
    files.write(a="  - {id: coup, query: coup AND army}\n")
    mended = files.reread(broken.ready)
    assert queries(mended.ready) == {"coup": "coup AND army", "aid": "aid halt*"}
    assert (mended.problems, mended.held_back) == ((), ())


def test_a_file_that_is_no_yaml_takes_no_watch_away(files: Files) -> None:
    last = files.read()
    files.write(a="\t- {id: coup", b="  - {id: aid, query: aid cut*}\n")
    reread = files.reread(last)
    assert queries(reread.ready) == {"coup": "coup", "aid": "aid cut*"}
    assert reread.held_back == ("coup",)
    assert len(reread.problems) == 1


def test_a_watch_folder_that_is_gone_takes_no_watch_away(files: Files) -> None:
    last = files.read()
    (files.folder / "watches").rename(files.folder / "watches.old")
    reread = files.reread(last)
    assert reread.ready is last
    assert "cannot be read" in told(reread)[0]


def test_a_broken_list_holds_back_the_watches_that_use_it_and_no_other(files: Files) -> None:
    files.write(a="  - {id: coup, query: coup AND @sahel}\n", lists="lists: {sahel: [niger, mali]}\n")
    last = files.read()
    files.write(b="  - {id: aid, query: aid cut*}\n", lists="lists: {sahel: [{niger: 1}]}\n")
    reread = files.reread(last)
    assert queries(reread.ready) == {"coup": "coup AND @sahel", "aid": "aid cut*"}
    assert reread.held_back == ("coup",)
    assert len(reread.problems) == 1


def test_a_watch_that_names_a_broken_one_waits_with_it(files: Files) -> None:
    files.write(b="  - {id: aid, query: aid AND @watch:coup}\n", c="  - {id: both, query: '@watch:aid'}\n")
    last = files.read()
    files.write(
        a="  - {id: coup, query: putsch, examples: [{text: A coup.}]}\n",
        b="  - {id: aid, query: help AND @watch:coup}\n",
    )
    reread = files.reread(last)
    assert queries(reread.ready) == queries(last)
    assert reread.held_back == ("aid", "both", "coup")
    assert len(reread.problems) == 1


def test_a_watch_takes_on_what_a_watch_it_names_has_become(files: Files) -> None:
    files.write(b="  - {id: aid, query: aid AND @watch:coup}\n")
    last = files.read()
    files.write(a=COUP.replace("query: coup", "query: coup OR putsch"))
    reread = files.reread(last)
    old, new = ({one.watch.id: one for one in ready.watches}["aid"] for ready in (last, reread.ready))
    assert "putsch" in str(new.query)
    assert new.watch.version != old.watch.version


def test_a_broken_policywatch_yaml_leaves_everything_as_it_was(files: Files) -> None:
    last = files.read()
    files.write(config=CONFIG.replace("console", "consoel"), a=COUP.replace("query: coup", "query: putsch OR coup"))
    reread = files.reread(last)
    assert reread.ready is last
    assert "unknown channel type" in told(reread)[0]


def test_feeds_channels_and_addresses_are_taken_on(files: Files) -> None:
    last = files.read()
    files.write(
        config=CONFIG.replace("tags: [wire]}]", "tags: [wire]}, https://other.example/feed]").replace(
            "console}]", "console}, {id: second, type: console}]"
        )
        + "allow_networks: [10.0.0.0/8]\n"
    )
    settings = files.reread(last).ready.settings
    assert [feed.id for feed in settings.feeds] == ["wire", "other.example-feed"]
    assert [channel.id for channel in settings.channels] == ["screen", "second"]
    assert [str(network) for network in settings.allow_networks] == ["10.0.0.0/8"]


def test_what_only_a_start_can_change_stays_and_is_told(files: Files) -> None:
    last = files.read()
    files.write(
        config=CONFIG.replace("policywatch.db", "other.db")
        + "poll: {workers: 3}\nmetrics: {listen: '127.0.0.1:9464'}\n"
    )
    reread = files.reread(last)
    assert reread.ready.settings.database == last.settings.database
    assert reread.ready.settings.poll_workers == last.settings.poll_workers
    assert [(problem.line, problem.message) for problem in reread.problems] == [
        (1, "`database` has changed, which takes effect at the next start"),
        (5, "`poll.workers` has changed, which takes effect at the next start"),
        (6, "`metrics.listen` has changed, which takes effect at the next start"),
    ]


def test_a_watch_whose_channel_was_taken_away_stays_and_is_told(files: Files) -> None:
    files.write(
        config=CONFIG.replace("console}]", "console}, {id: second, type: console}]"),
        a="  - {id: coup, query: coup, alert: {to: [second]}}\n",
    )
    last = files.read()
    files.write()
    reread = files.reread(last)
    channels = {watch.id: watch.channels for watch in reread.ready.settings.watches}
    assert channels == {"coup": ("second",), "aid": ("screen",)}
    assert reread.held_back == ("coup",)


def test_a_start_takes_nothing_but_good_settings(files: Files) -> None:
    files.write(a="  - {id: coup, query: coup AND}\n", b="  - {id: aid, query: aid, severity: urgent}\n")
    with pytest.raises(SettingsError) as caught:
        files.read()
    assert len(caught.value.problems) == 2
