"""Inflection: the forms of English verbs and nouns, by rule; what follows no rule stands in the lexicon.

Takes: a word in its first form. Gives: its forms. A form that does not exist (*permited*) does no harm here and may be
    among them. Raises: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

#: what a form can be
BASE, PRESENT, PAST, PARTICIPLE, ING = 1, 2, 4, 8, 16
#: of French verbs: the conditional, the future
CONDITIONAL, FUTURE = 32, 64

_VOWELS: Final = "aeiou"
_SIBILANT: Final = ("s", "x", "z", "ch", "sh")

Irregular = Mapping[str, tuple[tuple[str, ...], ...]]


def verb_forms(verb: str, irregular: Irregular) -> Iterator[tuple[str, int]]:
    """Yield each form of an English verb with what it is."""
    yield verb, BASE | PRESENT
    yield _third_person(verb), PRESENT
    stems = _stems(verb)
    for stem in stems:
        yield f"{stem}ing", ING
    if verb.endswith("ie"):
        yield f"{verb[:-2]}ying", ING
    if verb in irregular:
        past, participle = irregular[verb]
        yield from ((form, PAST) for form in past)
        yield from ((form, PARTICIPLE) for form in participle)
    elif verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        yield f"{verb[:-1]}ied", PAST | PARTICIPLE
    else:
        for stem in stems:
            yield f"{stem}ed", PAST | PARTICIPLE


def plural(noun: str) -> str:
    """Return the plural of an English noun."""
    return _third_person(noun)


def _third_person(word: str) -> str:
    if word.endswith(_SIBILANT):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith("o") else f"{word}s"


def _stems(verb: str) -> list[str]:
    """Return what endings with a vowel are put to: without a mute e, and with the last consonant once and twice."""
    if verb.endswith(("ee", "oe", "ye")):
        return [verb, verb[:-1]]
    if verb.endswith("e"):
        return [verb[:-1]]
    if (
        len(verb) > 2
        and verb[-1] not in "aeiouwxy"
        and verb[-2] in _VOWELS
        and (verb[-3] not in _VOWELS or verb[-4:-2] == "qu")
    ):
        return [verb, verb + verb[-1]]
    if verb.endswith("c"):
        return [f"{verb}k"]
    return [verb]
