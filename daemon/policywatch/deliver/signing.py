"""Signatures of the Standard Webhooks specification (https://github.com/standard-webhooks/standard-webhooks). Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from typing import Final

from policywatch.model.secret import Secret

_PREFIX: Final = "whsec_"
#: bytes of a key
SHORTEST_KEY: Final = 24
LONGEST_KEY: Final = 64


def key(secret: Secret) -> bytes:
    """Return the key in a secret; raise ValueError, which does not quote it, for one that is none."""
    text = secret.reveal()
    try:
        # some tools leave the padding out
        decoded = base64.b64decode(
            text.removeprefix(_PREFIX) + "=" * (-len(text.removeprefix(_PREFIX)) % 4), validate=True
        )
    except (binascii.Error, ValueError):
        decoded = b""
    if not text.startswith(_PREFIX) or not SHORTEST_KEY <= len(decoded) <= LONGEST_KEY:
        raise ValueError(
            f"a secret must be {_PREFIX} followed by base64 of {SHORTEST_KEY} to {LONGEST_KEY} bytes; "
            f'make one with: echo "{_PREFIX}$(head -c 32 /dev/urandom | base64)"'
        )
    return decoded


def signature(keys: Iterable[bytes], message_id: str, timestamp: int, body: bytes) -> str:
    """Return the value of `webhook-signature`: one signature per key, so that a receiver may hold any of them."""
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    macs = (hmac.digest(key, signed, hashlib.sha256) for key in keys)
    return " ".join(f"v1,{base64.b64encode(mac).decode()}" for mac in macs)
