"""Zip archives (PKWARE, APPNOTE.TXT 6.3.10), entry by entry from the directory at their end.

Not `zipfile`: that holds the whole directory in memory, and gives up an archive for one name that cannot be decoded or
one local header that differs.
"""

from __future__ import annotations

import os
import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, NamedTuple, cast

from wiresearch.errors import ReadError, Skipped
from wiresearch.sources.entry import Entry
from wiresearch.sources.streams import Account, Stream, Window, exactly
from wiresearch.sources.unpacking import PACKINGS, Decompressor, Inflater, Unpacked, says_too_much, too_much

_END = struct.Struct("<4s4H2LH")
_END_64_PLACE = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s2B5H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_EXTRA = struct.Struct("<2H")
_LONGEST_COMMENT = 0xFFFF
_HALF, _WHOLE = 0xFFFF, 0xFFFFFFFF
_ENCRYPTED, _UTF8 = 0x0001, 0x0800
_UNIX = 3
_METHODS = {8: "deflate", 12: "bzip2", 93: "zstd"}
_STARTS: dict[str, Callable[[], Decompressor]] = {**PACKINGS, "deflate": partial(Inflater, -15)}
# What the first member of documents that are zips is called: Office Open XML; OpenDocument and EPUB; Java.
_DOCUMENTS = {
    "[Content_Types].xml": "an Office document",
    "mimetype": "an OpenDocument or EPUB document",
    "META-INF/": "a Java archive",
    "META-INF/MANIFEST.MF": "a Java archive",
}


class _Item(NamedTuple):
    """One header of the directory."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int
    offset: int
    length: int


def entries(file: BinaryIO, name: str, account: Account) -> Iterator[Entry]:
    """The files of the zip archive `file`, which can be sought in and is called `name`. Raises ReadError."""
    start, end, shift = _directory(file, name)
    at = start
    while at < end:
        item = _item(file, at, name)
        if at == start and item.name in _DOCUMENTS:
            raise Skipped(f"{_DOCUMENTS[item.name]}, not text")
        at += item.length
        if not item.name.endswith("/"):
            yield _entry(file, item, shift, name, account)


def _directory(file: BinaryIO, name: str) -> tuple[int, int, int]:
    """Where the directory begins and ends, and by how much its offsets are short: something may stand before the archive."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - _LONGEST_COMMENT - _END.size)
    file.seek(start)
    tail = exactly(file, size - start)
    end = tail.rfind(b"PK\x05\x06", 0, len(tail) - _END.size + 4)
    if end < 0:
        raise ReadError(f"{name}: there is no directory at the end of the zip archive: it is cut off, or no zip")
    *_, length, offset, _ = _END.unpack_from(tail, end)
    behind = start + end
    if _HALF in _END.unpack_from(tail, end) or _WHOLE in (length, offset):
        file.seek(max(0, behind - _END_64_PLACE.size))
        place = exactly(file, _END_64_PLACE.size)
        if place.startswith(b"PK\x06\x07"):
            behind -= _END_64_PLACE.size + _END_64.size
            file.seek(max(0, behind))
            found = exactly(file, _END_64.size)
            if not found.startswith(b"PK\x06\x06"):
                raise ReadError(f"{name}: the directory of the zip archive is not where it should be")
            length, offset = _END_64.unpack(found)[-2:]
    if length > behind or offset > behind - length:
        raise ReadError(f"{name}: the directory of the zip archive is not where it should be")
    return behind - length, behind, behind - length - offset


def _item(file: BinaryIO, at: int, name: str) -> _Item:
    file.seek(at)
    header = exactly(file, _CENTRAL.size)
    if len(header) < _CENTRAL.size or not header.startswith(b"PK\x01\x02"):
        raise ReadError(f"{name}: the directory of the zip archive is damaged at byte {at}")
    _, _, system, _, flags, method, _, _, crc, packed, size, named, extra, remark, _, _, mode, offset = _CENTRAL.unpack(header)
    rest = exactly(file, named + extra)
    if len(rest) < named + extra:
        raise ReadError(f"{name}: the directory of the zip archive ends too early")
    size, packed, offset = _zip64(rest[named:], size, packed, offset)
    called = rest[:named].decode(*(("utf-8", "surrogateescape") if flags & _UTF8 else ("cp437", "strict")))
    length = _CENTRAL.size + named + extra + remark
    return _Item(called, flags, method, crc, packed, size, mode >> 16 if system == _UNIX else 0, offset, length)


def _zip64(extra: bytes, *values: int) -> list[int]:
    """The `values`, those that are too big for their 32 bits taken from the extra field 1, in their order."""
    at = 0
    while at + _EXTRA.size <= len(extra):
        kind, length = _EXTRA.unpack_from(extra, at)
        at += _EXTRA.size
        if kind == 1:
            wide = iter(struct.unpack_from(f"<{min(length, len(extra) - at) // 8}Q", extra, at))
            return [next(wide, value) if value == _WHOLE else value for value in values]
        at += length
    return list(values)


def _entry(file: BinaryIO, item: _Item, shift: int, name: str, account: Account) -> Entry:
    """The entry, its bytes found by its local header."""
    if stat.S_IFMT(item.mode) not in (0, stat.S_IFREG):
        what = "a link" if stat.S_ISLNK(item.mode) else "a device, pipe or socket"
        return Entry(item.name, skipped=f"{what}, not a regular file")
    if item.flags & _ENCRYPTED:
        return Entry(item.name, failed="encrypted")
    if item.method and item.method not in _METHODS:
        return Entry(item.name, failed=f"packed by method {item.method} of zip, which is not known here")
    if too_much(item.size, item.packed, account.limits):
        return Entry(item.name, failed=says_too_much(account.limits))
    header = b""
    if item.offset < file.seek(0, os.SEEK_END):
        file.seek(item.offset + shift)
        header = exactly(file, _LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        return Entry(item.name, failed="it is not where the directory of the zip archive says")
    file.seek(sum(_LOCAL.unpack(header)[-2:]), os.SEEK_CUR)
    stream = cast(BinaryIO, Window(file, item.packed, f"{name}!{item.name}"))
    if item.method:
        kind = _METHODS[item.method]
        stream = cast(BinaryIO, Unpacked(stream, f"{name}!{item.name}", kind, account, _STARTS[kind]))
    return Entry(item.name, item.size, cast(BinaryIO, _Checked(stream, item, name)))


class _Checked(Stream):
    """The bytes of a member, of which there must be as many as the directory says, with the sum that it gives."""

    def __init__(self, stream: BinaryIO, item: _Item, name: str) -> None:
        super().__init__()
        self._stream = stream
        self._left = item.size
        self._sum = 0
        self._expected = item.crc
        self._name = f"{name}!{item.name}"

    def _take(self, size: int) -> bytes:
        block = self._stream.read(size)
        self._left -= len(block)
        self._sum = zlib.crc32(block, self._sum)
        if self._left < 0 or (size and not block and self._left):
            raise ReadError(f"{self._name}: has not the size that the directory of the zip archive gives")
        if size and not block and self._sum != self._expected:
            raise ReadError(f"{self._name}: damaged: its checksum is not that of the directory")
        return block
