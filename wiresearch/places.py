"""Place names: which country, area and coordinates a printed name means.

The tables are package data: cities of 15,000 people and more, capitals and country names in six languages (made by
tools/build_places.py from GeoNames and CLDR) and a table by hand, places.tsv. They are read at the first question and
kept as one sorted text that is searched by bisection, about 12 MB.
"""

from __future__ import annotations

import gzip
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from wiresearch.dispatch import changed
from wiresearch.kept import kept
from wiresearch.words import fold


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a printed name was resolved to.

    `name` is English, `country` ISO 3166-1 alpha-2 (None: no country, as at sea), `area` the postal code of a state or
    province. `rule` says how it was found, `confidence` (0-1) how surely; `candidates` are the successor states where a
    dissolved country stands alone. `population` is 0 where it is not known.
    """

    name: str
    country: str | None
    area: str | None
    latitude: float | None
    longitude: float | None
    population: int
    rule: str
    confidence: float
    candidates: tuple[str, ...] = ()


_FULL_WORDS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
_MARKS = re.compile("[-/–.'’ʻ`,]")
_TO_BLANK = str.maketrans({"-": " ", "/": " ", "–": " ", ".": None, "'": None, "’": None, "ʻ": None, "`": None, ",": " "})


@lru_cache(maxsize=1 << 14)
def fold_place(name: str) -> str:
    """A place name as it is compared: folded, hyphens blank, no dots and apostrophes, `St.` and the like written out."""
    folded = fold(name)
    if folded.isalnum():  # most are one word
        return _FULL_WORDS.get(folded, folded)
    if _MARKS.search(folded):  # most names have none, and to translate is slow
        folded = folded.translate(_TO_BLANK)
    return " ".join([_FULL_WORDS.get(word, word) for word in folded.split()])


_STRIDE = 500
_EXONYM = 10


def _table(name: str) -> bytes:
    return gzip.decompress(files("wiresearch.data").joinpath(name).read_bytes())


@cache
def _cities() -> list[bytes]:
    return _table("cities.tsv.gz").splitlines()


@cache
def _names() -> tuple[bytes, list[bytes], list[int]]:
    """The sorted table of names, and of a line every 500 bytes or so its name and where it begins."""
    table = b"\n" + _table("names.tsv.gz")
    starts = sorted({table.rfind(b"\n", 0, at + 1) for at in range(0, len(table) - 1, _STRIDE)})
    return table, [table[at + 1 : table.find(b"\t", at)] for at in starts], [*starts, len(table)]


Row = tuple[str, tuple[str, ...], list[str]]
_COLUMNS = {"state": 2, "region": 2, "country": 2, "bare": 2, "town": 4, "exonym": 1}
_own: tuple[str, ...] = ()


def row(line: str) -> Row:
    """Kind, names and other columns of a row of places.tsv. Raises ValueError saying what is wrong with it."""
    kind, *columns = line.split("\t")
    if kind not in _COLUMNS:
        raise ValueError(f"{kind!r} is none of {', '.join(_COLUMNS)}; columns have tabs between them")
    least = _COLUMNS[kind] - (kind == "country")  # the area of a country is always empty
    if not least <= len(columns) - 1 <= _COLUMNS[kind]:
        raise ValueError(f"a {kind} has {_COLUMNS[kind] + 2} columns with tabs between them, not {len(columns) + 1}")
    names, nations, *rest = columns
    if not all(fold_place(name) for name in names.split("|")):
        raise ValueError("one of the names is empty")
    if not nations or any(code not in _country_codes() for code in nations.split()):
        raise ValueError(f"{nations!r} is no country code of two capitals")
    if kind == "town":
        _degrees(rest[1], 90)
        _degrees(rest[2], 180)
    return kind, tuple(names.split("|")), [nations, *rest]


def _degrees(text: str, most: int) -> None:
    try:
        fits = abs(float(text)) <= most
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(f"{text!r} is no degree between -{most} and {most}")


def own() -> tuple[str, ...]:
    """The rows of the user that are in use in this process."""
    return _own


def use(rows: tuple[str, ...]) -> None:
    """Let the user's rows stand behind those of the table, whose names they take; what is kept is to be forgotten behind it."""
    global _own
    _own = rows


def own_names() -> Iterator[tuple[str, str, str, bool]]:
    """Of the user's rows each name as written, the name of what it stands for, its country, and whether it is that country."""
    for kind, names, (nations, *_) in map(row, _own):
        nation = nations.split()[0]
        yield from ((name, country_name(nation) if kind == "country" else names[0], nation, kind == "country") for name in names)


