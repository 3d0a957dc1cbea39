"""Where a paragraph ends, in the ways that wires set text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.readers.paragraphs import body, without_signoff

STYLES = {
    "one line each": """\
Envoys met in Geneva.

They meet again on Friday.""",
    "set in by four": """\
Envoys met in
Geneva on Monday. They
drank tea.
    They meet again on
Friday.""",
    "set in by three, one line each": """\
   ENVOYS MET IN GENEVA.
   THEY MEET AGAIN ON FRIDAY.""",
    "tab": """\
\tEnvoys met in
Geneva.
\tThey meet again on
Friday.""",
    "margin of one": """\
    Envoys met in
 Geneva.
    They meet again on
 Friday.""",
    "nothing set in, the next word would have fitted": """\
Envoys from six capitals met in a hotel in Geneva.
They meet again on Friday, when the seventh of them arrives on
the night train.""",
    "long lines without blank lines": "Envoys met. " + "x " * 70 + "end.\n" + "They meet again. " + "y " * 90 + "end.",
    "bullets": """\
* Envoys met in Geneva
* They meet again on Friday""",
}


@pytest.mark.parametrize("style", STYLES)
def test_each_style_has_two_paragraphs(style: str) -> None:
    paragraphs = body(STYLES[style].split("\n")).paragraphs
    assert len(paragraphs) == 2
    assert " ".join(paragraphs).split() == STYLES[style].split()


def test_wrapped_lines_are_joined() -> None:
    text = "Envoys from six capitals met in Geneva to discuss a semi-\nofficial, long-term plan --\nand left."
    assert body(text.split("\n")).paragraphs == (
        "Envoys from six capitals met in Geneva to discuss a semi-official, long-term plan -- and left.",
    )


def test_scripts_without_blanks_are_joined_without() -> None:
    assert body(["茶叶价格周三上涨，目前没有人员", "喝茶。", "", "차 가격이", "올랐다."]).paragraphs == (
        "茶叶价格周三上涨，目前没有人员喝茶。",
        "차 가격이 올랐다.",
    )
    assert body(["お茶は", "Tea", "です。"]).paragraphs == ("お茶は Tea です。",)


@pytest.mark.parametrize("blank", ["\u3000", "\u3000\u3000"])
def test_an_ideographic_blank_begins_a_paragraph(blank: str) -> None:
    assert body([f"{blank}茶は高い。", f"{blank}それは", "よい。"]).paragraphs == ("茶は高い。", "それはよい。")


def test_a_list_with_dashes_has_an_item_a_line() -> None:
    text = "The envoys:\n- Norway: Jo Doe\n- Kenya: Ann Roe\n- no hat.\n\nThey met -- over tea\n-- and left."
    assert body(text.split("\n")).paragraphs == (
        "The envoys:",
        "- Norway: Jo Doe",
        "- Kenya: Ann Roe - no hat.",
        "They met -- over tea -- and left.",
    )


def test_a_sentence_that_ends_at_a_full_line_ends_no_paragraph() -> None:
    text = "Envoys from six capitals met in a hotel in Geneva.\nUnexpectedly, nobody had ordered tea for the seven."
    assert len(body(text.split("\n")).paragraphs) == 1


def test_rows_of_a_table_stay_lines() -> None:
    table = [" COUNTRY       CURRENT   QUOTA", " ALGERIA       0.64      0.635", " ECUADOR       0.26      0.210", " TOTAL         15.8"]
    set_out = body(["Output in mln bpd, country by country:", *table])
    assert set_out.is_table
    assert set_out.paragraphs == ("Output in mln bpd, country by country:", "\n".join(table))


def test_double_blanks_between_sentences_make_no_table() -> None:
    lines = ["The envoys met in Geneva.  They drank tea there.", "They meet again.  The tea is ordered.", "All agreed.  None signed."] * 3
    assert not body(lines).is_table


def test_signoffs_leave_the_end() -> None:
    assert without_signoff(["Text.", "", "Enditem", ""]) == (["Text."], "Enditem")
    assert without_signoff(["Text.", "MORE", "NNNN"]) == (["Text."], "MORE NNNN")
    assert without_signoff(["He left.", "Nobody followed him."]) == (["He left.", "Nobody followed him."], None)


@given(st.lists(st.text(alphabet="aB. \t-*1é", max_size=12), max_size=20))
def test_no_word_is_lost(lines: list[str]) -> None:
    assert "".join("".join(body(lines).paragraphs).split()) == "".join("".join(lines).split())


def test_lines_that_are_sentences_each_are_paragraphs() -> None:
    lines = ["Envoys from six capitals met in a hotel in Geneva.", "Tea was served.", "Unexpectedly, nobody had ordered tea for the seven."]
    assert body(lines).paragraphs == tuple(lines)


def test_each_of_several_parentheses_is_a_paragraph() -> None:
    lines = ["Tea was served to all", "(Reporting by Jo Doe)", "((geneva@example.com))"]
    assert body(lines).paragraphs[-1] == "((geneva@example.com))"
