"""The command that scores the stance reader on sentences that people have labelled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from policywatch.cli.exits import FAILED
from policywatch.cli.options import Json
from policywatch.cli.screen import complain, counted, print_json, print_table, progress, say
from policywatch.lexicons import languages, read_stance
from policywatch.match.stance.scoring import Scores, factuality, score
from policywatch.model.match import Span
from policywatch.model.stance import Factuality, Phase, Stance, StanceLabel

#: bytes of a file
_MOST: Final = 256_000_000
#: problems that are told; nobody reads on after so many
_ENOUGH: Final = 20
_CONTEXT: Final = 160
#: letters of a label at the head of a column
_COLUMN: Final = 9


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    text: str
    span: Span
    label: str
    lang: str
    phase: str | None
    #: the text's day
    published: date | None
    #: who says so, None where nobody does; not judged where the line has no such key
    reported_by: str | None
    judges_source: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    """A row, and what was read in it."""

    row: _Row
    stance: Stance
    expected: str
    got: str

    @property
    def phase_right(self) -> bool:
        return self.row.phase is None or self.row.phase == self.stance.phase

    @property
    def source_right(self) -> bool:
        return not self.row.judges_source or self.row.reported_by == self.stance.reported_by

    @property
    def right(self) -> bool:
        return self.expected == self.got and self.phase_right and self.source_right


class _BadLineError(Exception):
    """A line that cannot be scored; the message says why."""


def evaluate(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.jsonl",
            help="One JSON object a line: text, span, label, lang?, phase?, reported_by?, published?.",
        ),
    ],
    three_way: Annotated[
        bool,
        typer.Option(
            "--three-way", help="Score asserted, uncertain and negated; a file with such labels is so scored."
        ),
    ] = False,
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="The language of lines that name none.")] = "en",
    summary: Annotated[bool, typer.Option("--summary", help="Print the scores only, no sentence of the file.")] = False,
    as_json: Json = False,
) -> None:
    """Score how the stance reader labels sentences against how people did.

    A span is two offsets in characters, the second exclusive. Labels are the eight stances, or asserted, uncertain and
    negated.

    Example: policywatch evaluate tests/data/stance/en-dev.jsonl --summary
    """
    rows = _read(file, lang)
    three_way = three_way or any(row.label == Factuality.UNCERTAIN for row in rows)
    with progress() as bar:
        readings = [_reading(row, three_way) for row in bar.track(rows, description="reading")]
    scores = score((one.expected, one.got) for one in readings)
    wrong = [] if summary else [one for one in readings if not one.right]
    if as_json:
        print_json(_json(scores, readings, wrong))
        return
    _show(scores, readings)
    for one in wrong:
        _show_wrong(one)


def _reading(row: _Row, three_way: bool) -> _Reading:
    stance = read_stance(row.text, row.span, row.lang, row.published)
    if not three_way:
        return _Reading(row, stance, row.label, stance.label.value)
    expected = row.label if row.label in set(Factuality) else factuality(StanceLabel(row.label)).value
    return _Reading(row, stance, expected, stance.factuality.value)


def _read(file: Path, lang: str) -> list[_Row]:
    """Read every row. A file that cannot be read, or a bad line, ends the command."""
    if lang not in languages():
        msg = f"there is no lexicon for {lang!r}; there are {', '.join(sorted(languages()))}"
        raise typer.BadParameter(msg, param_hint="--lang")
    rows, problems = [], 0
    for number, line in enumerate(_lines(file), start=1):
        if not line.strip():
            continue
        try:
            rows.append(_row(number, line, lang))
        except _BadLineError as error:
            complain(f"{file}:{number}: {error}")
            problems += 1
            if problems == _ENOUGH:
                complain("there is more wrong with this file")
                break
    if problems:
        raise typer.Exit(FAILED)
    if not rows:
        complain(f"error: {file}: holds no line to score")
        raise typer.Exit(FAILED)
    return rows


def _lines(file: Path) -> Iterator[str]:
    try:
        if file.stat().st_size > _MOST:
            complain(f"error: {file}: larger than {_MOST // 1_000_000} MB")
            raise typer.Exit(FAILED)
        with file.open(encoding="utf-8-sig", errors="replace", newline="\n") as opened:
            yield from opened
    except OSError as error:
        complain(f"error: {file}: {error.strerror}")
        raise typer.Exit(FAILED) from error


def _row(number: int, line: str, lang: str) -> _Row:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        raise _BadLineError("this line is no JSON") from None
    if not isinstance(values, dict):
        raise _BadLineError("a line holds one JSON object: {text, span, label}")
    text = values.get("text")
    if not isinstance(text, str):
        raise _BadLineError("`text` must be text")
    language = values.get("lang", lang)
    if not isinstance(language, str) or language not in languages():
        raise _BadLineError(f"`lang` must be one of {', '.join(sorted(languages()))}")
    label = values.get("label")
    if not isinstance(label, str) or label not in {*StanceLabel, *Factuality}:
        raise _BadLineError(f"`label` must be one of {', '.join(StanceLabel)}, or uncertain")
    phase = values.get("phase")
    if phase is not None and (not isinstance(phase, str) or phase not in set(Phase)):
        raise _BadLineError("`phase` must be on or off")
    source = values.get("reported_by")
    if not isinstance(source, str | None):
        raise _BadLineError("`reported_by` must be text or null")
    span = _span(values.get("span"), len(text))
    published = _date(values.get("published"))
    return _Row(number, text, span, label, language, phase, published, source, "reported_by" in values)


def _date(value: Any) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except (ValueError, TypeError):
        raise _BadLineError("`published` must be a day such as 2023-07-28") from None


def _span(value: Any, length: int) -> Span:
    if not (isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value)):
        raise _BadLineError("`span` must be two offsets, such as [12, 21]")
    start, end = value
    if not 0 <= start <= end <= length:
        raise _BadLineError(f"`span` {value} does not lie in a text of {length} characters")
    return start, end


def _show(scores: Scores, readings: list[_Reading]) -> None:
    print_table(
        ("label", "rows", "precision", "recall", "F1"),
        [
            (one.label, str(one.support), f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.f1:.3f}")
            for one in scores.classes
        ],
        empty="no rows",
    )
    say(f"macro-F1 {scores.macro_f1:.3f}, accuracy {scores.accuracy:.3f}, {counted(len(readings), 'row')}")
    for what, right, judged in _also(readings):
        say(f"{what} right in {right} of {counted(judged, 'row')}")
    say("\nexpected, below; got, beside:")
    labels = [one.label for one in scores.classes]
    print_table(
        ("", *(label[:_COLUMN] for label in labels), ""),
        [(label, *(str(scores.confusion[label, got] or "") for got in labels), "") for label in labels],
        empty="",
    )


def _also(readings: list[_Reading]) -> list[tuple[str, int, int]]:
    """Return what else was judged: its name, how often it was right, how often it was judged."""
    phases = [one.phase_right for one in readings if one.row.phase is not None]
    sources = [one.source_right for one in readings if one.row.judges_source]
    judged = (("phase", phases), ("reported_by", sources))
    return [(what, sum(right), len(right)) for what, right in judged if right]


def _show_wrong(one: _Reading) -> None:
    row, stance = one.row, one.stance
    start, end = row.span
    before, after = row.text[:start][-_CONTEXT:], row.text[end:][:_CONTEXT]
    marked = " ".join(f"{before}[{row.text[start:end]}]{after}".split())
    triggers = ", ".join(f"{trigger.words} ({trigger.kind})" for trigger in stance.triggers) or "none"
    said = f"line {row.line}: expected {one.expected}, got {one.got}"
    if not one.phase_right:
        said += f"; phase {row.phase}, got {stance.phase}"
    if not one.source_right:
        said += f"; reported by {row.reported_by or 'nobody'}, got {stance.reported_by or 'nobody'}"
    say(f"\n{said}; triggers: {triggers}\n  {marked}")


def _json(scores: Scores, readings: list[_Reading], wrong: list[_Reading]) -> dict[str, object]:
    return {
        "rows": len(readings),
        "macro_f1": scores.macro_f1,
        "accuracy": scores.accuracy,
        "classes": [
            {"label": one.label, "rows": one.support, "precision": one.precision, "recall": one.recall, "f1": one.f1}
            for one in scores.classes
        ],
        "confusion": [
            {"expected": expected, "got": got, "rows": rows}
            for (expected, got), rows in sorted(scores.confusion.items())
        ],
        "also": {what: {"right": right, "rows": judged} for what, right, judged in _also(readings)},
        "wrong": [
            {
                "line": one.row.line,
                "text": one.row.text,
                "span": one.row.span,
                "expected": one.expected,
                "got": one.got,
                "phase": one.stance.phase.value,
                "reported_by": one.stance.reported_by,
                "triggers": [[trigger.words, trigger.span, trigger.kind] for trigger in one.stance.triggers],
            }
            for one in wrong
        ],
    }
