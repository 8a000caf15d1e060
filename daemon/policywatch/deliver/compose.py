"""What every channel says about an alert, before it takes the channel's form. Pure.

Takes an Alert and the time; gives a Message. Its texts are clean (one line, nothing hidden) and bounded, its links are
safe to click: a channel only has to escape and arrange.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Final
from urllib.parse import quote, urlsplit

from policywatch.decide.durations import in_words
from policywatch.deliver.text import ELLIPSIS, clean, cut, sign_end
from policywatch.model.alert import Alert, AlertKind, Evidence
from policywatch.model.finding import Finding
from policywatch.model.match import Passage, Span
from policywatch.model.watch import Severity

#: characters
LONGEST_NAME: Final = 100
LONGEST_TITLE: Final = 300
LONGEST_QUOTE: Final = 1_000
LONGEST_LINK: Final = 2_000
#: lines of an alert about policywatch itself
MOST_LINES: Final = 10
#: characters of a long sentence that are shown before its first matched word
LEAD_IN: Final = 200
#: an alert that is sent later than this says so
LATE_AFTER: Final = timedelta(minutes=10)

#: what stays as it is in a link; everything else is percent-encoded (RFC 3986 section 2, without the quotes)
_SAFE_IN_LINK: Final = "%:/?#[]@!$&()*+,;=-._~"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a quote."""

    #: never empty; a marked one has no space at its ends
    text: str
    #: whether these are matched words
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A finding as it is shown: the sentence, with the matched words marked."""

    finding: Finding
    pieces: tuple[Piece, ...]
    #: whether the sentence is longer than what is shown
    is_cut: bool

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The matched words as offsets into `text`, in characters."""
        spans, at = [], 0
        for piece in self.pieces:
            if piece.marked:
                spans.append((at, at + len(piece.text)))
            at += len(piece.text)
        return tuple(spans)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An item of an alert's evidence, as it is shown."""

    title: str
    outlet: str
    #: http or https, ASCII, safe to click; None where the feed gave none that is
    link: str | None
    #: where the link leads to, for people; "" where it cannot be told in plain letters
    host: str
    published_at: datetime | None
    seen_at: datetime | None
    #: never empty
    quotes: tuple[Quote, ...]
    #: for what a machine may want to know beyond this
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Message:
    """What every channel says about an alert."""

    kind: AlertKind
    headline: str
    severity: Severity
    #: "" where it is about policywatch itself, as title and version
    watch_id: str
    watch_title: str
    watch_version: str
    alert_id: int
    created_at: datetime
    #: how late it is; None where it is not
    late_by: timedelta | None
    #: empty where it is about policywatch itself
    exhibits: tuple[Exhibit, ...]
    #: what is told where there are no exhibits; clean, each at most LONGEST_QUOTE characters
    lines: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """`watch coup-designation, version 0123456789ab`, or "" where no watch found it."""
        return f"watch {self.watch_id}, version {self.watch_version}" if self.watch_id else ""

    @property
    def reference(self) -> str:
        """What to look it up by."""
        return f"alert {self.alert_id}"

    @property
    def lateness(self) -> str:
        """`sent 2 h 5 min late`, or "" where it is not."""
        return f"sent {in_words(self.late_by)} late" if self.late_by is not None else ""


def compose(alert: Alert, now: datetime) -> Message:
    """Return what to say about an alert that is sent at `now`."""
    exhibits = tuple(_exhibit(evidence) for evidence in alert.evidence)
    watch_title = _line(alert.watch_title, LONGEST_NAME)
    late_by = now - alert.created_at
    notice = alert.notice
    return Message(
        kind=alert.kind,
        headline=_line(notice.title, LONGEST_TITLE) if notice else f"{watch_title} — {_what_happened(exhibits)}",
        severity=alert.severity,
        watch_id=alert.watch_id,
        watch_title=watch_title,
        watch_version=alert.watch_version,
        alert_id=alert.id,
        created_at=alert.created_at,
        late_by=late_by if late_by > LATE_AFTER else None,
        exhibits=exhibits,
        lines=tuple(_line(line, LONGEST_QUOTE) for line in notice.lines[:MOST_LINES]) if notice else (),
    )


def readable(time: datetime) -> str:
    """Return a time for people: `28 Jul 2023, 14:02 UTC`."""
    utc = time.astimezone(UTC)
    # not strftime's %b: that speaks the process's language
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[utc.month - 1]
    return f"{utc.day} {month} {utc.year}, {utc:%H:%M} UTC"


def times(exhibit: Exhibit) -> str:
    """Return when an item was published and seen, for people."""
    told = [("published", exhibit.published_at), ("seen", exhibit.seen_at)]
    return ", ".join(f"{verb} {readable(time)}" for verb, time in told if time is not None)


