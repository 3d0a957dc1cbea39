"""Which files there are below the paths that the user named. Only names, sizes and times are looked at; no file is opened."""

# A path is kept as the user wrote it, and pathlib would tidy "./a" away.
# ruff: noqa: PTH100, PTH118, PTH119, PTH208
from __future__ import annotations

import dataclasses
import fnmatch
import hashlib
import os
import re
import stat
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from wiresearch.config import Limits
from wiresearch.dispatch import RawDocument
from wiresearch.errors import ReadError
from wiresearch.sources.members import README
from wiresearch.sources.source import BLOCK, Source

_GENERATION = re.compile(r"gen-\d{6}")


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
            yield from _below(path, exclude, limits, encoding, met)


def find(name: str, limits: Limits) -> RawDocument:
    """The document that a provenance calls `name`: a file, or `outer!inner`. Raises ReadError.

    The shortest beginning that is a file is opened first, so that no name in an archive can stand for a path.
    """
    for end in [*(found.start() for found in re.finditer("!", name)), len(name)]:
        source = next(scan([name[:end]], limits=limits))
        members = () if source.failed or source.skipped else source.members(limits)
        for member in members:
            if member.name == name and member.document is not None:
                return member.document
    raise ReadError(f"{name}: {source.failed or source.skipped or 'not there any more'}")


def _below(root: str, exclude: Sequence[str], limits: Limits, encoding: str | None, met: set[tuple[int, int]]) -> Iterator[Source]:
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
        source = dataclasses.replace(source, size=entry.st_size, mtime_ns=entry.st_mtime_ns, skipped=refusal, file=file)
        too_long = refusal is None and entry.st_size > limits.source_bytes
        yield dataclasses.replace(source, failed=_too_long(limits)) if too_long else source


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
    if README.fullmatch(base):
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
            while block := stdin.read(BLOCK):
                size += len(block)
                digest.update(block)
                if size > limits.source_bytes:
                    return dataclasses.replace(source, failed=_too_long(limits))
                spool.write(block)
    except (OSError, ValueError) as error:
        return dataclasses.replace(source, failed=_reason(error))
    unlink.detach()
    source = dataclasses.replace(source, path=f"-/{digest.hexdigest()}")
    weakref.finalize(source, os.unlink, spool.name)
    return source


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _too_long(limits: Limits) -> str:
    return f"longer than limits.source_bytes ({limits.source_bytes})"
