"""A match to the dateline of a dispatch: its place resolved, its date with a year where one can be known."""

from __future__ import annotations

from datetime import date, timedelta

from wiresearch import places
from wiresearch.datelines.dates import existing
from wiresearch.datelines.grammar import DatelineMatch
from wiresearch.datelines.leads import COUNTRY_ALONE
from wiresearch.dispatch import Dateline, made

_REACH_AHEAD = timedelta(days=2)
_LEAP_YEARS_APART = 9


def complete(found: DatelineMatch, *, reference: date | None, year: int | None, neighbour: date | None = None) -> Dateline:
    """The record of a match, its place resolved and its date with a year where one can be known.

    The year comes from the text, else from `reference` (a day declared in the dispatch: the year that puts the date
    nearest to it, no later than two days after), else from `year`, else from `neighbour` (the day of another dispatch of
    the file: the year that puts the date nearest to it, before or after); `date_rule` says which.
    """
    day, rule = _dated(found, reference, year, neighbour)
    date_text = None if found.month is None else f"{found.year or '-'}-{found.month:02}-{found.day:02}"
    place = (places.resolve(found.place) or places.beside(found.place)) if found.place else None
    if place:
        city = None if place.rule in COUNTRY_ALONE else place.name
    else:
        city = places.title_case(found.place.partition(",")[0].strip()) if found.place else None
    return made(
        Dateline,
        text=found.text,
        place=found.place,
        city=city,
        area=place.area if place else None,
        country=place.country if place else None,
        candidates=place.candidates if place else (),
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        date=day,
        date_text=date_text,
        weekday=found.weekday,
        agency=found.agency,
        form=found.form,
        rule=place.rule if place else "unresolved" if found.place else None,
        date_rule=rule,
        confidence=place.confidence if place else 0.0,
        span=found.span,
    )


def _dated(found: DatelineMatch, reference: date | None, year: int | None, neighbour: date | None) -> tuple[date | None, str | None]:
    if found.month is None or found.day is None:
        return None, None
    if found.year:
        printed = existing(found.year, found.month, found.day)
        return printed, "text" if printed else None
    if reference:
        latest = min(reference, date.max - _REACH_AHEAD) + _REACH_AHEAD
        near = (existing(y, found.month, found.day) for y in range(latest.year, max(0, latest.year - _LEAP_YEARS_APART), -1))
        return next((day for day in near if day and day <= latest), None), "declared time"
    if year is not None:
        given = existing(year, found.month, found.day)
        return given, "given year" if given else None
    if not neighbour:
        return None, None
    around = (existing(y, found.month, found.day) for y in range(max(1, neighbour.year - 1), min(date.max.year, neighbour.year + 1) + 1))
    nearest = min((day for day in around if day), key=lambda day: abs(day - neighbour), default=None)
    return nearest, "neighbour" if nearest else None
