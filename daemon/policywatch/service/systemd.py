"""What the daemon tells systemd (sd_notify(3)). Without systemd it tells nobody, and that is no error."""

from __future__ import annotations

import logging
import os
import socket

log = logging.getLogger(__name__)


def notify(*assignments: str) -> None:
    """Send assignments such as `READY=1` to the service manager, if there is one."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as datagrams:
            datagrams.sendto("\n".join(assignments).encode(), address)
    except OSError as error:
        # the service manager will notice the silence; the work goes on
        log.warning("systemd could not be told", extra={"error": str(error)})
