"""First and last day of every form of date, worked out with a calendar, not with the code."""

from __future__ import annotations

from datetime import date

import pytest

from wiresearch.errors import BadDate
from wiresearch.query import DateRange
from wiresearch.queryparser import date_bounds, parse

ANCHOR = date(2003, 8, 13)  # a Wednesday, of ISO week 33


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2003-08-13", "2003-08-13", "2003-08-13"),
        ("13 Aug 2003", "2003-08-13", "2003-08-13"),
        ("13th August, 2003", "2003-08-13", "2003-08-13"),
        ("Aug 13, 2003", "2003-08-13", "2003-08-13"),
        ("AUG. 3 2003", "2003-08-03", "2003-08-03"),
        ("2003-08", "2003-08-01", "2003-08-31"),
        ("August 2003", "2003-08-01", "2003-08-31"),
        ("Sept. 2003", "2003-09-01", "2003-09-30"),
        ("Feb 2004", "2004-02-01", "2004-02-29"),
        ("Feb 1900", "1900-02-01", "1900-02-28"),
        ("2003", "2003-01-01", "2003-12-31"),
        ("2003-Q1", "2003-01-01", "2003-03-31"),
        ("2003-Q3", "2003-07-01", "2003-09-30"),
        ("2003-q4", "2003-10-01", "2003-12-31"),
        ("2003-W33", "2003-08-11", "2003-08-17"),
        ("2003-W33-3", "2003-08-13", "2003-08-13"),
        ("2004-W53", "2004-12-27", "2005-01-02"),
        ("2004-W01", "2003-12-29", "2004-01-04"),
        ("last week of Aug 2003", "2003-08-25", "2003-08-31"),
        ("the last week of Feb 2004", "2004-02-23", "2004-02-29"),
        ("first week of Aug 2003", "2003-08-01", "2003-08-07"),
        ("second week of 2003-08", "2003-08-08", "2003-08-14"),
        ("third week of August 2003", "2003-08-15", "2003-08-21"),
        ("fourth week of Aug 2003", "2003-08-22", "2003-08-28"),
        ("first half of 2003", "2003-01-01", "2003-06-30"),
        ("second half of 2003", "2003-07-01", "2003-12-31"),
        ("first half of August 2003", "2003-08-01", "2003-08-15"),
        ("second half of August 2003", "2003-08-16", "2003-08-31"),
        ("last day of Feb 2004", "2004-02-29", "2004-02-29"),
        ("first day of 2004", "2004-01-01", "2004-01-01"),
        ("the 1990s", "1990-01-01", "1999-12-31"),
        ("today", "2003-08-13", "2003-08-13"),
        ("Yesterday", "2003-08-12", "2003-08-12"),
        ("this week", "2003-08-11", "2003-08-17"),
        ("last  week", "2003-08-04", "2003-08-10"),
        ("this month", "2003-08-01", "2003-08-31"),
        ("last month", "2003-07-01", "2003-07-31"),
        ("this quarter", "2003-07-01", "2003-09-30"),
        ("last quarter", "2003-04-01", "2003-06-30"),
        ("this year", "2003-01-01", "2003-12-31"),
        ("last year", "2002-01-01", "2002-12-31"),
        ("last 7 days", "2003-08-07", "2003-08-13"),
        ("last 1 day", "2003-08-13", "2003-08-13"),
        ("last 2 weeks", "2003-07-31", "2003-08-13"),
        ("last 3 months", "2003-05-14", "2003-08-13"),
        ("last 2 years", "2001-08-14", "2003-08-13"),
        ("last Wednesday", "2003-08-06", "2003-08-06"),
        ("last tuesday", "2003-08-12", "2003-08-12"),
        ("last Thursday", "2003-08-07", "2003-08-07"),
    ],
)
def test_an_expression_has_a_first_and_a_last_day(text: str, first: str, last: str) -> None:
    assert date_bounds(text, ANCHOR) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("anchor", "text", "first", "last"),
    [
        ("2004-01-15", "last month", "2003-12-01", "2003-12-31"),
        ("2004-01-15", "last quarter", "2003-10-01", "2003-12-31"),
        ("2004-01-01", "yesterday", "2003-12-31", "2003-12-31"),
        ("2004-01-01", "this week", "2003-12-29", "2004-01-04"),
        ("2004-03-31", "last 1 month", "2004-03-01", "2004-03-31"),
        ("2003-03-31", "last 1 month", "2003-03-01", "2003-03-31"),
    ],
)
def test_relative_dates_cross_months_and_years(anchor: str, text: str, first: str, last: str) -> None:
    assert date_bounds(text, date.fromisoformat(anchor)) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("date:2003-08-01..2003-08-31", "2003-08-01", "2003-08-31"),
        ("date:2003-08..2003-09", "2003-08-01", "2003-09-30"),
        ("date:2003-08..", "2003-08-01", None),
        ("date:..2003", None, "2003-12-31"),
        ("date:>=2003-08", "2003-08-01", None),
        ("date:>2003-08", "2003-09-01", None),
        ("date:<=2003-08", None, "2003-08-31"),
        ("date:<2003-08", None, "2003-07-31"),
        ('date:"Aug 2003..Sep 2003"', "2003-08-01", "2003-09-30"),
        ('date:"Aug 2003".."Sep 2003"', "2003-08-01", "2003-09-30"),
        ('date:>="Aug 2003"', "2003-08-01", None),
        ('date:"last month"..today', "2003-07-01", "2003-08-13"),
    ],
)
def test_ranges_and_comparisons_take_a_coarse_end_whole(text: str, first: str | None, last: str | None) -> None:
    expected = DateRange("date", first and date.fromisoformat(first), last and date.fromisoformat(last))
    assert parse(text, anchor=ANCHOR).query == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("garbage", "not a date"),
        ("", "not a date"),
        ("0000", "not a date"),
        ("0000-02-10", "not a date"),
        ("2003-8-1", "not a date"),
        ("last 0 days", "not a date"),
        ("last 99999999999 days", "not a date"),
        ("last 30000 months", "not a date"),
        ("2003-02-30", "February 2003 has 28 days"),
        ("30 Feb 2004", "February 2004 has 29 days"),
        ("2003-00", "a year has 12 months"),
        ("2003-13-01", "a year has 12 months"),
        ("2003-W53", "2003 has 52 weeks"),
        ("08/13/2003", "dates are written with dashes, the year first, in four digits"),
        ("13.8.2003", "dates are written with dashes, the year first, in four digits"),
        ("13-08-2003", "dates are written with dashes, the year first, in four digits"),
        ("03-08-13", "dates are written with dashes, the year first, in four digits"),
        ("13 Aug", "this date has no year"),
        ("Aug 13", "this date has no year"),
        ("August", "this date has no year"),
        ("13 Aug 03", "a year has four digits"),
        ("2003-08-13T10:30", "queries go to the day, not to the time"),
        ("2003-08-13 10:30", "queries go to the day, not to the time"),
        ("2003..2004", "not a date"),
    ],
)
def test_what_is_no_date_is_refused_and_never_guessed(text: str, message: str) -> None:
    with pytest.raises(BadDate) as refused:
        date_bounds(text, ANCHOR)
    assert refused.value.message == message
    assert (refused.value.text, refused.value.start) == (text, 0)


@pytest.mark.parametrize("text", ["date:>9999-12-31", "date:<0001-01-01", "date:..", "date:2003...2004", "date:>", "date:2003..x"])
def test_a_range_without_days_is_refused(text: str) -> None:
    with pytest.raises(BadDate):
        parse(text)


def test_a_relative_date_needs_a_day_to_count_from() -> None:
    with pytest.raises(BadDate) as refused:
        parse('kim date:"last week"')
    assert refused.value.message == '"last week" needs a day to count from'
    assert refused.value.hint == "give one with --now, or write the dates: 2003-08-04..2003-08-10"


def test_the_bad_end_of_a_range_is_pointed_at() -> None:
    with pytest.raises(BadDate) as refused:
        parse("date:2003-02-28..2003-02-30")
    assert refused.value.text[refused.value.start : refused.value.end] == "2003-02-30"
