"""Items of a file: their own bytes, and the account of those that are no text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, Provenance, RawDocument, WireWarning
from wiresearch.errors import Skipped
from wiresearch.readers import markup
from wiresearch.readers.items import given, items

Document = Callable[..., RawDocument]

PLACE = Provenance("f", 0, 1, "", "xml", "ascii")


def first(document: RawDocument) -> markup.XmlDocument:
    return next(markup.documents(document, Limits(), "xml", 1, ("set", "item")))


def test_each_item_has_its_own_bytes(document: Document) -> None:
    source = '<?xml version="1.0"?><set xmlns:a="u"><head/><a:item n="1"><item/></a:item> <item n="2"/><items/><item>3</item></set>'
    found = items(first(document(source)), ("item",))
    parts = [source[item.provenance.offset :][: item.provenance.length] for item in found]
    assert parts == ['<a:item n="1"><item/></a:item>', '<item n="2"/>', "<item>3</item>"]
    assert [item.provenance.sha256 for item in found] == [hashlib.sha256(part.encode()).hexdigest() for part in parts]
    assert [item.element.get("n") for item in found] == ["1", "2", None]


def test_the_root_may_be_the_item(document: Document) -> None:
    found = first(document("<item><item/></item>".replace("<item/>", "x")))
    assert [(item.element, item.provenance) for item in items(found, ("item",))] == [(found.root, found.provenance)]


@pytest.mark.parametrize(
    "source", ["<set><item>1</item><![CDATA[<item>]]><item>2</item></set>", "<set><item>1</item><item>2</item></set>".encode("utf-16")]
)
def test_where_the_bytes_cannot_be_told_they_are_those_of_the_document(source: str | bytes, document: Document) -> None:
    found = first(document(source))
    assert [item.provenance for item in items(found, ("item",))] == [found.provenance, found.provenance]


def test_what_is_skipped_is_told_beside_what_is_given() -> None:
    a, b = Dispatch(PLACE, uri="a"), Dispatch(PLACE, uri="b")
    found = list(given(["picture 1", a, b, "video 2"], "f"))
    assert [dispatch.uri for dispatch in found] == ["a", "b"]
    assert [dispatch.provenance.warnings for dispatch in found] == [
        (WireWarning("skipped-item", "picture 1"),),
        (WireWarning("skipped-item", "video 2"),),
    ]


def test_many_reasons_are_counted() -> None:
    (found,) = given([*(f"picture {n}" for n in range(30)), Dispatch(PLACE)], "f")
    assert [warning.detail for warning in found.provenance.warnings][19:] == ["picture 19", "10 more"]


def test_nothing_but_pictures_is_skipped() -> None:
    with pytest.raises(Skipped, match="no text in it: picture 1 and 1 more"):
        list(given(["picture 1", "picture 2"], "f"))
    assert list(given([], "f")) == []