@cache
def _package_rows() -> tuple[Row, ...]:
    lines = files("wiresearch.data").joinpath("places.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return tuple((kind, tuple(names.split("|")), values) for kind, names, *values in rows)


def _hand_rows() -> tuple[Row, ...]:
    return _package_rows() + tuple(map(row, _own))


@kept(None)
def _country_names() -> dict[str, tuple[str, ...]]:
    """Folded country name -> codes, more than one for a dissolved country."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _table("countries.tsv.gz").decode().splitlines():
        code, _, names = line.split("\t")
        found |= dict.fromkeys(names.split("|"), (code,))
    for kind, names_, values in _hand_rows():
        if kind == "country":
            found |= {fold_place(name): tuple(values[0].split()) for name in names_}
    return found


@cache
def _country_codes() -> dict[str, str]:
    return {code: name for code, name, _ in (line.split("\t") for line in _table("countries.tsv.gz").decode().splitlines())}


@kept(None)
def _regions() -> dict[str, Place]:
    """Folded name or abbreviation of a state, province or region -> the place."""
    found: dict[str, Place] = {}
    for kind, names, values in _hand_rows():
        if kind in {"state", "region"}:
            place = Place(names[0], values[0], values[1] or None, None, None, 0, kind, 0.9)
            found |= {fold_place(name): place for name in names}
    return found


@kept(None)
def _bare() -> dict[str, tuple[str, str | None]]:
    """Folded city name -> country and area it stands for without a qualifier."""
    return {fold_place(n): (values[0], values[1] or None) for kind, names, values in _hand_rows() if kind == "bare" for n in names}


@kept(None)
def _towns() -> dict[str, Place]:
    found: dict[str, Place] = {}
    for kind, names, values in _hand_rows():
        if kind == "town":
            nation, area, latitude, longitude = values
            place = Place(names[0], nation, area or None, float(latitude), float(longitude), 0, "by hand", 1.0)
            found |= dict.fromkeys(map(fold_place, names), place)
    for kind, names, (nation, *_) in map(row, _own):
        if kind == "exonym":  # those of the package are in the table of cities
            cities = (city for city in _candidates(fold_place(names[0])) if city.country == nation)
            place = next(cities, Place(names[0], nation, None, None, None, 0, "by hand", 1.0))
            found |= dict.fromkeys(map(fold_place, names), changed(place, rule="by hand", confidence=1.0))
    return found


def country(name: str) -> str | None:
    """The ISO alpha-2 code of a country's name (today's, informal or of the past) or of a code itself, or None.

    A dissolved country gives the first of its successors. Case and accents do not count.
    """
    codes = _country_names().get(fold_place(name))
    if codes:
        return codes[0]
    code = name.strip().upper()
    return code if code in _country_codes() else None


def country_name(code: str) -> str:
    """The English name of an ISO alpha-2 code; the code itself where it is not known."""
    return _country_codes().get(code.upper(), code)


@kept(None)
def _dissolved() -> dict[str, str]:
    """Folded name of a dissolved country -> the usual one."""
    rows = ((names, values[0]) for kind, names, values in _hand_rows() if kind == "country")
    return {fold_place(name): names[0] for names, codes in rows if " " in codes for name in names}


def dissolved(name: str) -> str | None:
    """The usual name of a country that has fallen apart ("USSR": "Soviet Union"), whose code is that of a successor; or None."""
    return _dissolved().get(fold_place(name))


def region(name: str) -> Place | None:
    """A state, province or region that lies in one country, by its name or usual abbreviation, or None."""
    return _regions().get(fold_place(name))


@kept(None)
def region_openings() -> frozenset[str]:
    """The first words of regions of several words, in capitals."""
    rows = (names for kind, names, _ in _hand_rows() if kind in {"state", "region"})
    return frozenset(name.split()[0].upper() for names in rows for name in names if " " in name)


def city(name: str) -> Place | None:
    """The city that `name`, in any spelling, most probably means without further words, or None."""
    folded = fold_place(name)
    if town := _towns().get(folded):
        return town
    if folded in _bare() and (place := _best(folded, (_bare()[folded][0],), _bare()[folded][1])):
        return changed(place, rule="override", confidence=0.95)
    found = _candidates(folded)
    if not found:
        return None
    first = _first(found, folded)
    if len(found) == 1:
        return first
    others = sum(place.population for place in found) - first.population
    return changed(first, rule="population", confidence=round(0.5 + 0.45 * first.population / max(first.population + others, 1), 2))


def _first(found: Sequence[Place], folded: str) -> Place:
    """The most probable city; one of that very name before one that is also called so and is not ten times as great."""
    itself = (place for place in found if fold_place(place.name) == folded)
    very = max(itself, key=lambda place: place.population, default=found[0])
    return very if fold_place(found[0].name) != folded and very.population * _EXONYM >= found[0].population else found[0]


def cities(name: str) -> tuple[Place, ...]:
    """The cities that `name` may mean, those of that very name before those that are also called so, the greater first."""
    found = _candidates(fold_place(name))
    return tuple(sorted(found, key=lambda place: (fold_place(place.name) != fold_place(name), -place.population)))


@kept(None)
def names_of_country(code: str | None) -> tuple[str, ...]:
    """Folded names of four letters and more under which a country is known."""
    return tuple(name for name, codes in _country_names().items() if code in codes and len(name) > 3)


@kept(1 << 12)
def name_of_area(place: Place) -> str | None:
    """The folded name of the state or province in which a city is; None where it is that of a country or a greater city too."""
    found = (area.name for area in _regions().values() if place.area and (area.country, area.area) == (place.country, place.area))
    name = next(found, None)
    if name is None or country(name) or ((greater := city(name)) and greater.population > place.population):
        return None
    return fold_place(name)


@kept(1 << 15)
def begins_city(word: str) -> bool:
    """Whether `word` may be the first of several words that are the name of a city."""
    folded = fold_place(word) + " "
    wanted = b"\n" + folded.encode("ascii", "replace")
    table, names, starts = _names()
    block = max(0, bisect_right(names, wanted[1:]) - 1)
    return table.find(wanted, starts[block], starts[min(block + 2, len(starts) - 1)]) >= 0 or any(t.startswith(folded) for t in _towns())


def _best(folded: str, countries: tuple[str, ...], area: str | None) -> Place | None:
    """The first candidate of that name in one of the countries and, where it is given, the area."""
    town = _towns().get(folded)
    return next(
        (p for p in ((town,) if town else ()) + _candidates(folded) if p.country in countries and (not area or p.area == area)), None
    )


def _candidates(folded: str) -> tuple[Place, ...]:
    """The cities of a folded name, most probable first."""
    wanted = folded.encode("ascii", "replace")
    table, names, starts = _names()
    block = bisect_right(names, wanted) - 1
    if block < 0:
        return ()
    found = table.find(b"\n%b\t" % wanted, starts[block], starts[block + 1])
    return tuple(_city(number) for number in table[found + len(wanted) + 2 : table.find(b"\n", found + 1)].split()) if found >= 0 else ()


def _city(number: bytes) -> Place:
    _, name, nation, area, latitude, longitude, population = _cities()[int(number.rstrip(b"~"))].decode().split("\t")
    confidence = 0.8 if number.endswith(b"~") else 0.95
    return Place(name, nation, area or None, float(latitude), float(longitude), int(population), "unique", confidence)


_NOWHERE = re.compile(r"\s*(?:aboard|at sea|on board|in the air)\b", re.IGNORECASE)
_TWO_PLACES = re.compile(r"\s*/\s*|\s+(?:and|y|et|und)\s+", re.IGNORECASE)
_PRINTED_SMALL = "of and the de da do du la le el al les los las sur am bei an der di en on"
_SMALL_WORDS = frozenset(_PRINTED_SMALL.split())


@kept(1 << 14)
def resolve(printed: str) -> Place | None:
    """The place that the place part of a dateline means ("FORT WASHINGTON, Pa.", "KIEV, U.S.S.R.", "Moscú"), or None.

    A qualifier decides first (a country, a region, or another city of the same country), then the table of cities that
    stand alone, then population, then countries and regions. A city that is not in the table still has the country of
    its qualifier.
    """
    if _NOWHERE.match(printed):
        return Place(title_case(printed), None, None, None, None, 0, "nowhere", 1.0)
    parts = [part.strip() for part in printed.strip(" .,").split(",") if part.strip()]
    if not parts:
        return None
    for qualifier in reversed(parts[1:]):
        if place := _qualified(parts[0], qualifier):
            return place
    for qualifier in parts[1:]:
        if (chief := city(qualifier)) and chief.country and (place := _best(fold_place(parts[0]), (chief.country,), None)):
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
        in_state = _best(folded, (state.country,), state.area)
        if in_state or not nations or not _best(folded, nations, None):
            return _placed(printed, in_state, (state.country,), state.area, f"{state.rule} qualifier")
    return _placed(printed, _best(folded, nations, None), nations, None, "country qualifier") if nations else None


def _countries_of(qualifier: str) -> tuple[str, ...]:
    """The countries that a qualifier may mean; a code only where it stands in capitals."""
    named = _country_names().get(fold_place(qualifier)) or _country_names().get(fold_place(qualifier).removeprefix("the "))
    return named or ((qualifier,) if qualifier in _country_codes() else ())


def _placed(printed: str, found: Place | None, nations: tuple[str, ...], area: str | None, rule: str) -> Place:
    if found:
        return changed(found, rule=rule, confidence=1.0)
    candidates = nations if len(nations) > 1 else ()
    return Place(title_case(printed), nations[0], area, None, None, 0, rule, 0.5 if candidates else 0.9, candidates)


def _alone(printed: str) -> Place | None:
    folded = fold_place(printed)
    nations = _country_names().get(folded)
    known = city(printed)
    if known and (not nations or known.rule in {"override", "by hand"}):
        return known
    if nations:
        candidates = nations if len(nations) > 1 else ()
        return Place(country_name(nations[0]), nations[0], None, None, None, 0, "country", 0.5 if candidates else 0.9, candidates)
    return _regions().get(folded) if len(folded) > 3 else None


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
