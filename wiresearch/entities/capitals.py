"""Lines in capitals and headlines in title case: names of the tables only, for the capitals themselves say nothing there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wiresearch.entities import tables
from wiresearch.entities.geography import town
from wiresearch.entities.organisations import ENDINGS
from wiresearch.entities.phrases import FUNCTION_WORDS, ORDINARY_WORDS, PLACE_OPENINGS, Known, Reading, known_phrases
from wiresearch.kept import kept
from wiresearch.places import country, country_name, dissolved, region

_WORD = re.compile(r"(?:\w\.)+\w?|\w+(?:[&-]\w+)*")
CAPITALS = "capitals"
_SAMPLE = 100
_MANY_SMALL = re.compile(r"(?:[^a-z]*+[a-z]){16}")
_SMALL_SHARE = 0.15
_MOST_WORDS = 4
_LONGEST_PHRASE = 60
_KNOWN_CITY = 300_000
_ORDINARY = tables.sections("organisation_words.txt")["ordinary"] | {ending.upper() for ending in ENDINGS} | {"POLISH"}
_NAMED = frozenset({"agency", "organisation", "demonym", "country", "region"})


@kept(None)
def _upper() -> dict[str, Known]:
    return {phrase.upper(): known for phrase, known in known_phrases().items() if known.kind in _NAMED}


@kept(None)
def _first_words() -> frozenset[str]:
    return frozenset(phrase.split(" ", 1)[0] for phrase in _upper() if " " in phrase) | PLACE_OPENINGS


def in_capitals(line: str) -> bool:
    """Whether at most 15 % of the letters at the beginning of a line are small."""
    if _MANY_SMALL.match(line, 0, _SAMPLE):
        return False
    beginning = line[:_SAMPLE]
    return beginning.isupper() or sum(map(str.islower, beginning)) <= _SMALL_SHARE * sum(map(str.isalpha, beginning))


def in_title_case(line: str) -> bool:
    """Whether four or more words, and nearly all long ones, begin with a capital."""
    long_words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    return len(long_words) >= 4 and sum(word[0].isupper() for word in long_words) >= 0.9 * len(long_words)


def read_capitals(line: str) -> Iterator[Reading]:
    """Countries, regions, demonyms, bodies and cities of more than 300,000 people, the longest name first.

    Other words are names of unknown kind by the rule "capitals": only a person of that surname in the text makes them one.
    """
    words = list(_WORD.finditer(line))
    at = 0
    while at < len(words):
        word = words[at].group()
        start, end = words[at].span()
        most, may_be_surname, known = _word(word)
        taken = 1
        for count in range(min(most, len(words) - at), 1, -1):
            last = words[at + count - 1].end()
            if last - start <= _LONGEST_PHRASE and (longer := _meaning(line[start:last].upper())):
                known, end, taken = longer, last, count
                break
        if known:
            yield _reading(known, start, end)
        elif may_be_surname:
            yield Reading("name", word, start, end, CAPITALS, 0.3, sure=False)
        at += taken


@kept(1 << 15)
def _word(word: str) -> tuple[int, bool, Known | None]:
    """How many words a name that begins with this one may have, whether it may be a surname, and what it means alone."""
    small, large = word.lower(), word.upper()
    may_be_surname = len(small) > 2 and small not in FUNCTION_WORDS and small not in ORDINARY_WORDS
    return _MOST_WORDS if large in _first_words() else 1, may_be_surname, _meaning(large) if len(word) <= _LONGEST_PHRASE else None


@kept(1 << 15)
def _meaning(phrase: str) -> Known | None:
    folded = phrase.lower()
    if phrase in _ORDINARY or folded in FUNCTION_WORDS or folded in ORDINARY_WORDS or len(phrase) < 2:
        return None
    if found := _upper().get(phrase):
        return found
    if len(phrase) < 3:
        return None
    if code := country(phrase):
        return Known("country", dissolved(phrase) or country_name(code), code)
    if (state := region(phrase)) and state.name.upper() == phrase:
        return Known("region", state.name, state.country)
    place = town(phrase)
    return Known("word", place.name, place.country) if place and place.population >= _KNOWN_CITY else None


def _reading(known: Known, start: int, end: int) -> Reading:
    if known.kind == "organisation":
        return Reading("organisation", known.name, start, end, "table", 0.8, known.country)
    if known.kind == "demonym":
        return Reading("demonym", known.name, start, end, "demonym", 0.8, known.country, known.country)
    if known.kind == "agency":
        return Reading("agency", known.name, start, end, "table", 0.8, code=known.name)
    code = known.country if known.kind == "country" else None
    return Reading("place", known.name, start, end, "city" if known.kind == "word" else known.kind, 0.7, known.country, code)
