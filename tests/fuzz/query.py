"""Any bytes as a query: a tree whose canonical text is read as the same tree, or a QueryError with a place in the text.

Run by `make fuzz`, with atheris (libFuzzer): it keeps inputs that reach new code, and changes them further.
"""

from __future__ import annotations

import re
import sys

import atheris

with atheris.instrument_imports(include=["policywatch.match", "lark"]):
    from policywatch.errors import QueryError
    from policywatch.match.query import read_query
    from policywatch.match.query.tree import Node
from policywatch.model.watch import Severity, Watch

LISTS = {"sahel": ("niger", "Burkina Faso", "mali"), "verbs": ("suspend*", "halt*", '"cut off"')}
WATCHES = {"coup": Watch(id="coup", title="", severity=Severity.LOW, query="coup NEAR/3 @sahel")}
LIMITS = re.compile("nested|at most")


def read(text: str) -> Node | QueryError:
    try:
        return read_query(text, "query", LISTS, WATCHES)
    except QueryError as error:
        return error


def try_query(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    found = read(text)
    if isinstance(found, QueryError):
        assert 0 <= found.offset <= len(text), found
        assert found.length >= 1, found
        assert found.cause, text
    else:
        again = read(str(found))
        # the brackets of "a b c"~2 and what lists stand for count in the canonical text
        assert again == found or (isinstance(again, QueryError) and LIMITS.search(again.cause)), str(found)


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_query)
    atheris.Fuzz()
