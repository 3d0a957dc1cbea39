"""What the arrays of one segment hold, in the terms of a search. Documents are counted from 0 within the segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wiresearch.engines.whoosh.analysis import PARAGRAPH_GAP
from wiresearch.engines.whoosh.arrays import Array, ArrayFile
from wiresearch.engines.whoosh.vocabulary import Vocabulary, distinct, firsts, runs, spread, starts, summed

Docs: TypeAlias = NDArray[np.int64]
Numbers: TypeAlias = NDArray[np.int64]
Spots: TypeAlias = NDArray[np.int64]
"""Where words stand, ascending: document << PLACE_BITS | place."""

PLACE_BITS = 32
PLACE = (1 << PLACE_BITS) - 1
_Near: TypeAlias = tuple[Numbers, Numbers]

SHARES = 60  # weights are 1, 1/2, 1/3 ...: counted in sixtieths, sums are the same in whatever order they are added
_NEIGHBOURS = 32  # stems so near each other are read together
_MANY = 64  # but no others between them, where so few are wanted


@dataclass(frozen=True, slots=True)
class Forms:
    """Words of one segment's text group: places in its vocabulary of stems, and of each the one exact form (None: every form).

    `shares`: how much each occurrence counts, in parts of SHARES, not 0 (None: as one, and shares of it are not asked).
    """

    stems: Numbers
    forms: Numbers | None = None
    shares: Numbers | None = None

    def at(self, places: Numbers) -> Forms:
        """Some of the words."""
        forms, shares = (None if column is None else column.take(places) for column in (self.forms, self.shares))
        return Forms(self.stems.take(places), forms, shares)


class Rows(NamedTuple):
    """Documents, how often each has some words in each of the fields asked, and what its counts are multiplied by (None: nothing)."""

    docs: Array
    counts: list[Array]
    factors: NDArray[np.uint8] | None = None


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

    def exact_forms(self, places: Numbers, shares: Numbers | None = None) -> Forms:
        """The exact forms at those places of their vocabulary."""
        stems, forms = (self._file[self._name(name)][places].astype(np.int64) for name in ("exact_stem", "exact_form"))
        return Forms(stems, forms, shares)

    def rows(self, wanted: Forms, fields: Sequence[int]) -> list[Rows]:
        """The postings of the words in the fields (by number): of whole stems, then of single forms, in one piece each.

        In those of one stem documents ascend, otherwise a document may come again.
        """
        if wanted.forms is None:
            return [self._rows_of_stems(wanted, fields)]
        pairs = zip((self._rows_of_stems, self._rows_of_forms), self._whole_stems(wanted), strict=True)
        return [rows_of(words, fields) for rows_of, words in pairs if len(words.stems)]

    def _whole_stems(self, wanted: Forms) -> tuple[Forms, Forms]:
        """The stems of which every form is wanted, each for the same shares, and what is wanted besides."""
        wanted = wanted.at(np.argsort(wanted.stems, kind="stable"))
        begins = np.flatnonzero(firsts(wanted.stems))
        stems, shares = wanted.stems.take(begins), wanted.shares
        count = np.append(begins[1:], len(wanted.stems)) - begins
        whole = count == self._form_first.take(stems + 1) - self._form_first.take(stems)
        if shares is not None and len(stems):
            whole &= np.minimum.reduceat(shares, begins) == np.maximum.reduceat(shares, begins)
            shares = shares.take(begins).compress(whole)
        return Forms(stems.compress(whole), None, shares), wanted.at(np.flatnonzero(np.repeat(~whole, count)))

    @cached_property
    def _form_first(self) -> Numbers:
        """Where the forms of each stem begin when all are counted through, stem by stem."""
        return starts(np.bincount(self._file[self._name("exact_stem")]))

    def _rows_of_stems(self, wanted: Forms, fields: Sequence[int]) -> Rows:
        near = _neighbours(wanted.stems, _NEIGHBOURS if len(wanted.stems) > _MANY else 1)
        rows = self._ranges("first", near)
        docs, counts = self._joined("docs", rows), [self._joined(f"tf.{self.fields[number]}", rows) for number in fields]
        read = _through(near)
        no_others = len(read) == len(wanted.stems)
        if wanted.shares is None and no_others:
            return Rows(docs, counts)
        shares = np.zeros(len(read), np.uint8)
        shares[np.searchsorted(read, wanted.stems)] = 1 if wanted.shares is None else wanted.shares
        factors = np.repeat(shares, self._lengths("first", read))
        if no_others:
            return Rows(docs, counts, factors)
        chosen = np.flatnonzero(factors != 0)
        return Rows(docs.take(chosen), [count.take(chosen) for count in counts], factors.take(chosen))

    def _rows_of_forms(self, wanted: Forms, fields: Sequence[int]) -> Rows:
        near = _near(wanted)
        rows = self._ranges("first", near)
        before = starts(self._shares(wanted, near), np.uint32)
        # The places of a document stand field by field.
        sizes = [self._joined(f"tf.{field}", rows) for field in self.fields]
        ends = starts(summed(sizes))[:-1]
        passed = [before.take(ends)]
        for size in sizes:
            ends += size
            passed.append(before.take(ends))
        some = np.flatnonzero(passed[-1] != passed[0])
        counts = [(passed[number + 1] - passed[number]).take(some) for number in fields]
        return Rows(self._joined("docs", rows).take(some), counts)

    def spots(self, wanted: Forms, within: NDArray[np.bool_] | None = None) -> Spots:
        """Where the words stand; only in the documents of the mask `within`."""
        near = _near(wanted)
        rows, standing = self._ranges("first", near), self._ranges("place_first", near)
        docs, places = self._joined("docs", rows), self._joined("places", standing)
        sizes = summed([self._joined(f"tf.{field}", rows) for field in self.fields])
        there = None if wanted.forms is None else self._shares(wanted, near) != 0
        if within is not None:
            at = np.flatnonzero(within.take(docs))
            ends, docs, sizes = np.cumsum(sizes, dtype=np.int64).take(at), docs.take(at), sizes.take(at)
            kept = spread(ends - sizes, sizes)
            places, there = places.take(kept), None if there is None else there.take(kept)
        spots = np.repeat(docs.astype(np.int64) << PLACE_BITS, sizes)
        spots |= places
        if there is not None:
            spots = spots.compress(there)
        return np.sort(spots) if len(wanted.stems) > 1 else spots

    def _shares(self, wanted: Forms, near: _Near) -> Array:
        """How much each occurrence of the stems read counts; 0: it is of another form than those wanted."""
        shares = np.zeros(int(self._form_first[-1]), np.uint8)
        chosen = self._form_first.take(wanted.stems) + (0 if wanted.forms is None else wanted.forms)
        shares[chosen] = 1 if wanted.shares is None else wanted.shares
        read = _through(near)
        numbers = np.repeat(self._form_first.take(read), self._lengths("place_first", read))
        numbers += self._joined("forms", self._ranges("place_first", near))
        return shares.take(numbers)

    def _lengths(self, name: str, stems: Numbers) -> Numbers:
        """How much `name` counts for each of the stems."""
        first = self._file[self._name(name)]
        return first.take(stems + 1).astype(np.int64) - first.take(stems)

    def _ranges(self, name: str, near: _Near) -> list[tuple[int, int]]:
        """Where what `name` counts for the stems of each piece begins and ends."""
        begins, ends = near
        if len(begins) == 1:
            first = self._part(name, int(begins[0]), int(ends[0]) + 2)
            return [(int(first[0]), int(first[-1]))]
        first = self._file[self._name(name)]
        return list(zip(first.take(begins).tolist(), first.take(ends + 1).tolist(), strict=True))

    def _joined(self, name: str, ranges: Sequence[tuple[int, int]]) -> Array:
        """The pieces of an array end to end."""
        if len(ranges) == 1:
            return self._part(name, *ranges[0])
        return self._file.parts(self._name(name), ranges)

    def field_of(self, spots: Spots) -> Numbers:
        """The number of the field in which each spot lies."""
        docs, places = spots >> PLACE_BITS, spots & PLACE
        result = np.zeros(len(spots), np.int64)
        end = np.zeros(len(spots), np.int64)
        for field in self.fields[:-1]:
            end += self.length(field)[docs]
            result += places >= end
        return result

    def paragraphs(self, spots: Spots) -> Numbers:
        """The number of the paragraph of its document in which each spot lies, counted from 0 (through all fields)."""
        docs = spots >> PLACE_BITS
        breaks = self._breaks(docs)
        return np.searchsorted(breaks, spots, "right") - np.searchsorted(breaks, docs << PLACE_BITS)

    def same_paragraph(self, first: Spots, last: Spots) -> NDArray[np.bool_]:
        """Whether no paragraph ends between two spots of a document."""
        breaks = self._breaks(first >> PLACE_BITS)
        at = np.searchsorted(breaks, first, "right")
        same: NDArray[np.bool_] = at == len(breaks)
        same |= breaks.take(at, mode="clip") > last if len(breaks) else True
        return same

    def _breaks(self, docs: Docs) -> Spots:
        """The spots at which the paragraphs of the documents (ascending) begin, the first of each left out."""
        owners = distinct(docs)
        first = self._file[self._name("break_first")]
        begins = first.take(owners).astype(np.int64)
        counts = first.take(owners + 1) - begins
        places = self._file[self._name("breaks")].take(spread(begins, counts)).astype(np.int64)
        return np.repeat(owners << PLACE_BITS, counts) | places

    def positions(self, field: str, spots: Spots) -> Numbers:
        """Places in a field as Whoosh's positions: counted from the field's beginning, a gap after each paragraph."""
        docs = spots >> PLACE_BITS
        begins = docs << PLACE_BITS
        for earlier in self.fields[: self.fields.index(field)]:
            begins += self.length(earlier)[docs]
        gaps: Numbers = PARAGRAPH_GAP * (self.paragraphs(spots) - self.paragraphs(begins))
        return spots - begins + gaps

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


def _near(wanted: Forms) -> _Near:
    """The stems of the words, as they are to be read. Between many others are read too: none of their forms is wanted."""
    stems = wanted.stems if len(wanted.stems) == 1 else np.unique(wanted.stems)
    return _neighbours(stems, 1 if wanted.forms is None or len(stems) <= _MANY else _NEIGHBOURS)


def _neighbours(stems: Numbers, apart: int) -> _Near:
    """The first and the last of each piece of ascending stems in which none is more than `apart` from the next.

    Of one stem they are the same array.
    """
    if len(stems) == 1:
        return stems, stems
    last = np.flatnonzero(stems[1:] - stems[:-1] > apart)
    ends = np.empty(len(last) + 2, np.int64)
    ends[0], ends[1:-1], ends[-1] = -1, last, len(stems) - 1
    return stems.take(ends[:-1] + 1), stems.take(ends[1:])


def _through(near: _Near) -> Numbers:
    """All stems of the pieces, those between the wanted ones too."""
    begins, ends = near
    if begins is ends:
        return begins
    return spread(begins, ends - begins + 1) if len(begins) > 1 else np.arange(begins[0], ends[0] + 1)
