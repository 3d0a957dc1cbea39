"""Lines know their bytes, whatever the encoding, the line ends, and the size of the pieces that a file is read in."""

from __future__ import annotations

import io
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.readers.lines import Line, letters, lines_of

ENCODINGS = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "shift_jis", "cp1251", "cp037", "iso2022_kr"]
LETTERS = {"shift_jis": "tea 茶ー\u3000", "cp1251": "tea чай ", "cp037": "tea é", "iso2022_kr": "tea 차 "}
WORDS = "tea ਊ茶\u010a\u0d0a😀\u00a0"


def lines(data: bytes, encoding: str | None = None, size: int = 1 << 20) -> list[Line]:
    return list(lines_of(io.BytesIO(data), encoding, 1 << 20, size))


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(data=st.data())
def test_the_same_lines_whatever_the_piece(encoding: str, data: st.DataObject) -> None:
    words = st.text(LETTERS.get(encoding, WORDS), max_size=8)
    ends = st.sampled_from(["\n", "\r\n", "\r\r\n", "\r"])
    text = "".join(data.draw(st.lists(st.builds(str.__add__, words, ends), max_size=30))) + data.draw(words)
    content = text.encode(encoding)
    size = data.draw(st.integers(1, 100))
    found = lines(content, encoding, size)
    assert b"".join(line.data for line in found) == content
    assert [line.offset for line in found] == list(accumulate((len(line.data) for line in found), initial=0))[: len(found)]
    printed = [line.rstrip() for line in text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    assert [line.text for line in found if line.text] == [line for line in printed if line]
    assert letters(found) == len(text)
    whole = [line for line in lines(content, encoding) if line.text]
    assert [line for line in found if line.text] == whole


def test_where_paragraphs_end_is_the_same_whatever_the_piece() -> None:
    content = b"one\r\ntwo\r\n\r\nthree\r\r\nfour\n\n \nfive"
    printed = ["one", "two", "", "three", "four", "", "five"]
    for size in range(1, len(content) + 1):
        texts = [line.text for line in lines(content, size=size)]
        assert [text for k, text in enumerate(texts) if text or texts[k - 1]] == printed


def test_what_settles_the_encoding_stands_at_the_head_only() -> None:
    korean = "차\n" * 50
    for content in (korean.encode("iso2022_kr"), korean.encode("utf-16"), b"\xfe\xff" + korean.encode("utf-16-be")):
        assert {line.text for line in lines(content, size=20)} == {"차"}


def test_blank_lines_are_few_lines() -> None:
    assert len(lines(b"\n" * 100_000 + b"tea" + b" \r\n" * 100_000)) == 3


def test_a_line_too_long_to_hold_comes_in_several() -> None:
    found = list(lines_of(io.BytesIO(b"x" * 1_000), None, 100, 50))
    assert len(found) > 1
    assert b"".join(line.data for line in found) == b"x" * 1_000
