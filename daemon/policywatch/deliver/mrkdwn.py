"""Slack's mrkdwn from hostile text: nothing but our own marks and links has a meaning in it. Pure.

Slack reads `&`, `<` and `>` as its own (https://docs.slack.dev/messaging/formatting-message-text); escaped, no text can
mention a channel or a person, or be a link. `*`, `_`, `~` and a backtick have no escape: where they could start a
format, a sign that looks the same takes their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from policywatch.deliver.quotes import Piece, shortened
from policywatch.deliver.text import ELLIPSIS

#: Slack sees marks only at the edge of a word; this makes an edge and shows nothing
_EDGE: Final = "\u200b"
_IS_EDGE: Final = frozenset(" .,;:!?()")
_LOOK_ALIKE: Final = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ", "_": "ˍ"})
#: an underscore inside a word means nothing, and names of people and files hold it
_MARK: Final = re.compile(r"[*~`]|(?<![^\W_])_|_(?![^\W_])")


def units(text: str) -> int:
    """Return the length as UTF-16 counts it, where an emoji is 2: never less than how Slack may count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(text: str) -> str:
    """Return mrkdwn that shows the text as it is."""
    return escape(_MARK.sub(lambda mark: mark[0].translate(_LOOK_ALIKE), text))


def bold(pieces: Sequence[Piece]) -> str:
    """Return mrkdwn that shows a quote with its marked words in bold."""
    shown = []
    for number, piece in enumerate(pieces):
        if not piece.marked:
            shown.append(literal(piece.text))
            continue
        before = pieces[number - 1].text[-1] if number else " "
        after = pieces[number + 1].text[0] if number + 1 < len(pieces) else " "
        left, right = ("" if neighbour in _IS_EDGE else _EDGE for neighbour in (before, after))
        shown.append(f"{left}*{literal(piece.text)}*{right}")
    return "".join(shown)


def link(url: str, label: str) -> str:
    """Return a link; `url` is one that compose.safe_link() gave."""
    return f"<{escape(url)}|{literal(label)}>"


def fitted(pieces: Sequence[Piece], room: int, show: Callable[[Sequence[Piece]], str] = bold) -> str:
    """Return the quote as `show` shows it, shortened where that takes more than `room` (1 or more) units."""
    text = show(pieces)
    length = sum(len(piece.text) for piece in pieces)
    while (taken := units(text)) > room:
        if length <= 1:
            return ELLIPSIS
        length = max(1, min(length - 1, length * room // taken))
        text = show(shortened(pieces, length))
    return text


def fitted_text(text: str, room: int, show: Callable[[str], str] = literal) -> str:
    """Return a text without marked words likewise."""
    return fitted((Piece(text),), room, lambda pieces: show("".join(piece.text for piece in pieces)))
