"""The edits between one word and many, all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Letters:
    """n words made ready to be compared.

    `points` (m, n) uint32: the code points of each word in a column, 0 behind the end; `lengths` (n) int64; `signs` (n)
    uint64: bit c % 64 for each code point c of the word.
    """

    points: NDArray[np.uint32]
    lengths: NDArray[np.int64]
    signs: NDArray[np.uint64]


def letters_of(words: Iterable[str]) -> Letters:
    """Words made ready to be compared."""
    listed = list(words)
    lengths = np.fromiter(map(len, listed), np.int64, len(listed))
    width = int(lengths.max(initial=1))
    table = np.array(listed, f"U{width}").view(np.uint32).reshape(len(listed), width)
    points = np.ascontiguousarray(table.T)
    bits = np.where(points > 0, np.uint64(1) << (points % 64).astype(np.uint64), np.uint64(0))
    return Letters(points, lengths, np.bitwise_or.reduce(bits, axis=0) if len(listed) else np.empty(0, np.uint64))


def edits_between(word: str, letters: Letters, most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which of n words are at most `most` edits away from `word`, and how many each.

    An edit inserts, deletes or replaces a letter, or transposes two neighbours; no part is edited twice: optimal string
    alignment (Boytsov 2011, section 2.2), for all words at once along a band of 2 * most + 1 cells. An edit changes the
    set of letters by two at most, which leaves few words to align.
    """
    far = most + 1
    size = len(word)
    sign = np.bitwise_or.reduce([np.uint64(1) << np.uint64(ord(letter) % 64) for letter in word], initial=np.uint64(0))
    near = np.flatnonzero((np.abs(letters.lengths - size) <= most) & (np.bitwise_count(letters.signs ^ sign) <= 2 * most))
    columns = letters.points[:, near]
    longest = min(len(columns), size + most)
    earlier, before, row = (np.full((longest + 1, len(near)), far, np.uint8) for _ in range(3))
    row[: most + 1] = np.arange(far, dtype=np.uint8)[: longest + 1, None]
    for at, letter in enumerate(map(ord, word), 1):
        earlier, before, row = before, row, earlier
        row[:] = far
        if at <= most:
            row[0] = at
        for place in range(max(1, at - most), min(longest, at + most) + 1):
            cell = np.minimum(before[place], row[place - 1]) + 1
            np.minimum(cell, before[place - 1] + (columns[place - 1] != letter), out=cell)
            if at > 1 and place > 1:
                swapped = (columns[place - 1] == ord(word[at - 2])) & (columns[place - 2] == letter)
                np.minimum(cell, np.where(swapped, earlier[place - 2] + 1, far), out=cell)
            row[place] = np.minimum(cell, far)
    edits = row[np.minimum(letters.lengths[near], longest), np.arange(len(near))].astype(np.int64)
    return near[edits <= most], edits[edits <= most]
