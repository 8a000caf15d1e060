"""Roles: what a mention does in its sentence, as the words around it tell.

What it is: *in Niger* is a place, *by Niger* acts, *with Niger* is the other side, *according to Paris* says so, *US
troops* own. The government of a place (*the junta in Niger*, *the president of France*) has the role of its own head.
Takes: Mentions of one sentence. Gives: a Role for each. Raises: nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policywatch.match.document import Zone
from policywatch.match.places.words import (
    AND,
    ASIDE,
    BEFORE_NAMES,
    BEFORE_PEOPLE,
    BORDERS,
    BY,
    CIVIL,
    DETERMINERS,
    DIPLOMATS,
    FROM,
    GOVERNMENT,
    IN_PLACE,
    OF_MINISTRIES,
    OF_NAMES,
    OF_THINGS,
    OPENS_CLAUSE,
    OWNED,
    SAYS,
    SOURCE_PAIRS,
    SOURCES,
    WITH,
    is_verb,
)
from policywatch.model.place import Mention, TermKind

#: how far back the preposition of a name is looked for
_BACK: Final = 5
#: words after a name among which a verb makes it the reporter
_SAYS_WITHIN: Final = 3
#: words between a verb and the title of the one who spoke
_SAID_BEFORE: Final = 4
#: adjectives between an owner and what it owns
_ADJECTIVES: Final = 3
_PREPOSITIONS: Final = (IN_PLACE, WITH, BY, SOURCES, ASIDE)
#: words that a ministry's name has at most
_MINISTRY: Final = 6
#: what may stand between a preposition and a name
_BEFORE: Final = (DETERMINERS, BEFORE_NAMES, BEFORE_PEOPLE, OF_THINGS, GOVERNMENT)
_ACTING: Final = frozenset(
    {TermKind.NAME, TermKind.DEMONYM, TermKind.CAPITAL, TermKind.LEADER, TermKind.METONYM, TermKind.BODY}
)


class Relation(StrEnum):
    """How a mention hangs on the rest of its clause."""

    #: on no preposition: subject, object, or before a noun
    FREE = "free"
    #: in, to, on ...
    IN = "in"
    FROM = "from"
    WITH = "with"
    #: French *à la France*: to whom
    TO = "to"
    BY = "by"
    #: *unlike France*: only compared with
    ASIDE = "aside"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Role:
    """A mention in its sentence."""

    mention: Mention
    relation: Relation
    #: US in *US troops*, France in *l'ambassadeur de France*
    owns: bool
    #: people or things that do not act for their country: *Nigerien students*, *the Niger coup*
    is_civil: bool
    #: it is the one who says what follows
    reports: bool
    #: the verb stands before it: *a déclaré Antony Blinken*, *said the EU*
    is_reported_after: bool
    #: the first of the list that it stands in: *the US* for each of *the US, the UK and Norway*
    list_first: Mention

    @property
    def can_act(self) -> bool:
        return self.mention.kind in _ACTING and not self.is_civil

    @property
    def is_free(self) -> bool:
        return self.relation is Relation.FREE


def roles(zone: Zone, mentions: Sequence[Mention], first: int, end: int) -> list[Role]:
    """Return the role of each mention of the sentence that reaches from `first` to `end`."""
    found: list[Role] = []
    listed = _listed(zone, mentions, first, end)
    for number, mention in enumerate(mentions):
        found.append(_role(zone, mention, found[-1] if listed[number] else None, first, end))
    return found


def _role(zone: Zone, mention: Mention, before: Role | None, first: int, end: int) -> Role:
    """Return a mention's role, `before` being the one before it in a list that both stand in."""
    words = zone.words
    head = _head(zone, mention, first)
    relation = before.relation if before else _relation(zone, mention, head, first, end)
    after = _after(words, mention.end, end)
    owned_before = head is not None and words[head] in OWNED
    civil = words[after] in CIVIL if after < end and after == mention.end else False
    civil = civil or (head is not None and words[head] in CIVIL)
    reports = _reports(zone, mention, end)
    said_before = any(word in SAYS for word in words[max(first, mention.first - _SAID_BEFORE) : mention.first])
    return Role(
        mention,
        relation,
        owns=(after < end and words[after] in OWNED) or owned_before or (before is not None and before.owns),
        is_civil=civil and mention.kind in (TermKind.DEMONYM, TermKind.NAME),
        reports=reports and relation is Relation.FREE,
        is_reported_after=said_before and relation is Relation.FREE,
        list_first=before.list_first if before else mention,
    )


def _reports(zone: Zone, mention: Mention, end: int) -> bool:
    """Say whether a verb of saying follows, with nothing to divide them."""
    text = zone.section_of(mention.first).text
    for number in range(mention.end, min(end, mention.end + _SAYS_WITHIN)):
        if text[zone.spans[number - 1][1] : zone.spans[number][0]].strip(" '’"):
            return False
        if zone.words[number] in SAYS:
            return True
    return False


def _after(words: Sequence[str], number: int, end: int) -> int:
    """Return the number of the noun after a name: past the possessive and a few adjectives."""
    if number < end and words[number] == "s":
        number += 1
    for _ in range(_ADJECTIVES):
        if number + 1 < end and words[number] in OF_THINGS and words[number + 1] not in IN_PLACE:
            number += 1
    return number


