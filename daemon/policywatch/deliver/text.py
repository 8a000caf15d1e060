"""Hostile text made fit to show: cleaned, and cut where no sign falls apart. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from policywatch.model.printable import printable

ELLIPSIS: Final = "…"

_SPACES: Final = re.compile(r"[ \n]+")

_JOINERS: Final = "\u200c\u200d"
#: longer runs of marks are no sign of any script, and may be cut
_LONGEST_SIGN: Final = 64


def clean(text: str) -> str:
    """Return the text on one line, with nothing that hides, reorders or drives a terminal; spaces at the ends stay."""
    return _SPACES.sub(" ", printable(text))


def cut(text: str, limit: int) -> str:
    """Return the text in at most `limit` (1 or more) characters, with an ellipsis where something is left out."""
    if len(text) <= limit:
        return text
    return text[: sign_end(text, limit - 1)].rstrip() + ELLIPSIS


def sign_end(text: str, at: int) -> int:
    """Return the last place at or before `at` where the text can be cut without splitting a sign.

    Signs are what a reader counts as one: a letter with its accents, an emoji of several parts, a flag (UAX #29's
    grapheme clusters, but for a few rare scripts). A run of more marks than any script has is split at `at`.
    """
    if at >= len(text):
        return len(text)
    place = at
    while place > 0 and _sticks(text, place):
        place -= 1
        if at - place >= _LONGEST_SIGN:
            return at
    return place


def _sticks(text: str, at: int) -> bool:
    """Whether the characters before and after `at` belong to one sign."""
    before, after = text[at - 1], text[at]
    if before == "\u200d" or after in _JOINERS or unicodedata.category(after) in ("Mn", "Mc", "Me"):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff":  # skin tones
        return True
    if _is_regional(after):
        # regional letters make flags in pairs: an odd number of them before `at` leaves one open
        run = 0
        while run < min(at, _LONGEST_SIGN) and _is_regional(text[at - 1 - run]):
            run += 1
        return run % 2 == 1
    return _is_hangul_part(after) and (_is_hangul_part(before) or "\uac00" <= before <= "\ud7a3")


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_hangul_part(character: str) -> bool:
    """Whether this is a Hangul letter of a syllable written in parts (coarser than UAX #29: runs stay together)."""
    return "\u1100" <= character <= "\u11ff"


def line(text: str, limit: int) -> str:
    """Return a clean line. The text is cut before it is cleaned, too: it may be very long."""
    return cut(clean(text[: 4 * limit]).strip(), limit)
