"""TREC-style collections: invented documents with the tags of each source, and the samples."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from wiresearch import readers
from wiresearch.dispatch import Dateline, Dispatch, RawDocument
from wiresearch.normalise import normalise

Document = Callable[..., RawDocument]

AP = """<DOC>
<DOCNO> AP880212-0009 </DOCNO>
<FILEID>AP-NR-02-12-88 2344EST</FILEID>
<FIRST>u i AM-TeaTalks     02-12 0398</FIRST>
<SECOND>AM-Tea Talks, 1st Ld,0411</SECOND>
<NOTE>Eds: UPDATES with quotes.</NOTE>
<HEAD>Tea Ministers
Meet</HEAD>
<BYLINE>By JANE DOE and JOHN ROE, Associated Press Writers</BYLINE>
<DATELINE>GENEVA (AP) </DATELINE>
<TEXT>
   Ministers of tea met
here, officials of R&amp;D said.
   They drank coffee.
</TEXT>
</DOC>
"""
WSJ = """<DOC>
<DOCNO> WSJ870324-0001 </DOCNO>
<HL> Tea Prices Rise
For Third Day</HL>
<DD> 03/24/87</DD>
<SO> WALL STREET JOURNAL (J)</SO>
<DATELINE> LONDON </DATELINE>
<LP>
   Tea rose.
</LP>
<TEXT>
   Coffee fell.
