"""Hostile text made fit for a terminal, a log line or a chat: the one rule that every part cleans text by."""

from __future__ import annotations

import re
from typing import Final

#: what drives a terminal (control characters) or is not seen, or moves what is seen: bidi overrides, zero-width and
#: format characters, tags. These are Unicode's Default_Ignorable_Code_Point (UAX #44, DerivedCoreProperties), but for
#: U+FE00 to U+FE0F, which choose the look of an emoji, and for the joiners; and the annotation marks U+FFF9 to U+FFFB
_UNSHOWN: Final = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff]"
)
#: whatever ends a line or is a space, of any script
_SPACE: Final = re.compile(r"\r\n|[^\S\n ]")
#: Persian words, Indic letters and emoji of several parts need joiners (U+200C, U+200D) between two of their signs;
#: anywhere else they only hide
_LOOSE_JOINER: Final = re.compile(
    r"(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f\u200c\u200d])"
)
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


def printable(text: str) -> str:
    r"""Return the text with nothing in it that drives a terminal, reorders a line or is not seen.

    Newlines stay (`\r\n` becomes one); any other white space becomes a space each. Lone surrogates, which cannot be
    encoded, become U+FFFD.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _SPACE.sub(lambda space: "\n" if space[0] == "\r\n" else " ", _UNSHOWN.sub("", text))
    return _SURROGATE.sub("\ufffd", _LOOSE_JOINER.sub("", text))
