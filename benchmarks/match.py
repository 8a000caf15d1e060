"""How fast matching is: items/s by number of watches, beside two naive ways, in the same run.

    python benchmarks/match.py                          # 1,000, 10,000 and 100,000 watches
    python benchmarks/match.py --watches 1000 --json result.json

Watches and articles are made here, the same in every run. An article is 5 kB long: words by Zipf's law from a
vocabulary of 50,000, 25 mentions of names, likewise by Zipf's law, and three sentences written to match three of the
watches. A watch joins one to four names (people, firms, places), drawn evenly from 100,000, with one to four topic
words from the middle and the rare end of the vocabulary; some terms are phrases or have wildcards. Half of the watches
use NEAR. One hundred watches (of 1,000: fifty) are about topics alone.

Times are processor seconds of the one thread that works, so that a busy machine does not distort them. The collector is
told to leave watches and index alone (`gc.freeze`), which a process that keeps them for days should do as well.

The naive ways are given the easier task of finding which watches' words are all there, without NEAR and passages:
`re loop` searches every term of every watch by itself, `alternation` all terms of all watches as one expression.
Each is measured on as many articles as fit into its time, at least one.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import random
import re
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

from policywatch.match import CompiledWatch, MatchIndex, compile_watch
from policywatch.match.document import Document
from policywatch.model.feed import Feed
from policywatch.model.item import Item
from policywatch.model.watch import Severity, Watch

SEED = 7008
VOCABULARY = 50_000
NAMES = 100_000
ARTICLE_BYTES = 5_000
#: a naive way stops after this many seconds
NAIVE_SECONDS = 3.0
FEED = Feed(id="bench", url="https://bench.example/", title="Bench", every=timedelta(hours=1), language="en")


@dataclass(frozen=True, slots=True)
class Draft:
    """A generated watch: its query, its groups of alternative terms, and a sentence that it matches."""

    query: str
    groups: tuple[tuple[str, ...], ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Result:
    """What one size measured."""

    watches: int
    items_per_second: float
    #: milliseconds
    p50: float
    p99: float
    candidates_per_item: float
    matches_per_item: float
    compile_seconds: float
    index_seconds: float
    #: MiB of the process that watches and index added
    memory: float
    naive_loop_items_per_second: float
    naive_alternation_items_per_second: float


def make_words(rng: random.Random, count: int, known: frozenset[str] = frozenset()) -> list[str]:
    """Return words of two to five syllables that are not known yet, the most frequent (and shorter) ones first."""
    syllables = [c + v + e for c in "bcdfglmnprstv" for v in "aeiou" for e in ("", "", "n", "r", "s")]
    words: dict[str, None] = {}
    while len(words) < count:
        longest = 2 if len(words) < 500 else 3 if len(words) < 5_000 else 5
        word = "".join(rng.choices(syllables, k=rng.randint(2, longest)))
        if word not in known:
            words.setdefault(word)
    return list(words)


def make_drafts(rng: random.Random, vocabulary: list[str], names: list[str], count: int) -> list[Draft]:
    """Return watches as analysts write them: names and topics, alternatives, wildcards, phrases, NEAR."""

    def topic() -> str:
        # log-uniform over the ranks: "military" as often as all words of ten times its rarity
        return vocabulary[int(200 * (VOCABULARY / 200) ** rng.random()) - 1]

    def name() -> str:
        return rng.choice(names)

    def term(word: Callable[[], str]) -> str:
        kind = rng.random()
        if kind < 0.2:
            return f'"{word()} {word()}"'
        return f"{word()}*" if kind < 0.4 else word()

    drafts = []
    for number in range(count):
        about = topic if number < min(100, count // 20) else name
        left = tuple(term(about) for _ in range(rng.randint(1, 4)))
        right = tuple(term(topic) for _ in range(rng.randint(1, 4)))
        operator = f"NEAR/{rng.randint(3, 12)}" if number % 2 else "AND"
        query = f"({' OR '.join(left)}) {operator} ({' OR '.join(right)})"
        shown = [group[0].strip('"').replace("*", "ta") for group in (left, right)]
        drafts.append(Draft(query, (left, right), " ".join(shown)))
    return drafts


def make_items(
    rng: random.Random, vocabulary: list[str], names: list[str], drafts: list[Draft], count: int
) -> list[Item]:
    """Return articles of 5 kB, in sentences and paragraphs."""
    word_weights = list(accumulate(1 / rank for rank in range(3, VOCABULARY + 3)))
    name_weights = list(accumulate(1 / rank for rank in range(20, NAMES + 20)))
    items = []
    for number in range(count):
        words = rng.choices(vocabulary, cum_weights=word_weights, k=ARTICLE_BYTES // 3)
        for name in rng.choices(names, cum_weights=name_weights, k=25):
            words[rng.randrange(600)] = name.capitalize()
        text = iter(words)
        sentences = [" ".join(next(text) for _ in range(rng.randint(8, 30))).capitalize() + "." for _ in range(45)]
        for draft in rng.sample(drafts, 3):
            sentences[rng.randrange(20)] = draft.sentence.capitalize() + "."
        body = ""
        for index, sentence in enumerate(sentences):
            if len(body) + len(sentence) > ARTICLE_BYTES:
                break
            body += sentence + ("\n\n" if index % 4 == 3 else " ")
        items.append(Item("bench", f"guid:{number}", title=sentences[0][:80], summary=sentences[0], body=body))
    return items


def compile_all(drafts: list[Draft]) -> list[CompiledWatch]:
    return [
        compile_watch(Watch(id=f"w{number}", title="", severity=Severity.NORMAL, query=draft.query), {})
        for number, draft in enumerate(drafts)
    ]


def measure(count: int, item_count: int) -> Result:
    """Measure one size. Runs in a process of its own, so that memory is counted from nothing."""
    rng = random.Random(SEED)  # noqa: S311  (test data)
    vocabulary = make_words(rng, VOCABULARY)
    names = make_words(rng, NAMES, frozenset(vocabulary))
    drafts = make_drafts(rng, vocabulary, names, count)
    items = make_items(rng, vocabulary, names, drafts, item_count)
    before = _memory()
    started = time.process_time()
    compiled = compile_all(drafts)
    compile_seconds = time.process_time() - started
    started = time.process_time()
    index = MatchIndex(compiled)
    index_seconds = time.process_time() - started
    memory = _memory() - before
    gc.freeze()
    index.matches(items[0], FEED)
    times = []
    matches = 0
    for item in items:
        started = time.process_time()
        matches += len(index.matches(item, FEED))
        times.append(time.process_time() - started)
    candidates = sum(len(index.candidates(Document(item, FEED))) for item in items)
    times.sort()
    return Result(
        watches=count,
        items_per_second=round(len(items) / sum(times), 1),
        p50=round(times[len(times) // 2] * 1000, 3),
        p99=round(times[len(times) * 99 // 100] * 1000, 3),
        candidates_per_item=round(candidates / len(items), 1),
        matches_per_item=round(matches / len(items), 1),
        compile_seconds=round(compile_seconds, 2),
        index_seconds=round(index_seconds, 2),
        memory=round(memory, 1),
        naive_loop_items_per_second=round(naive_loop(drafts, items), 3),
        naive_alternation_items_per_second=round(naive_alternation(drafts, items), 3),
    )


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _pattern(term: str) -> str:
    return re.escape(term.strip('"').rstrip("*")) + (r"\w*" if term.endswith("*") else "")


def naive_loop(drafts: list[Draft], items: list[Item]) -> float:
    """Search every term of every watch by itself; return items/s."""
    groups = [[[re.compile(rf"\b{_pattern(term)}\b") for term in group] for group in draft.groups] for draft in drafts]

    def search(text: str) -> int:
        return sum(all(any(term.search(text) for term in group) for group in watch) for watch in groups)

    return _rate(search, items)


def naive_alternation(drafts: list[Draft], items: list[Item]) -> float:
    """Search all terms of all watches as one expression; return items/s."""
    watches_of: dict[str, list[tuple[int, int]]] = {}
    for number, draft in enumerate(drafts):
        for place, group in enumerate(draft.groups):
            for term in group:
                watches_of.setdefault(term.strip('"').rstrip("*"), []).append((number, place))
    # a wildcard term is taken as the word itself, which only makes this way faster
    alternatives = sorted(watches_of, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, alternatives))})\b")

    def search(text: str) -> int:
        seen: dict[int, set[int]] = {}
        for term in set(pattern.findall(text)):
            for number, place in watches_of[term]:
                seen.setdefault(number, set()).add(place)
        return sum(len(places) == len(drafts[number].groups) for number, places in seen.items())

    return _rate(search, items)


def _rate(search: Callable[[str], object], items: list[Item]) -> float:
    started = time.process_time()
    done = 0
    for item in items:
        search(f"{item.title}\n{item.summary}\n{item.body}".lower())
        done += 1
        if time.process_time() - started > NAIVE_SECONDS:
            break
    return done / (time.process_time() - started)


def table(results: list[Result]) -> str:
    """Return the results as a table."""
    columns = {
        "watches": [f"{one.watches:,}" for one in results],
        "items/s": [f"{one.items_per_second:,.0f}" for one in results],
        "p50 ms": [f"{one.p50:.2f}" for one in results],
        "p99 ms": [f"{one.p99:.2f}" for one in results],
        "candidates": [f"{one.candidates_per_item:,.1f}" for one in results],
        "matches": [f"{one.matches_per_item:,.1f}" for one in results],
        "compile s": [f"{one.compile_seconds:.2f}" for one in results],
        "index s": [f"{one.index_seconds:.2f}" for one in results],
        "memory MiB": [f"{one.memory:,.0f}" for one in results],
        "re loop items/s": [f"{one.naive_loop_items_per_second:.3g}" for one in results],
        "alternation items/s": [f"{one.naive_alternation_items_per_second:.3g}" for one in results],
    }
    widths = {name: max(len(name), *(len(cell) for cell in cells)) for name, cells in columns.items()}
    lines = ["  ".join(name.rjust(widths[name]) for name in columns)]
    lines += [
        "  ".join(cells[row].rjust(widths[name]) for name, cells in columns.items()) for row in range(len(results))
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--watches", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="numbers of watches")
    parser.add_argument("--items", type=int, default=300, help="articles for each number")
    parser.add_argument("--json", type=Path, help="also write the results to this file")
    options = parser.parse_args()
    results = []
    for count in options.watches:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            results.append(pool.apply(measure, (count, options.items)))
        print(f"{count:,} watches measured", file=sys.stderr)
    print(table(results))
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in results], indent=2) + "\n")


if __name__ == "__main__":
    main()
