"""What the owner of an archive knows and the wire does not say: the `sources` of the settings, applied to a dispatch.

It fills gaps. What a dispatch declares of itself stays; a zone is given only to times that were printed without one.
"""

from __future__ import annotations

import calendar
import dataclasses
import difflib
import fnmatch
import re
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, timedelta, timezone
from functools import lru_cache
from typing import Any

from wiresearch import agencies
from wiresearch.config import SourceFacts
from wiresearch.dispatch import Dispatch, Evidence, WireTime
from wiresearch.errors import ConfigError

_MONTHS = [name.lower() for name in calendar.month_abbr]
_DIRECTIVES = {
    "%Y": r"(?P<Y>[1-9]\d{3})",
    "%y": r"(?P<y>\d\d)",
    "%m": r"(?P<m>0[1-9]|1[0-2])",
    "%b": rf"(?P<b>(?i:{'|'.join(_MONTHS[1:])}))",
    "%d": r"(?P<d>0[1-9]|[12]\d|3[01])",
    "%j": r"(?P<j>\d{3})",
    "%%": "%",
    "*": "[^/]*",
}
_PART = re.compile(r"%.?|\*|[^%*]+", re.DOTALL)
_TIMES = ("versioncreated", "firstcreated", "contentcreated", "embargoed", "expires")
_FIRST_YEAR_OF_TWO_DIGITS = 1969  # POSIX, strptime


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one source: `agency` a code, `zone` of times without one, the `day`, or only the `year`, in its path.

    `columns` are for the reader of tables, which is a floor above.
    """

    agency: str | None = None
    provider: str | None = None
    zone: zoneinfo.ZoneInfo | None = None
    day: date | None = None
    year: int | None = None
    columns: str | None = None


NOTHING = Known()


@lru_cache(maxsize=64)
def known(facts: tuple[SourceFacts, ...], source: str) -> Known:
    """All that `facts` say of the source of that name; of two that say something else the later holds. Raises ConfigError."""
    found: dict[str, Any] = {}
    for entry in facts:
        if _glob(entry.path).fullmatch(source):
            found |= {name: value for name, value in _read(entry, source) if value is not None}
    return Known(**found) if found else NOTHING


def check(facts: tuple[SourceFacts, ...]) -> None:
    """Raise ConfigError, with a mend, for an agency, a time zone or a pattern that cannot be; columns are not looked at."""
    for entry in facts:
        dict(_read(entry, ""))


def told(dispatch: Dispatch, facts: Known) -> Dispatch:
    """The dispatch as a reader made it, with what is known of its source where it says nothing itself.

    A time without zone becomes one in the zone that is known, to the same hands of the clock. The days in paths are for
    `normalise`, which knows whether the dispatch has a better one. The provenance tells under "config" what was filled in.
    """
    if facts == NOTHING:
        return dispatch
    filled: dict[str, Any] = {}
    if facts.agency and dispatch.agency is None:
        filled["agency"] = facts.agency
    if facts.provider and dispatch.provider is None:
        filled["provider"] = facts.provider
    said = [f"{name} {value}" for name, value in filled.items()]
    if facts.zone:
        zoned = {name: _zoned(time, facts.zone) for name in _TIMES if (time := getattr(dispatch, name)) and _lacks_zone(time)}
        filled |= zoned
        said += [f"time zone {facts.zone.key}"] if zoned else []
    if not filled:
        return dispatch
    evidence = (*dispatch.provenance.evidence, Evidence("config", ", ".join(said), 0, 0))
    return dataclasses.replace(dispatch, **filled, provenance=dataclasses.replace(dispatch.provenance, evidence=evidence))


def _lacks_zone(time: WireTime) -> bool:
    """Days are days in every zone."""
    return not time.tz_declared and time.precision in ("s", "min")


def _zoned(time: WireTime, zone: zoneinfo.ZoneInfo) -> WireTime:
    """The offset of that moment, not the zone: a record is to be read without the tables of zones."""
    offset = time.when.replace(tzinfo=zone).utcoffset() or timedelta()
    return dataclasses.replace(time, when=time.when.replace(tzinfo=timezone(offset) if offset else UTC), tz_declared=True)


def _read(entry: SourceFacts, source: str) -> Iterator[tuple[str, Any]]:
    yield "agency", _agency(entry.agency) if entry.agency else None
    yield "provider", entry.provider or None
    yield "columns", entry.columns or None
    yield "zone", _zone(entry.time_zone) if entry.time_zone else None
    if entry.date and (found := list(_date_pattern(entry.date).finditer(source))):
        day, year = _day_and_year(found[-1].groupdict())
        yield "day", day
        yield "year", year


def _agency(name: str) -> str:
    code = agencies.named(name)
    if code is None:
        raise ConfigError(f"no agency {name!r} in the settings of sources", "give its code or name, such as AFP or Ritzau")
    return code


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        near = difflib.get_close_matches(name, zoneinfo.available_timezones(), n=1)
        hint = f"did you mean: {near[0]}" if near else "give one of the IANA database, such as Europe/Oslo"
        raise ConfigError(f"no time zone {name!r} in the settings of sources", hint) from None


@lru_cache
def _glob(path: str) -> re.Pattern[str]:
    """For a source, or a folder or container above it, named in whole or by its last parts; `*` also stands for "/"."""
    own = fnmatch.translate(path.strip("/")).removesuffix(r"\Z").removesuffix(r"\z")
    return re.compile(rf"(?:.*[/!]|/)?{own}(?:[/!].*)?", re.DOTALL)


@lru_cache
def _date_pattern(pattern: str) -> re.Pattern[str]:
    parts = _PART.findall(pattern)
    used = [part for part in parts if part.startswith("%")]
    unknown = [part for part in used if part not in _DIRECTIVES]
    known_parts = " ".join(part for part in _DIRECTIVES if part != "%%")
    if unknown:
        raise ConfigError(f"no {unknown[0]} in a date pattern of the settings of sources: {pattern!r}", f"there are {known_parts}")
    years = [part for part in used if part in ("%Y", "%y")]
    if len(years) != 1 or len(set(used) - {"%%"}) < len([part for part in used if part != "%%"]):
        raise ConfigError(f"the date pattern {pattern!r} needs one year, and nothing twice", "such as %Y/%m/%d or %Y%m*")
    written = "".join(_DIRECTIVES.get(part) or re.escape(part) for part in parts)
    return re.compile(rf"(?<!\d){written}(?!\d)")


def _day_and_year(found: dict[str, str | None]) -> tuple[date | None, int]:
    """The day, if the parts of a date make one that exists, and the year."""
    part = {name: value for name, value in found.items() if value is not None}
    year = int(part["Y"]) if "Y" in part else (int(part["y"]) - _FIRST_YEAR_OF_TWO_DIGITS) % 100 + _FIRST_YEAR_OF_TWO_DIGITS
    month = int(part["m"]) if "m" in part else _MONTHS.index(part["b"].lower()) if "b" in part else 0
    try:
        if "j" in part:
            day = date(year, 1, 1) + timedelta(int(part["j"]) - 1)
            return (day if day.year == year else None), year
        return date(year, month, int(part.get("d", "0"))), year
    except (ValueError, OverflowError):
        return None, year
