"""Readings of one dispatch to mentions: what the rest of the dispatch says about each name.

Surnames lead to full names, short names to the firm, acronyms to the body beside which they stood in brackets. A name
of unknown kind without such evidence is dropped, not called a person.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from wiresearch.entities import tables
from wiresearch.entities.capitals import CAPITALS
from wiresearch.entities.geography import in_place_context, qualified
from wiresearch.entities.organisations import ENDINGS
from wiresearch.entities.persons import ROLES, surnames
from wiresearch.entities.phrases import GIVEN_NAMES, Reading
from wiresearch.words import fold

_MONSIEUR = "M. "  # or an initial: of somebody whose given name begins with M
_QUOTES = "\"'“”‘’"
_NEAR = 30
_OF_FIRMS = frozenset({"adviser", "advisor", "broker", "dealer", "designer", "manager", "producer", "publisher", "striker", "trader"})
"""Roles that a firm may have too: `lead manager Tosk`."""
_ROLE_BEHIND = re.compile(rf", (?:\d\d,|(?:an? |the |its |[\w'’.-]+ ){{0,5}}(?:{'|'.join(sorted(ROLES))})\b)")
_VERB_BEHIND = re.compile(rf",? (?:(?:also|later|then) )?(?:{'|'.join(sorted(tables.words('speech_verbs.txt')))})\b")
_TO_BRACKET = 4
_DEFINED = re.compile(r"[\"'’”]?,? ?[(<]([A-Z][A-Za-z&]{1,6})[)>]")


class Found(NamedTuple):
    """A reading at its place: `line` is the number of the paragraph (-1: the headline), offsets are in `text`."""

    line: int
    text: str
    start: int
    end: int
    reading: Reading


@dataclass(slots=True)
class Dictionary:
    """What one dispatch says about its names: folded short form -> (order of the full form, the reading)."""

    persons: dict[str, list[tuple[int, Reading]]] = field(default_factory=lambda: defaultdict(list))
    titled: dict[str, list[tuple[int, Reading]]] = field(default_factory=lambda: defaultdict(list))
    bodies: dict[str, Reading] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    single: set[str] = field(default_factory=set)
    firms: set[str] = field(default_factory=set)


def link(found: Sequence[Found], home: Iterable[str]) -> Iterator[Found]:
    """The mentions among `found`, each with its full name; `home` are place names of the dateline, which need no evidence."""
    words = _dictionary(found, home)
    has_persons = bool(words.persons or words.titled)
    for order, mention in enumerate(found):
        if mention.reading.rule == "demonym" or mention.reading.rule == "country":  # half of all
            yield mention
            continue
        if mention.reading.kind == "name" and mention.reading.rule == CAPITALS and not has_persons:
            continue
        reading = _resolved(mention, order, words)
        if reading:
            yield mention if reading is mention.reading else Found(mention.line, mention.text, mention.start, mention.end, reading)


def _dictionary(found: Sequence[Found], home: Iterable[str]) -> Dictionary:
    words = Dictionary(places={fold(name) for name in home})
    for order, (_, text, start, end, reading) in enumerate(found):
        kind = reading.kind
        if kind == "name":
            if reading.rule != CAPITALS and " " not in reading.name and _VERB_BEHIND.match(text, end):
                words.single.add(fold(reading.name))
        elif kind == "organisation":
            _learn_body(words, reading, text, start, end)
        elif kind == "place":
            if not reading.sure and in_place_context(text, start, end):
                words.places.add(fold(text[start:end]))
        elif kind == "person":
            known = words.persons if " " in reading.name else words.titled
            for name in surnames(reading.name):
                known[name].append((order, reading))
    if words.persons and words.bodies:
        _part_firms(words, found)
    return words


def _part_firms(words: Dictionary, found: Sequence[Found]) -> None:
    """Take out what has the form of a personal name and begins the name of a firm ("Jane Doe Inc"), if no title or role says otherwise."""
    firms = {reading.name for known in words.persons.values() for _, reading in known if fold(reading.name) in words.bodies}
    if not firms:
        return
    words.firms = firms - {each.reading.name for each in found if each.reading.name in firms and _is_somebody(each)}
    for surname, known in words.persons.items():
        firm = next((reading.name for _, reading in known if reading.name in words.firms), None)
        if firm:
            words.bodies.setdefault(surname, words.bodies[fold(firm)])
            words.persons[surname] = [item for item in known if item[1].name not in words.firms]


def _is_somebody(mention: Found) -> bool:
    return mention.reading.rule == "title" or _role_before(mention) is not None


def _learn_body(words: Dictionary, reading: Reading, text: str, start: int, end: int) -> None:
    if reading.rule == "suffix":
        for name in _short_names(reading.name):
            words.bodies.setdefault(name, reading)
    behind = text[end : end + _TO_BRACKET]
    defined = _DEFINED.match(text, end) if "(" in behind or "<" in behind else None
    if defined and _fits(defined[1], text[start:end]):
        words.bodies[fold(defined[1])] = reading


@lru_cache(maxsize=1 << 14)
def _short_names(body: str) -> tuple[str, ...]:
    """The name of a body and its beginnings, folded: by each it may be named later."""
    parts = body.split()
    return (*[fold(" ".join(parts[:count])) for count in range(1, len(parts))], fold(body))


def _fits(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym stand in that order in the name, the first at its beginning."""
    letters = iter(fold(name))
    wanted = fold(acronym).replace("&", "")
    return next(letters, "") == wanted[:1] and all(letter in letters for letter in wanted[1:])


