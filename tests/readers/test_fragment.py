"""XML that begins with an element of nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiresearch import readers
from wiresearch.dispatch import RawDocument
from wiresearch.errors import UnknownFormat
from wiresearch.readers import fragment

Document = Callable[..., RawDocument]


def test_known_elements_inside_are_found(document: Document) -> None:
    source = (
        "<dump><nitf><body><body.content><p>a</p></body.content></body></nitf><x><newsItem guid='g'><contentSet><inlineXML><html>"
        "<body>b</body></html></inlineXML></contentSet></newsItem></x><NewsML><NewsItem><NewsComponent><ContentItem><DataContent><p>c</p></DataContent></ContentItem>"
        "</NewsComponent></NewsItem></NewsML><newsitem itemid='1'><text><p>d</p></text></newsitem><RBNews><content>e</content></RBNews>"
        "<html><head><title>T</title></head><body><p>f</p></body></html></dump>"
    )
    found = list(readers.read(document(source)))
    assert [dispatch.paragraphs for dispatch in found] == [(letter,) for letter in "abcdef"]
    assert {dispatch.provenance.format for dispatch in found} == {"xml-fragment"}
    assert found[-1].headline == "T"


def test_an_entry_of_a_feed_may_stand_alone(document: Document) -> None:
    (found,) = readers.read(document("<entry xmlns='urn:a'><id>urn:1</id><title>Tea</title><content>Tea is dear.</content></entry>"))
    assert (found.provenance.format, found.uri, found.headline, found.paragraphs) == ("xml-fragment", "urn:1", "Tea", ("Tea is dear.",))


def test_articles_of_nobody_s_format_are_read_as_those_of_a_feed(document: Document) -> None:
    first = (
        "<article><headline>Tea</headline><byline>By Jo Doe</byline><date>2003-08-12</date><body><p>One.</p><p>Two.</p></body></article>"
    )
    one, two = readers.read(document(f"<x>{first}<article><headline>Cup</headline><body/></article></x>"))
    assert (one.headline, one.authors, one.paragraphs) == ("Tea", ("Jo Doe",), ("One.", "Two."))
    assert one.versioncreated is not None
    assert one.versioncreated.text == "2003-08-12"
    assert two.headline == "Cup"


@pytest.mark.parametrize(
    "source",
    [
        "<contentSet><inlineData>Tea.\n\nCup.</inlineData></contentSet>",
        "<contentSet><inlineData>&lt;p&gt;Tea.&lt;/p&gt;&lt;p&gt;Cup.&lt;/p&gt;</inlineData></contentSet>",
        "<NewsComponent><NewsLines><HeadLine>Hot</HeadLine></NewsLines><ContentItem><DataContent><p>Tea.</p><p>Cup.</p></DataContent></ContentItem>"
        "</NewsComponent>",
    ],
)
def test_parts_of_an_item_are_read_without_it(source: str, document: Document) -> None:
    (found,) = readers.read(document(source))
    assert (found.provenance.format, found.paragraphs) == ("xml-fragment", ("Tea.", "Cup."))


def test_the_heading_of_a_text_says_more_than_the_title_of_its_page(document: Document) -> None:
    page = "<head><title>Wire</title></head><body><h1>Tea is dear</h1><p>By Jo Doe</p><p>OSLO (AP) - Tea.</p></body>"
    (found,) = readers.read(document(f"<inlineXML><html>{page}</html></inlineXML>"))
    assert (found.headline, found.byline, found.paragraphs) == ("Tea is dear", "By Jo Doe", ("OSLO (AP) - Tea.",))


def test_a_piece_with_paragraphs_is_a_text(document: Document) -> None:
    (found,) = readers.read(document("<block><hl1>Tea</hl1><p>One.</p><p>Two.</p></block>"))
    assert (found.headline, found.paragraphs) == ("Tea", ("One.", "Two."))


def test_an_unknown_element_with_nothing_inside_is_reported(document: Document) -> None:
    with pytest.raises(UnknownFormat, match="f: no reader knows the element svg, nor anything in it"):
        list(readers.read(document("<svg><g/></svg>", "f"), fragment.NAME))


def test_unknown_xml_falls_back_to_text_with_a_warning(document: Document) -> None:
    (found,) = readers.read(document("<svg>\n<text>Tea</text>\n</svg>"))
    assert [warning.code for warning in found.provenance.warnings] == ["fallback"]


@pytest.mark.parametrize("head", ["<nitf>", "<html>", "<div>", "<rss>", "<DOC>", "<REUTERS>", "text", "", "<1>"])
def test_what_others_know_is_not_claimed(head: str, document: Document) -> None:
    assert fragment.sniff(document(head)) == 0
