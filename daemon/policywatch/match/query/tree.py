"""Query trees: a query as immutable values, and their canonical text.

What it is: the one form of a query that everything reads: matching, anchors, explanations. `str(node)` is the canonical
text; reading that again gives an equal tree.

Words in a tree are folded (see normalize.py). A node is *positional* when it stands for places in the text (a word, a
phrase, a quantity, NEAR, alternatives of these) and can therefore be an operand of NEAR; the others are conditions.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from policywatch.match.document import TEXT_FIELDS
from policywatch.model.quantity import QuantityKind
from policywatch.model.stance import StanceLabel


@dataclass(frozen=True, slots=True)
class Word:
    """A word; in a value field (tag, feed, lang, domain) the whole value."""

    text: str

    def __str__(self) -> str:
        return self.text if self.text.replace(".", "").replace(",", "").isalnum() else f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class Wild:
    """A word with wildcards: `*` any run of characters, `?` exactly one."""

    pattern: str

    def __str__(self) -> str:
        return self.pattern if self.pattern.replace("*", "").replace("?", "").isalnum() else f'"{self.pattern}"'


@dataclass(frozen=True, slots=True)
class Exact:
    """A word with case and accents as written."""

    text: str
    #: the same, folded
    folded: str

    def __str__(self) -> str:
        return f"{{{self.text}}}"


@dataclass(frozen=True, slots=True)
class Stem:
    """Any form of a word, by the stemmer of the item's language."""

    #: in small letters, with its accents: stemmers heed them
    word: str

    def __str__(self) -> str:
        return f"stem:{self.word}"


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression over the published text (RE2 syntax)."""

    pattern: str
    ignore_case: bool

    def __str__(self) -> str:
        return f"/{self.pattern}/{'i' if self.ignore_case else ''}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity that lies within bounds, all of what it can be: between 500 and 600 lies within >= 500, not > 500."""

    kind: QuantityKind
    #: None where no bound is set; equal to `high` where one figure is asked for
    low: Decimal | None
    high: Decimal | None
    #: the bounds themselves do not count: > and <
    strict: bool = False
    #: ISO 4217; "" = any
    currency: str = ""

    @property
    def bounds(self) -> str:
        """What the quantity is compared with."""
        currency = f" {self.currency}" if self.currency else ""
        if self.low is None or self.high is None:
            sign, figure = ("<", self.high) if self.low is None else (">", self.low)
            return f"{sign}{'' if self.strict else '='} {shown_figure(figure)}{currency}"
        if self.low == self.high:
            return f"= {shown_figure(self.low)}{currency}"
        low, high = shown_figure(self.low), shown_figure(self.high)
        if low[-1].isdigit() != high[-1].isdigit():
            # of 1..2m nobody could say whether one or a million is meant
            low, high = f"{self.low:,f}", f"{self.high:,f}"
        return f"{low}..{high}{currency}"

    def __str__(self) -> str:
        return f"QUANTITY({self.kind} {self.bounds})"


@dataclass(frozen=True, slots=True)
class Stance:
    """The passage that the rest of the query finds presents its event in one of these ways."""

    #: in the order written
    labels: tuple[StanceLabel, ...]

    def __str__(self) -> str:
        return f"STANCE({' OR '.join(self.labels)})"


#: what stands for exactly one word
WordNode: TypeAlias = Word | Wild | Exact | Stem


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two words or more that follow each other."""

    parts: tuple[WordNode, ...]

    def __str__(self) -> str:
        if isinstance(self.parts[0], Exact):
            return "{" + " ".join(str(part).strip("{}") for part in self.parts) + "}"
        # a word with marks that are no letters stands in quotation marks by itself
        return '"' + " ".join(str(part).strip('"') for part in self.parts) + '"'


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more."""

    operands: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(_operand(node) for node in self.operands)


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more, at least one of which is no Not."""

    operands: tuple[Node, ...]

    def __str__(self) -> str:
        return " AND ".join(_operand(node) for node in self.operands)


@dataclass(frozen=True, slots=True)
class Not:
    """A restriction inside And."""

    operand: Node

    def __str__(self) -> str:
        return f"NOT {_operand(self.operand)}"


@dataclass(frozen=True, slots=True)
class Near:
    """Both, with at most `distance` words between; in this order where `ordered`."""

    left: Node
    right: Node
    distance: int
    ordered: bool = False

    def __str__(self) -> str:
        operator = "ONEAR" if self.ordered else "NEAR"
        return f"{_operand(self.left)} {operator}/{self.distance} {_operand(self.right)}"


@dataclass(frozen=True, slots=True)
class NotNear:
    """`left` where no `right` stands within `distance` words."""

    left: Node
    right: Node
    distance: int

    def __str__(self) -> str:
        return f"{_operand(self.left)} NOT NEAR/{self.distance} {_operand(self.right)}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in which the operand holds."""

    operand: Node

    def __str__(self) -> str:
        return f"SENTENCE({self.operand})"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in which the operand holds."""

    operand: Node

    def __str__(self) -> str:
        return f"PARAGRAPH({self.operand})"


@dataclass(frozen=True, slots=True)
class First:
    """The operand holds in the first `count` words of the title, the lead or the body."""

    operand: Node
    count: int

    def __str__(self) -> str:
        return f"FIRST/{self.count}({self.operand})"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` places that do not overlap."""

    operand: Node
    count: int

    def __str__(self) -> str:
        return f"ATLEAST/{self.count}({self.operand})"


@dataclass(frozen=True, slots=True)
class Field:
    """The operand, in one field."""

    name: str
    operand: Node

    def __str__(self) -> str:
        return f"{self.name}:{_operand(self.operand)}"


Node: TypeAlias = (
    Word
    | Wild
    | Exact
    | Stem
    | Regex
    | Phrase
    | Or
    | And
    | Not
    | Near
    | NotNear
    | Sentence
    | Paragraph
    | First
    | AtLeast
    | Field
    | Quantity
    | Stance
)

_COMPOUND = (Or, And, Not, Near, NotNear)


def _operand(node: Node) -> str:
    return f"({node})" if isinstance(node, _COMPOUND) and not isinstance(node, Not) else str(node)


def shown_figure(figure: Decimal | None) -> str:
    """Return a figure as a query has it: 500, 1,000, 1.5m, 2bn."""
    figure = figure or Decimal(0)
    for scale, letters in ((10**9, "bn"), (10**6, "m")):
        if figure >= scale and figure % (scale // 1000) == 0:
            return f"{(figure / scale).normalize():,f}{letters}"
    return f"{figure:,f}"


def is_positional(node: Node) -> bool:
    """Say whether the node stands for places in title, lead and body."""
    match node:
        case Or():
            return all(is_positional(operand) for operand in node.operands)
        case Field():
            return node.name in TEXT_FIELDS and is_positional(node.operand)
        case And() | Not() | Sentence() | Paragraph() | First() | AtLeast() | Stance():
            return False
        case _:
            return True
