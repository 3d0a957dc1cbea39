"""Files of an index: synced before a commit shows, one writer at a time, and damage told in our own errors."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import pickle
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import EmptyIndexError, FileIndex
from whoosh.reading import CorruptIndexError

from wiresearch.engines.whoosh.record import ZstdError
from wiresearch.engines.whoosh.schema import make_schema
from wiresearch.errors import EngineError, IndexDamaged, IndexLocked, IndexNotFound, SchemaMismatch, WiresearchError, rebuild

_POLL_SECONDS = 0.05
_DAMAGE = (FileNotFoundError, EOFError, struct.error, ZstdError, json.JSONDecodeError, pickle.UnpicklingError, CorruptIndexError)


@contextmanager
def reported(folder: Path) -> Iterator[None]:
    """Exceptions of Whoosh and of the system in the block become ours: IndexDamaged for what bad bytes raise, else EngineError."""
    try:
        yield
    except WiresearchError:
        raise
    except _DAMAGE as error:
        raise _damaged(folder, error) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # Whoosh seeks wherever the bytes tell it to
            raise _damaged(folder, error) from error
        raise EngineError(f"cannot use the index in {folder}: {error.strerror or error}") from error
    except Exception as error:
        raise EngineError(f"the engine failed on {folder} ({_told(error)})") from error


def _damaged(folder: Path, error: Exception) -> IndexDamaged:
    return IndexDamaged(f"the index in {folder} is damaged ({_told(error)})", rebuild(folder.parent))


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0]


def open_index(storage: FileStorage) -> FileIndex:
    """The Whoosh index in `storage`.

    Raises IndexNotFound; SchemaMismatch for one made with another table of fields; IndexDamaged when its table of
    contents cannot be read.
    """
    folder = Path(storage.folder)
    with reported(folder):
        try:
            index = FileIndex(storage)
            names = index.schema.names()
        except EmptyIndexError as error:
            raise IndexNotFound(f"no index in {folder}", "make one: wiresearch index PATH") from error
        except OSError:
            raise
        except Exception as error:  # bytes that are no pickle can make a pickle raise anything
            raise _damaged(folder, error) from error
        if names != make_schema().names():
            raise SchemaMismatch(f"the index in {folder} was made with other fields", rebuild(folder.parent))
        return index


class ReadStorage(FileStorage):
    """A folder to read that remembers what it opened, for Whoosh leaves open a file whose content it refuses."""

    def __init__(self, folder: Path) -> None:
        FileStorage.__init__(self, str(folder), readonly=True)
        self._opened: list[StructFile] = []

    def open_file(self, name: str, **options: Any) -> Any:
        self._opened.append(FileStorage.open_file(self, name, **options))
        return self._opened[-1]

    def abandon(self) -> None:
        """Close what is still open, after a failure."""
        for file in self._opened:
            if not file.is_closed:
                file.close()


class DurableStorage(FileStorage):
    """A folder in which whatever was created is synced before a rename, and the folder after it.

    Whoosh publishes a commit by renaming its table of contents and syncs nothing itself.
    """

    def __init__(self, folder: Path) -> None:
        FileStorage.__init__(self, str(folder))
        self._created: set[str] = set()

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **options: Any) -> Any:
        self._created.add(name)
        return FileStorage.create_file(self, name, excl, mode, **options)

    def rename_file(self, frm: str, to: str, safe: bool = False) -> None:
        for name in filter(self.file_exists, self._created):
            _sync(Path(self.folder, name))
        _sync(Path(self.folder))
        self._created.clear()
        FileStorage.rename_file(self, frm, to, safe=safe)
        _sync(Path(self.folder))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class WriteLock:
    """The one writer of `folder`, by flock: a lock whose process died is free. Raises IndexLocked after `timeout` seconds."""

    def __init__(self, folder: Path, timeout: float) -> None:
        self._file = os.open(folder / "writer.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        deadline = time.monotonic() + timeout
        while not self._acquired():
            if time.monotonic() >= deadline:
                holder = os.pread(self._file, 20, 0).decode(errors="replace")
                os.close(self._file)
                raise IndexLocked(f"the index is being written by process {holder or 'unknown'}", "wait for it, or give --lock-timeout")
            time.sleep(_POLL_SECONDS)
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode(), 0)

    def _acquired(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Let others write."""
        os.ftruncate(self._file, 0)
        os.close(self._file)
