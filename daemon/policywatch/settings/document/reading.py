"""Bytes from disk, bounded, with every way this can fail put into words."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Final

#: bytes of a YAML file
MAX_FILE: Final = 5 * 1024 * 1024
_MAX_SECRET: Final = 64 * 1024
#: what YAML 1.2 (section 5.1) lets a file hold
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


class ReadingError(Exception):
    """A file gives no text. The message says why; `hint` what to do; `at` is an offset into `text` where that helps."""

    def __init__(self, message: str, hint: str = "", *, text: str = "", at: int | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.text = text
        self.at = at


def read_yaml_text(path: Path, limit: int) -> str:
    """Return the text of a YAML file of at most `limit` bytes, without a byte order mark. Raises ReadingError."""
    return yaml_text(_read(path, limit), limit)


def yaml_text(content: bytes, limit: int) -> str:
    """Return YAML that was read from somewhere as text, without a byte order mark. Raises ReadingError."""
    if len(content) > limit:
        raise ReadingError(f"is larger than {limit // 1024:,} KiB")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadingError("is not UTF-8 but UTF-16", "save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = content[: error.start].decode("utf-8-sig", "replace")
        byte = content[error.start : error.start + 1]
        # what editors on Windows write: only five bytes mean nothing there
        sign = byte.decode("cp1252", "replace")
        hint = "save it as UTF-8" + (f": this is `{sign}` in Windows-1252" if sign != "\ufffd" else "")
        raise ReadingError(f"is not UTF-8: byte 0x{byte[0]:02x}", hint, text=good, at=len(good)) from None
    if found := _UNPRINTABLE.search(text):
        code = ord(found[0])
        name = "a NUL byte" if code == 0 else f"the invisible character U+{code:04X}"
        at = found.start()
        raise ReadingError(f"holds {name}", "delete it: is this a text file?", text=text[:at], at=at)
    return text


def read_secret(path: Path) -> str:
    """Return a secret file's text without the newline at its end. Raises ReadingError, which never quotes the text."""
    try:
        text = _read(path, _MAX_SECRET, private=True).decode("utf-8")
    except UnicodeDecodeError:
        raise ReadingError("is no UTF-8 text") from None
    secret = text.removesuffix("\n").removesuffix("\r")
    if not secret:
        raise ReadingError("is empty")
    return secret


def _read(path: Path, limit: int, *, private: bool = False) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise ReadingError("is a folder, not a file")
        if not stat.S_ISREG(mode):
            raise ReadingError("is no ordinary file")
        if private and mode & 0o007:
            raise ReadingError("can be read by everybody on this machine", f"chmod o-rwx {path}")
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise ReadingError(_why(error)) from None
    if len(content) > limit:
        raise ReadingError(f"is larger than {limit // 1024:,} KiB")
    return content


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist"
    if isinstance(error, PermissionError):
        return "cannot be read: permission denied"
    if isinstance(error, OSError) and error.errno:
        return f"cannot be read: {os.strerror(error.errno).lower()}"
    return "cannot be read: its name is no file name"
