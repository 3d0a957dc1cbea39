"""Files of JSON to records: the objects that stand behind one another, on lines, or in a list, bare or in a wrapper.

A file is read from a bounded stream, and never more than one record is in memory. Each has its own bytes, and damage in
one does no harm to the others.
"""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, Provenance, RawDocument, warn
from wiresearch.errors import MalformedDispatch, ReadError, Refused, Skipped, weightier
from wiresearch.readers.decoding import Decoded, decode, lost, mark
from wiresearch.readers.items import skipped
from wiresearch.readers.jsontext import loads
from wiresearch.readers.lines import lines_of

Path = tuple[str, ...]
"""The keys from the top to the list of records; () for a list that is the whole."""

_BLOCK = 1 << 18
_HEAD = 20_000
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[\]{}]', re.DOTALL)
_QUOTE, _BRACE = b'"{'
_LONGEST_KEY = 60
_ASCII_INSIDE = ("utf-16", "utf-32", "shift", "cp932", "big5", "gb", "iso2022", "johab", "hz")
"""Beginnings of names of encodings whose letters may hold the bytes of brackets and backslashes."""


class Json(NamedTuple):
    """One record: its `value`, and where it comes from."""

    value: Any
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class _Record:
    """The bytes of one record, where they begin, and their text where the whole file was decoded."""

    data: bytes
    offset: int
    decoded: Decoded | None = None


def records(raw: RawDocument, limits: Limits, name: str, version: int, path: Path | None = None) -> Iterator[Json]:
    """Each JSON object of a file, in order: those of the list at `path`, or, without one, those that stand at the top.

    `name` and `version` are those of the reader. Raises MalformedDispatch for the first record that is refused, behind
    all others, and for a file without any record.
    """
    refusal: MalformedDispatch | None = None
    found = False
    encoding = decode(raw.head[:_HEAD], override=raw.encoding).encoding
    with raw.open() as stream:
        inside = encoding.lower().replace("_", "").startswith(_ASCII_INSIDE)
        for record in _in_text(stream, raw, path, limits) if inside else _objects(stream, path, limits, raw.source):
            found = True
            result = record.decoded or decode(record.data, override=raw.encoding)
            try:
                value, warnings = loads(result.text, limits, _place(raw, record.offset))
                yield Json(value, result.provenance(record.data, record.offset, raw.source, name, version, warnings))
            except MalformedDispatch as error:
                refusal = weightier(refusal, error)
    if refusal:
        raise refusal
    if not found:
        raise MalformedDispatch(f"{raw.source}: there is no JSON object{f' in the list {path[-1]!r}' if path else ''}")


def _in_text(stream: BinaryIO, raw: RawDocument, path: Path | None, limits: Limits) -> Iterator[_Record]:
    """The objects wanted of a file whose bytes cannot be looked through: it is made text first, and must be short."""
    data = b""
    while block := stream.read(_BLOCK):
        data += block
        if len(data) > limits.dispatch_bytes:
            raise Refused(f"{raw.source}: longer than limits.dispatch_bytes ({limits.dispatch_bytes})")
    result = decode(data, override=raw.encoding)
    text = result.text.encode("utf-8", "replace")
    at, offset = 0, len(mark(data)[0])
    for record in _objects(io.BytesIO(text), path, limits, raw.source):
        own = dataclasses.replace(result, text=record.data.decode("utf-8"))
        offset += len(text[at : record.offset].decode("utf-8").encode(result.encoding, "replace"))
        length = len(own.text.encode(result.encoding, "replace"))
        exact = not result.replacements and 0 < length <= len(data) - offset
        yield _Record(data[offset : offset + length], offset, own) if exact else _Record(data, 0, own)
        at, offset = record.offset + len(record.data), offset + length


