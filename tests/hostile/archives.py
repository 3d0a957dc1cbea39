"""Archives: zip, tar and WARC. Names lead nowhere, and what is wrong with one member is no fault of the others."""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import zipfile
from collections.abc import Mapping
from typing import Any

from hostile.case import of, plain, story

OK = ("indexed", "")
NAMES = ("../../secret.txt", "/etc/passwd", "C:\\boot.ini", "a/../../b", "line\nend\x1b[31m")


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return file.getvalue()


def _changed(data: bytes, old: bytes, new: bytes, *, every: bool = True) -> bytes:
    assert len(old) == len(new)
    assert old in data
    return data.replace(old, new, -1 if every else 1)


def _flagged(data: bytes, flag: int) -> bytes:
    """With a flag set in every header."""
    done = bytearray(data)
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = done.find(magic)
        while start >= 0:
            done[start + at] |= flag & 0xFF
            done[start + at + 1] |= flag >> 8
            start = done.find(magic, start + 4)
    return bytes(done)


def _directory(data: bytes, at: int, layout: str, value: int) -> bytes:
    """With a number in the first header of the directory changed."""
    start = data.index(b"PK\x01\x02") + at
    return data[:start] + struct.pack(layout, value) + data[start + struct.calcsize(layout) :]


def _special_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, kind in (("link", stat.S_IFLNK), ("device", stat.S_IFCHR), ("pipe", stat.S_IFIFO), ("story", stat.S_IFREG)):
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, (kind | 0o644) << 16
            archive.writestr(info, story() if name == "story" else b"../../secret.txt")
    return file.getvalue()


def _twice() -> bytes:
    data = zipped({"a.txt": story(), "b.txt": story()})
    return _changed(data, b"b.txt", b"a.txt")


def _undecodable() -> bytes:
    return _flagged(_changed(zipped({"caf#.txt": story()}), b"caf#.txt", b"caf\xe9.txt"), 0x0800)


ZIPS = (
    of("names.zip", lambda: zipped({name: story() for name in NAMES}), {f"!{name}": OK for name in NAMES}),
    plain("undecodable.zip", _undecodable, member="!caf\udce9.txt"),
    of("twice.zip", _twice, {"!a.txt": OK, "!a.txt#2": OK}),
    of(
        "special.zip",
        _special_zip,
        {
            "!link": ("skipped", "a link, not a regular file"),
            "!device": ("skipped", "not a regular file"),
            "!pipe": ("skipped", "not a regular file"),
            "!story": OK,
        },
    ),
    of(
        "encrypted.zip",
        lambda: _flagged(zipped({"a": story(), "b": story()}), 1),
        {"!a": ("failed", "encrypted"), "!b": ("failed", "encrypted")},
    ),
    plain("cut.zip", lambda: zipped({"a": story()})[:-30], "failed", "no directory at the end"),
    plain("magic.zip", b"PK\x03\x04 and nothing else", "failed", "no directory at the end"),
    plain("empty.zip", lambda: zipped({}), "skipped", "an archive without a file in it"),
    plain("folders.zip", lambda: zipped({"a/": b"", "a/b/": b""}), "skipped", "an archive without a file in it"),
    plain(
        "letter.docx", lambda: zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), "skipped", "an Office document"
    ),
    of("sum.zip", lambda: _directory(zipped({"a": story(), "b": story()}), 16, "<L", 7), {"!a": ("failed", "checksum"), "!b": OK}),
    of(
        "short.zip", lambda: _directory(zipped({"a": story(), "b": story()}), 24, "<L", 9), {"!a": ("failed", "has not the size"), "!b": OK}
    ),
    plain("promise.zip", lambda: _directory(zipped({"a": story()}), 24, "<L", 0x7FFFFFFF), "failed", "limits.archive_ratio", member="!a"),
    plain("big.zip", lambda: zipped({"a": bytes(2_100_000)}, zipfile.ZIP_STORED), "failed", "limits.member_bytes", member="!a"),
    plain("bomb.zip", lambda: zipped({"a": bytes(2_000_000)}), "failed", "limits.archive_ratio", member="!a"),
    plain("method.zip", lambda: _directory(zipped({"a": story()}), 10, "<H", 99), "failed", "method 99", member="!a"),
    plain("lzma.zip", lambda: zipped({"a": story()}, zipfile.ZIP_LZMA), "failed", "method 14", member="!a"),
    plain("far.zip", lambda: _directory(zipped({"a": story()}), 42, "<L", 0xFFFFFFF0), "failed", "not where the directory", member="!a"),
    plain(
        "directory.zip",
        lambda: _changed(zipped({"a": story()}), b"PK\x01\x02", b"PK\x01\x09"),
        "failed",
        "the directory of the zip archive is damaged",
    ),
    plain("place.zip", lambda: zipped({"a": story()})[:-6] + b"\xff" * 4 + bytes(2), "failed", "not where it should be"),
    of(
        "hidden.zip",
        lambda: zipped({"__MACOSX/._a": b"x", "README.txt": b"x", "a": story()}),
        {"!__MACOSX/._a": ("skipped", "hidden"), "!README.txt": ("skipped", "a README"), "!a": OK},
    ),
)


