"""IPTC 7901: header, lines above the text, notebook and trailer. What whole messages say is in seeds/formats."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiresearch import readers
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import MalformedDispatch
from wiresearch.normalise import normalise
from wiresearch.readers import iptc7901

Document = Callable[..., RawDocument]
TEXT = "Tee ist teuer =\r\n\r\nBremen (dpa) - Tee.\r\n"


def one(document: Document, text: str = TEXT, head: str = "bdt0314 4 ku 142  dpa 1127", tail: str = "281430 Aug 03") -> Dispatch:
    (dispatch,) = readers.read(document(f"\x01{head}\r\n\r\nTee/Preis/\r\n\x02{text}\x03{tail}\r\n\x7f\x04".encode("latin-1")))
    assert dispatch.provenance.format == "iptc7901"
    return normalise(dispatch)


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("eca062 4 i 211 ccccb   dpa 061", (("eca", "i"), "062", "4", 4, 211, "dpa")),
        ("eca0001 4 rs 46  dpa 0027", (("eca", "rs"), "0001", "4", 4, 46, "dpa")),
        ("APA0123 5 WI 99", (("APA", "WI"), "0123", "5", 5, 99, None)),
        ("bdt0314 x pl 0  nobody 12", (("bdt", "pl"), "0314", "x", None, None, None)),
    ],
)
def test_the_header(head: str, fields: tuple[object, ...], document: Document) -> None:
    d = one(document, head=head)
    assert (d.service, d.sequence, d.priority_raw, d.urgency, d.wordcount_declared, d.provider) == fields
    assert (d.slugline, d.keywords) == ("Tee/Preis", ("Tee", "Preis"))


@pytest.mark.parametrize(
    ("above", "headline", "take", "byline"),
    [
        ("Tee ist teuer =", "Tee ist teuer", None, None),
        ("EXTRA\r\nTee ist teuer =", "Tee ist teuer", "EXTRA", None),
        ("1ST LEAD\r\nTee ist in\r\nBremen teuer =", "Tee ist in Bremen teuer", "1ST LEAD", None),
        ("(Zusammenfassung 1430)\r\nTee ist teuer -\r\nKaffee nicht =", "Tee ist teuer - Kaffee nicht", "(Zusammenfassung 1430)", None),
        ("REFILE\r\nTee ist teuer\r\nVon Jo Doe, dpa =", "Tee ist teuer", "REFILE", "Von Jo Doe, dpa"),
        ("Impressum =", "Impressum", None, None),
    ],
)
def test_the_lines_above_the_text(above: str, headline: str, take: str | None, byline: str | None, document: Document) -> None:
    dispatch = one(document, f"{above}\r\n\r\nBremen (dpa) - Tee.\r\n")
    assert (dispatch.headline, dispatch.take_key, dispatch.byline) == (headline, take, byline)
    assert dispatch.paragraphs == ("Tee.",)


def test_a_header_without_its_end_mark_is_read_by_the_dateline(document: Document) -> None:
    dispatch = one(document, "EXTRA\r\nTee ist teuer\r\n\r\nBremen (dpa) - Tee = Gold.\r\n")
    assert (dispatch.headline, dispatch.take_key, dispatch.paragraphs) == ("Tee ist teuer", "EXTRA", ("Tee = Gold.",))


@pytest.mark.parametrize(
    ("tail", "text"),
    [("281430 GMT Aug 03 ", "2003-08-28T14:30Z"), ("281430 Okt 03", "2003-10-28T14:30"), ("281430 MESZ Mai 03", "2003-05-28T14:30+02:00")],
)
def test_the_hour_behind_the_text(tail: str, text: str, document: Document) -> None:
    dispatch = one(document, tail=tail)
    assert dispatch.versioncreated is not None
    assert dispatch.versioncreated.text == text


def test_a_damaged_hour_is_none(document: Document) -> None:
    assert one(document, tail="991430 GMT Aug 03").versioncreated is None


def test_telephone_numbers_are_nowhere_in_what_is_indexed(document: Document) -> None:
    contact = "- Autor: Jo Doe, Tel. +49 30 1234567, <jo@dpa.example>"
    d = one(document, f"{TEXT}\r\n# dpa-Notizblock\r\n- Foto folgt\r\n## dpa-Kontakte\r\n{contact}\r\ndpa jd yyab n1 cd\r\n")
    assert (d.ednote, d.signoff, d.paragraphs) == ("Foto folgt", "dpa jd yyab n1 cd", ("Tee.",))


def test_what_is_no_header_is_not_claimed(document: Document) -> None:
    assert iptc7901.sniff(document("\x01")) == iptc7901.sniff(document("eca062 4 i 211")) == iptc7901.sniff(document("\x01a0123\x1fx")) == 0
    with pytest.raises(MalformedDispatch, match="there is no message of IPTC 7901"):
        list(readers.read(document("\n"), "iptc7901"))


@pytest.mark.parametrize(
    ("above", "ednote"),
    [
        ("(Achtung: Sperrfrist 18.00 Uhr)", "(Achtung: Sperrfrist 18.00 Uhr)"),
        ("Berichtigung: Preis", "Berichtigung: Preis"),
        ("(Resumen)", "(Resumen)"),
    ],
)
def test_notes_in_the_header(above: str, ednote: str, document: Document) -> None:
    dispatch = one(document, f"{above}\r\n{TEXT}")
    assert (dispatch.headline, dispatch.ednote) == ("Tee ist teuer", ednote)


def test_a_subtitle_and_a_note_with_the_end_mark(document: Document) -> None:
    assert one(document, "Tee ist teuer\r\nUtl.: Kaffee nicht =\r\n\r\nWien (APA) - Tee.").headlines == ("Kaffee nicht",)
    dispatch = one(document, "Le thé est cher\r\n(complément) =\r\n\r\nBerne (ats) Le thé.")
    assert (dispatch.headline, dispatch.ednote) == ("Le thé est cher", "(complément)")


def test_a_text_without_dateline_keeps_its_first_line(document: Document) -> None:
    dispatch = one(document, "Tee, Tabelle =\r\n 1. Assam    34   22   7\r\n 2. Ceylon    34   20   8\r\n 3. Java    34   18   9\r\n")
    assert (dispatch.headline, dispatch.body_format) == ("Tee, Tabelle", "table")
    assert dispatch.paragraphs[0].split("\n")[0].split()[1] == "Assam"
