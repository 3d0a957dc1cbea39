"""Files that are too much, each indexed by a process of its own: what became of it, and the most memory it took.

    python benchmarks/memory.py --work FOLDER [--only NAME]…

Makes each file in FOLDER (up to 1 GB at a time), indexes it with one process, and deletes it. Exit code 1 when one takes more
than 512 MB, or is neither refused nor skipped with a reason that names a limit, nor read.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import json
import lzma
import os
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from measured import MAXRSS_BYTES, RESULTS, in_child, save

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MOST_MB = 512.0
GB, MB = 1 << 30, 1 << 20
_LINE = b"The harbour of Lisbon was closed while divers looked for an anchor that a ship had lost, the port office said.\n"
_TEXT = _LINE * (16 * MB // len(_LINE))
_NITF = b'<?xml version="1.0"?>\n<nitf><body><body.head><hedline><hl1>Harbour closed</hl1></hedline></body.head><body.content>'
_ITEM = b"<newsItem guid='urn:%012d'><contentSet><inlineXML><p>The harbour was closed.</p></inlineXML></contentSet></newsItem>\n"


def _written(path: Path, pieces: Iterator[bytes]) -> None:
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)


def _around(size: int, before: bytes, piece: bytes, after: bytes) -> Iterator[bytes]:
    yield before
    for _ in range(size // len(piece)):
        yield piece
    yield after


def _members(compress: Callable[[bytes], bytes], piece: bytes = _TEXT) -> Iterator[bytes]:
    """10 GB in streams of 16 MB one behind the other."""
    packed = compress(piece)
    return (packed for _ in range(10 * GB // len(piece)))


def _deflated(piece: bytes) -> tuple[int, Iterator[bytes]]:
    """A raw deflate stream of 10 GB of `piece`, and its size: blocks that depend on nothing before them may be repeated."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.flush()
    count = 10 * GB // len(piece)
    return count * len(block) + len(end), _around(count * len(block), b"", block, end)


def _zip(path: Path, piece: bytes, said: int) -> None:
    """A zip archive of one member of 10 GB, of which the directory says that it has `said` bytes."""
    size, stream = _deflated(piece)
    sizes = struct.pack("<3L2H", 0, size, said, 1, 0)
    local = b"PK\3\4\x14\0\0\0\x08\0\0\0\x21\0" + sizes + b"a"
    central = b"PK\1\2\x14\0\x14\0\0\0\x08\0\0\0\x21\0" + sizes + bytes(14) + b"a"
    end = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 1, 1, len(central), len(local) + size, 0)
    _written(path, (part for parts in ([local], stream, [central, end]) for part in parts))


