"""One committed state of an index, read into numbers: documents are counted through all segments."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from whoosh.columns import ColumnReader
from whoosh.reading import IndexReader

from wiresearch.dispatch import Dispatch
from wiresearch.engines.whoosh.record import decode
from wiresearch.engines.whoosh.schema import INSTANT, KEY, RECORD

Docs = NDArray[np.int64]
Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Facet:
    """The printed values of a field: occurrence i says that document `owners[i]` has `values[numbers[i]]`."""

    values: tuple[str, ...]
    owners: Docs
    numbers: Numbers


class Snapshot:
    """What the engine reads of a Whoosh reader; columns are kept once read. `size` counts deleted documents too."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._leaves = [(leaf, base) for leaf, base in reader.leaf_readers() if leaf.doc_count_all()]
        self._columns: dict[str, Numbers] = {}
        self._facets: dict[str, Facet] = {}
        self._stored: dict[str, list[ColumnReader]] = {}
        self.size: int = reader.doc_count_all()

    def close(self) -> None:
        """Release files."""
        self._reader.close()

    @cached_property
    def live(self) -> Mask:
        """Which documents are not deleted."""
        mask = np.zeros(self.size, dtype=np.bool_)
        for leaf, base in self._leaves:
            mask[base + np.fromiter(leaf.all_doc_ids(), np.int64)] = True
        return mask

    def column(self, name: str) -> Numbers:
        """The numbers of a column, one for each document."""
        if name not in self._columns:
            parts = [np.fromiter(leaf.column_reader(name), np.int64, leaf.doc_count_all()) for leaf, _ in self._leaves]
            self._columns[name] = np.concatenate([np.empty(0, np.int64), *parts])
        return self._columns[name]

    @property
    def instants(self) -> Numbers:
        """When each dispatch was made (microseconds since 1970 UTC, or MISSING)."""
        return self.column(INSTANT)

    def mean_length(self, field: str) -> float:
        """The mean number of words of a text field over live documents; asked only where a document has some."""
        return float(self.column(field)[self.live].mean())

    def facet(self, field: str) -> Facet:
        """The printed values of a facet field."""
        if field not in self._facets:
            numbered: dict[str, int] = {}
            owners, numbers = array("q"), array("q")
            for leaf, base in self._leaves:
                rows = json.loads(b"[" + b",".join(leaf.column_reader(field)) + b"]")
                for owner, values in enumerate(rows, base):
                    for value in values:
                        owners.append(owner)
                        numbers.append(numbered.setdefault(value, len(numbered)))
            self._facets[field] = Facet(tuple(numbered), np.array(owners, np.int64), np.array(numbers, np.int64))
        return self._facets[field]

    def postings(self, field: str, term: bytes) -> tuple[Docs, Reals]:
        """The live documents that have the term, ascending, and how often each has it."""
        docs, counts = array("q"), array("d")
        for leaf, base in self._leaves:
            if (field, term) in leaf:
                matcher = leaf.postings(field, term)
                while matcher.is_active():
                    docs.append(base + matcher.id())
                    counts.append(matcher.weight())
                    matcher.next()
        return np.array(docs, np.int64), np.array(counts, np.float64)

    def positions(self, field: str, term: bytes, docs: Docs) -> Iterator[list[int]]:
        """Where the term stands in each of `docs`, which are ascending and all have it."""
        for leaf, base in self._leaves:
            inside = docs[(docs >= base) & (docs < base + leaf.doc_count_all())]
            if len(inside):
                matcher = leaf.postings(field, term)
                for doc in inside.tolist():
                    matcher.skip_to(doc - base)
                    yield matcher.value_as("positions")

    def vocabulary(self, field: str, prefix: bytes) -> Iterator[bytes]:
        """The indexed terms of a field that begin with `prefix`, sorted; some may be left of deleted documents only."""
        if self.size:
            yield from self._reader.expand_prefix(field, prefix)

    def key(self, doc: int) -> bytes:
        """The key of a document: what decides between equals."""
        return self._bytes(KEY, doc)

    def dispatch(self, doc: int) -> Dispatch:
        """The stored dispatch of a document."""
        return decode(self._bytes(RECORD, doc))

    def _bytes(self, column: str, doc: int) -> bytes:
        if column not in self._stored:
            self._stored[column] = [leaf.column_reader(column) for leaf, _ in self._leaves]
        segment = bisect_right(self._leaves, doc, key=lambda pair: pair[1]) - 1
        value: bytes = self._stored[column][segment][doc - self._leaves[segment][1]]
        return value
