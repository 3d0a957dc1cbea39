"""Streams of bytes made of other streams, none of which holds more than a block in memory.

Each gives what it has before it raises an error, and raises it again when it is read again.
"""

from __future__ import annotations

import io
import os
import stat
from typing import BinaryIO, cast

from wiresearch.config import Limits
from wiresearch.errors import ReadError

BLOCK = 1 << 16


class Exhausted(ReadError):
    """What one file may cost in whole is used up: nothing more of it is read."""


class Account:
    """What the members of the file `name` have cost so far, set against the limits."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.limits = limits
        self._name = name
        self._members = 0
        self._bytes = 0

    def add_member(self) -> None:
        """Count a member. Raises Exhausted."""
        self._members += 1
        if self._members > self.limits.archive_members:
            raise Exhausted(f"{self._name}: holds more members than limits.archive_members ({self.limits.archive_members})")

    def add_bytes(self, count: int) -> None:
        """Count bytes that something was unpacked to. Raises Exhausted."""
        self._bytes += count
        if self._bytes > self.limits.archive_bytes:
            raise Exhausted(f"{self._name}: unpacks to more than limits.archive_bytes ({self.limits.archive_bytes})")


class Stream(io.RawIOBase):
    """A stream for reading; `_take(n)` gives at most n bytes, none at the end, and may raise ReadError."""

    _failure: ReadError | None = None

    def _take(self, size: int) -> bytes:
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            return self.readall()
        if self._failure is not None:
            raise self._failure
        try:
            return self._take(size)
        except ReadError as error:
            self._failure = error
            raise

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # collections.abc.Buffer is of 3.12
        block = self.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)


class File(io.FileIO):
    """A file whose errors are ReadErrors that name it."""

    def __init__(self, descriptor: int, called: str) -> None:
        super().__init__(descriptor)
        self._called = called

    def read(self, size: int | None = -1, /) -> bytes:
        try:
            return cast(bytes, super().read(size))
        except OSError as error:
            raise ReadError(f"{self._called}: {error.strerror or error}") from error


def regular(file: str, called: str) -> File:
    """The regular file at the path `file`, opened without following a link or waiting for anybody. Raises ReadError."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise ReadError(f"{called}: {error.strerror or error}") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ReadError(f"{called}: no longer a regular file")
    return File(descriptor, called)


class Ahead(Stream):
    """`stream` with `held`, which was read of it already, before the rest."""

    def __init__(self, stream: BinaryIO, held: bytes = b"") -> None:
        super().__init__()
        self._stream = stream
        self._held = held

    def _take(self, size: int) -> bytes:
        if not self._held:
            return self._stream.read(size)
        block, self._held = self._held[:size], self._held[size:]
        return block

    def line(self, longest: int) -> bytes:
        """The next line with its end; without one at the end of the stream, or when it would be longer than `longest` bytes."""
        while not (end := self._held.find(b"\n", 0, longest) + 1) and len(self._held) < longest:
            block = self._stream.read(BLOCK)
            if not block:
                break
            self._held += block
        end = end or min(len(self._held), longest)
        line, self._held = self._held[:end], self._held[end:]
        return line


class Window(Stream):
    """The next `size` bytes of `stream`, which is called `name`. Where it ends before them, that is a ReadError."""

    def __init__(self, stream: BinaryIO, size: int, name: str) -> None:
        super().__init__()
        self._stream = stream
        self._left = size
        self._name = name

    def _take(self, size: int) -> bytes:
        if not self._left or not size:
            return b""
        block = self._stream.read(min(size, self._left))
        if not block:
            raise ReadError(f"{self._name}: ends {self._left} bytes too early")
        self._left -= len(block)
        return block

    def skip(self) -> None:
        """Go to the end of the window."""
        while self._left:
            self._take(BLOCK)


def exactly(stream: BinaryIO, size: int) -> bytes:
    """The next `size` bytes, or those before the end of the stream."""
    blocks = []
    while size and (block := stream.read(size)):
        blocks.append(block)
        size -= len(block)
    return b"".join(blocks)


def head(stream: BinaryIO, size: int) -> tuple[bytes, bool]:
    """The first `size` bytes, or those before the end or the first error, which the next read raises; and whether they are all."""
    held = b""
    try:
        while len(held) < size:
            block = stream.read(size - len(held))
            if not block:
                return held, True
            held += block
    except ReadError:
        if not held:
            raise
    return held, False
