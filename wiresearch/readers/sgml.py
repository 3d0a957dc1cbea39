"""The tolerant tag splitter of the SGML collections. No XML parser can read them: element names begin with digits,
end tags are missing, and character references name control characters.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, Provenance, RawDocument, WireWarning
from wiresearch.errors import MalformedDispatch, ReadError, Refused
from wiresearch.readers.decoding import decode
from wiresearch.turns import Turns, at_once, in_groups, together

_BLOCK = 1 << 18
_LESS_THAN = ord("<")  # a number is looked for in bytes in a tenth of the time that a byte takes
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")
_TAG = re.compile(r"</?[A-Z0-9][A-Z0-9_.-]{0,30}(?:\s[^<>]{0,500})?>")
_NAMED = re.compile(r"<(/?)([A-Z0-9][A-Z0-9_.-]{0,20})(?:\s[^<>]*)?>")
_SMALL_TAG = re.compile(r"</?[a-z][a-z0-9_.-]{0,30}(?=[\s>])")
_BARE = re.compile(rb"<[A-Za-z]{1,20}>")
_PROLOG = re.compile(rb"(?:\s|\xef\xbb\xbf|<!(?!--)[^<>\[]*[\[>]|\]\s{0,9}>|<\?[^<>]*>|<!--(?:[^-]|-(?!->))*-->)*")


@dataclass(frozen=True, slots=True)
class Record:
    """The bytes of one element, where they begin, and whether its end tag was there."""

    data: bytes
    offset: int
    closed: bool


def _size(record: Record) -> int:
    return len(record.data)


def records(stream: BinaryIO, tag: str, limit: int, source: str) -> Iterator[Record]:
    """Each `<tag …>…</tag>` of `stream` in turn, in large or small letters, never more than one in memory. What lies
    between them is no record.

    A record without end tag ends where the next begins. Raises Refused for one of more than `limit` bytes,
    and what the stream raises, after the records before it.
    """
    edge = re.compile(rb"<(/?)(?:%b|%b)(?=[\s>])" % (tag.encode("ascii"), tag.lower().encode("ascii")))
    buffer = b""
    base = seen = 0
    start: int | None = None
    while block := stream.read(_BLOCK):
        buffer += block
        for found in edge.finditer(buffer, seen):
            if start is not None:
                end = found.end() + 1 if found.group(1) else found.start()
                yield Record(buffer[start:end], base + start, bool(found.group(1)))
            start = None if found.group(1) else found.start()
            seen = found.end()
        if start is not None and len(buffer) - start > limit:
            raise Refused(f"{source}: the record at byte {base + start} is longer than limits.dispatch_bytes ({limit})")
        seen = max(seen, len(buffer) - len(tag) - 2)
        done = seen if start is None else start
        buffer = buffer[done:]
        base += done
        seen -= done
        start = None if start is None else 0
    if start is not None:
        yield Record(buffer[start:], base + start, closed=False)


Make = Callable[[RawDocument, Record], Turns[Dispatch]]
"""What reads a record of a file, in turns. Raises ReadError."""


def dispatches(raw: RawDocument, tag: str, limits: Limits, make: Make) -> Iterator[Dispatch | None]:
    """Each element `tag` of `raw` as `make` reads it. Raises ReadError, also where there is none."""
    with raw.open() as stream:
        yield from each(raw, records(stream, tag, limits.dispatch_bytes, raw.source), make, f"{tag} element")


def each(raw: RawDocument, found: Iterable[Record], make: Make, wanted: str) -> Iterator[Dispatch | None]:
    """A dispatch of each record `found` in `raw`, None between steps.

    Raises MalformedDispatch where there is none, and what `found` and `make` raise, behind the dispatches before it.
    """
    are_some = False
    for group in filter(None, in_groups(found, _size)):
        are_some = True
        try:
            yield from (yield from together(make(raw, record) for record in group))
        except ReadError:
            yield from (at_once(make(raw, record)) for record in group)
    if not are_some:
        raise MalformedDispatch(f"{raw.source}: there is no {wanted}")


def decoded(raw: RawDocument, record: Record, name: str, version: int) -> tuple[str, Provenance]:
    """The text of one record of `raw`, and where it comes from. Raises ReadError for an unknown encoding override."""
    result = decode(record.data, override=raw.encoding)
    warnings = () if record.closed else (WireWarning("unclosed-record", "the end tag is missing"),)
    return result.text, result.provenance(record.data, record.offset, raw.source, name, version, warnings)


def root(head: bytes) -> bytes:
    """The first element's start tag in the first bytes of a document, with its attributes, or b""."""
    start = _PROLOG.match(head) if _LESS_THAN in head else None
    at = start.end() if start else 0
    return head[at : head.find(b">", at) + 1] if head.startswith(b"<", at) else b""


