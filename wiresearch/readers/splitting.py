"""One text to the dispatches in it: ZCZC … NNNN, a service slug around each, or headline and dateline again and again.

Works on lines and knows the bytes of each, so that every dispatch has an exact place in its file whatever the encoding.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from wiresearch import datelines
from wiresearch.agencies import is_signoff
from wiresearch.errors import ReadError
from wiresearch.readers.decoding import Decoded, decode, mark

SLUG = re.compile(r"[A-Z][A-Z0-9]{1,15}\.[A-Z][A-Z0-9]{1,15}")
START = re.compile(r"\s{0,9}ZCZC\b")
END = re.compile(r"\s{0,9}N{4}\s*")
_RULE = re.compile(r"[\s_=*#–—-]*")
_TAG = re.compile(r"[(*•]|By\s")
_ENDED = re.compile(r"[.,;:]$")
_LONGEST_HEADLINE = 200
_LONGEST_HEADER = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end: the text, where it starts in the file's text, and its bytes, `offset` to `end`."""

    text: str
    start: int
    offset: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """One dispatch of a file: its lines, its own bytes, and where these begin in the file."""

    lines: Sequence[Line]
    data: bytes
    offset: int
    encoding: str
    replacements: int


def parts(stream: BinaryIO, encoding: str | None, limit: int) -> Iterator[Part]:
    """The dispatches in a text, with little more than `limit` bytes of it in memory.

    One that is longer than `limit` may come cut. Raises ReadError for an unknown `encoding`, and what the stream
    raises, after the dispatches that came whole before it.
    """
    most = limit + limit // 8
    held, base, failure, ended = b"", 0, None, False
    while not ended:
        blocks, size = [held], len(held)
        try:
            while size < most and (block := stream.read(most - size)):
                blocks.append(block)
                size += len(block)
        except ReadError as error:
            failure = error
        ended = failure is not None or size < most
        data = b"".join(blocks)
        found, encoding = _read(data, base, encoding)
        cut = size
        if found and (failure or not ended):  # the last one may go on
            start = found[-1].offset - base
            cut = start or len(found[-1].data)
            if failure or start:
                found.pop()
        yield from found
        found.clear()
        held, base = data[cut:], base + cut
    if failure is not None:
        raise failure


def _read(data: bytes, base: int, encoding: str | None) -> tuple[list[Part], str | None]:
    """The parts in one piece of a file, and the encoding for the next piece, if a mark or NULs have settled it."""
    decoded = decode(data, override=encoding)
    found = []
    for lines in split(lines_of(data, decoded)):
        own = data[lines[0].offset : lines[-1].end]
        replacements = sum(line.text.count("\ufffd") for line in lines) if decoded.replacements else 0
        found.append(Part(lines, own, base + lines[0].offset, decoded.encoding, replacements))
    return found, decoded.encoding if decoded.rule in ("bom", "utf-16") else encoding


def lines_of(data: bytes, decoded: Decoded) -> list[Line]:
    """The lines of a file. Two slugs on one line, the end of a dispatch and the start of the next, are two lines."""
    newline = "\n" if "\n" in decoded.text else "\r"
    texts = decoded.text.split(newline)
    codec = "utf-8" if decoded.encoding == "mixed" else decoded.encoding
    pieces = data.split(newline.encode("ascii"))
    if len(pieces) == len(texts) and not codec.startswith(("utf-16", "utf-32")):
        sizes, step = [len(piece) for piece in pieces], 1
    else:
        sizes, step = [len(text.encode(codec, "replace")) for text in texts], len(newline.encode(codec, "replace"))
    lines: list[Line] = []
    start = 0
    offset = len(mark(data)[0]) if step > 1 else 0
    slug = None
    for text, size in zip(texts, sizes, strict=True):
        bare = text.strip()
        if slug is not None and bare.startswith(slug) and SLUG.fullmatch(bare, len(slug)):
            middle = text.index(slug) + len(slug)
            border = offset + len(text[:middle].encode(codec, "replace"))
            lines.append(Line(slug, start, offset, border))
            slug = bare[len(slug) :]
            lines.append(Line(slug, start + middle, border, offset + size))
        else:
            lines.append(Line(text.rstrip(), start, offset, offset + size))
            slug = bare if SLUG.fullmatch(bare) else slug
        start += len(text) + 1
        offset += size + step
    return lines


def split(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines of each dispatch, without blank ones at either end; every other line is in one of them."""
    for start, end in _bounds([line.text for line in lines]):
        while start < end and not lines[start].text.strip():
            start += 1
        while start < end and not lines[end - 1].text.strip():
            end -= 1
        if start < end:
            yield lines[start:end]


def _bounds(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    first = next((text.strip() for text in texts if text.strip()), "")
    if any(START.match(text) for text in texts):
        cuts = {k for k, text in enumerate(texts) if START.match(text)} | {k + 1 for k, text in enumerate(texts) if END.fullmatch(text)}
    elif SLUG.fullmatch(first):
        cuts = set(_after_slugs(texts, first))
    else:
        cuts = set(_before_headlines(texts))
    edges = [0, *sorted(cuts), len(texts)]
    return itertools.pairwise(edges)


def _after_slugs(texts: Sequence[str], first: str) -> Iterator[int]:
    """A slug closes a dispatch when another follows it, else it opens the next one."""
    filled = [k for k, text in enumerate(texts) if text.strip()]
    repeated: dict[str, int] = {}
    for k in filled:
        if SLUG.fullmatch(bare := texts[k].strip()):
            repeated[bare] = repeated.get(bare, 0) + 1
    is_slug = [repeated.get(texts[k].strip(), 0) > 1 or texts[k].strip() == first for k in filled]
    opened = 0
    for at in range(1, len(filled) - 1):
        if not is_slug[at] or at == opened:
            continue
        if is_slug[at + 1]:
            opened = at + 1
            yield filled[at + 1]
        elif at - opened > 1:
            opened = at
            yield filled[at]


def _before_headlines(texts: Sequence[str]) -> Iterator[int]:
    """Each headline, after the first dateline, that stands free above a dateline with place and date or agency."""
    dated = False
    for k, text in enumerate(texts):
        found = datelines.match(text) if text.strip() else None
        if not found or not found.place or not (found.agency or found.day):
            continue
        headline = _headline_above(texts, k) if dated else None
        if headline is not None:
            yield headline
        dated = True


def _headline_above(texts: Sequence[str], dateline: int) -> int | None:
    """The line where the header above a dateline begins: what stands free between it and the end of the text before."""
    headline = None
    for k in range(dateline - 1, max(-1, dateline - _LONGEST_HEADER), -1):
        bare = texts[k].strip()
        if _RULE.fullmatch(bare):
            if headline is not None:
                return headline
        elif not _TAG.match(bare):
            if len(bare) > _LONGEST_HEADLINE or _ENDED.search(bare) or is_signoff(bare) or datelines.match(bare):
                return headline
            headline = k
    return headline
