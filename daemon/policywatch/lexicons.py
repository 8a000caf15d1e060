"""The lexicons, loaded once: the shipped ones, and `read_stance`, the public way into the stance reader.

What it is: the thin seam between config/lexicon/, which settings/ reads, and match/stance, which is pure.
Raises: SettingsError, where a lexicon file cannot be used; ValueError for a language without one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date

from policywatch.errors import Problem, SettingsError
from policywatch.match.stance import CompiledLexicon, compile_lexicon, read
from policywatch.model.lexicon import Lexicon
from policywatch.model.match import Span
from policywatch.model.stance import Stance
from policywatch.settings.lexicon import read_lexicon
from policywatch.shipped import shipped


@functools.cache
def shipped_lexicon(language: str) -> Lexicon:
    """Return the shipped lexicon of a language. Raises ValueError where there is none."""
    path = shipped("config") / "lexicon" / f"{language}.yaml"
    if language not in languages():
        raise ValueError(f"there is no lexicon for {language!r}; there are {', '.join(sorted(languages()))}")
    problems: list[Problem] = []
    lexicon = read_lexicon(path, problems)
    if lexicon is None:
        raise SettingsError(str(path), problems)
    return lexicon


@functools.cache
def languages() -> frozenset[str]:
    """Return the languages that a lexicon is shipped for."""
    return frozenset(path.stem for path in (shipped("config") / "lexicon").glob("*.yaml"))


@functools.cache
def _compiled(language: str) -> CompiledLexicon:
    return compile_lexicon(shipped_lexicon(language))


def compiled(language: str, own: Iterable[Lexicon] = ()) -> CompiledLexicon:
    """Return a language's lexicon ready to be read with, a user's own entries laid over the shipped ones."""
    added = [lexicon for lexicon in own if lexicon.language == language]
    if not added:
        return _compiled(language)
    return compile_lexicon(functools.reduce(Lexicon.plus, added, shipped_lexicon(language)))


def read_stance(text: str, span: Span, lang: str = "en", published: date | None = None) -> Stance:
    """Say how a text presents the event that a span of it names.

    `span` is (start, end) in characters: a verb, a noun, a phrase or a clause, anywhere in a text of one sentence or
    more. `lang` is en or fr. `published` is the text's day: years before it are the past.
    Raises ValueError for a span outside the text and for another language; nothing for any text.
    """
    return read(text, span, _compiled(lang), published)
