"""One text to the dispatches in it: ZCZC … NNNN, a service slug around each, or headline and dateline again and again.

Works on lines and knows the bytes of each, so that every dispatch has an exact place in its file whatever the encoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wiresearch import datelines
from wiresearch.agencies import is_signoff
from wiresearch.readers.decoding import Decoded

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
    offset = max(0, len(data) - sum(sizes) - step * (len(sizes) - 1))
    slug = None
    for text, size in zip(texts, sizes, strict=True):
        bare = text.strip()
        if slug is not None and bare.startswith(slug) and SLUG.fullmatch(bare, len(slug)):
            middle = text.index(slug) + len(slug)
            border = offset + len(text[:middle].encode(codec, "replace"))
            lines.append(Line(slug, start, offset, border))
            lines.append(Line(bare[len(slug) :], start + middle, border, offset + size))
        else:
            lines.append(Line(text.rstrip(), start, offset, offset + size))
        if SLUG.fullmatch(bare):
            slug = bare
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
    return zip(edges, edges[1:], strict=False)


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
