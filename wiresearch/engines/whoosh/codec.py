"""Whoosh's codec interface over array files, so that plain Whoosh opens and searches an index of ours.

Stored records, deletions, the table of contents and the lock stay Whoosh's; terms, postings, positions, lengths and
columns are in the array file. The classes are pickled into the index by name: moving them is a change of SCHEMA_VERSION.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from whoosh.codec.base import FieldCursor, FieldWriter, Segment, TermsReader
from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader, W3Segment
from whoosh.columns import Column, ColumnReader
from whoosh.filedb.filestore import FileStorage
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from wiresearch.engines.whoosh.analysis import EXACT
from wiresearch.engines.whoosh.arrays import Array, ArrayFile
from wiresearch.engines.whoosh.schema import NUMBER_COLUMNS, TEXT_GROUPS, VALUE_FIELDS, group_of
from wiresearch.engines.whoosh.segment import PLACE_BITS, Forms, TextColumn, ValueColumn, number_column

ARRAYS = ".arr"
_EXACT = EXACT.encode()


class ArraySegment(W3Segment):
    """A segment whose postings are in one array file beside Whoosh's own files of stored columns."""

    def __init__(self, codec: ArrayCodec, indexname: str) -> None:
        W3Segment.__init__(self, codec, indexname)

    def should_assemble(self) -> bool:
        """Never into one compound file: the array file is memory-mapped as it is."""
        return False


class ArrayCodec(W3Codec):
    """Whoosh's third codec with array files in place of its term and posting files."""

    length_stats = False

    def __init__(self) -> None:
        W3Codec.__init__(self)

    def field_writer(self, storage: FileStorage, segment: Segment) -> FieldWriter:
        """Nothing is written posting by posting: the batch writer writes whole arrays."""
        return _WholeArrays()

    def terms_reader(self, storage: FileStorage, segment: Segment) -> ArrayTerms:
        return ArrayTerms(open_arrays(storage, segment))

    def per_document_reader(self, storage: FileStorage, segment: Segment) -> ArrayDocuments:
        return ArrayDocuments(storage, segment)

    def new_segment(self, storage: FileStorage, indexname: str) -> ArraySegment:
        return ArraySegment(self, indexname)


class _WholeArrays(FieldWriter):
    """What stands where Whoosh would write postings one by one."""

    is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> NoReturn:
        raise NotImplementedError("dispatches are added through wiresearch")

    def start_term(self, text: bytes) -> NoReturn:
        raise NotImplementedError

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> NoReturn:
        raise NotImplementedError

    def finish_term(self) -> NoReturn:
        raise NotImplementedError


def open_arrays(storage: FileStorage, segment: Segment) -> ArrayFile:
    """The array file of a segment. Raises IndexDamaged."""
    return ArrayFile(Path(storage.folder, segment.make_filename(ARRAYS)))


class ArrayDocuments(W3PerDocReader):
    """Per-document values: stored columns are Whoosh's, lengths come from the arrays."""

    def __init__(self, storage: FileStorage, segment: Segment) -> None:
        W3PerDocReader.__init__(self, storage, segment)

    @cached_property
    def _arrays(self) -> ArrayFile:
        return open_arrays(self._storage, self._segment)

    @cached_property
    def _lengths(self) -> dict[str, Array]:
        return {field: TextColumn(self._arrays, group, fields).length(field) for group, fields in TEXT_GROUPS.items() for field in fields}

    def has_column(self, fieldname: str) -> bool:
        return fieldname in NUMBER_COLUMNS or W3PerDocReader.has_column(self, fieldname)

    def column_reader(self, fieldname: str, column: Column) -> ColumnReader:
        if fieldname in NUMBER_COLUMNS:
            return _NumberReader(number_column(self._arrays, fieldname, column.default_value()).tolist())
        reader: ColumnReader = W3PerDocReader.column_reader(self, fieldname, column)
        return reader

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self._lengths[fieldname][docnum]) if fieldname in self._lengths else default

    def field_length(self, fieldname: str) -> int:
        return int(self._lengths[fieldname].sum(dtype=np.int64)) if fieldname in self._lengths else 0

    def min_field_length(self, fieldname: str) -> int:
        return int(self._lengths[fieldname].min(initial=0)) if fieldname in self._lengths else 0

    def max_field_length(self, fieldname: str) -> int:
        return int(self._lengths[fieldname].max(initial=0)) if fieldname in self._lengths else 0


