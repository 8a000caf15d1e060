"""Add marked sentences to the stance sets: `python tests/data/stance/add.py en < marked.txt`.

A marked line is `topic|kind|published|pair|text`, with the events marked inside the text:

    aid|prose|2024-03-05||France has [[cut|asserted]] aid that Mali never [[got|negated|officials]], officials say.

A mark is `[[words|label]]` or `[[words|label|source]]`; ` off` after the label is the phase. Kinds and labels may be
shortened to a beginning that fits one only. `published` and `pair` may be empty; ` # a note` may end the line.
Lines there already stay on their side; README.md beside this file says how a side is chosen.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from hashlib import sha256
from itertools import dropwhile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LABELS = ("negated", "hypothetical", "threatened", "called_for", "considered", "planned", "historical", "asserted")
KINDS = ("prose", "headline")
LANGUAGES = ("en", "fr")
SIDES = ("dev", "frozen")
HEADING = "| | en dev | en frozen | fr dev | fr frozen |\n|---|---|---|---|---|\n"
MARK = re.compile(r"\[\[(?P<words>[^]|]+)\|(?P<label>[a-z_]+)(?P<off> off)?(?:\|(?P<source>[^]|]+))?\]\]")

Line = dict[str, Any]


def unshortened(word: str, choices: tuple[str, ...]) -> str:
    fitting = [choice for choice in choices if choice.startswith(word)]
    if len(fitting) != 1:
        raise ValueError(f"{word!r} is none of {', '.join(choices)}")
    return fitting[0]


def read_marked(marked: str) -> list[Line]:
    """Return one line for each mark, without an id. Raises ValueError for what does not follow the form."""
    if marked.count("|") < 4:
        raise ValueError("a line is topic|kind|published|pair|text")
    topic, kind, published, pair, text = marked.split("|", 4)
    text, _, note = text.partition(" # ")
    plain, lines, read = "", [], 0
    for mark in MARK.finditer(text):
        plain += text[read : mark.start()]
        read = mark.end()
        line: Line = {
            "text": "",
            "span": [len(plain), len(plain) + len(mark["words"])],
            "label": unshortened(mark["label"], LABELS),
            "phase": "off" if mark["off"] else "on",
            "reported_by": mark["source"],
            "topic": topic,
            "kind": unshortened(kind, KINDS),
            "published": published or None,
        }
        lines.append(line | ({"pair": pair} if pair else {}) | ({"note": note} if note else {}))
        plain += mark["words"]
    plain += text[read:]
    if not lines or "[[" in plain or "]]" in plain:
        raise ValueError("an event is marked as [[words|label]]")
    for line in lines:
        if line["reported_by"] and line["reported_by"] not in plain:
            raise ValueError(f"the text does not name {line['reported_by']!r}")
    return [line | {"text": plain} for line in lines]


def bonds(line: Line) -> list[str]:
    return [f"text {line['text']}", *([f"pair {line['pair']}"] if "pair" in line else [])]


def groups_of(lines: list[Line]) -> list[list[Line]]:
    """Return the lines in groups that must not be parted: those of one text or of one pair, however chained."""
    group_of: dict[str, list[Line]] = {}
    for line in lines:
        touched = {id(group_of[bond]): group_of[bond] for bond in bonds(line) if bond in group_of}
        group = [*(member for other in touched.values() for member in other), line]
        group_of |= {bond: group for member in group for bond in bonds(member)}
    return list({id(group): group for group in group_of.values()}.values())


def strata(line: Line) -> tuple[object, ...]:
    """Return what is to be a third frozen: each label, kind and phase, and each label in each kind."""
    return line["label"], line["kind"], line["phase"], (line["label"], line["kind"])


def lack(frozen: Counter[object], total: Counter[object]) -> float:
    """Return how far all strata together are from a frozen third, each by its size; 0 is exact."""
    return sum((frozen[stratum] - size / 3) ** 2 / size for stratum, size in total.items())


def split(lines: list[Line], side_of: dict[str, str]) -> None:
    """Give each id without a side one: group by group in the order of a hash, then flipped while that helps."""
    total = Counter(stratum for line in lines for stratum in strata(line))
    frozen = Counter(s for line in lines if side_of.get(line["id"]) == "frozen" for s in strata(line))
    free = []
    for group in sorted(groups_of(lines), key=lambda group: sha256(group[0]["id"].encode()).digest()):
        settled = {side_of[line["id"]] for line in group if line["id"] in side_of}
        if len(settled) > 1:
            sys.exit(f"{group[-1]['id']}: its text or pair would join both sides: {group[-1]['text']}")
        new = [line for line in group if line["id"] not in side_of]
        if not settled:
            free.append(group)
        elif settled == {"frozen"}:
            frozen.update(s for line in new for s in strata(line))
        side_of |= {line["id"]: min(settled, default="dev") for line in new}
    flipped = True
    while flipped:
        flipped = False
        for group in free:
            own = Counter(s for line in group for s in strata(line))
            other = frozen - own if side_of[group[0]["id"]] == "frozen" else frozen + own
            if lack(other, total) < lack(frozen, total):
                to = "dev" if side_of[group[0]["id"]] == "frozen" else "frozen"
                side_of |= {line["id"]: to for line in group}
                frozen, flipped = other, True


def read(language: str, side: str) -> list[Line]:
    file = HERE / f"{language}-{side}.jsonl"
    return [json.loads(raw) for raw in file.read_text("utf-8").splitlines()] if file.exists() else []


def counted(line: Line) -> list[str]:
    """Return the rows of the README's table in which a line counts."""
    marks = {"phase off": line["phase"] == "off", "reported by somebody": line["reported_by"] is not None}
    return [line["label"], line["kind"], *(mark for mark, holds in marks.items() if holds), "all lines"]


