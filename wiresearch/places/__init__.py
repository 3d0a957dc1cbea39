"""Place names: which country, area and coordinates a printed name means.

The tables are package data: cities of 15,000 people and more, capitals and country names in six languages (made by
tools/build_places.py from GeoNames and CLDR) and a table by hand, places.tsv. They are read at the first question and
kept as one sorted text that is searched by bisection, about 12 MB.
"""

from __future__ import annotations

import re

from wiresearch.dispatch import changed
from wiresearch.kept import kept
from wiresearch.places.lookups import (
    begins_city,
    best,
    cities,
    city,
    country,
    country_names,
    dissolved,
    is_exonym,
    name_of_area,
    names_of_country,
    region,
    region_openings,
    regions,
    rivals,
)
from wiresearch.places.tables import Place, country_codes, country_name, fold_place, own, own_names, row, use

__all__ = [
    "Place",
    "begins_city",
    "beside",
    "cities",
    "city",
    "country",
    "country_name",
    "dissolved",
    "fold_place",
    "is_exonym",
    "name_of_area",
    "names_of_country",
    "own",
    "own_names",
    "region",
    "region_openings",
    "resolve",
    "rivals",
    "row",
    "title_case",
    "use",
]

_NOWHERE = re.compile(r"\s*(?:aboard|at sea|on board|in the air)\b", re.IGNORECASE)
_TWO_PLACES = re.compile(r"\s*/\s*|\s+(?:and|y|et|und)\s+", re.IGNORECASE)
_OF_COUNTRY = "country qualifier"
_PRINTED_SMALL = "of and the de da do du la le el al les los las sur am bei an der di en on"
_SMALL_WORDS = frozenset(_PRINTED_SMALL.split())


@kept(1 << 14)
def resolve(printed: str) -> Place | None:
    """The place that the place part of a dateline means ("FORT WASHINGTON, Pa.", "KIEV, U.S.S.R.", "Moscú"), or None.

    A qualifier decides first (a country, a region, which says more than the country behind it, or another city of the
    same country), then the table of cities that stand alone, then population, then countries and regions. A city that is
    not in the table still has the country of its qualifier.
    """
    if _NOWHERE.match(printed):
        return Place(title_case(printed), None, None, None, None, 0, "nowhere", 1.0)
    parts = [part.strip() for part in printed.strip(" .,").split(",") if part.strip()]
    if not parts:
        return None
    qualified = [place for qualifier in reversed(parts[1:]) if (place := _qualified(parts[0], qualifier))]
    if qualified:
        last = qualified[0]
        return next((place for place in qualified if place.rule != _OF_COUNTRY and place.country == last.country), last)
    for qualifier in parts[1:]:
        if (chief := city(qualifier)) and chief.country and (place := best(fold_place(parts[0]), (chief.country,), None)):
            return changed(place, rule="city qualifier", confidence=0.9)
    return _alone(parts[0]) or _without_comma(parts[0]) or _first_of_two(parts[0])


def beside(printed: str) -> Place | None:
    """An unknown town with the country and area of the known city that is printed behind it ("COLLE, SIENA"), or None."""
    town, _, qualifier = printed.partition(",")
    chief = city(qualifier) if qualifier else None
    return Place(title_case(town.strip()), chief.country, chief.area, None, None, 0, "beside a city", 0.7) if chief else None


def _qualified(printed: str, qualifier: str) -> Place | None:
    folded, state, nations = fold_place(printed), region(qualifier), _countries_of(qualifier)
    if state and state.country:
        in_state = best(folded, (state.country,), state.area)
        if in_state or not nations or not best(folded, nations, None):
            return _placed(printed, in_state, (state.country,), state.area, f"{state.rule} qualifier")
    return _placed(printed, best(folded, nations, None), nations, None, _OF_COUNTRY) if nations else None


def _countries_of(qualifier: str) -> tuple[str, ...]:
    """The countries that a qualifier may mean; a code only where it stands in capitals."""
    named = country_names().get(fold_place(qualifier)) or country_names().get(fold_place(qualifier).removeprefix("the "))
    return named or ((qualifier,) if qualifier in country_codes() else ())


def _placed(printed: str, found: Place | None, nations: tuple[str, ...], area: str | None, rule: str) -> Place:
    if found:
        return changed(found, rule=rule, confidence=1.0)
    candidates = nations if len(nations) > 1 else ()
    return Place(title_case(printed), nations[0], area, None, None, 0, rule, 0.5 if candidates else 0.9, candidates)


def _alone(printed: str) -> Place | None:
    folded = fold_place(printed)
    nations = country_names().get(folded)
    known = city(printed)
    if known and (not nations or known.rule in {"override", "by hand"}):
        return known
    if nations:
        candidates = nations if len(nations) > 1 else ()
        return Place(country_name(nations[0]), nations[0], None, None, None, 0, "country", 0.5 if candidates else 0.9, candidates)
    return regions().get(folded) if len(folded) > 3 else None


def _without_comma(printed: str) -> Place | None:
    """`RICHMOND Va.`: a state or country behind the city without its comma, the city known or the state abbreviated."""
    words = printed.split()
    for cut in range(1, min(4, len(words))):
        place = _qualified(" ".join(words[:-cut]), " ".join(words[-cut:]))
        if place and (place.confidence == 1.0 or (place.area and words[-1].endswith("."))):
            return place
    return None


def _first_of_two(printed: str) -> Place | None:
    first, *others = _TWO_PLACES.split(printed)
    place = _alone(first) if others and first else None
    return changed(place, rule="first of two", confidence=place.confidence * 0.9) if place else None


def title_case(printed: str) -> str:
    """`printed` as a name: a text in capitals gets small letters behind the first of each word."""
    if not printed.isupper():
        return printed
    words = re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), printed.strip()).split(" ")
    return " ".join(word.lower() if place and word.lower() in _SMALL_WORDS else word for place, word in enumerate(words))
