"""Tar archives (POSIX.1-2008 ustar and pax, GNU, and those before them), read from the front without going back.

Headers are read by `tarfile.TarInfo`. The whole is not read by `tarfile`, which takes what a header announces into
memory whatever its size, and follows any number of headers of headers.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from wiresearch.errors import ReadError
from wiresearch.sources.entry import Entry
from wiresearch.sources.streams import Window, exactly

_BLOCK = 512
_LONGEST = 1 << 20
_RECORD = re.compile(rb"(\d{1,7}) ([^=]{1,100})=")
_REGULAR = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
_ABOUT_NEXT = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
_FOLDERS = (tarfile.DIRTYPE, b"D")
_NO_FILES = (tarfile.XGLTYPE, b"V")  # what holds for all that follows; the name of the volume
_EMPTY = (tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE)
_OTHERS = {
    tarfile.LNKTYPE: "a hard link",
    tarfile.SYMTYPE: "a link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a pipe",
    tarfile.GNUTYPE_SPARSE: "a file with holes",
}


def entries(stream: BinaryIO, name: str) -> Iterator[Entry]:
    """The files of a tar archive called `name`, or of several in a row. Raises ReadError."""
    said: dict[str, str] = {}
    at = 0
    while block := exactly(stream, _BLOCK):
        at += len(block)
        if not block.strip(b"\0"):  # the end, or padding behind it
            continue
        header = _header(block, at - len(block), name)
        size = _number(said.get("size")) or header.size
        content = Window(stream, 0 if header.type in _EMPTY else size, name)
        if header.type in _ABOUT_NEXT:
            said |= _said(header.type, exactly(cast(BinaryIO, content), _LONGEST))
        elif header.type not in _NO_FILES:
            at += _skip_map(stream, block) if header.type == tarfile.GNUTYPE_SPARSE else 0
            called = said.get("path", header.name)
            if any(key.startswith("GNU.sparse.") for key in said):
                yield Entry(said.get("GNU.sparse.name", called), skipped="a file with holes, not a regular file")
            elif header.type in _REGULAR:
                yield Entry(called, size, cast(BinaryIO, content))
            elif header.type not in _FOLDERS:
                yield Entry(called, skipped=f"{_OTHERS.get(header.type, 'of an unknown kind')}, not a regular file")
            said = {}
        content.skip()
        if header.type not in _EMPTY:
            Window(stream, -size % _BLOCK, name).skip()
            at += size + -size % _BLOCK


def _header(block: bytes, at: int, name: str) -> tarfile.TarInfo:
    """The header. Raises ReadError for what is none."""
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError as error:
        raise ReadError(f"{name}: cannot read on after byte {at}: damaged tar header: {error}") from error
    if header.size < 0:
        raise ReadError(f"{name}: cannot read on after byte {at}: damaged tar header: a size below 0")
    return header


def _said(kind: bytes, data: bytes) -> dict[str, str]:
    """What a header of its own says of the file behind it: records of pax (`30 path=name` and a line end), or a long name of GNU."""
    if kind == tarfile.GNUTYPE_LONGLINK:
        return {}
    if kind == tarfile.GNUTYPE_LONGNAME:
        return {"path": data.partition(b"\0")[0].decode("utf-8", "surrogateescape")}
    said = {}
    at = 0
    while (found := _RECORD.match(data, at)) and int(found[1]) > found.end() - at:
        value = data[found.end() : at + int(found[1]) - 1]
        said[found[2].decode("utf-8", "replace")] = value.decode("utf-8", "surrogateescape")
        at += int(found[1])
    return said


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 20 else None


def _skip_map(stream: BinaryIO, block: bytes) -> int:
    """Pass over the rest of the map of holes (GNU), in blocks that each say whether there is another; the bytes passed over."""
    more, passed = block[482], 0
    while more:
        block = exactly(stream, _BLOCK)
        passed += len(block)
        more = block[504] if len(block) == _BLOCK else 0
    return passed
