"""Sorted words in one blob: found by bisection, sliced by prefix."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import overload

import numpy as np
from numpy.typing import DTypeLike, NDArray

from wiresearch.engines.whoosh.arrays import Array, ArrayFile, ArrayWriter, bytes_of, narrow

_MOST_KEPT = 4_096
_READ_PER_LOOK_UP = 20  # looking one word up costs about as much as reading this many


class Vocabulary(Sequence[bytes]):
    """The words of an array file under `name`: bytes in ascending order, each once."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._blob = bytes_of(file[f"{name}.words"])
        self._ends = file[f"{name}.ends"]
        self._found: dict[bytes, int | None] = {}

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, int):
            return bytes(self._blob[self._ends[place] : self._ends[place + 1]])
        start, stop, _ = place.indices(len(self))
        ends = self._ends[start : stop + 1].tolist()
        return [bytes(self._blob[low:high]) for low, high in pairwise(ends)]

    def find(self, word: bytes) -> int | None:
        """The place of the word, or None."""
        if word not in self._found:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            place = bisect_left(self, word)
            self._found[word] = place if place < len(self) and self[place] == word else None
        return self._found[word]

    def places(self, words: Collection[bytes]) -> list[int]:
        """The places, ascending, of those of `words` that are there."""
        if len(words) * _READ_PER_LOOK_UP > len(self):
            return [place for place, word in enumerate(self[:]) if word in words]
        return [place for place in map(self.find, sorted(words)) if place is not None]

    def beginning(self, prefix: bytes) -> tuple[int, int]:
        """First place, and the place after the last, of the words that begin with `prefix`."""
        start = bisect_left(self, prefix)
        return start, bisect_left(self, True, start, key=lambda word: not word.startswith(prefix))


def write_words(file: ArrayWriter, name: str, words: Sequence[bytes]) -> None:
    """Write words, ascending and distinct, for `Vocabulary`."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    file.add(f"{name}.words", np.array(bytearray().join(words), np.uint8))
    file.add(f"{name}.ends", narrow(starts(lengths)))


def starts(counts: Array, dtype: DTypeLike = np.int64) -> Array:
    """Where each of consecutive runs of `counts` items begins, and the total at the end (`dtype`, one longer)."""
    result = np.zeros(len(counts) + 1, dtype)
    np.cumsum(counts, dtype=dtype, out=result[1:])
    return result


def runs(first: Array) -> NDArray[np.int64]:
    """How many items each run has, of which `first` says where they begin (and ends with the total)."""
    return first[1:].astype(np.int64) - first[:-1]


def summed(counts: Sequence[Array]) -> Array:
    """The counts (unsigned, up to 32 bits, as are their sums) of several arrays added, in a narrow dtype."""
    total = counts[0]
    if len(counts) > 1:
        total = np.add(counts[0], counts[1], dtype=np.uint16 if max(count.itemsize for count in counts) == 1 else np.uint32)
    for count in counts[2:]:
        total += count
    return total


def spread(begins: Array, counts: Array) -> NDArray[np.int64]:
    """The numbers begins[i], begins[i] + 1 ... (counts[i] of them) for each i in turn (int64)."""
    ends = np.cumsum(counts, dtype=np.int64)
    numbers = np.arange(ends[-1] if len(ends) else 0, dtype=np.int64)
    numbers += np.repeat(begins - (ends - counts), counts)
    return numbers


def distinct(values: Array) -> Array:
    """Ascending values, each once."""
    return values.compress(firsts(values))


def firsts(values: Array) -> NDArray[np.bool_]:
    """Which of ascending values are not the same as the one before."""
    first = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return first