def tar(*members: tuple[str, bytes] | tarfile.TarInfo, form: int = tarfile.GNU_FORMAT) -> bytes:
    """A tar archive of files, and of headers without content."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form, encoding="utf-8", errors="surrogateescape") as archive:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
            else:
                info = tarfile.TarInfo(member[0])
                info.size = len(member[1])
                archive.addfile(info, io.BytesIO(member[1]))
    return file.getvalue()


def _info(name: str, kind: bytes, **values: Any) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = kind
    for key, value in values.items():
        setattr(info, key, value)
    return info


def _header(name: str, kind: bytes, size: bytes) -> bytes:
    """A header with a size that no writer would give."""
    block = bytearray(tarfile.TarInfo(name).tobuf(tarfile.GNU_FORMAT))
    block[156:157], block[124:136] = kind, size
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def _special_tar() -> bytes:
    return tar(
        _info("link", tarfile.SYMTYPE, linkname="/etc/passwd"),
        _info("hard", tarfile.LNKTYPE, linkname="../../secret.txt"),
        _info("device", tarfile.CHRTYPE, devmajor=1, devminor=5),
        _info("disk", tarfile.BLKTYPE, devmajor=8),
        _info("pipe", tarfile.FIFOTYPE),
        _info("folder", tarfile.DIRTYPE),
        ("story", story()),
    )


_BEYOND = b"\x80" + (1 << 60).to_bytes(11, "big")

TARS = (
    of("names.tar", lambda: tar(*((name, story()) for name in NAMES)), {f"!{name}": OK for name in NAMES}),
    of(
        "names-pax.tar",
        lambda: tar(*((name + "é" * 99, story()) for name in NAMES), form=tarfile.PAX_FORMAT),
        {f"!{name}{'é' * 99}": OK for name in NAMES},
    ),
    plain("undecodable.tar", lambda: tar(("caf\udce9.txt", story())), member="!caf\udce9.txt"),
    of("twice.tar", lambda: tar(("a", story()), ("a", story())), {"!a": OK, "!a#2": OK}),
    of("two.tar", lambda: tar(("a", story())) + tar(("b", story())), {"!a": OK, "!b": OK}),
    of(
        "special.tar",
        _special_tar,
        {
            "!link": ("skipped", "a link, not a regular file"),
            "!hard": ("skipped", "a hard link, not a regular file"),
            "!device": ("skipped", "a device, not a regular file"),
            "!disk": ("skipped", "a device, not a regular file"),
            "!pipe": ("skipped", "a pipe, not a regular file"),
            "!story": OK,
        },
    ),
    of("cut.tar", lambda: tar(("a", story()), ("b", story()))[:1_200], {"!a": OK, "": ("failed", "truncated header")}),
    of(
        "cut-inside.tar",
        lambda: tar(("a", story()), ("b", story()))[:1_600],
        {"!a": OK, "!b": ("failed", "too early"), "": ("failed", "too early")},
    ),
    of(
        "header.tar",
        lambda: tar(("a", story())).rstrip(b"\0").ljust(1_024, b"\0") + b"x" * 512,
        {"!a": OK, "": ("failed", "damaged tar header")},
    ),
    plain("below-nothing.tar", lambda: _header("a", b"0", b"\xff" * 12), "failed", "a size below 0"),
    of("beyond.tar", lambda: _header("a", b"0", _BEYOND) + story(), {"!a": ("failed", "limits.member_bytes"), "": ("failed", "too early")}),
    plain("long-name.tar", lambda: _header("a", b"L", _BEYOND) + b"n" * 9_000, "failed", "too early"),
    plain("pax-beyond.tar", lambda: _header("a", b"x", _BEYOND) + b"30 path=" + b"n" * 9_000, "failed", "too early"),
    of("pax-chain.tar", lambda: _header("a", b"x", b"%011o\0" % 512) * 4_000 + tar(("a", story())), {"!a": OK}),
    of(
        "holes.tar",
        lambda: tar(_info("holes", tarfile.GNUTYPE_SPARSE), ("a", story())),
        {"!holes": ("skipped", "a file with holes"), "!a": OK},
    ),
    plain(
        "before-posix.tar",
        lambda: tar(("a", story()), form=tarfile.USTAR_FORMAT).replace(b"ustar\x0000", bytes(8)),
        "failed",
        "bad checksum",
    ),
)


def record(
    kind: str, content: bytes, *, http: str | None = "200 OK", mime: str = "text/plain", more: str = "", length: int | None = None
) -> bytes:
    """A record of WARC; with `http` the answer of a server."""
    if http is not None:
        content = f"HTTP/1.1 {http}\r\nContent-Type: {mime}\r\n{more}\r\n".encode() + content
    header = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://wire.example/1\r\nWARC-Date: 2003-08-13T10:00:00Z\r\n"
    type_ = "application/http; msgtype=response" if http is not None else mime
    said = len(content) if length is None else length
    return f"{header}Content-Type: {type_}\r\nContent-Length: {said}\r\n\r\n".encode() + content + b"\r\n\r\n"


_PAGE = "!20030813100000/http://wire.example/1"
WARCS = (
    of("twice.warc", lambda: record("response", story()) * 2, {_PAGE: OK, f"{_PAGE}#2": ("duplicate", "")}),
    of(
        "kinds.warc",
        lambda: record("warcinfo", b"software: x", http=None) + record("request", b"GET /", http=None) + record("response", story()),
        {_PAGE: OK},
    ),
    plain("missing.warc", lambda: record("response", story(), http="404 Not Found"), "skipped", "the server answered 404", member=_PAGE),
    plain("picture.warc", lambda: record("response", b"\xff\xd8\xff", mime="image/jpeg"), "skipped", "image/jpeg, not text", member=_PAGE),
    plain(
        "no-http.warc", lambda: record("response", story()).replace(b"HTTP/1.1", b"SPDY/1.1"), "failed", "no answer of HTTP", member=_PAGE
    ),
    of(
        "chunks.warc",
        lambda: record("response", b"9999\r\n" + story(), more="Transfer-Encoding: chunked\r\n"),
        {_PAGE: ("failed", "too early")},
    ),
    of("cut.warc", lambda: record("response", story())[:-60], {_PAGE: ("failed", "too early"), "": ("failed", "too early")}),
    of(
        "beyond.warc",
        lambda: record("response", story(), length=1 << 50),
        {_PAGE: ("failed", "limits.member_bytes"), "": ("failed", "too early")},
    ),
    of(
        "short.warc",
        lambda: record("response", story()) + record("response", story(), length=9),
        {_PAGE: OK, f"{_PAGE}#2": ("failed", "no answer of HTTP"), "": ("failed", "does not begin")},
    ),
    plain(
        "no-length.warc",
        lambda: record("response", story()).replace(b"Content-Length", b"Content-Langth"),
        "failed",
        "does not say its length",
    ),
    plain("header.warc", lambda: b"WARC/1.0\r\n" + b"a: b\r\n" * 2_000, "failed", "more than 1000 lines"),
)
