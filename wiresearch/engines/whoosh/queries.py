"""The nodes of a compiled query, as Whoosh queries: each finds its documents in a snapshot of the whole index.

Scores are those of ranking.md, section 1: BM25F over the fields that a node asks, statistics over live documents of the
whole index, whatever the segments. Only nodes of text score. A score is computed for those documents alone that are
asked for.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh.matching.mcore import ListMatcher, Matcher
from whoosh.query.qcore import Query
from whoosh.searching import Searcher

from wiresearch.engines.whoosh.postings import Postings, bm25f, find_postings
from wiresearch.engines.whoosh.proximity import Window, find_windows
from wiresearch.engines.whoosh.schema import group_of
from wiresearch.engines.whoosh.segment import Docs
from wiresearch.engines.whoosh.snapshot import Mask, Reals, Snapshot
from wiresearch.engines.whoosh.spellings import Expansion, Spelling

_FEW = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """Live documents, ascending or as a mask over all, and what gives the scores of some of them (None: all 0)."""

    docs: Docs | None
    mask: Mask | None = None
    score: Callable[[Docs], Reals] | None = None

    def listed(self) -> Docs:
        """The documents, ascending."""
        if self.docs is not None:
            return self.docs
        assert self.mask is not None
        return np.flatnonzero(self.mask)

    def among(self, docs: Docs, size: int) -> Mask:
        """Which of `docs` are here; `size` counts all documents."""
        if self.mask is not None:
            return self.mask[docs]
        assert self.docs is not None
        if len(docs) < _FEW and len(self.docs):
            at = np.searchsorted(self.docs, docs)
            at[at == len(self.docs)] = 0
            return self.docs[at] == docs
        return self.masked(size)[docs]

    def masked(self, size: int) -> Mask:
        """The documents as a mask over all."""
        if self.mask is not None:
            return self.mask
        mask = np.zeros(size, np.bool_)
        mask[self.docs] = True
        return mask


class Node(Query):  # type: ignore[misc] # Whoosh's classes are not annotated throughout
    """A query that answers for the whole index at once; plain Whoosh can run it too."""

    @abstractmethod
    def find(self, snapshot: Snapshot) -> Found:
        """The live documents that match."""

    def matcher(self, searcher: Searcher, context: Any = None) -> Matcher:
        """The part of the answer that lies in the segment of `searcher`, for Whoosh's own loop."""
        whole = searcher.get_parent()
        snapshot = Snapshot(whole.reader())
        found = self.find(snapshot)
        base = next(offset for part, offset in whole.leaf_searchers() if part is searcher)
        docs = found.listed()
        docs = docs[(docs >= base) & (docs < base + searcher.doc_count_all())]
        scores = np.zeros(len(docs)) if found.score is None else found.score(docs)
        return ListMatcher((docs - base).tolist(), scores.tolist())


@dataclass(frozen=True)
class Everything(Node):
    """Every live document."""

    def find(self, snapshot: Snapshot) -> Found:
        return Found(None, snapshot.live)


@dataclass(frozen=True)
class Word(Node):
    """A word in one of the fields, at least `count` times in all of them; its forms count together as one term of BM25F."""

    fields: tuple[str, ...]
    spelling: Spelling
    count: int = 1

    def find(self, snapshot: Snapshot) -> Found:
        return _found(snapshot, self.fields, self.spelling.expand(snapshot, group_of(self.fields[0])), self.count)


def _found(snapshot: Snapshot, fields: tuple[str, ...], expansion: Expansion, count: int = 1) -> Found:
    postings = find_postings(snapshot, fields, expansion)
    docs = postings.docs if count == 1 else postings.docs[np.sum(postings.counts, axis=0) >= count]
    return Found(docs, score=_scoring(snapshot, fields, postings))


def _scoring(snapshot: Snapshot, fields: tuple[str, ...], postings: Postings) -> Callable[[Docs], Reals]:
    def score(docs: Docs) -> Reals:
        if docs is postings.docs:
            return bm25f(snapshot, fields, postings)
        return bm25f(snapshot, fields, postings.of(docs, snapshot.size))

    return score


