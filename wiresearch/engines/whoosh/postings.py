"""The documents of a word through all segments, how often each has it, and what that is worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from wiresearch.engines.whoosh.arrays import Array
from wiresearch.engines.whoosh.found import Bounds, Score
from wiresearch.engines.whoosh.schema import TEXT_GROUPS, group_of
from wiresearch.engines.whoosh.segment import Docs, Numbers, TextColumn
from wiresearch.engines.whoosh.snapshot import Reals, Snapshot
from wiresearch.engines.whoosh.spellings import Expansion, Weighted

Counts: TypeAlias = NDArray[Any]
Real = TypeVar("Real", np.float32, np.float64)

K1, B = 0.9, 0.4
STREAMS = {group: (("headline",), ("lead", "body")) if group == "text" else (fields,) for group, fields in TEXT_GROUPS.items()}
_FEW = 2_000
_SPARSE = 8  # of fewer postings than an eighth of the documents the sum is made by sorting


@dataclass(frozen=True, slots=True)
class Postings:
    """Live documents, ascending; for each field asked, how much each has of the word; in how many documents it is at all."""

    docs: Docs
    counts: list[Counts]
    frequency: int

    def of(self, docs: Docs, size: int) -> Postings:
        """The postings of some of the documents; `size` counts all."""
        if len(docs) < _FEW:
            return self.at(np.searchsorted(self.docs, docs))
        place = np.empty(size, np.int64)
        place[self.docs] = np.arange(len(self.docs))
        return self.at(place.take(docs))

    def at(self, places: Numbers) -> Postings:
        """The postings at some places of the list; the word's frequency stays."""
        return Postings(self.docs.take(places), [count.take(places) for count in self.counts], self.frequency)


def find_postings(snapshot: Snapshot, fields: tuple[str, ...], expansion: Expansion) -> Postings:
    """The postings of a word in the fields (of one text group)."""
    group = group_of(fields[0])
    asked = [number for number, field in enumerate(TEXT_GROUPS[group]) if field in fields]
    found = [
        (leaf.base, *_in_segment(leaf.texts[group], words, asked)) for leaf, words in zip(snapshot.leaves, expansion, strict=True) if words
    ]
    ends = list(accumulate((len(docs) for _, docs, _ in found), initial=0))
    docs = np.empty(ends[-1], np.int64)
    for (base, inside, _), (start, end) in zip(found, pairwise(ends), strict=True):
        np.add(inside, base, out=docs[start:end], dtype=np.int64)
    columns = list(zip(*(counts for _, _, counts in found), strict=True)) or [(np.empty(0, np.uint8),)] * len(asked)
    counts = [column[0] if len(column) == 1 else np.concatenate(column) for column in columns]
    kept = snapshot.kept(docs)
    if kept is not None:
        docs, counts = docs.compress(kept), [count.compress(kept) for count in counts]
    return Postings(docs, counts, len(docs))


def _in_segment(text: TextColumn, words: Sequence[Weighted], asked: list[int]) -> tuple[Array, list[Counts]]:
    """Documents, ascending, and counts of words of which there is at least one."""
    parts: list[tuple[Array, list[Counts]]] = []
    for forms, weight in words:
        docs, counts = text.rows(forms)
        parts.append((docs, [counts[number] if weight == 1 else counts[number] * weight for number in asked]))
    single = len(words) == 1 and len(words[0].forms.stems) == 1 and words[0].forms.forms is None
    docs, counts = parts[0] if single else _added(parts, text.documents)
    if len(asked) < len(text.fields):
        kept = np.logical_or.reduce([count > 0 for count in counts])
        docs, counts = docs.compress(kept), [count.compress(kept) for count in counts]
    return docs, counts


def _added(parts: list[tuple[Array, list[Counts]]], documents: int) -> tuple[Docs, list[Counts]]:
    """Each document once, with the sums of its counts."""
    docs = np.concatenate([docs for docs, _ in parts])
    columns = [np.concatenate(column) for column in zip(*(counts for _, counts in parts), strict=True)]
    if len(docs) * _SPARSE < documents:
        owners, place = np.unique(docs, return_inverse=True)
        return owners, [np.bincount(place, weights=column) for column in columns]
    there = np.zeros(documents, np.bool_)
    there[docs] = True
    owners = np.flatnonzero(there)
    return owners, [np.bincount(docs, weights=column, minlength=documents)[owners] for column in columns]


class Bm25f(Score):
    """BM25F (Robertson and Zaragoza 2009, section 3.6.1; weights 1): frequencies are added before they are saturated.

    Lead and body are one stream: their lengths are added too, for a first paragraph is short by nature.
    """

    def __init__(self, snapshot: Snapshot, fields: tuple[str, ...], postings: Postings) -> None:
        self._snapshot = snapshot
        self._postings = postings
        self._group = group_of(fields[0])
        numbers = {field: number for number, field in enumerate(field for field in TEXT_GROUPS[self._group] if field in fields)}
        streams = (tuple(field for field in stream if field in numbers) for stream in STREAMS[self._group])
        self._streams = [(stream, [numbers[field] for field in stream]) for stream in streams if stream]
        idf = math.log(1 + (snapshot.documents - postings.frequency + 0.5) / (postings.frequency + 0.5))
        self.most = idf * (K1 + 1)

    def __call__(self, docs: Docs) -> Reals:
        postings = self._postings if docs is self._postings.docs else self._postings.of(docs, self._snapshot.size)
        weight = np.zeros(len(docs))
        for fields, numbers in self._streams:
            often = _total([postings.counts[number] for number in numbers], np.float64)
            factors = self._snapshot.length_factors(self._group, fields, B)
            there = np.flatnonzero(often)
            if len(there) * _SPARSE < len(often):  # few have it in the headline
                weight[there] += often.take(there) * factors.take(docs.take(there))
            else:
                weight += often * factors.take(docs)
        weight /= weight + K1
        weight *= self.most
        return weight

    def bounds(self) -> Bounds:
        *others, (fields, numbers) = self._streams
        weight = _total([self._postings.counts[number] for number in numbers], np.float32)
        weight *= self._snapshot.rounded_length_factors(self._group, fields, B).take(self._postings.docs)
        for _, numbers in others:
            # No field counts more than one without words would; few documents have the word there.
            weight += _total([self._postings.counts[number] for number in numbers], np.float32) * np.float32(1 / (1 - B))
        weight /= weight + np.float32(K1)
        weight *= np.float32(self.most)
        return weight


def _total(counts: Sequence[Counts], kind: type[Real]) -> NDArray[Real]:
    """The counts of several fields, added."""
    total = counts[0].astype(kind)
    for count in counts[1:]:
        total += count
    return total
