"""One file that is to be read, and how it is opened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from wiresearch.config import Limits
from wiresearch.dispatch import RawDocument
from wiresearch.errors import ReadError, Skipped
from wiresearch.sources.members import Member, Walk
from wiresearch.sources.streams import File, regular

BLOCK = 1 << 18
_DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Source:
    """One file, or standard input.

    `name` is the path as the user gave it, joined with "/" below a folder; `path` is absolute, for standard input "-/"
    and the sha256 of its bytes (a name that is not text holds surrogate escapes). `size` is in bytes, `mtime_ns` in
    nanoseconds, both 0 for standard input. `skipped` or `failed` is the reason why it is not to be opened. `file` is
    what is opened, `encoding` the user's override.
    """

    name: str
    path: str
    size: int = 0
    mtime_ns: int = 0
    skipped: str | None = None
    failed: str | None = None
    file: str = ""
    encoding: str | None = None

    def members(self, limits: Limits) -> Iterator[Member]:
        """The documents in it: itself, or the members of an archive. What cannot be read is among them; nothing is raised."""
        return Walk(self.name, lambda: cast(BinaryIO, self._open()), limits, self.encoding).members()

    def load(self, limits: Limits = _DEFAULT_LIMITS) -> RawDocument:
        """The document, of a file that is no archive. Raises Skipped for what is no text, ReadError for what cannot be read."""
        member = next(self.members(limits))
        if member.skipped is not None:
            raise Skipped(member.skipped)
        if member.document is None:
            raise ReadError(f"{member.name}: {member.failed}")
        return member.document

    def sha256(self) -> str:
        """Hex digest of the file as it lies there, nothing unpacked. Raises ReadError."""
        digest = hashlib.sha256()
        with self._open() as file:
            while block := file.read(BLOCK):
                digest.update(block)
        return digest.hexdigest()

    def _open(self) -> File:
        refusal = self.skipped or self.failed
        if refusal is not None:
            raise ReadError(f"{self.name}: {refusal}")
        return regular(self.file, self.name)
