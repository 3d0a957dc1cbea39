"""The documents of a word through all segments, how often each has it, and what that is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wiresearch.engines.whoosh.schema import TEXT_GROUPS, group_of
from wiresearch.engines.whoosh.segment import Docs, TextColumn
from wiresearch.engines.whoosh.snapshot import Reals, Snapshot
from wiresearch.engines.whoosh.spellings import Expansion, Weighted

Counts: TypeAlias = NDArray[Any]

K1, B = 0.9, 0.4
STREAMS = (("headline",), ("lead", "body"))
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
            at = np.searchsorted(self.docs, docs)
        else:
            place = np.empty(size, np.int64)
            place[self.docs] = np.arange(len(self.docs))
            at = place[docs]
        return Postings(docs, [count[at] for count in self.counts], self.frequency)


def find_postings(snapshot: Snapshot, fields: tuple[str, ...], expansion: Expansion) -> Postings:
    """The postings of a word in the fields (of one text group)."""
    group = group_of(fields[0])
    asked = [number for number, field in enumerate(TEXT_GROUPS[group]) if field in fields]
    parts: list[tuple[Docs, list[Counts]]] = [(np.empty(0, np.int64), [np.empty(0, np.uint8)] * len(asked))]
    for leaf, words in zip(snapshot.leaves, expansion, strict=True):
        docs, counts = _in_segment(leaf.texts[group], words, asked)
        parts.append((docs + leaf.base, counts))
    docs = np.concatenate([docs for docs, _ in parts])
    counts = [np.concatenate([counts[number] for _, counts in parts]) for number in range(len(asked))]
    kept = snapshot.kept(docs)
    if kept is not None:
        docs, counts = docs[kept], [count[kept] for count in counts]
    return Postings(docs, counts, len(docs))


def _in_segment(text: TextColumn, words: Sequence[Weighted], asked: list[int]) -> tuple[Docs, list[Counts]]:
    parts: list[tuple[Docs, list[Counts]]] = []
    for forms, weight in words:
        docs, counts = text.rows(forms)
        parts.append((docs, [counts[number] if weight == 1 else counts[number] * weight for number in asked]))
    single = len(words) == 1 and len(words[0].forms.stems) == 1 and words[0].forms.forms is None
    if not parts:
        return np.empty(0, np.int64), [np.empty(0, np.uint8)] * len(asked)
    if not single:
        parts = [_added(parts, text.documents)]
    docs, counts = parts[0]
    if len(asked) < len(text.fields):
        kept = np.any([count > 0 for count in counts], axis=0)
        docs, counts = docs[kept], [count[kept] for count in counts]
    return docs, counts


def _added(parts: list[tuple[Docs, list[Counts]]], documents: int) -> tuple[Docs, list[Counts]]:
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


def bm25f(snapshot: Snapshot, fields: tuple[str, ...], postings: Postings) -> Reals:
    """BM25F (Robertson and Zaragoza 2009, section 3.6.1; weights 1): frequencies are added before they are saturated.

    Lead and body are one stream: their lengths are added too, for a first paragraph is short by nature.
    """
    group = group_of(fields[0])
    docs = postings.docs
    weight = np.zeros(len(docs))
    counts = dict(zip([field for field in TEXT_GROUPS[group] if field in fields], postings.counts, strict=True))
    for stream in STREAMS if group == "text" else (TEXT_GROUPS[group],):
        asked = tuple(field for field in stream if field in counts)
        if asked:
            often = sum((counts[field].astype(np.float64) for field in asked[1:]), counts[asked[0]].astype(np.float64))
            factors = snapshot.length_factors(group, asked, B)
            there = np.flatnonzero(often > 0)
            if len(there) * _SPARSE < len(docs):  # few have it in the headline
                weight[there] += often[there] * factors[docs[there]]
            else:
                weight += often * factors.take(docs)
    idf = np.log(1 + (snapshot.documents - postings.frequency + 0.5) / (postings.frequency + 0.5))
    weight /= weight + K1
    weight *= idf * (K1 + 1)
    return weight
