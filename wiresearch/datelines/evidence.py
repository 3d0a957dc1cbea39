"""Which of several cities of one name a dateline means, where it does not say: what its text names, and where its agency is at home."""

from __future__ import annotations

import re
from typing import NamedTuple

from wiresearch import places
from wiresearch.agencies import by_code
from wiresearch.dispatch import Dateline, changed
from wiresearch.kept import kept
from wiresearch.words import fold

_OPEN = frozenset({"population", "override"})  # rules that chose among several
# Agencies that file from everywhere, and print the country or state of a lesser city.
_WORLDWIDE = frozenset({"AFP", "AP", "BLOOMBERG", "DJ", "NYT", "RTRS", "UPI"})
_HOME_SHARE = 3
_DOUBTFUL = 0.8
_HEAD = 2_000
_TOLD, _AT_HOME = 0.8, 0.7


class _Rival(NamedTuple):
    """A city of the name, with the folded names of its country and of its state or province."""

    place: places.Place
    country: tuple[str, ...]
    area: tuple[str, ...]


def weighed(dateline: Dateline, text: str, agency: str | None) -> Dateline:
    """The dateline with another city of the same name, where the dispatch tells so; `text` is what stands below it.

    The city that stands alone stays where the text names its state or country. Else one whose state is named takes its
    place, or one whose country is named where the first was doubtful; else one in the home of a national agency.
    """
    if dateline.rule not in _OPEN or not dateline.place:
        return dateline
    first, *others = _rivals(dateline.place) or (None,)
    if first is None or not others:
        return dateline
    beginning = fold(text[:_HEAD]).replace(fold(dateline.place), "")  # "Kansas City" does not speak of Kansas
    if _names(beginning, first.area) or _names(beginning, first.country):
        return changed(dateline, confidence=max(dateline.confidence, _TOLD))
    told = [rival for rival in others if _names(beginning, rival.area)]
    if not told and dateline.confidence < _DOUBTFUL:
        told = [rival for rival in others if _names(beginning, rival.country)]
    if told:
        return _placed(dateline, told[0].place, "named in the text", _TOLD)
    home = None if agency is None or agency in _WORLDWIDE else by_code(agency).home
    if home and first.place.country != home:
        native = [rival.place for rival in others if rival.place.country == home]
        if native and (places.is_exonym(first.place, dateline.place) or native[0].population * _HOME_SHARE >= first.place.population):
            return _placed(dateline, native[0], "home of the agency", _AT_HOME)
    return dateline


@kept(1 << 12)
def _rivals(printed: str) -> tuple[_Rival, ...]:
    """The city that the name means alone, and those that it may mean as well, most probable first."""
    chosen, *others = places.rivals(printed) or (None,)
    if chosen is None:
        return ()
    areas = [places.name_of_area(place) for place in (chosen, *others)]
    return tuple(
        _Rival(place, places.names_of_country(place.country), (area,) if area else ())
        for place, area in zip((chosen, *others), areas, strict=True)
    )


def _names(text: str, names: tuple[str, ...]) -> bool:
    """Whether one of the names stands in the text as words of its own."""
    return any(name in text and re.search(rf"\b{re.escape(name)}\b", text) for name in names)


def _placed(dateline: Dateline, place: places.Place, rule: str, confidence: float) -> Dateline:
    return changed(
        dateline,
        city=place.name,
        area=place.area,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        rule=rule,
        confidence=confidence,
    )