def _resolved(mention: Found, order: int, words: Dictionary) -> Reading | None:
    reading = mention.reading
    match reading.kind:
        case "agency":
            return None
        case "person":
            return _longest_name(words, reading, order) if " " in reading.name else _full_name(words, fold(reading.name), order, reading)
    printed = fold(mention.text[mention.start : mention.end])
    match reading.kind:
        case "name" if reading.rule == CAPITALS:
            return _full_name(words, printed, order, None)
        case "place" | "organisation" if reading.sure and " " not in printed:
            return _full_name(words, printed, order, reading)
        case "organisation":
            return words.bodies.get(fold(reading.name), reading)
        case "place" if reading.sure:
            return reading
        case "place":
            return _full_name(words, printed, order, reading if printed in words.places or _is_placed(mention) else None)
        case _:
            return _by_evidence(mention, printed, order, words)


def _is_placed(mention: Found) -> bool:
    if mention.reading.rule == "region":
        return qualified(mention.text, mention.start)
    return in_place_context(mention.text, mention.start, mention.end)


def _full_name(words: Dictionary, printed: str, order: int, otherwise: Reading | None) -> Reading | None:
    """The person of that surname named in full nearest before, else first after, else one known by the surname alone."""
    known = words.persons.get(printed) or words.titled.get(printed)
    if not known:
        return otherwise
    return known[max(0, bisect_right(known, order, key=itemgetter(0)) - 1)][1]


def _longest_name(words: Dictionary, reading: Reading, order: int) -> Reading:
    """The person of several names, whose first may have been printed elsewhere only; or the firm that is called so."""
    if reading.name in words.firms:
        return words.bodies[fold(reading.name)]
    printed = fold(reading.name)
    person = _by_last_name(words, printed, order)
    if reading.name.startswith(_MONSIEUR):
        others = [other for _, other in words.persons.get(printed.rpartition(" ")[2], ()) if not other.name.startswith(_MONSIEUR[0])]
        return others[-1] if others else reading
    return person if person and fold(person.name).endswith(" " + printed) else reading


def _by_last_name(words: Dictionary, printed: str, order: int) -> Reading | None:
    return _full_name(words, printed.rpartition(" ")[2], order, None)


def _by_evidence(mention: Found, printed: str, order: int, words: Dictionary) -> Reading | None:
    """What a name of unknown kind is, or None."""
    reading = mention.reading
    if person := _full_name(words, printed, order, None):
        return person
    if body := words.bodies.get(printed):
        return body
    if reading.kind == "acronym":
        return None if mention.text[mention.start - 1 : mention.start] in {"<", "("} else reading
    if " " in printed and (person := _by_last_name(words, printed, order)) and _is_longer(printed, fold(person.name)):
        return person
    if rule := _personal_evidence(mention, printed, words):
        return reading._replace(kind="person", rule=rule, confidence=0.6, sure=True)
    return None


def _is_longer(one: str, other: str) -> bool:
    """Whether one name ends with all words of the other: `De Tavira` is Rafael De Tavira, and `Credit Rafael Tosk` Rafael Tosk."""
    return " " in other and (one.endswith(" " + other) or other.endswith(" " + one))


def _role_before(mention: Found) -> tuple[str, bool] | None:
    """The word before, where it is a role in small letters or "late", and whether a comma stands between."""
    before = mention.text[max(0, mention.start - _NEAR) : mention.start]
    if not before[-1:].isspace():
        return None
    printed = before[:-1].rpartition(" ")[2]
    word = printed.rstrip(",").strip(_QUOTES + "(").rpartition("/")[2]
    return (word, printed.endswith(",")) if word in ROLES or word == "late" else None


def _personal_evidence(mention: Found, printed: str, words: Dictionary) -> str | None:
    """The rule by which an unknown name is a person's: a role before or behind, or its last word alone before a verb of speech."""
    name = mention.reading.name
    if any(word.isupper() or word in ENDINGS or word == "House" for word in name.split()):
        return None
    role = _role_before(mention)
    if " " not in name:
        doubtful = not role or role[1] or role[0] in _OF_FIRMS or name in GIVEN_NAMES
        return "role before" if role and (not doubtful or _VERB_BEHIND.match(mention.text, mention.end)) else None
    if role:
        return "role before"
    if mention.text.startswith(", ", mention.end) and _ROLE_BEHIND.match(mention.text, mention.end):
        return "role behind"
    first, *_, last = printed.split()
    if last in words.persons or last in words.titled or (last in words.single and first not in words.single):
        return "surname alone"
    return None
