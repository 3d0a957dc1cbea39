"""Compressed streams against the compressors of the standard library."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.config import Limits
from wiresearch.errors import ReadError
from wiresearch.sources import magic
from wiresearch.sources.streams import Account, Exhausted
from wiresearch.sources.unpacking import PACKINGS, Unpacked

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACKERS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress, "zstd": zstd.compress}
kinds = st.sampled_from(sorted(PACKERS))
pieces = st.lists(st.tuples(st.binary(max_size=300), st.integers(1, 300)), min_size=1, max_size=4)
"""Some bytes, and how often they stand in a row."""


def unpacked(kind: str, data: bytes, limits: Limits | None = None) -> Unpacked:
    return Unpacked(io.BytesIO(data), "a", kind, Account("a", limits or Limits()))


def whole(parts: list[tuple[bytes, int]]) -> bytes:
    return b"".join(part * times for part, times in parts)


def read(stream: Unpacked, size: int) -> bytes:
    return b"".join(iter(lambda: stream.read(size), b""))


def test_every_packing_is_tested() -> None:
    assert set(PACKERS) == set(PACKINGS)


@given(kinds, pieces, st.integers(1, 100_000), st.sampled_from([0, 4, 512]))
def test_streams_in_a_row_are_one(kind: str, parts: list[tuple[bytes, int]], size: int, padding: int) -> None:
    packed = b"".join(PACKERS[kind](part * times) for part, times in parts) + bytes(padding)
    assert magic.packing(packed) == kind
    assert read(unpacked(kind, packed), size) == whole(parts)


@given(kinds, pieces, st.data())
def test_what_comes_before_a_cut_is_given_and_the_cut_is_told_again(kind: str, parts: list[tuple[bytes, int]], data: st.DataObject) -> None:
    packed = PACKERS[kind](whole(parts))
    stream = unpacked(kind, packed[: data.draw(st.integers(1, len(packed) - 1))])
    held = b""
    with pytest.raises(ReadError, match=r"a: cannot read on after byte \d+: the \w+ data end too early"):  # noqa: PT012 - what came before counts
        while block := stream.read(997):
            held += block
    assert whole(parts).startswith(held)
    with pytest.raises(ReadError):
        stream.read(1)


@given(kinds, pieces, st.binary(min_size=1, max_size=40).filter(lambda data: data.strip(b"\0") != b""))
def test_other_bytes_behind_the_end_are_told(kind: str, parts: list[tuple[bytes, int]], behind: bytes) -> None:
    stream = unpacked(kind, PACKERS[kind](whole(parts)) + b"." + behind)
    held = b""
    with pytest.raises(ReadError, match="what follows is no"):  # noqa: PT012 - what came before counts
        while block := stream.read(500):
            held += block
    assert held == whole(parts)


@given(kinds, st.binary(max_size=300))
def test_any_bytes_raise_nothing_but_read_errors(kind: str, data: bytes) -> None:
    with suppress(ReadError):
        read(unpacked(kind, data), 100)


@pytest.mark.parametrize("kind", sorted(PACKERS))
def test_the_limits_bite(kind: str) -> None:
    packed = PACKERS[kind](b"tea and coffee\n" * 200_000)
    with pytest.raises(ReadError, match=r"limits.archive_ratio \(20\)"):
        read(unpacked(kind, packed, Limits(archive_ratio=20)), 1 << 16)
    with pytest.raises(Exhausted, match=r"limits.archive_bytes \(1000000\)"):
        read(unpacked(kind, packed, Limits(archive_ratio=1 << 30, archive_bytes=1_000_000)), 1 << 16)
    assert len(read(unpacked(kind, packed, Limits(archive_ratio=1 << 30)), 1 << 16)) == 3_000_000
