"""A file as the documents in it: itself, or the members of archives in archives, compressed or not, in any order.

Members are streamed: nothing is written anywhere, and no name that an archive gives is ever opened. Only regular members
are read. Each thing that is not read comes with its reason, once.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, cast

from wiresearch.config import Limits
from wiresearch.dispatch import RawDocument
from wiresearch.errors import ReadError, Skipped
from wiresearch.sources import magic, tars, warcs, zips
from wiresearch.sources.entry import Entry
from wiresearch.sources.streams import Account, Ahead, Exhausted, Stream, exactly, head
from wiresearch.sources.unpacking import Unpacked

README = re.compile(r"README(\.\w+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """One document of a file, under the `name` that its provenance gives: that of the file, and `!inner` for each archive.

    Reading `document` before the next member is asked for is quick; later, the file is walked through anew. Without one,
    `skipped` or `failed` is the reason.
    """

    name: str
    document: RawDocument | None = None
    skipped: str | None = None
    failed: str | None = None


class Walk:
    """The documents in the file `name`, which `opened` opens anew each time. `encoding` is the user's override."""

    def __init__(self, name: str, opened: Callable[[], BinaryIO], limits: Limits, encoding: str | None = None) -> None:
        self._name = name
        self._opened = opened
        self._limits = limits
        self._encoding = encoding

    def members(self) -> Iterator[Member]:
        """Each in the order of the file; a fault of the file itself, or of an archive in it, comes behind its members."""
        walk = self._found()
        for number, (name, found) in enumerate(walk):
            match found:
                case Skipped():
                    yield Member(name, skipped=found.message)
                case ReadError():
                    yield Member(name, failed=found.message.removeprefix(f"{name}: "))
                case _:
                    opener = _Opener(self, walk, number, name, found)
                    yield Member(name, RawDocument(name, found.head, opener, self._encoding))
                    opener.passed = True

    def again(self, number: int, name: str) -> BinaryIO:
        """A fresh stream of the document `name`, which was found as that `number`, from 0. Raises ReadError."""
        walk = self._found()
        called, found = next(islice(walk, number, None), ("", None))
        if called != name or not isinstance(found, _Text):
            raise ReadError(f"{name}: changed while it was read")
        return cast(BinaryIO, _Kept(found.stream(), walk))

    def _found(self) -> Iterator[tuple[str, _Text | ReadError]]:
        try:
            with self._opened() as file:
                yield from self._inside(self._name, file, Account(self._name, self._limits), 0)
        except ReadError as error:
            yield self._name, error

    def _inside(
        self, name: str, stream: BinaryIO, account: Account, depth: int, packings: int = 0
    ) -> Iterator[tuple[str, _Text | ReadError]]:
        """What a stream holds; `depth` archives and packed packings are around it. Raises ReadError where it cannot be read on."""
        beginning, whole = head(stream, magic.HEAD)
        rest = cast(BinaryIO, Ahead(stream, beginning))
        if packing := magic.packing(beginning):
            self._check(name, depth + bool(packings))
            unpacked = cast(BinaryIO, Unpacked(rest, name, packing, account))
            yield from self._inside(name, unpacked, account, depth + bool(packings), packings + 1)
        elif archive := magic.archive(beginning):
            self._check(name, depth + 1)
            match archive:
                case "zip":
                    entries = zips.entries(self._seekable(stream, rest, name), name, account)
                case "warc":
                    entries = warcs.entries(rest, name, account)
                case _:
                    entries = tars.entries(rest, name)
            yield from self._entries(name, entries, account, depth + 1)
        elif what := magic.binary(beginning):
            yield name, Skipped(f"{what}, not text")
        else:
            yield name, _Text(beginning, None if whole else rest)

    def _entries(self, name: str, entries: Iterator[Entry], account: Account, depth: int) -> Iterator[tuple[str, _Text | ReadError]]:
        """The members of an archive; one that cannot be read stops none of the others."""
        names = Counter[str]()
        for entry in entries:
            account.add_member()
            names[entry.name] += 1
            called = f"{name}!{entry.name}" + (f"#{names[entry.name]}" if names[entry.name] > 1 else "")
            reason = entry.skipped or _passed_over(entry.name)
            if reason is not None:
                yield called, Skipped(reason)
            elif entry.stream is None:
                yield called, ReadError(entry.failed or "")
            elif entry.size > self._limits.member_bytes:
                yield called, ReadError(f"longer than limits.member_bytes ({self._limits.member_bytes})")
            else:
                try:
                    yield from self._inside(called, entry.stream, account, depth)
                except Exhausted:
                    raise
                except ReadError as error:
                    yield called, error
        if not names:
            yield name, Skipped("an archive without a file in it")

    def _check(self, name: str, depth: int) -> None:
        if depth > self._limits.archive_depth:
            raise ReadError(f"{name}: lies deeper than limits.archive_depth ({self._limits.archive_depth})")

    def _seekable(self, stream: BinaryIO, rest: BinaryIO, name: str) -> BinaryIO:
        """The file itself; of a zip archive inside something else a copy in memory, for its directory stands at the end."""
        if stream.seekable():
            return stream
        held = exactly(rest, self._limits.nested_bytes + 1)
        if len(held) > self._limits.nested_bytes:
            raise ReadError(f"{name}: a zip archive in another and longer than limits.nested_bytes ({self._limits.nested_bytes})")
        return io.BytesIO(held)


@dataclass(frozen=True, slots=True)
class _Text:
    """Bytes that may be read: the first of them, and a stream of all that can be read once (None: they are all)."""

    head: bytes
    once: BinaryIO | None

    def stream(self) -> BinaryIO:
        return io.BytesIO(self.head) if self.once is None else self.once


class _Opener:
    """Opens a document: the first time where the walk stands, later, or when that has `passed`, by a walk of its own."""

    def __init__(self, walks: Walk, walk: Iterator[object], number: int, name: str, found: _Text) -> None:
        self._walks = walks
        self._walk = walk
        self._number = number
        self._name = name
        self._found = found
        self.passed = False

    def __call__(self) -> BinaryIO:
        if self._found.once is None or not self.passed:
            self.passed = True
            return cast(BinaryIO, _Kept(self._found.stream(), self._walk))
        return self._walks.again(self._number, self._name)


class _Kept(Stream):
    """`stream`, and the walk that it is part of, which ends when nobody holds it; to close this ends no walk that goes on."""

    def __init__(self, stream: BinaryIO, walk: Iterator[object]) -> None:
        super().__init__()
        self._stream = stream
        self._walk = walk

    def _take(self, size: int) -> bytes:
        return self._stream.read(size)


def _passed_over(name: str) -> str | None:
    """Why a member of that name is not read, as a file of that name below a folder would not be."""
    *folders, base = name.split("/")
    if any(part.startswith(".") and part.strip(".") for part in (*folders, base)):
        return "hidden"
    return "a README" if README.fullmatch(base) else None
