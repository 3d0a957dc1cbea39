"""CSV and TSV: each row a dispatch, by a mapping of its columns to our fields that the user declares.

Nothing is guessed: a table without a declared mapping is text like any other. The mapping is written, for its sources in
the settings, `columns = "headline=Title; body=Text; date=Published"`: a name of namedfields.py, then the head of the
column. The separator is the one that finds the most of these heads in the first row.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, Provenance, RawDocument, WireWarning
from wiresearch.errors import MalformedDispatch, ReadError, Refused
from wiresearch.readers import jsonrecords, namedfields
from wiresearch.readers.decoding import decided, decode, line_text, lost
from wiresearch.readers.lines import Line, lines_of

NAME = "csv"
VERSION = 1
RECOGNISES = "a first row that has the columns which the settings declare"

_SEPARATORS = ",;\t|"
_LONGEST_CELL = (1 << 31) - 1
"""The most that the module csv can be told on every machine."""
_SEPARATOR_LINE = re.compile(r'\A"?sep=.?"?[\r\n]', re.IGNORECASE)
"""Which Excel writes above the heads."""
_SEPARATOR_SAID = "sep="
_ESCAPED_QUOTE = re.compile(r'\\"(?![,;\t|\r\n"]|\Z)')
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def mapping(declared: str) -> dict[str, str]:
    """The field of each column: `headline=Title; body=Text` gives {"Title": "headline", "Text": "body"}.

    Raises ReadError for a name that is no field of ours, and where there is none at all.
    """
    found = {}
    for pair in list(filter(None, map(str.strip, re.split("[;\n]", declared)))) or [declared]:
        name, _, column = (part.strip() for part in pair.partition("="))
        if not column or not namedfields.named({name: column}):
            raise ReadError(f"{pair!r} is no FIELD=COLUMN", "such as headline=Title; body=Text; date=Published")
        found[column] = name
    return found


def sniff(raw: RawDocument) -> float:
    """0.9 where a mapping is declared, and all its columns stand in the first row."""
    if not raw.columns:
        return 0.0
    try:
        columns, first = mapping(raw.columns), _first_line(raw)
    except ReadError:
        return 0.0
    return 0.9 if set(columns) <= set(_cells(first, _separator(first, columns))) else 0.0


def _first_line(raw: RawDocument) -> str:
    text = _SEPARATOR_LINE.sub("", decode(raw.head, override=raw.encoding).text.lstrip("\ufeff").lstrip(), count=1).lstrip()
    return text.partition("\n")[0].partition("\r")[0]


def _escape(raw: RawDocument) -> str | None:
    """The backslash, where a quotation mark inside a cell is written with one, as databases do, and not twice."""
    return "\\" if _ESCAPED_QUOTE.search(decode(raw.head, override=raw.encoding).text) else None


def _separator(line: str, columns: Mapping[str, str]) -> str:
    return max(_SEPARATORS, key=lambda separator: len(set(columns).intersection(_cells(line, separator))))


def _cells(line: str, separator: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error:
        return []


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """Each row with a headline or a text. Raises ReadError, and Skipped if there is none."""
    if not raw.columns:
        raise MalformedDispatch(f"{raw.source}: no columns are declared for it", 'set columns = "headline=…; body=…" for this source')
    yield from jsonrecords.kept((_dispatches(row, limits) for row in _rows(raw, mapping(raw.columns), limits)), raw.source)


def _dispatches(row: jsonrecords.Json, limits: Limits) -> Iterator[Dispatch | str]:
    yield namedfields.dispatch(row.value, row.provenance, limits) or f"a row without headline and text at byte {row.provenance.offset}"


def _rows(raw: RawDocument, columns: Mapping[str, str], limits: Limits) -> Iterator[jsonrecords.Json]:
    """The values of each row under our names, and where the row comes from."""
    csv.field_size_limit(min(limits.dispatch_bytes, _LONGEST_CELL))
    with raw.open() as stream:
        feed = _Feed(stream, raw, limits)
        reader = csv.reader(feed, delimiter=_separator(_first_line(raw), columns), escapechar=_escape(raw))
        try:
            heads = next((row for row in reader if any(map(str.strip, row)) and not row[0].lower().startswith(_SEPARATOR_SAID)), [])
            fields = [columns.get(head.strip()) for head in heads]
            if not any(fields):
                raise MalformedDispatch(f"{raw.source}: the first row has none of the columns {', '.join(columns)}")
            feed.taken()
            for row in reader:
                taken = feed.taken()
                if any(map(str.strip, row)):
                    value = {field: cell for field, cell in zip(fields, row, strict=False) if field}
                    yield jsonrecords.Json(value, _provenance(raw, taken, len(row) - len(heads)))
        except csv.Error as error:
            raise MalformedDispatch(f"{raw.source}: the row at byte {feed.start}: {error}") from error


class _Feed:
    """The lines of a file, one by one, and which of them were taken since the last row."""

    def __init__(self, stream: BinaryIO, raw: RawDocument, limits: Limits) -> None:
        self._lines = lines_of(stream, raw.encoding, limits.dispatch_bytes)
        self._source, self._limit = raw.source, limits.dispatch_bytes
        self._pieces: Iterator[str] = iter(())
        self._taken: list[Line] = []
        self._size = 0
        self.start = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        """The next line with its end; blank ones, which come in one piece, one by one too."""
        piece = next(self._pieces, None)
        while piece is None:
            line = next(self._lines)
            self._taken.append(line)
            self._size += len(line.data)
            if self._size > self._limit:
                raise Refused(f"{self._source}: the row at byte {self.start} is longer than limits.dispatch_bytes ({self._limit})")
            self._pieces = iter(_LINES.findall(line_text(line.data, line.encoding)))
            piece = next(self._pieces, None)
        return piece

    def taken(self) -> list[Line]:
        """The lines since the last call."""
        lines, self._taken = self._taken, []
        self.start += self._size
        self._size = 0
        return lines


def _provenance(raw: RawDocument, lines: Sequence[Line], excess: int) -> Provenance:
    data = b"".join(line.data for line in lines)
    return Provenance(
        source=raw.source,
        offset=lines[0].offset if lines else 0,
        length=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        format=NAME,
        encoding=lines[0].encoding if lines else "ascii",
        replacements=sum(lost(line.data, line.encoding) for line in lines if "\ufffd" in line.text),
        reader_version=VERSION,
        warnings=(WireWarning("row-length", f"{excess} cells too many"),) if excess > 0 else (),
        evidence=tuple(decided(line.rule) for line in lines[:1]),
    )
