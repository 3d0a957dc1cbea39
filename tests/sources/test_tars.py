"""Tar archives against Python's tarfile."""

from __future__ import annotations

import io
import tarfile
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from wiresearch.errors import ReadError
from wiresearch.sources.tars import entries

FORMATS = [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0/"), min_size=1, max_size=30).map(lambda name: f"m/{name}")
members = st.lists(st.tuples(names, st.binary(max_size=2_000)), max_size=6)
long = st.integers(50, 300).map(lambda count: [("/".join("folder" for _ in range(count)) + "/é.txt", b"tea")])


def read(data: bytes) -> list[tuple[str, bytes | str | None]]:
    return [(entry.name, entry.stream.read() if entry.stream else entry.skipped) for entry in entries(io.BytesIO(data), "t")]


def written(found: list[tuple[str, bytes]], form: int) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form, encoding="utf-8", errors="surrogateescape") as archive:
        for name, content in found:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


@given(members, st.sampled_from(FORMATS))
def test_members_are_those_that_were_written(found: list[tuple[str, bytes]], form: int) -> None:
    assert read(written(found, form)) == found


@given(long, st.sampled_from(FORMATS[1:]))
def test_long_names(found: list[tuple[str, bytes]], form: int) -> None:
    assert read(written(found, form)) == found


@given(members)
def test_members_that_nobody_read_are_passed_over(found: list[tuple[str, bytes]]) -> None:
    data = written(found, tarfile.GNU_FORMAT)
    assert [entry.name for entry in entries(io.BytesIO(data), "t")] == [name for name, _ in found]


def test_sizes_of_eight_gigabytes_and_more_are_understood() -> None:
    for form in FORMATS[1:]:
        info = tarfile.TarInfo("big")
        info.size = 9 << 30
        header = io.BytesIO(info.tobuf(form))
        first = next(entries(header, "t"))
        assert (first.name, first.size) == ("big", 9 << 30)


@given(members.filter(bool), st.sampled_from(FORMATS), st.data())
def test_damage_raises_nothing_but_read_errors(found: list[tuple[str, bytes]], form: int, data: st.DataObject) -> None:
    damaged = bytearray(written(found, form).rstrip(b"\0"))
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ReadError):
        for entry in entries(io.BytesIO(bytes(damaged[: data.draw(st.integers(1, len(damaged)))])), "t"):
            if entry.stream:
                while entry.stream.read(700):
                    pass
