"""Places in a run: cities by the packaged table and geographical names by their first or last word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from wiresearch.entities import tables
from wiresearch.entities.organisations import ENDINGS
from wiresearch.entities.phrases import Part, Reading, is_abbreviated
from wiresearch.kept import kept
from wiresearch.places import Place, begins_city, city, fold_place, is_exonym, resolve, rivals

_WORDS = tables.sections("geography.txt")
_BEHIND = _WORDS["behind"]
_BEFORE = _WORDS["before"]
_TAKES_OF = _WORDS["of"]
_NO_TOWNS = _WORDS["no towns"]
GEOGRAPHICAL_WORDS = _BEHIND | _BEFORE | _TAKES_OF
_CUE = re.compile(rf"\b(?:{'|'.join(sorted(_WORDS['cues'], key=len, reverse=True))})(?: the| its| their| his)?[ ]$", re.IGNORECASE)
_CURRENCY = re.compile(rf" (?i:{'|'.join(sorted(tables.sections('small_words.txt')['currencies']))})\b")
_QUALIFIER = re.compile(r", ([A-Z][\w.]+(?: [A-Z][\w.]+){0,2})")
_BY_QUALIFIER = frozenset({"state qualifier", "country qualifier"})
_LONGEST_CUE = 24
_LONGEST_CITY = 4
_PARTING = frozenset({"and", "&", "for", "on"})
_BOTH_KOREAS = "KP KR"
_LONGEST_TOWN = 40
_COMMON_NAME = 0.94
WELL_KNOWN, WELL_KNOWN_OF_TWO_WORDS = 2_000_000, 50_000


@kept(1 << 15)
def town(name: str) -> Place | None:
    """The city of that name, or None; a rare other name of a city counts only where it is like the usual one."""
    place = city(name) if 3 <= len(name) <= _LONGEST_TOWN and name not in _NO_TOWNS else None
    if place is None or place.confidence >= _COMMON_NAME:
        return place
    if any(map(str.isdecimal, place.name)):  # a quarter of a city: "Paris 01 Louvre"
        return None
    printed, usual = fold_place(name), fold_place(place.name)
    return place if printed[:2] == usual[:2] or printed in usual else None


def known_places(part: Part) -> list[Reading]:
    """The readings of a country, region or demonym; "Koreas" is two countries."""
    name, nations = part.known.name, part.known.country
    if nations == _BOTH_KOREAS:
        names = ("North Korean", "South Korean") if part.kind == "demonym" else ("North Korea", "South Korea")
        return [_national(part, name, code) for name, code in zip(names, nations.split(), strict=True)]
    if part.kind != "region":
        return [_national(part, name, nations)]
    return [Reading("place", name, part.start, part.end, "region", 0.9, nations, sure=not is_abbreviated(part))]


def _national(part: Part, name: str, code: str | None) -> Reading:
    kind: Literal["demonym", "place"] = "demonym" if part.kind == "demonym" else "place"
    return Reading(kind, name, part.start, part.end, part.kind, 0.9, code, code)


def geographical(parts: Sequence[Part], at: int) -> tuple[Reading, int] | None:
    """A name such as "Persian Gulf", "Lake Michigan" or "Strait of Foo" that begins at part `at`, and the part behind it."""
    end = None
    for position in range(at, min(len(parts), at + _LONGEST_CITY)):
        part = parts[position]
        if part.kind in {"function", "agency", "organisation", "demonym"} or (
            part.kind == "connector" and (position == at or part.text in _PARTING)
        ):
            break
        if (position > at and part.text in _BEHIND) or _opens(parts[at:position], part):
            end = position + 1
    if end is None:
        return None
    named = parts[at:end]
    nation = next((part.known.country for part in named if part.kind in {"country", "region"} and part.text not in _BEFORE), None)
    name = " ".join(part.text for part in named)
    return Reading("place", name, named[0].start, named[-1].end, "geographical word", 0.7, nation), end


def _opens(before: Sequence[Part], part: Part) -> bool:
    """Whether a name such as "Lake Foo" or "Strait of Foo" ends with `part`."""
    if len(before) == 1:
        return before[0].text in _BEFORE and part.kind == "word"
    return len(before) == 2 and before[0].text in _TAKES_OF and before[1].text == "of"


def city_at(parts: Sequence[Part]) -> tuple[Reading, int] | None:
    """The longest city name with which the words begin, and how many of them it takes."""
    most = min(len(parts), _LONGEST_CITY) if len(parts) > 1 and begins_city(parts[0].text) else 1
    for count in range(most, 0, -1):
        words = parts[:count]
        place = town(" ".join(part.text for part in words))
        if place is None or (1 < count < len(parts) and fold_place(place.name) != fold_place(" ".join(part.text for part in words))):
            continue  # "San Lucas Toliman" is not the San Lucas that is Cabo San Lucas
        if count == 1 and (parts[0].text in ENDINGS or (len(parts) > 1 and place.population < WELL_KNOWN)):
            continue
        enough = WELL_KNOWN if count == 1 else WELL_KNOWN_OF_TWO_WORDS
        reading = Reading(
            "place",
            place.name,
            words[0].start,
            words[-1].end,
            "city",
            round(0.9 * place.confidence, 2),
            place.country,
            sure=place.population >= enough,
        )
        return reading, count
    return None


def in_place_context(line: str, start: int, end: int) -> bool:
    """Whether the words around say that a place stands there: "near X", or "X, Texas"."""
    return bool(_CUE.search(line[max(0, start - _LONGEST_CUE) : start])) or (
        line[end : end + 2] == ", " and line[end + 2 : end + 3].isupper()
    )


def in_state(reading: Reading, line: str, start: int, end: int) -> Reading:
    """The city at `start` to `end` of a line in the state or country behind its comma ("Paris, Texas"), where it has a city so called."""
    found = _QUALIFIER.match(line, end)
    place = found and _in_state(line[start:end], found[1])
    return reading._replace(name=place.name, country=place.country, sure=True) if place else reading


@kept(1 << 12)
def _in_state(printed: str, qualifier: str) -> Place | None:
    words = qualifier.split()
    for count in range(len(words), 0, -1):
        place = resolve(f"{printed}, {' '.join(words[:count])}")
        if place and place.rule in _BY_QUALIFIER and place.confidence == 1.0:
            return place
    return None


@kept(1 << 14)
def elsewhere(printed: str) -> tuple[Place, ...]:
    """The other cities of a name that are not much smaller than the one that it means alone, the greatest first."""
    first, *others = rivals(printed) or (None,)
    return tuple(place for place in others if first and place.country != first.country and not is_exonym(place, printed))


def is_currency(line: str, end: int) -> bool:
    """Whether the word behind says that a country or demonym names a currency."""
    return _CURRENCY.match(line, end) is not None


def qualified(line: str, start: int) -> bool:
    """Whether a comma stands before, as before the state of a city."""
    return line[max(0, start - 2) : start] == ", "
