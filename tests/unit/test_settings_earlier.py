"""An earlier version of watch files, read by itself."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.errors import SettingsError
from policywatch.model.settings import Settings
from policywatch.model.watch import Severity, Watch
from policywatch.settings import read_earlier_watches
from policywatch.workbench.earlier import compile_earlier

SETTINGS = Settings(
    database="",
    feeds=(),
    channels=(),
    watches=(Watch("junta", "Juntas", Severity.LOW, "junta OR generals"), Watch("coup", "Coups", Severity.LOW, "x")),
    lists={"place": ("north",), "arms": ("tanks",)},
)


def compiled(*texts: str) -> str:
    files = [(f"old-{number}.yaml", text.encode()) for number, text in enumerate(texts, start=1)]
    return str(compile_earlier(read_earlier_watches(files), "coup", SETTINGS).query)


def test_its_own_lists_and_watches_come_first_then_those_of_the_settings() -> None:
    assert compiled("watches: [{id: coup, query: '@place AND @arms'}]\nlists: {place: [south]}\n") == "south AND tanks"
    assert compiled("watches: [{id: coup, query: '@watch:junta'}]\n") == "junta OR generals"
    assert compiled("watches: [{id: coup, query: '@watch:junta'}, {id: junta, query: putsch}]\n") == "putsch"


def test_lists_may_stand_in_another_file_of_the_folder() -> None:
    assert compiled("lists: {place: [south]}\n", "watches: [{id: coup, query: '@place'}]\n") == "south"


def test_problems_of_other_watches_do_not_matter() -> None:
    assert compiled("watches: [{id: aid}, {id: coup, query: south}, {id: troops, query: a b, to: x}]\n") == "south"


def test_problems_of_the_watch_itself_are_told_at_their_places() -> None:
    with pytest.raises(SettingsError) as caught:
        compiled("watches:\n  - {id: coup, query: a, severty: low}\n")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == ("old-1.yaml", 2, 26)
    assert "severity" in problem.hint


def test_channels_and_feeds_that_are_gone_do_not_matter() -> None:
    assert compiled("watches: [{id: coup, query: a, feeds: [tag:gone], alert: {to: [gone]}}]\n") == "a"


@given(st.binary(max_size=200) | st.text(alphabet="watches: -[]{}idqury\n'@ab", max_size=200).map(str.encode))
def test_any_bytes_are_read_or_told_as_problems(content: bytes) -> None:
    earlier = read_earlier_watches([("old.yaml", content)])
    assert all(problem.file == "old.yaml" and problem.message for problem in earlier.problems)
    for watch_id in earlier.watches:
        with contextlib.suppress(SettingsError):
            compile_earlier(earlier, watch_id, SETTINGS)
