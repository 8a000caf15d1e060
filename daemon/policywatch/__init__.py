"""policywatch: watches news feeds for changes of government policy and alerts people at once."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policywatch.lexicons import read_stance

__all__ = ["__version__", "read_stance"]

__version__ = version("policywatch")


def __getattr__(name: str) -> Any:
    # loaded when it is first asked for: most commands read no stance
    if name == "read_stance":
        from policywatch.lexicons import read_stance

        return read_stance
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
