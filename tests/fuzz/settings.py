"""Any bytes as policywatch.yaml or as a watch file: problems that point into the file, never an exception.

Run by `make fuzz`, with atheris (libFuzzer): it keeps inputs that reach new code, and changes them further. The first
byte says which of the two files the others are; the other file is a good one.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["policywatch.settings", "yaml"]):
    from tests.unit.test_settings_fuzz import LONG_CONFIG, LONG_WATCHES, check


def try_file(data: bytes) -> None:
    if data[:1] == b"w":
        check(LONG_CONFIG.encode(), data[1:])
    else:
        check(data[1:], LONG_WATCHES.encode())


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_file)
    atheris.Fuzz()
