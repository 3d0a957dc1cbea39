"""One committed state of an index as a whole: documents are counted through all segments, words looked up in each."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from whoosh.columns import ColumnReader
from whoosh.reading import IndexReader, SegmentReader

from wiresearch.dispatch import Dispatch
from wiresearch.engines.whoosh.arrays import Array, ArrayFile, damaged, narrow
from wiresearch.engines.whoosh.codec import ArrayTerms
from wiresearch.engines.whoosh.edits import Letters, letters_of
from wiresearch.engines.whoosh.internals import terms_of
from wiresearch.engines.whoosh.record import decode
from wiresearch.engines.whoosh.schema import FILLED, INSTANT, NUMBER_COLUMNS, RECORD, TEXT_GROUPS, VALUE_FIELDS
from wiresearch.engines.whoosh.segment import Docs, Numbers, TextColumn, ValueColumn, number_column
from wiresearch.engines.whoosh.vocabulary import runs, starts
from wiresearch.errors import EngineError

Reals = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Facet:
    """The printed values of a field: document d has `counts[d]` of them, `numbers[begins[d]]` and the following.

    `first`: the first value of each document, where it has none the number after the last. `several`: which have more.
    `others`: the documents of all values but the first, in their order, and these values. `totals`: how many documents,
    deleted ones too, have each value.
    """

    values: tuple[str, ...]
    counts: Numbers
    begins: Numbers
    numbers: Numbers
    first: Array
    several: Mask
    others: tuple[Docs, Numbers]
    totals: Numbers

    @classmethod
    def of(cls, values: tuple[str, ...], counts: Numbers, numbers: Numbers) -> Facet:
        """The facet of documents that have so many values each, `numbers` document by document."""
        begins = starts(counts)[:-1]
        filled = np.flatnonzero(counts)
        first = np.full(len(counts), len(values))
        first[filled] = numbers[begins[filled]]
        other = np.ones(len(numbers), np.bool_)
        other[begins[filled]] = False
        others = np.repeat(np.arange(len(counts)), counts)[other], numbers[other]
        return cls(values, counts, begins, numbers, narrow(first), counts > 1, others, np.bincount(numbers, minlength=len(values)))


@dataclass(frozen=True, slots=True)
class LetterForms:
    """n exact forms, and the place of each in the vocabulary of each segment (segments, n; -1: not there)."""

    letters: Letters
    places: NDArray[np.int64]


class Leaf:
    """One segment of a snapshot: its documents are `base`, base + 1 ... of the whole."""

    def __init__(self, reader: SegmentReader, base: int) -> None:
        terms = terms_of(reader)
        if not isinstance(terms, ArrayTerms):
            raise EngineError("a segment of the index was not written by wiresearch", "rebuild it:  wiresearch index --full PATH…")
        self.reader = reader
        self.base = base
        self.arrays: ArrayFile = terms.arrays
        self.documents: int = reader.doc_count_all()
        segment = reader.segment()
        self.deleted: list[int] = list(segment.deleted_docs()) if segment is not None else []
        if self.arrays.documents != self.documents:
            raise damaged(self.arrays.path, f"it holds {self.arrays.documents:,} documents where {self.documents:,} were committed")
        self.texts = {group: TextColumn(self.arrays, group, fields) for group, fields in TEXT_GROUPS.items()}
        self.values = {field: ValueColumn(self.arrays, field) for field in VALUE_FIELDS}
        # Opened at once: a later commit may take the file away.
        self.records: ColumnReader = reader.column_reader(RECORD)


class Snapshot:
    """What the engine reads of a Whoosh reader; what is derived is kept. `size` counts deleted documents too."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self.leaves = [Leaf(leaf, base) for leaf, base in reader.leaf_readers() if isinstance(leaf, SegmentReader)]
        self.size: int = reader.doc_count_all()
        self._columns: dict[str, Numbers] = {}
        self._facets: dict[str, Facet] = {}
        self._lengths: dict[tuple[str, ...], Reals] = {}
        self._rounded_lengths: dict[tuple[str, ...], NDArray[np.float32]] = {}
        self._letters: dict[tuple[str, str], LetterForms] = {}

    def close(self) -> None:
        """Release files."""
        self._reader.close()

    @cached_property
    def live(self) -> Mask:
        """Which documents are not deleted."""
        mask = np.ones(self.size, dtype=np.bool_)
        for leaf in self.leaves:
            mask[[leaf.base + doc for doc in leaf.deleted]] = False
        return mask

    @cached_property
    def live_docs(self) -> Docs:
        """The documents that are not deleted, ascending."""
        return np.flatnonzero(self.live)

    @cached_property
    def documents(self) -> int:
        """How many documents are not deleted."""
        return int(np.count_nonzero(self.live))

    def kept(self, docs: Docs) -> Mask | None:
        """Which of `docs` are not deleted; None: all."""
        return self.live[docs] if self.documents < self.size else None

    def column(self, name: str) -> Numbers:
        """The numbers of a column, one for each document."""
        if name not in self._columns:
            parts = [number_column(leaf.arrays, name, NUMBER_COLUMNS[name]) for leaf in self.leaves]
            self._columns[name] = np.concatenate([np.empty(0, np.int64), *parts])
        return self._columns[name]

    @property
    def instants(self) -> Numbers:
        """When each dispatch was made (microseconds since 1970 UTC, or MISSING)."""
        return self.column(INSTANT)

    def filled(self, field: str) -> Mask:
        """Which documents have something in the field."""
        parts = [leaf.arrays[FILLED] >> np.uint64(leaf.arrays.meta["fields"].index(field)) & np.uint64(1) for leaf in self.leaves]
        return np.concatenate([np.empty(0, np.uint64), *parts]).astype(np.bool_)

    def length_factors(self, group: str, fields: tuple[str, ...], b: float) -> Reals:
        """1 / (1 - b + b * words / mean words) of some text fields together, for each document; the mean is over live ones."""
        if fields not in self._lengths:
            parts = [np.add.reduce([leaf.texts[group].length(field) for field in fields], dtype=np.int64) for leaf in self.leaves]
            lengths = np.concatenate([np.empty(0), *parts])
            mean = lengths[self.live].sum() / max(self.documents, 1) or 1.0
            self._lengths[fields] = 1 / (1 - b + b * lengths / mean)
        return self._lengths[fields]

    def rounded_length_factors(self, group: str, fields: tuple[str, ...], b: float) -> NDArray[np.float32]:
        """The same in single precision."""
        if fields not in self._rounded_lengths:
            self._rounded_lengths[fields] = self.length_factors(group, fields, b).astype(np.float32)
        return self._rounded_lengths[fields]

    def facet(self, field: str) -> Facet:
        """The printed values of a facet field."""
        if field not in self._facets:
            numbered: dict[bytes, int] = {}
            counts, numbers = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
            for leaf in self.leaves:
                of_document, local = leaf.values[field].occurrences()
                names = leaf.values[field].printed[:]
                place = np.fromiter((numbered.setdefault(name, len(numbered)) for name in names), np.int64, len(names))
                counts.append(of_document)
                numbers.append(place[local])
            values = tuple(name.decode("utf-8", "surrogatepass") for name in numbered)
            self._facets[field] = Facet.of(values, np.concatenate(counts), np.concatenate(numbers))
        return self._facets[field]

    def holders(self, field: str, value: bytes, *, prefix: bool = False) -> Docs:
        """The live documents, ascending, that have the value, or one that begins with it, in a keyword or id field."""
        parts = [np.empty(0, np.int64)]
        for leaf in self.leaves:
            column = leaf.values[field]
            if prefix:
                first, last = column.terms.beginning(value)
            else:
                place = column.terms.find(value)
                first, last = (0, 0) if place is None else (place, place + 1)
            if last > first:
                docs = column.docs(first, last).astype(np.int64)
                parts.append(leaf.base + (np.unique(docs) if last > first + 1 else docs))
        docs = np.concatenate(parts)
        kept = self.kept(docs)
        return docs if kept is None else docs[kept]

    def exact_forms(self, group: str, prefix: bytes) -> set[bytes]:
        """The exact forms of a text group that begin with `prefix`; some may be left of deleted documents only."""
        found: set[bytes] = set()
        for leaf in self.leaves:
            exact = leaf.texts[group].exact
            found.update(exact[slice(*exact.beginning(prefix))])
        return found

    def first_letter_forms(self, group: str, letter: str) -> LetterForms:
        """The exact forms of a text group that begin with a letter, made ready to be compared."""
        if (group, letter) not in self._letters:
            vocabularies = [leaf.texts[group].exact for leaf in self.leaves]
            ranges = [vocabulary.beginning(letter.encode()) for vocabulary in vocabularies]
            number: dict[bytes, int] = {}
            numbers = [
                np.array([number.setdefault(word, len(number)) for word in vocabulary[start:stop]], np.int64)
                for vocabulary, (start, stop) in zip(vocabularies, ranges, strict=True)
            ]
            places = np.full((len(self.leaves), len(number)), -1, np.int64)
            for row, inside, (start, stop) in zip(places, numbers, ranges, strict=True):
                row[inside] = np.arange(start, stop)
            self._letters[group, letter] = LetterForms(letters_of(word.decode() for word in number), places)
        return self._letters[group, letter]

    def key(self, doc: int) -> bytes:
        """The key of a document: what decides between equals."""
        leaf = self._leaf(doc)
        return self._keys[leaf.base][doc - leaf.base]

    @cached_property
    def _keys(self) -> dict[int, _Keys]:
        return {leaf.base: _Keys(leaf) for leaf in self.leaves}

    def first_keys(self, docs: Docs, wanted: int) -> list[int]:
        """The `wanted` of `docs` (ascending) whose keys come first, in the order of their keys."""
        chosen: list[int] = []
        for leaf in self.leaves:
            low, high = np.searchsorted(docs, (leaf.base, leaf.base + leaf.documents))
            inside = docs[low:high]
            ranks = self._keys[leaf.base].ranks[inside - leaf.base]
            if len(inside) > wanted:
                inside = inside[np.argpartition(ranks, wanted - 1)[:wanted]] if wanted else inside[:0]
            chosen.extend(inside.tolist())
        return sorted(chosen, key=self.key)[:wanted]

    def dispatch(self, doc: int) -> Dispatch:
        """The stored dispatch of a document."""
        leaf = self._leaf(doc)
        return decode(leaf.records[doc - leaf.base])

    def _leaf(self, doc: int) -> Leaf:
        return self.leaves[bisect_right(self.leaves, doc, key=lambda leaf: leaf.base) - 1]


class _Keys:
    """The keys of a segment's documents: `ranks` is the place of each among all."""

    def __init__(self, leaf: Leaf) -> None:
        column = leaf.values["key"]
        self._terms = column.terms
        docs = column.docs(0, len(column.terms))
        self.ranks = np.empty(leaf.documents, np.int64)
        self.ranks[docs] = np.repeat(np.arange(len(self._terms)), runs(leaf.arrays["key.first"]))

    def __getitem__(self, doc: int) -> bytes:
        return self._terms[int(self.ranks[doc])]
