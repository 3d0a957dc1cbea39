"""Reuters-21578: invented dispatches in its form, and the collection itself."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from wiresearch import readers
from wiresearch.config import Limits
from wiresearch.dispatch import Dateline, Dispatch, RawDocument, Subject
from wiresearch.sources import scan

Document = Callable[..., RawDocument]
HEAD = """<REUTERS TOPICS="YES" OLDID="1" NEWID="{id}">
<DATE>{date}</DATE>
<TOPICS><D>tea</D><D>trade</D></TOPICS>
<PLACES><D>switzerland</D><D>uk</D></PLACES>
<PEOPLE><D>doe</D></PEOPLE>
<ORGS><D>gatt</D></ORGS>
<EXCHANGES><D>lse</D></EXCHANGES>
<COMPANIES></COMPANIES>
<UNKNOWN>\x20
&#5;&#5;&#5;C T
&#22;&#22;&#1;f0704&#31;reute
{header}</UNKNOWN>
"""
FOOT = "</TEXT>\n</REUTERS>\n"
NORM = """<TEXT>&#2;
<TITLE>TEA TALKS OPEN &lt;TEA.L>
IN GENEVA</TITLE>
<AUTHOR>    By Jane Doe and John Roe, Reuters</AUTHOR>
<DATELINE>    GENEVA, Feb 26 -
    </DATELINE><BODY>Ministers of tea met here at a three-
nation table &lt;again>.
    R&amp;D was not discussed,
they said.
-- corrects number of nations in first
paragraph.
 REUTER
 Reuter
&#3;</BODY>"""


def one(document: Document, text: str, *, date: str = "26-FEB-1987 15:01:01.79", header: str = "u f BC-TEA-TALKS   02-26 0105") -> Dispatch:
    (dispatch,) = readers.read(document(HEAD.format(id="77", date=date, header=header) + text + FOOT))
    return dispatch


def test_every_field(document: Document) -> None:
    dispatch = one(document, NORM)
    assert dispatch.uri == "77"
    assert dispatch.versioncreated is not None
    assert dispatch.versioncreated.when.isoformat() == "1987-02-26T15:01:01.790000+00:00"
    assert (dispatch.versioncreated.precision, dispatch.versioncreated.tz_declared) == ("s", False)
    assert dispatch.headline == "TEA TALKS OPEN <TEA.L> IN GENEVA"
    assert dispatch.byline == "By Jane Doe and John Roe, Reuters"
    assert dispatch.authors == ("Jane Doe", "John Roe")
    assert dispatch.dateline == Dateline("GENEVA, Feb 26 -")
    assert dispatch.paragraphs == ("Ministers of tea met here at a three-nation table <again>.", "R&D was not discussed, they said.")
    assert dispatch.signoff == "REUTER"
    assert dispatch.ednote == "-- corrects number of nations in first paragraph."
    assert (dispatch.agency, dispatch.provider) == ("RTRS", None)
    assert (dispatch.priority_raw, dispatch.urgency, dispatch.service, dispatch.slugline_raw) == ("u", 3, ("f",), "BC-TEA-TALKS")
    assert (dispatch.sequence, dispatch.wordcount_declared) == ("0704", 105)
    assert dispatch.subject == (Subject("tea", "reuters-topic"), Subject("trade", "reuters-topic"))
    assert [(e.kind, e.name, e.origin) for e in dispatch.entities] == [
        ("place", "switzerland", "feed"),
        ("place", "uk", "feed"),
        ("person", "doe", "feed"),
        ("organisation", "gatt", "feed"),
        ("organisation", "lse", "feed"),
    ]
    assert (dispatch.version_label, dispatch.kind, dispatch.body_format) == (None, "story", "text")


@pytest.mark.parametrize(("letter", "urgency"), [("f", 1), ("b", 2), ("u", 3), ("r", 4), ("d", 5), ("h", 6)])
def test_urgency_by_letter(letter: str, urgency: int, document: Document) -> None:
    assert one(document, NORM, header=f"{letter} f BC-TEA   02-26 0105").urgency == urgency


