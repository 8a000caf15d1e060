"""Lexicon files -> model.Lexicon, every problem with its place. The shipped ones and those of users have one form.

Takes: the path of a file such as config/lexicon/en.yaml. Gives: a Lexicon; problems, all at once.
Raises: nothing for any content of any file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field

from policywatch.errors import Problem
from policywatch.model.lexicon import FRAMES, GRAMMAR, LANGUAGES, Lexicon, OperatorKind, Operators, Outcome, Signature
from policywatch.settings.document.nodes import ListNode, MapNode, Node, ScalarNode, entries_of, value_at
from policywatch.settings.document.reading import ReadingError, read_yaml_text
from policywatch.settings.document.source import Source
from policywatch.settings.kinds import Language, Terms, Text, UnfitError
from policywatch.settings.shapes import Shape
from policywatch.settings.wording import did_you_mean, read_as

_MAX_FILE: Final = 5 * 1024 * 1024
#: after so many problems no further entries are read
_ENOUGH: Final = 100
_OUTCOMES: Final = frozenset(Outcome)


def _check_signature(text: str) -> Signature:
    parts = [part.strip() for part in text.split("/")]
    if len(parts) > 2:
        raise UnfitError("must be one outcome or two, such as `negated / asserted`")
    for part in parts:
        if part not in _OUTCOMES:
            hint = did_you_mean(part, _OUTCOMES) or f"outcomes are {', '.join(Outcome)}"
            raise UnfitError(f"holds `{part[:40]}`, which is no outcome", hint)
    return Signature(Outcome(parts[0]), Outcome(parts[-1]))


class _OperatorsShape(Shape):
    verbs: Terms | None = None
    modals: Terms | None = None
    nouns: Terms | None = None
    adjectives: Terms | None = None
    adverbs: Terms | None = None
    prenominal: Terms | None = None
    prepositions: Terms | None = None
    conjunctions: Terms | None = None
    frames: dict[str, Annotated[Text, AfterValidator(_check_signature)]]
    source: Annotated[bool, Field(strict=True)] = False
    lucid: Annotated[bool, Field(strict=True)] = False
    warning: Annotated[bool, Field(strict=True)] = False


class _FileShape(Shape):
    """A lexicon file. Operators are checked one by one, so that a bad one hides no other."""

    language: Language
    grammar: dict[str, Terms] = Field(default_factory=dict)
    operators: tuple[Any, ...] = ()
    pseudo: tuple[Text, ...] = ()
    degrees: dict[str, Terms] = Field(default_factory=dict)
    past: tuple[Text, ...] = ()
    irregular: tuple[Any, ...] = ()


def read_lexicon(path: Path, problems: list[Problem]) -> Lexicon | None:
    """Read one lexicon file; None where it has problems, which are added to `problems`."""
    try:
        source = Source(str(path), read_yaml_text(path, _MAX_FILE))
    except ReadingError as error:
        place = Source(str(path), error.text)
        problems.append(
            Problem(str(path), 0, 0, f"this file {error}", error.hint)
            if error.at is None
            else place.problem(error.at, f"this file {error}", hint=error.hint)
        )
        return None
    found = source.flaws()
    root = source.tree.root
    lexicon = None
    if isinstance(root, MapNode):
        lexicon = _read(source, root, found)
    elif root is not None:
        found.append(source.problem(root.start, "this file must hold keys with values, such as `language:`"))
    problems += found
    return None if found else lexicon


def _read(source: Source, root: MapNode, problems: list[Problem]) -> Lexicon | None:
    shape = read_as(_FileShape, source, root, problems)
    grammar = value_at(root, "grammar")
    prepositions: frozenset[str] = frozenset()
    if isinstance(grammar, MapNode):
        _check_keys(source, grammar, GRAMMAR, "a class of the grammar", problems)
        listed = value_at(grammar, "prepositions")
        if isinstance(listed, ListNode):
            prepositions = frozenset(word.text for word in listed.items if isinstance(word, ScalarNode))
    language = shape.language if shape else ""
    if shape and language not in LANGUAGES:
        at = value_at(root, "language") or root
        problems.append(source.problem(at.start, f"`language` must be one of {', '.join(LANGUAGES)}, got {language!r}"))
    operators = []
    for node in entries_of(root, "operators"):
        if len(problems) > _ENOUGH:
            break
        one = _read_operators(source, node, problems, prepositions)
        operators += [one] if one else []
    irregular = {}
    for node in entries_of(root, "irregular"):
        irregular.update(_read_irregular(source, node, 4 if language == "fr" else 3, problems))
    if shape is None:
        return None
    return Lexicon(
        language=language,
        grammar=shape.grammar,
        operators=tuple(operators),
        pseudo=shape.pseudo,
        irregular=irregular,
        degrees=shape.degrees,
        past=shape.past,
    )


def _read_operators(
    source: Source, node: Node, problems: list[Problem], prepositions: frozenset[str]
) -> Operators | None:
    shape = read_as(_OperatorsShape, source, node, problems)
    if shape is None:
        return None
    given = [(kind, words) for kind in OperatorKind if (words := getattr(shape, kind.value)) is not None]
    if len(given) != 1:
        message = "an entry lists words of exactly one kind: " + ", ".join(OperatorKind)
        problems.append(source.problem(node.start, message))
        return None
    frames = value_at(node, "frames")
    if isinstance(frames, MapNode):
        _check_keys(source, frames, FRAMES | prepositions, "a frame", problems)
    ((kind, words),) = given
    # the validator has made signatures of the texts
    signatures: Mapping[str, Any] = shape.frames
    return Operators(kind, words, signatures, shape.source, shape.lucid, shape.warning)


def _check_keys(source: Source, node: MapNode, known: frozenset[str], what: str, problems: list[Problem]) -> None:
    for name, entry in node.entries.items():
        if name not in known:
            hint = did_you_mean(name, known)
            if what == "a frame" and not hint:
                hint = "a preposition that is a frame is listed under `grammar: prepositions:`"
            problems.append(
                source.problem(entry.key.start, f"`{name[:40]}` is not {what}", hint=hint, length=len(name))
            )


def _read_irregular(
    source: Source, node: Node, parts: int, problems: list[Problem]
) -> dict[str, tuple[tuple[str, ...], ...]]:
    forms = node.items if isinstance(node, ListNode) else ()
    texts = [form.text.split() for form in forms if isinstance(form, ScalarNode)]
    if len(forms) != parts or len(texts) != parts or not all(texts):
        example = "[go, went, gone]" if parts == 3 else "[tenir, tiens tient tiennent tenons, tenu, tiendr]"
        problems.append(source.problem(node.start, f"must be a list of a verb and its forms, such as {example}"))
        return {}
    return {texts[0][0]: tuple(tuple(form) for form in texts[1:])}
