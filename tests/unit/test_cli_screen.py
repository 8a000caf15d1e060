from __future__ import annotations

from collections.abc import Callable

import pytest

from policywatch.cli.screen import complain, say

HOSTILE = "a server's word \x1b]0;owned\x07 and \u202eanother"


@pytest.mark.parametrize("show", [say, complain])
def test_what_is_shown_to_people_moves_no_cursor_and_turns_no_line_around(
    show: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    show(HOSTILE)
    shown = "".join(capsys.readouterr())
    assert "a server's word" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
