"""How long a daemon takes to read its settings again when one watch of many was saved.

    python benchmarks/reload.py                       # 100, 1,000 and 10,000 watches
    python benchmarks/reload.py --watches 1000 --json result.json

The watches are those of match.py, each with an example of its own, in files of 1,000. Times are processor seconds of
the one thread that works: a first reading as at a start, a second one after one watch was edited, and the new index.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from match import NAMES, SEED, VOCABULARY, Draft, make_drafts, make_words

from policywatch.match import MatchIndex
from policywatch.ready import read_settings, reread_settings

CONFIG = """\
database: sqlite:///policywatch.db
channels: [{id: screen, type: console}]
alerts: {to: [screen]}
feeds: [https://bench.example/feed]
"""
PER_FILE = 1_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Result:
    watches: int
    #: processor seconds
    start: float
    again: float
    index: float


def write(folder: Path, drafts: list[Draft]) -> None:
    (folder / "watches").mkdir(exist_ok=True)
    (folder / "policywatch.yaml").write_text(CONFIG)
    for first in range(0, len(drafts), PER_FILE):
        entries = [
            f"  - id: w{number}\n    query: >\n      {draft.query}\n    examples:\n      - text: {draft.sentence}\n"
            for number, draft in enumerate(drafts[first : first + PER_FILE], first)
        ]
        (folder / "watches" / f"{first}.yaml").write_text("watches:\n" + "".join(entries))


def timed(do: Callable[[], T]) -> tuple[T, float]:
    started = time.process_time()
    done = do()
    return done, round(time.process_time() - started, 3)


def measure(count: int) -> Result:
    rng = random.Random(SEED)  # noqa: S311  (test data)
    vocabulary = make_words(rng, VOCABULARY)
    names = make_words(rng, NAMES, frozenset(vocabulary))
    drafts = make_drafts(rng, vocabulary, names, count)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = folder / "policywatch.yaml"
        write(folder, drafts)
        ready, start = timed(lambda: read_settings(config))
        first = folder / "watches" / "0.yaml"
        first.write_text(first.read_text().replace("    query:", "    exclude: marmalade\n    query:", 1))
        reread, again = timed(lambda: reread_settings(config, ready))
        changed = [new for new, old in zip(reread.ready.watches, ready.watches, strict=True) if new is not old]
        held_back = len(reread.held_back)
        if len(changed) + held_back != 1:
            raise AssertionError(f"one watch was edited, {len(changed)} changed and {held_back} were held back")
        _, index = timed(lambda: MatchIndex(reread.ready.watches))
    return Result(count, start, again, index)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--watches", type=int, nargs="+", default=[100, 1_000, 10_000], help="numbers of watches")
    parser.add_argument("--json", type=Path, help="also write the results to this file")
    options = parser.parse_args()
    results = [measure(count) for count in options.watches]
    print("watches   start s   again s   index s")
    for one in results:
        print(f"{one.watches:7,}   {one.start:7.2f}   {one.again:7.2f}   {one.index:7.2f}")
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in results], indent=2) + "\n")


if __name__ == "__main__":
    main()