def shortened(pieces: Sequence[Piece], limit: int) -> tuple[Piece, ...]:
    """Return the beginning of a quote in at most `limit` (1 or more) characters, ellipsis included."""
    text = "".join(piece.text for piece in pieces)
    if len(text) <= limit:
        return tuple(pieces)
    room = sign_end(text, limit - 1)
    kept: list[Piece] = []
    for piece in pieces:
        part = piece.text[:room].rstrip() if len(piece.text) >= room else piece.text
        if part:
            kept.append(Piece(part, piece.marked))
        room -= len(piece.text)
        if room <= 0:
            break
    return (*kept, Piece(ELLIPSIS))


def safe_link(url: str | None) -> str | None:
    """Return a link in ASCII that no markup can be broken with; None for one that is not http(s), or too long."""
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    # the rest is encoded as it stands: taking a URL apart and joining it again may change what it leads to
    link = quote(url.strip(), safe=_SAFE_IN_LINK, errors="replace")
    return link if len(link) <= LONGEST_LINK else None


def _line(text: str, limit: int) -> str:
    """Return a clean line. The text is cut before it is cleaned, too: it may be very long."""
    return cut(clean(text[: 4 * limit]).strip(), limit)


def _what_happened(exhibits: Sequence[Exhibit]) -> str:
    if len(exhibits) == 1:
        return f"{exhibits[0].outlet}: {exhibits[0].title}"
    outlets = list(dict.fromkeys(exhibit.outlet for exhibit in exhibits))
    named = ", ".join(outlets[:3])
    more = f" and {len(outlets) - 3} more" if len(outlets) > 3 else ""
    return f"{len(exhibits)} items from {named}{more}"


def _exhibit(evidence: Evidence) -> Exhibit:
    item = evidence.item
    link = safe_link(item.link)
    return Exhibit(
        title=_line(item.title, LONGEST_TITLE) or "(untitled)",
        outlet=_line(evidence.outlet, LONGEST_NAME) or item.feed_id,
        link=link,
        host=_host(link) if link else "",
        published_at=item.published_at,
        seen_at=item.first_seen_at,
        quotes=tuple(_quote(finding) for finding in evidence.findings),
        evidence=evidence,
    )


def _host(link: str) -> str:
    """Return a safe link's host; "" where letters had to be encoded, which could pass for another host's."""
    host = urlsplit(link).hostname or ""
    return "" if "%" in host else cut(host, LONGEST_NAME)


def _quote(finding: Finding) -> Quote:
    passage = finding.passage
    start, end = _window(passage)
    # in order, and the first is in the window: what lies behind it, maybe thousands, need not be looked at
    shown = takewhile(lambda span: span[0] < end, passage.spans)
    marked = [(first, min(last, end)) for first, last in shown]
    pieces = _joined(_parts(passage.quote, start, end, marked))
    before = [Piece(ELLIPSIS)] if start > 0 else []
    after = [Piece(ELLIPSIS)] if end < len(passage.quote) else []
    return Quote(finding, (*before, *pieces, *after), is_cut=bool(before or after))


def _window(passage: Passage) -> Span:
    """Return the part of a sentence that is shown: all of a usual one, and of a long one what holds the first match."""
    sentence, room = passage.quote, LONGEST_QUOTE - 2
    if len(sentence) <= LONGEST_QUOTE:
        return 0, len(sentence)
    first = passage.spans[0][0]
    start = min(max(0, first - LEAD_IN), len(sentence) - room)
    # begin with a whole word where there is one
    space = sentence.find(" ", start, first) if start else -1
    start = space + 1 if space >= 0 else sign_end(sentence, start)
    return start, sign_end(sentence, start + room)


def _parts(text: str, start: int, end: int, marked: Sequence[Span]) -> Iterator[Piece]:
    """Cut a text into its marked and unmarked parts."""
    at = start
    for first, last in marked:
        yield Piece(text[at:first])
        yield Piece(text[first:last], marked=True)
        at = last
    yield Piece(text[at:end])


def _joined(parts: Iterator[Piece]) -> list[Piece]:
    """Clean the parts, move spaces out of marked ones, and join what belongs together."""
    pieces: list[Piece] = []
    for part in parts:
        text = clean(part.text)
        words = text.strip(" ")
        if part.marked and words:
            before, _, after = text.partition(words)
            for piece in (Piece(before), Piece(words, marked=True), Piece(after)):
                _append(pieces, piece)
        else:
            _append(pieces, Piece(text))
    return pieces


def _append(pieces: list[Piece], piece: Piece) -> None:
    text = piece.text.lstrip(" ") if not pieces or pieces[-1].text.endswith(" ") else piece.text
    if text and pieces and pieces[-1].marked == piece.marked:
        pieces[-1] = Piece(pieces[-1].text + text, piece.marked)
    elif text:
        pieces.append(Piece(text, piece.marked))
