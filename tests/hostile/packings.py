"""Compressed files, and archives in archives."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
import sys
import zipfile
import zlib

from hostile.archives import tar, zipped
from hostile.case import LIMITS, of, plain, story

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_BLANK = b"\n" * (23 << 20)  # read to its end, and less than archive_bytes
_RATIO = "limits.archive_ratio"


def _times(count: int, data: bytes) -> bytes:
    for _ in range(count):
        data = gzip.compress(data)
    return data


def _big_window() -> bytes:
    options = {zstd.CompressionParameter.window_log: 28, zstd.CompressionParameter.enable_long_distance_matching: 1}
    writer = zstd.ZstdCompressor(options=options)
    return writer.compress(story() * 10) + writer.flush()


def _big_dictionary() -> bytes:
    """A stream of xz that asks for 1.5 GiB, of which the writer itself would need as much: only the header says so."""
    data = bytearray(lzma.compress(story(), filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]))
    assert data[12:17] == b"\x02\x00\x21\x01\x10"  # block header: size, flags, LZMA2 with one byte of properties, 1 MiB
    data[16] = 37
    data[20:24] = zlib.crc32(data[12:20]).to_bytes(4, "little")
    return bytes(data)


def _in_zips(count: int, data: bytes) -> bytes:
    for _ in range(count):
        data = zipped({"z": data})
    return data


def _many() -> bytes:
    return tar(*((f"{n}.txt", story()) for n in range(LIMITS.archive_members + 5)))


def _total() -> bytes:
    """Members of blanks that each keep to every limit; together they unpack to more than a file may."""
    blanks = bytes(b" \n\t\r"[byte & 3] for byte in range(256))
    return zipped({f"{number:02}": random.Random(number).randbytes(1_800_000).translate(blanks) for number in range(20)})


PACKINGS = (
    plain("story.txt", lambda: gzip.compress(story())),
    plain("two.gz", lambda: gzip.compress(story()) + gzip.compress(b"\n\n" + story())),
    plain("padded.gz", lambda: gzip.compress(story()) + bytes(900)),
    plain("behind.gz", lambda: gzip.compress(story()) + b"behind", "failed", "what follows is no gzip data"),
    plain("nothing.gz", lambda: gzip.compress(b""), "skipped", "no text in it"),
    plain("magic.gz", b"\x1f\x8b", "failed", "too early"),
    plain("damaged.gz", b"\x1f\x8b\x08\x00garbage in here", "failed", "damaged gzip data"),
    plain("cut.gz", lambda: gzip.compress(story())[:-20], "failed", "too early"),
    plain("cut.bz2", lambda: bz2.compress(story())[:-20], "failed", "too early"),
    plain("cut.xz", lambda: lzma.compress(story())[:-40], "failed", "too early"),
    plain("cut.zst", lambda: zstd.compress(story())[:-20], "failed", "too early"),
    plain("bomb.gz", lambda: gzip.compress(_BLANK), "failed", _RATIO),
    plain("bomb.bz2", lambda: bz2.compress(_BLANK), "failed", _RATIO),
    plain("bomb.xz", lambda: lzma.compress(_BLANK), "failed", _RATIO),
    plain("bomb.zst", lambda: zstd.compress(_BLANK), "failed", _RATIO),
    plain("dictionary.xz", _big_dictionary, "failed", "Memory usage limit exceeded"),
    plain("window.zst", _big_window, "failed", "damaged zstd data"),
    plain("five-times.gz", lambda: _times(5, story()), "failed", "limits.archive_depth"),
    plain("BZh.txt", lambda: story().replace(b"HARM.WIRE", b"BZh.WIRE")),
)

NESTED = (
    plain("in-three.zip", lambda: _in_zips(3, story()), member="!z!z!z"),
    plain("in-four.zip", lambda: _in_zips(4, story()), "failed", "limits.archive_depth", member="!z!z!z"),
    plain(
        "big-zip.tar", lambda: tar(("z", zipped({"z": bytes(2_000_000)}, zipfile.ZIP_STORED))), "failed", "limits.nested_bytes", member="!z"
    ),
    of(
        "many.tar",
        _many,
        {**{f"!{n}.txt": ("indexed", "") for n in range(LIMITS.archive_members)}, "": ("failed", "limits.archive_members")},
    ),
    of(
        "total.zip",
        _total,
        {
            **{f"!{n:02}": ("skipped", "no text in it") for n in range(13)},
            "!13": ("failed", "limits.archive_bytes"),
            "": ("failed", "limits.archive_bytes"),
        },
    ),
    of(
        "mixed.zip",
        lambda: zipped({"a.tar.gz": gzip.compress(tar(("b.xz", lzma.compress(story())), ("c.zip", zipped({"d": story()})))), "e": story()}),
        {"!a.tar.gz!b.xz": ("indexed", ""), "!a.tar.gz!c.zip!d": ("indexed", ""), "!e": ("indexed", "")},
    ),
    of(
        "cut.tar.gz",
        lambda: gzip.compress(tar(("a", story()), ("b", random.Random(1).randbytes(200_000))))[:-1_000],
        {"!a": ("indexed", ""), "!b": ("skipped", "binary data"), "": ("failed", "too early")},
    ),
)
