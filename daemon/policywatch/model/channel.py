"""Channel: where alerts go."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Channel:
    """Where alerts go, as the settings describe it."""

    #: unique in the settings: `[a-z0-9][a-z0-9._-]*`
    id: str
    #: a name in the registry of deliver/: slack, webhook, console
    type: str
    #: an instance of the options class that the channel type declares in its own file
    options: object
