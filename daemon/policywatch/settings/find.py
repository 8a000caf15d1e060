"""Where policywatch.yaml is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
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