def _objects(stream: BinaryIO, path: Path | None, limits: Limits, source: str) -> Iterator[_Record]:
    """The objects wanted. What lies between them is none; the last may be cut off."""
    brackets = _Brackets(path)
    limit = limits.dispatch_bytes
    buffer, base, at = b"", 0, 0
    start: int | None = None
    while block := stream.read(max(_BLOCK, len(buffer))):
        buffer += block
        for token in _TOKEN.finditer(buffer, at):
            begin, end = token.span()
            letter = buffer[begin]
            if letter == _QUOTE:
                if end == begin + 1:  # a string that goes on in the next block
                    break
                brackets.key = token.group() if end - begin <= _LONGEST_KEY else b""
            elif letter in b"{[":
                if brackets.open(letter) and start is None:
                    start = begin
            elif brackets.close() and start is not None:
                yield _Record(buffer[start:end], base + start)
                start = None
            at = end
        done = at if start is None else start
        if len(buffer) - done > limit:
            raise Refused(f"{source}: the record at byte {base + done} is longer than limits.dispatch_bytes ({limit})")
        buffer, base, at = buffer[done:], base + done, at - done
        start = None if start is None else 0
    if start is not None:
        yield _Record(buffer, base)


class _Brackets:
    """The brackets that are open, and whether the next object is one of those wanted. `key` is the last string."""

    def __init__(self, path: Path | None) -> None:
        self.key = b""
        self._path = None if path is None else [f'"{key}"'.encode() for key in path]
        self._level = 0 if path is None else -1
        self._keys: list[bytes] = []
        """For each open bracket, the key that it stands behind."""

    def open(self, letter: int) -> bool:
        """Open a bracket; whether a record begins with it."""
        begins = letter == _BRACE and len(self._keys) == self._level
        if letter != _BRACE and self._level < 0 and [*self._keys[1:], *([self.key] if self._keys else [])] == self._path:
            self._level = len(self._keys) + 1
        self._keys.append(self.key)
        self.key = b""
        return begins

    def close(self) -> bool:
        """Close a bracket; whether a record ends with it."""
        if not self._keys:
            return False
        self._keys.pop()
        if self._path is not None and len(self._keys) < self._level:
            self._level = -1
        return len(self._keys) == self._level


def _place(raw: RawDocument, offset: int) -> str:
    return f"{raw.source}: the record at byte {offset}" if offset else raw.source


def lines(raw: RawDocument, limits: Limits, name: str, version: int) -> Iterator[Json]:
    """The value on each line of a file that is not blank; a damaged line does no harm to the next.

    Raises MalformedDispatch for the first line that is refused, behind all others, and for a file of blanks.
    """
    refusal: MalformedDispatch | None = None
    found = False
    with raw.open() as stream:
        for line in lines_of(stream, raw.encoding, limits.dispatch_bytes):
            if not line.text.strip():
                continue
            found = True
            record = _Record(line.data[: line.end - line.offset], line.offset)
            try:
                if len(record.data) > limits.dispatch_bytes - 4:  # and then perhaps a piece of it
                    raise Refused(f"{_place(raw, line.offset)}: longer than limits.dispatch_bytes ({limits.dispatch_bytes})")
                value, warnings = loads(line.text.lstrip(), limits, _place(raw, line.offset))
                replaced = lost(record.data, line.encoding) if "\ufffd" in line.text else 0
                result = Decoded(line.text, line.encoding, replaced, line.rule)
                yield Json(value, result.provenance(record.data, record.offset, raw.source, name, version, warnings))
            except MalformedDispatch as error:
                refusal = weightier(refusal, error)
    if refusal:
        raise refusal
    if not found:
        raise MalformedDispatch(f"{raw.source}: there is no JSON object")


def kept(groups: Iterable[Iterator[Dispatch | str]], source: str) -> Iterator[Dispatch]:
    """The dispatches of `groups`; each says what was left out behind it. Raises Skipped where only reasons are left.

    A record that is refused does not keep back those behind it; the first refusal is raised at the end.
    """
    held: Dispatch | None = None
    reasons: list[str] = []
    refusal: ReadError | None = None
    for found in _each(groups):
        if isinstance(found, ReadError):
            refusal = weightier(refusal, found)
        elif isinstance(found, str):
            reasons.append(found)
        else:
            if held:
                yield warn(held, *skipped(reasons))
                reasons = []
            held = found
    if held:
        yield warn(held, *skipped(reasons))
    if refusal:
        raise refusal
    if not held:
        raise Skipped(skipped(reasons)[0].detail if reasons else f"{source}: there is no item")


def _each(groups: Iterable[Iterator[Dispatch | str]]) -> Iterator[Dispatch | str | ReadError]:
    try:
        for group in groups:
            try:
                yield from group
            except ReadError as error:
                yield error
    except ReadError as error:
        yield error
