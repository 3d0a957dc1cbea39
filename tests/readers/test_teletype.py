"""Teletype: the lines that open and close a message. What whole files say is in seeds/formats."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiresearch import readers
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import Skipped
from wiresearch.normalise import normalise
from wiresearch.readers import teletype

Document = Callable[..., RawDocument]


def one(document: Document, opening: str, closing: str = "NNNN\r\n") -> Dispatch:
    (dispatch,) = readers.read(document(f"{opening}\r\nTEA IS DEAR\r\n   GENEVA, AUG 13 (AP) - TEA.\r\n{closing}"))
    assert dispatch.provenance.format == "teletype"
    return normalise(dispatch)


@pytest.mark.parametrize(
    ("opening", "sequence", "urgency", "slug", "words", "label"),
    [
        ("ZCZC XAA012 041\r\nu i bc-tea 08-13 0062", "041", 3, "bc-tea", 62, None),
        ("ZCZC XAA012 041\r\nR I\r\nBC-TEA 1ST LD-WRITETHRU 08-13 0062", "041", 4, "BC-TEA 1ST LD-WRITETHRU", 62, "writethru"),
        ("ZCZC 12\r\n\r\nRYRYRYRY\r\n^BC-TEA", "12", None, "BC-TEA", None, None),
        ("ZCZC UPI-0412\r\n^r a\r\n^PM-TEA 08-13 0062", "0412", 4, "PM-TEA", 62, None),
        ("ZCZC3543/SXA\r\nXCI29640\r\nR CRO S0A QBXB", "3543", 4, None, None, None),
        ("ZCZC\r\nANS0212/XCR\r\nU POL S0A S04 QBXB", "0212", 3, None, None, None),
        ("ZCZC LBC123", "123", None, None, None, None),
        ("ZCZC\r\nURGENT", None, None, None, None, "urgent"),
        ("\a\aZCZC HZA031 077\a", "077", None, None, None, None),
    ],
)
def test_the_opening(
    opening: str, sequence: str | None, urgency: int | None, slug: str | None, words: int | None, label: str | None, document: Document
) -> None:
    d = one(document, opening)
    assert (d.sequence, d.urgency, d.slugline_raw, d.wordcount_declared, d.version_label) == (sequence, urgency, slug, words, label)
    assert (d.headline, d.paragraphs, d.agency) == ("TEA IS DEAR", ("TEA.",), "AP")


@pytest.mark.parametrize(
    ("closing", "time"),
    [
        ("MORE\r\nNNNN", None),
        ("   X X X\r\n(MORE)\r\n131542 GMT AUG 03\r\nNNNN\r\n\r\n", "2003-08-13T15:42Z"),
        ("AP-NY-08-13-83 1423EDT\r\nNNNN", "1983-08-13T14:23-04:00"),
        ("", None),
    ],
)
def test_the_closing(closing: str, time: str | None, document: Document) -> None:
    dispatch = one(document, "ZCZC 041", closing)
    assert dispatch.paragraphs == ("TEA.",)
    assert (dispatch.versioncreated and dispatch.versioncreated.text) == time


def test_sixteen_bits_are_sniffed_too(document: Document) -> None:
    assert teletype.sniff(document("ZCZC 1\nTEA".encode("utf-16"))) == 0.8
    assert teletype.sniff(document("The word ZCZC opens a message.")) == 0


def test_an_idle_line_is_skipped(document: Document) -> None:
    with pytest.raises(Skipped):
        list(readers.read(document("RYRYRYRYRY\r\nRYRYRYRY\r\n"), "teletype"))


def test_a_byline_may_stand_alone_below_the_slug(document: Document) -> None:
    (dispatch,) = readers.read(document("ZCZC 041\n^r a\n^PM-TEA 08-13 0062\n^By JO DOE\n   OSLO (UPI) -- TEA ROSE.\n   UPI\nNNNN\n"))
    assert (dispatch.byline, dispatch.headline, dispatch.signoff) == ("By JO DOE", "", "UPI NNNN")


def test_the_header_of_anpa_may_stand_first(document: Document) -> None:
    text = "u s BC-TEA--Cup 2ndLd 02-10 0210\n^BC-TEA--Cup, 2nd Ld-Writethru,190<\n^Tea is dear<\n^By JO DOE=\n\tOSLO (AP) _ Tea rose.\n"
    (dispatch,) = map(normalise, readers.read(document(text)))
    assert (dispatch.urgency, dispatch.service, dispatch.wordcount_declared, dispatch.sequence) == (3, ("s",), 210, None)
    assert (dispatch.slugline_raw, dispatch.headline, dispatch.byline) == ("BC-TEA--Cup 2ndLd", "Tea is dear", "By JO DOE")
    assert (dispatch.take_key, dispatch.paragraphs, dispatch.provenance.format) == ("2ndLd", ("Tea rose.",), "plain-text")


def test_the_header_of_iptc_7901_may_stand_first(document: Document) -> None:
    dispatch = one(document, "ZCZC\r\nBSD0112 4 PL 231 DPA 0112\r\nTEA/ROUNDUP")
    assert (dispatch.headline, dispatch.urgency, dispatch.sequence, dispatch.service) == ("TEA IS DEAR", 4, "0112", ("BSD", "PL"))


def test_three_letters_behind_the_number(document: Document) -> None:
    assert one(document, "ZCZC WAA142 NYN").sequence == "142"


@pytest.mark.parametrize("number", ["a0456\n", "A0456--\n", "a0456 ----\n", "\n a0456\n"])
def test_the_number_of_the_transmission_above_a_header_of_anpa(document: Document, number: str) -> None:
    above = "u s BC-TEA-Cup   02-10 0210\nBC-TEA-Cup, 2nd Ld-Writethru, a0190<\n$adv12\nFor release Sunday, Feb. 12\nTea is dear\n"
    text = f"{number}{above}By JO DOE\nAssociated Press Writer\n   OSLO (AP) _ Tea rose.\n   AP-NY-02-10-03 0912EST<\n"
    (dispatch,) = map(normalise, readers.read(document(text)))
    assert (dispatch.sequence, dispatch.urgency, dispatch.slugline_raw, dispatch.wordcount_declared) == ("0456", 3, "BC-TEA-Cup", 210)
    assert (dispatch.headline, dispatch.headlines, dispatch.byline) == ("Tea is dear", (), "By JO DOE")
    assert (dispatch.take_key, dispatch.ednote) == ("2nd Ld-Writethru", "$adv12 For release Sunday, Feb. 12")
    assert dispatch.paragraphs == ("Tea rose.",)
