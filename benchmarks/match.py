"""How fast matching is: items/s by number of watches, beside two naive ways, in the same run.

    python benchmarks/match.py                          # 1,000, 10,000 and 100,000 watches
    python benchmarks/match.py --equal                  # and again with equal matches for each article
    python benchmarks/match.py --watches 1000 --json result.json

Watches and articles are made here, the same in every run. An article is 5 kB long: words by Zipf's law from a
vocabulary of 50,000, 25 mentions of names, likewise by Zipf's law, and three sentences written to match three of the
watches. A watch joins one to four names (people, firms, places), drawn evenly from 100,000, with one to four topic
words from the middle and the rare end of the vocabulary; some terms are phrases or have wildcards. Half of the watches
use NEAR. One hundred watches (of 1,000: fifty) are about topics alone.

More watches find more in an article, and what is found has to be quoted. `--equal` shows the price of the watches
without that: the articles of the smaller sizes get so many more sentences written to match that all sizes find equally
much. It comes after the table of the plain workload, never in its place.

Times are processor seconds of the one thread that works. The sizes take turns, each time with articles that it has not
seen; a rate is the median of the turns, and so is the ratio to the size before, so that other load on the machine
distorts neither much. The collector is told to leave watches and index alone (`gc.freeze`), as the daemon does.

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
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import accumulate, pairwise
from pathlib import Path
from statistics import median

from policywatch.match import CompiledWatch, MatchIndex, compile_watch
from policywatch.match.compiled import find_match
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
    """What one size measured. Times are means for one article unless they say otherwise."""

    watches: int
    items_per_second: float
    #: how many times as long as the size before an article takes; None for the first
    ratio: float | None
    #: milliseconds
    p50: float
    p99: float
    candidates: float
    matches: float
    candidates_per_match: float
    ms_per_match: float
    #: milliseconds: its words; which watches to evaluate; evaluating and quoting
    read_ms: float
    search_ms: float
    evaluate_ms: float
    compile_seconds: float
    index_seconds: float
    #: MiB of the process that watches and index added, at their highest
    memory: float
    #: items/s; None where not measured
    naive_loop: float | None
    naive_alternation: float | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What it took to have one size ready."""

    compile_seconds: float
    index_seconds: float
    memory: float


@dataclass(slots=True)
class Turn:
    """What one size did in one turn: seconds for each article, and sums."""

    seconds: list[float] = field(default_factory=list)
    candidates: int = 0
    matches: int = 0
    read: float = 0.0
    search: float = 0.0
    evaluate: float = 0.0


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
    rng: random.Random, vocabulary: list[str], names: list[str], drafts: list[Draft], count: int, more: float = 0.0
) -> list[Item]:
    """Return articles of 5 kB, in sentences and paragraphs; `more` is how many more sentences match, on average."""
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
        # 7.4 sentences are 7 in three of five articles, and 8 in the others
        for place, draft in enumerate(rng.sample(drafts, int(more + rng.random())) if more else (), 20):
            sentences[place] = draft.sentence.capitalize() + "."
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


class Bench:
    """One size, ready to match. Lives in a process of its own, so that memory is counted from nothing."""

    def __init__(self, count: int, item_count: int, more: float) -> None:
        rng = random.Random(SEED)  # noqa: S311  (test data)
        vocabulary = make_words(rng, VOCABULARY)
        names = make_words(rng, NAMES, frozenset(vocabulary))
        self.drafts = make_drafts(rng, vocabulary, names, count)
        self.items = make_items(rng, vocabulary, names, self.drafts, item_count, more)
        before = _memory()
        started = time.process_time()
        self.compiled = compile_all(self.drafts)
        compiled = time.process_time()
        self.index = MatchIndex(self.compiled)
        self.prepared = Prepared(compiled - started, time.process_time() - compiled, _memory() - before)
        gc.freeze()
        self.index.matches(self.items[0], FEED)

    def turn(self, items: list[Item]) -> Turn:
        """Do what `MatchIndex.matches` does, with a look at the clock after each step."""
        turn = Turn()
        for item in items:
            started = time.process_time()
            doc = Document(item, FEED)
            _ = doc.text
            was_read = time.process_time()
            candidates = self.index.candidates(doc)
            was_searched = time.process_time()
            found = [find_match(self.compiled[number], doc) for number in candidates]
            ended = time.process_time()
            turn.seconds.append(ended - started)
            turn.read += was_read - started
            turn.search += was_searched - was_read
            turn.evaluate += ended - was_searched
            turn.candidates += len(candidates)
            turn.matches += sum(match is not None for match in found)
        return turn


#: of this process
_bench: Bench


def _prepare(count: int, item_count: int, more: float) -> Prepared:
    global _bench  # noqa: PLW0603  (the process is there for it)
    _bench = Bench(count, item_count, more)
    return _bench.prepared


def _take_turn(number: int, turns: int) -> Turn:
    return _bench.turn(_bench.items[number::turns])


def _naive() -> tuple[float, float]:
    return naive_loop(_bench.drafts, _bench.items), naive_alternation(_bench.drafts, _bench.items)


