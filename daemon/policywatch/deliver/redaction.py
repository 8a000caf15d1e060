"""Keeps a channel's secrets out of what is stored and shown of its answers. Pure."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from policywatch.model.secret import Secret

MASK: Final = "***"
#: shorter parts of a URL ("hooks", "T012") are no secrets, and hiding them would garble words
_SHORTEST_PART: Final = 6


class Redaction:
    """Replaces the parts of a channel's URL, but for its host, and its secrets, wherever an answer echoes them."""

    def __init__(self, url: Secret, secrets: Iterable[Secret] = ()) -> None:
        whole = {url.reveal(), *_url_parts(url.reveal())}
        for secret in secrets:
            whole |= {secret.reveal(), secret.reveal().removeprefix("whsec_")}
        hidden = {spelling for part in whole for spelling in _spellings(part)}
        #: characters; a text that was cut off may end in a beginning of a secret up to this long
        self.longest = max(map(len, hidden))
        # the longest first: a part of a secret must not be replaced before the whole
        self._pattern = re.compile("|".join(map(re.escape, sorted(hidden, key=len, reverse=True))), re.IGNORECASE)

    def redacted(self, text: str) -> str:
        return self._pattern.sub(MASK, text)


def _url_parts(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    if len(parts.path) > 1:
        yield parts.path
        yield f"{parts.path}?{parts.query}"
    userinfo = parts.netloc.rpartition("@")[0]
    if userinfo:
        yield userinfo
        yield base64.b64encode(unquote(userinfo).encode()).decode()
    tokens = [*parts.path.split("/"), *re.split("[&=]", parts.query), *userinfo.split(":"), parts.fragment]
    yield from (token for token in tokens if len(token) >= _SHORTEST_PART)


def _spellings(text: str) -> set[str]:
    """Return how an answer may write the text: as it is, in HTML, in JSON, percent-encoded or decoded."""
    return {text, html.escape(text), text.replace("/", "\\/"), quote(text, safe=""), unquote(text)}
