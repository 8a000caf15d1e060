"""Alerts for tests: one usual, one with several items, and pieces to build others from. All texts are made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from policywatch.model.alert import Alert, AlertKind, Change, Evidence, Notice
from policywatch.model.finding import Finding
from policywatch.model.item import Item
from policywatch.model.match import Passage
from policywatch.model.position import Step
from policywatch.model.quantity import Quantity, QuantityKind
from policywatch.model.stance import Phase, Stance, StanceLabel, Trigger
from policywatch.model.watch import Severity

RAISED_AT = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)
SOON = RAISED_AT + timedelta(seconds=2)

ITEM = Item(
    feed_id="example-africa",
    identity="guid:1001",
    title="Washington avoids the word as Ruritania's officers settle in",
    link="https://news.example.org/africa/ruritania-word?ref=feed&id=1001",
    published_at=RAISED_AT - timedelta(minutes=12),
    first_seen_at=RAISED_AT,
    id=1001,
)


def finding(sentence: str, *words: str, field: str = "body", number: int | None = None) -> Finding:
    """Return the finding of a sentence in which these words (in order, each once) are the evidence."""
    spans, at = [], 0
    for word in words:
        at = sentence.index(word, at)
        spans.append((at, at + len(word)))
        at += len(word)
    return Finding(
        watch_id="coup-designation",
        watch_version="ab12cd34ef56",
        passage=Passage(field, 0, len(sentence), sentence, tuple(spans)),
        found_at=RAISED_AT,
        alert_id=12,
        item_id=1001,
        id=number,
    )


WITHHELD = finding(
    "Officials have so far withheld the word “coup”, since a designation would end most aid.",
    "withheld",
    "coup",
    "designation",
    number=31,
)
THREATENED = finding("“A designation is not off the table,” she said.", "designation", number=32)


def alert(*evidence: Evidence, severity: Severity = Severity.HIGH, title: str = "Coup designation") -> Alert:
    return Alert(
        watch_id="coup-designation",
        watch_title=title,
        watch_version="ab12cd34ef56",
        severity=severity,
        created_at=RAISED_AT,
        evidence=evidence or (Evidence(ITEM, "Example News", (WITHHELD, THREATENED)),),
        id=12,
    )


def saying(sentence: str, *words: str, title: str = ITEM.title, outlet: str = "Example News") -> Alert:
    """Return an alert whose one finding is this sentence."""
    return alert(Evidence(replace(ITEM, title=title), outlet, (finding(sentence, *words),)))


ONE_ITEM = alert()
THREE_ITEMS = alert(
    Evidence(ITEM, "Example News", (WITHHELD, THREATENED)),
    Evidence(
        replace(ITEM, title="Putsch : <le mot> que personne n'ose & ne veut écrire", link=None, id=1002),
        "Le Courrier d'exemple",
        (finding("Le mot *coup* reste tabou à Washington.", "coup", field="lead", number=33),),
    ),
    Evidence(
        replace(ITEM, title="واشنطن تتجنب الكلمة", published_at=None, link="https://news.example.net/a|b<c>", id=1003),
        "Example Arabic",
        (finding("واشنطن تتجنب كلمة انقلاب حتى الآن.", "انقلاب", field="title", number=34),),
    ),
)

DESIGNATED = finding("The secretary has designated the takeover a coup, officials said.", "designated", "coup")
READ = replace(
    DESIGNATED.passage,
    stance=Stance(StanceLabel.ASSERTED, Phase.ON, "officials", (Trigger("has", (14, 17), "asserted"),)),
    actor="US",
    place="NE",
    quantity=Quantity(QuantityKind.PEOPLE, Decimal(1000), None, "troops", True, True, "some troops", (0, 3), (0, 3)),
)
CHANGE = replace(
    alert(
        Evidence(
            replace(ITEM, title="Ruritania takeover was a coup, Washington says"),
            "Example News",
            (replace(DESIGNATED, passage=READ),),
        )
    ),
    kind=AlertKind.POSITION_CHANGED,
    change=Change(
        step=Step.MOVED,
        subject="United States on Niger",
        told="withheld → designated",
        before="withheld since 2023-07-28 (14 outlets, official)",
    ),
    wording={"asserted": "designated", "negated": "withheld"},
    names={"US": "United States", "NE": "Niger"},
)

NOTICE = Alert(
    watch_id="",
    watch_title="",
    watch_version="",
    severity=Severity.HIGH,
    created_at=RAISED_AT,
    evidence=(),
    id=13,
    kind=AlertKind.SETTINGS_FAILING,
    notice=Notice(
        AlertKind.SETTINGS_FAILING,
        Severity.HIGH,
        "policywatch: 1 problem in the settings; it goes on with what was last good",
        (
            "desk, /etc/policywatch/policywatch.yaml",
            "/etc/policywatch/watches/coup.yaml:3:12: there is no list `<!channel> & *sahel*` (did you mean @sahel?)",
            "these run as they last were good, or not at all: coup",
        ),
    ),
)