def measure(counts: list[int], item_count: int, turns: int, more: list[float], *, naive: bool) -> list[Result]:
    """Measure the sizes in turns; `more` sentences are written to match, for each size."""
    with ExitStack() as stack:
        pools = [stack.enter_context(multiprocessing.get_context("spawn").Pool(1)) for _ in counts]
        prepared = []
        for pool, count, extra in zip(pools, counts, more, strict=True):
            prepared.append(pool.apply(_prepare, (count, item_count * turns, extra)))
            print(f"{count:,} watches compiled", file=sys.stderr)
        taken = [[pool.apply(_take_turn, (number, turns)) for pool in pools] for number in range(turns)]
        of_size = [list(one) for one in zip(*taken, strict=True)]
        ratios = [None] + [
            round(median(sum(b.seconds) / sum(a.seconds) for a, b in zip(*pair, strict=True)), 2)
            for pair in pairwise(of_size)
        ]
        naive_rates = [pool.apply(_naive) if naive else (None, None) for pool in pools]
    return [_result(*one) for one in zip(counts, prepared, of_size, ratios, naive_rates, strict=True)]


def _result(
    count: int, prepared: Prepared, turns: list[Turn], ratio: float | None, naive: tuple[float | None, float | None]
) -> Result:
    seconds = sorted(one for turn in turns for one in turn.seconds)
    matches = sum(turn.matches for turn in turns)
    candidates = sum(turn.candidates for turn in turns)
    rate = median(len(turn.seconds) / sum(turn.seconds) for turn in turns)

    def milliseconds(stage: str) -> float:
        return round(1000 * median(getattr(turn, stage) / len(turn.seconds) for turn in turns), 3)

    return Result(
        watches=count,
        items_per_second=round(rate, 1),
        ratio=ratio,
        p50=round(1000 * median(seconds), 3),
        p99=round(1000 * seconds[len(seconds) * 99 // 100], 3),
        candidates=round(candidates / len(seconds), 2),
        matches=round(matches / len(seconds), 2),
        candidates_per_match=round(candidates / matches, 2),
        ms_per_match=round(1000 * len(seconds) / rate / matches, 3),
        read_ms=milliseconds("read"),
        search_ms=milliseconds("search"),
        evaluate_ms=milliseconds("evaluate"),
        compile_seconds=round(prepared.compile_seconds, 2),
        index_seconds=round(prepared.index_seconds, 2),
        memory=round(prepared.memory, 1),
        naive_loop=naive[0] and float(f"{naive[0]:.3g}"),
        naive_alternation=naive[1] and float(f"{naive[1]:.3g}"),
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


#: heading, and how a result is shown under it
COLUMNS: dict[str, Callable[[Result], str]] = {
    "watches": lambda one: f"{one.watches:,}",
    "items/s": lambda one: f"{one.items_per_second:,.0f}",
    "× row above": lambda one: f"{one.ratio:.2f}" if one.ratio else "",
    "p50 ms": lambda one: f"{one.p50:.2f}",
    "p99 ms": lambda one: f"{one.p99:.2f}",
    "candidates": lambda one: f"{one.candidates:.1f}",
    "matches": lambda one: f"{one.matches:.1f}",
    "per match": lambda one: f"{one.candidates_per_match:.2f}",
    "ms/match": lambda one: f"{one.ms_per_match:.2f}",
    "read ms": lambda one: f"{one.read_ms:.2f}",
    "search ms": lambda one: f"{one.search_ms:.2f}",
    "evaluate ms": lambda one: f"{one.evaluate_ms:.2f}",
    "compile s": lambda one: f"{one.compile_seconds:.2f}",
    "index s": lambda one: f"{one.index_seconds:.2f}",
    "memory MiB": lambda one: f"{one.memory:,.0f}",
    "re loop items/s": lambda one: f"{one.naive_loop:.3g}" if one.naive_loop else "",
    "alternation items/s": lambda one: f"{one.naive_alternation:.3g}" if one.naive_alternation else "",
}


def table(results: list[Result]) -> str:
    """Return the results as a table in Markdown, without columns that are empty."""
    shown = {name: [show(one) for one in results] for name, show in COLUMNS.items()}
    shown = {name: cells for name, cells in shown.items() if any(cells)}
    widths = {name: max(len(name), *map(len, cells)) for name, cells in shown.items()}
    lines = [
        [name.rjust(widths[name]) for name in shown],
        ["-" * (width - 1) + ":" for width in widths.values()],
        *([cells[row].rjust(widths[name]) for name, cells in shown.items()] for row in range(len(results))),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--watches", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="numbers of watches")
    parser.add_argument("--items", type=int, default=150, help="articles in each turn")
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--equal", action="store_true", help="measure again, with as many matches in every size")
    parser.add_argument("--json", type=Path, help="also write the results to this file")
    options = parser.parse_args()
    plain = measure(options.watches, options.items, options.turns, [0.0] * len(options.watches), naive=True)
    print(table(plain), flush=True)
    written = {"workload": [asdict(one) for one in plain]}
    if options.equal:
        most = max(one.matches for one in plain)
        lacking = [most - one.matches for one in plain]
        equal = measure(options.watches, options.items, options.turns, lacking, naive=False)
        print(f"\nWith sentences added to the articles until every size finds equally much:\n\n{table(equal)}")
        written["equal_matches"] = [asdict(one) for one in equal]
    if options.json:
        options.json.write_text(json.dumps(written, indent=2) + "\n")


if __name__ == "__main__":
    main()
