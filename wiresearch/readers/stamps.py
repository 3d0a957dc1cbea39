"""Dates and times as the SGML collections and old pages of the web print them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from wiresearch.dispatch import WireTime
from wiresearch.readers.docno import day

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
    re.compile(r"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>\d{4}|\d\d)(?!\d)"),
    re.compile(r"=?\s*(?P<year>\d\d(?:\d\d)?)(?P<month>\d\d)(?P<day>\d\d)(?!\d)"),
    re.compile(r"(?:[A-Z][a-z]{5,8}, )?(?P<name>[A-Za-z]{3,9})\.? (?P<day>\d\d?),? (?P<year>\d{4})"),
    re.compile(r"(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d\d?)\.? (?P<name>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})"),
)
_IN_LINE = re.compile(
    r"\d{4}-\d\d-\d\d|(?<!\d)\d\d?\.\d\d?\.\d{4}|[A-Z][a-z]{2,8}\.? \d\d?,? \d{4}|(?<!\d)\d\d?\.? [A-Z][a-z]{2,8}\.?,? \d{4}"
)
_CLOCK = re.compile(r"[T\s,]*(?P<hour>[01]\d|2[0-3])[:.]?(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?P<zone>Z|[+-]\d\d:\d\d)?(?![\d:])")
_FILED = re.compile(r"[A-Z]{2,3}(?:-[A-Z]{2})?-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d) (?P<clock>\d{4})(?P<zone>[ECMP][SD]T|GMT)")
_HOURS = {"EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "GMT": 0}


def filed(text: str) -> WireTime | None:
    """The time of a line like `AP-NR-02-12-88 2344EST`, with its zone."""
    found = _FILED.search(text)
    when = found and day(found["year"], found["month"], found["day"])
    if not found or not when:
        return None
    clock = _CLOCK.fullmatch(found["clock"])
    zone = timezone(timedelta(hours=_HOURS[found["zone"]]), found["zone"])
    return WireTime(_at(when, clock).replace(tzinfo=zone), "min", tz_declared=True) if clock else None


def stamp(text: str, clock: str = "") -> WireTime | None:
    """A date at the start of `text`, with the time behind it or in `clock` where there is one.

    `2003-03-04 09:00:00`, `02/13/1998 14:26:00`, `03/24/87`, `20030522`, `910514`, `August 14, 1990, Tuesday`.
    """
    for form in _DATES:
        if found := form.match(text):
            break
    else:
        return None
    named = found.groupdict().get("name")
    if named and named[:3].lower() not in _MONTHS:
        return None
    when = day(found["year"], str(_MONTHS.index(named[:3].lower()) + 1) if named else found["month"], found["day"])
    if not when:
        return None
    time = _CLOCK.match(clock) if clock else None if named else _CLOCK.match(text, found.end())
    if not time:
        return WireTime(when, "day")
    when = _at(when, time)
    zone = time["zone"]
    if zone:
        when = datetime.fromisoformat(when.replace(tzinfo=None).isoformat() + zone)
    return WireTime(when, "s" if time["second"] else "min", tz_declared=bool(zone))


def within(line: str) -> WireTime | None:
    """The first date that is printed in a line."""
    found = _IN_LINE.search(line)
    return stamp(line[found.start() :]) if found else None


def _at(when: datetime, clock: re.Match[str]) -> datetime:
    return when.replace(hour=int(clock["hour"]), minute=int(clock["minute"]), second=int(clock["second"] or 0))
