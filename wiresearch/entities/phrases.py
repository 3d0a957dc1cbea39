"""Words of a run to parts: known names (agencies, bodies, demonyms, countries, regions) and single words between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from wiresearch.agencies import every
from wiresearch.entities import tables
from wiresearch.entities.runs import CONNECTORS, Token
from wiresearch.kept import kept
from wiresearch.places import city, country, country_name, dissolved, own_names, region, region_openings

Kind = Literal["agency", "organisation", "demonym", "country", "region", "stop", "connector", "function", "ordinary", "word"]
LONGEST_PHRASE = 9
LONGEST_COUNTRY = 5


@dataclass(frozen=True, slots=True)
class Known:
    """What a phrase means: its kind, canonical name and country (ISO), or countries parted by a blank."""

    kind: Kind
    name: str
    country: str | None = None


class Part(NamedTuple):
    """A known phrase or a single word of a run, with offsets in the run and the number of its words."""

    kind: Kind
    text: str
    start: int
    end: int
    words: int = 1
    known: Known = Known("word", "")


class Reading(NamedTuple):
    """A name found in a run or line: offsets there, what it is, by which rule and how surely.

    A reading that is not `sure` waits for evidence in the dispatch. Kind "agency" is a news agency, "name" a name of
    unknown kind.
    """

    kind: Literal["person", "organisation", "place", "demonym", "acronym", "agency", "name"]
    name: str
    start: int
    end: int
    rule: str
    confidence: float
    country: str | None = None
    code: str | None = None
    sure: bool = True


FUNCTION_WORDS = tables.sections("small_words.txt")["function"]
ORDINARY_WORDS = tables.sections("small_words.txt")["ordinary"]
GIVEN_NAMES = tables.words("given_names.txt")


@kept(None)
def known_phrases() -> dict[str, Known]:
    """Every phrase of the tables as printed."""
    found = {phrase: Known("stop", phrase) for phrase in tables.lines("stop_phrases.txt")}
    found |= {phrase: Known("region", phrase) for phrase in tables.lines("regions.txt")}
    for code, name, *forms in tables.rows("demonyms.tsv"):
        found |= dict.fromkeys((name, *forms), Known("demonym", name, code))
    found |= dict.fromkeys(("Koreas", "North and South Korea", "South and North Korea"), Known("country", "Koreas", "KP KR"))
    found |= dict.fromkeys(("North and South Korean", "North and South Koreans"), Known("demonym", "Koreans", "KP KR"))
    for name, nation, *others in tables.rows("organisations.tsv"):
        body = Known("organisation", name, None if nation == "-" else nation)
        found |= dict.fromkeys((name, *(form for column in others for form in column.split(";"))), body)
    found |= {"N.Z.": Known("country", "New Zealand", "NZ"), "H.K.": Known("country", "Hong Kong", "HK")}
    for printed, name, nation, is_country in own_names():
        found[printed] = Known("country" if is_country else "region", name, nation)
    for agency in every():
        if agency.role == "agency":
            found |= {form: Known("agency", agency.code) for name in agency.in_text if name[0].isupper() for form in (name, name.upper())}
    return found


@kept(None)
def _first_words() -> frozenset[str]:
    return frozenset(phrase.split(" ", 1)[0] for phrase in known_phrases() if " " in phrase)


@kept(None)
def place_openings() -> frozenset[str]:
    """The first words of cities, countries and regions of several words, in capitals."""
    return tables.sections("geography.txt")["openings"] | region_openings()


_LONG_BODY_WORDS = 3
_NO_PLACE = tables.sections("geography.txt")["never"]
_NATIONAL = frozenset({"country", "demonym", "region"})
_SHORT_COUNTRIES = frozenset({"US", "UK"})
_FIRST_HALVES = {
    "Anglo": "British",
    "Franco": "French",
    "Sino": "Chinese",
    "Russo": "Russian",
    "Indo": "Indian",
    "Greco": "Greek",
    "Austro": "Austrian",
}


@kept(None)
def _long_bodies() -> dict[str, list[str]]:
    """First word -> names of bodies of three words and more that begin with it, the longest first."""
    found: dict[str, list[str]] = {}
    for phrase, meaning in sorted(known_phrases().items(), key=lambda item: -len(item[0])):
        words = phrase.split()
        if meaning.kind == "organisation" and len(words) >= _LONG_BODY_WORDS:
            found.setdefault(words[0], []).append(phrase)
    return found


@kept(1 << 16)
def known(phrase: str) -> Known | None:
    """What a phrase means by the tables alone, or None."""
    if found := known_phrases().get(phrase):
        return found
    if phrase in _NO_PLACE or (len(phrase) < 3 and phrase not in _SHORT_COUNTRIES):
        return None
    if code := country(phrase):
        return Known("country", dissolved(phrase) or country_name(code), code)
    place = region(phrase) or (city(phrase) if phrase.endswith(" City") and phrase != "New York City" else None)
    return Known("region", place.name, place.country) if place else None


def is_abbreviated(part: Part) -> bool:
    """Whether a region stands in a shortened form that is otherwise a word or name of its own ("Mass", "Conn")."""
    return len(part.text) <= 5 < len(part.known.name) and "." not in part.text


class _Word(NamedTuple):
    """What a word is by itself, and how many words a phrase that it begins may have (0: it begins none)."""

    longest: int
    kind: Kind
    known: Known


_UNKNOWN = Known("word", "")


@kept(1 << 16)
def _word(text: str) -> _Word:
    small = text.lower()
    if text in CONNECTORS:
        return _Word(0, "connector", _UNKNOWN)
    if small in FUNCTION_WORDS and text not in _SHORT_COUNTRIES:
        return _Word(0, "function", _UNKNOWN)
    longest = LONGEST_PHRASE if text in _first_words() else LONGEST_COUNTRY if text.upper() in place_openings() else 1
    if meaning := known(text):
        return _Word(longest, meaning.kind, meaning)
    return _Word(longest, "function" if small in FUNCTION_WORDS else "ordinary" if small in ORDINARY_WORDS else "word", _UNKNOWN)


def part(word: str) -> Part:
    """A word that is a run of its own."""
    _, kind, meaning = _word(word)
    return Part(kind, word, 0, len(word), 1, meaning)


def parts(words: Sequence[Token], run: str) -> list[Part]:
    """The words of one piece of a run as known phrases, the longest first, and single words between them."""
    found: list[Part] = []
    at = 0
    while at < len(words):
        text, start, end = words[at]
        longest, kind, meaning = _word(text)
        if longest > 1 and (phrase := _phrase_at(words, at, run, longest)):
            found.append(phrase)
            at += phrase.words
            continue
        halves = _halves(words[at]) if meaning is _UNKNOWN and "-" in text else None
        found += halves or [Part(kind, text, start, end, 1, meaning)]
        at += 1
    return found


def _phrase_at(words: Sequence[Token], at: int, run: str, longest: int) -> Part | None:
    """The longest known phrase of several words that begins at word `at`; a long name of a body also where the next word is glued to it."""
    first = words[at]
    for body in _long_bodies().get(first.text, ()):
        end = first.start + len(body)
        if run.startswith(body, first.start) and not run[end : end + 1].isupper():
            count = sum(token.start < end for token in words[at:])
            return Part("organisation", body, first.start, end, count, known_phrases()[body])
    means = known if first.text.upper() in place_openings() else known_phrases().get  # no place of several words begins otherwise
    for last in range(min(len(words), at + longest) - 1, at, -1):
        if words[last].text not in CONNECTORS and (meaning := means(run[first.start : words[last].end])):
            return Part(meaning.kind, run[first.start : words[last].end], first.start, words[last].end, last - at + 1, meaning)
    return None


def _halves(word: Token) -> list[Part] | None:
    """The two demonyms or countries of "Iran-Iraq" or "Anglo-French", or None."""
    halves = word.text.split("-")
    meanings = [meaning for half in halves if (meaning := known(_FIRST_HALVES.get(half, half))) and meaning.kind in _NATIONAL]
    if len(meanings) < len(halves):
        return None
    found = []
    start = word.start
    for half, meaning in zip(halves, meanings, strict=True):
        found.append(Part(meaning.kind, half, start, start + len(half), 1, meaning))
        start += len(half) + 1
    return found
