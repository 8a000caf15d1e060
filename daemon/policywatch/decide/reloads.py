"""Whether to tell people what a reading of the settings came to.

Takes what was wrong before and what is wrong now; gives the notice to send, or None. Once per change: a person who
mends a file in ten steps hears of it once when it breaks and once when it is whole again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policywatch.errors import Problem
from policywatch.model.alert import AlertKind, Notice
from policywatch.model.watch import Severity

#: problems named in one notice; `policywatch check` tells all
_NAMED: Final = 5


def settings_notice(
    before: Sequence[Problem], now: Sequence[Problem], held_back: Sequence[str], where: str
) -> Notice | None:
    """Return what to tell; `where` names the daemon: `host, /etc/policywatch/policywatch.yaml`."""
    if bool(before) == bool(now):
        return None
    if not now:
        return Notice(
            AlertKind.SETTINGS_RECOVERED, Severity.NORMAL, "policywatch: the settings are good again", (where,)
        )
    count = f"{len(now):,} problem{'' if len(now) == 1 else 's'}"
    lines = [where, *(str(problem) for problem in now[:_NAMED])]
    if len(now) > _NAMED:
        lines.append(f"… and {len(now) - _NAMED:,} more: policywatch check")
    if held_back:
        lines.append(f"these run as they last were good, or not at all: {listed(held_back)}")
    return Notice(
        AlertKind.SETTINGS_FAILING,
        Severity.HIGH,
        f"policywatch: {count} in the settings; it goes on with what was last good",
        tuple(lines),
    )


def listed(ids: Sequence[str], most: int = 10) -> str:
    """Return ids for people, not too many."""
    return ", ".join(ids[:most]) + (f" and {len(ids) - most:,} more" if len(ids) > most else "")
