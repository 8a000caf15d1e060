"""Where policywatch.yaml is, and whether it or what it names has changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

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