def _million(path: Path) -> None:
    """A zip archive with a directory of a million members, all of them the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a"), b"\n")
    data = file.getvalue()
    start, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
    directory = data[start:end] * 1_000_000
    ending = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 16_960, 16_960, len(directory), start, 0)
    _written(path, iter((data[:start], directory, ending)))


def _tar_gz(path: Path) -> None:
    """A tar of 50 members of 200 MB, packed; below the ratio, for each holds noise too."""
    with gzip.open(path, "wb", 1) as file:
        noise = os.urandom(1 << 18)
        for number in range(50):
            info = tarfile.TarInfo(f"{number}.txt")
            info.size = 12 * len(_TEXT) + 12 * len(noise)
            file.write(info.tobuf())
            for _ in range(12):
                file.write(_TEXT)
                file.write(noise)
            file.write(bytes(-info.size % 512))


def _tar(path: Path) -> None:
    info = tarfile.TarInfo("a")
    info.size = len(_TEXT) * 20
    _written(path, _around(info.size, info.tobuf(), _TEXT, bytes(10_240)))


def _nested(path: Path) -> None:
    """Zip archives in a zip archive, each of which unpacks to 160 times its size."""
    data = _TEXT
    for _ in range(3):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(9):
                archive.writestr(str(number), data)
        data = file.getvalue()
    path.write_bytes(data)


CASES: dict[str, Callable[[Path], None]] = {
    "1 GB, one line of text": lambda path: _written(path, _around(GB, b"", b"harbour " * (1 << 17), b"\n")),
    "1 GB, one line without a blank": lambda path: _written(path, _around(GB, b"", b"x" * MB, b"\n")),
    "1 GB, one line of JSON": lambda path: _written(
        path, _around(GB, b'{"uri": "tag:wire:1", "headline": "H", "body_text": "', b"harbour " * (1 << 17), b'"}')
    ),
    "1 GB, one line of XML": lambda path: _written(
        path, _around(GB, _NITF.replace(b"\n", b"") + b"<p>", b"harbour " * (1 << 17), b"</p></nitf>")
    ),
    "1 GB, one line of mail": lambda path: _written(
        path, _around(GB, b"From: a@wire.example\nSubject: H\nDate: Wed, 13 Aug 2003 10:00:00 +0000\n\n", b"harbour " * (1 << 17), b"\n")
    ),
    "500 MB XML, one dispatch": lambda path: _written(
        path, _around(500 * MB, _NITF, b"<p>" + _LINE + b"</p>", b"</body.content></body></nitf>")
    ),
    "500 MB XML, many items in a message": lambda path: _written(
        path,
        _around(
            500 * MB,
            b"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>",
            b"".join(_ITEM % number for number in range(10_000)),
            b"</itemSet></newsMessage>",
        ),
    ),
    "500 MB HTML": lambda path: _written(path, _around(500 * MB, b"<html><body>", b"<p>" + _LINE + b"</p>", b"</body></html>")),
    "gzip of 10 GB": lambda path: _written(path, _members(gzip.compress)),
    "gzip of 10 GB of blank lines": lambda path: _written(path, _members(gzip.compress, b"\n" * (16 * MB))),
    "bzip2 of 10 GB": lambda path: _written(path, _members(bz2.compress)),
    "xz of 10 GB": lambda path: _written(path, _members(lzma.compress)),
    "zstd of 10 GB": lambda path: _written(path, _members(zstd.compress)),
    "zip of 10 GB, told": lambda path: _zip(path, _TEXT, 0xFFFFFFF0),
    "zip of 10 GB, said to be 9 MB": lambda path: _zip(path, b"\n" * (16 * MB), 9 * MB),
    "tar.gz of 10 GB below the ratio": _tar_gz,
    "zip in zip in zip of 12 GB": _nested,
    "zip of a million members": _million,
    "tar, a member of 300 MB": _tar,
}


def make(name: str, path: Path) -> None:
    """Make the file of a case."""
    CASES[name](path)


def index(path: Path, folder: Path) -> dict[str, Any]:
    """Index one file in a process of its own: seconds, peak MB, exit code, and what became of it."""
    report = folder / "report.ndjson"
    command = [sys.executable, "-m", "wiresearch", "--index", str(folder / "index"), "index", "-q", "--jobs", "1", "--report", str(report)]
    started = time.perf_counter()
    with subprocess.Popen([*command, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        told = process.stderr.read().decode() if process.stderr else ""
        _, status, spent = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    lines = [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []
    ends = [line for line in lines if line["type"] == "source"]
    reasons = list(dict.fromkeys(line["reason"] for line in ends if line["reason"]))
    return {
        "size_mb": round(path.stat().st_size / 1e6, 1),
        "seconds": round(time.perf_counter() - started, 1),
        "peak_mb": round(spent.ru_maxrss * MAXRSS_BYTES / 1e6, 1),
        "exit": process.returncode,
        "lines": len(ends),
        "dispatches": sum(line["dispatches"] for line in ends),
        "reasons": [reason.replace(f"{folder}/", "") for reason in reasons[:3]],
        "traceback": "Traceback" in told,
    }


def main() -> int:
    """Make, index and delete each file; print a row for each, store the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="a folder outside the repository")
    parser.add_argument("--only", action="append", metavar="NAME", help="this case alone; may be repeated")
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    rows = {}
    for name in CASES:
        if given.only and name not in given.only:
            continue
        with tempfile.TemporaryDirectory(dir=given.work) as folder:
            path = Path(folder) / "file"
            in_child(make, name, path)  # for a process passes its peak on to those that it starts
            rows[name] = row = index(path, Path(folder))
        print(
            f"{name:<38}{row['size_mb']:8.1f} MB{row['seconds']:7.1f} s{row['peak_mb']:7.1f} MB  exit {row['exit']}  {row['reasons'][:1]}",
            flush=True,
        )
    if not given.only:
        save(RESULTS / "memory.json", "python benchmarks/memory.py --work FOLDER", {"rows": rows})
    bad = [name for name, row in rows.items() if row["peak_mb"] > MOST_MB or row["traceback"] or not (row["reasons"] or row["dispatches"])]
    print(f"beyond {MOST_MB:.0f} MB, or without a word: {', '.join(bad) or 'none'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
