"""What bytes are, by their beginning and never by a name: text, a container, or neither."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

HEAD = 20_000
LONGEST = 10
"""The longest mark of a packing, in bytes."""

_PACKINGS = (
    (re.compile(rb"\x1f\x8b"), "gzip"),
    # The mark of the first block, or that of the end where there is none: "BZh" alone may begin a text.
    (re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), "bzip2"),
    (re.compile(rb"\xfd7zXZ\x00"), "xz"),
    (re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), "zstd"),
)
_ARCHIVES = (
    (re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08PK)"), "zip"),
    (re.compile(rb"WARC/\d"), "warc"),
    (re.compile(rb".{257}ustar", re.DOTALL), "tar"),
    # Tar before POSIX has no mark: octal digits where mode, owner, group, size and time stand.
    (re.compile(rb"[^\0].{99}(?:[ 0-7]{7}\0){3}(?:[ 0-7]{11}[ \0]){2}[ 0-7]{6}", re.DOTALL), "tar"),
)
_BINARY = (
    (0, b"%PDF-", "a PDF document"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (0, b"GIF87a", "a GIF picture"),
    (0, b"GIF89a", "a GIF picture"),
    (0, b"ID3\x03", "an MP3 sound"),
    (0, b"ID3\x04", "an MP3 sound"),
    (4, b"ftyp", "an MP4 film"),
    (0, b"\x7fELF", "a program"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
    (0, b"SQLite format 3\x00", "a SQLite database"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"\x1f\x9d", "compress data (.Z)"),
    (0, b"\x04\x22\x4d\x18", "LZ4 data"),
)
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_TO_TWO_BYTES, _SHIFTS = b"\x1b$", b"\x0e\x0f"
"""ISO-2022 goes over to another alphabet by ESC $, and from then on by control characters."""
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b"))


def packing(data: bytes) -> str | None:
    """The compression of a stream that begins with `data`: "gzip", "bzip2", "xz", "zstd", or None."""
    return next((name for magic, name in _PACKINGS if magic.match(data)), None)


def archive(data: bytes) -> str | None:
    """The archive that begins with `data`: "zip", "tar", "warc", or None."""
    return next((name for magic, name in _ARCHIVES if magic.match(data)), None)


def binary(head: bytes) -> str | None:
    """What a file that is no text is, or None. Text of two bytes a letter has controls in one half, or is letters in 16 bits."""
    for offset, magic, what in _BINARY:
        if head.startswith(magic, offset):
            return what
    text = head.translate(None, _SHIFTS) if _TO_TWO_BYTES in head else head
    controls = _controls(text)
    if controls * 12 <= len(head):
        return None
    wide = head.startswith(_UTF16_BOMS) or max(_controls(text[::2]), _controls(text[1::2])) * 10 >= controls * 9
    return None if wide or _is_utf16(head) else "binary data"


def _controls(data: bytes) -> int:
    return len(data) - len(data.translate(None, _CONTROLS))


def _is_utf16(head: bytes) -> bool:
    """Whether the pairs of bytes, one way or the other, are assigned characters, but for one in 500, and mostly letters."""
    for codec in ("utf-16-le", "utf-16-be"):
        kinds = Counter("C" if c == "\ufffd" else "Z" if c.isspace() else unicodedata.category(c)[0] for c in head.decode(codec, "replace"))
        if kinds["C"] * 500 < kinds.total() < kinds["L"] * 2:
            return True
    return False
