"""Inflection: the forms of French verbs and nouns, by rule; what follows no rule stands in the lexicon.

Takes: a word in its first form, folded or not. Gives: its forms. Raises: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policywatch.match.stance.words.inflect import (
    BASE,
    CONDITIONAL,
    FUTURE,
    ING,
    PARTICIPLE,
    PAST,
    PRESENT,
    Irregular,
)

_FUTURE: Final = ("ai", "as", "a", "ons", "ez", "ont")
_IMPERFECT: Final = ("ais", "ait", "ions", "iez", "aient")


def verb_forms(verb: str, irregular: Irregular) -> Iterator[tuple[str, int]]:
    """Yield each form of a French verb with what it is.

    An irregular verb lists present forms (the last one with the imperfect's stem: *tenons*), participles and the stem
    of its future.
    """
    head = verb
    yield head, BASE
    if head in irregular:
        present, participles, (future, *_) = irregular[head]
        yield from ((form, PRESENT) for form in present)
        imperfect = present[-1].removesuffix("ons")
    elif head.endswith("er"):
        stem = head[:-2]
        soft = f"{stem}e" if stem.endswith("g") else f"{stem[:-1]}ç" if stem.endswith("c") else stem
        yield from ((f"{stem}{end}", PRESENT) for end in ("e", "es", "ent", "ez"))
        yield f"{soft}ons", PRESENT
        yield f"{soft}a", PAST
        yield f"{stem}èrent", PAST
        imperfect, participles, future = soft, (f"{stem}é",), head
    elif head.endswith("ir"):
        stem = head[:-1]
        yield from ((f"{stem}{end}", PRESENT) for end in ("s", "t", "ssent", "ssons", "ssez"))
        yield f"{stem}rent", PAST
        imperfect, participles, future = f"{stem}ss", (stem,), head
    else:
        stem = head.removesuffix("re")
        yield from ((f"{stem}{end}", PRESENT) for end in ("s", "", "ent", "ons", "ez"))
        yield f"{stem}it", PAST
        yield f"{stem}irent", PAST
        imperfect, participles, future = stem, (f"{stem}u",), head.removesuffix("e")
    yield f"{imperfect}ant", ING
    yield from ((f"{imperfect}{end}", PAST) for end in _IMPERFECT)
    for participle in participles:
        end = "" if participle.endswith("s") else "s"
        yield from ((f"{participle}{ending}", PARTICIPLE) for ending in ("", "e", end, "es"))
    yield from ((f"{future}{end}", FUTURE) for end in _FUTURE)
    yield from ((f"{future}{end}", CONDITIONAL) for end in _IMPERFECT)


def plural(noun: str) -> str:
    """Return the plural of a French noun."""
    if noun.endswith(("s", "x", "z")):
        return noun
    if noun.endswith(("eau", "eu")):
        return f"{noun}x"
    return f"{noun[:-1]}ux" if noun.endswith("al") else f"{noun}s"
