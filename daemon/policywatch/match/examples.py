"""Examples: a watch's own sentences, checked.

What it is: the unit tests of a watch. Each text is read as the body of an item that every selector admits.
Takes: a CompiledWatch. Gives: the examples that do not hold, with the reason. Raises: nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice

from policywatch.match.compiled import CompiledWatch
from policywatch.match.explain import explain
from policywatch.model.feed import Feed
from policywatch.model.item import Item
from policywatch.model.match import Passage
from policywatch.model.watch import Example

#: words found where none should be that a message names
_MOST_WORDS = 8
_FEED = Feed(id="example", url="https://example.org/", title="", every=timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class FailedExample:
    """An example that does not hold."""

    #: its place in `watch.examples`, from 0
    index: int
    example: Example
    #: for people: what was found though it must not be, or why nothing was
    why: str


def failing_examples(compiled: CompiledWatch) -> tuple[FailedExample, ...]:
    """Return the examples of a watch that do not hold, in their order."""
    watch = replace(compiled.watch, feeds=(), languages=())
    admitting = replace(compiled, watch=watch)
    failed = []
    for index, example in enumerate(watch.examples):
        language = compiled.watch.languages[0] if len(compiled.watch.languages) == 1 else None
        item = Item(feed_id=_FEED.id, identity="hash:example", title="", body=example.text, language=language)
        found = explain(admitting, item, _FEED)
        if found.match and not example.match:
            quoted = (f"“{one.quote[start:end]}”" for one in found.match.passages for start, end in one.spans)
            words = list(dict.fromkeys(islice(quoted, _MOST_WORDS + 1)))
            shown = ", ".join([*words[:_MOST_WORDS], "…"] if len(words) > _MOST_WORDS else words)
            failed.append(FailedExample(index, example, f"it must not match, but finds {shown}"))
        elif example.match and found.why_not:
            failed.append(FailedExample(index, example, found.why_not.message))
        elif example.match and found.match and (why := _misread(example, found.match.passages)):
            failed.append(FailedExample(index, example, why))
    return tuple(failed)


def _misread(example: Example, passages: Sequence[Passage]) -> str:
    """Return how the passages are read where none is read as the example says; "" where one is."""
    expected = {
        name: value for name in ("stance", "phase", "actor", "place") if (value := getattr(example, name)) is not None
    }
    read = [_reading(passage) for passage in passages]
    if not expected or any(all(one[name] == value for name, value in expected.items()) for one in read):
        return ""
    shown = [", ".join(f"{name} {one[name] or 'nobody can tell'}" for name in expected) for one in read]
    triggers = [trigger.words for one in passages if one.stance for trigger in one.stance.triggers]
    by = f" (by {', '.join(f'“{words}”' for words in triggers[:_MOST_WORDS])})" if triggers else ""
    return f"it is read as {' and '.join(dict.fromkeys(shown))}{by}"


def _reading(passage: Passage) -> dict[str, str]:
    stance = passage.stance
    return {
        "stance": stance.label if stance else "",
        "phase": stance.phase if stance else "",
        "actor": passage.actor,
        "place": passage.place,
    }
