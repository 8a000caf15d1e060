"""The exit codes, as `policywatch --help` documents them. 0 is success, 2 is typer's for wrong arguments."""

from typing import Final

#: something could not be done: a feed that cannot be polled, a text that does not match
FAILED: Final = 1
#: EX_CONFIG of sysexits(3): systemd's RestartPreventExitStatus keeps from restarting in vain
BAD_SETTINGS: Final = 78
INTERRUPTED: Final = 130
