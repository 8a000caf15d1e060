"""Where policywatch.yaml is, which files are watch files, and whether any of them has changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from errno import ENOENT
from pathlib import Path
from typing import Final

from policywatch.settings.document.nodes import MapNode
from policywatch.settings.document.reading import MAX_FILE, ReadingError, read_yaml_text
from policywatch.settings.document.tree import read_tree
from policywatch.settings.shapes import ConfigShape, WatchFileShape, keys_of
from policywatch.shipped import shipped

_NAME: Final = "policywatch.yaml"


def find_config(explicit: Path | None, environ: Mapping[str, str]) -> Path:
    """Return the settings file to use: the one asked for, even if it is missing; else the first that exists.

    The order: `--config`, $POLICYWATCH_CONFIG, the working directory, $XDG_CONFIG_HOME (or ~/.config)/policywatch,
    /etc/policywatch, and at last the shipped default.
    """
    if explicit is not None:
        return explicit
    if asked := environ.get("POLICYWATCH_CONFIG"):
        return Path(asked)
    # not Path.exists(): it raises where a service may not look into a home directory
    return next((path for path in _usual(environ) if os.path.exists(path)), shipped("config") / _NAME)


def _usual(environ: Mapping[str, str]) -> Iterator[Path]:
    yield Path(_NAME)
    base = environ.get("XDG_CONFIG_HOME", "")
    # the XDG base directory specification: relative paths are ignored
    if base.startswith("/"):
        yield Path(base) / "policywatch" / _NAME
    elif home := environ.get("HOME"):
        yield Path(home) / ".config" / "policywatch" / _NAME
    yield Path("/etc/policywatch") / _NAME


def watch_files(path: Path) -> list[Path]:
    """Return the watch files that a path means: itself, or those of a folder by name. Raises OSError, ValueError."""
    if not os.path.exists(path):
        raise FileNotFoundError(ENOENT, "it does not exist")
    return [file for file in sorted(path.iterdir()) if is_watch_file(file)] if os.path.isdir(path) else [path]


def settings_of(path: Path) -> Path | None:
    """Return the settings that a path given to a command means; None for watch files that seem to belong to none.

    A folder means its policywatch.yaml. A watch file or folder means the policywatch.yaml beside or above it; whether
    that reads it is another question.
    """
    # not Path.is_dir() and the like: they raise where one may not look
    is_folder = os.path.isdir(path)
    if not is_folder and (path.name == _NAME or not os.path.exists(path) or is_settings_file(path)):
        return path
    start = path if is_folder else path.parent
    for folder in (start, _above(start), _above(_above(start))):
        if os.path.exists(folder / _NAME):
            return folder / _NAME
    try:
        return None if watch_files(path) else start / _NAME
    except OSError:
        return start / _NAME


def is_settings_file(path: Path) -> bool:
    """Tell whether a file of another name holds what policywatch.yaml does, rather than watches."""
    try:
        root = read_tree(read_yaml_text(path, MAX_FILE), lambda _: 0).root
    except ReadingError:
        return False
    keys = root.entries.keys() if isinstance(root, MapNode) else frozenset()
    return bool(keys & (keys_of(ConfigShape) - keys_of(WatchFileShape)))


def _above(folder: Path) -> Path:
    return folder.parent if folder.name not in ("", "..") else folder.resolve().parent


def is_watch_file(path: Path) -> bool:
    """Say whether a file in a watch folder is one of its files."""
    # editors leave hidden copies beside the file they edit
    return path.suffix in (".yaml", ".yml") and not path.name.startswith(".")


def fingerprint(places: Iterable[Path]) -> frozenset[tuple[str, int, int, int]]:
    """Return what changes when one of these files, or a watch file in one of these folders, is saved, comes or goes."""
    return frozenset(found for place in places for found in _prints(place))


def _prints(place: Path) -> Iterator[tuple[str, int, int, int]]:
    try:
        files = [file for file in place.iterdir() if is_watch_file(file)] if place.is_dir() else [place]
    except OSError:
        # what cannot be looked into is told when it is read
        return
    for file in files:
        try:
            found = file.stat()
        except OSError:
            continue
        yield str(file), found.st_mtime_ns, found.st_size, found.st_ino
