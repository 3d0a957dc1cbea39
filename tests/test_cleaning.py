"""Characters as they are kept, and that every change is said."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.cleaning import cleaned
from wiresearch.dispatch import Dateline, Dispatch, Provenance, WireWarning

ORIGIN = Provenance("wire.txt", 0, 1, "00", "plain-text", "utf-8")


def body(text: str) -> tuple[str, tuple[WireWarning, ...]]:
    """A paragraph cleaned, and what is said of it."""
    found = cleaned(Dispatch(ORIGIN, paragraphs=(text,)))
    return found.paragraphs[0], found.provenance.warnings


@pytest.mark.parametrize(
    "text",
    [
        "Plain text of seven bits.",
        "SÃO PAULO – “Não”, disse o ministro à imprensa.",
        "Île-de-France, Âge, château, l’État",
        "Москва, 東京, القاهرة, Ελλάδα",
        "می\u200cخواهم",  # Persian needs the joiner
        "क्\u200dष",
        "👩\u200d🚒",
        "VÃO DE PROVA",
    ],
)
def test_what_is_clean_stays_the_same_object(text: str) -> None:
    dispatch = Dispatch(ORIGIN, headline=text, paragraphs=(text, text))
    assert cleaned(dispatch) is dispatch


@pytest.mark.parametrize(
    ("text", "expected", "said"),
    [
        ("12\xa0000 kroner", "12 000 kroner", "1 U+00A0 to a blank"),
        ("12\u202f000\u2007t", "12 000 t", "1 U+202F to a blank, 1 U+2007 to a blank"),
        ("\ufeffParis", "Paris", "1 U+FEFF taken out"),
        ("Mos\u200bcow\u200b", "Moscow", "2 U+200B taken out"),
        ("Nord\xadkorea", "Nordkorea", "1 U+00AD taken out"),
        ("\u200fالقاهرة\u200e", "القاهرة", "1 U+200F taken out, 1 U+200E taken out"),
        ("a\u200cb \u200dc", "ab c", "1 U+200C taken out, 1 U+200D taken out"),
        ("It\x92s \x93over\x94\x81", "It’s “over”", "1 U+0092 read as ’, 1 U+0093 read as “, 1 U+0094 read as ”, 1 U+0081 taken out"),
    ],
)
def test_what_only_typesetters_see_is_folded_and_said(text: str, expected: str, said: str) -> None:
    assert body(text) == (expected, (WireWarning("folded-characters", said),))


def test_letters_are_composed_and_it_is_said() -> None:
    assert body("Mu\u0308nchen, A\u030angstro\u0308m") == ("München, Ångström", (WireWarning("composed-characters", "1 text to NFC"),))


@pytest.mark.parametrize(
    "text",
    [
        "København",
        "São Paulo",
        "président à Paris",
        "“talks”, he said – and left",
        "don’t",
        "£450 © 2003",
        "Ångström in Malmö",
        "10 µm",
    ],
)
@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_text_encoded_twice_is_repaired(text: str, wrong: str) -> None:
    twice = text.encode().decode(wrong, "replace")
    if "\ufffd" in twice:
        twice = text.encode().decode("latin-1")
    mended, warnings = body(f"The report said: {twice} (end)")
    assert mended == f"The report said: {text} (end)"
    assert [warning.code for warning in warnings] == ["mojibake"]


def test_russian_encoded_twice_is_repaired() -> None:
    text = "Пожар в Омске потушен, сообщили в МЧС."
    mended, warnings = body(text.encode().decode("cp1251"))
    assert mended == text
    assert [warning.code for warning in warnings] == ["mojibake"]


def test_what_folding_brings_to_light_is_repaired_too() -> None:
    assert body("\xa0Â\x80 9")[0] == " € 9"


def test_the_warning_names_the_first_word_and_how_many_texts() -> None:
    dispatch = Dispatch(ORIGIN, headline="Fra KÃ¸benhavn i dag", paragraphs=("StrÃ¸get", "Ren tekst", "Ã˜sterbro"))
    found = cleaned(dispatch)
    assert found.headline == "Fra København i dag"
    assert found.headline_raw == "Fra KÃ¸benhavn i dag"
    assert found.paragraphs == ("Strøget", "Ren tekst", "Østerbro")
    assert found.provenance.warnings == (WireWarning("mojibake", "KÃ¸benhavn and in 2 texts more"),)


def test_every_text_of_a_dispatch_is_cleaned() -> None:
    dispatch = Dispatch(
        ORIGIN,
        headline="a\xa0b",
        headline_raw="as it was",
        headlines=("a\xa0b",),
        slugline_raw="a\xa0b",
        byline="By\xa0A",
        authors=("A\xa0B",),
        abstract="a\xa0b",
        ednote="a\xa0b",
        signoff="a\xa0b",
        creditline="a\xa0b",
        keywords=("a\xa0b",),
        dateline=Dateline("NEW\xa0YORK"),
        paragraphs=("a\xa0b",),
    )
    found = cleaned(dispatch)
    assert "\xa0" not in repr(found).replace("\\xa0", "\xa0")
    assert (found.headline, found.headline_raw) == ("a b", "as it was")
    assert found.dateline == Dateline("NEW YORK")
    assert found.provenance.warnings == (WireWarning("folded-characters", "12 U+00A0 to a blank"),)


def test_ftfy_is_not_loaded_where_there_are_no_marks() -> None:
    code = (
        "import sys; from wiresearch.cleaning import cleaned; from wiresearch.dispatch import *;"
        "cleaned(Dispatch(Provenance('a', 0, 1, '0', 'x', 'utf-8'), paragraphs=('Île\\xa0de SÃO', 'é')));"
        "print('ftfy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), max_size=4))
def test_cleaning_again_changes_nothing(texts: list[str]) -> None:
    once = cleaned(Dispatch(ORIGIN, headline=" ".join(texts), paragraphs=tuple(texts)))
    assert cleaned(once) is once
    assert all(unicodedata.is_normalized("NFC", text) for text in once.paragraphs)


@given(st.text(alphabet=st.characters(max_codepoint=0x7F)))
def test_seven_bits_are_never_touched(text: str) -> None:
    assert body(text) == (text, ())


@pytest.mark.parametrize("control", ["\x1f", "\x7f"])
def test_a_control_between_the_halves_of_a_letter_does_not_hide_it(control: str) -> None:
    text, warnings = body(f"K\u00c3{control}\u00b8benhavn")
    assert text == "K\u00f8benhavn"
    assert [warning.code for warning in warnings] == ["mojibake"]
