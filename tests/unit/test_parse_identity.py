"""What makes an item the same item at the next poll."""

from __future__ import annotations

from policywatch.model.item import Item
from policywatch.parse.identity import identified


def item(
    title: str = "t", link: str | None = None, guid: str | None = None, date: str | None = None, text: str = ""
) -> Item:
    return Item(feed_id="f", identity="", title=title, link=link, guid=guid, published_raw=date, summary=text)


def identities(*items: Item) -> list[str]:
    return [item.identity for item in identified(items)]


def test_guid_goes_before_link_and_link_before_title_and_date() -> None:
    assert identities(item(guid="g", link="l")) == ["guid:g"]
    assert identities(item(link="l")) == ["link:l"]
    assert identities(item())[0].startswith("hash:")


def test_a_guid_stays_the_identity_when_title_link_and_text_change() -> None:
    assert identities(item("a", "l", "g", "1", "x")) == identities(item("b", "m", "g", "2", "y"))


def test_the_hash_changes_with_title_or_date_and_not_with_the_text() -> None:
    assert identities(item("a", date="1")) == identities(item("a", date="1", text="edited"))
    assert (
        len({*identities(item("a", date="1")), *identities(item("b", date="1")), *identities(item("a", date="2"))}) == 3
    )
    assert identities(item("ab", date="c")) != identities(item("a", date="bc"))


def test_items_without_title_are_told_apart_by_their_text() -> None:
    assert len(identities(item("", text="one"), item("", text="two"))) == 2


def test_repetitions_are_one_item() -> None:
    assert identities(item("a", "l", "g"), item("a", "l", "g"), item("b", "m", "h")) == ["guid:g", "guid:h"]


def test_a_guid_on_different_items_is_not_trusted_and_the_others_are() -> None:
    got = identities(item("a", "l1", "0"), item("b", "l2", "0"), item("c", "l3", "good"))
    assert got == ["link:l1", "link:l2", "guid:good"]


def test_a_link_on_different_items_is_not_trusted_either() -> None:
    got = identities(item("a", "l", "0"), item("b", "l", "0"), item("c", "l"), item("d", "m"))
    assert [name.partition(":")[0] for name in got] == ["hash", "hash", "hash", "link"]
    assert len(set(got)) == 4


def test_a_shared_link_does_no_harm_where_guids_are_good() -> None:
    assert identities(item("a", "l", "1"), item("b", "l", "2")) == ["guid:1", "guid:2"]


def test_long_guids_and_links_are_hashed() -> None:
    got = identities(item(guid="g" * 500), item(guid="g" * 501), item(guid="g" * 502), item(link="l" * 501))
    assert got[0] == "guid:" + "g" * 500
    assert [name.rpartition(":")[0] for name in got[1:]] == ["guid:sha256", "guid:sha256", "link:sha256"]
    assert len(set(got)) == 4
