"""The eight labels, in English: what a reader knows of an event after one clause."""

from __future__ import annotations

import pytest

from tests.unit.stance_texts import label

FOUNDING = (
    "The US has refrained from designating the events as a coup, in part because of restrictions in American law that"
    " would trigger a halt to all US foreign assistance."
)

NEGATED = [
    "Ankara refrained from [recalling] its envoy.",
    "The cabinet stopped short of [calling] it a coup.",
    "The senate has yet to [ratify] the treaty.",
    "Ottawa has not [suspended] its aid.",
    "Ottawa hasn't [suspended] its aid.",
    "The ministry has no plans to [close] the base.",
    "The minister ruled out [sending] troops.",
    "Madrid declined to [join] the mission.",
    "No country has [recognised] the junta.",
    "Neither side has [signed].",
    "Without [consulting] its allies, Paris left the base.",
    "The army closed the road instead of [repairing] it.",
    "A [coup] was averted on Tuesday.",
    "The government is unlikely to [lift] the curfew.",
    "The envoy is too ill to [travel].",
    "He forgot to [sign] the decree.",
    "Parliament voted down a bill to [recognise] the enclave.",
    "The [expulsion] is off the table.",
    "The bank will not [release] the funds.",
    "The bank won't [release] the funds.",
    "The port cannot [receive] ships.",
    "The army is neither leaving nor [reducing] its force.",
]
HYPOTHETICAL = [
    "A designation would [end] the programme.",
    "Brussels might [freeze] the accounts.",
    "Brussels may not [renew] the licence.",
    "If the junta stays, the bank will [withdraw] its loan.",
    "The loan will be [withdrawn] unless the junta leaves.",
    "In the event of a [coup], American law asks for a review.",
    "The programme is at risk of [collapse].",
    "Will Rome [recall] its envoy?",
    "The drought could [reduce] the harvest.",
    "The firm allegedly [shipped] rifles to the militia.",
    "Should the talks [fail], the embassy would close.",
]
THREATENED = [
    "Hanoi threatened to [expel] two attachés.",
    "Hanoi warned that it would [expel] two attachés.",
    "The bloc is poised to [intervene].",
    "Tehran vowed to [answer] the strike.",
    "Leave by Friday or be [expelled], the general told the mission.",
    "Lima threatens [tariff] on wheat.",
]
CALLED_FOR = [
    "Lawmakers urged the White House to [designate] the takeover a coup.",
    "The opposition demanded a [recount].",
    "The army must [leave] the streets.",
    "The union called for a [boycott] of the port.",
    "The council demands that the prisoners be [freed].",
    "Campaigners want the permits [revoked].",
    "[Lift] the blockade, aid agencies say.",
    "Biden must [call it a coup].",
]
CONSIDERED = [
    "US weighs [coup label] for Niger.",
    "The cabinet is considering [suspending] the accord.",
    "Paris did not rule out [suspending] aid.",
    "The [withdrawal] is under review.",
    "The bank is reviewing whether to [release] the loan.",
    "A [boycott] is on the table.",
]
PLANNED = [
    "Paris to [recall] envoy.",
    "The envoy will [return] in May.",
    "The two sides agreed to [open] the bridge.",
    "The cabinet has decided to [close] the mission.",
    "The troops are set to [leave] by the spring.",
    "The ministry said it would [close] the mission in May.",
]
HISTORICAL = [
    "The army [seized] power in 1996.",
    "The 2008 [coup] is taught at school.",
    "The two states had previously [shared] an embassy.",
    "The former [ban] on exports is remembered.",
    "Last decade the company [mined] without a licence.",
]
ASSERTED = [
    "Ottawa has [suspended] its aid.",
    "The general admitted that he had [ordered] the raid.",
    "The rebels managed to [take] the bridge.",
    "The minister did not hesitate to [sign] the order.",
    "The minister did not fail to [sign] the order.",
    "The minister regretted that the envoy had been [expelled].",
    "Not only did the bank [freeze] the loan, it sued.",
    "There is an [embargo] on arms.",
    "Shares fell after the bank [cut] its forecast.",
]
CASES = {
    "negated": NEGATED,
    "hypothetical": HYPOTHETICAL,
    "threatened": THREATENED,
    "called_for": CALLED_FOR,
    "considered": CONSIDERED,
    "planned": PLANNED,
    "historical": HISTORICAL,
    "asserted": ASSERTED,
}


@pytest.mark.parametrize(("expected", "text"), [(name, text) for name, texts in CASES.items() for text in texts])
def test_a_clause_says_how_its_event_stands(expected: str, text: str) -> None:
    assert label(text) == expected


def test_the_founding_sentence_is_read_as_a_person_reads_it() -> None:
    assert label(FOUNDING.replace("designating", "[designating]")) == "negated"
    assert label(FOUNDING.replace("halt", "[halt]")) == "hypothetical"
    assert label("The US has [just over 1,000 troops] in Niger, and operates a drone base near Agadez.") == "asserted"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oslo did not rule out [leaving] the pact.", "considered"),
        ("Oslo denied that it had [left] the pact.", "negated"),
        ("Oslo did not deny that it had [left] the pact.", "hypothetical"),
        ("Oslo refused to say whether it would [leave] the pact.", "considered"),
        ("Oslo refused to say whether it had [left] the pact.", "hypothetical"),
        ("Oslo urged its allies not to [leave] the pact.", "called_for"),
        ("Oslo considered not [signing].", "considered"),
        ("Oslo promised not to [leave].", "negated"),
        ("Oslo never admitted that it had [left] the pact.", "asserted"),
        ("Oslo would not have [left] if it had been asked.", "hypothetical"),
        ("The firm has resisted calls to [cut] prices.", "negated"),
        ("The firm abandoned plans to [cut] prices.", "negated"),
    ],
)
def test_triggers_compose_from_the_outermost_to_the_innermost(text: str, expected: str) -> None:
    assert label(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rome denied nothing; it [left] the pact.", "asserted"),
        ("Rome did not sign, but Athens [signed].", "asserted"),
        ("The firm that refused to pay has [closed] its plant.", "asserted"),
        ("The treaty, which Rome refused to sign, [entered] into force.", "asserted"),
        ("Although Rome did not sign, Athens [signed].", "asserted"),
        ("Rome, the ministry said, has not [signed].", "negated"),
        ("The man who threatened to resign has [stayed].", "asserted"),
        ("Rome would sign a pact that [binds] all.", "asserted"),
    ],
)
def test_a_trigger_stays_in_its_clause(text: str, expected: str) -> None:
    assert label(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "No doubt the army [fired] first.",
        "The marketing coup [pleased] the firm.",
        "The aid worker [left] on Monday.",
        "No fewer than six envoys [left].",
        "Governments along the coup belt [met] in Accra.",
    ],
)
def test_what_only_looks_like_a_trigger_changes_nothing(text: str) -> None:
    assert label(text) == "asserted"


def test_words_set_apart_by_a_tokenizer_are_read_alike() -> None:
    assert label("The bank did n't [release] the loan .") == "negated"
    assert label("`` We wo n't [release] the loan , '' the bank said .") == "negated"


def test_the_words_that_decided_are_named_with_their_places() -> None:
    from tests.unit.stance_texts import stance

    text = "Paris did not rule out [suspending] aid."
    found = stance(text)
    plain = text.replace("[", "").replace("]", "")
    assert [(one.words, one.kind) for one in found.triggers] == [("not", "negated"), ("rule out", "negated")]
    assert all(plain[slice(*one.span)] == one.words for one in found.triggers)
