"""Words in a blob, found as in a sorted list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from wiresearch.engines.whoosh.arrays import ArrayFile, ArrayWriter
from wiresearch.engines.whoosh.vocabulary import Vocabulary, distinct, runs, spread, starts, summed, write_words

WORDS = st.sets(st.binary(max_size=4) | st.sampled_from([b"talk", b"talks", b"tal", "ко".encode(), "корея".encode()])).map(sorted)


def over(folder: Path, words: list[bytes]) -> Vocabulary:
    with (folder / "a.arr").open("wb") as target:
        file = ArrayWriter(target)
        write_words(file, "w", words)
        file.finish(0, {})
    return Vocabulary(ArrayFile(folder / "a.arr"), "w")


@settings(max_examples=200)
@given(words=WORDS, wanted=st.binary(max_size=3) | st.sampled_from([b"talk", b"ta", "ко".encode()]))
def test_lookups_are_those_of_a_sorted_list(tmp_path_factory: pytest.TempPathFactory, words: list[bytes], wanted: bytes) -> None:
    vocabulary = over(tmp_path_factory.getbasetemp(), words)
    assert list(vocabulary) == words == vocabulary[:]
    assert vocabulary.find(wanted) == (words.index(wanted) if wanted in words else None)
    start, stop = vocabulary.beginning(wanted)
    assert vocabulary[start:stop] == [word for word in words if word.startswith(wanted)]
    for some in ({wanted}, set(words[::2]) | {wanted}):
        assert [vocabulary[place] for place in vocabulary.places(some)] == sorted(some & set(words))


@given(st.lists(st.integers(0, 5)))
def test_runs_of_items(counts: list[int]) -> None:
    first = starts(np.array(counts, np.int64))
    assert runs(first).tolist() == counts
    begins = np.arange(len(counts)) * 10
    expected = [begin + n for begin, count in zip(begins.tolist(), counts, strict=True) for n in range(count)]
    assert spread(begins, np.array(counts, np.int64)).tolist() == expected


@given(st.lists(st.integers(0, 9)).map(sorted))
def test_distinct_values(values: list[int]) -> None:
    assert distinct(np.array(values, np.int64)).tolist() == sorted(set(values))


COLUMNS = st.sampled_from([np.uint8, np.uint16, np.uint32]).flatmap(
    lambda dtype: st.lists(st.integers(0, min(np.iinfo(dtype).max, 1 << 30)), min_size=3, max_size=3).map(lambda row: np.array(row, dtype))
)


@given(st.lists(COLUMNS, min_size=1, max_size=3))
def test_counts_of_several_fields_add_up(columns: list[NDArray[Any]]) -> None:
    assert summed(columns).tolist() == [sum(map(int, row)) for row in zip(*columns, strict=True)]
