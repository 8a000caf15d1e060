"""References to secrets: `${env:X}`, `${file:/path}`, `${credential:x}`, alone or inside a longer text.

They are read only in channel options and in `database`. What they stand for never appears in a message.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from policywatch.settings.document.reading import ReadingError, read_secret

_REFERENCE: Final = re.compile(r"\$\{([^{}]*)\}?")
_KINDS: Final = ("env", "file", "credential")


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A reference that stands for nothing: where it stands in the value, and why."""

    offset: int
    length: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text with its references replaced; those that failed are left in place."""

    text: str = field(repr=False)
    #: what the references stood for
    secrets: frozenset[str] = field(repr=False)
    failed: tuple[Unresolved, ...]


@dataclass(frozen=True, slots=True)
class Resolver:
    """Knows where secrets are kept."""

    environ: Mapping[str, str] = field(repr=False)
    #: relative secret files lie here: the folder of policywatch.yaml
    folder: Path

    def resolve(self, text: str) -> Resolved:
        """Replace every reference in a text."""
        failed: list[Unresolved] = []
        secrets: set[str] = set()

        def replace(found: re.Match[str]) -> str:
            answer = self._look_up(found[0], found[1])
            if isinstance(answer, str):
                secrets.add(answer)
                return answer
            message, hint = answer
            failed.append(Unresolved(found.start(), len(found[0]), message, hint))
            return found[0]

        whole = _REFERENCE.sub(replace, text)
        return Resolved(whole, frozenset(secrets), tuple(failed))

    def _look_up(self, reference: str, inner: str) -> str | tuple[str, str]:
        kind, colon, name = inner.partition(":")
        if not reference.endswith("}") or not colon or not name:
            return "this reference is incomplete", "write ${env:NAME}, ${file:/path} or ${credential:name}"
        match kind:
            case "env":
                if value := self.environ.get(name):
                    return value
                state = "empty" if name in self.environ else "not set"
                return f"the environment variable {name} is {state}", f"export {name}=... before starting policywatch"
            case "file":
                return self._read(
                    self.folder / os.path.expanduser(name), "the secret file", f"write the secret into {name}"
                )
            case "credential":
                hint = f"under systemd: LoadCredential={name}:/path/of/the/secret"
                place = self.environ.get("CREDENTIALS_DIRECTORY")
                if not place:
                    # systemd sets it for the unit alone, so everybody who checks by hand comes by here
                    by_hand = "by hand: CREDENTIALS_DIRECTORY=/folder/with/the/secrets policywatch check"
                    return f"there is no credential {name}: $CREDENTIALS_DIRECTORY is not set", f"{hint}; {by_hand}"
                if "/" in name:
                    return "a credential's name holds no `/`", "for a path write ${file:/path}"
                return self._read(Path(place) / name, "the credential", hint)
            case _:
                close = get_close_matches(kind[:20], _KINDS, n=1)
                meant = f"did you mean ${{{close[0]}:...}}? " if close else ""
                return "this reference is of an unknown kind", f"{meant}there are env, file and credential"

    @staticmethod
    def _read(path: Path, what: str, hint: str) -> str | tuple[str, str]:
        try:
            return read_secret(path)
        except ReadingError as error:
            return f"{what} {path} {error}", error.hint or hint
