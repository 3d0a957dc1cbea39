"""Several segments made one: array operations over ranges of the vocabulary, so that memory does not grow with the text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from whoosh.codec.base import PerDocumentReader, Segment
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage

from wiresearch.engines.whoosh.arrays import Array, ArrayFile, ArrayWriter, narrow
from wiresearch.engines.whoosh.batch import number_column, write_forms, write_postings
from wiresearch.engines.whoosh.codec import ARRAYS, ArrayCodec, open_arrays
from wiresearch.engines.whoosh.schema import FILLED, NUMBER_COLUMNS, RECORD, RECORD_COLUMN, TEXT_GROUPS, VALUE_FIELDS
from wiresearch.engines.whoosh.segment import number_column as read_numbers
from wiresearch.engines.whoosh.vocabulary import Vocabulary, runs, spread, starts, write_words

PLACES_AT_ONCE = 500_000
_CHUNK = 1 << 20


class _Part:
    """One segment to merge: its arrays, which of its documents live, and the number of each in the new segment (-1: gone)."""

    def __init__(self, storage: FileStorage, segment: Segment, base: int) -> None:
        self.segment = segment
        self.arrays = open_arrays(storage, segment)
        self.live = np.ones(segment.doc_count_all(), np.bool_)
        self.live[list(segment.deleted_docs())] = False
        self.renumbered = np.where(self.live, base + np.cumsum(self.live) - 1, -1)
        self.documents = int(self.live.sum())


def merge(storage: FileStorage, indexname: str, segments: Sequence[Segment]) -> Segment:
    """A new segment with the live documents of `segments`, in their order. The old ones are not touched."""
    codec = ArrayCodec()
    new: Segment = codec.new_segment(storage, indexname)
    parts: list[_Part] = []
    for segment in segments:
        parts.append(_Part(storage, segment, sum(part.documents for part in parts)))
    documents = sum(part.documents for part in parts)
    _copy_records(storage, codec, new, parts)
    with new.create_file(storage, ARRAYS) as target:
        file = ArrayWriter(target)
        for group, fields in TEXT_GROUPS.items():
            _TextMerge(parts, group, fields, documents, Path(storage.folder)).write(file)
        for field, described in VALUE_FIELDS.items():
            _merge_values(file, parts, field, documents, facet=described.facet)
        for name, missing in NUMBER_COLUMNS.items():
            columns = [read_numbers(part.arrays, name, missing)[part.live] for part in parts]
            file.add(name, number_column(np.concatenate(columns), missing))
        file.add(FILLED, np.concatenate([part.arrays[FILLED][part.live] for part in parts]))
        file.finish(documents, parts[0].arrays.meta)
    new.set_doc_count(documents)
    return new


def _copy_records(storage: FileStorage, codec: ArrayCodec, new: Segment, parts: Sequence[_Part]) -> None:
    writer = W3Codec.per_document_writer(codec, storage, new)
    number = 0
    for part in parts:
        reader: PerDocumentReader = codec.per_document_reader(storage, part.segment)
        records = reader.column_reader(RECORD, RECORD_COLUMN)
        for doc in np.flatnonzero(part.live).tolist():
            writer.start_doc(number)
            writer.add_column_value(RECORD, RECORD_COLUMN, records[doc])
            writer.finish_doc()
            number += 1
        reader.close()
    writer.close()


def _union(vocabularies: Sequence[Vocabulary]) -> tuple[list[bytes], list[Array]]:
    """All words, sorted, and for each vocabulary the place of each of its words among them."""
    words = sorted(set().union(*(vocabulary[:] for vocabulary in vocabularies)))
    place = {word: number for number, word in enumerate(words)}
    return words, [np.fromiter((place[word] for word in vocabulary[:]), np.int64, len(vocabulary)) for vocabulary in vocabularies]


def _live_rows(first: Array, values: Array, live: Array) -> tuple[Array, Array]:
    """Of a CSR by document: the counts and values of the live documents."""
    begins, counts = first[:-1].astype(np.int64)[live], runs(first)[live]
    return counts, values[spread(begins, counts)]


def _merge_values(file: ArrayWriter, parts: Sequence[_Part], field: str, documents: int, *, facet: bool) -> None:
    if facet:
        printed, places = _union([Vocabulary(part.arrays, f"{field}.value") for part in parts])
        rows = [_live_rows(part.arrays[f"{field}.value_first"], part.arrays[f"{field}.values"], part.live) for part in parts]
        values = np.concatenate([place[numbers] for place, (_, numbers) in zip(places, rows, strict=True)])
        used, values = np.unique(values, return_inverse=True)
        write_words(file, f"{field}.value", [printed[number] for number in used])
        file.add(f"{field}.value_first", narrow(starts(np.concatenate([counts for counts, _ in rows]))))
        file.add(f"{field}.values", narrow(values, top=len(used)))
    terms, places = _union([Vocabulary(part.arrays, f"{field}.term") for part in parts])
    numbers, docs = [], []
    for part, place in zip(parts, places, strict=True):
        renumbered = part.renumbered[part.arrays[f"{field}.docs"]]
        owner = np.repeat(place, runs(part.arrays[f"{field}.first"]))
        numbers.append(owner[renumbered >= 0])
        docs.append(renumbered[renumbered >= 0])
    used, inverse = np.unique(np.concatenate(numbers), return_inverse=True)
    write_postings(file, field, [terms[number] for number in used], inverse, np.concatenate(docs), documents)


class _Spill:
    """An array on its way to its section: kept in a temporary file, for several grow at once."""

    def __init__(self, folder: Path, dtype: np.dtype[Any]) -> None:
        self._file = cast(BinaryIO, tempfile.TemporaryFile(dir=folder, prefix="merge-"))  # noqa: SIM115 - closed by `into`
        self._dtype = dtype

    def append(self, values: Array) -> None:
        self._file.write(np.ascontiguousarray(values, self._dtype).tobytes())

    def into(self, file: ArrayWriter, name: str) -> None:
        self._file.seek(0)
        file.begin(name, self._dtype)
        while data := self._file.read(_CHUNK * self._dtype.itemsize):
            file.append(np.frombuffer(data, self._dtype))
        self._file.close()


class _TextMerge:
    """The merge of one text group."""

    def __init__(self, parts: Sequence[_Part], group: str, fields: Sequence[str], documents: int, folder: Path) -> None:
        self._parts = parts
        self._group = group
        self._fields = fields
        self._documents = documents
        self._folder = folder
        self._stems, self._stem_places = _union([Vocabulary(part.arrays, f"{group}.stem") for part in parts])
        self._exact, self._exact_places = _union([Vocabulary(part.arrays, f"{group}.exact") for part in parts])
        self._stem_of = np.empty(len(self._exact), np.int64)
        for part, stem_place, exact_place in zip(parts, self._stem_places, self._exact_places, strict=True):
            self._stem_of[exact_place] = stem_place[self._array(part.arrays, "exact_stem")]

    def _array(self, arrays: ArrayFile, name: str) -> Array:
        return arrays[f"{self._group}.{name}"]

    def write(self, file: ArrayWriter) -> None:
        """Write the group's arrays into `file`."""
        for field in self._fields:
            file.add(
                f"{self._group}.length.{field}",
                narrow(np.concatenate([self._array(p.arrays, f"length.{field}")[p.live] for p in self._parts])),
            )
        rows = [_live_rows(self._array(p.arrays, "break_first"), self._array(p.arrays, "breaks"), p.live) for p in self._parts]
        file.add(f"{self._group}.break_first", narrow(starts(np.concatenate([counts for counts, _ in rows]))))
        file.add(f"{self._group}.breaks", narrow(np.concatenate([breaks for _, breaks in rows])))
        forms = write_forms(file, self._group, self._stems, self._exact, self._stem_of)
        self._write_postings(file, forms)

    def _write_postings(self, file: ArrayWriter, form_of: Array) -> None:
        tables = [self._form_table(part, exact_place, form_of) for part, exact_place in zip(self._parts, self._exact_places, strict=True)]
        names = ["docs", *(f"tf.{field}" for field in self._fields), "places", "forms"]
        dtypes = {name: np.result_type(*(part.arrays.dtype(f"{self._group}.{name}") for part in self._parts)) for name in names}
        dtypes |= {"docs": np.min_scalar_type(self._documents), "forms": np.min_scalar_type(int(form_of.max(initial=0)))}
        spills = {name: _Spill(self._folder, dtype) for name, dtype in dtypes.items()}
        row_counts, place_counts = (np.zeros(len(self._stems), np.int64) for _ in range(2))
        for low, high in self._ranges():
            columns = [self._slice(number, low, high, tables[number]) for number in range(len(self._parts))]
            stems, sizes, *rest = (np.concatenate(column) for column in zip(*columns, strict=True))
            order = np.argsort(stems, kind="stable")
            spots = spread(starts(sizes)[order], sizes[order])
            for name, values in zip(names, rest, strict=True):
                spills[name].append(values[spots if name in ("places", "forms") else order])
            row_counts += np.bincount(stems, minlength=len(self._stems))
            place_counts += np.bincount(stems, weights=sizes, minlength=len(self._stems)).astype(np.int64)
        file.add(f"{self._group}.first", narrow(starts(row_counts)))
        file.add(f"{self._group}.place_first", narrow(starts(place_counts)))
        for name, spill in spills.items():
            spill.into(file, f"{self._group}.{name}")

    def _form_table(self, part: _Part, exact_place: Array, form_of: Array) -> tuple[Array, Array]:
        """Where the forms of each stem of a part begin in a table, and the table: the new number of each form."""
        stem, form = self._array(part.arrays, "exact_stem").astype(np.int64), self._array(part.arrays, "exact_form").astype(np.int64)
        begins = starts(np.bincount(stem, minlength=len(Vocabulary(part.arrays, f"{self._group}.stem"))))
        table = np.empty(len(stem), np.int64)
        table[begins[stem] + form] = form_of[exact_place]
        return begins, table

    def _ranges(self) -> Iterator[tuple[int, int]]:
        """Ranges of stems with about PLACES_AT_ONCE places each."""
        places = np.zeros(len(self._stems), np.int64)
        for part, stem_place in zip(self._parts, self._stem_places, strict=True):
            places[stem_place] += runs(self._array(part.arrays, "place_first"))
        chunk = np.cumsum(places) // PLACES_AT_ONCE
        yield from pairwise([0, *(np.flatnonzero(np.diff(chunk)) + 1).tolist(), len(self._stems)] if len(chunk) else [])

    def _slice(self, number: int, low: int, high: int, forms: tuple[Array, Array]) -> tuple[Array, ...]:
        """The live rows of one part for the stems low..high: stem, number of places, document, frequencies; then places and forms."""
        part, stem_place = self._parts[number], self._stem_places[number]
        arrays, group = part.arrays, self._group
        begin, end = np.searchsorted(stem_place, (low, high)).tolist()
        first, place_first = (self._array(arrays, name)[begin : end + 1].astype(np.int64) for name in ("first", "place_first"))
        renumbered = part.renumbered[arrays.part(f"{group}.docs", int(first[0]), int(first[-1]))]
        live = renumbered >= 0
        counts = [arrays.part(f"{group}.tf.{field}", int(first[0]), int(first[-1])) for field in self._fields]
        sizes: Array = np.add.reduce(counts, axis=0, dtype=np.int64)
        live_places = np.repeat(live, sizes)
        places, form = (arrays.part(f"{group}.{name}", int(place_first[0]), int(place_first[-1])) for name in ("places", "forms"))
        begins, table = forms
        renamed = table[np.repeat(begins[begin:end], runs(place_first)) + form]
        stems = np.repeat(stem_place[begin:end], runs(first))
        return (stems[live], sizes[live], renumbered[live], *(count[live] for count in counts), places[live_places], renamed[live_places])
