"""Paths and standard input to sources: where the bytes are. What they mean is the readers' business.

`scan` only looks at names, sizes and times; a file is opened by `load`. Only regular files are ever read, and a link
is followed only while it stays below the folder that the user named.
"""

from __future__ import annotations

import fnmatch
import gzip
import hashlib
import io
import os
import stat
import tempfile
import weakref
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from wiresearch.config import Limits
from wiresearch.dispatch import RawDocument
from wiresearch.errors import ReadError, Skipped

HEAD = 20_000
RATIO = 200
_BLOCK = 1 << 18
_GZIP = b"\x1f\x8b"
_BINARY = (
    (0, b"%PDF-", "a PDF document"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (0, b"GIF87a", "a GIF picture"),
    (0, b"GIF89a", "a GIF picture"),
    (0, b"II*\x00", "a TIFF picture"),
    (0, b"MM\x00*", "a TIFF picture"),
    (8, b"WEBP", "a WebP picture"),
    (8, b"WAVE", "a WAV sound"),
    (0, b"ID3", "an MP3 sound"),
    (0, b"\xff\xfb", "an MP3 sound"),
    (0, b"OggS", "an Ogg sound or film"),
    (4, b"ftyp", "an MP4 film"),
    (0, b"\x1aE\xdf\xa3", "a Matroska film"),
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
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b"))


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Source:
    """One file, or standard input.

    `name` is the path as the user gave it, joined with "/" below a folder; `path` is absolute, "-" for standard input
    (names that are not text hold surrogate escapes). `size` is in bytes, `mtime_ns` in nanoseconds. `skipped` or
    `failed` is the reason why it is not to be loaded. `file` is what `load` opens.
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
        if self.skipped is not None or self.failed is not None:
            raise ReadError(f"{self.name}: {self.skipped or self.failed}")
        with self.open() as stream:
            head = _head(stream)
        what = _binary(head)
        if what is not None:
            raise Skipped(f"{what}, not text")
        return RawDocument(self.name, head, self.open, self.encoding)

    def open(self) -> BinaryIO:
        """A fresh stream of the bytes, gzip undone; `read(n)` may give fewer than n. Raises ReadError."""
        file = self._open()
        try:
            zipped = file.read(2) == _GZIP
            file.seek(0)
        except OSError as error:
            file.close()
            raise ReadError(f"{self.name}: {error.strerror}") from error
        return cast(BinaryIO, _Unzipped(file, self.name, self.size) if zipped else file)

    def sha256(self) -> str:
        """Hex digest of the file as it lies there, gzip not undone. Raises ReadError."""
        with self._open() as file:
            return hashlib.file_digest(cast(BinaryIO, file), "sha256").hexdigest()

    def _open(self) -> io.FileIO:
        try:
            descriptor = os.open(self.file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise ReadError(f"{self.name}: {error.strerror}") from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise ReadError(f"{self.name}: no longer a regular file")
        return io.FileIO(descriptor)


def scan(
    paths: Sequence[str], *, exclude: Sequence[str] = (), limits: Limits, encoding: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Source]:
    """Every source of `paths` (files, folders, "-" for `stdin`), folders in the order of names; opens no file.

    `exclude` are globs, matched against the path below the folder given and against the last part of it. What is not
    to be read comes too, with its reason; nothing is raised.
    """
    folders: set[tuple[int, int]] = set()
    for path in paths:
        if path == "-":
            yield _standard_input(stdin, limits, encoding)
        else:
            yield from _Walk(path, exclude, encoding, folders)


class _Walk:
    """All that is below one path of the user. `folders` holds device and inode of each folder that was met."""

    def __init__(self, root: str, exclude: Sequence[str], encoding: str | None, folders: set[tuple[int, int]]) -> None:
        self._root = root.rstrip("/") or root
        self._absolute = os.path.abspath(root)  # noqa: PTH100 - pathlib has none that leaves links alone
        self._real = os.path.realpath(root)
        self._exclude = exclude
        self._encoding = encoding
        self._folders = folders

    def __iter__(self) -> Iterator[Source]:
        waiting = [""]
        while waiting:
            below = waiting.pop()
            file = os.path.join(self._real, below) if below else self._real  # noqa: PTH118 - a name need not be text
            try:
                entry = os.lstat(file)
                refusal = self._refusal(below, entry)
                if refusal is None and stat.S_ISLNK(entry.st_mode):
                    file = os.path.realpath(file)
                    entry = os.lstat(file)
                    refusal = self._beyond(file)
                if refusal is None and stat.S_ISDIR(entry.st_mode):
                    refusal = self._met(entry)
                    names = [] if refusal else sorted(os.listdir(file), reverse=True)  # noqa: PTH208 - names, not paths
                    waiting.extend(f"{below}/{name}" if below else name for name in names)
                    if refusal is None:
                        continue
                if refusal is None and not stat.S_ISREG(entry.st_mode):
                    refusal = "not a regular file"
            except (OSError, ValueError) as error:
                yield self._source(below, failed=_reason(error))
                continue
            yield self._source(below, size=entry.st_size, mtime_ns=entry.st_mtime_ns, skipped=refusal, file=file)

    def _refusal(self, below: str, entry: os.stat_result) -> str | None:
        name = below.rpartition("/")[2]
        if name.startswith("."):
            return "hidden"
        for glob in self._exclude:
            if below and (fnmatch.fnmatchcase(below, glob.rstrip("/")) or fnmatch.fnmatchcase(name, glob.rstrip("/"))):
                return f"excluded by {glob}"
        return None

    def _beyond(self, file: str) -> str | None:
        inside = file == self._real or file.startswith(self._real.rstrip("/") + "/")
        return None if inside else "a link that leads outside"

    def _met(self, entry: os.stat_result) -> str | None:
        identity = (entry.st_dev, entry.st_ino)
        if identity in self._folders:
            return "a folder that was met before"
        self._folders.add(identity)
        return None

    def _source(self, below: str, **facts: object) -> Source:
        join = "" if self._root.endswith("/") else "/"
        ...
