"""Misses: why a part of a query fails in a document, and how near it came.

Takes: a node that does not hold, a Document, the window of words. Gives: a WhyNot. Raises: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice, product

from policywatch.match.document import TEXT_FIELDS, Document
from policywatch.match.evaluate import MAX_PAIRS, Hit, Window, count_apart, field_window, holds, places
from policywatch.match.passages import find_passages
from policywatch.match.quantities.asked import described, nearest_quantity
from policywatch.match.query.naming import named
from policywatch.match.query.tree import (
    And,
    AtLeast,
    Exact,
    Field,
    First,
    Near,
    Node,
    Not,
    NotNear,
    Or,
    Paragraph,
    Phrase,
    Quantity,
    Sentence,
    Stem,
    Wild,
    Word,
)
from policywatch.model.match import Passage

#: alternatives that a message names
_MOST_NAMED = 8
#: characters of a nearest miss that are shown
SHOWN = 200


class Miss(StrEnum):
    """Why a clause failed. The later a member stands, the nearer the clause came."""

    #: the watch does not read this feed, or this language
    FEED = "feed"
    LANGUAGE = "language"
    #: found, but about another place, by another actor, or in another stance
    PLACE = "place"
    ACTOR = "actor"
    STANCE = "stance"
    #: the words do not occur
    ABSENT = "absent"
    #: what NOT forbids occurs, or `exclude` took every sentence away
    FORBIDDEN = "forbidden"
    EXCLUDED = "excluded"
    #: the words occur, but in other fields
    OTHER_FIELD = "other_field"
    #: the word occurs in other letters: Who, not WHO
    OTHER_CASE = "other_case"
    #: the words of a phrase occur, but not side by side
    APART = "apart"
    #: what must stand together in one sentence, one paragraph or the first words does not
    SCATTERED = "scattered"
    #: quantities of the kind are told, but others
    OTHER_QUANTITY = "other_quantity"
    #: fewer than ATLEAST asks for
    TOO_FEW = "too_few"
    #: everywhere it stands, what NOT NEAR forbids stands too near
    TOO_NEAR = "too_near"
    #: near enough, but in the other order
    WRONG_ORDER = "wrong_order"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The first clause that failed, and how."""

    #: in canonical form; of a selector, its own text
    clause: str
    miss: Miss
    #: for people
    message: str
    #: what the clause allows or asks for: words between, or places counted; None where nothing counts
    allowed: int | None = None
    #: what was found of the same
    found: int | None = None
    #: the nearest miss, as published; "" where there is none
    nearest: str = ""


def failed(node: Node, doc: Document, window: Window) -> WhyNot:
    """Return why a node that does not hold in the window does not."""
    match node:
        case And():
            return failed(next(one for one in node.operands if not holds(one, doc, window)), doc, window)
        case Or():
            return _failed_or(node, doc, window)
        case Not():
            return _forbidden(node, doc, window)
        case Near():
            return _failed_near(node, doc, window)
        case NotNear():
            return _failed_not_near(node, doc, window)
        case Phrase():
            return _failed_phrase(node, doc, window)
        case Exact():
            return _failed_exact(node, doc, window)
        case Quantity():
            return _failed_quantity(node, doc, window)
        case Sentence() | Paragraph() | First():
            return _failed_window(node, doc, window)
        case AtLeast():
            return _failed_at_least(node, doc, window)
        case Field():
            return _failed_field(node, doc)
        case _:
            return WhyNot(str(node), Miss.ABSENT, f"{named(node)} does not occur")


def _failed_or(node: Or, doc: Document, window: Window) -> WhyNot:
    failures = [failed(operand, doc, window) for operand in node.operands]
    order = list(Miss)
    nearest = max(failures, key=lambda one: (order.index(one.miss), bool(one.nearest), -(one.found or 0)))
    if nearest.miss is not Miss.ABSENT or nearest.nearest:
        return nearest
    plain = [str(one) for one in node.operands if isinstance(one, Word | Wild | Exact | Stem | Phrase)]
    count = len(node.operands)
    if not plain:
        return WhyNot(str(node), Miss.ABSENT, f"none of {count} alternatives occurs, not even in part")
    others = f" … {count} alternatives" if count > len(plain[:_MOST_NAMED]) else ""
    return WhyNot(str(node), Miss.ABSENT, f"none of these occurs: {', '.join(plain[:_MOST_NAMED])}{others}")


def _forbidden(node: Not, doc: Document, window: Window) -> WhyNot:
    passages = find_passages(doc, node.operand)
    nearest = _words(passages[0]) if passages else ""
    return WhyNot(str(node), Miss.FORBIDDEN, f"{named(node.operand)} must not occur, but does", nearest=nearest)


def _words(passage: Passage) -> str:
    return " … ".join(passage.quote[start:end] for start, end in passage.spans)[:SHOWN]


