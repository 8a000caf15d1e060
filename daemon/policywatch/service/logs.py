"""Logs: one line per event on standard error. The only user of structlog.

The parts log through the standard library (`log.info("poll", extra={...})`); this module gives the lines their form.
"""

from __future__ import annotations

import logging
import sys
from enum import StrEnum

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from policywatch.model.printable import printable


class LogFormat(StrEnum):
    #: pretty on a terminal, `key=value` elsewhere
    AUTO = "auto"
    JSON = "json"


def configure(log_format: LogFormat, *, level: int = logging.INFO) -> None:
    """Send every log line of the process to standard error in the form asked for."""
    terminal = sys.stderr.isatty()
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    form: list[Processor]
    if log_format is LogFormat.JSON:
        form = [_exception_dicts(), structlog.processors.JSONRenderer()]
    elif terminal:
        form = [structlog.dev.ConsoleRenderer(pad_event_to=18, exception_formatter=structlog.dev.plain_traceback)]
    else:
        form = [
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(
                key_order=["timestamp", "level", "event"], bool_as_flag=False, drop_missing=True
            ),
        ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _printable, *form],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("policywatch").setLevel(level)
    # a tick that takes longer than a second is no news; what made it slow is told where it is known
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _exception_dicts() -> Processor:
    # local variables hold revealed secrets and whole articles: a traceback shows none in any form
    transform = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return structlog.processors.ExceptionRenderer(transform)


def _printable(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Keep hostile text (a feed's title, a server's answer) from moving the cursor or forging a line."""
    return {
        key: printable(value).replace("\n", " ") if isinstance(value, str) else value for key, value in event.items()
    }
