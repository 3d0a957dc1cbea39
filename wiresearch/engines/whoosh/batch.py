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
from itertools import chain

import numpy as np

from wiresearch import words
from wiresearch.engines.whoosh.analysis import LONGEST_PARAGRAPH, stem_all
from wiresearch.engines.whoosh.arrays import Array, ArrayWriter, narrow
from wiresearch.engines.whoosh.document import FIELD_END, PARAGRAPH_END
from wiresearch.engines.whoosh.schema import value_term
from wiresearch.engines.whoosh.vocabulary import runs, spread, starts, write_words

_CHUNK = 1 << 20
_PARAGRAPH, _FIELD = 0, 1  # numbers of the pieces that stand for an end


class _Pieces(dict[str, int]):
    """From a piece of text without white space to its number; each is cut into words once, and each word folded once.

    `forms` numbers the exact forms. `words` are the forms of all pieces in turn, those of piece n from `ends[n]` on.
    """

    def __init__(self) -> None:
        super().__init__({PARAGRAPH_END: _PARAGRAPH, FIELD_END: _FIELD})
        self.forms: dict[str, int] = {}
        self.words = array("I")
        self.ends = array("I", (0, 0, 0))

    def __missing__(self, piece: str) -> int:
        number = self[piece] = len(self)
        for word in words.cut(piece):
            if form := words.fold_word(word):
                self.words.append(self.forms.setdefault(form, len(self.forms)))
        self.ends.append(len(self.words))
        return number


