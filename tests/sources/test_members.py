"""Files as the documents in them: archives in archives, what they are called, and reading again."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hostile.archives import record, tar, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from wiresearch.config import Limits
from wiresearch.errors import ReadError
from wiresearch.sources import Member, Source, find, scan
from wiresearch.sources.members import Walk
from wiresearch.sources.streams import exactly

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = b"Envoys met in Geneva.\n"
WRAPPERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd.compress,
    "zip": lambda data: zipped({"m": data}),
    "tar": lambda data: tar(("m", data)),
    "warc": lambda data: record("resource", data, http=None),
}
INNER = {"zip": "!m", "tar": "!m", "warc": "!20030813100000/http://wire.example/1"}
ROOMY = Limits(archive_depth=99, archive_ratio=1 << 20)


def members(data: bytes, limits: Limits = ROOMY) -> list[Member]:
    return list(Walk("a", lambda: io.BytesIO(data), limits).members())


def content(member: Member) -> bytes:
    assert member.document is not None
    with member.document.open() as stream:
        return b"".join(iter(lambda: stream.read(7_000), b""))


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], Source]:
    """Makes a source of bytes, called `a`."""
    monkeypatch.chdir(tmp_path)

    def make(data: bytes) -> Source:
        Path("a").write_bytes(data)
        return next(scan(["a"], limits=ROOMY))

    return make


@settings(max_examples=60)
@given(st.lists(st.sampled_from(sorted(WRAPPERS)), max_size=5))
def test_in_any_order(wrappers: list[str]) -> None:
    data = TEXT
    for wrapper in wrappers:
        data = WRAPPERS[wrapper](data)
    (member,) = members(data)
    assert member.name == "a" + "".join(INNER.get(wrapper, "") for wrapper in reversed(wrappers))
    assert content(member) == TEXT
    assert content(member) == TEXT


@given(st.sampled_from(sorted(WRAPPERS)), st.sampled_from(sorted(WRAPPERS)), st.data())
def test_damage_is_told_and_never_raised(inner: str, outer: str, data: st.DataObject) -> None:
    damaged = bytearray(WRAPPERS[outer](WRAPPERS[inner](TEXT)))
    for _ in range(data.draw(st.integers(1, 3))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    found = members(bytes(damaged[: data.draw(st.integers(1, len(damaged)))]))
    assert found
    for member in found:
        assert (member.document is not None) + (member.skipped is not None) + (member.failed is not None) == 1
        if member.document is not None:
            with suppress(ReadError):
                content(member)


@pytest.mark.parametrize("wrapper", sorted(WRAPPERS))
def test_a_long_document_can_be_opened_again_while_it_is_read(source: Callable[[bytes], Source], wrapper: str) -> None:
    data = random.Random(1).randbytes(150_000).hex().encode()
    member = next(source(WRAPPERS[wrapper](data)).members(ROOMY))
    assert member.document is not None
    first = member.document.open()
    assert first.read(9) == data[:9]
    assert content(member) == data
    rest = b"".join(iter(lambda: first.read(7_000), b""))
    assert data[:9] + rest == data


def test_a_document_outlives_the_walk_it_came_from(source: Callable[[bytes], Source]) -> None:
    data = random.Random(1).randbytes(50_000).hex().encode()
    document = source(tar(("m", data))).load()
    with document.open() as stream:
        assert b"".join(iter(lambda: stream.read(7_000), b"")) == data


def test_the_walk_goes_on_whatever_was_read_of_a_member() -> None:
    texts = [random.Random(n).randbytes(30_000).hex().encode() for n in range(6)]
    data = gzip.compress(tar(*((str(n), text) for n, text in enumerate(texts))))
    seen = []
    kept = []
    for number, member in enumerate(Walk("a", lambda: io.BytesIO(data), ROOMY).members()):
        assert member.document is not None
        seen.append(exactly(member.document.open(), number * 9_000))
        kept.append(member)
    assert seen == [text[: number * 9_000] for number, text in enumerate(texts)]
    assert [content(member) for member in kept] == texts


@pytest.mark.parametrize(
    ("depth", "wrappers", "allowed"),
    [
        (0, ["gzip"], True),
        (0, ["gzip", "gzip"], False),
        (1, ["gzip", "gzip"], True),
        (0, ["zip"], False),
        (1, ["zip"], True),
        (1, ["tar", "gzip"], True),
        (1, ["gzip", "tar", "gzip"], True),
        (1, ["zip", "tar", "gzip"], False),
        (2, ["gzip", "zip", "tar", "gzip"], True),
    ],
)
def test_an_archive_and_its_packing_are_one_level(depth: int, wrappers: list[str], allowed: bool) -> None:
    data = TEXT
    for wrapper in wrappers:
        data = WRAPPERS[wrapper](data)
    (member,) = members(data, Limits(archive_depth=depth))
    assert (member.document is not None) is allowed
    assert allowed or f"limits.archive_depth ({depth})" in (member.failed or "")


def test_a_document_is_found_by_the_name_in_its_provenance(source: Callable[[bytes], Source]) -> None:
    source(zipped({"b!c": tar(("../d", TEXT)), "e": b"tea"}))
    assert find("a!b!c!../d", ROOMY).head == TEXT
    assert find("a!e", ROOMY).head == b"tea"
    Path("a!e").write_bytes(b"coffee")
    Path("wow!").write_bytes(b"milk")
    assert find("a!e", ROOMY).head == b"tea"
    assert find("wow!", ROOMY).head == b"milk"
    for name in ("a!x", "a!../wow!", "b!e"):
        with pytest.raises(ReadError, match=r"there any more|No such file"):
            find(name, ROOMY)


def test_a_member_that_is_gone_when_it_is_opened_again_is_told(source: Callable[[bytes], Source]) -> None:
    (member,) = source(tar(("m", random.Random(1).randbytes(150_000).hex().encode()))).members(ROOMY)
    assert member.document is not None
    Path("a").write_bytes(b"")
    with pytest.raises(ReadError, match="a!m: changed while it was read"):
        content(member)


def test_nothing_is_written(source: Callable[[bytes], Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = source(zipped({"b": tar(("c", gzip.compress(TEXT))), "d": zipped({"e": TEXT})}))
    tmp_path.chmod(0o500)
    monkeypatch.setattr("tempfile.mkstemp", None)
    try:
        assert [content(member) for member in made.members(ROOMY)] == [TEXT, TEXT]
    finally:
        tmp_path.chmod(0o700)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
