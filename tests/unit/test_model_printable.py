"""What of a hostile text is shown, wherever it is shown."""

from __future__ import annotations

import logging
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.cli.screen import say
from policywatch.deliver.text import clean
from policywatch.model.printable import printable
from policywatch.service.logs import LogFormat, configure

#: every character there is, lone surrogates included
ANY_TEXT = st.text(st.characters() | st.sampled_from("\r\n\u200c\u200d\u200b é"))


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\x1b[31mred\x1b[0m", "a[31mred[0m"),
        ("nul\x00 bell\x07 del\x7f csi\x9b", "nul bell del csi"),
        ("\u202egnp.exe\u202c \u2066x\u2069 \u200ey\u200f \u061cz", "gnp.exe x y z"),
        ("co\u200bup de\u2060signation soft\xadhyphen \ufeffbom", "coup designation softhyphen bom"),
        ("tag\U000e0061\U000e007f ged, va\U000e0100ried, fil\u3164ler", "tag ged, varied, filler"),
        ("lone \ud83d half", "lone \ufffd half"),
    ],
)
def test_nothing_that_drives_a_terminal_reorders_or_is_not_seen_stays(hostile: str, shown: str) -> None:
    assert printable(hostile) == shown


def test_newlines_stay_and_other_white_space_becomes_spaces() -> None:
    assert printable("one\r\ntwo\n\nthree\rfour\tfive\x85six\u2028seven\u00a0eight  nine") == (
        "one\ntwo\n\nthree four five six seven eight  nine"
    )


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم",
        "क्‍ष",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "❤\ufe0f\u200d\U0001f525",
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        "Côte d’Ivoire 尼日尔 ไนเจอร์ \U0001f1f3\U0001f1ea e\u0301",
    ],
)
def test_signs_of_every_script_stay_as_they_are_with_the_joiners_they_need(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize("hostile", ["co\u200dup", "\u200ccoup", "coup\u200d", "co\u200d\u200dup", "co\u200c\u200bup"])
def test_a_joiner_that_joins_nothing_only_hides_and_goes(hostile: str) -> None:
    assert printable(hostile) == "coup"


def test_of_control_and_format_characters_only_the_seen_ones_stay() -> None:
    """They are the signs that Arabic and a few other scripts write around numbers, and those that place hieroglyphs."""
    everything = map(chr, range(sys.maxunicode + 1))
    unseen = [one for one in everything if unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp") and one != "\n"]
    stayed = {one for one in unseen if one in printable(f"a{one}b")}
    assert stayed <= set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd") | {
        chr(one) for one in range(0x13430, 0x13440)
    }


@given(ANY_TEXT)
def test_what_was_made_printable_can_be_encoded_and_stays_as_it_is(text: str) -> None:
    shown = printable(text)
    shown.encode()
    assert len(f"{shown}.".splitlines()) == shown.count("\n") + 1
    assert printable(shown) == shown


HOSTILE = "co\u200bup \u202egnp\x1b[2J\u2069 in\u200d two\nlines"


def test_alerts_screens_and_logs_all_go_by_this_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert clean(HOSTILE) == "coup gnp[2J in two lines"
    say(HOSTILE)
    assert capsys.readouterr().out == "coup gnp[2J in two\nlines\n"
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        configure(LogFormat.AUTO)
        logging.getLogger("policywatch.test").info("poll", extra={"title": HOSTILE})
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    assert 'title="coup gnp[2J in two lines"' in capsys.readouterr().err
