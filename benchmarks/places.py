"""How fast places are found and told: microseconds for a sentence and for a 5 kB article, beside a naive way.

    python benchmarks/places.py

The sentences are those of tests/data/places/decisions.txt; the article is made of as many of them as fit into 5 kB,
which is more places than news has, and once of a sentence without any. Words, offsets and sentences are there before,
as matching has made them. Times are processor time of the one thread that works.

The naive way is one regular expression of all terms, the longest first: it knows no accents, dates, languages, and not
what a demonym beside a person means.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from policywatch.match.document import Zone
from policywatch.match.places import CompiledGazetteer, Survey, compile_gazetteer
from policywatch.model.match import Span
from policywatch.settings import shipped_gazetteer

TABLE = Path(__file__).resolve().parents[1] / "tests" / "data" / "places" / "decisions.txt"
ARTICLE_BYTES = 5_000
ROUNDS = 200
PLAIN = "The committee met again on Tuesday to hear how the harvest had fared after the rains, and nobody spoke of it. "


def sentences() -> list[tuple[str, str, Span]]:
    """Return language, text and match of each."""
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, _, _, text, *_ = line.split("|")
            before, _, rest = text.partition("[[")
            match, _, after = rest.partition("]]")
            found.append((language, before + match + after, (len(before), len(before) + len(match))))
    return found


def read(text: str) -> Zone:
    zone = Zone((("title", ""), ("lead", ""), ("body", text)))
    # both are made when first asked for
    len(zone.spans), len(zone.sentences)
    return zone


def microseconds(work: Callable[[], object]) -> float:
    started = time.thread_time_ns()
    work()
    return (time.thread_time_ns() - started) / 1_000


def show(name: str, times: list[float]) -> None:
    times.sort()
    print(f"{name:58} median {times[len(times) // 2]:6.0f}   p99 {times[len(times) * 99 // 100]:6.0f} µs")


def main() -> None:
    gazetteer: list[CompiledGazetteer] = []
    reading = microseconds(shipped_gazetteer)
    compiling = microseconds(lambda: gazetteer.append(compile_gazetteer(shipped_gazetteer())))
    compiled = gazetteer[0]
    print(f"read places.yaml {reading / 1_000:.0f} ms, compile it {compiling / 1_000:.0f} ms")

    found, told = [], []
    known = [(language, read(text), span) for language, text, span in sentences()]
    for _ in range(ROUNDS // 10):
        for language, zone, span in known:
            survey = Survey(zone, compiled, language=language)
            finding = microseconds(lambda survey=survey: survey.mentions)
            telling = microseconds(lambda s=survey, span=span: (s.actor_of("body", span), s.place_of("body", span)))
            found.append(finding)
            told.append(finding + telling)
    show("a sentence: mentions", found)
    show("a sentence: mentions, who and where", told)

    dense = " ".join(text for language, text, _ in sentences() if language == "en")[:ARTICLE_BYTES]
    plain = (PLAIN * ARTICLE_BYTES)[:ARTICLE_BYTES]
    terms = {term.text for place in compiled.gazetteer.places.values() for term in place.terms}
    alternation = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(terms, key=len, reverse=True))) + r")\b")
    for name, text in (("dense", dense), ("without places", plain)):
        zone = read(text)
        count = len(Survey(zone, compiled, language="en").mentions)
        times = [microseconds(lambda z=zone: Survey(z, compiled, language="en").mentions) for _ in range(ROUNDS)]
        show(f"a 5 kB article, {name}, {count} mentions", times)
        show("  the naive way", [microseconds(lambda t=text: alternation.findall(t)) for _ in range(3)])
    survey = Survey(read(dense), compiled, language="en")
    spans = [(start, start + 20) for start in range(100, ARTICLE_BYTES - 100, ARTICLE_BYTES // 20)]
    for span in spans:
        survey.place_of("body", span)
    times = [
        microseconds(lambda span=span: (survey.actor_of("body", span), survey.place_of("body", span)))
        for _ in range(ROUNDS // 10)
        for span in spans
    ]
    show("  each further match of it: who and where", times)


if __name__ == "__main__":
    main()
