"""What is used of Whoosh without its promise is still what it was: a new version that changes it fails here by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest
import whoosh
from whoosh import index as whoosh_index
from whoosh.codec.base import Codec, Segment, TermsReader
from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader, W3Segment
from whoosh.collectors import Collector
from whoosh.fields import ID, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, clean_files
from whoosh.reading import SegmentReader
from whoosh.searching import Searcher
from whoosh.writing import SegmentWriter

from wiresearch.dispatch import Dispatch, Provenance
from wiresearch.engines import open_writer
from wiresearch.engines.whoosh.internals import committed, finish_segment, publish, terms_of


@pytest.fixture
def plain(tmp_path: Path) -> FileIndex:
    return whoosh_index.create_in(str(tmp_path), Schema(key=ID(stored=True)))


def test_the_version_is_the_one_that_was_tried() -> None:
    assert whoosh.__version__[:2] == (3, 54)


def test_a_segment_is_finished_without_a_commit_and_published_by_a_table_of_contents(plain: FileIndex, tmp_path: Path) -> None:
    writer = SegmentWriter(plain, _lk=False)
    writer.add_document(key="a")
    segment = finish_segment(writer)
    assert writer.is_closed
    assert committed(plain) == ([], 0)
    publish(plain, [segment], 1)
    assert committed(plain) == ([segment], 1)
    reader = whoosh_index.open_dir(str(tmp_path)).reader()
    assert isinstance(terms_of(reader), TermsReader)
    assert [fields for _, fields in reader.iter_docs()] == [{"key": "a"}]
    reader.close()
    publish(plain, [], 2)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".toc"]


@pytest.mark.parametrize(
    ("function", "parameters"),
    [
        (SegmentWriter._flush_segment, ["self"]),
        (SegmentWriter._finalize_segment, ["self"]),
        (SegmentWriter._finish, ["self"]),
        (FileIndex._read_toc, ["self"]),
        (TOC.__init__, ["self", "schema", "segments", "generation", "version", "release"]),
        (TOC.write, ["self", "storage", "indexname"]),
        (clean_files, ["storage", "indexname", "gen", "segments"]),
        (W3Segment.__init__, ["self", "codec", "indexname", "doccount", "segid", "deleted"]),
        (W3PerDocReader.__init__, ["self", "storage", "segment"]),
        (Codec.terms_reader, ["self", "storage", "segment"]),
        (Codec.per_document_reader, ["self", "storage", "segment"]),
        (Codec.field_writer, ["self", "storage", "segment"]),
        (Codec.new_segment, ["self", "storage", "indexname"]),
        (Segment.should_assemble, ["self"]),
        (Collector.run, ["self"]),
        (Searcher.search_with_collector, ["self", "q", "collector", "context"]),
        (FileStorage.create_file, ["self", "name", "excl", "mode", "kwargs"]),
        (FileStorage.rename_file, ["self", "oldname", "newname", "safe"]),
    ],
    ids=lambda value: getattr(value, "__qualname__", ""),
)
def test_its_parameters_are_as_they_were(function: Callable[..., object], parameters: list[str]) -> None:
    assert list(inspect.signature(function).parameters) == parameters


def test_the_table_of_contents_holds_our_classes_by_name(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        writer.add(Dispatch(Provenance("a.txt", 0, 1, "0" * 64, "seed", "ascii"), key="a" * 16))
    (segment,) = committed(whoosh_index.open_dir(str(tmp_path)))[0]
    names = {type(part).__module__ + "." + type(part).__qualname__ for part in (segment, segment.codec())}
    assert names == {"wiresearch.engines.whoosh.codec.ArraySegment", "wiresearch.engines.whoosh.codec.ArrayCodec"}
    assert isinstance(segment.codec(), W3Codec)
    assert {"_storage", "_segment", "_doccount"} <= vars(_documents(tmp_path)).keys()


def _documents(folder: Path) -> W3PerDocReader:
    reader = whoosh_index.open_dir(str(folder)).reader()
    assert isinstance(reader, SegmentReader)
    documents = reader._perdoc
    reader.close()
    return documents
