"""One file of named arrays for each segment, memory-mapped, without a pickle in it.

::

    magic (8 bytes), format version (u32), header length (u32), header offset (u64), CRC32 of the header (u32), 4 zeros
    arrays, each aligned to 64 bytes, little-endian
    header: JSON {"byteorder", "documents", "meta", "arrays": {name: [dtype, offset, count, [CRC32 of each 256 KiB]]}}

The checksums of a block are compared when something in it is first used, so that damage is never answered from and
opening costs the header only.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wiresearch.errors import IndexDamaged, rebuild

Array = NDArray[Any]

MAGIC, VERSION = b"WIREARR\n", 1
BLOCK = 1 << 18
_PREFIX = struct.Struct("<8sIIQI4x")
_ALIGNMENT = 64


def damaged(path: Path, what: str) -> IndexDamaged:
    """The error for an array file that is not what was written."""
    return IndexDamaged(f"the index file {path} is damaged: {what}", rebuild(path.parent.parent))


def narrow(values: Array, top: int | None = None) -> Array:
    """Whole numbers from 0 in the narrowest unsigned dtype that holds them all (`top`: the largest that may come)."""
    largest = int(values.max(initial=0)) if top is None else top
    return values.astype(np.min_scalar_type(largest), copy=False)


def bytes_of(values: Array) -> memoryview:
    """The bytes of a contiguous array, not copied."""
    return values.view(np.uint8).data if len(values) else memoryview(b"")


class _Section(NamedTuple):
    dtype: str
    offset: int
    length: int
    checksums: list[int]


class ArrayWriter:
    """Writes an array file: each array whole (`add`) or in pieces (`append` to the array begun last), then `finish`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sections: dict[str, _Section] = {}
        self._name = ""
        self._at = _PREFIX.size
        self._file.write(bytes(_PREFIX.size))

    def add(self, name: str, values: Array) -> None:
        """Write a one-dimensional array under a name of its own."""
        self.begin(name, values.dtype)
        self.append(values)

    def begin(self, name: str, dtype: np.dtype[Any]) -> None:
        """Begin an array; what `append` gets is cast to `dtype`."""
        gap = -self._at % _ALIGNMENT
        self._file.write(bytes(gap))
        self._at += gap
        self._name = name
        self._sections[name] = _Section(dtype.newbyteorder("<").str, self._at, 0, [])

    def append(self, values: Array) -> None:
        """Go on with the array begun last."""
        section = self._sections[self._name]
        data = bytes_of(np.ascontiguousarray(values, section.dtype))
        written = self._at - section.offset
        self._file.write(data)
        self._at += len(data)
        while data:
            part = data[: BLOCK - written % BLOCK]
            if written % BLOCK:
                section.checksums[-1] = zlib.crc32(part, section.checksums[-1])
            else:
                section.checksums.append(zlib.crc32(part))
            written += len(part)
            data = data[len(part) :]
        self._sections[self._name] = section._replace(length=section.length + len(values))

    def finish(self, documents: int, meta: Mapping[str, Any]) -> None:
        """Write the header; `meta` is JSON for the readers of the arrays."""
        described = {"byteorder": "little", "documents": documents, "meta": meta, "arrays": self._sections}
        header = json.dumps(described, separators=(",", ":")).encode()
        self._file.write(header)
        self._file.seek(0)
        self._file.write(_PREFIX.pack(MAGIC, VERSION, len(header), self._at, zlib.crc32(header)))


class ArrayFile:
    """The arrays of one file. Raises IndexDamaged for anything that is not as it was written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            start = file.read(_PREFIX.size)
            size = file.seek(0, 2)
            if len(start) < _PREFIX.size or not start.startswith(MAGIC):
                raise damaged(path, "it does not begin as an array file")
            _, version, length, offset, checksum = _PREFIX.unpack(start)
            if version != VERSION:
                raise damaged(path, f"its format is version {version}, this program reads {VERSION}")
            if offset + length != size:
                raise damaged(path, f"it has {size:,} bytes where {offset + length:,} were written")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = self._map[offset:]
        if zlib.crc32(header) != checksum:
            raise damaged(path, "its header is not what was written")
        described = json.loads(header)
        self.documents: int = described["documents"]
        self.meta: Mapping[str, Any] = described["meta"]
        self._sections = {name: _Section(*row) for name, row in described["arrays"].items()}
        self._arrays: dict[str, Array] = {}
        self._unchecked: dict[str, bytearray] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    def __getitem__(self, name: str) -> Array:
        """The whole array, checked."""
        return self.part(name, 0, self.count(name))

    def count(self, name: str) -> int:
        """How many values the array has."""
        return self._section(name).length

    def dtype(self, name: str) -> np.dtype[Any]:
        """The dtype of the array."""
        return np.dtype(self._section(name).dtype)

    def part(self, name: str, start: int, stop: int) -> Array:
        """Values start..stop of the array (a view); the blocks they lie in are checked once."""
        array = self._arrays.get(name)
        if array is None:
            array = self._open(name)
        unchecked = self._unchecked.get(name)
        if unchecked and stop > start:
            width = array.itemsize
            first, last = start * width // BLOCK, (stop * width - 1) // BLOCK + 1
            if unchecked.find(1, first, last) >= 0:
                self._check(name, first, last)
        return array[start:stop]

    def parts(self, name: str, ranges: Sequence[tuple[int, int]]) -> Array:
        """The values of several ranges end to end."""
        array = self._arrays.get(name)
        if array is None or name in self._unchecked:
            return np.concatenate([self.part(name, start, stop) for start, stop in ranges])
        return np.concatenate([array[start:stop] for start, stop in ranges])

    def _section(self, name: str) -> _Section:
        try:
            return self._sections[name]
        except KeyError:
            raise damaged(self.path, f"it lacks {name}") from None

    def _open(self, name: str) -> Array:
        section = self._section(name)
        if section.offset + section.length * np.dtype(section.dtype).itemsize > len(self._map):
            raise damaged(self.path, f"{name} ends beyond the file")
        array = self._arrays[name] = np.frombuffer(self._map, section.dtype, section.length, section.offset)
        self._unchecked[name] = bytearray(b"\1" * len(section.checksums))
        return array

    def _check(self, name: str, first: int, last: int) -> None:
        section, unchecked = self._sections[name], self._unchecked[name]
        data = bytes_of(self._arrays[name])
        for block in range(first, last):
            if unchecked[block] and zlib.crc32(data[block * BLOCK : (block + 1) * BLOCK]) != section.checksums[block]:
                raise damaged(self.path, f"{name} is not what was written")
        unchecked[first:last] = bytes(last - first)
        if 1 not in unchecked:
            del self._unchecked[name]