</TEXT>
</DOC>
"""


def one(document: Document, text: str) -> Dispatch:
    (dispatch,) = readers.read(document(text))
    return dispatch


def test_ap(document: Document) -> None:
    dispatch = one(document, AP)
    assert (dispatch.uri, dispatch.agency) == ("AP880212-0009", "AP")
    assert dispatch.headline == "Tea Ministers Meet"
    assert dispatch.versioncreated is not None
    assert (dispatch.versioncreated.text, dispatch.versioncreated.tz_declared) == ("1988-02-12T23:44-05:00", True)
    assert (dispatch.priority_raw, dispatch.urgency, dispatch.service, dispatch.slugline_raw) == ("u", 3, ("i",), "AM-TeaTalks")
    assert (dispatch.take_key, dispatch.wordcount_declared, dispatch.ednote) == ("1st Ld", 398, "Eds: UPDATES with quotes.")
    assert (dispatch.byline, dispatch.authors) == ("By JANE DOE and JOHN ROE, Associated Press Writers", ("JANE DOE", "JOHN ROE"))
    assert dispatch.dateline == Dateline("GENEVA (AP)")
    assert dispatch.paragraphs == ("Ministers of tea met here, officials of R&D said.", "They drank coffee.")


def test_the_lines_of_the_header_may_have_names_that_begin_with_digits(document: Document) -> None:
    text = AP.replace("FIRST>", "1ST_LINE>").replace("SECOND>", "2ND_LINE>")
    assert (one(document, text).slugline_raw, one(document, text).take_key) == ("AM-TeaTalks", "1st Ld")


def test_wsj_has_its_lead_apart(document: Document) -> None:
    dispatch = one(document, WSJ)
    assert (dispatch.headline, dispatch.paragraphs) == ("Tea Prices Rise For Third Day", ("Tea rose.", "Coffee fell."))
    assert dispatch.versioncreated is not None
    assert (dispatch.versioncreated.text, dispatch.agency, dispatch.provider) == ("1987-03-24", "WSJ", "WALL STREET JOURNAL (J)")


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("910514", "1991-05-14"),
        ("030915", "2003-09-15"),
        ("19950101", "1995-01-01"),
        ("= 870324", "1987-03-24"),
        ("03/24/87", "1987-03-24"),
        ("August 14, 1990, Tuesday, Home Edition", "1990-08-14"),
        ("910231", None),
        ("Smarch 3, 1990", None),
        ("", None),
    ],
)
def test_dates(date: str, expected: str | None, document: Document) -> None:
    time = one(document, f"<DOC>\n<DOCNO>X1</DOCNO>\n<DATE>\n{date}\n</DATE>\n<TEXT>Tea.</TEXT>\n</DOC>").versioncreated
    assert (time and time.text) == expected


def test_latin1_is_read(document: Document) -> None:
    dispatch = one(
        document,
        "<DOC>\n<DOCNO>EFE1</DOCNO>\n<TITLE>   TÉ\n  SUBE EL TÉ EN GINEBRA\n</TITLE><TEXT>El té.EFE\n  mrc/PL\n</TEXT></DOC>".encode(
            "latin-1"
        ),
    )
    assert (dispatch.slugline_raw, dispatch.headline, dispatch.paragraphs) == ("TÉ", "SUBE EL TÉ EN GINEBRA", ("El té.",))
    assert (dispatch.provenance.encoding, dispatch.signoff) == ("cp1252", "EFE mrc/PL")


def test_an_ldc_document_is_not_ours(document: Document) -> None:
    assert readers.pick(document('<DOC id="AFP_ENG_1" type="story">\n')).NAME == "gigaword-sgml"


@pytest.mark.parametrize("name", ["trec_ft911.sgml", "trec_latimes.sgml", "efe95_clef.sgml"])
def test_the_samples_are_read_as_expected(name: str, shared: Path, document: Document) -> None:
    file = shared / "wire-samples" / name
    (item,) = json.loads(file.with_name(file.name + ".expected.json").read_text("utf-8"))["items"]
    dispatch = one(document, file)
    assert dispatch.uri == item["guid"]
    assert item["headline"] in dispatch.headline  # the version tag is taken off by normalise
    assert dispatch.headline_raw == item.get("headline_raw")
    assert dispatch.versioncreated is not None
    assert item["versioncreated"].startswith(dispatch.versioncreated.text)
    assert dispatch.agency == item.get("agency", dispatch.agency)
    assert {item[key] for key in ("edition", "section", "category") if key in item} <= set(dispatch.service)
    assert dispatch.wordcount_declared == item.get("wordcount_declared")
    assert dispatch.priority_raw == item.get("priority_code")
    assert dispatch.sequence == item.get("sequence")
    assert dispatch.signoff == item.get("signoff")
    assert dispatch.slugline_raw == item.get("slugline")
    assert len(dispatch.paragraphs) == item.get("paragraph_count", len(dispatch.paragraphs))
    for text in item.get("body_contains", []):
        assert any(text in paragraph for paragraph in dispatch.paragraphs)


def test_the_tags_of_the_swiss_agency(document: Document) -> None:
    text = (
        "<DOC>\n<DOCNO>ATS.940412.0041</DOCNO>\n<LANGUAGE>FR</LANGUAGE>\n<DATE>19940412</DATE>\n<TIME>1412</TIME>\n<TI>Thé cher</TI>\n"
        "<LD>Genève, 12 avr (ats) Le thé est cher.</LD>\n<TX>Il monte.</TX>\n<TX>Il descend.</TX>\n</DOC>\n"
    )
    (dispatch,) = map(normalise, readers.read(document(text)))
    assert (dispatch.headline, dispatch.agency, dispatch.language) == ("Thé cher", "SDA", "fr")
    assert dispatch.versioncreated is not None
    assert dispatch.versioncreated.text == "1994-04-12T14:12"
    assert dispatch.paragraphs == ("Le thé est cher.", "Il monte.", "Il descend.")


def test_the_date_and_title_of_fbis(document: Document) -> None:
    text = (
        "<DOC>\n<DOCNO> FBIS4-1 </DOCNO>\n<HEADER>\n<DATE1>  12 May 1994 </DATE1>\n</HEADER>\n<H3> <TI>  Tea is Dear </TI></H3>\n"
        "<TEXT>\n  Tea rose.\n</TEXT>\n</DOC>"
    )
    (dispatch,) = readers.read(document(text))
    assert dispatch.versioncreated is not None
    assert (dispatch.headline, dispatch.versioncreated.text) == ("Tea is Dear", "1994-05-12")


def test_a_note_that_stands_as_a_headline(document: Document) -> None:
    (found,) = readers.read(document(AP.replace("<NOTE>Eds: UPDATES with quotes.</NOTE>", "<HEAD>Eds: UPDATES with quotes.</HEAD>")))
    assert (found.headline, found.headlines, found.ednote) == ("Tea Ministers Meet", (), "Eds: UPDATES with quotes.")


def test_cousins_that_nobody_described(document: Document) -> None:
    ziff = "<DOCNO>ZF07-1</DOCNO><JOURNAL>PC Week  Feb 20 1989</JOURNAL><TITLE>Tea</TITLE><SUMMARY>Short.</SUMMARY><TEXT>\nLong.\n</TEXT>"
    fbis = (
        "<DOCNO>FBIS3-1</DOCNO><TI>Tea</TI><TEXT>\nLanguage: <F P=105> English </F>\nArticle Type:BFN \n\n<F P=106> [By Doe] </F>\n"
        "  [Text] Tea rose. \n</TEXT>"
    )
    mercury = "<DOCNO>SJMN91-06012345</DOCNO><TEXT>\nTea.\n</TEXT><DATE>  Wednesday, January 16, 1991  </DATE>"
    register = "<DOCNO>FR940104-0-1</DOCNO><TEXT>\n<!-- PJG ITAG l=90 g=1 f=1 -->\n<SUMMARY>SUMMARY: Tea.</SUMMARY>\n</TEXT>"
    found = [dispatch for text in (ziff, fbis, mercury, register) for dispatch in readers.read(document(f"<DOC>\n{text}\n</DOC>\n"))]
    assert [dispatch.paragraphs for dispatch in found] == [("Long.",), ("Tea rose.",), ("Tea.",), ("SUMMARY: Tea.",)]
    assert [dispatch.abstract for dispatch in found] == ["Short.", None, None, None]
    assert [found[k].versioncreated and found[k].versioncreated.text for k in (0, 2)] == ["1989-02-20", "1991-01-16"]


def test_efe_may_end_on_a_line_of_its_own(document: Document) -> None:
    text = "<DOCNO>EFE19950310-1</DOCNO>\n<TEXT> Te 2 - Cafe 1\n.EFE\n  ab/cd\n  03/10/09-05/95\n</TEXT>"
    (found,) = readers.read(document(f"<DOC>\n{text}\n</DOC>\n"))
    assert (found.paragraphs, found.signoff) == (("Te 2 - Cafe 1",), "EFE ab/cd 03/10/09-05/95")
