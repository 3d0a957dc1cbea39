"""A segment from documents: records to Whoosh's column, everything else to the array file."""

from __future__ import annotations

from array import array

import numpy as np
from whoosh.codec.base import Segment
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from wiresearch.engines.whoosh.arrays import ArrayWriter
from wiresearch.engines.whoosh.batch import TextBatch, ValueBatch, number_column
from wiresearch.engines.whoosh.codec import ARRAYS, ArrayCodec
from wiresearch.engines.whoosh.document import Document
from wiresearch.engines.whoosh.internals import finish_segment
from wiresearch.engines.whoosh.schema import FILLED, NUMBER_COLUMNS, RECORD, RECORD_COLUMN, TEXT_GROUPS, VALUE_FIELDS
from wiresearch.fields import FIELDS
from wiresearch.words import fold_value

MOST_DISPATCHES, MOST_CHARACTERS, MOST_BYTES = 50_000, 48 << 20, 256 << 20


class BatchWriter(SegmentWriter):
    """Whoosh's writer of one segment, which takes documents and writes their arrays when it is flushed."""

    def __init__(self, index: FileIndex) -> None:
        # The lock is the caller's: one for many segments.
        SegmentWriter.__init__(self, index, codec=ArrayCodec(), _lk=False)
        self._texts = {group: TextBatch(fields) for group, fields in TEXT_GROUPS.items()}
        self._values = {
            name: ValueBatch(fold_value if field.kind == "keyword" else str, facet=field.facet) for name, field in VALUE_FIELDS.items()
        }
        self._numbers = {name: array("q") for name in NUMBER_COLUMNS}
        self._filled = array("Q")
        self._bytes = 0
        self._characters = 0

    @property
    def full(self) -> bool:
        """Whether the segment is to be written now: it has as many dispatches, characters or bytes as one may have."""
        return self.docnum >= MOST_DISPATCHES or self._characters >= MOST_CHARACTERS or self._bytes >= MOST_BYTES

    def add(self, document: Document) -> None:
        """Add a document as the next."""
        self._bytes += len(document.record)
        self.perdocwriter.start_doc(self.docnum)
        self.perdocwriter.add_column_value(RECORD, RECORD_COLUMN, document.record)
        self.perdocwriter.finish_doc()
        for text, joined in zip(self._texts.values(), document.texts, strict=True):
            self._characters += len(joined)
            if joined:
                text.add(self.docnum, joined)
        for batch, values in zip(self._values.values(), document.values, strict=True):
            batch.add(values)
        for column, number in zip(self._numbers.values(), document.numbers, strict=True):
            column.append(number)
        self._filled.append(document.filled)
        self._added = True
        self.docnum += 1

    def finish(self) -> Segment:
        """Write the segment; it is in no table of contents yet."""
        return finish_segment(self)

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        self.fieldwriter.close()
        with self.newsegment.create_file(self.storage, ARRAYS) as target:
            file = ArrayWriter(target)
            # Each is let go when it is written, and text comes last: to invert it takes the most memory.
            for name in VALUE_FIELDS:
                self._values.pop(name).write(file, name)
            for name, numbers in self._numbers.items():
                file.add(name, number_column(np.array(numbers, np.int64), NUMBER_COLUMNS[name]))
            file.add(FILLED, np.array(self._filled, np.uint64))
            for group in TEXT_GROUPS:
                self._texts.pop(group).write(file, group, self.docnum)
            file.finish(self.docnum, {"fields": [field.name for field in FIELDS]})
