"""Units: what a figure counts: people, with the noun behind it or near it, or money.

Takes: Tokens, a Lexicon, the tokens of a figure. Gives: the unit, and the token behind it. Raises: nothing.
All looking about is bounded: a few words behind a figure, a dozen to either side of a bare one.
"""

from __future__ import annotations

from dataclasses import dataclass

from policywatch.match.quantities.currencies import CODES, DOLLARS, LETTERS, SIGNS, WRITTEN
from policywatch.match.quantities.lexicon import Lexicon
from policywatch.match.quantities.tokens import Tokens

#: words between a figure and the noun that it counts
_MOST_BETWEEN = 6
#: how many words away the noun of a bare figure is looked for
_NEAR = 12
#: words of a currency's name
_LONGEST_NAME = 4
#: a scale from which on pounds are money rather than weight
_COUNTED_MONEY = 1000
#: `forces` are people from here on; two forces are two armies
_FEW = 20


@dataclass(frozen=True, slots=True)
class Units:
    """Reads what the figures of one text count."""

    tokens: Tokens
    lexicon: Lexicon

    # --- money ---

    def currency_before(self, at: int) -> tuple[str, int] | None:
        """Return the currency that stands directly before a figure, and its first token (the figure's for a sign)."""
        tokens = self.tokens
        gap = tokens.gaps[at]
        sign = gap.rstrip()[-1:]
        if sign in SIGNS and (gap[-1] == sign or not tokens.is_number(at - 1)):  # in 5$ 6 it is that of 5
            letters = tokens.word(at - 1)
            if sign == "$" and letters in DOLLARS and gap[0] == "$":
                return DOLLARS[letters], at - 1
            return SIGNS[sign], at
        if at and gap in ("", " ", "\u00a0"):
            word = tokens.words[at - 1]
            if word in WRITTEN and tokens.is_upper(at - 1) and tokens.is_number(at):
                return WRITTEN[word], at - 1
            if word.upper() in CODES and not gap and tokens.is_upper(at - 1):
                return word.upper(), at - 1
            if word in LETTERS and (not gap or word == "rs") and tokens.is_number(at) and tokens.is_capital(at - 1):
                return LETTERS[word], at - 1
        return None

    def currency_after(self, at: int, scale: int) -> tuple[str, int] | None:
        """Return the currency behind a figure, and the token behind that."""
        tokens, lexicon = self.tokens, self.lexicon
        gap = tokens.gaps[at]
        sign = gap.lstrip(" \u00a0")[:1]
        if sign in SIGNS and not self._is_next(at):
            return SIGNS[sign], at
        if gap == "" and tokens.word(at) in WRITTEN:
            return WRITTEN[tokens.words[at]], at + 1
        if not tokens.follows(at):
            return None
        word = tokens.words[at]
        if word in DOLLARS and tokens.gaps[at + 1][:1] == "$" and not self._is_next(at + 1):
            return DOLLARS[word], at + 1
        if word.upper() in CODES and tokens.is_upper(at) and (scale > 1 or word in WRITTEN):
            return word.upper(), at + 1
        if word in lexicon.of and tokens.follows(at + 1):
            at += 1
        while tokens.word(at) in lexicon.money_modifiers and tokens.follows(at + 1):
            at += 1
        return self._named_currency(at, scale)

    def _is_next(self, at: int) -> bool:
        """Say whether the sign in the gap before a word is that of the figure behind it."""
        return self.tokens.is_number(at) and self.tokens.gaps[at][-1:] in SIGNS

    def _named_currency(self, at: int, scale: int) -> tuple[str, int] | None:
        if self.tokens.word(at) not in self.lexicon.currency_starts:
            return None
        name, found = "", None
        for index in range(at, min(at + _LONGEST_NAME, len(self.tokens.words))):
            if index > at and not self.tokens.follows(index):
                break
            name = f"{name} {self.tokens.words[index]}" if name else self.tokens.words[index]
            code = self.lexicon.currencies.get(name)
            if code is None and scale >= _COUNTED_MONEY:
                code = self.lexicon.scaled_currencies.get(name)
            if code is not None:
                found = code, index + 1
        return found

    def is_fund(self, at: int) -> bool:
        """Say whether a figure without currency is money by what it is for: 200 million in aid."""
        tokens = self.tokens
        if not tokens.follows(at) or tokens.words[at] not in ("in", "of", "de", "d", "worth"):
            return False
        for index in range(at + 1, at + 4):
            if not tokens.follows(index) or (index > at + 1 and tokens.words[index] in self.lexicon.function_words):
                return False
            if tokens.words[index] in self.lexicon.money_nouns:
                return True
        return False

    # --- people ---

    def counted(self, at: int, *, one: bool, few: bool, none: bool = False) -> tuple[str, int] | None:
        """Return the noun for people that a figure counts, and the token behind it.

        `at` is the token behind the figure; `one`: the noun stands in the singular; `none`: the figure is *no*.
        """
        tokens, lexicon = self.tokens, self.lexicon
        if tokens.word(at) in lexicon.of and tokens.follows(at):
            if one and not tokens.is_number(at - 1):  # one of the soldiers said
                return None
            at += 1
            if tokens.word(at) in lexicon.determiners and tokens.follows(at):
                at += 1
        found: tuple[str, int] | None = None
        for index in range(at, at + _MOST_BETWEEN + 1):
            if not tokens.follows(index):
                break
            noun = self._noun(index, one=one, few=few, none=none)
            if noun:
                # the last of several nouns is what is counted, a participle only where no noun stands before it
                if not (found and tokens.words[index] in lexicon.participles):
                    found = noun
            elif found or not (self._modifies(index, none=none) or self._joins(index)):
                break
        return found

    def _noun(self, at: int, *, one: bool, few: bool, none: bool) -> tuple[str, int] | None:
        tokens, lexicon = self.tokens, self.lexicon
        word = tokens.words[at]
        if one or none:
            unit = lexicon.person.get(word)
            if one or (unit and unit not in lexicon.everybody):
                return (unit, at + 1) if unit else None
        unit = lexicon.people.get(word)
        if unit and not (few and word == "forces"):
            return unit, at + 1
        if tokens.follows(at + 1) and (unit := lexicon.people.get(f"{word} {tokens.words[at + 1]}")):
            return unit, at + 2
        if word.endswith(lexicon.demonym_endings) and tokens.is_capital(at):
            return "people", at + 1
        return None

    def _modifies(self, at: int, *, none: bool) -> bool:
        """Say whether a word can stand between a figure and the noun that it counts."""
        tokens, lexicon = self.tokens, self.lexicon
        word = tokens.words[at]
        if lexicon.modifiers is not None:
            return word in lexicon.modifiers
        capital = tokens.is_capital(at)
        if none:
            return capital or word in lexicon.none_modifiers
        if word in lexicon.plural_modifiers:
            return True
        if word in lexicon.function_words or word in lexicon.shares or word in lexicon.starts or tokens.is_number(at):
            return False
        # a noun in the plural is what the figure counts: three trucks carrying soldiers
        if word[-1] == "s" and not word.endswith(("ss", "us", "is")):
            return False
        return not word.endswith("ing") or word in lexicon.lasting

    def _joins(self, at: int) -> bool:
        """Say whether a word joins two names before the noun: US and French troops."""
        tokens = self.tokens
        is_and = tokens.words[at] in self.lexicon.and_ and tokens.is_capital(at - 1)
        return is_and and tokens.follows(at + 1) and tokens.is_capital(at + 1)

    def compound(self, at: int) -> tuple[str, int] | None:
        """Return what *1,000-strong* or *500-member* counts; the token behind that word, or behind the noun."""
        tokens, lexicon = self.tokens, self.lexicon
        word = tokens.word(at)
        if word in lexicon.strong:
            unit, end = self._team(at + 1)
            return unit or self.nearest_noun(at, at) or "people", end or at + 1
        if word in lexicon.member:
            return lexicon.member[word], at + 1
        if word in lexicon.team_member and self._team(at + 1)[1]:
            return lexicon.team_member[word], at + 1
        return None

    def _team(self, at: int) -> tuple[str, int]:
        """Return the unit of a noun for many people within the next words, and the token behind it; "" and 0 else."""
        for index in range(at, at + 4):
            if not self.tokens.follows(index):
                break
            word = self.tokens.words[index]
            if word in self.lexicon.function_words:
                break
            unit = "people" if word in self.lexicon.teams else self.lexicon.cues.get(word)
            if unit:
                return unit, index + 1
        return "", 0

    # --- bare figures ---

    def is_bare(self, at: int) -> bool:
        """Say whether nothing that a figure could count stands behind it; `at` is the token behind the figure."""
        tokens, lexicon = self.tokens, self.lexicon
        if not tokens.follows(at):
            return True
        word = tokens.words[at]
        if word in lexicon.of and tokens.follows(at + 1):
            return tokens.words[at + 1] in lexicon.pronouns
        return word in lexicon.function_words and tokens.gaps[at] != "-"

    def happens_to(self, at: int) -> bool:
        """Say whether what happened to people is said right behind a figure: 40 were killed."""
        for index in range(at, at + 4):
            if not self.tokens.follows(index):
                return False
            if self.tokens.words[index] in self.lexicon.happenings:
                return True
        return False

    def nearest_noun(self, start: int, end: int) -> str:
        """Return the unit of the noun for people nearest to a bare figure in its clause, "" where none is near."""
        back, ahead = True, True
        for distance in range(1, _NEAR + 1):
            index = start - distance
            back = back and index >= 0 and not self._parts(index, index + 1)
            if back and (unit := self.lexicon.cues.get(self.tokens.words[index])):
                return unit
            index = end + distance - 1
            ahead = ahead and index < len(self.tokens.words) and not self._parts(index, index)
            if ahead and (unit := self.lexicon.cues.get(self.tokens.words[index])):
                return unit
        return ""

    def _parts(self, index: int, gap: int) -> bool:
        """Say whether a clause ends at a word or in a gap."""
        return self.tokens.words[index] in self.lexicon.conjunctions or self.tokens.ends_clause(gap)
