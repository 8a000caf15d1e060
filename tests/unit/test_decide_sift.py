from __future__ import annotations

from policywatch.decide.sift import sift
from policywatch.model.item import Item


def item(identity: str, title: str = "") -> Item:
    return Item(feed_id="wire", identity=identity, title=title or identity)


def test_known_items_are_left_out_and_counted() -> None:
    sifted = sift([item("guid:a"), item("guid:b"), item("guid:c")], known={"guid:a", "guid:c", "guid:z"})
    assert [one.identity for one in sifted.new] == ["guid:b"]
    assert sifted.known == 2


def test_new_items_keep_the_order_of_the_document() -> None:
    assert [one.identity for one in sift([item("c"), item("a"), item("b")], known=()).new] == ["c", "a", "b"]


def test_of_items_with_one_identity_the_first_is_kept() -> None:
    sifted = sift([item("guid:a", "first"), item("guid:a", "second")], known=())
    assert [one.title for one in sifted.new] == ["first"]
    assert sifted.known == 0


def test_an_empty_document_has_nothing_new() -> None:
    assert sift([], known={"guid:a"}).new == ()
