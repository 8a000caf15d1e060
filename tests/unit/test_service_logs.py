from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from policywatch.service.logs import LogFormat, configure

SECRET = "whsec_c2VjcmV0LXRoYXQtbm9ib2R5LW1heS1zZWU="


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def fail() -> None:
    revealed = SECRET  # what a sender holds while it signs
    raise ZeroDivisionError(len(revealed))


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("log_format", list(LogFormat))
def test_a_traceback_shows_no_local_variables(
    log_format: LogFormat, terminal: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)
    configure(log_format)
    try:
        fail()
    except ZeroDivisionError:
        logging.getLogger("policywatch.test").exception("internal error")
    shown = capsys.readouterr().err
    assert "ZeroDivisionError" in shown
    assert "fail" in shown
    assert SECRET not in shown


def test_hostile_text_forges_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure(LogFormat.AUTO)
    logging.getLogger("policywatch.test").info("poll", extra={"error": "x\nlevel=error event=forged \x1b[2J"})
    shown = capsys.readouterr().err
    assert len(shown.splitlines()) == 1
    assert "\x1b" not in shown


def test_json_lines_hold_what_was_logged(capsys: pytest.CaptureFixture[str]) -> None:
    configure(LogFormat.JSON)
    logging.getLogger("policywatch.test").info("poll", extra={"feed": "wire", "new": 3})
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["feed"], line["new"], line["level"]) == ("poll", "wire", 3, "info")


def test_libraries_are_heard_only_when_something_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    configure(LogFormat.AUTO)
    logging.getLogger("apscheduler.scheduler").warning("maximum number of running instances reached")
    logging.getLogger("httpx").info("HTTP Request: GET https://hooks.example/secret")
    assert capsys.readouterr().err == ""
