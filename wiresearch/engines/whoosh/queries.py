"""The nodes of a compiled query, as Whoosh queries: each finds its documents in a snapshot of the whole index.

Scores are those of ranking.md, section 1: BM25F over the fields that a node asks, statistics over live documents of the
whole index, whatever the segments. Only nodes of text score. A score is computed for those documents alone that are
asked for.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh.matching.mcore import ListMatcher, Matcher
from whoosh.query.qcore import Query
from whoosh.searching import Searcher

from wiresearch.engines.whoosh.found import Every, Found, Known, Listed, Masked, SomeOf, Tested, all_of
from wiresearch.engines.whoosh.postings import Bm25f, find_postings
from wiresearch.engines.whoosh.proximity import Window, find_windows
from wiresearch.engines.whoosh.schema import group_of
from wiresearch.engines.whoosh.segment import Docs
from wiresearch.engines.whoosh.snapshot import Mask, Snapshot
from wiresearch.engines.whoosh.spellings import Expansion, Spelling

_MANY = 32


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
        return ListMatcher((docs - base).tolist(), found.scores(docs).tolist())


@dataclass(frozen=True)
class Everything(Node):
    """Every live document."""

    def find(self, snapshot: Snapshot) -> Found:
        return Every(snapshot.live, snapshot.live_docs)


@dataclass(frozen=True)
class Word(Node):
    """A word in one of the fields, at least `count` times in all of them; its forms count together as one term of BM25F."""

    fields: tuple[str, ...]
    spelling: Spelling
    count: int = 1

    def find(self, snapshot: Snapshot) -> Found:
        return _found(snapshot, self.fields, self.spelling.expand(snapshot, group_of(self.fields[0])), self.count)


def _found(snapshot: Snapshot, fields: tuple[str, ...], expansion: Expansion, count: int = 1) -> Listed:
    postings = find_postings(snapshot, fields, expansion)
    if count > 1:
        postings = postings.at(np.flatnonzero(np.add.reduce(postings.counts) >= count * postings.once))
    return Listed(postings.docs, Bm25f(snapshot, fields, postings))


@dataclass(frozen=True)
class Together(Node):
    """All windows in one paragraph of one of the fields; scored as the sum of their words."""

    fields: tuple[str, ...]
    windows: tuple[Window, ...]

    def find(self, snapshot: Snapshot) -> Found:
        words = [spelling for window in self.windows for run in window.items for spelling in run.words]
        expansions = {spelling: spelling.expand(snapshot, group_of(self.fields[0])) for spelling in words}
        founds = {spelling: _found(snapshot, self.fields, expansion) for spelling, expansion in expansions.items()}
        every = all_of([founds[spelling] for spelling in words], snapshot.size)
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
        return Tested(lambda docs: self._test(snapshot, docs), snapshot.live)

    def _test(self, snapshot: Snapshot, docs: Docs | slice) -> Mask:
        first, last = snapshot.column(self.first)[docs], snapshot.column(self.last)[docs]
        mask: Mask = first != self.missing
        if self.low is not None:
            mask &= last >= self.low
        if self.high is not None:
            mask &= first <= self.high
        return mask


@dataclass(frozen=True)
class Some(Node):
    """At least `minimum` of the items match; the scores of those that do are added."""

    items: tuple[Node, ...]
    minimum: int

    def find(self, snapshot: Snapshot) -> Found:
        if len(self.items) > _MANY:
            return self._in_turn(snapshot)
        found = [item.find(snapshot) for item in self.items]
        if len(found) == 1 == self.minimum:
            return found[0]
        return all_of(found, snapshot.size) if self.minimum == len(found) else SomeOf(found, self.minimum, snapshot.size)

    def _in_turn(self, snapshot: Snapshot) -> Found:
        """The same for many items: each is scored when it is found and then forgotten, so that memory does not grow with them.

        What is asked several times is found once and counts as often.
        """
        counts = np.zeros(snapshot.size, np.int32)
        total = np.zeros(snapshot.size)
        for item, times in Counter(self.items).items():
            found = item.find(snapshot)
            docs = found.listed()
            counts[docs] += times
            if found.score is not None:
                np.add.at(total, docs, times * found.score(docs))
        return Masked(counts >= self.minimum, Known(total))


@dataclass(frozen=True)
class Without(Node):
    """The item does not match."""

    item: Node

    def find(self, snapshot: Snapshot) -> Found:
        found = self.item.find(snapshot)
        mask = np.zeros(snapshot.size, np.bool_)
        found.add_to(mask)
        return Masked(snapshot.live & ~mask)
