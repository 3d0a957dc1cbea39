"""Values of IPTC's formats: times in every notation met, codes, status words, bylines, notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.dispatch import Subject
from wiresearch.readers import iptc


@pytest.mark.parametrize(
    ("printed", "text", "precision"),
    [
        ("20131020T192751+1100", "2013-10-20T19:27:51+11:00", "s"),
        ("20131020192751+1100", "2013-10-20T19:27:51+11:00", "s"),
        ("2021-05-16T09:00:04", "2021-05-16T09:00:04", "s"),
        ("2016-04-13 04:52:21+00:00", "2016-04-13T04:52:21Z", "s"),
        ("2014-07-16T13:00:03.000Z", "2014-07-16T13:00:03Z", "s"),
        ("2018-01-30T17:32:18.397", "2018-01-30T17:32:18.397000", "s"),
        ("20140829T134951+0000", "2014-08-29T13:49:51Z", "s"),
        ("2014-07-16 13:00:03 GMT+00:00", "2014-07-16T13:00:03Z", "s"),
        ("20030812T1030Z", "2003-08-12T10:30Z", "min"),
        ("2003-08-12", "2003-08-12", "day"),
        ("20030812", "2003-08-12", "day"),
        ("20030812T000000-HHMM", "2003-08-12", "day"),
        ("2003-08", "2003-08", "month"),
        ("2003", "2003", "year"),
    ],
)
def test_times(printed: str, text: str, precision: str) -> None:
    found = iptc.time(f" {printed} ")
    assert found is not None
    assert (found.text, found.precision) == (text, precision)


@pytest.mark.parametrize(
    "printed",
    [
        None,
        "",
        "YYYYMMDD000000-HHMM",
        "00000000T000000",
        "00010101T000000Z",
        "20031320T000000",
        "20030812T250000",
        "9/8/2003",
        "99991231T235959-1200",
    ],
)
def test_what_is_no_time(printed: str | None) -> None:
    assert iptc.time(printed) is None


@given(st.text(alphabet="0123456789TZ:-+ .GMT", max_size=26))
def test_any_digits_are_a_time_or_none(text: str) -> None:
    found = iptc.time(text)
    assert found is None or found.text[:4].isdigit()


def test_parents_of_codes_come_behind_once() -> None:
    given_ = [Subject("02003001", "subj", "police"), Subject("02000000", "subj"), Subject("04000000", "medtop"), Subject("x", "subj")]
    assert [(s.scheme, s.code) for s in iptc.with_parents(given_)] == [
        ("subj", "02003001"),
        ("subj", "02000000"),
        ("medtop", "04000000"),
        ("subj", "x"),
        ("subj", "02003000"),
    ]


@pytest.mark.parametrize(
    ("code", "scheme", "expected"),
    [
        ("subj:04008024", "", Subject("04008024", "subj")),
        ("http://cv.iptc.org/newscodes/mediatopic/20000523", "", Subject("20000523", "medtop")),
        ("http://cv.iptc.org/newscodes/subjectcode/04000000/", "", Subject("04000000", "subj")),
        ("04000000", "subj", Subject("04000000", "subj")),
    ],
)
def test_schemes(code: str, scheme: str, expected: Subject) -> None:
    assert iptc.subject(code, scheme) == expected


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("nprov:REUTERS", "RTRS"),
        ("afp.com", "AFP"),
        ("www.ansa.it", "ANSA"),
        ("/ritzau/", "RITZAU"),
        ("STT–", "STT"),
        ("Nobody", None),
        ("", None),
    ],
)
def test_agencies_in_every_dress(name: str, code: str | None) -> None:
    assert iptc.agency(None, name) == code


@pytest.mark.parametrize(
    ("printed", "fields"),
    [
        ("", {}),
        (
            "By Jane Doe and John Roe, Press Association",
            {"byline": "By Jane Doe and John Roe, Press Association", "authors": ("Jane Doe", "John Roe")},
        ),
        ("NTB-AFP-DPA", {"byline": "NTB-AFP-DPA", "infosource": ("NTB", "AFP", "DPA")}),
        ("ab/cd", {"signoff": "ab/cd"}),
        ("Abby Lee and Charles de Gaulle", {"byline": "Abby Lee and Charles de Gaulle", "authors": ("Abby Lee", "Charles de Gaulle")}),
        ("Byron Smith", {"byline": "Byron Smith", "authors": ("Byron Smith",)}),
        ("Por Ana Ruiz (EFE)", {"byline": "Por Ana Ruiz (EFE)", "authors": ("Ana Ruiz",)}),
    ],
)
def test_bylines(printed: str, fields: dict[str, object]) -> None:
    assert iptc.byline(printed) == fields


@pytest.mark.parametrize(
    ("printed", "authors"),
    [
        ("By ANN LEE, BO EK and CY A. FOX", ("ANN LEE", "BO EK", "CY A. FOX")),
        ("Von Ute Bär, Jan Kühn und Eva von Ahn, dpa", ("Ute Bär", "Jan Kühn", "Eva von Ahn")),
        ("By Ann Lee, Political Editor and Bo Ek, Press Association", ("Ann Lee", "Bo Ek")),
        ("By Ann Lee, New York and Bo Ek, Addis Ababa", ("Ann Lee", "Bo Ek")),
        ("By Ann Lee, Associated Press; Bo Ek and Cy Fox", ("Ann Lee", "Bo Ek", "Cy Fox")),
    ],
)
def test_a_list_of_writers_with_commas(printed: str, authors: tuple[str, ...]) -> None:
    assert iptc.byline(printed)["authors"] == authors


def test_each_of_several_bylines_names_its_writer() -> None:
    assert iptc.byline("By Jane Doe", "", "By John Roe, Tea Editor") == {
        "byline": "By Jane Doe; By John Roe, Tea Editor",
        "authors": ("Jane Doe", "John Roe"),
    }


def test_notes_with_addresses_and_telephones_are_left_out() -> None:
    assert iptc.note("ADDS quote", "Desk: a.b@example.org\nCall +44 20 5550 0100\ntlf. 33 00 55 00", None, "ADDS quote") == "ADDS quote"
    assert iptc.note("phone +1 212 555 0100") is None


@pytest.mark.parametrize(
    ("marks", "printed", "label"),
    [
        (("sig:update",), ("Bryant to lead government",), "update"),
        (("edStat:C",), (), "corrected"),
        (("edStat:U",), ("UPDATE 2-Tea is dear",), None),
        (("edStat:U",), ("TEA (UPDATE 1)",), None),
        (("edStat:N", "prodId:TXT"), (), None),
    ],
)
def test_labels_yield_to_printed_ones(marks: tuple[str, ...], printed: tuple[str, ...], label: str | None) -> None:
    assert iptc.label(marks, *printed) == label


def test_small_values() -> None:
    assert [iptc.whole(text) for text in ("0349", "0", "", "x", "²", None, "12345678")] == [349, None, None, None, None, None, None]
    assert [iptc.urgency(text) for text in ("5", "0", "10", "")] == [5, None, None, None]
    assert [iptc.pubstatus(word) for word in ("stat:canceled", "Withheld", "usable", "Usable", None)] == [
        "canceled",
        "withheld",
        "usable",
        "usable",
        "usable",
    ]
    assert [iptc.language(tag) for tag in ("EN_us", "nb-NO", "English", "Klingon", "x", None)] == [
        "en-us",
        "nb-NO",
        "en",
        None,
        None,
        None,
    ]
    early, late = iptc.time("20030812T1030Z"), iptc.time("20030812T1031Z")
    assert (iptc.later(early, late), iptc.later(late, early), iptc.later(late, None), iptc.later(None, early)) == (None, late, late, None)


@pytest.mark.parametrize(
    ("printed", "authors"),
    [
        ("By Jane Doe in Geneva and John Roe in New York", ("Jane Doe", "John Roe")),
        ("By JANE DOE, JOHN ROE and ANN POE, Associated Press Writers", ("JANE DOE", "JOHN ROE", "ANN POE")),
        ("By Jane Doe, Tea Correspondent, and John Roe", ("Jane Doe", "John Roe")),
        ("Jane DOE, con John ROE en Santa Ana", ("Jane DOE", "John ROE")),
        ("Jane Doe en John Roe", ("Jane Doe", "John Roe")),
        ("By Jane Doe, Geneva; By John Roe, Basel", ("Jane Doe", "John Roe")),
    ],
)
def test_each_name_of_a_byline_without_its_place(printed: str, authors: tuple[str, ...]) -> None:
    assert iptc.byline(printed) == {"byline": printed, "authors": authors}


def test_an_agency_and_initials_sign_off() -> None:
    assert iptc.byline("/ritzau/ mho") == {"signoff": "mho"}


@pytest.mark.parametrize("printed", ["Von Jane Doe (KNA)", "By Jane Doe AP Business Writer", "By Jane Doe The Associated Press Writer"])
def test_of_whom_a_writer_is_need_no_comma(printed: str) -> None:
    assert iptc.byline(printed)["authors"] == ("Jane Doe",)
