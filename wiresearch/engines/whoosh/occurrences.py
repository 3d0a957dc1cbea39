"""Where the words that a text node looks for stand in one paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TypeAlias, assert_never

from wiresearch.engines.whoosh.analysis import stem
from wiresearch.query import AtLeast, Fuzzy, Near, Phrase, Prefix, SamePara, Term, TextNode, Wildcard, WordNode


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Words `first`..`last` of a paragraph, counted from 0."""

    first: int
    last: int


Found: TypeAlias = Iterator[tuple[WordNode, Place]]


class Paragraph:
    """The exact forms of a paragraph, and their stems."""

    def __init__(self, forms: Iterable[str]) -> None:
        self.forms = list(forms)
        self.stems = [stem(form) for form in self.forms]
        self._sorted = sorted((form, number) for number, form in enumerate(self.forms))

    def beginning(self, text: str) -> Iterator[tuple[str, int]]:
        """The forms that begin with `text`, and the number of each among the words; forms in their order."""
        for form, number in self._sorted[bisect_left(self._sorted, (text,)) :]:
            if not form.startswith(text):
                break
            yield form, number


def occurrences(node: TextNode, paragraph: Paragraph) -> Found:
    """Every place where a word or phrase of `node` stands, in a window or paragraph that matches."""
    match node:
        case Term() | Phrase() | Prefix() | Wildcard() | Fuzzy():
            for place in _places(node, paragraph):
                yield node, place
        case AtLeast(fields, text):
            yield from occurrences(Term(fields, text), paragraph)
        case SamePara(_, items):
            found = [list(occurrences(item, paragraph)) for item in items]
            if all(found):
                for pairs in found:
                    yield from pairs
        case Near(_, items):
            places = {item: _places(item, paragraph) for item in items}
            windows = _ordered(node, places) if node.ordered else _unordered(node, places)
            for window in windows:
                for item, some in places.items():
                    yield from ((item, place) for place in some if window.first <= place.first and place.last <= window.last)
        case _:
            assert_never(node)


def stands_for(node: Prefix | Wildcard | Fuzzy, form: str) -> bool:
    """Whether the exact form is one of those that `node` stands for."""
    match node:
        case Prefix(_, text):
            return form.startswith(text)
        case Wildcard(_, pattern):
            return fnmatchcase(form, pattern)
        case Fuzzy(_, text, edits):
            return form[:1] == text[:1] and abs(len(form) - len(text)) <= edits and distance(form, text) <= edits


def _beginning(node: Prefix | Wildcard | Fuzzy) -> str:
    """What every form begins with that `node` stands for."""
    match node:
        case Prefix(_, text):
            return text
        case Wildcard(_, pattern):
            return re.split(r"[*?\[]", pattern, maxsplit=1)[0]
        case Fuzzy(_, text):
            return text[:1]


def distance(one: str, other: str) -> int:
    """The optimal string alignment distance: the table of Wagner and Fischer, and one more way to a cell, the transposition."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _places(node: WordNode, paragraph: Paragraph) -> list[Place]:
    match node:
        case Term(_, text, exact):
            return _runs((text,), paragraph, exact=exact)
        case Phrase(_, texts, exact):
            return _runs(texts, paragraph, exact=exact)
        case _:
            numbers = sorted(number for form, number in paragraph.beginning(_beginning(node)) if stands_for(node, form))
            return [Place(number, number) for number in numbers]


def _runs(texts: tuple[str, ...], paragraph: Paragraph, *, exact: bool) -> list[Place]:
    terms = paragraph.forms if exact else paragraph.stems
    wanted = list(texts) if exact else [stem(text) for text in texts]
    size = len(wanted)
    return [Place(i, i + size - 1) for i, term in enumerate(terms) if term == wanted[0] and terms[i : i + size] == wanted]


def _reach(near: Near) -> int:
    """How far the last word of a window may stand behind the first: a phrase counts as one word."""
    return near.distance + sum(len(item.texts) - 1 for item in near.items if isinstance(item, Phrase))


def _unordered(near: Near, places: dict[WordNode, list[Place]]) -> Iterator[Place]:
    """For each word that a window can begin with, the longest that is allowed."""
    wanted = Counter(map(_asked, near.items))
    groups = [(some, wanted[_asked(item)]) for item, some in places.items()]
    for first in sorted({place.first for some, _ in groups for place in some}):
        nearest = [place for some, times in groups if (place := _from(some, first, times))]
        if len(nearest) == len(groups) and max(place.last for place in nearest) <= first + _reach(near):
            yield Place(first, first + _reach(near))


def _ordered(near: Near, places: dict[WordNode, list[Place]]) -> Iterator[Place]:
    """For each place of the first item, the shortest window behind it."""
    for begin in places[near.items[0]]:
        end: Place | None = begin
        for item in near.items[1:]:
            end = _from(places[item], end.last + 1) if end else None
        if end and end.last <= begin.first + _reach(near):
            yield Place(begin.first, end.last)


def _from(places: list[Place], first: int, times: int = 1) -> Place | None:
    """The place of that number among those that begin at word `first` or behind it."""
    number = bisect_left(places, first, key=lambda place: place.first) + times - 1
    return places[number] if number < len(places) else None


def _asked(item: WordNode) -> object:
    """Equal for items that look for the same: talk and talks are one word."""
    match item:
        case Term(_, text, False):
            return stem(text)
        case Phrase(_, texts, False):
            return tuple(map(stem, texts))
        case _:
            return item
