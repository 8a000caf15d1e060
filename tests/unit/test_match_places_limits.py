"""Places in texts made to hurt: offsets that are right, no exception, work that grows with the text and no faster."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policywatch.match.document import Zone
from policywatch.match.places import Survey
from tests.unit.place_texts import shipped, survey

#: what texts about places are made of, and what should not be there
_PIECES = (
    "Niger|Nigeria|Nigerian|nigérien|Nigerien|Bazoum|Niamey|Congo|Georgia|Jordan|Chad|US|us|U.S.|the EU|Brussels|Paris"
    "|l’Élysée|Guinea|Guinea-Bissau|Papua New Guinea|South Sudan|Michael|President|junta|la junte|troops|troupes|aid"
    "|suspended|suspend|said|told|by|par|in|à|au|du|des|with|and|et|,|, |. |.|;|:|—|“|”|’s|'s|\n|\n\n| |\u00a0|\u202f"
    "|\u200b|\u200d|\u00ad|\u202e|\ufeff|النيجر|ניז'ר|尼日尔|👩‍👩‍👧|🇳🇪|e\u0301|İ|ß|ﬁ|ﷺ|½|\ud800|\x00|1,000|which|that|he|qui"
)
PIECES = _PIECES.split("|")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda between: between.join(pieces))
)
LANGUAGES = st.sampled_from(["en", "fr", "de", None])


@given(TEXTS | st.text(), TEXTS, LANGUAGES)
@settings(max_examples=300)
def test_a_mention_stands_where_it_says(body: str, title: str, language: str | None) -> None:
    zone = Zone((("title", title), ("lead", ""), ("body", body)))
    mentions = Survey(zone, shipped(), language=language).mentions
    texts = {"title": title, "body": body}
    end = 0
    for mention in mentions:
        start, stop = mention.span
        assert end <= mention.first < mention.end
        assert 0 <= start < stop <= len(texts[mention.field])
        assert (zone.spans[mention.first][0], zone.spans[mention.end - 1][1]) == (start, stop)
        assert mention.code in shipped().gazetteer.places
        assert not {mention.code} & set(mention.conflict)
        end = mention.end


@given(TEXTS | st.text(), TEXTS, LANGUAGES, st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=300)
def test_any_span_gets_an_answer(body: str, title: str, language: str | None, start: int, length: int) -> None:
    one = survey(body, title=title, language=language)
    for field in ("title", "lead", "body", "nowhere"):
        actor, place = one.actor_of(field, (start, start + length)), one.place_of(field, (start, start + length))
        known = shipped().gazetteer.places
        assert actor is None or actor.code in known
        assert place is None or not known[place.code].is_body


@given(TEXTS)
def test_the_same_text_gets_the_same_answer(body: str) -> None:
    assert survey(body).mentions == survey(body).mentions
    assert survey(body).place_of("body", (0, 5)) == survey(body).place_of("body", (0, 5))


def calls_made(work: Callable[[], object]) -> int:
    """Return how many Python functions a piece of work calls: its size, whatever else the machine does."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


HOSTILE = {
    "no punctuation": "Niger and the US said that Nigerian troops by France in Guinea ",
    "one name": "Niger ",
    "names in a row": "Niger Nigeria Chad Congo Georgia Jordan ",
    "a list without end": "the US, France and Mali, ",
    "clauses without end": "which the junta, that he, ",
    "governments of governments": "the government of the government of ",
    "the beginnings of long names": "Democratic Republic of the ",
    "people": "Michael Jordan Chad Baker ",
    "confused": "Nigerian president Nigerian capital Niamey ",
    "conjunctions": "and and the and the US and ",
    "passives": "US troops were told to be told by by by ",
    "right to left": "النيجر Niger \u202eניז'ר ",
    "emoji": "👩‍👩‍👧Niger🇳🇪",
    "zero width": "Ni\u200bger\u200d \u00adNiger\ufeff ",
    "full stops": "U.S. U.S.. . . Niger. ",
    "one word": "Niger",
    "capitals": "NIGER US TURKEY CAR AU ",
    "sentences": "He said it. The junta did. Niger did not. ",
}


def look(text: str) -> None:
    one = survey(text, title=text[:2_000], language=None)
    for start in (0, len(text) // 2, len(text) - 10):
        one.actor_of("body", (start, start + 10))
        one.place_of("body", (start, start + 10))


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_work_grows_no_faster_than_the_text(piece: str) -> None:
    small, large = piece * (8_000 // len(piece)), piece * (32_000 // len(piece))
    look(small)  # what is remembered of single words is remembered
    assert calls_made(lambda: look(large)) < 6 * calls_made(lambda: look(small)) + 5_000


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_hundred_thousand_characters_are_read(piece: str) -> None:
    look(piece * (100_000 // len(piece)))
