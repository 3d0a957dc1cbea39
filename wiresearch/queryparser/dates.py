"""Date expressions to days. No clock: relative ones count from an anchor day that the caller gives.

Weeks are ISO 8601 weeks, Monday to Sunday. An expression that may be read in two ways is an error, never a guess.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from wiresearch.errors import BadDate
from wiresearch.words import fold_value

Days = tuple[date, date]

_SHAPES = 'dates look like 2003-08-13, 2003-08, 2003, 2003-W33, "last week of Aug 2003"   (wiresearch help dates)'
_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTHS = {name.lower(): number for number, name in enumerate(_NAMES, start=1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_WEEKDAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_SPAN = rf"(\d{{4}}|\d{{4}}-\d\d|{_MONTH},? \d{{4}})"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(\d{4})"
_FAULTS = (
    (
        re.compile(r"\d+[/.]\d|\d{1,2}-\d{1,2}-\d"),
        "dates are written with dashes, the year first, in four digits",
        'write 2003-08-13, or "13 Aug 2003"',
    ),
    (re.compile(r".*\d(?::|t\d)\d"), "queries go to the day, not to the time", "write the day alone: date:2003-08-13"),
    (re.compile(rf"(?:{_MONTH}|{_MONTH} {_DAY}|{_DAY} {_MONTH})\Z"), "this date has no year", 'write the year too: "13 Aug 2003"'),
    (re.compile(rf"(?:{_DAY} )?{_MONTH}(?: {_DAY})?,? '?\d\d\Z"), "a year has four digits", 'write all of the year: "13 Aug 2003"'),
)


class _Impossible(Exception):
    """A date in the right form that cannot be worked out: why, and the mend if there is one."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def date_bounds(text: str, anchor: date | None = None) -> Days:
    """First and last day of one expression ("2003-08", "last week").

    Raises BadDate with offsets into `text`: not a date, not in the calendar, or relative without an `anchor`.
    """
    told = fold_value(text)
    try:
        days = _absolute(told) or _relative(told, anchor)
    except _Impossible as reason:
        raise _bad(reason.message, text, reason.hint) from None
    except (ValueError, OverflowError):
        raise _bad("not a date", text, _SHAPES) from None
    if days is None:
        message, hint = next(((why, mend) for fault, why, mend in _FAULTS if fault.match(told)), ("not a date", _SHAPES))
        raise _bad(message, text, hint)
    return days


def is_relative(text: str) -> bool:
    """Whether an expression, or an end of a range or comparison, counts from the anchor."""
    ends = [fold_value(end) for end in re.split(r"\.\.|[<>]=?", text)]
    return any(pattern.fullmatch(end) for pattern, _ in _RELATIVE for end in ends)


def date_range(text: str, anchor: date | None = None) -> tuple[date | None, date | None]:
    """First and last day (None: open) of an expression, a range `a..b` or a comparison `>=a`.

    Raises BadDate as `date_bounds` does, and for a range that ends before it begins.
    """
    if compared := re.fullmatch(r"\s*(>=|<=|>|<)(.*)", text, re.DOTALL):
        return _compared(compared.group(1), text, compared.start(2), anchor)
    left, dots, right = text.partition("..")
    if not dots:
        return date_bounds(text, anchor)
    if not left.strip() and not right.strip():
        raise _bad("a range needs at least one end", text, "write date:2003-08.. or date:..2003-08")
    first = date_bounds(left, anchor)[0] if left.strip() else None
    last = _shifted(right, len(left) + 2, text, anchor)[1] if right.strip() else None
    if first and last and first > last:
        turned = f"{right.strip()}..{left.strip()}"
        raise _bad("the range ends before it begins", text, f"did you mean: date:{_in_quotes(turned)}")
    return first, last


def _compared(sign: str, text: str, start: int, anchor: date | None) -> tuple[date | None, date | None]:
    if not text[start:].strip():
        raise _bad("a comparison needs a date", text, "write date:>=2003-08 or date:<2003")
    first, last = _shifted(text[start:], start, text, anchor)
    try:
        match sign:
            case ">=":
                return first, None
            case "<=":
                return None, last
            case ">":
                return last + timedelta(1), None
            case _:
                return None, first - timedelta(1)
    except OverflowError:
        raise _bad("not a date", text, _SHAPES) from None


def _shifted(part: str, start: int, text: str, anchor: date | None) -> Days:
    """The days of `part`, which stands at `start` of `text`."""
    try:
        return date_bounds(part, anchor)
    except BadDate as error:
        raise BadDate(error.message, text, start + error.start, start + error.end, error.hint) from None


def _bad(message: str, text: str, hint: str | None = None) -> BadDate:
    return BadDate(message, text, 0, len(text), hint)


def _in_quotes(text: str) -> str:
    return f'"{text}"' if " " in text else text


def _absolute(told: str) -> Days | None:
    for pattern, read in _ABSOLUTE:
        if found := pattern.fullmatch(told):
            return read(found)
    return None


def _year(year: int) -> Days:
    return date(year, 1, 1), date(year, 12, 31)


def _month(year: int, month: int) -> Days:
    if not 1 <= month <= 12:
        raise _Impossible("a year has 12 months")
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> Days:
    first, last = _month(year, month)
    if not 1 <= day <= last.day:
        raise _Impossible(f"{_NAMES[month - 1]} {year} has {last.day} days")
    return first.replace(day=day), first.replace(day=day)


