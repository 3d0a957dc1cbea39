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


def test_an_unknown_element_with_nothing_inside_is_reported(document: Document) -> None:
    with pytest.raises(UnknownFormat, match="f: no reader knows the element svg, nor anything in it"):
        list(readers.read(document("<svg><g/></svg>", "f"), fragment.NAME))


def test_unknown_xml_falls_back_to_text_with_a_warning(document: Document) -> None:
    (found,) = readers.read(document("<svg>\n<text>Tea</text>\n</svg>"))
    assert [warning.code for warning in found.provenance.warnings] == ["fallback"]


@pytest.mark.parametrize("head", ["<nitf>", "<html>", "<rss>", "<DOC>", "<REUTERS>", "text", "", "<1>"])
def test_what_others_know_is_not_claimed(head: str, document: Document) -> None:
    assert fragment.sniff(document(head)) == 0
