"""What a finding says: the sentence with the matched words marked, and how it is read, in the watch's words.

Takes a Finding and its Alert; gives a Quote, clean and bounded. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from policywatch.decide.wording import reading_in_words
from policywatch.deliver.text import ELLIPSIS, clean, line, sign_end
from policywatch.model.alert import Alert
from policywatch.model.finding import Finding
from policywatch.model.match import Passage, Span

#: characters
LONGEST_QUOTE: Final = 1_000
LONGEST_READING: Final = 300
#: characters of a long sentence that are shown before its first matched word
LEAD_IN: Final = 200


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
    #: how it is read: `withheld (“refrained from”) · United States · Niger`; "" where nobody read it
    reading: str = ""

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


def quote_of(finding: Finding, alert: Alert) -> Quote:
    """Return a finding as it is shown in its alert."""
    passage = finding.passage
    start, end = _window(passage)
    # in order, and the first is in the window: what lies behind it, maybe thousands, need not be looked at
    shown = takewhile(lambda span: span[0] < end, passage.spans)
    marked = [(first, min(last, end)) for first, last in shown]
    pieces = _joined(_parts(passage.quote, start, end, marked))
    before = [Piece(ELLIPSIS)] if start > 0 else []
    after = [Piece(ELLIPSIS)] if end < len(passage.quote) else []
    return Quote(finding, (*before, *pieces, *after), bool(before or after), _reading(passage, alert))


def _reading(passage: Passage, alert: Alert) -> str:
    return line(reading_in_words(passage, alert.wording, alert.names), LONGEST_READING)


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
