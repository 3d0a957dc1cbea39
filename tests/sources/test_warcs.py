"""WARC files, as the standard (ISO 28500) and HTTP (RFC 9112) write them."""

from __future__ import annotations

import gzip
import io
import zlib
from contextlib import suppress

import pytest
from hostile.archives import record
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.config import Limits
from wiresearch.errors import ReadError
from wiresearch.sources.streams import Account
from wiresearch.sources.warcs import entries

PAGE = b"<html><title>Harbour closed</title><p>The harbour was closed.</p></html>"


def read(data: bytes) -> list[tuple[str, bytes | str | None]]:
    return [
        (entry.name, entry.stream.read() if entry.stream else entry.skipped or entry.failed)
        for entry in entries(io.BytesIO(data), "w", Account("w", Limits()))
    ]


def chunked(data: bytes, size: int, end: bytes = b"0\r\n\r\n") -> bytes:
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x;x=y\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + end


def test_pages_are_called_by_time_and_address() -> None:
    assert read(record("response", PAGE, mime="text/html; charset=utf-8")) == [("20030813100000/http://wire.example/1", PAGE)]


@pytest.mark.parametrize("kind", ["resource", "conversion"])
def test_what_was_kept_without_http(kind: str) -> None:
    assert [content for _, content in read(record(kind, b"tea", http=None))] == [b"tea"]


@pytest.mark.parametrize("kind", ["warcinfo", "request", "metadata", "revisit"])
def test_records_about_the_crawl_are_no_pages(kind: str) -> None:
    assert read(record(kind, b"tea", http=None) + record("response", PAGE)) == [("20030813100000/http://wire.example/1", PAGE)]


@given(st.binary(max_size=3_000), st.integers(1, 700))
def test_chunks_are_put_together(data: bytes, size: int) -> None:
    ((_, content),) = read(record("response", chunked(data, size), more="Transfer-Encoding: chunked\r\n"))
    assert content == data


def test_a_body_that_was_put_together_before_it_was_kept() -> None:
    ((_, content),) = read(record("response", PAGE, more="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"))
    assert content == PAGE


def test_deflate_is_undone_and_gzip_left_to_who_sees_its_mark() -> None:
    ((_, content),) = read(record("response", zlib.compress(PAGE), more="Content-Encoding: deflate\r\n"))
    assert content == PAGE
    ((_, content),) = read(record("response", zlib.compress(PAGE, wbits=-15), more="Content-Encoding: deflate\r\n"))
    assert content == PAGE
    ((_, content),) = read(record("response", gzip.compress(PAGE, mtime=0), more="Content-Encoding: gzip\r\n"))
    assert content == gzip.compress(PAGE, mtime=0)


@pytest.mark.parametrize(
    ("mime", "taken"),
    [
        ("text/plain", True),
        ("application/xhtml+xml", True),
        ("application/rss+xml; charset=utf-8", True),
        ("application/json", True),
        ("text/css", False),
        ("image/svg+xml", False),
        ("application/pdf", False),
    ],
)
def test_types(mime: str, taken: bool) -> None:
    ((_, content),) = read(record("response", b"x", mime=mime))
    assert (content == b"x") is taken


@given(st.data())
def test_damage_raises_nothing_but_read_errors(data: st.DataObject) -> None:
    damaged = bytearray(record("response", chunked(PAGE, 9), more="Transfer-Encoding: chunked\r\n") + record("response", PAGE))
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ReadError):
        read(bytes(damaged[: data.draw(st.integers(1, len(damaged)))]))
