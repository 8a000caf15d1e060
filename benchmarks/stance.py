"""How well and how fast stance is read, beside ConText as clinical text mining ships it, in the same run.

    python benchmarks/stance.py tests/data/stance/en-dev.jsonl CORPUS.jsonl ...
    python benchmarks/stance.py --peers /tmp/peers/bin/python CORPUS.jsonl    # with medspaCy and negspaCy

A file has one JSON object a line: text, span, label, and label is one of the eight stances, or asserted, uncertain and
negated. All systems are scored on these three; policywatch is given each line's day (`published`) where it has one.

The peers want an environment of their own, for they are no dependency of policywatch:

    python -m venv /tmp/peers && /tmp/peers/bin/pip install medspacy negspacy

- medspaCy: `medspacy_context` with its own rules. Negated is negated, possible or hypothetical uncertain, and all else,
  also what is historical or of the family, asserted.
- negspaCy: `negex` with its own terms; what it does not negate is asserted, so that it can say nothing of uncertainty.
- majority: the most frequent label of the file.

Each reads the whole text with the event's span as its one target. Times are processor seconds of the reading alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from policywatch import read_stance
from policywatch.match.stance.scoring import Scores, factuality, score
from policywatch.model.stance import Factuality, StanceLabel

PEERS = Path(__file__).with_name("stance_peers.py")
Row = dict[str, Any]


def three_way(label: str) -> str:
    return label if label in set(Factuality) else factuality(StanceLabel(label)).value


def read_policywatch(rows: list[Row]) -> tuple[list[str], list[float]]:
    """Return the label of each row and the seconds it took."""
    labels, seconds = [], []
    for row in rows:
        day = date.fromisoformat(row["published"]) if row.get("published") else None
        start = time.process_time()
        found = read_stance(row["text"], tuple(row["span"]), row.get("lang", "en"), day)
        seconds.append(time.process_time() - start)
        labels.append(found.factuality.value)
    return labels, seconds


def read_peer(python: str, peer: str) -> Callable[[list[Row]], tuple[list[str], list[float]]]:
    """Return how a peer reads, in the environment that has it."""

    def read(rows: list[Row]) -> tuple[list[str], list[float]]:
        lines = "".join(json.dumps({"text": row["text"], "span": row["span"]}) + "\n" for row in rows)
        done = subprocess.run(  # noqa: S603  (a program of this folder, in an environment that the caller names)
            [python, str(PEERS), peer], input=lines, capture_output=True, text=True, check=True
        )
        answer = json.loads(done.stdout.splitlines()[-1])
        return answer["labels"], answer["seconds"]

    return read


def report(name: str, expected: list[str], labels: list[str], seconds: list[float]) -> None:
    scores: Scores = score(zip(expected, labels, strict=True))
    f1 = {one.label: one.f1 for one in scores.classes}
    by_label = " | ".join(f"{f1.get(label.value, 0):.3f}" for label in Factuality)
    if seconds:
        ordered = sorted(seconds)
        middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
        speed = f"{len(seconds) / sum(seconds):,.0f} | {middle * 1e3:.3f} | {late * 1e3:.2f}"
    else:
        speed = " |  | "
    print(f"| {name} | {scores.macro_f1:.3f} | {by_label} | {scores.accuracy:.3f} | {speed} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--peers", metavar="PYTHON", help="the Python of an environment with medspacy and negspacy")
    arguments = parser.parse_args()
    systems: dict[str, Callable[[list[Row]], tuple[list[str], list[float]]]] = {"policywatch": read_policywatch}
    if arguments.peers:
        systems |= {peer: read_peer(arguments.peers, peer) for peer in ("medspacy", "negspacy")}
    else:
        print("the peers are left out; see --help for how to have them\n", file=sys.stderr)
    for file in arguments.files:
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
        expected = [three_way(row["label"]) for row in rows]
        print(f"\n{file.name}, {len(rows)} rows\n")
        print("| system | macro-F1 | asserted | uncertain | negated | accuracy | sentences/s | median ms | p99 ms |")
        print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
        most = Counter(expected).most_common(1)[0][0]
        report("majority", expected, [most] * len(rows), [])
        for name, read in systems.items():
            read(rows[:50])  # warm
            report(name, expected, *read(rows))


if __name__ == "__main__":
    main()
