"""What the arrays of one segment hold, in the terms of a search. Documents are counted from 0 within the segment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from wiresearch.engines.whoosh.analysis import PARAGRAPH_GAP
from wiresearch.engines.whoosh.arrays import Array, ArrayFile
from wiresearch.engines.whoosh.vocabulary import Vocabulary, distinct, runs, spread, starts

Docs: TypeAlias = NDArray[np.int64]
Numbers: TypeAlias = NDArray[np.int64]

_NEIGHBOURS = 32  # stems so near each other are read together
_MANY = 64  # but no others between them, where so few are wanted


@dataclass(frozen=True, slots=True)
class Forms:
    """Words of one segment's text group: places in its vocabulary of stems, and of each the one exact form (None: every form)."""

    stems: Numbers
    forms: Numbers | None = None

    @property
    def single(self) -> bool:
        """Whether it is one stem with all its forms."""
        return self.forms is None and len(self.stems) == 1


class TextColumn:
    """The text fields of one group."""

    def __init__(self, file: ArrayFile, group: str, fields: Sequence[str]) -> None:
        self._file = file
        self.documents = file.documents
        self._group = group
        self.fields = tuple(fields)

    def _name(self, name: str) -> str:
        return f"{self._group}.{name}"

    @cached_property
    def stems(self) -> Vocabulary:
        """The stems."""
        return Vocabulary(self._file, self._name("stem"))

    @cached_property
    def exact(self) -> Vocabulary:
        """The exact forms."""
        return Vocabulary(self._file, self._name("exact"))

    def length(self, field: str) -> Array:
        """Words of the field in each document."""
        return self._file[self._name(f"length.{field}")]

    def exact_forms(self, places: Numbers) -> Forms:
        """The exact forms at those places of their vocabulary."""
        stems, forms = (self._file[self._name(name)][places].astype(np.int64) for name in ("exact_stem", "exact_form"))
        return Forms(stems, forms)

    def rows(self, wanted: Forms, fields: Sequence[int]) -> Iterator[tuple[Array, list[Array]]]:
        """Documents of the words, and for each of the fields (by number) how often each has them; piece by piece.

        The documents of one stem ascend, otherwise a document may come again.
        """
        whole, rest = self._whole_stems(wanted)
        for near in _neighbours(whole, _NEIGHBOURS if len(whole) > _MANY else 1):
            yield self._rows_of(near, fields)
        if rest is not None:
            docs, places = self._spots(rest, None)
            field_of = self.field_of(docs, places)
            yield docs, [(field_of == number).view(np.uint8) for number in fields]

    def _whole_stems(self, wanted: Forms) -> tuple[Numbers, Forms | None]:
        """The stems of which every form is wanted, and what is wanted besides."""
        if wanted.forms is None:
            return wanted.stems, None
        order = np.argsort(wanted.stems, kind="stable")
        stems = wanted.stems.take(order)
        each = distinct(stems)
        count = runs(np.append(np.searchsorted(stems, each), len(stems)))
        whole = count == self._form_first.take(each + 1) - self._form_first.take(each)
        rest = order.compress(np.repeat(~whole, count))
        return each.compress(whole), Forms(wanted.stems.take(rest), wanted.forms.take(rest)) if len(rest) else None

    @cached_property
    def _form_first(self) -> Numbers:
        """Where the forms of each stem begin when all are counted through, stem by stem."""
        return starts(np.bincount(self._file[self._name("exact_stem")]))

    def _rows_of(self, stems: Numbers, fields: Sequence[int]) -> tuple[Array, list[Array]]:
        first = self._part("first", int(stems[0]), int(stems[-1]) + 2)
        low, high = int(first[0]), int(first[-1])
        docs = self._part("docs", low, high)
        counts = [self._part(f"tf.{self.fields[number]}", low, high) for number in fields]
        if len(stems) == len(first) - 1:
            return docs, counts
        chosen = np.flatnonzero(np.repeat(_chosen(stems), runs(first)))
        return docs.take(chosen), [count.take(chosen) for count in counts]

    def spots(self, wanted: Forms, within: Docs | None = None) -> tuple[Docs, Numbers]:
        """Where the words stand: documents and places, ascending; only in the documents `within`."""
        docs, places = self._spots(wanted, within)
        if len(wanted.stems) > 1:
            keys = np.sort(docs << 32 | places)
            docs, places = keys >> 32, keys & (1 << 32) - 1
        return docs, places

    def _spots(self, wanted: Forms, within: Docs | None) -> tuple[Docs, Numbers]:
        """The same, but ascending for each stem only."""
        stems = wanted.stems if len(wanted.stems) == 1 else np.unique(wanted.stems)
        # Between many stems others are read too: none of their forms is wanted.
        near = _neighbours(stems, 1 if wanted.forms is None or len(stems) <= _MANY else _NEIGHBOURS)
        rows, standing = self._ranges("first", near), self._ranges("place_first", near)
        docs, places = self._joined("docs", rows), self._joined("places", standing)
        sizes = np.zeros(len(docs), np.uint32)
        for field in self.fields:
            sizes += self._joined(f"tf.{field}", rows)
        at = spots = None
        if within is not None:
            inside = np.zeros(self.documents, np.bool_)
            inside[within] = True
            at = np.flatnonzero(inside.take(docs))
            begins, docs, sizes = starts(sizes).take(at), docs.take(at), sizes.take(at)
            spots = spread(begins, sizes)
            places = places.take(spots)
        owners = np.repeat(docs.astype(np.int64), sizes)
        if wanted.forms is not None:
            forms, base = self._joined("forms", standing), self._form_bases(near)
            forms, base = forms if spots is None else forms.take(spots), base if at is None else base.take(at)
            kept = np.zeros(int(self._form_first[-1]), np.bool_)
            kept[self._form_first.take(wanted.stems) + wanted.forms] = True
            there = kept.take(np.repeat(base, sizes) + forms)
            owners, places = owners.compress(there), places.compress(there)
        return owners, places.astype(np.int64)

    def _form_bases(self, near: Sequence[Numbers]) -> Numbers:
        """For each posting of the stems where the forms of its stem begin, when all are counted through."""
        bases = []
        for stems in near:
            start, stop = int(stems[0]), int(stems[-1]) + 1
            bases.append(np.repeat(self._form_first[start:stop], runs(self._part("first", start, stop + 1))))
        return np.concatenate(bases)

    def _ranges(self, name: str, near: Sequence[Numbers]) -> list[tuple[int, int]]:
        """Where what `name` counts for the stems of each piece begins and ends."""
        ends = (self._part(name, int(stems[0]), int(stems[-1]) + 2) for stems in near)
        return [(int(first[0]), int(first[-1])) for first in ends]

    def _joined(self, name: str, ranges: Sequence[tuple[int, int]]) -> Array:
        """The pieces of an array end to end."""
        if len(ranges) == 1:
            return self._part(name, *ranges[0])
        return np.concatenate([self._part(name, low, high) for low, high in ranges])

    def field_of(self, docs: Docs, places: Numbers) -> Numbers:
        """The number of the field in which each spot lies."""
        result = np.zeros(len(docs), np.int64)
        end = np.zeros(len(docs), np.int64)
        for field in self.fields[:-1]:
            end += self.length(field)[docs]
            result += places >= end
        return result

    def paragraphs(self, docs: Docs, *places: Numbers) -> list[Numbers]:
        """The number of the paragraph in which each place of its document (ascending) lies, counted from 0 (through all fields)."""
        breaks, owner = self._breaks(docs), docs << 32
        before = np.searchsorted(breaks, owner)
        return [np.searchsorted(breaks, owner | place, "right") - before for place in places]

    def same_paragraph(self, docs: Docs, first: Numbers, last: Numbers) -> NDArray[np.bool_]:
        """Whether no paragraph ends between two places of a document; documents ascend."""
        breaks, owner = np.append(self._breaks(docs), np.iinfo(np.int64).max), docs << 32
        same: NDArray[np.bool_] = breaks.take(np.searchsorted(breaks, owner | first, "right")) > owner | last
        return same

    def _breaks(self, docs: Docs) -> Numbers:
        """Where the paragraphs of the documents (ascending) begin, the first of each left out: document << 32 | place."""
        owners = distinct(docs)
        first = self._file[self._name("break_first")]
        begins = first.take(owners).astype(np.int64)
        counts = first.take(owners + 1) - begins
        places = self._file[self._name("breaks")].take(spread(begins, counts)).astype(np.int64)
        return np.repeat(owners << 32, counts) | places

    def positions(self, field: str, docs: Docs, places: Numbers) -> Numbers:
        """Places in a field as Whoosh's positions: counted from the field's beginning, a gap after each paragraph."""
        begins = np.zeros(len(docs), np.int64)
        for earlier in self.fields[: self.fields.index(field)]:
            begins += self.length(earlier)[docs]
        paragraph, before = self.paragraphs(docs, places, begins)
        return places - begins + PARAGRAPH_GAP * (paragraph - before)

    def _part(self, name: str, low: int, high: int) -> Array:
        return self._file.part(self._name(name), low, high)