class _NumberReader(ColumnReader):
    """A column of the array file."""

    def __init__(self, values: list[int]) -> None:
        self._values = values

    def __getitem__(self, docnum: int) -> int:
        return self._values[docnum]

    def __len__(self) -> int:
        return len(self._values)


class ArrayTerms(TermsReader):
    """The terms of a segment, as Whoosh asks for them one by one."""

    def __init__(self, arrays: ArrayFile) -> None:
        self.arrays = arrays
        self._texts = {group: TextColumn(arrays, group, fields) for group, fields in TEXT_GROUPS.items()}
        self._values = {field: ValueColumn(arrays, field) for field in VALUE_FIELDS}

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return bool(len(self._postings(*term)[0]))

    def indexed_field_names(self) -> list[str]:
        return sorted([*(field for fields in TEXT_GROUPS.values() for field in fields), *self._values])

    def cursor(self, fieldname: str, fieldobj: Any) -> FieldCursor:
        return _Cursor([word for _, word in self._terms_of(fieldname, b"")])

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for field in self.indexed_field_names():
            yield from self._terms_of(field, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for field in self.indexed_field_names():
            if field >= fieldname:
                yield from self._terms_of(field, prefix if field == fieldname else b"")

    def _terms_of(self, field: str, least: bytes) -> Iterator[tuple[str, bytes]]:
        if field in self._values:
            words = list(self._values[field].terms)
        else:
            text = self._texts[group_of(field)]
            words = sorted([*text.stems, *(_EXACT + form for form in text.exact)])
        for word in words:
            if word >= least and len(self._postings(field, word)[0]):
                yield field, word

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        docs, counts, _ = self._postings(fieldname, text)
        if not len(docs):
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        lengths = self._texts[group_of(fieldname)].length(fieldname)[docs] if fieldname not in self._values else np.zeros(1, np.int64)
        bounds = int(lengths.min()), int(lengths.max())
        return TermInfo(float(counts.sum()), len(docs), *bounds, float(counts.max()), int(docs[0]), int(docs[-1]))

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self._postings(fieldname, text)[1].sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return len(self._postings(fieldname, text)[0])

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        info = self.term_info(fieldname, text)
        docs, counts, positions = self._postings(fieldname, text)
        values = [format_.encode(places) for places in positions] if positions else None
        return ListMatcher(
            docs.tolist(), counts.tolist(), values=values, format=format_, scorer=scorer, term=(fieldname, text), terminfo=info
        )

    def _postings(self, field: str, term: bytes) -> tuple[Array, Array, list[list[int]]]:
        """Documents, how often each has the term, and where (nothing for values), with the gaps between paragraphs."""
        nothing = np.empty(0, np.int64), np.empty(0, np.float64), list[list[int]]()
        if field in self._values:
            column = self._values[field]
            place = column.terms.find(term)
            docs = nothing[0] if place is None else column.docs(place, place + 1)
            return docs, np.ones(len(docs)), []
        if field not in self.indexed_field_names():
            return nothing
        text = self._texts[group_of(field)]
        wanted = _wanted(text, term)
        if wanted is None:
            return nothing
        spots = text.spots(wanted)
        spots = spots[text.field_of(spots) == text.fields.index(field)]
        owners, begins, counts = np.unique(spots >> PLACE_BITS, return_index=True, return_counts=True)
        positions = text.positions(field, spots)
        return owners, counts.astype(np.float64), [part.tolist() for part in np.split(positions, begins[1:])]

    def close(self) -> None:
        """The file stays mapped for as long as an array of it is held."""


def _wanted(text: TextColumn, term: bytes) -> Forms | None:
    exact = term.startswith(_EXACT)
    place = text.exact.find(term[len(_EXACT) :]) if exact else text.stems.find(term)
    if place is None:
        return None
    return text.exact_forms(np.array([place])) if exact else Forms(np.array([place]))


class _Cursor(FieldCursor):
    """A field's terms one after the other."""

    def __init__(self, words: list[bytes]) -> None:
        self._words = words
        self._at = 0

    def first(self) -> str | None:
        self._at = 0
        return self.text()

    def find(self, term: bytes | str) -> str | None:
        wanted = term if isinstance(term, bytes) else term.encode()
        self._at = next((place for place, word in enumerate(self._words) if word >= wanted), len(self._words))
        return self.text()

    def next(self) -> str | None:
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """The term at hand, or None after the last."""
        return self._words[self._at].decode("utf-8", "surrogatepass") if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether the cursor stands on a term."""
        return self._at < len(self._words)
