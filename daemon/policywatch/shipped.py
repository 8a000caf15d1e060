"""Where the shipped folders are: `config/` and `migrations/`, in the checkout or inside the wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Literal


def shipped(folder: Literal["config", "migrations"]) -> Path:
    """Return the path of a shipped folder. The wheel's copy wins: it belongs to the code that runs."""
    package = Path(__file__).resolve().parent
    inside_wheel = package / "_shipped" / folder
    return inside_wheel if inside_wheel.is_dir() else package.parents[1] / folder
