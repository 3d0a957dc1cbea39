"""One table after the other asked for a name: countries, regions, cities."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from wiresearch.dispatch import changed
from wiresearch.kept import kept
from wiresearch.places.tables import Place, city_rows, country_codes, fold_place, hand_rows, own, packed, row, sorted_names

_EXONYM = 10
_LEAST_SHARE = 8  # a city of less than an eighth of the people is meant only where more is said


@kept(None)
def country_names() -> dict[str, tuple[str, ...]]:
    """Folded country name -> codes, more than one for a dissolved country."""
    found: dict[str, tuple[str, ...]] = {}
    for line in packed("countries.tsv.gz").decode().splitlines():
        code, _, names = line.split("\t")
        found |= dict.fromkeys(names.split("|"), (code,))
    for kind, names_, values in hand_rows():
        if kind == "country":
            found |= {fold_place(name): tuple(values[0].split()) for name in names_}
    return found


@kept(None)
def regions() -> dict[str, Place]:
    """Folded name or abbreviation of a state, province or region -> the place."""
    found: dict[str, Place] = {}
    for kind, names, values in hand_rows():
        if kind in {"state", "region"}:
            place = Place(names[0], values[0], values[1] or None, None, None, 0, kind, 0.9)
            found |= {fold_place(name): place for name in names}
    return found


@kept(None)
def _bare() -> dict[str, tuple[str, str | None]]:
    """Folded city name -> country and area it stands for without a qualifier."""
    return {fold_place(n): (values[0], values[1] or None) for kind, names, values in hand_rows() if kind == "bare" for n in names}


@kept(None)
def _towns() -> dict[str, Place]:
    found: dict[str, Place] = {}
    for kind, names, values in hand_rows():
        if kind == "town":
            nation, area, latitude, longitude = values
            place = Place(names[0], nation, area or None, float(latitude), float(longitude), 0, "by hand", 1.0)
            found |= dict.fromkeys(map(fold_place, names), place)
        elif kind == "native":
            found |= dict.fromkeys(map(fold_place, names[1:]), _by_hand(names[0], values[0]))
    for kind, names, (nation, *_) in map(row, own()):
        if kind == "exonym":  # those of the package are in the table of cities, which has Latin letters only
            found |= dict.fromkeys(map(fold_place, names), _by_hand(names[0], nation))
    return found


def _by_hand(name: str, nation: str) -> Place:
    cities = (city for city in candidates(fold_place(name)) if city.country == nation)
    place = next(cities, Place(name, nation, None, None, None, 0, "by hand", 1.0))
    return changed(place, rule="by hand", confidence=1.0)


def country(name: str) -> str | None:
    """The ISO alpha-2 code of a country's name (today's, informal or of the past) or of a code itself, or None.

    A dissolved country gives the first of its successors. Case and accents do not count.
    """
    codes = country_names().get(fold_place(name))
    if codes:
        return codes[0]
    code = name.strip().upper()
    return code if code in country_codes() else None


@kept(None)
def _dissolved() -> dict[str, str]:
    """Folded name of a dissolved country -> the usual one."""
    rows = ((names, values[0]) for kind, names, values in hand_rows() if kind == "country")
    return {fold_place(name): names[0] for names, codes in rows if " " in codes for name in names}


def dissolved(name: str) -> str | None:
    """The usual name of a country that has fallen apart ("USSR": "Soviet Union"), whose code is that of a successor; or None."""
    return _dissolved().get(fold_place(name))


def region(name: str) -> Place | None:
    """A state, province or region that lies in one country, by its name or usual abbreviation, or None."""
    return regions().get(fold_place(name))


@kept(None)
def region_openings() -> frozenset[str]:
    """The first words of regions of several words, in capitals."""
    rows = (names for kind, names, _ in hand_rows() if kind in {"state", "region"})
    return frozenset(name.split()[0].upper() for names in rows for name in names if " " in name)


def city(name: str) -> Place | None:
    """The city that `name`, in any spelling, most probably means without further words, or None."""
    folded = fold_place(name)
    if town := _towns().get(folded):
        return town
    if folded in _bare() and (place := best(folded, (_bare()[folded][0],), _bare()[folded][1])):
        return changed(place, rule="override", confidence=0.95)
    found = candidates(folded)
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
    found = candidates(fold_place(name))
    return tuple(sorted(found, key=lambda place: (fold_place(place.name) != fold_place(name), -place.population)))


def is_exonym(place: Place, printed: str) -> bool:
    """Whether the printed name is another than the city's usual one."""
    return fold_place(place.name) != fold_place(printed)


def rivals(printed: str) -> tuple[Place, ...]:
    """The city that a name means alone, and the others that it may mean as well: none of less than an eighth of its people.

    One that is only also called so is no rival of one that has the very name. Nothing where no city is called so.
    """
    chosen = city(printed)
    if chosen is None:
        return ()
    others = (
        place
        for place in cities(printed)
        if (place.country, place.area) != (chosen.country, chosen.area)
        and place.population * _LEAST_SHARE >= chosen.population
        and (is_exonym(chosen, printed) or not is_exonym(place, printed))
    )
    return chosen, *others


@kept(None)
def names_of_country(code: str | None) -> tuple[str, ...]:
    """Folded names of four letters and more under which a country is known."""
    return tuple(name for name, codes in country_names().items() if code in codes and len(name) > 3)


@kept(1 << 12)
def name_of_area(place: Place) -> str | None:
    """The folded name of the state or province in which a city is; None where it is that of a country or a greater city too."""
    found = (area.name for area in regions().values() if place.area and (area.country, area.area) == (place.country, place.area))
    name = next(found, None)
    if name is None or country(name) or ((greater := city(name)) and greater.population > place.population):
        return None
    return fold_place(name)


@kept(1 << 15)
def begins_city(word: str) -> bool:
    """Whether `word` may be the first of several words that are the name of a city."""
    folded = fold_place(word) + " "
    wanted = b"\n" + folded.encode("ascii", "replace")
    table, names, starts = sorted_names()
    block = max(0, bisect_right(names, wanted[1:]) - 1)
    return table.find(wanted, starts[block], starts[min(block + 2, len(starts) - 1)]) >= 0 or any(t.startswith(folded) for t in _towns())


def best(folded: str, countries: tuple[str, ...], area: str | None) -> Place | None:
    """The first candidate of that name in one of the countries and, where it is given, the area."""
    town = _towns().get(folded)
    return next(
        (p for p in ((town,) if town else ()) + candidates(folded) if p.country in countries and (not area or p.area == area)), None
    )


def candidates(folded: str) -> tuple[Place, ...]:
    """The cities of a folded name, most probable first."""
    wanted = folded.encode("ascii", "replace")
    table, names, starts = sorted_names()
    block = bisect_right(names, wanted) - 1
    if block < 0:
        return ()
    found = table.find(b"\n%b\t" % wanted, starts[block], starts[block + 1])
    return tuple(_city(number) for number in table[found + len(wanted) + 2 : table.find(b"\n", found + 1)].split()) if found >= 0 else ()


def _city(number: bytes) -> Place:
    _, name, nation, area, latitude, longitude, population = city_rows()[int(number.rstrip(b"~"))].decode().split("\t")
    confidence = 0.8 if number.endswith(b"~") else 0.95
    return Place(name, nation, area or None, float(latitude), float(longitude), int(population), "unique", confidence)