class ValueColumn:
    """The values of one keyword or id field."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self._file = file
        self._field = field

    @cached_property
    def terms(self) -> Vocabulary:
        """The values as they are compared."""
        return Vocabulary(self._file, f"{self._field}.term")

    def docs(self, first: int, last: int) -> Array:
        """The documents of the terms at places first..last (the last left out), term by term."""
        ends = self._file[f"{self._field}.first"]
        return self._file.part(f"{self._field}.docs", int(ends[first]), int(ends[last]))

    @cached_property
    def printed(self) -> Vocabulary:
        """The values as printed (facets only)."""
        return Vocabulary(self._file, f"{self._field}.value")

    def occurrences(self) -> tuple[Array, Array]:
        """Facets only: how many values each document has, and the numbers of all of them, document by document."""
        return runs(self._file[f"{self._field}.value_first"]), self._file[f"{self._field}.values"]


def number_column(file: ArrayFile, name: str, missing: int) -> Numbers:
    """A column of whole numbers, one for each document; what has none is `missing`."""
    column = file[name]
    return np.where(column == np.iinfo(column.dtype).min, missing, column.astype(np.int64))


def _neighbours(stems: Numbers, apart: int = _NEIGHBOURS) -> list[Numbers]:
    """Ascending places, in pieces in which none is more than `apart` from the next."""
    if len(stems) < 2:
        return [stems] if len(stems) else []
    ends = [0, *(np.flatnonzero(np.diff(stems) > apart) + 1).tolist(), len(stems)]
    return [stems[start:end] for start, end in pairwise(ends)]


def _chosen(stems: Numbers) -> NDArray[np.bool_]:
    """A mask over the places from the first of `stems` to the last: which are among them."""
    mask = np.zeros(int(stems[-1] - stems[0]) + 1, np.bool_)
    mask[stems - stems[0]] = True
    return mask
