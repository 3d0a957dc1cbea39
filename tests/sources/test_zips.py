"""Zip archives against Python's zipfile."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.config import Limits
from wiresearch.errors import ReadError, Skipped
from wiresearch.sources.streams import Account
from wiresearch.sources.zips import entries

METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2]
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0/"), min_size=1, max_size=30).map(lambda name: f"m/{name}")
members = st.lists(st.tuples(names, st.binary(max_size=2_000), st.sampled_from(METHODS)), max_size=6, unique_by=lambda member: member[0])


def read(data: bytes) -> list[tuple[str, Any]]:
    account = Account("z", Limits(archive_ratio=10_000))
    return [
        (entry.name, entry.stream.read() if entry.stream else entry.skipped or entry.failed)
        for entry in entries(io.BytesIO(data), "z", account)
    ]


def written(found: list[tuple[str, bytes, int]], comment: bytes = b"", file: io.BytesIO | None = None, *, wide: bool = False) -> bytes:
    file = file or io.BytesIO()
    with zipfile.ZipFile(file, "a" if file.getvalue() else "w") as archive:
        archive.comment = comment
        for name, content, method in found:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            with archive.open(info, "w", force_zip64=wide) as member:
                member.write(content)
    return file.getvalue()


@given(members, st.binary(max_size=50), st.binary(max_size=50), st.booleans())
def test_members_are_those_that_were_written(found: list[tuple[str, bytes, int]], before: bytes, comment: bytes, wide: bool) -> None:
    file = io.BytesIO()
    file.write(before.replace(b"PK", b""))  # zipfile itself takes what looks like a record of an archive for one
    data = written(found, comment.replace(b"PK", b""), file, wide=wide)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        expected = [(info.filename, archive.read(info)) for info in archive.infolist()]
    assert read(data) == expected == [(name, content) for name, content, _ in found]


class _Pipe(io.RawIOBase):
    """A file that cannot be sought in: sizes then stand behind the members."""

    def __init__(self) -> None:
        self.held = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self.held += bytes(data)
        return len(data)


def test_sizes_behind_the_members() -> None:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]  # all that zipfile needs of a file
        archive.writestr("a", b"tea " * 99)
        archive.writestr("b", b"coffee")
    assert read(pipe.held) == [("a", b"tea " * 99), ("b", b"coffee")]


def test_more_than_65535_members(tmp_path: Path) -> None:
    file = tmp_path / "many.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(65_600):
            archive.writestr(zipfile.ZipInfo(str(number)), b"")
    with file.open("rb") as stream:
        count = sum(1 for _ in entries(stream, "z", Account("z", Limits())))
    assert count == 65_600


@given(members.filter(bool), st.data())
def test_damage_raises_nothing_but_read_errors(found: list[tuple[str, bytes, int]], data: st.DataObject) -> None:
    damaged = bytearray(written(found))
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    stream = io.BytesIO(bytes(damaged[: data.draw(st.integers(1, len(damaged)))]))
    with suppress(ReadError):
        for entry in entries(stream, "z", Account("z", Limits())):
            if entry.stream:
                with suppress(ReadError):
                    while entry.stream.read(700):
                        pass


def test_a_document_that_is_a_zip_is_skipped() -> None:
    with pytest.raises(Skipped, match="an OpenDocument or EPUB document"):
        read(written([("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)]))
