"""The nodes of a compiled query, as Whoosh queries: each finds its documents in a snapshot of the whole index.

Scores are those of ranking.md, section 1: BM25F over the fields that a node asks, statistics over live documents of the
whole index, whatever the segments. Only nodes of text score. A score is computed for those documents alone that are
asked for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

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
_MANY = 32


Score: TypeAlias = Callable[[Docs], Reals]


class Found(ABC):
    """Live documents, and what gives the scores of some of them (None: all 0)."""

    score: Score | None

    @abstractmethod
    def listed(self) -> Docs:
        """The documents, ascending."""

    @abstractmethod
    def among(self, docs: Docs, size: int) -> Mask:
        """Which of `docs` are here; `size` counts all documents."""

    @abstractmethod
    def add_to(self, mask: Mask) -> None:
        """Set the documents in a mask over all."""


@dataclass(frozen=True, slots=True)
class Listed(Found):
    """Documents as ascending numbers."""

    docs: Docs
    score: Score | None = None

    def listed(self) -> Docs:
        return self.docs

    def among(self, docs: Docs, size: int) -> Mask:
        if len(docs) < _FEW and len(self.docs):
            at = np.searchsorted(self.docs, docs)
            at[at == len(self.docs)] = 0
            there: Mask = self.docs[at] == docs
            return there
        mask = np.zeros(size, np.bool_)
        mask[self.docs] = True
        return mask[docs]

    def add_to(self, mask: Mask) -> None:
        mask[self.docs] = True


@dataclass(frozen=True, slots=True)
class Masked(Found):
    """Documents as a mask over all."""

    mask: Mask
    score: Score | None = None

    def listed(self) -> Docs:
        return np.flatnonzero(self.mask)

    def among(self, docs: Docs, size: int) -> Mask:
        return self.mask[docs]

    def add_to(self, mask: Mask) -> None:
        mask |= self.mask


class Node(Query):
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
        return Masked(snapshot.live)


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
    return Listed(docs, _scoring(snapshot, fields, postings))


def _scoring(snapshot: Snapshot, fields: tuple[str, ...], postings: Postings) -> Score:
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
        return Listed(find_windows(snapshot, self.fields, self.windows, expansions, every.listed()), every.score)


@dataclass(frozen=True)
class Holds(Node):
    """One of the values in a keyword or id field, or one that begins with it."""

    name: str
    value: bytes
    prefix: bool = False

    def find(self, snapshot: Snapshot) -> Found:
        return Listed(snapshot.holders(self.name, self.value, prefix=self.prefix))


@dataclass(frozen=True)
class Filled(Node):
    """The field is not empty."""

    name: str

    def find(self, snapshot: Snapshot) -> Found:
        return Masked(snapshot.filled(self.name) & snapshot.live)


@dataclass(frozen=True)
class Overlaps(Node):
    """The interval between two columns and low..high overlap; `missing` marks documents without one."""

    first: str
    last: str
    low: int | None
    high: int | None
    missing: int

    def find(self, snapshot: Snapshot) -> Found:
        return Tested(self, snapshot)

    def test(self, snapshot: Snapshot, docs: Docs | slice) -> Mask:
        """Which of `docs` have an interval that overlaps; deleted ones too."""
        first, last = snapshot.column(self.first)[docs], snapshot.column(self.last)[docs]
        mask: Mask = first != self.missing
        if self.low is not None:
            mask &= last >= self.low
        if self.high is not None:
            mask &= first <= self.high
        return mask


@dataclass(frozen=True, slots=True)
class Tested(Found):
    """Documents whose columns pass a test; of few candidates only these are tested."""

    node: Overlaps
    snapshot: Snapshot
    score: None = None

    def listed(self) -> Docs:
        return np.flatnonzero(self._mask())

    def among(self, docs: Docs, size: int) -> Mask:
        return self.node.test(self.snapshot, docs)

    def add_to(self, mask: Mask) -> None:
        mask |= self._mask()

    def _mask(self) -> Mask:
        return self.node.test(self.snapshot, slice(None)) & self.snapshot.live


@dataclass(frozen=True)
class Some(Node):
    """At least `minimum` of the items match; the scores of those that do are added."""

    items: tuple[Node, ...]
    minimum: int

    def find(self, snapshot: Snapshot) -> Found:
        if len(self.items) > _MANY:
            return self._in_turn(snapshot)
        found = [item.find(snapshot) for item in self.items]
        if self.minimum == len(found):
            return _all(found, snapshot.size)
        return _some(found, self.minimum, snapshot.size)

    def _in_turn(self, snapshot: Snapshot) -> Found:
        """The same for many items: each is scored when it is found and then forgotten, so that memory does not grow with them."""
        counts = np.zeros(snapshot.size, np.int32)
        total = np.zeros(snapshot.size)
        for item in self.items:
            found = item.find(snapshot)
            docs = found.listed()
            counts[docs] += 1
            if found.score is not None:
                np.add.at(total, docs, found.score(docs))
        return Masked((counts >= self.minimum) & snapshot.live, lambda docs: total[docs])


def _all(found: Sequence[Found], size: int) -> Found:
    """The intersection, shortest list first."""
    lists = sorted((item for item in found if isinstance(item, Listed)), key=lambda item: len(item.docs))
    others = [item for item in found if not isinstance(item, Listed)]
    scores = [item.score for item in found if item.score is not None]

    def score(docs: Docs) -> Reals:
        total: Reals = np.add.reduce([part(docs) for part in scores], axis=0)
        return total

    ordered: list[Found] = [*lists, *others]
    docs = ordered[0].listed()
    for item in ordered[1:]:
        docs = docs[item.among(docs, size)]
    return Listed(docs, score if scores else None)


def _some(found: Sequence[Found], minimum: int, size: int) -> Found:
    """The documents in at least `minimum` of the answers."""
    if minimum == 1:
        mask = np.zeros(size, np.bool_)
        for item in found:
            item.add_to(mask)
    else:
        counts = np.zeros(size, np.int32)
        for item in found:
            counts[item.listed()] += 1
        mask = counts >= minimum
    scoring = [(item, item.score) for item in found if item.score is not None]

    def score(docs: Docs) -> Reals:
        total = np.zeros(size)
        for item, part in scoring:
            inside = item.listed() if len(docs) >= _FEW else docs[item.among(docs, size)]
            np.add.at(total, inside, part(inside))
        return total.take(docs)

    return Masked(mask, score if scoring else None)


@dataclass(frozen=True)
class Without(Node):
    """The item does not match."""

    item: Node

    def find(self, snapshot: Snapshot) -> Found:
        found = self.item.find(snapshot)
        mask = np.zeros(snapshot.size, np.bool_)
        found.add_to(mask)
        return Masked(snapshot.live & ~mask)
