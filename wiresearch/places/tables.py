"""The tables of places as they are stored: cities and names, countries, and the rows by hand, with those of the user behind them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

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


STRIDE = 500


def packed(name: str) -> bytes:
    """A compressed table of the package."""
    return gzip.decompress(files("wiresearch.data").joinpath(name).read_bytes())


@cache
def city_rows() -> list[bytes]:
    """The cities, a row each."""
    return packed("cities.tsv.gz").splitlines()


@cache
def sorted_names() -> tuple[bytes, list[bytes], list[int]]:
    """The sorted table of names, and of a line every 500 bytes or so its name and where it begins."""
    table = b"\n" + packed("names.tsv.gz")
    starts = sorted({table.rfind(b"\n", 0, at + 1) for at in range(0, len(table) - 1, STRIDE)})
    return table, [table[at + 1 : table.find(b"\t", at)] for at in starts], [*starts, len(table)]


@cache
def country_codes() -> dict[str, str]:
    """ISO alpha-2 code -> English name."""
    return {code: name for code, name, _ in (line.split("\t") for line in packed("countries.tsv.gz").decode().splitlines())}


def country_name(code: str) -> str:
    """The English name of an ISO alpha-2 code; the code itself where it is not known."""
    return country_codes().get(code.upper(), code)


Row = tuple[str, tuple[str, ...], list[str]]
_COLUMNS = {"state": 2, "region": 2, "country": 2, "bare": 2, "town": 4, "exonym": 1, "native": 1}
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
    if not nations or any(code not in country_codes() for code in nations.split()):
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


def hand_rows() -> tuple[Row, ...]:
    """The rows by hand, the user's behind those of the package."""
    return _package_rows() + tuple(map(row, _own))
