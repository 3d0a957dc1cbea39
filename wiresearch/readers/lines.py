"""Bytes to lines, piece by piece: a file of any length is read with little of it in memory.

A line knows its own bytes, so that whatever is made of lines has an exact place in the file, in every encoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import AnyStr, BinaryIO, NamedTuple

from wiresearch.errors import ReadError
from wiresearch.readers.decoding import decode, line_text, mark

PIECE = 1 << 20
_OF_BYTES = (re.compile(rb"\S"), re.compile(rb"\r*\n|\r"), b"\n", b"\r")
_OF_TEXT = (re.compile(r"\S"), re.compile(r"\r*\n|\r"), "\n", "\r")
_MOST_CARRIAGES = 4
_OF_LINE_TEXT = frozenset({"mixed", "iso2022_kr"})
"""Encodings of which `line_text` knows more than Python."""
_SETTLING = {"override", "bom", "utf-16"}


class Line(NamedTuple):
    """One line, or several blank ones in a row.

    `text` is without the line end and the blanks before it, `data` the bytes with them; `offset` is where these begin in
    the file, `end` where the line end begins. The `text` of blank lines is "". `rule` is how the encoding was decided.
    """

    text: str
    data: bytes
    offset: int
    end: int
    encoding: str
    rule: str = ""


class Piece(NamedTuple):
    """Whole lines of a file: their bytes, where these begin, their encoding and how it was decided, and whether the file ends with them."""

    data: bytes
    offset: int
    encoding: str
    rule: str
    is_last: bool


def lines_of(stream: BinaryIO, encoding: str | None, longest: int, size: int = PIECE) -> Iterator[Line]:
    """The lines of a file, of which about `size` bytes are read at a time.

    A line of more than `longest` bytes may come in several. Raises ReadError for an unknown `encoding`, and what the
    stream raises, after the lines that came whole before it.
    """
    return chain.from_iterable(map(lines_in, pieces_of(stream, encoding, longest, size)))


def lines_in(piece: Piece) -> Iterator[Line]:
    """The lines of a piece."""
    data, offset, encoding, rule, _ = piece
    return _by_bytes(data, offset, encoding, rule) if _is_bytewise(encoding) else _by_text(data, offset, encoding, rule)


def pieces_of(stream: BinaryIO, override: str | None, longest: int, size: int) -> Iterator[Piece]:
    """The file cut behind line ends, without a byte-order mark; else as `lines_of`."""
    held, offset, ended, rule = b"", 0, False, ""
    encoding = likely = None
    while not ended:
        block, failure = _filled(stream, size)
        ended = failure is not None or len(block) < size
        held += block
        used = encoding
        if used is None:
            decoded = decode(held if ended else held[: _whole_lines(held, "ascii") or None], declared=likely, override=override)
            used = decoded.encoding
            rule = "detector" if decoded.rule == "declared" else decoded.rule  # the hint is what the detector found before
            if decoded.rule in _SETTLING or used == "iso2022_kr":  # what settles it stands at the head of a file only
                encoding = used
            elif rule == "detector":
                likely = used
        if not offset and mark(held)[1] == used:
            offset = len(mark(held)[0])
            held = held[offset:]
        cut = len(held) if ended and failure is None else _whole_lines(held, used)
        if not cut and len(held) > longest:
            cut = len(held) - len(held) % 4  # no cut through a letter of UTF-16 or UTF-32
        if cut:
            yield Piece(held[:cut], offset, used, rule, ended and failure is None)
            held, offset = held[cut:], offset + cut
        if failure is not None:
            raise failure


def _filled(stream: BinaryIO, size: int) -> tuple[bytes, ReadError | None]:
    """The next `size` bytes, or those before the end or an error, and the error."""
    blocks: list[bytes] = []
    try:
        while size and (block := stream.read(size)):
            blocks.append(block)
            size -= len(block)
    except ReadError as error:
        return b"".join(blocks), error
    return b"".join(blocks), None


def _whole_lines(data: bytes, encoding: str) -> int:
    """How many bytes are lines with their ends; a last CR may be half of an end."""
    newline, carriage = ("\n".encode(encoding), "\r".encode(encoding)) if not _is_bytewise(encoding) else (b"\n", b"\r")
    end = len(data) - len(data) % len(carriage)
    for _ in range(_MOST_CARRIAGES):
        if not data.endswith(carriage, 0, end):
            break
        end -= len(carriage)
    return max(_behind_last(newline, data, end), _behind_last(carriage, data, end))


def _behind_last(letter: bytes, data: bytes, end: int) -> int:
    at = data.rfind(letter, 0, end)
    while at > 0 and at % len(letter):  # the halves of two letters
        at = data.rfind(letter, 0, at + len(letter) - 1)
    return at + len(letter) if at >= 0 else 0


@lru_cache
def _is_bytewise(encoding: str) -> bool:
    """Whether line ends are the bytes CR and LF, and nothing else is."""
    return encoding == "mixed" or b"\r\n".decode(encoding, "replace") == "\r\n"


def letters(lines: Iterable[Line]) -> int:
    """The number of code points of lines with their ends."""
    return sum(len(line_text(line.data, line.encoding)) for line in lines)


def letter_size(encoding: str) -> int:
    """How many bytes a letter of ASCII has."""
    return 1 if _is_bytewise(encoding) else len("A".encode(encoding))


def _by_bytes(data: bytes, offset: int, encoding: str, rule: str) -> Iterator[Line]:
    if data.count(b"\r") == data.count(b"\r\n"):
        yield from _by_newlines(data, offset, encoding, rule)
        return
    for start, end, following in _spans(data, *_OF_BYTES):
        yield Line(line_text(data[start:end], encoding).rstrip(), data[start:following], offset + start, offset + end, encoding, rule)


def _by_newlines(data: bytes, offset: int, encoding: str, rule: str) -> Iterator[Line]:
    """The same where each line ends with LF or CR LF: nearly all files, and much faster."""
    plain = encoding not in _OF_LINE_TEXT
    begun = at = 0  # where the blank lines before this one begin, and this one
    size = len(data)
    while at < size:
        following = data.find(b"\n", at) + 1 or size
        printed = data[at:following]
        if not printed.isspace():
            if begun < at:
                yield Line("", data[begun:at], offset + begun, offset + begun, encoding, rule)
            bare = printed.rstrip(b"\r\n")
            text = bare.decode(encoding, "replace") if plain else line_text(bare, encoding)
            yield Line(text.rstrip(), printed, offset + at, offset + at + len(bare), encoding, rule)
            begun = following
        at = following
    if begun < at:
        yield Line("", data[begun:at], offset + begun, offset + begun, encoding, rule)


def _by_text(data: bytes, offset: int, encoding: str, rule: str) -> Iterator[Line]:
    text = data.decode(encoding, "replace")
    at = 0
    for start, end, following in _spans(text, *_OF_TEXT):
        behind_text = at + len(text[start:end].encode(encoding, "replace"))
        behind_line = behind_text + len(text[end:following].encode(encoding, "replace"))
        own = data[at:behind_line]
        yield Line(text[start:end].rstrip(), own, offset + at, min(offset + behind_text, offset + at + len(own)), encoding, rule)
        at = behind_line


def _spans(
    content: AnyStr, ink: re.Pattern[AnyStr], line_end: re.Pattern[AnyStr], newline: AnyStr, carriage: AnyStr
) -> Iterator[tuple[int, int, int]]:
    """Of each line where it begins, where its end begins, and where the next line begins; blank lines in a row as one."""
    at = 0
    while found := ink.search(content, at):
        start = at
        if found.start() > at:
            start = max(at, content.rfind(newline, at, found.start()) + 1, content.rfind(carriage, at, found.start()) + 1)
        if start > at:
            yield at, at, start
        ended = line_end.search(content, found.start())
        end, following = ended.span() if ended else (len(content), len(content))
        yield start, end, following
        at = following
    if at < len(content):
        yield at, at, len(content)
