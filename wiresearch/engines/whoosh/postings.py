"""The documents of a word through all segments, how often each has it, and what that is worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wiresearch.engines.whoosh.arrays import Array
from wiresearch.engines.whoosh.found import Bounds, Score
from wiresearch.engines.whoosh.schema import TEXT_GROUPS, group_of
from wiresearch.engines.whoosh.segment import SHARES, Docs, Numbers, Rows
from wiresearch.engines.whoosh.snapshot import Reals, Snapshot
from wiresearch.engines.whoosh.spellings import Expansion
from wiresearch.engines.whoosh.vocabulary import firsts, summed

Counts: TypeAlias = NDArray[Any]
_Piece: TypeAlias = tuple[int, Rows]  # postings of a segment, and the number of its first document

K1, B = 0.9, 0.4
STREAMS = {group: (("headline",), ("lead", "body")) if group == "text" else (fields,) for group, fields in TEXT_GROUPS.items()}
_FEW = 2_000
_SPARSE = 24  # of fewer postings than a 24th of the documents the sum is made by sorting
_BITS = 32  # of a count: no document has 2 ** 32 / 60 words
_RARE = 8  # a stream that fewer than an eighth of the documents have is added for these alone


@dataclass(frozen=True, slots=True)
class Postings:
    """Live documents, ascending; for each stream asked, how much each has of the word; in how many documents it is at all.

    One occurrence counts `once`, one that is but alike less.
    """

    docs: Docs
    counts: list[Counts]
    frequency: int
    once: int

    def of(self, docs: Docs, size: int) -> Postings:
        """The postings of some of the documents, ascending; `size` counts all."""
        if len(docs) < _FEW:
            return self.at(np.searchsorted(self.docs, docs))
        asked = np.zeros(size, np.bool_)
        asked[docs] = True
        return self.at(np.flatnonzero(asked.take(self.docs)))

    def at(self, places: Numbers) -> Postings:
        """The postings at some places of the list; the word's frequency stays."""
        return Postings(self.docs.take(places), [count.take(places) for count in self.counts], self.frequency, self.once)


def find_postings(snapshot: Snapshot, fields: tuple[str, ...], expansion: Expansion) -> Postings:
    """The postings of a word in the fields (of one text group)."""
    group = group_of(fields[0])
    streams = [[TEXT_GROUPS[group].index(field) for field in stream] for stream in _asked(group, fields)]
    asked = [number for stream in streams for number in stream]
    found = [(leaf, forms) for leaf, forms in zip(snapshot.leaves, expansion, strict=True) if forms is not None]
    pieces = [[(leaf.base, row) for row in leaf.texts[group].rows(forms, asked)] for leaf, forms in found]
    once = 1 if all(forms.shares is None for _, forms in found) else SHARES
    several = once > 1 or any(len(forms.stems) > 1 for _, forms in found)
    if not several or _SPARSE * sum(len(row.docs) for some in pieces for _, row in some) < snapshot.size:
        pieces = [list(chain(*pieces))]
    parts = [_read(some, streams, several=several) for some in pieces]
    docs = _joined([docs for docs, _ in parts])
    counts = [_joined([counts[place] for _, counts in parts]) for place in range(len(streams))]
    if len(fields) < len(TEXT_GROUPS[group]):
        there = np.logical_or.reduce([count > 0 for count in counts])
        docs, counts = docs.compress(there), [count.compress(there) for count in counts]
    kept = snapshot.kept(docs)
    if kept is not None:
        docs, counts = docs.compress(kept), [count.compress(kept) for count in counts]
    return Postings(docs, counts, len(docs), once)


def _read(pieces: Sequence[_Piece], streams: Sequence[Sequence[int]], *, several: bool) -> tuple[Docs, list[Counts]]:
    """The documents of the pieces, ascending, and how often in each stream; `several`: a document may be in some of them."""
    docs = _documents(pieces)
    columns = iter([_joined([row.counts[place] for _, row in pieces]) for place in range(sum(map(len, streams)))])
    counts = [summed([next(columns) for _ in stream]) for stream in streams]
    return _added(docs, _packed(counts, pieces), len(streams)) if several else (docs, counts)


def _documents(pieces: Sequence[_Piece]) -> Docs:
    """The documents of all pieces as the whole index counts them."""
    ends = list(accumulate((len(row.docs) for _, row in pieces), initial=0))
    docs = np.empty(ends[-1], np.int64)
    for (base, row), (start, end) in zip(pieces, pairwise(ends), strict=True):
        np.add(row.docs, base, out=docs[start:end], dtype=np.int64)
    return docs


def _joined(counts: Sequence[Array]) -> Array:
    """Arrays end to end."""
    return counts[0] if len(counts) == 1 else np.concatenate([np.empty(0, np.uint8), *counts])


def _asked(group: str, fields: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The streams of a text group, of each the fields that are asked."""
    return [asked for stream in STREAMS[group] if (asked := tuple(field for field in stream if field in fields))]


def _packed(counts: Sequence[Counts], pieces: Sequence[_Piece]) -> NDArray[np.uint64]:
    """Counts of one or two streams as one number, so that they are added at once, times the factors of their pieces."""
    packed: NDArray[np.uint64] = counts[0].astype(np.uint64)
    for count in counts[1:]:
        packed <<= np.uint64(_BITS)
        packed += count
    if any(row.factors is not None for _, row in pieces):
        ones = np.ones(1, np.uint8)
        packed *= _joined([np.broadcast_to(ones, len(row.docs)) if row.factors is None else row.factors for _, row in pieces])
    return packed


def _added(docs: Docs, packed: NDArray[np.uint64], streams: int) -> tuple[Docs, list[Counts]]:
    """Each document once, ascending, with the sums of its counts."""
    if not len(docs):
        return docs, [packed] * streams
    low, high = int(docs.min()), int(docs.max()) + 1
    if len(docs) * _SPARSE < high - low:
        order = np.argsort(docs, kind="stable")
        docs = docs.take(order)
        begins = np.flatnonzero(firsts(docs))
        owners, sums = docs.take(begins), np.add.reduceat(packed.take(order), begins)
    else:
        total = np.zeros(high - low, np.uint64)
        np.add.at(total, docs - low, packed)
        owners = np.flatnonzero(total != 0)  # of the numbers themselves it takes five times as long
        sums = total.take(owners)
        owners += low
    return owners, [(sums >> np.uint64(_BITS * place)).astype(np.uint32) for place in reversed(range(streams))]


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
            if postings.once > 1:
                often /= postings.once
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
        weight *= np.float32(1 / self._postings.once)
        weight *= self._snapshot.rounded_length_factors(self._group, self._streams[-1], B).take(self._postings.docs)
        for counts in others:
            # No field counts more than one without words would; few documents have the word there.
            weight += counts.astype(np.float32) * np.float32(1 / (1 - B) / self._postings.once)
        weight /= weight + np.float32(K1)
        weight *= np.float32(self.most)
        return weight
