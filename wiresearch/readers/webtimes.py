"""Times and languages as the net writes them: ISO 8601 on pages and in Atom, RFC 822 in mail and RSS, all of them sometimes wrong.

In tables and exports people write `30.08.2009 15:42`, `2009/08/30` and `August 30, 2009 3:42 PM EST` too. `08/09/2009` is
no time: nobody can say whether day or month comes first. Of `30/08/2009` one can.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from wiresearch.dispatch import Precision, WireTime
from wiresearch.readers import iptc
from wiresearch.readers.trailers import month

_WRITTEN = re.compile(
    r"(?:[^\W\d_]{2,10}[.,]{0,2} )?(?:(?P<y1>\d{4})[/.年](?P<m1>\d\d?)[/.月](?P<d1>\d\d?)日?|(?P<d2>\d\d?)\.(?P<m2>\d\d?)\.(?P<y2>\d{4})"
    r"|(?P<m3>[^\W\d_]{3,9})\.? (?P<d3>\d\d?)(?:st|nd|rd|th)?,? (?P<y3>\d{4})"
    r"|(?P<d4>\d\d?)(?:\.? |-)(?P<m4>[^\W\d_]{3,9})(?:\.?,? |-)(?P<y4>\d{4})"
    r"|(?P<a>\d\d?)[/-](?P<b>\d\d?)[/-](?P<y5>\d{4}))"
    r"(?:,? (?:at |um )?(?P<hour>\d\d?)[:.](?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{2,3})?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?| Uhr)?(?: (?P<zone>GMT|UTC|Z|[ECMP][DS]T|[+-]\d\d:?\d\d))?)?",
    re.IGNORECASE,
)
_PLACEHOLDERS = frozenset({1, 1900, 1904, 9999})
_ZONE = re.compile(r"\d:\d\d(?::\d\d)?\s+([+-]\d{4}|[A-Za-z]{1,5})\b")
_NO_ZONE = "-0000"
_AMERICAN = {"E": -5, "C": -6, "M": -7, "P": -8}
_HALF = re.compile(r"\d ?[ap]\.?m\b", re.IGNORECASE)
"""Which RFC 822 does not know: `4:05 PM` would be read as of the night."""
_MONTHS = 12
_NO_YEAR = " -0001 "
"""In exports of blogs, for what was never published."""


def time(text: str | None) -> WireTime | None:
    """The time that `text` is, in ISO 8601, RFC 822 or as people write it; None for what is no time.

    `-0000` declares no zone (RFC 5322, 3.3).
    """
    printed = " ".join((text or "").split())[:80]
    try:
        if found := written(printed):
            return found
        return iptc.time(printed.replace("/", "-")) if printed[:4].isdigit() else _rfc822(printed)
    except (ValueError, OverflowError):
        return None


def written(printed: str) -> WireTime | None:
    """The time that is all of `printed`, as people write it; None for what is no time."""
    found = _WRITTEN.fullmatch(printed)
    if not found:
        return None
    zone = found["zone"] if found["zone"] != _NO_ZONE else None
    hour = int(found["hour"] or 0)
    if half := found["half"]:
        hour = hour % 12 + (12 if half in "pP" else 0)
    clock = (hour, int(found["minute"] or 0), int(found["second"] or 0))
    try:
        when = datetime(*_day(found), *clock, tzinfo=_zone(zone) if zone else UTC)
    except ValueError:
        return None
    return _checked(when, "s" if found["second"] else "min" if found["minute"] else "day", zone is not None)


def _day(found: re.Match[str]) -> tuple[int, int, int]:
    """Year, month and day; month 0 where two numbers may each be it."""
    if found["y5"]:
        low, high = sorted((int(found["a"]), int(found["b"])))
        return int(found["y5"]), low if high > _MONTHS or low == high else 0, high
    year, number, day = (next(filter(None, (found[f"{part}{form}"] for form in "1234"))) for part in "ymd")
    return int(year), int(number) if number.isdigit() else month(number), int(day)


def _zone(printed: str) -> timezone:
    if printed[0] in "+-":
        return timezone(timedelta(hours=int(printed[:3]), minutes=int(printed[0] + printed[-2:])))
    hours = _AMERICAN.get(printed[0].upper())
    return UTC if hours is None else timezone(timedelta(hours=hours + (printed[1] in "dD")))


def _rfc822(printed: str) -> WireTime | None:
    from email.utils import parsedate_tz  # here because it imports much, and most files never need it

    parts = parsedate_tz(printed)
    if parts is None or _NO_YEAR in printed or _HALF.search(printed):
        return None
    zone = _ZONE.search(printed)
    has_zone = zone is not None and zone[1] != _NO_ZONE
    when = datetime(*parts[:5], min(parts[5], 59), tzinfo=timezone(timedelta(seconds=parts[9] or 0)) if has_zone else UTC)
    return _checked(when, "s" if printed.count(":") > 1 else "min" if ":" in printed else "day", has_zone)


def _checked(when: datetime, precision: Precision, has_zone: bool) -> WireTime | None:
    if when.year in _PLACEHOLDERS:
        return None
    return WireTime(when if has_zone else when.replace(tzinfo=UTC), precision, tz_declared=has_zone)


def language(tag: str) -> str | None:
    """The first BCP 47 tag of a list, its primary part in small letters, or None."""
    primary, joint, rest = tag.partition(",")[0].strip().replace("_", "-").partition("-")
    return f"{primary.lower()}{joint}{rest}" if 2 <= len(primary) <= 8 and primary.isascii() and primary.isalpha() else None
