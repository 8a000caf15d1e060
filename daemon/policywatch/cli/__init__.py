"""The `policywatch` command: parse arguments, call app.py, print, exit code.

One file per group of commands. Errors of our own become one clear message here and an exit code.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys

from policywatch.cli.check import show_problems
from policywatch.cli.commands import commands
from policywatch.cli.exits import BAD_SETTINGS, FAILED, INTERRUPTED
from policywatch.cli.screen import complain
from policywatch.errors import PolicywatchError, SettingsError, UnfitDatabaseError


def main() -> None:
    """Run the `policywatch` command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # news is in every script; a terminal that cannot show a letter shows a question mark
            stream.reconfigure(errors="replace")
    try:
        commands()
    except SettingsError as error:
        show_problems(error.problems)
        sys.exit(BAD_SETTINGS)
    except PolicywatchError as error:
        complain(f"error: {error}")
        sys.exit(BAD_SETTINGS if isinstance(error, UnfitDatabaseError) else FAILED)
    except OSError as error:
        # files and sockets have owners who map their errors; what is left is the output itself (a full disk, closed)
        with contextlib.suppress(OSError):
            complain(f"error: the output could not be written: {error.strerror}")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
