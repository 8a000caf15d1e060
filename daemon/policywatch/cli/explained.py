"""What `policywatch explain` tells: the findings with what found them, or the nearest misses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from policywatch.cli.readings import reading_json
from policywatch.cli.screen import console, counted, marked, say, shorten
from policywatch.decide.wording import reading_in_words
from policywatch.match import Explanation, Joint, Miss, Outline, Piece, WhyNot
from policywatch.model.match import Match
from policywatch.model.printable import printable

#: nearest misses that are told
_MISSES: Final = 5
#: characters of a message, and of a clause inside of one
_LONGEST: Final = 300
_CLAUSE: Final = 60


@dataclass(frozen=True, slots=True)
class Explained:
    """What a watch makes of an item, and what each clause of its query and exclusion does."""

    explanation: Explanation
    query: Outline
    #: None where nothing is excluded
    exclude: Outline | None
    #: that the watch reads; () for all
    languages: Sequence[str]
    #: the watch's own words for stances
    wording: Mapping[str, str]


def show(explained: Explained) -> None:
    """Print for people."""
    explanation = explained.explanation
    name = explanation.watch_id
    if explanation.match is not None:
        say(f"{name} matches: {counted(len(explanation.match.passages), 'finding')}.")
        _show_passages(explanation.match, explained.wording)
        _show_held("found by", explained.query)
        return
    assert explanation.why_not is not None  # noqa: S101  (exactly one of the two is set)
    why_not = explanation.why_not
    match why_not.miss:
        case Miss.FEED:
            say(f"{name} does not match: {why_not.message}.")
        case Miss.LANGUAGE:
            say(f"{name} does not match: {why_not.message}, and it reads {', '.join(explained.languages)}.")
        case Miss.EXCLUDED:
            say(f"{name} does not match: the query finds something, but `exclude` holds in every sentence of it.")
            _show_held("found by", explained.query)
            if explained.exclude:
                _show_held("excluded by", explained.exclude)
        case _:
            say(f"{name} does not match.")
            _show_misses(explained.query)


def _show_passages(match: Match, wording: Mapping[str, str]) -> None:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    for passage in match.passages:
        grid.add_row(passage.field, marked(passage.quote, passage.spans))
        if reading := reading_in_words(passage, wording, match.names):
            grid.add_row("", Text(printable(reading), style="italic"))
    console().print(Padding(grid, (0, 0, 0, 2), expand=False))


def _show_held(title: str, outline: Outline) -> None:
    say("")
    say(title)
    for piece in outline.pieces:
        if piece.held and piece.words:
            _show_piece(piece, _quoted(piece.words))


def _show_misses(outline: Outline) -> None:
    misses = outline.misses
    say("")
    if outline.joint is Joint.ALL and len(outline.pieces) > 1:
        for piece in outline.pieces:
            if piece.held:
                _show_piece(piece, _quoted(piece.words) or "does not occur", mark=("holds", "green"))
            else:
                _show_piece(piece, _reason(piece), mark=("fails", "red"))
        return
    told = [piece for piece in misses if not _is_absent(piece)][:_MISSES]
    if not told and len(misses) > 1:
        say(f"nothing of its {len(misses)} clauses occurs")
        return
    told = told or misses
    say("nearest misses" if len(told) > 1 else "nearest miss")
    for piece in told:
        _show_piece(piece, _reason(piece))
    if others := misses[len(told) :]:
        say("")
        tail = ", of which nothing occurs" if all(map(_is_absent, others)) else ""
        say(f"and {counted(len(others), 'other clause')}{tail}")


def _is_absent(piece: Piece) -> bool:
    """Say whether nothing of a clause occurs, not even in another form."""
    absent = piece.why_not is None or piece.why_not.miss is Miss.ABSENT
    return absent and len(piece.missing) == len(piece.terms)


def _show_piece(piece: Piece, reason: str, *, mark: tuple[str, str] | None = None) -> None:
    on = console()
    line = Text(f"{mark[0]}  ", style=mark[1]) if mark else Text()
    line.append(printable(shorten(piece.text, on.width - 4 - len(line.plain))), style="bold")
    on.print(Padding(line, (0, 0, 0, 2), expand=False))
    on.print(Padding(Text(printable(reason)), (0, 0, 0, 6), expand=False))


def _reason(piece: Piece) -> str:
    """Return why a clause fails, in a few words: the clause itself stands above."""
    if not piece.terms:
        return f"must not occur: {_quoted(piece.words)}"
    there = [word for term in piece.terms for word in term.words[:1]]
    why_not = piece.why_not
    how = _how(why_not, there) if why_not else ""
    if not piece.missing:
        return how
    if not there:
        return how or "nothing of it occurs"
    missing = f"missing {' and '.join(term.text for term in piece.missing)}; there is {_quoted(there)}"
    # the words of a phrase may stand anywhere
    return f"{missing}; {how}" if how and why_not and why_not.miss is not Miss.APART else missing


def _how(why_not: WhyNot, there: Sequence[str]) -> str:
    """Return how near a clause came; "" where nothing of what is to blame occurs."""
    nearest = f"“{why_not.nearest}”"
    match why_not.miss:
        case Miss.ABSENT:
            # the values of a field such as tag: are told with it
            return shorten(why_not.message, _LONGEST) if "(here: " in why_not.message else ""
        case Miss.TOO_FAR if why_not.found is None:
            return f"in different fields: {nearest}"
        case Miss.TOO_FAR:
            return f"{counted(why_not.found or 0, 'word')} between, {why_not.allowed} allowed: {nearest}"
        case Miss.WRONG_ORDER:
            return f"the other way round: {nearest}"
        case Miss.TOO_NEAR:
            return f"{nearest} stands too near to what {shorten(why_not.clause, _CLAUSE)} forbids"
        case Miss.TOO_FEW:
            return f"{counted(why_not.found or 0, 'time')}, {why_not.allowed} asked for: {nearest}"
        case Miss.SCATTERED if why_not.allowed is not None:
            return f"not in the first {counted(why_not.allowed, 'word')} of a field: {_quoted(there)}"
        case Miss.SCATTERED:
            return f"not in one {why_not.clause.partition('(')[0].lower()}: {_quoted(there)}"
        case Miss.APART:
            return "its words occur, but not side by side"
        case Miss.OTHER_CASE:
            return f"in other letters: {nearest}"
        case Miss.OTHER_FIELD:
            return "it occurs, but in another field"
        case _:
            return shorten(why_not.message, _LONGEST)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def explained_json(explained: Explained) -> dict[str, object]:
    """Return the same for programs. The shape is stable: keys may be added, none changes its meaning."""
    explanation = explained.explanation
    passages = explanation.match.passages if explanation.match else ()
    return {
        "watch": explanation.watch_id,
        "matched": explanation.match is not None,
        "findings": [
            {"quote": one.quote, "spans": one.spans, "field": one.field, **reading_json(one)} for one in passages
        ],
        "why_not": _why_not_json(explanation.why_not) if explanation.why_not else None,
        "clauses": [_piece_json(piece) for piece in explained.query.pieces],
        "exclude": [_piece_json(piece) for piece in explained.exclude.pieces] if explained.exclude else [],
    }


def _piece_json(piece: Piece) -> dict[str, object]:
    return {
        "clause": piece.text,
        "holds": piece.held,
        "words": piece.words,
        "missing": [term.text for term in piece.missing],
        "why_not": _why_not_json(piece.why_not) if piece.why_not else None,
    }


def _why_not_json(why_not: WhyNot) -> dict[str, object]:
    return {
        "clause": why_not.clause,
        "reason": why_not.miss.value,
        "message": why_not.message,
        "allowed": why_not.allowed,
        "found": why_not.found,
        "nearest": why_not.nearest,
    }
