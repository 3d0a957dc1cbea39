"""Paths and standard input to sources: where the bytes are. What they mean is the readers' business.

`scan` only looks at names, sizes and times; a file is opened by `load`. Only regular files are ever read, and a link
is followed only while it stays below the folder that the user named.
"""

# A path is kept as the user wrote it, and pathlib would tidy "./a" away.
# ruff: noqa: PTH100, PTH118, PTH119, PTH208
from __future__ import annotations

import dataclasses
import fnmatch
import gzip
import hashlib
import io
import os
import re
import stat
import tempfile
import unicodedata
import weakref
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

from wiresearch.config import Limits
from wiresearch.dispatch import RawDocument
from wiresearch.errors import ReadError, Skipped

HEAD = 20_000
RATIO = 200
SPOOL = 16
_BLOCK = 1 << 18
_GZIP = b"\x1f\x8b"
_BINARY = (
    (0, b"%PDF-", "a PDF document"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (0, b"GIF87a", "a GIF picture"),
    (0, b"GIF89a", "a GIF picture"),
    (0, b"ID3\x03", "an MP3 sound"),
    (0, b"ID3\x04", "an MP3 sound"),
    (4, b"ftyp", "an MP4 film"),
    (0, b"\x7fELF", "a program"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
    (0, b"SQLite format 3\x00", "a SQLite database"),
    (0, b"PK\x03\x04", "a zip archive"),
    (0, b"PK\x05\x06", "a zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"BZh", "bzip2 data"),
    (0, b"\xfd7zXZ\x00", "xz data"),
    (0, b"\x28\xb5\x2f\xfd", "zstd data"),
    (0, _GZIP, "gzip data inside gzip data"),
)
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_README = re.compile(r"README(\.\w+)?", re.IGNORECASE)
_GENERATION = re.compile(r"gen-\d{6}")
_TO_TWO_BYTES, _SHIFTS = b"\x1b$", b"\x0e\x0f"
"""ISO-2022 goes over to another alphabet by ESC $, and from then on by control characters."""
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b"))


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Source:
    """One file, or standard input.

    `name` is the path as the user gave it, joined with "/" below a folder; `path` is absolute, for standard input "-/"
    and the sha256 of its bytes (a name that is not text holds surrogate escapes). `size` is in bytes, `mtime_ns` in
    nanoseconds, both 0 for standard input. `skipped` or `failed` is the reason why it is not to be loaded. `file` is
    what `load` opens, `encoding` the user's override.
    """

    name: str
    path: str
    size: int = 0
    mtime_ns: int = 0
    skipped: str | None = None
    failed: str | None = None
    file: str = ""
    encoding: str | None = None

    def load(self) -> RawDocument:
        """The document with its head, gzip undone. Raises Skipped for what is no text, ReadError if it cannot be read."""
        with self.open() as stream:
            head = _head(stream)
        what = _binary(head)
        if what is not None:
            raise Skipped(f"{what}, not text")
        return RawDocument(self.name, head, self.open, self.encoding)

    def open(self) -> BinaryIO:
        """A fresh stream of the bytes, gzip undone; `read(n)` may give fewer than n. Raises ReadError, now or while it is read."""
        return cast(BinaryIO, _Stream(self._open(), self.name))

    def sha256(self) -> str:
        """Hex digest of the file as it lies there, gzip not undone. Raises ReadError."""
        digest = hashlib.sha256()
        with self._open() as file:
            try:
                while block := file.read(_BLOCK):
                    digest.update(block)
            except OSError as error:
                raise ReadError(f"{self.name}: {_reason(error)}") from error
        return digest.hexdigest()

    def _open(self) -> io.FileIO:
        refusal = self.skipped or self.failed
        if refusal is not None:
            raise ReadError(f"{self.name}: {refusal}")
        try:
            descriptor = os.open(self.file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise ReadError(f"{self.name}: {_reason(error)}") from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise ReadError(f"{self.name}: no longer a regular file")
        return io.FileIO(descriptor)


class _Stream(io.RawIOBase):
    """The bytes of `file`, gzip undone. Not buffered: a buffer would lose what it holds when an error comes."""

    def __init__(self, file: io.FileIO, name: str) -> None:
        self._file = file
        self._name = name
        self._given = 0
        self._most: int | None = None
        self._take: Callable[[int], bytes] = file.read
        if file.read(2) == _GZIP:
            self._most = RATIO * os.fstat(file.fileno()).st_size + _BLOCK
            self._take = gzip.GzipFile(fileobj=cast(BinaryIO, file)).read1
        file.seek(0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # collections.abc.Buffer is of 3.12
        try:
            block = self._take(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            raise ReadError(f"{self._name}: cannot read on after byte {self._given}: {error}") from error
        self._given += len(block)
        if self._most is not None and self._given > self._most:
            raise ReadError(f"{self._name}: unpacks to more than {RATIO} times its size")
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._file.close()
        super().close()


def scan(
    paths: Sequence[str], *, exclude: Sequence[str] = (), limits: Limits, encoding: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Source]:
    """Every source of `paths` (files, folders, "-" for `stdin`), in the order of names below a folder; opens no file.

    `exclude` are globs, matched against the path below the folder given and against the last part of it. What is not
    to be read comes too, with the reason; nothing is raised.
    """
    met: set[tuple[int, int]] = set()
    for path in paths:
        if path == "-":
            yield _standard_input(stdin, limits, encoding)
        else:
            yield from _below(path, exclude, encoding, met)


def _below(root: str, exclude: Sequence[str], encoding: str | None, met: set[tuple[int, int]]) -> Iterator[Source]:
    """The sources of one path; `met` holds device and inode of every folder entered so far."""
    waiting = [""]
    top = ""
    while waiting:
        below = waiting.pop()
        name = os.path.join(root.rstrip("/") or "/", below) if below else root
        source = Source(name, os.path.abspath(name), encoding=encoding)
        try:
            top = top or os.path.realpath(root)
            file, entry, refusal = _look(top, below, exclude)
            if refusal is None and stat.S_ISDIR(entry.st_mode):
                children = os.listdir(file)
                if (entry.st_dev, entry.st_ino) in met:
                    refusal = "a folder met before"
                elif _is_index(children):
                    refusal = "an index"
                else:
                    met.add((entry.st_dev, entry.st_ino))
                    waiting.extend(os.path.join(below, child) for child in sorted(children, reverse=True))
                    continue
        except (OSError, ValueError) as error:
            yield dataclasses.replace(source, failed=_reason(error))
            continue
        yield dataclasses.replace(source, size=entry.st_size, mtime_ns=entry.st_mtime_ns, skipped=refusal, file=file)


def _is_index(children: Sequence[str]) -> bool:
    """Whether a folder is an index (layout.py), be it one that is just being built: what it holds was read elsewhere."""
    return not {"CURRENT", "writer.lock"}.isdisjoint(children) and any(map(_GENERATION.fullmatch, children))


def _look(top: str, below: str, exclude: Sequence[str]) -> tuple[str, os.stat_result, str | None]:
    """The real path of one entry, what it is, and why it is not to be read (None: it is a file or folder to read)."""
    file = os.path.join(top, below) if below else top
    entry = os.lstat(file)
    base = os.path.basename(below)
    if base.startswith("."):
        return file, entry, "hidden"
    if _README.fullmatch(base):
        return file, entry, "a README"
    for glob in exclude:
        if below and any(fnmatch.fnmatchcase(text, glob.rstrip("/")) for text in (below, base)):
            return file, entry, f"excluded by {glob}"
    if stat.S_ISLNK(entry.st_mode):
        file = os.path.realpath(file)
        if not os.path.join(file, "").startswith(os.path.join(top, "")):
            return file, entry, "a link that leads outside"
        entry = os.lstat(file)
        if stat.S_ISLNK(entry.st_mode):
            return file, entry, "a link in a circle"
    if stat.S_ISREG(entry.st_mode) or stat.S_ISDIR(entry.st_mode):
        return file, entry, None
    return file, entry, "not a regular file"


def _standard_input(stdin: BinaryIO | None, limits: Limits, encoding: str | None) -> Source:
    """Standard input as a source of its own for each content, in a temporary file for as long as somebody holds the source."""
    source = Source("-", "-", encoding=encoding)
    if stdin is None:
        return dataclasses.replace(source, failed="standard input is not open")
    try:
        with tempfile.NamedTemporaryFile(prefix="wiresearch-", delete=False) as spool:
            source = dataclasses.replace(source, file=spool.name)
            unlink = weakref.finalize(source, os.unlink, spool.name)
            size, digest = 0, hashlib.sha256()
            while block := stdin.read(_BLOCK):
                size += len(block)
                digest.update(block)
                if size > SPOOL * limits.source_bytes:
                    return dataclasses.replace(source, failed=f"longer than {SPOOL} times limits.source_bytes ({limits.source_bytes})")
                spool.write(block)
    except (OSError, ValueError) as error:
        return dataclasses.replace(source, failed=_reason(error))
    unlink.detach()
    source = dataclasses.replace(source, path=f"-/{digest.hexdigest()}")
    weakref.finalize(source, os.unlink, spool.name)
    return source


def _head(stream: BinaryIO) -> bytes:
    """The first HEAD bytes, or as many as there are before the end or the first error."""
    head = b""
    try:
        while len(head) < HEAD and (block := stream.read(HEAD - len(head))):
            head += block
    except ReadError:
        if not head:
            raise
    return head


def _binary(head: bytes) -> str | None:
    """What a file that is no text is, or None. Text of two bytes a letter has controls in one half, or is letters in 16 bits."""
    for offset, magic, what in _BINARY:
        if head.startswith(magic, offset):
            return what
    text = head.translate(None, _SHIFTS) if _TO_TWO_BYTES in head else head
    controls, left, right = (len(part) - len(part.translate(None, _CONTROLS)) for part in (text, text[::2], text[1::2]))
    wide = head.startswith(_UTF16_BOMS) or max(left, right) * 10 >= controls * 9
    return "binary data" if controls * 12 > len(head) and not wide and not _is_utf16(head) else None


def _is_utf16(head: bytes) -> bool:
    """Whether the pairs of bytes, one way or the other, are assigned characters, but for one in 500, and mostly letters."""
    for codec in ("utf-16-le", "utf-16-be"):
        kinds = Counter("C" if c == "\ufffd" else "Z" if c.isspace() else unicodedata.category(c)[0] for c in head.decode(codec, "replace"))
        if kinds["C"] * 500 < kinds.total() < kinds["L"] * 2:
            return True
    return False


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