def write_table() -> None:
    """Put the counts of all four files into README.md, below the heading of its table."""
    readme = HERE / "README.md"
    before, heading, after = readme.read_text("utf-8").partition(HEADING)
    columns = [
        Counter(row for line in read(lang, side) for row in counted(line)) for lang in LANGUAGES for side in SIDES
    ]
    names = (*LABELS, *KINDS, "phase off", "reported by somebody", "all lines")
    rows = [f"| {name} | {' | '.join(str(column[name]) for column in columns)} |\n" for name in names]
    rest = dropwhile(lambda line: line.startswith("|"), after.splitlines(keepends=True))
    readme.write_text(before + heading + "".join(rows) + "".join(rest), "utf-8")


def main(language: str) -> None:
    lines: list[Line] = []
    side_of: dict[str, str] = {}
    for side in SIDES:
        there = read(language, side)
        lines += there
        side_of |= dict.fromkeys((line["id"] for line in there), side)
    last = max((int(line["id"].partition("-")[2]) for line in lines), default=0)
    for at, raw in enumerate(sys.stdin.read().splitlines(), start=1):
        try:
            marked = read_marked(raw) if raw.strip() else []
        except ValueError as error:
            sys.exit(f"line {at}: {error}: {raw}")
        for line in marked:
            last += 1
            lines.append({"id": f"{language}-{last:04}"} | line)
    split(lines, side_of)
    for side in SIDES:
        chosen = sorted((line for line in lines if side_of[line["id"]] == side), key=lambda line: line["id"])
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in chosen)
        (HERE / f"{language}-{side}.jsonl").write_text(text, "utf-8")
        print(f"{language}-{side}.jsonl: {len(chosen)} lines")
    write_table()


if __name__ == "__main__":
    if sys.argv[1:] not in ([language] for language in LANGUAGES):
        sys.exit(f"usage: add.py {'|'.join(LANGUAGES)} < marked.txt")
    main(sys.argv[1])
