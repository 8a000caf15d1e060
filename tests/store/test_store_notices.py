"""Alerts about policywatch itself."""

from __future__ import annotations

from policywatch.model.alert import AlertKind, Notice
from policywatch.model.recording import FlaggedItem
from policywatch.model.watch import Severity
from policywatch.store import Store
from tests.store.rows import LEASE, NOW, flag, item, record

NOTICE = Notice(AlertKind.SETTINGS_FAILING, Severity.HIGH, "2 problems in the settings", ("a.yaml:1:1: «x»", "b"))


def test_a_notice_is_owed_to_its_channels_like_any_alert(store: Store) -> None:
    number = store.tell(NOTICE, ["slack", "log"], NOW)
    claims = store.deliveries.claim(NOW, 9, LEASE, ["slack", "log"])
    assert sorted(claim.delivery.channel for claim in claims) == ["log", "slack"]
    for claim in claims:
        assert claim.alert.id == number
        assert (claim.alert.notice, claim.alert.kind) == (NOTICE, AlertKind.SETTINGS_FAILING)
        assert (claim.alert.evidence, claim.alert.watch_id, claim.alert.created_at) == ((), "", NOW)


def test_notices_and_findings_are_told_apart(store: Store) -> None:
    record(store, FlaggedItem(item(1), (flag("slack"),)))
    number = store.tell(NOTICE, ["slack"], NOW)
    found, told = store.alerts.get(1), store.alerts.get(number)
    assert found is not None
    assert told is not None
    assert (found.kind, found.notice, len(found.evidence)) == (AlertKind.ITEM_FLAGGED, None, 1)
    assert (told.kind, told.notice) == (AlertKind.SETTINGS_FAILING, NOTICE)


def test_what_no_database_can_hold_is_replaced(store: Store) -> None:
    number = store.tell(Notice(NOTICE.kind, NOTICE.severity, "a\x00", ("b\ud800",)), [], NOW)
    told = store.alerts.get(number)
    assert told is not None
    assert told.notice is not None
    assert (told.notice.title, told.notice.lines) == ("a\ufffd", ("b\ufffd",))
