"""Personal names: titles before them, and the words of which they are made."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wiresearch.entities import tables
from wiresearch.entities.phrases import GIVEN_NAMES, Part
from wiresearch.words import fold

_TITLES = tables.sections("titles.txt")
TITLE_HEADS, _INSIDE, _AMBIGUOUS, _HONORIFICS = (_TITLES[name] for name in ("heads", "inside", "ambiguous", "honorifics"))
ROLES = tables.words("roles.txt")
FAMILY_FIRST = tables.words("family_names_first.txt")
_INITIALS = re.compile(r"(?:\w\.)+|\w")
_TWO_SYLLABLES = re.compile(r"(?:(?:[csz]h|[b-df-hj-np-tw-z])?[aeiou]{1,3}(?:ng?|r)?){1,2}")
_PARTICLES = tables.sections("small_words.txt")["particles"]
_OF_PERSONS_ONLY = frozenset({"von", "bin", "ibn"})
_GENERATION = frozenset({"Jr", "Sr", "II", "III", "IV"})
LONGEST_NAME = 4
SURNAME_TITLES = _TITLES["surnames"]
_DIRECTIONS = frozenset({"North", "West"})
_BODIES = frozenset().union(*(tables.sections("organisation_words.txt")[name] for name in ("legal", "firms", "bodies", "prefixed")))
_THINGS = tables.sections("organisation_words.txt")
_NO_SURNAMES = (_THINGS["deeds"] - {"Bill", "Law"}) | (_THINGS["sites"] - {"Hall", "Garden"}) | {"Ltd", "Unit"}
_ADJECTIVE = re.compile(r".*(?:al|ic|ary|ean)|Foreign|Joint")


def is_title_head(word: str) -> bool:
    """Whether a word is a title by itself, such as Minister or Mr."""
    return word.rstrip(".") in TITLE_HEADS


def title_end(parts: Sequence[Part], at: int) -> int | None:
    """Behind the title that begins at part `at` ("Vice Foreign Minister", "Secretary of State"), or None."""
    end = None
    first = parts[at].text
    if first.rstrip(".") not in TITLE_HEADS and first not in _INSIDE and first.lower() not in ROLES:
        return None  # as most words are
    behind_of = False
    for position in range(at, len(parts)):
        part = parts[position]
        behind_chief = end == position and parts[position - 1].text == "Chief" and part.text in _INSIDE  # "Chief Executive"
        if is_title_head(part.text) or behind_chief or (position == at and part.text.lower() in ROLES):
            end = position + 1
        elif part.kind == "connector" and position > at:
            behind_of = behind_of or part.text == "of" or part.text == "for"
        elif part.text not in _INSIDE:
            break
        elif behind_of and end is not None:
            end = position + 1
    return end


def makes_person(title: Sequence[Part], named: Sequence[Part]) -> bool:
    """Whether the words behind a title are a person: "Mr Foo" is, "General Foo" may be a firm."""
    if not {"Chief", "Executive"} <= {part.text for part in title} and all(
        part.text in _AMBIGUOUS or not is_title_head(part.text) for part in title
    ):
        return named[0].text in GIVEN_NAMES if len(named) == 1 else looks_personal(named) is not None
    last = title[-1].text.rstrip(".")
    if len(named) > 1 or last in _HONORIFICS:
        return True
    wants_noun = last not in TITLE_HEADS and _ADJECTIVE.fullmatch(last)  # "Minister of Industrial Growth"
    return not wants_noun and named[0].kind != "ordinary" and named[0].text not in _BODIES


def name_end(parts: Sequence[Part], at: int, titled: bool) -> int:
    """Behind the words from `at` that may be one personal name; `at` itself when there are none.

    Behind a title or a given name a place or firm of one word may be the surname (Lincoln, Ford).
    """
    end = at
    for position in range(at, min(len(parts), at + 2 * LONGEST_NAME)):
        part = parts[position]
        named_before = titled or (position > at and parts[at].text in GIVEN_NAMES)
        if part.kind == "connector":
            if part.text not in _PARTICLES or (position == at and not titled):
                break
        elif (position > at and _is_surname(part, parts[position - 1])) or _is_name_word(part, named_before, position == at):
            end = position + 1
        else:
            break
        if end - at >= LONGEST_NAME + 1:
            break
    return end


def _is_surname(part: Part, before: Part) -> bool:
    """Whether a title or direction is a surname, for a given name stands before it ("Oliver North") or a son's "bin"."""
    if before.text in GIVEN_NAMES:
        return part.text in SURNAME_TITLES or part.text in _DIRECTIONS
    return before.text in {"bin", "ibn"} and part.text in TITLE_HEADS


def _is_name_word(part: Part, named_before: bool, first: bool) -> bool:
    if is_title_head(part.text):
        return False
    if part.kind == "word" or part.text in _GENERATION:
        return True
    if part.kind == "country":
        return first and part.text in GIVEN_NAMES and not named_before
    return named_before and part.words == 1 and part.kind in {"region", "organisation", "agency", "demonym", "ordinary"}


def looks_personal(parts: Sequence[Part]) -> str | None:
    """The rule by which the words are a full personal name: a given name, an initial, a particle or an Asian family name first; or None."""
    words = [part.text for part in parts if part.kind != "connector" and part.text not in _GENERATION]
    if not 2 <= len(words) <= LONGEST_NAME or words[-1] in _NO_SURNAMES:
        return None
    solid = [word for word in words if not _INITIALS.fullmatch(word)]
    if not solid or _INITIALS.fullmatch(words[-1]):
        return None
    if len(words[0]) == 1:  # "P W Botha" is somebody, "A Company" nobody
        return "initial" if len(solid) == 1 and len(words) > 2 and len(solid[0]) > 2 else None
    if words[0] in GIVEN_NAMES or words[0].split("-")[0] in GIVEN_NAMES:
        return "given name"
    if words[0] in FAMILY_FIRST and (len(words) == 3 or "-" in words[1]) and all(len(word) <= 12 for word in words):
        return "family name first"
    if words[0] in FAMILY_FIRST and len(words) == 2 and _TWO_SYLLABLES.fullmatch(words[1].lower()):
        return "family name first"
    if len(words) == 2 and any(part.text in _OF_PERSONS_ONLY for part in parts[1:-1]) and parts[0].kind == "word":
        return "particle"
    return "initial" if len(solid) < len(words) and len(words) <= 3 and len(solid[-1]) > 2 else None


def surname(name: str) -> str:
    """The folded word by which a person is named later on in a dispatch."""
    words = [word for word in name.split() if word not in _GENERATION] or [name]
    return fold(words[-1]).removeprefix("al-").removeprefix("el-")


def surnames(name: str) -> tuple[str, ...]:
    """Every folded word that may stand for the full name: the last, and the first of Korean and Chinese names."""
    first = name.split()[0]
    return (surname(name), fold(first)) if first in FAMILY_FIRST else (surname(name),)