def _failed_near(node: Near, doc: Document, window: Window) -> WhyNot:
    lefts, rights = places(node.left, doc, window), places(node.right, doc, window)
    for operand, hits, others in ((node.left, lefts, rights), (node.right, rights, lefts)):
        if not hits:
            missing = failed(operand, doc, window)
            if not others or missing.miss is not Miss.ABSENT:
                return missing
            there = _published(window, others[0])
            return replace(missing, message=f"“{there}” is there, but {missing.message}", nearest=there)
    zone = window.zone
    apart = [pair for pair in islice(product(lefts, rights), MAX_PAIRS) if set(pair[0]).isdisjoint(pair[1])]
    if not apart:
        return WhyNot(str(node), Miss.ABSENT, f"{named(node.left)} and {named(node.right)} are the same words here")

    def distance(pair: tuple[Hit, Hit]) -> int:
        earlier, later = sorted(pair)
        return max(0, zone.places[later[0]] - zone.places[earlier[-1]] - 1)

    pair = min(apart, key=distance)
    found = distance(pair)
    nearest = _between(window, *sorted(pair))
    if zone.section_of(pair[0][0]) is not zone.section_of(pair[1][0]):
        message = f"{named(node.left)} and {named(node.right)} stand in different fields"
        return WhyNot(str(node), Miss.TOO_FAR, message, allowed=node.distance, nearest=nearest)
    left, right = named(node.left), named(node.right)
    if found <= node.distance:
        message = f"{right} stands before {left}, {_count(found, 'word')} between, and must stand after it"
        return WhyNot(str(node), Miss.WRONG_ORDER, message, node.distance, found, nearest)
    message = (
        f"{left} and {right} stand {_count(found, 'word')} apart at the nearest, {node.distance} allowed: “{nearest}”"
    )
    return WhyNot(str(node), Miss.TOO_FAR, message, node.distance, found, nearest)


def _failed_not_near(node: NotNear, doc: Document, window: Window) -> WhyNot:
    lefts = places(node.left, doc, window)
    if not lefts:
        return failed(node.left, doc, window)
    message = (
        f"wherever {named(node.left)} stands, {named(node.right)} stands within {_count(node.distance, 'word')} of it"
    )
    return WhyNot(str(node), Miss.TOO_NEAR, message, allowed=node.distance, nearest=_published(window, lefts[0]))


def _failed_phrase(node: Phrase, doc: Document, window: Window) -> WhyNot:
    missing = [part for part in node.parts if not holds(part, doc, window)]
    if missing:
        first = failed(missing[0], doc, window)
        return WhyNot(str(node), first.miss, f"{named(node)} does not occur: {first.message}", nearest=first.nearest)
    message = f"the words of {named(node)} occur, but not side by side"
    return WhyNot(str(node), Miss.APART, message)


def _failed_exact(node: Exact, doc: Document, window: Window) -> WhyNot:
    others = places(Word(node.folded), doc, window)
    if not others:
        return WhyNot(str(node), Miss.ABSENT, f"{named(node)} does not occur")
    nearest = _published(window, others[0])
    return WhyNot(str(node), Miss.OTHER_CASE, f"{named(node)} does not occur, but “{nearest}” does", nearest=nearest)


def _failed_quantity(node: Quantity, doc: Document, window: Window) -> WhyNot:
    told = [one for one, hit in doc.quantities if window.first <= hit[0] and hit[-1] < window.end]
    message = f"no quantity of {described(node)}"
    found = nearest_quantity(node, told)
    if found is None:
        return WhyNot(str(node), Miss.ABSENT, f"{message}, nor any other of {node.kind}")
    nearest = " ".join(found.words.split())[:SHOWN]
    return WhyNot(str(node), Miss.OTHER_QUANTITY, f"{message}; the nearest is “{nearest}”", nearest=nearest)


def _failed_window(node: Sentence | Paragraph | First, doc: Document, window: Window) -> WhyNot:
    if not holds(node.operand, doc, window):
        return failed(node.operand, doc, window)
    if isinstance(node, First):
        message = f"{named(node.operand)} occurs, but not in the first {_count(node.count, 'word')} of a field"
        return WhyNot(str(node), Miss.SCATTERED, message, allowed=node.count)
    message = f"{named(node.operand)} holds, but not within one {type(node).__name__.lower()}"
    return WhyNot(str(node), Miss.SCATTERED, message)


def _failed_at_least(node: AtLeast, doc: Document, window: Window) -> WhyNot:
    hits = places(node.operand, doc, window)
    if not hits:
        return failed(node.operand, doc, window)
    found = count_apart(hits)
    message = f"{named(node.operand)} occurs {_count(found, 'time')}, {node.count} asked for"
    return WhyNot(str(node), Miss.TOO_FEW, message, node.count, found, _published(window, hits[0]))


def _failed_field(node: Field, doc: Document) -> WhyNot:
    window = field_window(doc, node.name)
    if node.name in TEXT_FIELDS and holds(node.operand, doc):
        return WhyNot(str(node), Miss.OTHER_FIELD, f"{named(node.operand)} occurs, but not in the {node.name}")
    inner = failed(node.operand, doc, window)
    values = ", ".join(section.text for section in window.zone.sections) if node.name not in TEXT_FIELDS else ""
    is_now = f" (here: {values[:SHOWN]})" if values else ""
    return WhyNot(
        str(node), inner.miss, f"{node.name}: {inner.message}{is_now}", inner.allowed, inner.found, inner.nearest
    )


def _published(window: Window, hit: Hit) -> str:
    """Return a hit, from its first word to its last, as published."""
    zone = window.zone
    return zone.section_of(hit[0]).text[zone.spans[hit[0]][0] : zone.spans[hit[-1]][1]][:SHOWN]


def _between(window: Window, earlier: Hit, later: Hit) -> str:
    """Return two hits and what stands between them, shortened where that is long."""
    zone = window.zone
    if zone.section_of(earlier[0]) is zone.section_of(later[0]):
        text = _published(window, (earlier[0], later[-1]))
        if len(text) < SHOWN:
            return text
    return f"{_published(window, earlier)} … {_published(window, later)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
