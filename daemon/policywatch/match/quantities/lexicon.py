"""The lexicon's form: what the reader of quantities has to know of a language.

What it is: plain tables; english.py and french.py fill them. Words are folded: small letters, no accents; phrases have
one space between words, whatever stands between them in the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property


class Bound(Enum):
    """What a phrase makes of the figure it qualifies."""

    ABOUT = auto()
    MORE_THAN = auto()
    FEWER_THAN = auto()
    AT_LEAST = auto()
    AT_MOST = auto()
    JUST_OVER = auto()
    JUST_UNDER = auto()


@dataclass(frozen=True)
class Lexicon:
    """A language's words around quantities."""

    # --- numbers ---
    #: 0 to 19 and the tens
    small: Mapping[str, int]
    #: words that no number begins with: articles too
    never_first: frozenset[str]
    hundreds: frozenset[str]
    #: what multiplies the number before it: thousand, million, dozen
    scales: Mapping[str, int]
    #: scales that nobody counts out: a dozen is about twelve
    round_scales: frozenset[str]
    #: scales that mean one of them where no number stands before: thousand, a dozen
    single: frozenset[str]
    #: scales that mean some of them where no number stands before: hundreds, dozens
    plural: Mapping[str, int]
    #: those that mean it only before OF: scores of
    plural_before_of: frozenset[str]
    #: what makes a singular scale some of them: several hundred
    several: frozenset[str]
    #: two, but not counted: a couple of hundred
    couple: frozenset[str]
    halves: frozenset[str]
    quarters: frozenset[str]
    #: what joins the parts of a number: two hundred AND ten
    joints: frozenset[str]
    #: and a half
    and_a_half: frozenset[str]
    #: the decimal point, spoken
    point: frozenset[str]
    #: letters directly behind digits: 200m
    suffixes: Mapping[str, int]
    articles: frozenset[str]
    of: frozenset[str]
    #: 70 is sixty-ten, 80 is four-twenties
    vigesimal: bool
    #: the sign before a decimal fraction; the other one groups digits
    decimal_sign: str
    # --- ranges and bounds ---
    between: frozenset[str]
    and_: frozenset[str]
    from_: frozenset[str]
    to: frozenset[str]
    #: after these, FROM ... TO is a change and no range
    rises: frozenset[str]
    #: phrases before the figure; the longest counts
    bounds: Mapping[str, Bound]
    #: phrases after it
    bounds_after: Mapping[str, Bound]
    # --- people ---
    #: nouns and participles that are counted, in the plural -> the unit
    people: Mapping[str, str]
    #: the same in the singular, for one
    person: Mapping[str, str]
    #: endings of nouns for people of a country, written with a capital
    demonym_endings: tuple[str, ...]
    #: what says what happened to people; a noun of these may stand before the noun itself: 12 wounded soldiers
    participles: frozenset[str]
    #: the same, with verbs that stand behind a bare figure: 40 were arrested
    happenings: frozenset[str]
    #: what a bare figure near it can count -> the unit: force, contingent, toll, killing
    cues: Mapping[str, str]
    #: 1,000-strong
    strong: frozenset[str]
    #: 500-troop
    member: Mapping[str, str]
    #: the same, but only of a team: a 15-member council has countries for members
    team_member: Mapping[str, str]
    #: who a team is
    teams: frozenset[str]
    #: none at all: no troops
    none: frozenset[str]
    #: units whose singular says nothing behind none: no man, no person
    everybody: frozenset[str]
    #: what may stand between none and the noun, in small letters
    none_modifiers: frozenset[str]
    #: what may stand between figure and noun; None = any word that is in none of the following
    modifiers: frozenset[str] | None
    #: words that look like other counted nouns, but stand before nouns for people: United States
    plural_modifiers: frozenset[str]
    #: words in -ing that say what people are, and not what is done to them
    lasting: frozenset[str]
    #: of its, of the
    determiners: frozenset[str]
    #: of them
    pronouns: frozenset[str]
    #: words that end what a figure counts; a figure before one of them is bare
    function_words: frozenset[str]
    #: words behind a figure that make it a share or a rate: percent
    shares: frozenset[str]
    #: words before a bare figure that say it counts something (numbering, to, killed) -> the least that is no age, hour
    #: or date
    leads: Mapping[str, int]
    #: words before a time of day
    time_leads: frozenset[str]
    #: words that end a clause
    conjunctions: frozenset[str]
    # --- what is no quantity ---
    #: words before a number that is a name: Section 7008
    identifiers: frozenset[str]
    months: frozenset[str]
    #: months are written with a capital: may is a verb
    capital_months: bool
    #: words before a year
    year_leads: frozenset[str]
    #: per 1,000 people
    ratios: frozenset[str]
    #: between two numbers: one in five soldiers
    ratio_joints: frozenset[str]
    # --- money ---
    #: phrases behind the figure -> ISO 4217, "" where it cannot be told
    currencies: Mapping[str, str]
    #: the same, but only where the figure has a scale: a pound is a weight too
    scaled_currencies: Mapping[str, str]
    #: words that may stand before the currency: taxpayer dollars
    money_modifiers: frozenset[str]
    #: in aid, in loans: money, though no currency is named
    money_nouns: frozenset[str]

    @cached_property
    def bound_ends(self) -> frozenset[str]:
        """The last words of the phrases before a figure: a quick first look."""
        return frozenset(phrase.rpartition(" ")[2] for phrase in self.bounds)

    @cached_property
    def range_words(self) -> frozenset[str]:
        """What may stand between the two figures of a range."""
        return self.and_ | self.to

    @cached_property
    def currency_starts(self) -> frozenset[str]:
        """The first words of the currencies' names: a quick first look."""
        return frozenset(name.partition(" ")[0] for name in (*self.currencies, *self.scaled_currencies))

    @cached_property
    def starts(self) -> frozenset[str]:
        """The words that a quantity without digits can begin with."""
        words = {*self.small, *self.hundreds, *self.single, *self.plural, *self.several, *self.couple, *self.none}
        return frozenset(words | self.halves | self.quarters) - self.never_first


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


def table(text: str) -> dict[str, str]:
    """Return a table written as `value: key, key, ...` in lines, or `key, key, ...` for values that are their keys."""
    found = {}
    for line in text.strip().splitlines():
        value, colon, keys = line.partition(":")
        for key in (keys if colon else line).split(","):
            found[key.strip()] = value.strip() if colon else key.strip()
    return found


def bounds(**phrases: str) -> dict[str, Bound]:
    """Return a table of phrases, separated by commas, by the name of what they mean."""
    return {
        " ".join(phrase.split()): Bound[name.upper()] for name, text in phrases.items() for phrase in text.split(",")
    }


def leads(least: int, text: str) -> dict[str, int]:
    """Return a table of the words of a text with one value."""
    return dict.fromkeys(text.split(), least)


def numbered(text: str, step: int = 1) -> dict[str, int]:
    """Return the words of a text with their numbers, counted from 0 in steps; `-` is no word."""
    return {word: step * number for number, word in enumerate(text.split()) if word != "-"}
