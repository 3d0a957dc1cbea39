"""Bytes to JSON values, with all that files of JSON suffer: cut off, nested without end, keys twice, halves of characters.

A file holds one value, several behind one another, or a list of them, bare or in a wrapper (`{"item": [...]}`). Each is
a record with its own bytes, and never more than one is in memory.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple

from wiresearch.config import Limits
from wiresearch.dispatch import Provenance, RawDocument, WireWarning
from wiresearch.errors import MalformedDispatch
from wiresearch.readers.decoding import decode, lost, mark
from wiresearch.readers.lines import lines_of

Path = tuple[str, ...]
"""The keys from the top to the list of records; () for a list that is the whole, see `records`."""

_BLOCK = 1 << 18
_HEAD = 20_000
_PEEK_DEPTH = 50
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|["\[\]{}]', re.DOTALL)
_TEXT_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|["\[\]{}]', re.DOTALL)
_LONGEST_KEY = 60
_ASCII_INSIDE = ("utf-16", "utf-32", "shift", "cp932", "big5", "gb", "iso2022", "johab", "hz")
"""Beginnings of names of encodings whose letters may hold the bytes of brackets and backslashes."""
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?P<low>\\u[dD][c-fC-F][0-9a-fA-F]{2})?|(?P<lone>\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\.", re.DOTALL
)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_HALF_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{0,3})?\Z")
_HALF_WORD = re.compile(r"(?<=[:,\[])\s*[-+.\w]+\Z")
_LONGEST_INTEGER = 18
_OPEN = {"{": "}", "[": "]"}
_QUOTE, _BRACE = b'"{'


class Json(NamedTuple):
    """One record: its `value`, and where it comes from."""

    value: Any
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Peek:
    """What the head of a file shows: the first `value`, perhaps cut off (`cut`), and whether another follows (`several`)."""

    value: Any
    several: bool
    cut: bool


@dataclass(frozen=True, slots=True)
class _Record:
    data: bytes
    offset: int


def peek(head: bytes) -> Peek | None:
    """The value that `head`, the beginning of a file, begins with; None where it begins with no `{` or `[`."""
    return _peek(head[:_HEAD])


@lru_cache(maxsize=4)
def _peek(head: bytes) -> Peek | None:
    if not _begins(head):
        return None
    text = decode(head).text.lstrip("\ufeff \t\r\n\0")
    if text[:1] not in _OPEN:
        return None
    try:
        value, end = json.JSONDecoder(strict=False, parse_int=_integer).raw_decode(_shallow(text))
        return Peek(value, text[end:].lstrip(" \t\r\n,")[:1] in _OPEN, cut=False)
    except (ValueError, RecursionError):
        pass
    try:
        return Peek(json.loads(_closed(_shallow(text)), strict=False, parse_int=_integer), several=False, cut=True)
    except (ValueError, RecursionError):
        return Peek(None, several=False, cut=True)


def _begins(head: bytes) -> bool:
    """Whether the first sign in `head` may be a bracket: quick, for most files are no JSON."""
    return head[len(mark(head)[0]) :].lstrip(b" \t\r\n\0")[:1] in (b"{", b"[")


def _shallow(text: str) -> str:
    """`text` up to where it is nested too deeply to be looked at."""
    at = _deeper(text, _PEEK_DEPTH)
    return text if at is None else text[:at]


def _deeper(text: str, most: int) -> int | None:
    """Where `text` is first nested deeper than `most`."""
    depth = 0
    for token in _TEXT_TOKEN.finditer(text):
        letter = text[token.start()]
        depth += (letter in "{[") - (letter in "}]")
        if depth > most:
            return token.start()
    return None


def records(raw: RawDocument, limits: Limits, name: str, version: int, path: Path | None = None) -> Iterator[Json]:
    """Each JSON object of a file, in order: those of the list at `path`, or, without one, those that stand at the top.

    `name` and `version` are those of the reader. Raises MalformedDispatch for the first record that is refused, behind
    all others, and for a file without any record.
    """
    refusal: MalformedDispatch | None = None
    found = False
    for record, whole in _split(raw, limits, path):
        found = True
        try:
            yield _read(raw, limits, record, whole, name, version)
        except MalformedDispatch as error:
            refusal = refusal or error
    if refusal:
        raise refusal
    if not found:
        raise MalformedDispatch(f"{raw.source}: there is no JSON object{f' in the list {path[-1]!r}' if path else ''}")


def _split(raw: RawDocument, limits: Limits, path: Path | None) -> Iterator[tuple[_Record, bytes | None]]:
    """The records, and the bytes of the whole file where a record has none of its own."""
    encoding = raw.encoding or decode(raw.head[:_HEAD]).encoding
    with raw.open() as stream:
        if not encoding.lower().replace("_", "").startswith(_ASCII_INSIDE):
            yield from ((record, None) for record in _objects(stream, path, limits, raw.source))
            return
        data = b""
        while block := stream.read(_BLOCK):
            data += block
            if len(data) > limits.dispatch_bytes:
                raise MalformedDispatch(f"{raw.source}: longer than limits.dispatch_bytes ({limits.dispatch_bytes})")
    text = decode(data, override=raw.encoding).text
    for record in _objects(io.BytesIO(text.encode("utf-8", "replace")), path, limits, raw.source):
        yield record, data


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
            raise MalformedDispatch(f"{source}: the record at byte {base + done} is longer than limits.dispatch_bytes ({limit})")
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


def _read(raw: RawDocument, limits: Limits, record: _Record, whole: bytes | None, name: str, version: int) -> Json:
    result = decode(record.data, override=raw.encoding if whole is None else None)
    value, warnings = loads(result.text, limits, _place(raw, record.offset))
    if whole is not None:
        result = decode(whole, override=raw.encoding)
        record = _Record(whole, 0)
    return Json(value, _provenance(raw, record, result.encoding, result.replacements, name, version, warnings))


def _place(raw: RawDocument, offset: int) -> str:
    return f"{raw.source}: the record at byte {offset}" if offset else raw.source


def _provenance(
    raw: RawDocument, record: _Record, encoding: str, replacements: int, name: str, version: int, warnings: tuple[WireWarning, ...]
) -> Provenance:
    return Provenance(
        source=raw.source,
        offset=record.offset,
        length=len(record.data),
        sha256=hashlib.sha256(record.data).hexdigest(),
        format=name,
        encoding=encoding,
        replacements=replacements,
        reader_version=version,
        warnings=warnings,
    )


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
                    raise MalformedDispatch(f"{_place(raw, line.offset)}: longer than limits.dispatch_bytes ({limits.dispatch_bytes})")
                value, warnings = loads(line.text.lstrip(), limits, _place(raw, line.offset))
                lost_here = lost(record.data, line.encoding) if "\ufffd" in line.text else 0
                yield Json(value, _provenance(raw, record, line.encoding, lost_here, name, version, warnings))
            except MalformedDispatch as error:
                refusal = refusal or error
    if refusal:
        raise refusal
    if not found:
        raise MalformedDispatch(f"{raw.source}: there is no JSON object")


def on_one_line(head: bytes) -> bool:
    """Whether the first line of a file that is not blank is a whole JSON value."""
    text = decode(head[:_HEAD]).text.lstrip("\ufeff \t\r\n\0")
    try:
        json.loads(_shallow(text.partition("\n")[0]), strict=False, parse_int=_integer)
    except (ValueError, RecursionError):
        return False
    return True


def loads(text: str, limits: Limits, place: str) -> tuple[Any, tuple[WireWarning, ...]]:
    """The value of a JSON text, and what was wrong with it. Raises MalformedDispatch, `place` before its message.

    Halves of characters become U+FFFD, of two equal keys the last counts, numbers that are none become None, long ones
    stay text, and a text that is cut off is closed where it ends.
    """
    if text.count("{") + text.count("[") > limits.json_depth and _deeper(text, limits.json_depth) is not None:
        raise MalformedDispatch(f"{place}: nested deeper than limits.json_depth ({limits.json_depth})")
    warnings: list[WireWarning] = []
    if _SURROGATE.search(text):
        text, count = _with_whole_characters(text)
        if count:
            warnings.append(WireWarning("lone-surrogate", str(count)))
    twice: list[str] = []
    numbers: list[str] = []

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(members)
        if len(value) < len(members):
            keys = [key for key, _ in members]
            twice.extend(key for key in value if keys.count(key) > 1)
        return value

    decoder = json.JSONDecoder(object_pairs_hook=pairs, parse_int=_integer, parse_constant=numbers.append, strict=False)
    try:
        value = decoder.raw_decode(text)[0]
    except (ValueError, RecursionError) as error:
        twice.clear()
        numbers.clear()
        try:
            value = decoder.raw_decode(_closed(text))[0]
        except (ValueError, RecursionError):
            raise MalformedDispatch(f"{place}: not JSON: {error}") from error
        warnings.append(WireWarning("truncated", text[-40:].strip()))
    if twice:
        warnings.append(WireWarning("duplicate-key", ", ".join(dict.fromkeys(twice))[:200]))
    if numbers:
        warnings.append(WireWarning("not-a-number", ", ".join(dict.fromkeys(numbers))))
    return value, tuple(warnings)


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else digits


def _with_whole_characters(text: str) -> tuple[str, int]:
    """`text` with U+FFFD for each surrogate that is not one of a pair, and their number."""
    count = 0

    def mend(found: re.Match[str]) -> str:
        nonlocal count
        if found["low"] or (found["lone"] is None and not found.group().startswith(("\\ud", "\\uD"))):
            return found.group()
        count += 1
        return "\\ufffd"

    return _ESCAPE.sub(mend, text), count


def _closed(text: str) -> str:
    """A text of JSON that is cut off somewhere, with what was open closed, and without the member that is only half there."""
    opened: list[str] = []
    last = 0
    for token in _TEXT_TOKEN.finditer(text):
        letter = text[token.start()]
        if letter == '"':
            last = token.start()
            if token.end() == last + 1:
                if not _is_key(text, last, opened):
                    return _HALF_ESCAPE.sub("", text) + '"' + "".join(reversed(opened))
                text = text[:last]
                break
        elif letter in _OPEN:
            opened.append(_OPEN[letter])
        elif opened:
            opened.pop()
    text = text.rstrip()
    if text.endswith('"') and _is_key(text, last, opened):
        text = text[:last].rstrip()
    text = _HALF_WORD.sub("null", text)
    text = text + "null" if text.endswith(":") else text.rstrip(",")
    return text + "".join(reversed(opened))


def _is_key(text: str, at: int, opened: list[str]) -> bool:
    """Whether the string that begins at `at` is the name of a member."""
    return opened[-1:] == ["}"] and text[max(0, at - 1_000) : at].rstrip()[-1:] in ("{", ",")
