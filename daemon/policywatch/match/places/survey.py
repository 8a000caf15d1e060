"""Survey: what one text says of places: who is named, and for each match who acts and where.

What it is: the way into match/places for those who hold a Document. Make one for each document and keep it with it:
mentions are found when first asked for and then known, and so is what was found out about a sentence.
Takes: a Zone, a CompiledGazetteer, the text's language and date. Gives: Mentions, Acting and Placed.
Raises: nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Final

from policywatch.match.document import Document, Zone
from policywatch.match.places.acting import acting, main_subject, source, starts_with_pronoun
from policywatch.match.places.compiled import CompiledGazetteer
from policywatch.match.places.find import find_mentions
from policywatch.match.places.placing import Actor, any_place, placed
from policywatch.match.places.scene import Scene
from policywatch.model.match import Span
from policywatch.model.place import Acting, ActsBy, Mention, Placed, PlacedBy

#: sentences on each side of a match's own that are looked through for a place
_AROUND: Final = 30
_NOBODY: Final = ""


class Survey:
    """What one text says of places."""

    def __init__(
        self,
        zone: Zone,
        gazetteer: CompiledGazetteer,
        *,
        language: str | None = None,
        published: date | None = None,
    ) -> None:
        self._zone = zone
        self._gazetteer = gazetteer
        self._language = language
        self._published = published
        self._scenes: dict[int, Scene] = {}

    @classmethod
    def of(cls, doc: Document, gazetteer: CompiledGazetteer) -> Survey:
        """Return the survey of a document's title, lead and body."""
        at = doc.item.published_at
        return cls(doc.text, gazetteer, language=doc.language, published=at.date() if at else None)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every place and body named, in reading order."""
        return find_mentions(self._zone, self._gazetteer, self._language, self._published)

    def actor_of(self, field: str, span: Span) -> Acting | None:
        """Return who does what stands at a span of a field's text; None where nobody can be told."""
        words = self._words_at(field, span)
        return self._actor(*words) if words else None

    def place_of(self, field: str, span: Span) -> Placed | None:
        """Return where what stands at a span of a field's text takes place; None where nothing tells."""
        words = self._words_at(field, span)
        if words is None:
            return None
        found = self._actor(*words)
        return self._place(*words, found.code if found else _NOBODY)

    # --- who ------------------------------------------------------------------------------------------

    def _actor(self, first: int, end: int) -> Acting | None:
        sentence = self._zone.sentence_at(first)
        scene = self._scene(sentence)
        found = acting(scene, first, end)
        if found is ActsBy.LOCAL:
            place = self._place(first, end, _NOBODY)
            return Acting(place.code, ActsBy.LOCAL, place.conflict) if place else None
        if isinstance(found, Acting):
            return found
        return self._actor_before(scene, sentence) or self._actor_of_title(scene) or source(scene)

    def _actor_before(self, scene: Scene, sentence: int) -> Acting | None:
        if sentence == 0 or not starts_with_pronoun(scene):
            return None
        before = self._scene(sentence - 1)
        if self._zone.section_of(before.first) is not self._zone.section_of(scene.first):
            return None
        found = main_subject(before)
        return replace(found, how=ActsBy.EARLIER) if found else None

    def _actor_of_title(self, scene: Scene) -> Acting | None:
        title = self._title
        found = main_subject(title) if title and title.first != scene.first else None
        return replace(found, how=ActsBy.TITLE) if found else None

    # --- where ----------------------------------------------------------------------------------------

    def _place(self, first: int, end: int, actor: str) -> Placed | None:
        sentence = self._zone.sentence_at(first)
        scene = self._scene(sentence)
        who = self._as_actor(actor)
        found = placed(scene, first, end, who)
        if found:
            return found
        for field, how in (("title", PlacedBy.TITLE), ("lead", PlacedBy.LEAD)):
            for number in self._sentences_of(field):
                other = self._scene(number)
                if other is not scene and (about := self._subject_matter(other)):
                    return replace(about, how=how)
        for number in self._around(sentence):
            other = self._scene(number)
            near = placed(other, other.first, other.first, who)
            if near and near.how is not PlacedBy.HOME:
                return replace(near, how=PlacedBy.TEXT)
        if actor and actor not in who.bodies:
            return Placed(actor, PlacedBy.ACTOR)
        return any_place(scene, first, end, who)

    def _subject_matter(self, scene: Scene) -> Placed | None:
        """Return the place that a sentence is about: where its actor acts, else the actor's own."""
        found = main_subject(scene)
        who = self._as_actor(found.code if found else _NOBODY)
        about = placed(scene, scene.first, scene.first, who)
        if about or not found:
            return about
        return Placed(found.code, PlacedBy.ACTOR, found.conflict) if who.is_at_home else None

    def _as_actor(self, code: str) -> Actor:
        return Actor(code, self._gazetteer.gazetteer.abroad, self._gazetteer.bodies)

    # --- sentences ------------------------------------------------------------------------------------

    def _scene(self, sentence: int) -> Scene:
        scene = self._scenes.get(sentence)
        if scene is None:
            first, end = self._zone.sentences[sentence]
            mentions = self.mentions
            start = bisect_left(mentions, first, key=lambda mention: mention.first)
            stop = bisect_left(mentions, end, start, key=lambda mention: mention.first)
            scene = self._scenes[sentence] = Scene(self._zone, mentions[start:stop], sentence, self._language)
        return scene

    @cached_property
    def _title(self) -> Scene | None:
        numbers = self._sentences_of("title")
        return self._scene(numbers[0]) if numbers else None

    def _sentences_of(self, field: str) -> range:
        for section in self._zone.sections:
            if section.field == field and section.first < section.end:
                return range(self._zone.sentence_at(section.first), self._zone.sentence_at(section.end - 1) + 1)
        return range(0)

    def _around(self, sentence: int) -> Iterator[int]:
        """Yield the sentences of the same section, the nearest first, those before a sentence before those after."""
        section = self._sentences_of(self._zone.section_of(self._zone.sentences[sentence][0]).field)
        for distance in range(1, _AROUND + 1):
            for number in (sentence - distance, sentence + distance):
                if number in section:
                    yield number

    def _words_at(self, field: str, span: Span) -> tuple[int, int] | None:
        """Return the first word that a span touches, and the one after the last."""
        for section in self._zone.sections:
            if section.field == field and (words := self._zone.words_at(section, *span)):
                return words[0], words[1] + 1
        return None
