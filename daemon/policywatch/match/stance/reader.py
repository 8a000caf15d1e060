"""Reading a stance: all of it in order.

What it is: the sentence around the event as units, the climb from its head, what stands beside it, and the label that
    the triggers come to, composed from the outermost to the innermost.
Takes: a text, the event's span in characters, a CompiledLexicon, the text's day. Gives: a Stance.
Raises: ValueError for a span outside the text; nothing for any text. Time is bounded: a few hundred words around the
    event are read, however long the text is.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from policywatch.match.sentences import sentences
from policywatch.match.stance.around import asks, condition, degree, denied_object, past, verdict
from policywatch.match.stance.climbing.climb import climb, would_is_will
from policywatch.match.stance.climbing.hosts import MAYBE, Climb, Sentence
from policywatch.match.stance.grammar.french import mark_negations
from policywatch.match.stance.grammar.head import find_head
from policywatch.match.stance.grammar.units import Units, read_units
from policywatch.match.stance.scoring import factuality
from policywatch.match.stance.sources import attribution, headline_speaker, name_at
from policywatch.match.stance.states import IDENTITY, OFF, ROOT, is_certain, label_of
from policywatch.match.stance.words.compiled import NOT, UNDOING, CompiledLexicon, Operator
from policywatch.match.stance.words.inflect import PAST, PRESENT
from policywatch.model.match import Span
from policywatch.model.stance import Factuality, Phase, Stance, StanceLabel, Trigger

#: characters on each side of the event in which its sentence is looked for; nobody writes longer ones
_WINDOW: Final = 4_000
#: in place of a unit: the question mark
_MARK: Final = -1
#: what a warning makes a threat of
_THREATENING: Final = (StanceLabel.PLANNED, StanceLabel.CONSIDERED)
_QUESTION: Final = MAYBE._replace(kind="question")
_CONDITION: Final = MAYBE._replace(kind="condition")
_PAST: Final = Operator(IDENTITY, "historical")

#: triggers with their units, the innermost first
_Steps = list[tuple[Operator, int]]


def read(text: str, span: Span, lexicon: CompiledLexicon, published: date | None = None) -> Stance:
    """Say how a text presents the event that a span of it names; see `policywatch.read_stance`."""
    start, end = span
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"the span {span} does not lie in a text of {len(text)} characters")
    units = read_units(text, sentence_around(text, span), span, lexicon)
    if not units.words:
        return Stance(StanceLabel.ASSERTED)
    if units.language == "fr":
        mark_negations(units)
    sentence = Sentence(units)
    head = find_head(units, sentence.groups)
    found = climb(sentence, head)
    source = _look_beside(sentence, head.at)
    steps = found.steps
    state = _compose(steps)
    label = label_of(state)
    if label in _THREATENING and any(op.warning for op, _ in steps):
        label, source = StanceLabel.THREATENED, -1
    if _is_open(units, found, label) and (at := condition(sentence)) >= 0:
        steps.append((_CONDITION, at))
        label = StanceLabel.HYPOTHETICAL
    if label is StanceLabel.ASSERTED and _may_be_past(found) and (at := past(sentence, published)) >= 0:
        steps.append((_PAST, at))
        label = StanceLabel.HISTORICAL
    undone = bool(state & OFF) != bool(units.infos[head.at].grammar & UNDOING)
    return Stance(
        label,
        Phase.OFF if undone else Phase.ON,
        name_at(sentence, source) if source >= 0 else headline_speaker(sentence),
        _triggers(units, steps),
        degree(sentence, head.at),
        Factuality.ASSERTED if label is StanceLabel.PLANNED and is_certain(state) else factuality(label),
    )


def sentence_around(text: str, span: Span) -> Span:
    """Return where the sentence lies in which an event starts; it reaches to the event's end in any case."""
    low = max(0, span[0] - _WINDOW)
    for start, end in sentences(text[low : span[1] + _WINDOW]):
        if low + end > span[0]:
            return min(low + start, span[0]), max(low + end, span[1])
    return span


def _look_beside(sentence: Sentence, head: int) -> int:
    """Add the triggers that stand beside the clause, not above it; return the unit that names the source, or -1."""
    units, found = sentence.units, sentence.found
    source = found.source
    if source < 0 and (beside := attribution(sentence)):
        source = beside.at
        if beside.operator is not None:
            found.steps.append((beside.operator, source))
            if sentence.is_past(source):
                would_is_will(sentence)
    if (denied := denied_object(sentence, head)) >= 0:
        found.steps.insert(0, (NOT, denied))
    if (at := verdict(sentence)) >= 0 and (op := sentence.frame(at, "np")):
        found.steps.append((op, at))
        found.steps += sentence.groups.group(at).shifts
    if not found.relative:
        if "?" in units.final:
            found.steps.append((_QUESTION, _MARK))
        elif (at := asks(sentence)) >= 0:
            found.steps.append((_QUESTION, at))
    return source


def _compose(steps: _Steps) -> int:
    """Apply the triggers from the outermost to the innermost."""
    state = ROOT
    for op, _ in reversed(steps):
        state = op.table[state]
    return state


def _may_be_past(found: Climb) -> bool:
    return not found.groups or not found.groups[0].infinitive


def _is_open(units: Units, found: Climb, label: StanceLabel) -> bool:
    """Say whether a condition makes the event hypothetical: it is to come, or told in the simple present."""
    if label is StanceLabel.PLANNED:
        return True
    if label is StanceLabel.CALLED_FOR:
        # "will have to leave"
        return any(op.kind in ("planned", "hypothetical") for op, _ in found.steps)
    if not found.groups:
        return False
    group = found.groups[0]
    if group.negated and group.would >= 0:
        return True
    form = units.infos[group.main].form
    return bool(not found.steps and group.bare and form & PRESENT and not form & PAST)


def _triggers(units: Units, steps: _Steps) -> tuple[Trigger, ...]:
    """Return the triggers in reading order, each place once."""
    triggers = {}
    for op, at in steps:
        if op.kind == "context":
            continue
        if at == _MARK:
            mark = units.text.index("?", units.ends[-1])
            span = mark, mark + 1
        else:
            span = units.starts[at], units.ends[at]
        triggers[span] = Trigger(units.text[span[0] : span[1]], span, op.kind)
    return tuple(triggers[span] for span in sorted(triggers))
