from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.render.terminal import Style, bar, clean, columns, cut, pad, wrapped

FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ANY_TEXT = st.text(st.characters(codec=None))


@given(ANY_TEXT, st.booleans())
def test_cleaned_text_acts_on_no_terminal_and_can_be_written(text: str, layout: bool) -> None:
    shown = clean(text, layout=layout)
    assert not FORBIDDEN.search(shown)
    shown.encode("utf-8")
    assert clean(shown, layout=layout) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain São Paulo — 咖啡", "plain São Paulo — 咖啡"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\x00b\x7fc\x9bd", r"a\x00b\x7fc\x9bd"),
        ("a\u202eb", r"a\u202eb"),
        ("one\ntwo\tthree", r"one\x0atwo\x09three"),
        ("caf\udce9", r"caf\xe9"),
    ],
)
def test_control_characters_are_shown(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_layout_keeps_line_ends_and_tabs_but_no_carriage_return() -> None:
    assert clean("a\tb\r\n", layout=True) == "a\tb\\x0d\n"


def test_columns_of_wide_and_combining_characters() -> None:
    assert columns("abc") == 3
    assert columns("咖啡") == 4
    assert columns("e\u0301") == 1
    assert pad("咖", 4) == "咖  "
    assert pad("7", 3, right=True) == "  7"


def test_cut_keeps_within_the_width() -> None:
    assert cut("short", 5) == "short"
    assert cut("longer", 5) == "long…"
    assert cut("longer", 5, keep_end=True) == "…nger"
    assert cut("咖啡咖", 4) == "咖…"


@given(ANY_TEXT, st.integers(1, 80))
def test_a_cut_never_exceeds_the_width(text: str, width: int) -> None:
    assert columns(cut(clean(text), width)) <= width


def test_lines_are_filled_with_whole_words() -> None:
    text = "the quick brown fox"
    assert [text[a:b] for a, b in wrapped(text, 10)] == ["the quick", "brown fox"]
    assert wrapped(text, None) == [(0, len(text))]
    assert [("x" * 30)[a:b] for a, b in wrapped("x" * 30, 10)] == ["x" * 30]


@given(st.text("ab 咖\t", max_size=60), st.integers(1, 20))
def test_wrapping_loses_no_word(text: str, width: int) -> None:
    lines = [text[a:b] for a, b in wrapped(text, width)]
    assert " ".join(lines).split() == text.split()
    assert all(columns(line) <= width or len(line.split()) == 1 for line in lines)


def test_bars() -> None:
    assert bar(10, 10, 4) == "████"
    assert bar(5, 10, 4) == "██"
    assert bar(0, 10, 4) == ""
    assert bar(1, 10_000, 4) == "▏"


def test_style_is_plain_without_colour() -> None:
    assert Style().bold("x") == Style().dim("x") == Style().alarm("x") == "x"
    assert Style().mark("x") == "**x**"
    assert Style(colour=True).mark("x") == "\x1b[1;4mx\x1b[0m"
