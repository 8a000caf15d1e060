"""Every error policywatch raises on purpose.

::

    PolicywatchError            subject: cause
    ├── SettingsError           every problem of the settings at once; exit 78
    ├── QueryError              a watch's query cannot be read; carries the offset in the query's text
    ├── NetError                an HTTP exchange did not happen; carries its Fault
    ├── PollError               one poll of one feed failed
    │   ├── FetchError          no usable answer from the feed's server
    │   └── ParseError          an answer that is no feed
    ├── DeliveryError           an alert cannot be put into a channel's form
    ├── MetricsError            the address to ask for metrics at cannot be had
    └── StoreError              the database did not do what was asked
        ├── LeaseLostError      somebody else holds the row by now
        └── UnfitDatabaseError  it cannot be used as it stands, and waiting does not help; exit 78
            └── SchemaError     its schema is not the one this version knows

Foreign errors are mapped to these in the module that owns the library they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class PolicywatchError(Exception):
    """An error with the thing it is about (`subject`) and what is wrong with it (`cause`)."""

    def __init__(self, subject: str, cause: str) -> None:
        super().__init__(subject, cause)
        self.subject = subject
        self.cause = cause

    def __str__(self) -> str:
        return f"{self.subject}: {self.cause}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one file, at the place a person must look.

    `line` and `column` count from 1; both are 0 where the whole file is meant (it is missing, say).
    """

    #: path as the person gave it, or relative to the working directory
    file: str
    line: int
    column: int
    message: str
    #: what to do about it ("did you mean `query`?"), or ""
    hint: str = ""
    #: the line's own text, for the caret; "" where there is none. Of a long line, the part around `column`
    source_line: str = ""
    #: how many characters of the line are meant, from `column` on
    length: int = 1
    #: the column at which `source_line` starts
    source_column: int = 1

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class SettingsError(PolicywatchError):
    """The settings cannot be used. Holds every problem found, not the first."""

    def __init__(self, subject: str, problems: Sequence[Problem]) -> None:
        count = len(problems)
        super().__init__(subject, f"{count} problem{'s' if count != 1 else ''}")
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class QueryError(PolicywatchError):
    """A query cannot be read. `offset` counts characters from the start of the query's text."""

    def __init__(
        self,
        subject: str,
        cause: str,
        *,
        offset: int,
        length: int = 1,
        hint: str = "",
        within: str = "",
        circle: tuple[str, ...] = (),
    ) -> None:
        super().__init__(subject, cause)
        self.offset = offset
        self.length = length
        self.hint = hint
        #: the list, or `watch:ID`, in whose text the cause stands; "" for the query itself
        self.within = within
        #: the references that lead from one to the next and back to the first
        self.circle = circle


class Fault(StrEnum):
    """Why an HTTP exchange did not happen."""

    BAD_URL = "bad_url"
    DNS = "dns"
    #: the guard refused the address the name resolved to
    REFUSED_ADDRESS = "refused_address"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    #: the connection broke, or what came is not HTTP
    PROTOCOL = "protocol"
    TOO_LARGE = "too_large"
    BAD_ENCODING = "bad_encoding"


class NetError(PolicywatchError):
    """An HTTP exchange did not happen. The subject is the host, never a whole URL: URLs may hold secrets."""

    def __init__(self, subject: str, cause: str, *, fault: Fault) -> None:
        super().__init__(subject, cause)
        self.fault = fault


class PollError(PolicywatchError):
    """One poll of one feed failed; the subject is the feed's id."""


class FetchError(PollError):
    """No usable answer. `status` is None where there was no answer at all."""

    def __init__(
        self,
        subject: str,
        cause: str,
        *,
        status: int | None = None,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(subject, cause)
        self.status = status
        self.retry_after = retry_after


class ParseError(PollError):
    """The answer is no feed: an HTML page, an empty body, or markup beyond repair."""


class DeliveryError(PolicywatchError):
    """An alert cannot be put into a channel's form; trying again cannot help."""


class MetricsError(PolicywatchError):
    """The daemon cannot listen where the settings say that its metrics are asked for."""


class StoreError(PolicywatchError):
    """The database did not do what was asked (full, locked, read-only, gone); later it may."""


class LeaseLostError(StoreError):
    """The lease ran out and somebody else holds the row: what was about to be written must not be."""


class UnfitDatabaseError(StoreError):
    """The database cannot be used as it stands (no database, not writable, no driver); a person must act."""


class SchemaError(UnfitDatabaseError):
    """The database's schema is newer than, or foreign to, this version of policywatch."""
