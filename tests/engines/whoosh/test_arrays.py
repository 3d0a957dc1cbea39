"""The array file: what is written comes back, and what is not as it was written is damage."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiresearch.engines.whoosh.arrays import BLOCK, ArrayFile, ArrayWriter, narrow
from wiresearch.errors import IndexDamaged

DTYPES = (np.uint8, np.uint16, np.uint32, np.int64, np.float64)


def write(path: Path, arrays: dict[str, np.ndarray], documents: int = 3) -> ArrayFile:
    with path.open("wb") as target:
        file = ArrayWriter(target)
        for name, values in arrays.items():
            file.add(name, values)
        file.finish(documents, {"fields": ["headline"]})
    return ArrayFile(path)


@settings(max_examples=50)
@given(st.dictionaries(st.text(min_size=1), st.tuples(st.sampled_from(DTYPES), st.lists(st.integers(0, 255))), max_size=6))
def test_what_is_written_comes_back(tmp_path_factory: pytest.TempPathFactory, drawn: dict[str, tuple[type, list[int]]]) -> None:
    arrays = {name: np.array(values, dtype) for name, (dtype, values) in drawn.items()}
    file = write(tmp_path_factory.mktemp("arrays") / "a.arr", arrays)
    assert (file.documents, file.meta) == (3, {"fields": ["headline"]})
    for name, values in arrays.items():
        assert file.dtype(name) == values.dtype
        np.testing.assert_array_equal(file[name], values)
        np.testing.assert_array_equal(file.part(name, 1, 3), values[1:3])


def test_pieces_are_one_array(tmp_path: Path) -> None:
    whole = np.arange(BLOCK // 2 + 11, dtype=np.uint32)
    with (tmp_path / "a.arr").open("wb") as target:
        file = ArrayWriter(target)
        file.begin("many", whole.dtype)
        for piece in np.array_split(whole, 7):
            file.append(piece)
        file.finish(0, {})
    np.testing.assert_array_equal(ArrayFile(tmp_path / "a.arr")["many"], whole)


def test_ranges_are_read_end_to_end(tmp_path: Path) -> None:
    whole = np.arange(BLOCK, dtype=np.uint32)
    file = write(tmp_path / "a.arr", {"many": whole})
    for _ in ("parts of it checked", "all of it checked"):
        ranges = [(0, 3), (BLOCK // 2, BLOCK // 2 + 2), (BLOCK - 1, BLOCK), (7, 7)]
        expected = [0, 1, 2, BLOCK // 2, BLOCK // 2 + 1, BLOCK - 1]
        assert file.parts("many", ranges).tolist() == expected
        np.testing.assert_array_equal(file["many"], whole)
    data = bytearray((tmp_path / "a.arr").read_bytes())
    data[data.index(whole[-2:].tobytes())] ^= 1
    (tmp_path / "a.arr").write_bytes(data)
    damaged = ArrayFile(tmp_path / "a.arr")
    assert damaged.parts("many", [(0, 2), (9, 10)]).tolist() == [0, 1, 9]
    with pytest.raises(IndexDamaged):
        damaged.parts("many", [(0, 2), (BLOCK - 1, BLOCK)])


def test_the_layout_is_that_of_the_docstring(tmp_path: Path) -> None:
    write(tmp_path / "a.arr", {"docs": np.array([1, 2, 513], np.uint16)})
    data = (tmp_path / "a.arr").read_bytes()
    assert data[:8] == b"WIREARR\n"
    version, length = (int.from_bytes(data[place : place + 4], "little") for place in (8, 12))
    offset, checksum = int.from_bytes(data[16:24], "little"), int.from_bytes(data[24:28], "little")
    assert version == 1
    assert zlib.crc32(data[offset:]) == checksum
    assert len(data) == offset + length
    header = json.loads(data[offset:])
    dtype, place, count, (crc,) = header["arrays"]["docs"]
    assert (dtype, place % 64, count, header["byteorder"]) == ("<u2", 0, 3, "little")
    assert data[place : place + 6] == bytes([1, 0, 2, 0, 1, 2])
    assert zlib.crc32(data[place : place + 6]) == crc


@pytest.mark.parametrize(
    ("values", "dtype"), [([], np.uint8), ([0, 255], np.uint8), ([256], np.uint16), ([65_536], np.uint32), ([1 << 32], np.uint64)]
)
def test_the_narrowest_dtype(values: list[int], dtype: type) -> None:
    assert narrow(np.array(values, np.int64)).dtype == dtype


ARRAYS = {"docs": np.arange(BLOCK, dtype=np.uint32), "tf": np.ones(9, np.uint8)}


def read_all(path: Path) -> None:
    file = ArrayFile(path)
    for name, values in ARRAYS.items():
        np.testing.assert_array_equal(file[name], values)


@settings(max_examples=300, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), cut=st.booleans())
def test_no_flipped_bit_and_no_cut_is_answered_from(tmp_path_factory: pytest.TempPathFactory, place: float, bit: int, cut: bool) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.arr"
    write(path, ARRAYS)
    data = bytearray(path.read_bytes())
    at = int(place * len(data))
    if cut:
        path.write_bytes(data[:at])
        with pytest.raises(IndexDamaged, match=r"damaged\.arr is damaged"):
            read_all(path)
        return
    data[at] ^= 1 << bit
    path.write_bytes(data)
    try:
        read_all(path)  # zeros between the arrays and in the prefix mean nothing
    except IndexDamaged as error:
        assert "--full" in (error.hint or "")  # noqa: PT017 - either outcome is right, a wrong array is not


def test_only_what_is_used_is_checked_and_a_far_fault_is_found_when_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.arr"
    write(path, ARRAYS)
    data = bytearray(path.read_bytes())
    data[3 * BLOCK + 100] ^= 1
    path.write_bytes(data)
    file = ArrayFile(path)
    np.testing.assert_array_equal(file.part("docs", 0, 1000), np.arange(1000))
    with pytest.raises(IndexDamaged, match="docs is not what was written"):
        file.part("docs", BLOCK - 50_000, BLOCK)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: b"not an array file", "does not begin as an array file"),
        (lambda data: data[:8] + b"\x09" + data[9:], "format is version 9, this program reads 1"),
        (lambda data: data + b"\0", "bytes where"),
        (lambda data: b"", "does not begin"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, change: object, message: str) -> None:
    path = tmp_path / "a.arr"
    write(path, ARRAYS)
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator] # one of the functions above
    with pytest.raises(IndexDamaged, match=message):
        ArrayFile(path)


def test_an_array_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="it lacks places"):
        write(tmp_path / "a.arr", ARRAYS)["places"]
