"""The tag splitter: records out of a stream, elements out of a record, character references."""

from __future__ import annotations

import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.errors import MalformedDispatch
from wiresearch.readers import sgml


class Trickle(io.RawIOBase):
    """A stream that gives a few bytes at a time."""

    def __init__(self, data: bytes, step: int) -> None:
        self._data = data
        self._step = step

    def read(self, size: int = -1) -> bytes:
        block, self._data = self._data[: self._step], self._data[self._step :]
        return block


def records(data: bytes, step: int = 1 << 20, limit: int = 1_000) -> list[tuple[bytes, int, bool]]:
    found = sgml.records(Trickle(data, step), "DOC", limit, "a.sgm")  # type: ignore[arg-type]  # as much of a stream as is used
    return [(record.data, record.offset, record.closed) for record in found]


@pytest.mark.parametrize("step", [1, 2, 3, 7, 1_000])
def test_records_and_their_places_in_any_blocks(step: int) -> None:
    data = b'<!DOCTYPE x>\n<DOC>\n<DOCNO>1</DOCNO></DOC>\njunk<DOC id="2">two</DOC><DOC>three<DOC>four</DOC></DOC><DOC>five'
    assert records(data, step) == [
        (b"<DOC>\n<DOCNO>1</DOCNO></DOC>", 13, True),
        (b'<DOC id="2">two</DOC>', 46, True),
        (b"<DOC>three", 67, False),
        (b"<DOC>four</DOC>", 77, True),
        (b"<DOC>five", 98, False),
    ]


def test_a_record_over_the_limit_is_named_with_its_place() -> None:
    found = sgml.records(io.BytesIO(b"<DOC>a</DOC><DOC>" + b"x" * 2_000), "DOC", 1_000, "a.sgm")
    assert next(found).data == b"<DOC>a</DOC>"
    with pytest.raises(MalformedDispatch, match=r"a\.sgm: the record at byte 12 is longer than limits\.dispatch_bytes \(1000\)"):
        next(found)


def test_a_long_file_is_never_in_memory() -> None:
    class Long(io.RawIOBase):
        left = 64

        def read(self, size: int = -1) -> bytes:
            self.left -= 1
            return b"<DOC>" + b"x" * (1 << 19) + b"</DOC>" if self.left >= 0 else b""

    tracemalloc.start()
    try:
        assert sum(1 for _ in sgml.records(Long(), "DOC", 1 << 20, "a")) == 64  # type: ignore[arg-type]  # as much of a stream as is used
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


@given(st.lists(st.sampled_from([b"<DOC>", b"</DOC>", b"<DOCNO>", b"<DOC", b"x", b"<", b" "]), max_size=40), st.integers(1, 9))
def test_blocks_make_no_difference(parts: list[bytes], step: int) -> None:
    data = b"".join(parts)
    whole = records(data)
    assert records(data, step) == whole
    for content, offset, _ in whole:
        assert data[offset : offset + len(content)] == content


@pytest.mark.parametrize(
    ("head", "tag"),
    [
        (b"<DOC>\n", b"<DOC>"),
        (b'\xef\xbb\xbf \n<?xml version="1.0"?><!-- a > b --><!DOCTYPE lewis SYSTEM "lewis.dtd">\n<REUTERS A="1">', b'<REUTERS A="1">'),
        (b'<!DOCTYPE x [ <!ENTITY a "b"> ]>\n<nitf>', b"<nitf>"),
        (b"Text <DOC>", b""),
        (b"", b""),
        (b"<!-- never closed <DOC>", b"<!-- never closed <DOC>"),
    ],
)
def test_the_first_element(head: bytes, tag: bytes) -> None:
    assert sgml.root(head) == tag


def test_elements_by_name() -> None:
    text = "<A>one</A><AB>no</AB><A x='1'>two<A>three</A> rest <B>open"
    assert sgml.content(text, "A") == "one"
    assert list(sgml.contents(text, "A")) == ["one", "two", "three"]
    assert sgml.content(text, "B") == "open"
    assert sgml.content(text, "C") is None


def test_split_keeps_what_is_outside() -> None:
    held, rest = sgml.split("before <T>title</T>between<T>second</T><B>body", ("T", "B"), ("T",))
    assert held == {"T": "title"}
    assert rest.split("\n") == ["before ", "between", "second", "", "body"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("&lt;IBM> and AT&amp;T", "<IBM> and AT&T"),
        ("AT&T, R&D; x&y", "AT&T, R&D; x&y"),
        ("&#5;&#22;a&#127;b&#10;c&#9;d", "ab\nc\td"),
        ("&#233;&#xE9;&eacute;&#8212;", "ééé—"),
        ("&#150;&#x96;", "––"),
        ("&#55296;&#1114112;&#9999999;", "\ufffd\ufffd\ufffd"),
        ("&#99999999;&nonsense;&;&#;", "&#99999999;&nonsense;&;&#;"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_character_references(text: str, expected: str) -> None:
    assert sgml.plain(text) == expected


def test_tags_are_taken_out_and_other_angles_stay() -> None:
    assert sgml.without_tags("<P>a < b <F P=105>c</F> d > e </P>") == "a < b c d > e "