def _quarter(year: int, quarter: int) -> Days:
    return date(year, 3 * quarter - 2, 1), _month(year, 3 * quarter)[1]


def _week(found: re.Match[str]) -> Days:
    year, week, weekday = int(found[1]), int(found[2]), found[3]
    weeks = date(year, 12, 28).isocalendar().week
    if not 1 <= week <= weeks:
        raise _Impossible(f"{year} has {weeks} weeks")
    first = date.fromisocalendar(year, week, int(weekday or 1))
    return first, first if weekday else first + timedelta(6)


def _spanned(text: str) -> Days:
    """The days of a month or year named in a longer expression."""
    days = _absolute(text)
    if days is None:
        raise ValueError(text)
    return days


def _week_of(found: re.Match[str]) -> Days:
    first, last = _spanned(found[2])
    if found[1] == "last":
        return last - timedelta(6), last
    start = first + timedelta(7 * (_ORDINALS[found[1]] - 1))
    return start, start + timedelta(6)


def _half_of(found: re.Match[str]) -> Days:
    first, last = _spanned(found[2])
    middle = first.replace(day=15) if first.month == last.month else first.replace(month=6, day=30)
    return (first, middle) if found[1] == "first" else (middle + timedelta(1), last)


def _day_of(found: re.Match[str]) -> Days:
    edge = _spanned(found[2])[found[1] == "last"]
    return edge, edge


_ABSOLUTE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Days]], ...] = (
    (re.compile(_YEAR), lambda m: _year(int(m[1]))),
    (re.compile(rf"{_YEAR}-(\d\d)"), lambda m: _month(int(m[1]), int(m[2]))),
    (re.compile(rf"{_YEAR}-(\d\d)-(\d\d)"), lambda m: _day(int(m[1]), int(m[2]), int(m[3]))),
    (re.compile(rf"{_YEAR}-q([1-4])"), lambda m: _quarter(int(m[1]), int(m[2]))),
    (re.compile(rf"{_YEAR}-w(\d\d)(?:-([1-7]))?"), _week),
    (re.compile(rf"{_DAY} {_MONTH},? {_YEAR}"), lambda m: _day(int(m[3]), _MONTHS[m[2]], int(m[1]))),
    (re.compile(rf"{_MONTH} {_DAY},? {_YEAR}"), lambda m: _day(int(m[3]), _MONTHS[m[1]], int(m[2]))),
    (re.compile(rf"{_MONTH},? {_YEAR}"), lambda m: _month(int(m[2]), _MONTHS[m[1]])),
    (re.compile(r"(?:the )?(\d{3}0)s"), lambda m: (date(int(m[1]), 1, 1), date(int(m[1]) + 9, 12, 31))),
    (re.compile(rf"(?:the )?(first|second|third|fourth|last) week (?:of|in) {_SPAN}"), _week_of),
    (re.compile(rf"(?:the )?(first|second) half of {_SPAN}"), _half_of),
    (re.compile(rf"(?:the )?(first|last) day of {_SPAN}"), _day_of),
)


def _relative(told: str, anchor: date | None) -> Days | None:
    for pattern, read in _RELATIVE:
        if found := pattern.fullmatch(told):
            if anchor is None:
                raise _Impossible(f'"{told}" needs a day to count from', "give one with --now, or write the dates: 2003-08-04..2003-08-10")
            return read(found, anchor)
    return None


def _this_or_last(found: re.Match[str], anchor: date) -> Days:
    back = found[1] == "last"
    match found[2]:
        case "week":
            monday = anchor - timedelta(anchor.weekday() + 7 * back)
            return monday, monday + timedelta(6)
        case "month":
            return _month(*_months_on(anchor, -back))
        case "quarter":
            year, month = _months_on(anchor, -3 * back)
            return _quarter(year, (month + 2) // 3)
        case _:
            return _year(anchor.year - back)


def _last_many(found: re.Match[str], anchor: date) -> Days:
    many, unit = int(found[1][:9]), found[2]
    if many == 0:
        raise ValueError(found[0])
    if unit in ("day", "week"):
        return anchor - timedelta(many * (7 if unit == "week" else 1) - 1), anchor
    year, month = _months_on(anchor, -many * (12 if unit == "year" else 1))
    same_day = date(year, month, min(anchor.day, calendar.monthrange(year, month)[1]))
    return same_day + timedelta(1), anchor


def _months_on(day: date, months: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def _last_weekday(found: re.Match[str], anchor: date) -> Days:
    day = anchor - timedelta((anchor.weekday() - _WEEKDAYS[found[1]] - 1) % 7 + 1)
    return day, day


_RELATIVE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days]], ...] = (
    (re.compile("today"), lambda _, anchor: (anchor, anchor)),
    (re.compile("yesterday"), lambda _, anchor: (anchor - timedelta(1), anchor - timedelta(1))),
    (re.compile("(this|last) (week|month|quarter|year)"), _this_or_last),
    (re.compile(r"(?:the )?last (\d+) (day|week|month|year)s?"), _last_many),
    (re.compile(f"last ({'|'.join(_WEEKDAYS)})"), _last_weekday),
)
