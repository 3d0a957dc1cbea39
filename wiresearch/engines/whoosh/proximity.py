"""Words that stand together: phrases, windows, the same paragraph. Places are compared as sorted numbers, all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wiresearch.engines.whoosh.schema import TEXT_GROUPS, group_of
from wiresearch.engines.whoosh.segment import PLACE_BITS, Docs, Forms, Spots, TextColumn
from wiresearch.engines.whoosh.snapshot import Snapshot
from wiresearch.engines.whoosh.spellings import Expansion, Spelling
from wiresearch.engines.whoosh.vocabulary import distinct

_NONE = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Run:
    """Words side by side, in order; one word is the shortest run."""

    words: tuple[Spelling, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Runs of one paragraph: the last word at most `distance` behind the first, a run counted as one word.

    A run given twice must be there twice; when `ordered`, each begins behind the end of the one before.
    """

    items: tuple[Run, ...]
    distance: int = 0
    ordered: bool = True


def find_windows(
    snapshot: Snapshot, fields: tuple[str, ...], windows: Sequence[Window], expansions: Mapping[Spelling, Expansion], candidates: Docs
) -> Docs:
    """Those of `candidates` (ascending) in which one paragraph of one of the fields holds all the windows."""
    return _Search(snapshot, fields, expansions, candidates).holding(windows)


class _Part(NamedTuple):
    """A segment in which there are candidates, as a mask over its documents; `first` is the first spot of it."""

    number: int
    first: int
    text: TextColumn
    candidates: NDArray[np.bool_]


class _Search:
    """The search for windows in the candidates."""

    def __init__(self, snapshot: Snapshot, fields: tuple[str, ...], words: Mapping[Spelling, Expansion], candidates: Docs) -> None:
        group = group_of(fields[0])
        self._asked = [number for number, field in enumerate(TEXT_GROUPS[group]) if field in fields]
        self._every = len(self._asked) == len(TEXT_GROUPS[group])
        self._words = words
        self._spots: dict[Run, Spots] = {}
        self._parts: list[_Part] = []
        for number, leaf in enumerate(snapshot.leaves):
            low, high = np.searchsorted(candidates, (leaf.base, leaf.base + leaf.documents))
            if high > low:
                inside = np.zeros(leaf.documents, np.bool_)
                inside[candidates[low:high] - leaf.base] = True
                self._parts.append(_Part(number, leaf.base << PLACE_BITS, leaf.texts[group], inside))

    def holding(self, windows: Sequence[Window]) -> Docs:
        """The candidates in which one paragraph holds all the windows."""
        if len(windows) == 1:
            return distinct(self._begins_of(windows[0]) >> PLACE_BITS)
        paragraphs = []
        for window in windows:
            first = self._begins_of(window)
            numbers = [part.text.paragraphs(spots - part.first) for part, spots in self._by_part(first)]
            paragraphs.append(distinct(first >> PLACE_BITS << PLACE_BITS | np.concatenate([_NONE, *numbers])))
        return distinct(reduce(np.intersect1d, paragraphs) >> PLACE_BITS)

    def _by_part(self, spots: Spots) -> Iterator[tuple[_Part, Spots]]:
        """The spots of each segment."""
        ends = np.searchsorted(spots, [part.first for part in self._parts[1:]]).tolist()
        for part, (low, high) in zip(self._parts, pairwise((0, *ends, len(spots))), strict=False):
            yield part, spots[low:high]

    def _begins_of(self, window: Window) -> Spots:
        """Where the windows begin that lie in one paragraph."""
        if len(window.items) == 1:
            return self._run(window.items[0])
        first, last = self._ends_of(window)
        return first.compress(self._same_paragraph(first, last))

    def _same_paragraph(self, first: Spots, last: Spots) -> NDArray[np.bool_]:
        same, at = [np.empty(0, np.bool_)], 0
        for part, inside in self._by_part(first):
            if len(inside):
                ends = last[at : at + len(inside)]
                same.append(part.text.same_paragraph(inside - part.first, ends - part.first))
            at += len(inside)
        return np.concatenate(same)

    def _ends_of(self, window: Window) -> tuple[Spots, Spots]:
        """First and last spot of every narrowest window that is narrow enough, whatever the paragraphs."""
        spots = [self._run(run) for run in window.items]
        if any(not len(places) for places in spots):
            return _NONE, _NONE
        first, last = _in_order(window, spots) if window.ordered else _in_any_order(window, spots)
        longer = sum(len(run.words) - 1 for run in window.items)
        near = last - first - longer <= window.distance
        return first.compress(near), last.compress(near)

    def _run(self, run: Run) -> Spots:
        """Where the run begins."""
        if run not in self._spots:
            words = [self._word(word) for word in run.words]
            fewest = min(range(len(words)), key=lambda place: len(words[place]))
            begins = words[fewest] - fewest
            for place, spots in enumerate(words):
                if place != fewest:
                    begins = begins.compress(_contained(begins + place, spots))
            if len(words) > 1:
                begins = begins.compress(self._same_paragraph(begins, begins + len(words) - 1))
            self._spots[run] = begins
        return self._spots[run]

    def _word(self, word: Spelling) -> Spots:
        single = Run((word,))
        if single not in self._spots:
            expansion = self._words[word]
            self._spots[single] = np.concatenate([_NONE, *(self._spots_in(part, expansion[part.number]) for part in self._parts)])
        return self._spots[single]

    def _spots_in(self, part: _Part, forms: Forms | None) -> Spots:
        if forms is None:
            return _NONE
        spots = part.text.spots(forms, part.candidates)
        if not self._every:
            spots = spots.compress(np.isin(part.text.field_of(spots), self._asked))
        spots += part.first
        return spots


def _contained(wanted: Spots, spots: Spots) -> NDArray[np.bool_]:
    at = np.searchsorted(spots, wanted)
    at[at == len(spots)] = 0
    inside: NDArray[np.bool_] = spots[at] == wanted if len(spots) else np.zeros(len(wanted), np.bool_)
    return inside


def _in_order(window: Window, spots: Sequence[Spots]) -> tuple[Spots, Spots]:
    """For each first item the nearest of the following ones in turn."""
    first = last = spots[0]
    last = last + len(window.items[0].words) - 1
    for run, places in zip(window.items[1:], spots[1:], strict=True):
        at = np.searchsorted(places, last, "right")
        there = at < len(places)
        first, last = first[there], places[at[there]] + len(run.words) - 1
    return first, last


def _in_any_order(window: Window, spots: Sequence[Spots]) -> tuple[Spots, Spots]:
    """For each item as the first of its window the nearest of the others that do not begin before it."""
    times = Counter(window.items)
    by_run = dict(zip(window.items, spots, strict=True))
    firsts, lasts = [_NONE], [_NONE]
    for leader in times:
        first = last = by_run[leader]
        last = last + len(leader.words) - 1
        for run, count in times.items():
            places = by_run[run]
            at = np.searchsorted(places, first) + count - 1
            there = at < len(places)
            first, last = first[there], np.maximum(last[there], places[at[there]] + len(run.words) - 1)
        firsts.append(first)
        lasts.append(last)
    first, last = np.concatenate(firsts), np.concatenate(lasts)
    order = np.argsort(first, kind="stable")
    return first[order], last[order]
