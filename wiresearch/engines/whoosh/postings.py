"""The documents of a word through all segments, how often each has it, and what that is worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wiresearch.engines.whoosh.arrays import Array
from wiresearch.engines.whoosh.found import Bounds, Score
from wiresearch.engines.whoosh.schema import TEXT_GROUPS, group_of
from wiresearch.engines.whoosh.segment import Docs, Numbers
from wiresearch.engines.whoosh.snapshot import Reals, Snapshot
from wiresearch.engines.whoosh.spellings import Expansion

Counts: TypeAlias = NDArray[Any]

K1, B = 0.9, 0.4
STREAMS = {group: (("headline",), ("lead", "body")) if group == "text" else (fields,) for group, fields in TEXT_GROUPS.items()}
_FEW = 2_000
_SPARSE = 24  # of fewer postings than a 24th of the documents the sum is made by sorting
_PARTS = 60  # weights are 1, 1/2, 1/3 ...: counted in sixtieths, sums are the same in whatever order they are added
_RARE = 8  # a stream that fewer than an eighth of the documents have is added for these alone


@dataclass(frozen=True, slots=True)
class Postings:
    """Live documents, ascending; for each stream asked, how much each has of the word; in how many documents it is at all."""

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


class _Piece(NamedTuple):
    """Postings as a segment has them: `base` is the number of its first document, `weight` what each occurrence counts."""

    base: int
    weight: float
    docs: Array
    counts: list[Counts]


def find_postings(snapshot: Snapshot, fields: tuple[str, ...], expansion: Expansion) -> Postings:
    """The postings of a word in the fields (of one text group)."""
    group = group_of(fields[0])
    streams = _asked(group, fields)
    numbers = [TEXT_GROUPS[group].index(field) for stream in streams for field in stream]
    pieces = [
        _Piece(leaf.base, weight, docs, counts)
        for leaf, words in zip(snapshot.leaves, expansion, strict=True)
        for forms, weight in words
        for docs, counts in leaf.texts[group].rows(forms, numbers)
    ]
    docs = _documents(pieces)
    columns = iter([_joined([piece.counts[place] for piece in pieces]) for place in range(len(numbers))])
    counts = [_sum([next(columns) for _ in stream]) for stream in streams]
    weighted = any(piece.weight != 1 for piece in pieces)
    if weighted:
        parts = np.rint(np.multiply([piece.weight for piece in pieces], _PARTS)).astype(np.uint32)
        weights = np.repeat(parts, [len(piece.docs) for piece in pieces])
        counts = [count * weights for count in counts]
    if any(len(words) > 1 or (words and not words[0].forms.single) for words in expansion):
        docs, counts = _added(docs, counts, snapshot.size)
    if weighted:
        counts = [count / _PARTS for count in counts]
    if len(fields) < len(TEXT_GROUPS[group]):
        there = np.logical_or.reduce([count > 0 for count in counts])
        docs, counts = docs.compress(there), [count.compress(there) for count in counts]
    kept = snapshot.kept(docs)
    if kept is not None:
        docs, counts = docs.compress(kept), [count.compress(kept) for count in counts]
    return Postings(docs, counts, len(docs))


def _documents(pieces: Sequence[_Piece]) -> Docs:
    """The documents of all pieces as the whole index counts them."""
    ends = list(accumulate((len(piece.docs) for piece in pieces), initial=0))
    docs = np.empty(ends[-1], np.int64)
    for piece, start, end in zip(pieces, ends, ends[1:], strict=False):
        np.add(piece.docs, piece.base, out=docs[start:end], dtype=np.int64)
    return docs


def _joined(counts: Sequence[Counts]) -> Counts:
    """Counts end to end."""
    return counts[0] if len(counts) == 1 else np.concatenate([np.empty(0, np.uint8), *counts])


def _asked(group: str, fields: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The streams of a text group, of each the fields that are asked."""
    return [asked for stream in STREAMS[group] if (asked := tuple(field for field in stream if field in fields))]


def _sum(counts: Sequence[Counts]) -> Counts:
    """How often in several fields together."""
    total: Counts = counts[0]
    for count in counts[1:]:
        total = np.add(total, count, dtype=np.uint16 if total.itemsize == count.itemsize == 1 else np.uint32)
    return total


def _added(docs: Docs, columns: list[Counts], size: int) -> tuple[Docs, list[Counts]]:
    """Each document once, ascending, with the sums of its counts; `size` counts all documents."""
    if len(docs) * _SPARSE < size:
        owners, place = np.unique(docs, return_inverse=True)
        return owners, [np.bincount(place, weights=column, minlength=len(owners)) for column in columns]
    sums = [np.zeros(size, np.uint32) for _ in columns]
    for total, column in zip(sums, columns, strict=True):
        np.add.at(total, docs, column.astype(np.uint32, copy=False))
    owners = np.flatnonzero(np.logical_or.reduce([total > 0 for total in sums]))
    return owners, [total.take(owners) for total in sums]


class Bm25f(Score):
    """BM25F (Robertson and Zaragoza 2009, section 3.6.1; weights 1): frequencies are added before they are saturated.

    Lead and body are one stream: their lengths are added too, for a first paragraph is short by nature.
    """

    def __init__(self, snapshot: Snapshot, fields: tuple[str, ...], postings: Postings) -> None:
        self._snapshot = snapshot
        self._postings = postings
        self._group = group_of(fields[0])
        self._streams = _asked(self._group, fields)
        idf = math.log(1 + (snapshot.documents - postings.frequency + 0.5) / (postings.frequency + 0.5))
        self.most = idf * (K1 + 1)

    def __call__(self, docs: Docs) -> Reals:
        postings = self._postings if docs is self._postings.docs else self._postings.of(docs, self._snapshot.size)
        weight = np.zeros(len(docs))
        for fields, counts in zip(self._streams, postings.counts, strict=True):
            often = counts.astype(np.float64)
            factors = self._snapshot.length_factors(self._group, fields, B)
            there = np.flatnonzero(often)
            if len(there) * _RARE < len(often):  # few have it in the headline
                weight[there] += often.take(there) * factors.take(docs.take(there))
            else:
                weight += often * factors.take(docs)
        weight /= weight + K1
        weight *= self.most
        return weight

    def bounds(self) -> Bounds:
        *others, main = self._postings.counts
        weight = main.astype(np.float32)
        weight *= self._snapshot.rounded_length_factors(self._group, self._streams[-1], B).take(self._postings.docs)
        for counts in others:
            # No field counts more than one without words would; few documents have the word there.
            weight += counts.astype(np.float32) * np.float32(1 / (1 - B))
        weight /= weight + np.float32(K1)
        weight *= np.float32(self.most)
        return weight
