"""Times and languages of the net."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.readers.webtimes import language, time


@pytest.mark.parametrize(
    ("printed", "text", "precision"),
    [
        ("Thu, 19 Feb 2015 17:18:40 +1100", "2015-02-19T17:18:40+11:00", "s"),
        ("13 Aug 90 14:02:11 GMT", "1990-08-13T14:02:11Z", "s"),
        ("Wed, 13 Aug 2003 10:00 EDT", "2003-08-13T10:00-04:00", "min"),
        ("Wed, 13 Aug 2003 10:00:00 -0000", "2003-08-13T10:00:00", "s"),
        ("Wed, 13 Aug 2003 10:00:00", "2003-08-13T10:00:00", "s"),
        ("2003-08-13T10:00:00Z", "2003-08-13T10:00:00Z", "s"),
        ("2003-08-13T10:00+05:30", "2003-08-13T10:00+05:30", "min"),
        ("2003-08-13 10:00:00.123 UTC", "2003-08-13T10:00:00.123000Z", "s"),
        ("20030813T100000", "2003-08-13T10:00:00", "s"),
        (" 2003-08-13\n", "2003-08-13", "day"),
        ("2003-08", "2003-08", "month"),
        ("30.08.2009 15:42", "2009-08-30T15:42", "min"),
        ("30.8.2009, 15.42 Uhr", "2009-08-30T15:42", "min"),
        ("2009/08/30", "2009-08-30", "day"),
        ("August 30, 2009", "2009-08-30", "day"),
        ("Aug. 30, 2009 at 3:42:10 p.m.", "2009-08-30T15:42:10", "s"),
        ("Sunday, August 30, 2009 12:05 AM", "2009-08-30T00:05", "min"),
        ("30 août 2009", "2009-08-30", "day"),
        ("30. August 2009 15:42 GMT", "2009-08-30T15:42Z", "min"),
        ("March 5, 2007 4:05 PM EST", "2007-03-05T16:05-05:00", "min"),
        ("Mar. 5, 2007 4:05:06 a.m. PDT", "2007-03-05T04:05:06-07:00", "s"),
        ("5 March 2007 16:05 -0330", "2007-03-05T16:05-03:30", "min"),
        ("3/14/1999 5:04 PM", "1999-03-14T17:04", "min"),
        ("30/08/2009", "2009-08-30", "day"),
        ("30-08-2009", "2009-08-30", "day"),
        ("30-AUG-2009 15:42:00", "2009-08-30T15:42:00", "s"),
        ("2009.08.30 15:42", "2009-08-30T15:42", "min"),
        ("2009年8月30日", "2009-08-30", "day"),
    ],
)
def test_times(printed: str, text: str, precision: str) -> None:
    found = time(printed)
    assert found is not None
    assert (found.text, found.precision) == (text, precision)


@pytest.mark.parametrize(
    "printed",
    [
        None,
        "",
        "yesterday",
        "2003-13-13",
        "0001-01-01T00:00:00Z",
        "Mon, 32 Feb 2015 17:18:40 +9999",
        "1 Jan 1900 00:00 GMT",
        "08/09/2009",
        "14/13/2009",
        "March 5, 2007 4:05 PM AKST",
        "31.02.2009",
        "Foo 3, 2009",
        "Mon, 30 Nov -0001 00:00:00 +0000",
    ],
)
def test_no_times(printed: str | None) -> None:
    assert time(printed) is None


@given(st.text(max_size=60))
def test_any_text_gives_a_time_or_none(text: str) -> None:
    time(text)


@pytest.mark.parametrize(
    ("tag", "found"), [("en_GB", "en-GB"), ("DE, en", "de"), ("nb", "nb"), ("english language", None), ("", None), ("x", None)]
)
def test_languages(tag: str, found: str | None) -> None:
    assert language(tag) == found