@pytest.mark.parametrize(
    ("date", "when", "precision"),
    [
        ("  2-MAR-1987  06:41:42.20", "1987-03-02T06:41:42.200000+00:00", "s"),
        ("27-MAR-1987 00:03:35.68&#5;&#5;&#5;F", "1987-03-27T00:03:35.680000+00:00", "s"),
        ("31-MAR-1987 605:12:19.12", "1987-03-31T00:00:00+00:00", "day"),
    ],
)
def test_dates_with_blanks_junk_and_damage(date: str, when: str, precision: str, document: Document) -> None:
    time = one(document, NORM, date=date).versioncreated
    assert time is not None
    assert (time.when.isoformat(), time.precision) == (when, precision)


@pytest.mark.parametrize("date", ["31-FEB-1987 10:00:00", "soon", "1-XXX-1987 10:00:00"])
def test_a_date_that_does_not_exist_is_none_and_told(date: str, document: Document) -> None:
    dispatch = one(document, NORM, date=date)
    assert dispatch.versioncreated is None
    assert [warning.code for warning in dispatch.provenance.warnings] == ["bad-date"]


def test_a_brief_has_a_headline_and_no_body(document: Document) -> None:
    dispatch = one(document, '<TEXT TYPE="BRIEF">&#2;\n******<TITLE>TEA IS UP\n</TITLE>Blah blah blah.\n&#3;\n\n')
    assert (dispatch.headline, dispatch.paragraphs, dispatch.version_label, dispatch.kind) == ("TEA IS UP", (), "brief", "alert")
    assert [warning.code for warning in dispatch.provenance.warnings] == ["filler-body"]


def test_an_unprocessed_table(document: Document) -> None:
    rows = " MAY7 4905H  4955  4900\n JUN7 4855H  4915  4850\n JUL7 4835   4900  4835\n"
    dispatch = one(document, f'<TEXT TYPE="UNPROC">&#2;\nTEA CLOSING 7-APR\n{rows} Reuter\n&#3;\n\n')
    assert (dispatch.headline, dispatch.headline_derived, dispatch.version_label) == ("TEA CLOSING 7-APR", True, "unprocessed")
    assert (dispatch.kind, dispatch.body_format, dispatch.signoff) == ("table", "table", "Reuter")
    assert dispatch.paragraphs == (rows.rstrip("\n"),)


def test_an_unprocessed_text_that_runs_on_keeps_its_first_line(document: Document) -> None:
    dispatch = one(document, '<TEXT TYPE="UNPROC">&#2;\nZURICH TEA 1415 - POOL 418.50 AT\n1300 INTERBANK 420.00\n&#3;\n')
    assert dispatch.headline == "ZURICH TEA 1415 - POOL 418.50 AT"
    assert dispatch.paragraphs == ("ZURICH TEA 1415 - POOL 418.50 AT 1300 INTERBANK 420.00",)


def test_an_unprocessed_text_of_nothing_still_comes_out(document: Document) -> None:
    dispatch = one(document, '<TEXT TYPE="UNPROC">&#2;\n&#3;\n')
    assert (dispatch.uri, dispatch.headline, dispatch.headline_derived, dispatch.paragraphs) == ("77", "", False, ())


def test_text_outside_of_body_is_kept(document: Document) -> None:
    dispatch = one(
        document, "<TEXT>&#2;\n<TITLE>T</TITLE>\n TEA HIGHLIGHTS\n<DATELINE>GENEVA - </DATELINE><BODY>Tea.\n Reuter\n&#3;</BODY>"
    )
    assert " ".join(dispatch.paragraphs) == "TEA HIGHLIGHTS Tea."


