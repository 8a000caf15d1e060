"""Conditions: what QUANTITY(...) and STANCE(...) mean, and where they may stand.

What it is: the part of read.py that looks between these brackets. A STANCE speaks about the passage that the rest of
the query finds, so it stands once, at the top level, joined to the rest by AND.
Takes: the term as a Leaf, where it stands. Gives: a Quantity or Stance node. Raises: QueryError.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

from policywatch.errors import QueryError
from policywatch.match.document import TEXT_FIELDS
from policywatch.match.query.amounts import EMPTY, Misread, Token, read_quantity
from policywatch.match.query.syntax import Leaf, Level, Negated, Part
from policywatch.match.query.tree import Node, Stance
from policywatch.model.stance import StanceLabel

#: what these terms are called in the grammar
KINDS: Final = frozenset({"QUANTITY", "STANCE"})

_LABELS = tuple(label.value for label in StanceLabel)
_LABELS_HINT = f"labels are {', '.join(_LABELS)}"
_LABEL_TOKEN = re.compile(r"\|\||[^\s|,]+|\S")


def stance_of(part: Part, subject: str) -> Leaf | None:
    """Return the STANCE of a whole query that restricts what its rest finds, None where none stands where it can."""
    if subject != "query" or not isinstance(part, Level) or "OR" in part.joints:
        return None
    stances = [one for one in part.operands if isinstance(one, Leaf) and one.kind == "STANCE"]
    others = [one for one in part.operands if not isinstance(one, Negated) and one not in stances]
    return stances[0] if stances and others else None


def read_condition(part: Leaf, subject: str, field: str | None, stance: Leaf | None) -> Node:
    """Return the node of a term that stands in this field; `stance` is the one STANCE that may be read."""
    try:
        _check_place(part, field, stance)
        return read_quantity(part.text) if part.kind == "QUANTITY" else Stance(_stance_labels(part.text))
    except Misread as misread:
        start, end = misread.place or (0, len(part.text))
        offset, length = part.start + start, end - start
        raise QueryError(subject, misread.cause, offset=offset, length=length, hint=misread.hint) from None


def _check_place(part: Leaf, field: str | None, stance: Leaf | None) -> None:
    if part.kind == "STANCE" and part is not stance:
        cause = "STANCE(...) stands once, at the top level of a query, beside what it is about"
        raise Misread(cause, "for example coup AND STANCE(asserted OR planned)")
    if part.kind == "QUANTITY" and field not in (None, *TEXT_FIELDS):
        raise Misread(f"QUANTITY has no meaning in {field}:", "it reads title, lead and body")


def _stance_labels(term: str) -> tuple[StanceLabel, ...]:
    """Return the labels between the brackets, each once."""
    labels: list[StanceLabel] = []
    expects_label = True
    token = None
    for found in _LABEL_TOKEN.finditer(term, term.index("(") + 1, len(term) - 1):
        token = Token("", found.group(), found.span())
        if expects_label:
            labels.append(_label(token))
        elif token.text not in ("OR", "||"):
            _refuse_joint(token, labels[-1])
        expects_label = not expects_label
    if token is None:
        raise Misread(EMPTY, _LABELS_HINT)
    if expects_label:
        raise Misread("a label is missing behind OR", _LABELS_HINT, token.place)
    return tuple(dict.fromkeys(labels))


def _refuse_joint(token: Token, label: StanceLabel) -> None:
    match token.text:
        case "or":
            hint = "OR is written in capitals"
        case "AND" | "&&" | "NOT":
            hint = "a passage has one stance; alternatives are joined by OR"
        case text:
            hint = f"write {label} OR {'...' if text == ',' else token.shown.lower()}"
    raise Misread(f"labels are joined by OR, not by {token.shown}", hint, token.place)


def _label(token: Token) -> StanceLabel:
    text = token.text.lower()
    if text in _LABELS:
        return StanceLabel(text)
    if token.text in ("NOT", "-"):
        raise Misread("a stance is never negated", "name those that you want", token.place)
    close = get_close_matches(text.replace("-", "_"), _LABELS, 1)
    hint = f"did you mean {close[0]}" if close else _LABELS_HINT
    raise Misread(f"there is no stance {token.shown}", hint, token.place)
