"""Batches of dispatches into Whoosh segments."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from whoosh.codec.base import Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import IndexReader, SegmentReader
from whoosh.writing import SegmentWriter

from wiresearch.dispatch import Dispatch
from wiresearch.engines.whoosh.schema import document, make_schema, value_term
from wiresearch.engines.whoosh.storage import DurableStorage, WriteLock, open_index, reported
from wiresearch.errors import IndexNotFound

MOST_SEGMENTS, LARGE_SEGMENTS = 10, 5
_MEMORY_MB = 256


def merge_small(writer: SegmentWriter, segments: list[Segment]) -> list[Segment]:
    """A Whoosh merge policy: from the tenth segment on, all but the five largest go into the new one.

    Whoosh's own never merges segments of more than some tens of documents.
    """
    largest = sorted((s for s in segments if s.doc_count()), key=lambda s: s.doc_count(), reverse=True)
    if len(largest) < MOST_SEGMENTS:
        return largest
    for segment in largest[LARGE_SEGMENTS:]:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return largest[:LARGE_SEGMENTS]


def _opened_or_made(storage: FileStorage) -> FileIndex:
    try:
        return open_index(storage)
    except IndexNotFound:
        made: FileIndex = FileIndex.create(storage, make_schema())
        return made


class WhooshWriter:
    """Writer over the files in `folder`, made if it is not there.

    Raises IndexLocked when another process still writes after `lock_timeout` seconds, IndexDamaged when what is there
    cannot be read.
    """

    def __init__(self, folder: Path, *, lock_timeout: float = 0.0) -> None:
        self._folder = folder
        self._batch: SegmentWriter | None = None
        self._before: IndexReader | None = None
        self._added: dict[str, int] = {}
        with reported(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = WriteLock(folder, lock_timeout)
            try:
                storage: FileStorage = DurableStorage(folder)
                self._index = _opened_or_made(storage)
            except BaseException:
                self._lock.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with closing(self._lock), reported(self._folder):
            try:
                if kind is None:
                    self.commit()
            finally:
                self._discard()

    def add(self, dispatch: Dispatch) -> None:
        """Add the dispatch, in place of any other of the same `key`, in this batch or before."""
        with reported(self._folder):
            values = document(dispatch)
            batch = self._open()
            self._remove(batch, dispatch.key)
            self._added[dispatch.key] = batch.docnum
            batch.add_document(**values)

    def delete(self, key: str) -> None:
        """Take the dispatch of that key out, if it is there."""
        with reported(self._folder):
            self._remove(self._open(), key)

    def commit(self) -> None:
        """Make what was added and deleted so far durable and visible, and go on. Writes nothing if nothing changed."""
        with reported(self._folder):
            batch, self._batch = self._batch, None
            if batch is not None:
                batch.commit(mergetype=merge_small)
            self._discard()

    def _open(self) -> SegmentWriter:
        if self._batch is None:
            self._batch = SegmentWriter(self._index, limitmb=_MEMORY_MB)
            self._before = self._batch.reader()
        return self._batch

    def _remove(self, batch: SegmentWriter, key: str) -> None:
        # Whoosh's own update and delete do not see what this batch added: the same id twice would stay twice.
        if key in self._added:
            batch.newsegment.delete_document(self._added.pop(key))
        term = value_term(key)
        if self._before is not None and ("key", term) in self._before:
            matcher = self._before.postings("key", term)
            while matcher.is_active():
                batch.delete_document(matcher.id())
                matcher.next()

    def _discard(self) -> None:
        """Forget the batch, and what it would have changed."""
        if self._before is not None:
            self._before.close()
            self._before = None
        if self._batch is not None:
            self._batch.cancel()
            self._batch = None
        self._added.clear()