@dataclass(frozen=True)
class Together(Node):
    """All windows in one paragraph of one of the fields; scored as the sum of their words."""

    fields: tuple[str, ...]
    windows: tuple[Window, ...]

    def find(self, snapshot: Snapshot) -> Found:
        words = [spelling for window in self.windows for run in window.items for spelling in run.words]
        expansions = {spelling: spelling.expand(snapshot, group_of(self.fields[0])) for spelling in words}
        founds = {spelling: _found(snapshot, self.fields, expansion) for spelling, expansion in expansions.items()}
        every = _all([founds[spelling] for spelling in words], snapshot.size)
        return Found(find_windows(snapshot, self.fields, self.windows, expansions, every.listed()), score=every.score)


@dataclass(frozen=True)
class Holds(Node):
    """One of the values in a keyword or id field, or one that begins with it."""

    name: str
    value: bytes
    prefix: bool = False

    def find(self, snapshot: Snapshot) -> Found:
        return Found(snapshot.holders(self.name, self.value, prefix=self.prefix))


@dataclass(frozen=True)
class Filled(Node):
    """The field is not empty."""

    name: str

    def find(self, snapshot: Snapshot) -> Found:
        return Found(None, snapshot.filled(self.name) & snapshot.live)


@dataclass(frozen=True)
class Overlaps(Node):
    """The interval between two columns and low..high overlap; `missing` marks documents without one."""

    first: str
    last: str
    low: int | None
    high: int | None
    missing: int

    def find(self, snapshot: Snapshot) -> Found:
        first, last = snapshot.column(self.first), snapshot.column(self.last)
        mask = first != self.missing
        if self.low is not None:
            mask &= last >= self.low
        if self.high is not None:
            mask &= first <= self.high
        return Found(None, mask if snapshot.documents == snapshot.size else mask & snapshot.live)


@dataclass(frozen=True)
class Some(Node):
    """At least `minimum` of the items match; the scores of those that do are added."""

    items: tuple[Node, ...]
    minimum: int

    def find(self, snapshot: Snapshot) -> Found:
        found = [item.find(snapshot) for item in self.items]
        if self.minimum == len(found):
            return _all(found, snapshot.size)
        return _some(found, self.minimum, snapshot.size)


def _all(found: Sequence[Found], size: int) -> Found:
    """The intersection, shortest list first."""
    lists = sorted((item for item in found if item.docs is not None), key=lambda item: len(item.listed()))
    masks = [item.mask for item in found if item.mask is not None]
    scoring = [item.score for item in found if item.score is not None]

    def score(docs: Docs) -> Reals:
        return np.sum([part(docs) for part in scoring], axis=0)

    if not lists:
        return Found(None, np.logical_and.reduce(masks))
    docs = lists[0].listed()
    for item in lists[1:]:
        docs = docs[item.among(docs, size)]
    for mask in masks:
        docs = docs[mask[docs]]
    return Found(docs, score=score if scoring else None)


def _some(found: Sequence[Found], minimum: int, size: int) -> Found:
    """The documents in at least `minimum` of the answers."""
    if minimum == 1:
        mask = np.zeros(size, np.bool_)
        for item in found:
            if item.mask is not None:
                mask |= item.mask
            else:
                mask[item.docs] = True
    else:
        counts = np.zeros(size, np.int32)
        for item in found:
            counts[item.listed()] += 1
        mask = counts >= minimum
    scoring = [item for item in found if item.score is not None]

    def score(docs: Docs) -> Reals:
        total = np.zeros(size)
        for item in scoring:
            assert item.score is not None
            inside = item.listed() if len(docs) >= _FEW else docs[item.among(docs, size)]
            total[inside] += item.score(inside)
        return total[docs]

    return Found(None, mask, score if scoring else None)


@dataclass(frozen=True)
class Without(Node):
    """The item does not match."""

    item: Node

    def find(self, snapshot: Snapshot) -> Found:
        found = self.item.find(snapshot)
        mask = snapshot.live.copy()
        if found.mask is not None:
            mask &= ~found.mask
        else:
            mask[found.docs] = False
        return Found(None, mask)
