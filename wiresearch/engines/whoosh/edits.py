"""The edits between one word and many, all at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


def edits_between(word: str, letters: NDArray[np.uint32], lengths: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """The edits between `word` and each of n words: insert, delete, replace, transpose neighbours; no part edited twice.

    `letters` (m, n) uint32 holds the code points of the words, one word a column, 0 behind the end. Distances above
    `most` are given as most + 1. Optimal string alignment (Boytsov 2011, section 2.2), for all words at once along a
    band of 2 * most + 1 cells.
    """
    far = most + 1
    size, count = len(word), letters.shape[1]
    result = np.full(count, far, np.int64)
    near = np.flatnonzero(np.abs(lengths - size) <= most)
    columns = letters[:, near]
    longest = min(len(letters), size + most)
    rows = [np.full((longest + 1, len(near)), far, np.uint8) for _ in range(3)]
    before, row = rows[1], rows[2]
    for place in range(min(longest, most) + 1):
        row[place] = place
    for at, letter in enumerate(map(ord, word), 1):
        rows = [before, row, rows[0]]
        earlier, before, row = rows
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
    result[near] = row[np.minimum(lengths[near], longest), np.arange(len(near))]
    return result


def letter_table(words: Iterable[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The code points of words, one word a column, 0 behind the end; and their lengths."""
    listed = list(words)
    lengths = np.fromiter(map(len, listed), np.int64, len(listed))
    width = int(lengths.max(initial=0))
    table = np.array(listed, f"U{width or 1}").view(np.uint32).reshape(len(listed), width or 1)
    return np.ascontiguousarray(table.T), lengths
