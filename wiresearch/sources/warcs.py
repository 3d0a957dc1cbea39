"""WARC files (ISO 28500): the pages that a crawler kept, each called `TIME/ADDRESS`, as web archives address them.

By hand, in a tenth of the code of a library for it: records in a row, each with a header and as many bytes as that says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from wiresearch.errors import ReadError
from wiresearch.sources.entry import Entry
from wiresearch.sources.streams import Account, Ahead, Stream, Window
from wiresearch.sources.unpacking import Deflate, Unpacked

_LONGEST_LINE, _MOST_LINES = 1 << 16, 1_000
_KINDS = {"response", "resource", "conversion"}
_TEXT = re.compile(r"(?:text/(?!css|javascript)|application/(?:[\w.-]+\+)?(?:xml|json)\b|application/(?:x-ndjson|sgml)\b|message/rfc822)")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")


def entries(stream: BinaryIO, name: str, account: Account) -> Iterator[Entry]:
    """The pages of a WARC file called `name`; what speaks of the crawl, or repeats a page kept before, is none. Raises ReadError."""
    file = Ahead(stream)
    while line := file.line(_LONGEST_LINE):
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            raise ReadError(f"{name}: cannot read on: a record does not begin as one of WARC")
        fields = _fields(file, name)
        length = fields.get("content-length", "")
        if not length.isascii() or not length.isdigit() or len(length) > 18:
            raise ReadError(f"{name}: cannot read on: a record does not say its length")
        block = Window(cast(BinaryIO, file), int(length), name)
        if fields.get("warc-type", "").lower() in _KINDS:
            yield _entry(block, fields, int(length), name, account)
        block.skip()


def _fields(file: Ahead, name: str) -> dict[str, str]:
    """The lines `Name: value` up to a blank one, names in small letters. Raises ReadError for too many."""
    fields: dict[str, str] = {}
    for _ in range(_MOST_LINES):
        line = file.line(_LONGEST_LINE)
        if not line.strip():
            return fields
        key, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(key.strip().lower(), value.strip())
    raise ReadError(f"{name}: cannot read on: a header has more than {_MOST_LINES} lines")


def _entry(block: Window, fields: dict[str, str], size: int, name: str, account: Account) -> Entry:
    """The page in one record; the answer of a server is stripped of what HTTP puts around it (RFC 9112)."""
    address = fields.get("warc-target-uri", "").strip("<>")
    called = re.sub(r"\D", "", fields.get("warc-date", ""))[:14] + "/" + address
    mime = fields.get("content-type", "")
    content: Stream = block
    if mime.startswith("application/http"):
        answer = Ahead(cast(BinaryIO, block))
        status = _STATUS.match(answer.line(_LONGEST_LINE))
        if not status:
            return Entry(called, failed="it is no answer of HTTP")
        fields = _fields(answer, name)
        if status[1] != b"200":
            return Entry(called, skipped=f"the server answered {int(status[1])}")
        mime = fields.get("content-type", "text/html")
        content = _decoded(answer, fields, f"{name}!{called}", account)
    if not _TEXT.match(mime.lower()):
        return Entry(called, skipped=f"{mime.partition(';')[0].strip() or 'of no declared type'}, not text")
    return Entry(called, size, cast(BinaryIO, content))


def _decoded(answer: Ahead, fields: dict[str, str], name: str, account: Account) -> Stream:
    """The body. Many crawlers keep it unpacked under a header that says otherwise, so the bytes decide; gzip tells itself."""
    content: Stream = answer
    if "chunked" in fields.get("transfer-encoding", "").lower():
        first = answer.line(_LONGEST_LINE)
        body = Ahead(cast(BinaryIO, answer), first)
        content = _Chunks(body, name) if re.fullmatch(rb"[0-9A-Fa-f]{1,8}\s*(?:;.*)?\r\n", first) else body
    if fields.get("content-encoding", "").lower() == "deflate":
        content = Unpacked(cast(BinaryIO, content), name, "deflate", account, Deflate)
    return content


class _Chunks(Stream):
    """A body sent in chunks (RFC 9112, 7.1): the size in hexadecimal digits, the bytes, again and again."""

    def __init__(self, body: Ahead, name: str) -> None:
        super().__init__()
        self._body = body
        self._name = name
        self._chunk: Window | None = None
        self._ended = False

    def _take(self, size: int) -> bytes:
        while not self._ended:
            if self._chunk is not None:
                block = self._chunk.read(size)
                if block or not size:
                    return block
            line = self._body.line(_LONGEST_LINE).partition(b";")[0].strip()
            if not line and self._chunk is not None:  # the line end behind a chunk
                self._chunk = None
                continue
            if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", line):
                raise ReadError(f"{self._name}: the chunks of its body end too early")
            self._chunk = Window(cast(BinaryIO, self._body), int(line, 16), self._name)
            self._ended = not int(line, 16)
        return b""
