"""Compressed streams undone block by block, with bounded memory: gzip, bzip2, xz and zstd, one stream or several in a row.

The decompressors of Python's bz2, lzma and zstd have one shape; that of zlib is given the same here. Each is imported
when there is something for it.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol

from wiresearch.config import Limits
from wiresearch.errors import ReadError
from wiresearch.sources import magic
from wiresearch.sources.streams import BLOCK, Account, Stream

_UNRATED = 1 << 20  # so much may come of however little: the ratio of small files means nothing
_ZLIB = 8  # the half of its first byte that names the method
_XZ_MEMORY = 128 << 20  # what `xz -9` asks for, twice
_ZSTD_WINDOW = 27  # 128 MiB, what `zstd --long` asks for


class Decompressor(Protocol):
    """One compressed stream: `decompress` gives at most `max_length` bytes; `unused_data` follows its end."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class Inflater:
    """zlib's decompressor in the shape of the others; `wbits` 31 is gzip, -15 raw deflate, 15 zlib (RFC 1950 to 1952)."""

    needs_input = True

    def __init__(self, wbits: int) -> None:
        self._inflate = zlib.decompressobj(wbits)

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        block = self._inflate.decompress(self._inflate.unconsumed_tail + data, max_length)
        # Where all is consumed and as much came out as was asked for, there may be more inside.
        self.needs_input = not self._inflate.unconsumed_tail and len(block) < max_length
        return block


class Deflate(Inflater):
    """What HTTP calls deflate: with the header of zlib, or without, as some servers send it."""

    def __init__(self) -> None:
        super().__init__(15)
        self._begun = False

    def decompress(self, data: bytes, max_length: int) -> bytes:
        if data and not self._begun:
            self._begun = True
            if data[0] & 15 != _ZLIB:
                self._inflate = zlib.decompressobj(-15)
        return super().decompress(data, max_length)


def _bzip2() -> Decompressor:
    import bz2

    return bz2.BZ2Decompressor()


def _xz() -> Decompressor:
    import lzma

    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)


def zstd() -> Decompressor:
    """A decompressor of one Zstandard frame (RFC 8878)."""
    if sys.version_info >= (3, 14):
        from compression.zstd import DecompressionParameter, ZstdDecompressor
    else:
        from backports.zstd import DecompressionParameter, ZstdDecompressor

    return ZstdDecompressor(options={DecompressionParameter.window_log_max: _ZSTD_WINDOW})


PACKINGS: dict[str, Callable[[], Decompressor]] = {"gzip": lambda: Inflater(31), "bzip2": _bzip2, "xz": _xz, "zstd": zstd}


def too_much(given: int, fed: int, limits: Limits) -> bool:
    """Whether `given` bytes out of `fed` are more than the ratio allows."""
    return given > limits.archive_ratio * fed + _UNRATED


def says_too_much(limits: Limits) -> str:
    """The words for that."""
    return f"unpacks to more than limits.archive_ratio ({limits.archive_ratio}) times its size"


class Unpacked(Stream):
    """What `packed`, called `name`, holds: one compressed stream, or several in a row if these are of a kind that `magic` knows.

    Counts what it gives in `account`. Raises ReadError for damage, an early end, other bytes behind the end, and too much out of
    too little.
    """

    def __init__(self, packed: BinaryIO, name: str, kind: str, account: Account, start: Callable[[], Decompressor] | None = None) -> None:
        super().__init__()
        self._packed = packed
        self._name = name
        self._kind = kind
        self._account = account
        self._start = start or PACKINGS[kind]
        self._decompressor: Decompressor | None = self._start()
        self._ahead = b""
        self._fed = self._given = 0

    def _take(self, size: int) -> bytes:
        try:
            block = self._next(size)
        except ReadError:
            raise
        except Exception as error:  # zlib.error, OSError, EOFError, LZMAError, ZstdError: each decompressor has its own
            raise self._stopped(f"damaged {self._kind} data: {error}") from error
        self._given += len(block)
        self._account.add_bytes(len(block))
        if too_much(self._given, self._fed, self._account.limits):
            raise ReadError(f"{self._name}: {says_too_much(self._account.limits)}")
        return block

    def _next(self, size: int) -> bytes:
        while size and (decompressor := self._decompressor or self._another()):
            data = b""
            if decompressor.needs_input:
                data, self._ahead = self._ahead or self._read(), b""
                if not data:
                    raise self._stopped(f"the {self._kind} data end too early")
            block = decompressor.decompress(data, size)
            if decompressor.eof:
                self._ahead = decompressor.unused_data
                self._decompressor = None
            if block:
                return block
        return b""

    def _another(self) -> Decompressor | None:
        """The decompressor of one more stream of this kind, if one follows, perhaps behind a padding of zeros."""
        if self._kind not in PACKINGS:
            return None
        while not (rest := self._ahead.lstrip(b"\0")):
            self._ahead = self._read()
            if not self._ahead:
                return None
        while len(rest) < magic.LONGEST and (block := self._read()):
            rest += block
        if magic.packing(rest) != self._kind:
            raise self._stopped(f"what follows is no {self._kind} data")
        self._ahead = rest
        self._decompressor = self._start()
        return self._decompressor

    def _read(self) -> bytes:
        block = self._packed.read(BLOCK)
        self._fed += len(block)
        return block

    def _stopped(self, reason: str) -> ReadError:
        return ReadError(f"{self._name}: cannot read on after byte {self._given}: {reason}")
