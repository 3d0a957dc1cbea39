"""The lines that close a dispatch."""

from __future__ import annotations

import pytest

from wiresearch.readers.trailers import closing, time


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("AP-WF-11-13-13 1509GMT<", "2013-11-13T15:09Z"),
        ("AP-NY-08-13-83 1423EDT", "1983-08-13T14:23-04:00"),
        ("UPI 08-28-83 02:10 PM EDT", "1983-08-28T14:10-04:00"),
        ("UPI 08-28-83 12:10 am EDT", "1983-08-28T00:10-04:00"),
        ("UPI 08-28-83 02:10 PED", "1983-08-28T14:10-04:00"),
        ("upi 01-28-83 12:10 aes", "1983-01-28T00:10-05:00"),
        ("APA0123    2003-08-13/15:42", "2003-08-13T15:42"),
        ("131137 GMT Nov 13", "2013-11-13T11:37Z"),
        ("131530 Okt 03", "2003-10-13T15:30"),
        ("011545 MEZ Dez 1998", "1998-12-01T15:45+01:00"),
        ("AFP 131542 GMT AUG 03", "2003-08-13T15:42Z"),
        ("131542 juil 03", "2003-07-13T15:42"),
        ("13-AGO-03 15:42 NNNN", "2003-08-13T15:42"),
        ("13-AGO-03 15:42 NNN", "2003-08-13T15:42"),
        ("3-MAG-03 15:42 NNN", "2003-05-03T15:42"),
        ("131542 maj 03", "2003-05-13T15:42"),
        ("131542 mrt 2003", "2003-03-13T15:42"),
        ("2003-08-13 15:42:10==Kyodo", "2003-08-13T15:42"),
        ("XYZ 2003-08-13 15:42 GMT", "2003-08-13T15:42Z"),
        ("3 August 2003, 15:42 CEST", "2003-08-03T15:42+02:00"),
        ("13-Aug-2003 15:42:10 RTRS", "2003-08-13T15:42"),
        ("Wednesday, 13 August 2003 15:42:10RTRS [nTEA123] {C}ENDS", "2003-08-13T15:42"),
    ],
)
def test_the_hour_of_filing(line: str, text: str) -> None:
    found = time(line)
    assert found is not None
    assert (found.text, found.precision) == (text, "min")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Reuter",
        "1989",
        "311137 GMT Feb 13",
        "132599 GMT Nov 13",
        "131137 GMT Foo 13",
        "AP-WF-13-45-13 1509GMT",
        "2003-13-08 15:42",
        "3 Tea 2003 15:42",
    ],
)
def test_no_hour_of_filing(line: str) -> None:
    assert time(line) is None


def test_the_number_of_apa_closes_a_text() -> None:
    found = closing(["Tee.", "APA0123    2006-01-02/12:33", "", "021233 Jän 06"])
    assert (found.lines, found.signoffs) == (["Tee."], ["APA0123 2006-01-02/12:33", "021233 Jän 06"])


def test_what_closes_a_text_leaves_it() -> None:
    found = closing(["Tea.", "", "dpa mmu yyzz n1 ab", "131530 Okt 03", "", "NNNN", ""])
    assert (found.lines, found.signoffs) == (["Tea."], ["dpa mmu yyzz n1 ab", "131530 Okt 03", "NNNN"])
    assert found.filed is not None
    assert found.filed.text == "2003-10-13T15:30"


def test_a_notebook_is_for_editors_and_its_addresses_for_nobody() -> None:
    found = closing(
        [
            "Tea.",
            "# Notebook",
            "## Contacts",
            "- Reporting by: Jo Doe",
            "Tel: +49 30 1234 5678; <jo@example.com>",
            "* * * *",
            "Not for publication",
            "dpa jd",
        ]
    )
    assert (found.lines, found.notes, found.signoffs) == (["Tea."], ["Reporting by: Jo Doe", "Not for publication"], ["dpa jd"])


def test_three_stars_between_paragraphs_are_no_notebook() -> None:
    assert closing(["Tea.", "* * *", "Coffee."]).lines == ["Tea.", "* * *", "Coffee."]


def test_ordinary_last_lines_stay() -> None:
    assert closing(["Tea.", "NATO/UN"]).lines == ["Tea.", "NATO/UN"]


@pytest.mark.parametrize(
    "last",
    [
        ["PNG/ASP.", "Lusa/Fim"],
        ["     BO", "26-SET-98 09:20 NNNN"],
        ["Anna Nowak (PAP)", "an/ je/"],
        ["PTI ABC DE 06011412 NNNN"],
        ["(PROFILE", "(CO:Tea Board;)", ")", "AP-WS-01-27-99 1412EST"],
        ["Document lba0000020020312dy3c00abc"],
    ],
)
def test_what_agencies_and_databases_write_below_a_text(last: list[str]) -> None:
    found = closing(["Tea is dear.", "", *last])
    assert (found.lines, found.signoffs) == (["Tea is dear."], [line.strip() for line in last])


@pytest.mark.parametrize("last", [["Anna Nowak (CEO)"], ["USA"], ["Tea (PAP)"], ["GMT.", "dpa ab cd"]])
def test_other_short_last_lines_stay(last: list[str]) -> None:
    assert closing(["Tea is dear.", *last]).lines == ["Tea is dear.", last[0]]
