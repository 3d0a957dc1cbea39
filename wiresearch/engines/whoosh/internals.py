"""Whatever of Whoosh is used that it does not promise, in one place; tests/engines/whoosh/test_internals.py guards each.

Overridden where Whoosh calls them: `SegmentWriter._flush_segment` (segment_writer.py), `Segment.should_assemble`,
`Codec.field_writer`, `terms_reader`, `per_document_reader`, `new_segment` and `length_stats` (codec.py),
`Collector.run` (collect.py), `FileStorage.create_file` and `rename_file` (storage.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from whoosh.codec.base import Segment, TermsReader
from whoosh.index import TOC, FileIndex, clean_files
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter


def terms_of(reader: SegmentReader) -> TermsReader:
    """The codec's reader of terms inside a reader of one segment."""
    terms: TermsReader = reader._terms
    return terms


def committed(index: FileIndex) -> tuple[list[Segment], int]:
    """The segments of the last commit, and its generation."""
    toc = index._read_toc()
    return toc.segments, toc.generation


def publish(index: FileIndex, segments: Sequence[Segment], generation: int) -> None:
    """Commit: write the table of contents of a generation, and remove the files that no segment of it owns."""
    TOC(index.schema, list(segments), generation).write(index.storage, index.indexname)
    clean_files(index.storage, index.indexname, generation, segments)


def finish_segment(writer: SegmentWriter) -> Segment:
    """Write the segment of a writer, which is closed, without a commit."""
    segment: Segment = writer._finalize_segment()
    writer._finish()
    return segment


def cancel(writer: SegmentWriter) -> None:
    """Close a writer and throw away what it holds."""
    writer.cancel()
