"""Messages framed by control characters: where each begins and ends, and what becomes of damaged frames."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.errors import MalformedDispatch
from wiresearch.readers.messages import EOT, messages

EDGE = re.compile(rb"\x01[a-z]\d" + b"|" + EOT)


def split(data: bytes, limit: int = 1_000) -> list[tuple[int, bytes]]:
    return [(record.offset, record.data) for record in messages(io.BytesIO(data), EDGE, limit, "a")]


def test_each_message_ends_with_eot_or_before_the_next() -> None:
    assert split(b"\r\n\0\x01a1 tea\x04\r\n\x7f\x01a2 cup\r\n\x01a3 pot\n\x0c\n\x04\n") == [
        (3, b"\x01a1 tea"),
        (14, b"\x01a2 cup"),
        (23, b"\x01a3 pot"),
    ]


def test_what_has_no_start_is_kept() -> None:
    assert split(b"tea\x04\n\x01a1 cup") == [(0, b"tea"), (5, b"\x01a1 cup")]


def test_noise_alone_is_no_message() -> None:
    assert split(b"\r\n\x16\x16\x01\x03\x04\0\x7f") == []


def test_a_message_over_the_limit_comes_after_those_before_it() -> None:
    found = messages(io.BytesIO(b"\x01a1 tea\x04\x01a2 " + b"x" * 2_000), EDGE, 1_000, "a")
    assert next(found).data == b"\x01a1 tea"
    with pytest.raises(MalformedDispatch, match=r"a: the message at byte 8 is longer than limits\.dispatch_bytes \(1000\)"):
        next(found)


@given(st.lists(st.sampled_from([b"\x01a1", b"\x01", b"\x04", b"tea ", b"\n", b"\0", b"\x03"]), max_size=30))
def test_no_letter_is_lost(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    found = split(data)
    assert b"".join(record for _, record in found).count(b"tea") == data.count(b"tea")
    assert all(data[offset:].startswith(record) for offset, record in found)
