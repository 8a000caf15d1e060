"""Sentences: where the sentences of a text begin and end.

What it is: a splitter for news prose in English and French, by rules; it knows headlines, abbreviations (*U.S.*,
*Gen.*), decimals, closing quotes, ellipses and wrapped lines. Linear in the text, pure.
Takes: plain text. Gives: (start, end) of each sentence in order, without the space around it. Raises: nothing.
"""

from __future__ import annotations

import re

from policywatch.model.match import Span

_BEFORE_NAMES = (
    "mr mrs ms mx dr prof rev hon st gen col lt sgt cpl pvt capt cmdr maj adm brig cdr sen rep gov pres amb sec atty"
    " supt mm mme mlle mgr me gal pr"
)
_BEFORE_NUMBERS = (
    "no nos art sect p pp vol ch fig ca approx jan feb mar apr jun jul aug sep sept oct nov dec janv févr juil déc"
)
_INSIDE = "vs cf al viz ie eg incl est dept env"
_ABBREVIATIONS = frozenset(f"{_BEFORE_NAMES} {_BEFORE_NUMBERS} {_INSIDE}".split())
#: these may end a sentence as well; what follows decides
_ENDING_ABBREVIATIONS = frozenset({"inc", "corp", "ltd", "co", "bros", "jr", "sr", "etc", "plc", "llc", "ave", "blvd"})
_STARTERS_EN = (
    "the a an this that these those it he she they we i you his her their its our in on at as but and or so if when"
    " while after before since for from by with to there here what who why how no not yet however meanwhile also some"
)
_STARTERS_FR = (
    "le la les l un une des ce cet cette ces il elle ils elles on nous vous je mais et ou si en dans sur pour par avec"
    " depuis après avant selon alors toutefois cependant"
)
#: words that begin sentences, and rarely continue a name
_STARTERS = frozenset(f"{_STARTERS_EN} {_STARTERS_FR}".split())
_CLOSERS = "\"'”’»)]"
_OPENERS = "\"'“‘«„([—–- \u00a0\u202f"
#: a line shorter than this was not broken for lack of room
_WRAPPED_LINE = 50
#: how far back the word before a full stop is looked for
_LOOK_BACK = 24
#: how much of what follows it decides
_LOOK_AHEAD = 32

#: where a sentence may end: a quick first look, which the boundary's pattern then checks
_CANDIDATE = re.compile("[.!?…؟।۔。！？\n]")
_BOUNDARY = re.compile(
    r"(?P<stop>[.!?…؟।۔]++[" + re.escape(_CLOSERS) + r"]*+(?:[\s]?»)?)(?=\s|$)"
    r"|(?P<full>[。！？]++[」』”]*+)"
    r"|(?P<blank>\n[^\S\n]*+\n)"
    r"|(?P<line>\n)"
)
_LAST_WORD = re.compile(r"[\w.]+$")
#: the next word, unless it is an initial
_NEXT_WORD = re.compile(r"(?!\w\.)[^\W\d_]+")


def sentences(text: str) -> list[Span]:
    """Return where each sentence begins and ends (exclusive), in characters."""
    found: list[Span] = []
    start = 0
    line_start = 0
    end = 0
    for candidate in _CANDIDATE.finditer(text):
        boundary = _BOUNDARY.match(text, candidate.start()) if candidate.start() >= end else None
        if boundary is None:
            continue
        kind = boundary.lastgroup
        end = boundary.end()
        if kind == "stop":
            ends = _ends_sentence(text, boundary.start(), end)
        elif kind == "line":
            ends = _ends_line(text, line_start, boundary.start(), end)
            line_start = end
        else:
            ends = True
            line_start = end
        if ends:
            _add(found, text, start, end)
            start = end
    _add(found, text, start, len(text))
    return found


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        found.append((start, end))


def _ends_sentence(text: str, stop: int, end: int) -> bool:
    """Say whether the full stop (or other mark) at `stop`, with its closing quotes up to `end`, ends a sentence."""
    following = _following(text, end)
    if not following:
        return True
    first = following[0]
    if first.islower():
        return False
    if text[stop] != "." or text[stop : stop + 2] == "..":
        return True
    if end - stop > 1:  # a closing quote after the stop
        return True
    before = _LAST_WORD.search(text, max(0, stop - _LOOK_BACK), stop)
    if before is None:
        return True
    word = before.group()
    folded = word.casefold()
    if folded in _ABBREVIATIONS:
        return False
    # U.S., Inc., and initials as in J. Smith
    if "." in word or folded in _ENDING_ABBREVIATIONS or (len(word) == 1 and word.isupper()):
        next_word = _NEXT_WORD.match(following)
        return next_word is not None and next_word.group().casefold() in _STARTERS
    return True


def _following(text: str, end: int) -> str:
    """Return a little of what follows in the same paragraph, without space and opening quotes."""
    ahead = text[end : end + _LOOK_AHEAD]
    return ahead.split("\n\n", 1)[0].lstrip().lstrip(_OPENERS)


def _ends_line(text: str, line_start: int, line_end: int, next_start: int) -> bool:
    """Say whether a single line break ends a sentence.

    It does not where a long line was wrapped, or where the next one goes on in lower case.
    """
    line = text[line_start:line_end].rstrip()
    following = text[next_start : next_start + _LOOK_AHEAD].lstrip()
    if not line or not following:
        return True
    if following[0].islower():
        return False
    return len(line) < _WRAPPED_LINE or line[-1] in ".!?…:" + _CLOSERS