def document(head: bytes, names: Collection[bytes] = (b"DOC", b"doc")) -> bytes:
    """The start tag of the first element of these names in the first bytes of a collection, or b"".

    All may stand in one element, as in `<DOCS>`.
    """
    first = root(head)
    if _BARE.fullmatch(first) and first[1:-1] not in names:
        first = root(head[head.find(first) + len(first) :])
    return first if first[1:-1].split(None, 1)[:1] in ([name] for name in names) else b""


def in_capitals(text: str) -> str:
    """`text` with the names of its tags in capitals, as the readers ask for them."""
    return _SMALL_TAG.sub(lambda found: found.group().upper(), text)


def content(text: str, tag: str) -> str | None:
    """What the first element `tag` holds, references not yet read; up to the end of `text` if it is never closed."""
    start = text.find(f"<{tag}>") + len(tag) + 2
    end = text.find(f"</{tag}>", start)
    if start > len(tag) + 1 and end >= 0:  # whole and without attributes, as nearly all are: no need to look at every tag
        return text[start:end]
    return next(contents(text, tag), None)


def contents(text: str, tag: str) -> Iterator[str]:
    """What each element `tag` holds, in order. One that is not closed ends where the next begins."""
    if f"<{tag}" not in text:
        return
    inside: int | None = None
    for edge in _edges(tag).finditer(text):
        if inside is not None:
            yield text[inside : edge.start()]
        inside = None if edge.group(1) else edge.end()
    if inside is not None:
        yield text[inside:]


def on_one_line(text: str) -> str:
    """What an element says, references read and tags gone, its lines joined by a blank."""
    text = plain(without_tags(text)).strip()
    return " ".join(filter(None, map(str.strip, text.split("\n")))) if "\n" in text else text


class Elements:
    """What each element of some names holds, found in one pass. One that is not closed ends where the next of its name begins."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self._held: dict[str, list[str]] = {}
        inside: dict[str, int] = {}
        for edge in _NAMED.finditer(text):
            closing, name = edge.groups()
            if name in names:
                start = inside.pop(name, None)
                if start is not None:
                    self._held.setdefault(name, []).append(text[start : edge.start()])
                if not closing:
                    inside[name] = edge.end()
        for name, start in inside.items():
            self._held.setdefault(name, []).append(text[start:])

    def all(self, *names: str) -> list[str]:
        """What the elements of the first name hold, then those of the second ...; references not yet read."""
        return [held for name in names for held in self._held.get(name, ())]

    def text(self, *names: str) -> str:
        """What the first element of the first of `names` that says anything says, on one line; or ""."""
        for name in names:
            if (held := self._held.get(name)) and (found := on_one_line(held[0])):
                return found
        return ""


def split(text: str, tags: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[dict[str, str], str]:
    """What the first element of each `wanted` holds, and the text outside of these; the `tags` themselves are gone."""
    held: dict[str, str] = {}
    rest = []
    inside: str | None = None
    at = 0
    for edge in _edges("|".join(tags)).finditer(text):
        if inside is None:
            rest.append(text[at : edge.start()])
        else:
            held[inside] = text[at : edge.start()]
        tag = edge.group(2)
        inside = tag if not edge.group(1) and tag in wanted and tag not in held else None
        at = edge.end()
    if inside is None:
        rest.append(text[at:])
    else:
        held[inside] = text[at:]
    return held, "\n".join(rest)


@lru_cache
def _edges(tag: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?)({tag})(?:\s[^<>]*)?>")


def without_tags(text: str) -> str:
    """`text` with every tag taken out."""
    return _TAG.sub("", text) if "<" in text else text


def plain(text: str) -> str:
    """`text` with its character references read; those of control characters other than TAB and line end vanish."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name is not None:
        return html.entities.html5.get(name + ";", found.group())
    code = int(decimal) if decimal is not None else int(hexadecimal, 16)
    if code in (0x9, 0xA, 0xD):
        return chr(code)
    if code < 0x20 or code == 0x7F:
        return ""
    if 0x80 <= code < 0xA0:
        return bytes([code]).decode("cp1252", "replace")
    return "\ufffd" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)
