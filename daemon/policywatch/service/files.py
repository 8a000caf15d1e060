"""FileWatch: notices within a second that a settings file was saved. The only user of watchfiles.

The operating system says at once that something changed; whether it concerns the settings is seen from the files
themselves, which are looked at every second anyway. So a change is noticed, too, where no word comes: on network file
systems, behind symbolic links that are swapped, in a folder that was deleted and made again.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import watchfiles

log = logging.getLogger(__name__)

#: milliseconds without a further change after which a save is taken for finished
_QUIET: Final = 150
#: milliseconds after which changes that never cease are looked at
_PATIENCE: Final = 600
#: milliseconds between two looks at the files where no word of a change comes
_LOOK_EVERY: Final = 1_000
#: seconds until watching is tried again after it failed
_AGAIN_AFTER: Final = 5.0


class FileWatch:
    """Calls `on_change` in a thread of its own whenever what `fingerprint` returns has changed.

    `places` names the files and folders to listen at; it is asked again after every change.
    """

    def __init__(
        self, places: Callable[[], Sequence[Path]], fingerprint: Callable[[], object], on_change: Callable[[], object]
    ) -> None:
        self._places = places
        self._fingerprint = fingerprint
        self._on_change = on_change
        #: of the files when they were last read. They may have changed since the start read them: so look once at once
        self._seen: object = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="files", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Notice nothing more. Does not wait for what `on_change` does at this moment."""
        self._stopped.set()

    def _run(self) -> None:
        failing = False
        while not self._stopped.is_set():
            try:
                self._listen(_folders(self._places()))
                failing = False
            except (OSError, RuntimeError) as error:
                # watchfiles raises both; a folder may be missing for a moment, or the system out of watches
                if not failing:
                    log.warning("settings files cannot be listened to", extra={"error": str(error)})
                failing = True
                self._look()
                self._stopped.wait(_AGAIN_AFTER)

    def _listen(self, folders: Sequence[str]) -> None:
        """Look at the files at every change until the folders themselves are others."""
        changes = watchfiles.watch(
            *folders,
            watch_filter=_may_concern,
            debounce=_PATIENCE,
            step=_QUIET,
            stop_event=self._stopped,
            rust_timeout=_LOOK_EVERY,
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=False,
        )
        for _ in changes:
            if self._look() and _folders(self._places()) != folders:
                return

    def _look(self) -> bool:
        """Call `on_change` where the files are others than before; return whether they are."""
        now = self._fingerprint()
        if now == self._seen:
            return False
        self._seen = now
        self._on_change()
        return True


def _folders(places: Sequence[Path]) -> list[str]:
    """Return the folders that exist in which changes to these places show, symbolic links followed."""
    named = [os.path.abspath(place) for place in places]
    named += [os.path.realpath(place) for place in places]
    folders = {path if os.path.isdir(path) else os.path.dirname(path) for path in named}
    folders |= {os.path.dirname(path) for path in named}
    return sorted(folder for folder in folders if os.path.isdir(folder))


def _may_concern(_change: watchfiles.Change, path: str) -> bool:
    # a database beside the settings changes many times a second
    return not path.endswith((".db", "-wal", "-shm", "-journal"))
