"""What watches cost, measured here and now on a few ordinary articles, as hints to their authors.

A watch is named when no word must occur for it to match: it is then evaluated on every item. One that nearly all of
the articles bring up is named when it finds something in nearly all of them, when only words that everybody uses bring
it up and that costs NEEDLESS, or when it costs TOO_MUCH whatever its words are.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib import resources
from typing import Final

from policywatch.match import CompiledWatch, Hint, Trials
from policywatch.model.feed import Feed
from policywatch.model.item import Item

#: microseconds of processor time per item. The daemon aims at 500 items/s with 1,000 watches on one core: 2,000 µs for
#: an item, 2 µs for a watch. One that takes 100 µs of every item for want of a rarer word takes the share of fifty.
NEEDLESS: Final = 100.0
#: one that takes all of it keeps the daemon below its aim alone. Watches with hundreds of alternatives, such as those
#: that are shipped, stay below.
TOO_MUCH: Final = 2_000.0
#: seconds: of one watch, and of all together, so that ten thousand expensive watches are told within seconds
LONGEST: Final = 0.05
LONGEST_IN_ALL: Final = 2.0
#: each article is read so many times, if there is time
ROUNDS: Final = 5

_FEED: Final = Feed(id="ordinary", url="https://example.org/", title="Ordinary news", every=timedelta(hours=1))
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """What a watch costs, with the hint that says so."""

    hint: Hint
    #: of processor time per item, the median; None where there was no time left to measure it
    microseconds: float | None


def articles() -> list[Item]:
    """Return the articles: a town's trams, football, talks about a river, and in French a rice harvest. 4 kB each."""
    read = []
    folder = resources.files(__package__).joinpath("articles")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        title, _, body = file.read_text("utf-8").partition("\n\n")
        read.append(Item(feed_id=_FEED.id, identity=file.name, title=title, body=body))
    return read


def costs(watches: Sequence[CompiledWatch]) -> tuple[Cost, ...]:
    """Return what is to be said of the watches, in order."""
    if not watches:
        return ()
    trials = Trials(watches, articles(), _FEED)
    until = time.thread_time() + LONGEST_IN_ALL
    found = []
    for number, compiled in enumerate(watches):
        if compiled.anchors and trials.brought_up(number) < _nearly_all(trials):
            continue
        taken = _measure(trials, number, until)
        if said := _said(compiled, trials, number, taken):
            watch = compiled.watch
            place = ("watch", watch.id, "query")
            found.append(Cost(Hint(place, 0, len(watch.query), said), taken))
    return tuple(found)


def _nearly_all(trials: Trials) -> int:
    # an English word is in all but the French one
    return len(trials.documents) - 1


def _measure(trials: Trials, watch: int, until: float) -> float | None:
    """Return the median time of one evaluation in microseconds."""
    if time.thread_time() > until:
        return None
    until = min(until, time.thread_time() + LONGEST)
    taken: list[int] = []
    for number in range(ROUNDS * len(trials.documents)):
        if taken and time.thread_time() > until:
            break
        article = number % len(trials.documents)
        if number == article:
            # what all watches share is made once
            trials.evaluation(watch, article)()
        evaluate = trials.evaluation(watch, article)
        started = time.thread_time_ns()
        evaluate()
        taken.append(time.thread_time_ns() - started)
    return statistics.median(taken) / 1_000


def _said(compiled: CompiledWatch, trials: Trials, watch: int, taken: float | None) -> str:
    each = f", {_rounded(taken)} µs each here" if taken is not None else ""
    finds, brought_up, count = trials.finds(watch), trials.brought_up(watch), len(trials.documents)
    said = []
    if not compiled.anchors:
        said.append(f"evaluated on every item{each}: no word must occur for it to match")
    elif finds >= _nearly_all(trials) or _is_too_much(trials, watch, taken):
        words = _named(compiled.anchors[0])
        said.append(f"evaluated on nearly every item{each}: {words} is in {brought_up} of {count} ordinary articles")
    if finds >= _nearly_all(trials):
        said.append(f"it finds something in {finds} of {count} articles about trams, football, a river and rice")
    return "; ".join(said)


def _is_too_much(trials: Trials, watch: int, taken: float | None) -> bool:
    limit = NEEDLESS if trials.stands_on_common_words(watch) else TOO_MUCH
    return taken is None or taken >= limit


def _named(anchors: Iterable[str]) -> str:
    words = [
        ("" if anchor.startswith(" ") else "*") + anchor.strip() + ("" if anchor.endswith(" ") else "*")
        for anchor in anchors
    ]
    shown = " or ".join(words[:_MOST_NAMED])
    return shown + (f" or one of {len(words) - _MOST_NAMED} others" if len(words) > _MOST_NAMED else "")


def _rounded(microseconds: float) -> str:
    """Return two digits that can be relied on: 3, 35, 350, 3,500."""
    digits = max(0, len(str(int(microseconds))) - 2)
    return f"{round(microseconds, -digits):,.0f}"
