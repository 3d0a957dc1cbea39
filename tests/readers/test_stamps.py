"""Dates and times of the SGML collections."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.readers.stamps import filed, stamp, within


@pytest.mark.parametrize(
    ("text", "clock", "expected", "zone"),
    [
        ("910514", "", "1991-05-14", False),
        ("030915", "", "2003-09-15", False),
        ("= 870324", "", "1987-03-24", False),
        ("19950101", "01.02", "1995-01-01T01:02", False),
        ("20030522", "", "2003-05-22", False),
        ("03/24/87", "", "1987-03-24", False),
        ("02/13/1998 14:26:00", "", "1998-02-13T14:26:00", False),
        ("1998-06-01 00:02", "", "1998-06-01T00:02", False),
        ("2013-04-13T04:49:26", "", "2013-04-13T04:49:26", False),
        ("2003-03-03T19:00:00-05:00", "", "2003-03-03T19:00:00-05:00", True),
        ("2003-03-03T19:00:00Z", "", "2003-03-03T19:00:00Z", True),
        ("August 14, 1990, Tuesday, Home Edition", "", "1990-08-14", False),
        ("Sept. 4, 1990", "", "1990-09-04", False),
        ("2007-08-18", "", "2007-08-18", False),
        ("2007-08-18 99:99", "", "2007-08-18", False),
        ("19950101", "25.61", "1995-01-01", False),
        ("910231", "", None, False),
        ("Smarch 3, 1990", "", None, False),
        ("Correction Appended", "", None, False),
        ("", "10.00", None, False),
    ],
)
def test_stamps(text: str, clock: str, expected: str | None, zone: bool) -> None:
    found = stamp(text, clock)
    assert (found and found.text, bool(found and found.tz_declared)) == (expected, zone)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published: 13 August 2003 06:00 GMT", "2003-08-13"),
        ("Stand: 13.8.2003, 10:11 Uhr", "2003-08-13T10:11"),
        ("Posted on August 13, 2003", "2003-08-13"),
        ("www.example.no 2003-08-13 10:11:12", "2003-08-13T10:11:12"),
        ("Tea costs 13 Crowns, 2003 in all", None),
        ("Updated: 10:11", None),
    ],
)
def test_a_date_in_a_line(line: str, expected: str | None) -> None:
    found = within(line)
    assert (found.text if found else None) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("AP-NR-02-12-88 2344EST", "1988-02-12T23:44-05:00"),
        ("AP-NY-08-16-90 2041EDT", "1990-08-16T20:41-04:00"),
        ("NYT-06-01-98 0002EDT &QL;", "1998-06-01T00:02-04:00"),
        ("AP-WF-02-10-17 0715GMT", "2017-02-10T07:15Z"),
        ("AP-NR-02-31-88 2344EST", None),
        ("AP-NR-02-12-88 2561EST", None),
        ("AP-NR-02-12-88", None),
    ],
)
def test_the_time_of_filing(line: str, expected: str | None) -> None:
    found = filed(line)
    assert (found and found.text) == expected


@given(st.text(alphabet="0123456789-/:.,T +ZJuneEST=AP", max_size=30), st.text(alphabet="0123456789:.", max_size=6))
def test_no_text_breaks_them(text: str, clock: str) -> None:
    stamp(text, clock)
    filed(text)