def _head(zone: Zone, mention: Mention, first: int) -> int | None:
    """Return the number of the noun that a mention goes with: *troupes américaines*, *ambassadeur de France*."""
    words = zone.words
    number = mention.first - 1
    if mention.kind is TermKind.DEMONYM:
        while number > first and words[number] in OF_THINGS and mention.first - number <= _ADJECTIVES:
            number -= 1
        return number if number >= first and _is_noun(words[number]) else None
    if number >= first and words[number] in ("la", "l", "les", "the"):
        number -= 1
    if number > first and words[number] in ("de", "du", "des", "d", "of"):
        return number - 1 if _is_noun(words[number - 1]) else None
    if number > first and words[number] in IN_PLACE and words[number - 1] in DIPLOMATS:
        return number - 1
    return None


def _is_noun(word: str) -> bool:
    return word in OWNED or word in GOVERNMENT or word in CIVIL


def _listed(zone: Zone, mentions: Sequence[Mention], first: int, end: int) -> list[bool]:
    """Say of each mention whether it goes on with a list, and so has its role: *Mali, Burkina Faso and Niger*."""
    listed = [False] * len(mentions)
    fronted = first < end and zone.words[first] in IN_PLACE
    start = 0
    for number in range(1, len(mentions) + 1):
        joint = _joint(zone, mentions[number - 1], mentions[number]) if number < len(mentions) else None
        if joint == ",":
            continue
        if joint in AND:
            after = mentions[number].end
            verb = after < end and is_verb(zone.words[after])
            # "After the coup in Niger, France and the US cut aid": the list begins anew where a subject must begin
            begins = start + 1 if fronted and verb and number - start > 1 else start
            for one in range(begins + 1, number + 1):
                listed[one] = True
        start = number
    return listed


def _joint(zone: Zone, left: Mention, right: Mention) -> str | None:
    """Return what joins two mentions that stand side by side: "," or "and"; None where they do not."""
    between = [word for word in zone.words[left.end : right.first] if word not in DETERMINERS and word not in OF_NAMES]
    if left.field != right.field or len(between) > 1:
        return None
    if between:
        return between[0] if between[0] in AND else None
    gap = zone.section_of(left.first).text[left.span[1] : right.span[0]]
    return "," if "," in gap and left.kind is right.kind else None


def _relation(zone: Zone, mention: Mention, head: int | None, first: int, end: int) -> Relation:
    """Return the relation that the nearest preposition before a mention, or before its head, gives it."""
    words = zone.words
    number = mention.first
    if head is not None and mention.kind is TermKind.DEMONYM:
        number = head
    preposition = _preposition(zone, number, first)
    if preposition is None:
        return Relation.FREE
    if head is not None and words[head] in DIPLOMATS and mention.kind is not TermKind.DEMONYM:
        return Relation.WITH
    # the government of Niger, the junta in Niger, heads of state of ECOWAS: what holds for the government
    while (governing := _government_of(zone, preposition, first)) is not None:
        outer = _preposition(zone, governing, first)
        if outer is None:
            return Relation.FREE
        preposition = outer
    after = mention.end
    if words[preposition] in OPENS_CLAUSE and after < end and is_verb(words[after]):
        # "after France left": no preposition, but the word that opens a clause
        return Relation.FREE
    return _as_relation(zone, preposition, mention, first)


def _government_of(zone: Zone, preposition: int, first: int) -> int | None:
    """Return the number of the noun for a government before a preposition, past what a ministry is for."""
    words = zone.words
    if words[preposition] not in OF_NAMES:
        return None
    for number in range(preposition - 1, max(first, preposition - _MINISTRY) - 1, -1):
        if words[number] in GOVERNMENT:
            return number
        if words[number] not in OF_MINISTRIES:
            return None
    return None


def _preposition(zone: Zone, number: int, first: int) -> int | None:
    """Return the number of the preposition before a noun phrase, past articles, titles and adjectives."""
    words = zone.words
    for at in range(number - 1, max(first, number - _BACK) - 1, -1):
        word = words[at]
        if word == "des" and not _means_of_the(zone, at, first):
            continue
        if word == "a":
            # French "à" leads to whom or where; "a" is a verb there and an article in English
            if _published(zone, at) in ("à", "À"):
                return at
            continue
        if any(word in prepositions for prepositions in _PREPOSITIONS):
            return at
        if not any(word in words_between for words_between in _BEFORE):
            return None
    return None


def _means_of_the(zone: Zone, at: int, first: int) -> bool:
    """Say whether "des" means "of the" (*le départ des troupes*) and not "some": a noun stands before it."""
    words = zone.words
    return at > first and (words[at - 1] in DETERMINERS or (at - 2 >= first and words[at - 2] in DETERMINERS))


def _as_relation(zone: Zone, at: int, mention: Mention, first: int) -> Relation:
    words = zone.words
    word = words[at]
    if word in SOURCES or (at > first and (words[at - 1], word) in SOURCE_PAIRS):
        return Relation.SOURCE
    if word in BY:
        return Relation.BY
    if word in ASIDE:
        return Relation.ASIDE
    if word in WITH:
        # "its border with Niger" is there, "its accord with Niger" is anywhere
        return Relation.IN if at > first and words[at - 1] in BORDERS else Relation.WITH
    if word in FROM:
        return Relation.FROM
    if word == "a" and mention.kind in (TermKind.NAME, TermKind.BODY, TermKind.METONYM):
        return Relation.TO
    return Relation.IN


def _published(zone: Zone, number: int) -> str:
    start, end = zone.spans[number]
    return zone.section_of(number).text[start:end]
