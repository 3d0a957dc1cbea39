"""Dispatches of one segment turned into arrays: read word by word once, inverted by one sort.

What lies in the array file for each kind of field (N documents; CSR: `first` has one entry more than there are rows):

text group G (fields that a loose word asks together share a vocabulary; places count through all of them in turn)
    G.stem.words/.ends            the stems
    G.first, G.docs               documents of each stem (CSR)
    G.tf.FIELD                    how often, for each posting and field
    G.place_first, G.places       where each stem stands in its documents (CSR by stem; runs of the sum of its tf)
    G.forms                       for each place which of the stem's exact forms stands there
    G.exact.words/.ends           the exact forms; G.exact_stem, G.exact_form: the stem of each, and its number there
    G.length.FIELD                words of each document
    G.break_first, G.breaks       places at which a paragraph begins, the first left out (CSR by document)
value field F (keyword, id)
    F.term.words/.ends, F.first, F.docs     values as compared, and their documents (CSR)
    facets too: F.value.words/.ends, F.value_first, F.values    values as printed, and those of each document (CSR)
number column C: C (N values; the least value of the dtype: none)
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from wiresearch import words
from wiresearch.engines.whoosh.analysis import LONGEST_PARAGRAPH, stem
from wiresearch.engines.whoosh.arrays import Array, ArrayWriter, narrow
from wiresearch.engines.whoosh.schema import value_term
from wiresearch.engines.whoosh.vocabulary import starts, write_words

_NOTHING = 0xFFFFFFFF  # a run of letters that leaves no form


class _Forms(dict[str, int]):
    """From a word as printed to the number of its exact form; each word is folded once."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[str, int] = {}

    def __missing__(self, printed: str) -> int:
        form = words.fold_word(printed)
        number = self.numbers.setdefault(form, len(self.numbers)) if form else _NOTHING
        self[printed] = number
        return number


class TextBatch:
    """The text fields of one group."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        self._forms = _Forms()
        self._tokens = array("I")
        self._lengths = [array("I") for _ in fields]
        self._breaks = array("I")
        self._break_counts = array("I")

    @property
    def tokens(self) -> int:
        """How many words so far."""
        return len(self._tokens)

    def add(self, printed: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        """The words of one dispatch as printed, and how many there are in each paragraph of each field."""
        if not printed:
            for lengths in self._lengths:
                lengths.append(0)
            self._break_counts.append(0)
            return
        tokens, start, breaks = self._tokens, len(self._tokens), len(self._breaks)
        found = array("I", map(self._forms.__getitem__, printed))
        if _NOTHING in found:
            found, counts = _without_nothing(found, counts)
        tokens.extend(found)
        here = 0
        for of_field, lengths in zip(counts, self._lengths, strict=True):
            lengths.append(sum(of_field))
            for count in of_field:
                # A long paragraph counts as several.
                self._breaks.extend(range(here, here + count, LONGEST_PARAGRAPH))
                here += count
        if len(tokens) > start:
            del self._breaks[breaks]
        self._break_counts.append(len(self._breaks) - breaks)

    def write(self, file: ArrayWriter, group: str) -> None:
        """Invert, and write the arrays of the group."""
        lengths = [_taken(part) for part in self._lengths]
        total: Array = np.add.reduce(lengths, axis=0, dtype=np.int64)
        for field, length in zip(self.fields, lengths, strict=True):
            file.add(f"{group}.length.{field}", narrow(length))
        file.add(f"{group}.break_first", narrow(starts(_taken(self._break_counts))))
        file.add(f"{group}.breaks", narrow(_taken(self._breaks)))
        stem_of, form_of = self._write_words(file, group)
        tokens = _taken(self._tokens)
        # Documents and places ascend already, so that the number of the token decides between equal stems. In place
        # where it can be: this is where the writer needs most memory.
        order = stem_of[tokens]
        order <<= 32
        order |= np.arange(len(tokens))
        order.sort()
        stems = (order >> 32).astype(np.uint32)
        order &= 0xFFFFFFFF
        file.add(f"{group}.forms", narrow(form_of)[tokens[order]])
        docs = np.repeat(np.arange(len(total), dtype=np.uint32), total)[order]
        field_of = np.repeat(np.tile(np.arange(len(lengths), dtype=np.uint8), len(total)), np.stack(lengths, axis=1).ravel())[order]
        order -= starts(total)[docs]
        file.add(f"{group}.places", narrow(order))
        del order
        every_stem = np.arange(int(stem_of.max(initial=-1)) + 2, dtype=np.uint32)
        file.add(f"{group}.place_first", narrow(np.searchsorted(stems, every_stem)))
        new = np.ones(len(docs), np.bool_)
        new[1:] = (stems[1:] != stems[:-1]) | (docs[1:] != docs[:-1])
        begins = np.flatnonzero(new)
        file.add(f"{group}.first", narrow(np.searchsorted(stems[begins], every_stem)))
        file.add(f"{group}.docs", narrow(docs[begins], top=len(total)))
        for number, field in enumerate(self.fields):
            counts = np.add.reduceat(field_of == number, begins, dtype=np.int64) if len(begins) else begins
            file.add(f"{group}.tf.{field}", narrow(counts))

    def _write_words(self, file: ArrayWriter, group: str) -> tuple[Array, Array]:
        """Write both vocabularies; the place of the stem of each form, by the form's number, and its number there."""
        forms = [form.encode() for form in self._forms.numbers]
        stems_of = [stem(form).encode() for form in self._forms.numbers]
        stems = sorted(set(stems_of))
        place = {word: number for number, word in enumerate(stems)}
        stem_of = np.fromiter((place[word] for word in stems_of), np.int64, len(forms))
        alphabetical = np.array(sorted(range(len(forms)), key=forms.__getitem__), np.int64)
        form_of = np.empty(len(forms), np.int64)
        form_of[alphabetical] = write_forms(file, group, stems, [forms[number] for number in alphabetical], stem_of[alphabetical])
        return stem_of, form_of