def test_a_record_without_end_tag_is_read_and_told(document: Document) -> None:
    first = HEAD.format(id=1, date="", header="") + NORM
    dispatches = list(readers.read(document(first + HEAD.format(id=2, date="", header="") + NORM + FOOT)))
    assert [dispatch.uri for dispatch in dispatches] == ["1", "2"]
    assert [len(dispatch.paragraphs) for dispatch in dispatches] == [2, 2]
    assert [[w.code for w in dispatch.provenance.warnings] for dispatch in dispatches] == [["unclosed-record"], []]


def test_place_and_digest_are_of_the_record(document: Document) -> None:
    text = "<!DOCTYPE lewis>\n" + HEAD.format(id=1, date="", header="") + NORM + FOOT
    (dispatch,) = readers.read(document(text))
    place = dispatch.provenance
    assert text.encode()[place.offset :][: place.length] == text[17:].strip().encode()


def test_the_sample_is_read_as_expected(shared: Path, document: Document) -> None:
    file = shared / "wire-samples" / "reuters21578_a.sgm"
    expected = json.loads(file.with_name(file.name + ".expected.json").read_text("utf-8"))["items"]
    dispatches = list(readers.read(document(file)))
    assert [dispatch.uri for dispatch in dispatches] == [item["guid"] for item in expected]
    for dispatch, item in zip(dispatches, expected, strict=True):
        assert dispatch.dateline is not None
        assert dispatch.dateline.text == item["dateline"]["text"]
        assert [subject.code for subject in dispatch.subject] == item.get("topics", [subject.code for subject in dispatch.subject])
        assert len(dispatch.paragraphs) == item.get("paragraph_count", len(dispatch.paragraphs))
    first, _, third = dispatches
    assert (first.headline, first.priority_raw, first.service, first.signoff) == ("BAHIA COCOA REVIEW", "u", ("f",), "Reuter")
    assert first.paragraphs[0].startswith(expected[0]["body_starts"])
    assert expected[2]["ednote_contains"] in (third.ednote or "")


def test_the_first_file_of_the_collection_against_another_reading(shared: Path) -> None:
    """Facts cut out of the SGML by expressions that share nothing with the reader."""
    file = shared / "corpora" / "reuters21578" / "reut2-000.sgm.gz"
    text = gzip.decompress(file.read_bytes()).decode("latin-1")
    (source,) = scan([str(file)], limits=Limits())
    dispatches = list(readers.read(source.load()))
    assert [dispatch.uri for dispatch in dispatches] == re.findall(r'NEWID="(\d+)"', text)
    months = Counter(re.findall(r"<DATE>.*?-([A-Z]{3})-1987", text))
    assert Counter(d.versioncreated.when.strftime("%b").upper() for d in dispatches if d.versioncreated) == months
    titles = [" ".join(html.unescape(title).split()) for title in re.findall(r"<TITLE>(.*?)</TITLE>", text, re.DOTALL)]
    assert [dispatch.headline for dispatch in dispatches if not dispatch.headline_derived] == titles
    assert sum(dispatch.dateline is not None for dispatch in dispatches) == text.count("<DATELINE>")
    assert sum(len(dispatch.subject) for dispatch in dispatches) == sum(
        topics.count("<D>") for topics in re.findall(r"<TOPICS>(.*?)</TOPICS>", text)
    )
    for dispatch in dispatches[::97]:
        place = dispatch.provenance
        assert text[place.offset :][: place.length].startswith("<REUTERS ")
        assert text[place.offset :][: place.length].endswith("</REUTERS>")


def test_all_may_stand_in_one_element(document: Document) -> None:
    record = HEAD.format(id="7", date="26-FEB-1987 15:01:01.79", header="") + NORM + FOOT
    found = list(readers.read(document(f'<?xml version="1.0"?>\n<COLLECTION>\n{record}{record}</COLLECTION>\n')))
    assert [(dispatch.provenance.format, dispatch.uri) for dispatch in found] == [("reuters21578-sgml", "7")] * 2
