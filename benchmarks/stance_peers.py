"""What benchmarks/stance.py runs in the environment of the peers: `stance_peers.py medspacy|negspacy < rows.jsonl`.

Takes rows with text and span on standard input; prints one JSON object with the labels and the seconds of each.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any


def medspacy_reader() -> Any:
    import medspacy
    from spacy.tokens import Span

    nlp = medspacy.load(medspacy_enable=["medspacy_pyrush", "medspacy_context"])
    context = nlp.get_pipe("medspacy_context")

    def read(text: str, start: int, end: int) -> str:
        doc = nlp.make_doc(text)
        for name, component in nlp.pipeline:
            if name != "medspacy_context":
                doc = component(doc)
        target = doc.char_span(start, end, label="EVENT", alignment_mode="expand")
        if target is None or not len(target):
            return "asserted"
        doc.ents = [Span(doc, target.start, target.end, label="EVENT")]
        found = context(doc).ents[0]._
        if found.is_negated:
            return "negated"
        return "uncertain" if found.is_uncertain or found.is_hypothetical else "asserted"

    return read


def negspacy_reader() -> Any:
    import spacy
    from negspacy.negation import Negex  # noqa: F401  (registers the component)
    from negspacy.termsets import termset
    from spacy.tokens import Span

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    negex = nlp.add_pipe("negex", config={"neg_termset": termset("en").get_patterns()})
    sentencizer = nlp.get_pipe("sentencizer")

    def read(text: str, start: int, end: int) -> str:
        doc = sentencizer(nlp.make_doc(text))
        target = doc.char_span(start, end, label="EVENT", alignment_mode="expand")
        if target is None or not len(target):
            return "asserted"
        doc.ents = [Span(doc, target.start, target.end, label="EVENT")]
        doc = negex(doc)
        return "negated" if doc.ents and doc.ents[0]._.negex else "asserted"

    return read


def main() -> None:
    read = {"medspacy": medspacy_reader, "negspacy": negspacy_reader}[sys.argv[1]]()
    labels, seconds = [], []
    for line in sys.stdin:
        row = json.loads(line)
        start = time.process_time()
        labels.append(read(row["text"], *row["span"]))
        seconds.append(time.process_time() - start)
    print(json.dumps({"labels": labels, "seconds": seconds}))


if __name__ == "__main__":
    main()