def _without_nothing(found: array[int], counts: Sequence[Sequence[int]]) -> tuple[array[int], list[list[int]]]:
    """The same without words that leave no form."""
    kept: array[int] = array("I")
    recounted: list[list[int]] = []
    here = 0
    for of_field in counts:
        recounted.append([])
        for count in of_field:
            before = len(kept)
            kept.extend(form for form in found[here : here + count] if form != _NOTHING)
            recounted[-1].append(len(kept) - before)
            here += count
    return kept, recounted


def write_forms(file: ArrayWriter, group: str, stems: Sequence[bytes], exact: Sequence[bytes], stem_of: Array) -> Array:
    """Write both vocabularies of a group, both sorted; `stem_of`: the place of each exact form's stem.

    The exact forms of a stem are numbered in their order; returned is the number of each.
    """
    by_stem = np.argsort(stem_of, kind="stable")
    first = np.searchsorted(stem_of[by_stem], np.arange(len(stems)))
    form_of = np.empty(len(exact), np.int64)
    form_of[by_stem] = np.arange(len(exact)) - first[stem_of[by_stem]]
    write_words(file, f"{group}.stem", stems)
    write_words(file, f"{group}.exact", exact)
    file.add(f"{group}.exact_stem", narrow(stem_of))
    file.add(f"{group}.exact_form", narrow(form_of))
    return form_of


class ValueBatch:
    """The values of one keyword or id field; `compared` gives the form in which a value is compared."""

    def __init__(self, compared: Callable[[str], str], *, facet: bool) -> None:
        self._compared = compared
        self._facet = facet
        self._values: dict[str, int] = {}
        self._numbers = array("I")
        self._owners = array("I")

    def add(self, document: int, values: Iterable[str]) -> None:
        """The values of one document as printed, documents in their order; each value counts once."""
        known = self._values
        for value in dict.fromkeys(values):
            if value:
                self._numbers.append(known.setdefault(value, len(known)))
                self._owners.append(document)

    def write(self, file: ArrayWriter, field: str, documents: int) -> None:
        """Write the arrays of the field, of so many documents."""
        numbers, owners = _taken(self._numbers), _taken(self._owners)
        printed = list(self._values)
        if self._facet:
            ordered = sorted(range(len(printed)), key=lambda number: value_term(printed[number]))
            rank = np.empty(len(printed), np.int64)
            rank[ordered] = np.arange(len(printed))
            write_words(file, f"{field}.value", [value_term(printed[number]) for number in ordered])
            file.add(f"{field}.value_first", narrow(starts(np.bincount(owners, minlength=documents))))
            file.add(f"{field}.values", narrow(rank[numbers], top=len(printed)))
        terms = [value_term(self._compared(value)) for value in printed]
        distinct = sorted(set(terms) - {b""})
        place = {term: number for number, term in enumerate(distinct)}
        term_of = np.fromiter((place.get(term, -1) for term in terms), np.int64, len(terms))
        write_postings(file, field, distinct, term_of[numbers], owners.astype(np.int64), documents)


def write_postings(file: ArrayWriter, field: str, terms: Sequence[bytes], numbers: Array, docs: Array, documents: int) -> None:
    """Write the terms of a value field, sorted, and their documents: `docs[i]` has the term `numbers[i]` (-1: none)."""
    pairs = np.unique(numbers << 32 | docs)
    pairs = pairs[pairs >= 0]
    write_words(file, f"{field}.term", terms)
    file.add(f"{field}.first", narrow(np.searchsorted(pairs >> 32, np.arange(len(terms) + 1))))
    file.add(f"{field}.docs", narrow(pairs & 0xFFFFFFFF, top=documents))


def number_column(column: Array, missing: int) -> Array:
    """Whole numbers (int64) in the narrowest signed dtype whose least value can stand for `missing`."""
    known = column[column != missing]
    low, high = int(known.min(initial=0)), int(known.max(initial=0))
    for dtype in (np.int8, np.int16, np.int32, np.int64):
        bounds = np.iinfo(dtype)
        if bounds.min < low and high <= bounds.max:
            return np.where(column == missing, bounds.min, column).astype(dtype)
    return column


def _taken(values: array[int]) -> Array:
    return np.frombuffer(values, np.uint32) if values else np.empty(0, np.uint32)
