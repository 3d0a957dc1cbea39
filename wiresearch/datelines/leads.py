"""What stands before the date or agency of a dateline: whether it is of the shape of a place, and a place that is known."""

from __future__ import annotations

import re

from wiresearch import places
from wiresearch.datelines.dates import MONTHS, WEEKDAYS
from wiresearch.kept import kept
from wiresearch.words import fold

_PLACE_PART = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’/ -])*")
_IN_PARENTHESES = re.compile(r"[^\S\n]*\(([^()\n]{2,30})\)")
_NOT_FIRST = frozenset({"In", "On", "At", "By", "From", "After", "Since", "Until", "For"})
_CONNECTING_WORDS = "of and the de da do du la le el al les los las sur am bei an der di y et"
_CONNECTING = frozenset(_CONNECTING_WORDS.split())
_BIG_CITY, _HUGE_CITY = 200_000, 1_000_000
COUNTRY_ALONE = frozenset({"country", "region", "state", "nowhere"})


@kept(1 << 14)
def place_of(lead: str) -> str | None:
    """The place that `lead` prints, without weekday and trailing marks; None if it is neither of the shape of a place nor known.

    A month behind it has lost its day; a part with a number is a day without its month, or a misprint of both, and behind a known
    city only.
    """
    parts = [" ".join(part.split()) for part in _IN_PARENTHESES.sub(r", \1", lead).strip(" \t,-–—").split(",")]
    parts = [part for part in parts if part.strip(".") and fold(part) not in WEEKDAYS and (part is parts[0] or fold(part) not in MONTHS)]
    if not 1 <= len(parts) <= 3 or parts[0].split()[0] in _NOT_FIRST:
        return None
    printed = [part for part in parts if not any(map(str.isdecimal, part))]
    place = ", ".join(printed)
    if not all(_is_place_part(part, number > 0) for number, part in enumerate(parts)) and not is_city(place):
        return None
    return _without_full_stop(place, len(printed) > 1)


def _is_place_part(part: str, qualifier: bool) -> bool:
    words = part.split()
    return (
        len(words) <= 5
        and _PLACE_PART.fullmatch(part) is not None
        and (not words[0][0].islower() or qualifier)  # the letters of many scripts are neither
        and all(not word[0].islower() or word in _CONNECTING for word in words)
    )


def _without_full_stop(place: str, qualified: bool) -> str:
    """A trailing dot belongs to the place only after an abbreviation."""
    last = place.split()[-1].rstrip(".")
    abbreviated = "." in last or places.region(last) or len(last) <= (4 if qualified else 2)
    return place if not place.endswith(".") or abbreviated else place[:-1]


def is_well_known(printed: str) -> bool:
    place = places.resolve(printed)
    if not place or place.rule in COUNTRY_ALONE:
        return False
    its_name = places.fold_place(printed) == places.fold_place(place.name)
    return "qualifier" in place.rule or place.rule in {"override", "by hand"} or place.population > (_BIG_CITY if its_name else _HUGE_CITY)


def is_city(printed: str) -> bool:
    place = places.resolve(printed)
    return place is not None and place.rule not in COUNTRY_ALONE