class TextBatch:
    """The text fields of one group."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        self._known = _Pieces()
        self._pieces = array("I")
        self._documents = array("I")
        self._waiting: list[str] = []
        self._characters = 0

    def add(self, document: int, joined: str) -> None:
        """The text of a document as `prepare` joined it; documents in their order, those without text left out."""
        self._waiting.append(joined)
        self._documents.append(document)
        self._characters += len(joined)
        if self._characters >= _CHUNK:
            self._number()

    def _number(self) -> None:
        """Number the pieces of those that wait: of many in turn, while the words that most have are in the processor's cache."""
        self._pieces.fromlist(list(map(self._known.__getitem__, "".join(self._waiting).split())))
        self._waiting.clear()
        self._characters = 0

    def write(self, file: ArrayWriter, group: str, documents: int) -> None:
        """Invert, and write the arrays of the group, of so many documents."""
        self._number()
        lengths, forms = self._write_lengths(file, group, documents)
        total = lengths.sum(axis=1)
        stem_of, form_of = self._write_words(file, group)
        # Documents and places ascend already, so that the number of the word decides between equal stems. In place
        # where it can be: this is where the writer needs most memory.
        order = stem_of[forms]
        order <<= 32
        order |= np.arange(len(forms))
        order.sort()
        stems = (order >> 32).astype(np.uint32)
        order &= 0xFFFFFFFF
        file.add(f"{group}.forms", narrow(form_of)[forms][order])
        docs = np.repeat(np.arange(len(total), dtype=np.uint32), total)[order]
        field_of = np.repeat(np.tile(np.arange(len(self.fields), dtype=np.uint8), len(total)), lengths.ravel())[order]
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
        posting = np.cumsum(new, dtype=np.uint32) - 1
        rest = np.diff(begins, append=len(docs))
        for number, field in enumerate(self.fields):
            last = number == len(self.fields) - 1
            often = rest if last else np.bincount(posting[field_of == number], minlength=len(begins))
            rest = rest - often
            file.add(f"{group}.tf.{field}", narrow(often))

    def _write_lengths(self, file: ArrayWriter, group: str, documents: int) -> tuple[Array, Array]:
        """Write lengths and paragraphs; the length of each field (documents, fields), and the form of each word in turn."""
        pieces = _taken(self._pieces)
        first = _taken(self._known.ends).astype(np.int64)
        counts = narrow(runs(first))[pieces]
        marks = np.flatnonzero(pieces <= _FIELD)
        # From one end, which has no words, to the next.
        words_of = _sums(counts, np.append(0, marks[:-1]))
        ends = pieces[marks] == _FIELD
        lengths = np.zeros((documents, len(self.fields)), np.int64)
        lengths[_taken(self._documents)] = _sums(words_of, np.append(0, np.flatnonzero(ends)[:-1] + 1)).reshape(-1, len(self.fields))
        for field, length in zip(self.fields, lengths.T, strict=True):
            file.add(f"{group}.length.{field}", narrow(length))
        owner = _taken(self._documents)[(np.cumsum(ends) - ends) // len(self.fields)]
        place = starts(words_of)[:-1] - starts(lengths.sum(axis=1))[owner]
        # A long paragraph counts as several.
        times = -(-words_of // LONGEST_PARAGRAPH)
        breaks = np.repeat(place, times) + spread(np.zeros_like(times), times) * LONGEST_PARAGRAPH
        inner = breaks > 0
        file.add(f"{group}.break_first", narrow(starts(np.bincount(np.repeat(owner, times)[inner], minlength=documents))))
        file.add(f"{group}.breaks", narrow(breaks[inner]))
        return lengths, _in_turn(pieces, counts, first, _taken(self._known.words))

    def _write_words(self, file: ArrayWriter, group: str) -> tuple[Array, Array]:
        """Write both vocabularies; the place of the stem of each form, by the form's number, and its number there."""
        forms = self._known.forms
        stems_of = stem_all(list(forms))
        numbers = _numbered(stems_of)
        stems, place = _ordered(numbers)
        exact, alphabetical = _ordered(forms)
        stem_of = place[np.fromiter(map(numbers.__getitem__, stems_of), np.int64, len(forms))]
        by_place = np.empty_like(stem_of)
        by_place[alphabetical] = stem_of
        return stem_of, write_forms(file, group, stems, exact, by_place)[alphabetical]


def _ordered(numbers: dict[str, int]) -> tuple[list[bytes], Array]:
    """The index terms of words that are numbered in turn, in order, and of each number the place there (int64).

    Code points and their bytes are in the same order.
    """
    words = sorted(numbers)
    place = np.empty(len(words), np.int64)
    place[np.fromiter(map(numbers.__getitem__, words), np.int64, len(words))] = np.arange(len(words))
    try:
        return list(map(str.encode, words)), place
    except UnicodeEncodeError:  # slower: what to do with damaged text must be said for each
        return list(map(value_term, words)), place


def _sums(values: Array, begins: Array) -> Array:
    """The sum of the values from each of `begins` to the next (int64)."""
    sums: Array = np.add.reduceat(values, begins, dtype=np.int64) if len(values) else np.empty(0, np.int64)
    return sums


def _in_turn(pieces: Array, counts: Array, first: Array, words_of: Array) -> Array:
    """The words of all pieces in turn; part by part, for numbers to find them by take eight times the memory."""
    found = [words_of[:0]]
    for at in range(0, len(pieces), _CHUNK):
        part, times = pieces[at : at + _CHUNK], counts[at : at + _CHUNK].astype(np.int64)
        found.append(words_of[spread(first[part], times)])
    return np.concatenate(found)


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
        self._known: dict[tuple[str, ...], int] = {}
        self._rows = array("I")

    def add(self, values: tuple[str, ...]) -> None:
        """The values of the next document as printed, not ("",); each counts once."""
        self._rows.append(self._known.setdefault(values, len(self._known)))

    def write(self, file: ArrayWriter, field: str) -> None:
        """Write the arrays of the field."""
        known = [row if len(row) < 2 else tuple(filter(None, dict.fromkeys(row))) for row in self._known]
        first = starts(np.fromiter(map(len, known), np.int64, len(known)))
        printed = _numbered(chain.from_iterable(known))
        rows = _taken(self._rows)
        counts = runs(first)[rows]
        numbers = np.fromiter(map(printed.__getitem__, chain.from_iterable(known)), np.int64)[spread(first[rows], counts)]
        if self._facet:
            words, place = _ordered(printed)
            write_words(file, f"{field}.value", words)
            file.add(f"{field}.value_first", narrow(starts(counts)))
            file.add(f"{field}.values", narrow(place[numbers], top=len(words)))
        compared = list(map(self._compared, printed))
        distinct = _numbered(compared)
        terms, place = _ordered(distinct)
        term_of = place[np.fromiter(map(distinct.__getitem__, compared), np.int64, len(compared))]
        if "" in distinct:  # what is nothing when it is compared is no term; in order it is the first
            terms, term_of = terms[1:], term_of - 1
        write_postings(file, field, terms, term_of[numbers], np.repeat(np.arange(len(rows)), counts), len(rows))


def _numbered(words: Iterable[str]) -> dict[str, int]:
    """Numbers of the words, in turn."""
    return {word: number for number, word in enumerate(dict.fromkeys(words))}


def write_postings(file: ArrayWriter, field: str, terms: Sequence[bytes], numbers: Array, docs: Array, documents: int) -> None:
    """Write the terms of a value field, sorted, and their documents: `docs[i]` has the term `numbers[i]` (-1: none)."""
    pairs = np.sort(numbers << 32 | docs)
    pairs = pairs[(pairs >= 0) & np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
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
