"""The golden list: words in, exact forms out. Every engine's analysis is built on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.words import cut, fold, fold_value, fold_word, spans, tokenise

GOLDEN = [
    ("Russia hosts Korean officials", ["russia", "hosts", "korean", "officials"]),
    ("a C-130 and an F-16", ["a", "c", "130", "and", "an", "f", "16"]),
    ("C130, c130 and C 130", ["c", "130", "c", "130", "and", "c", "130"]),
    ("two F-16s, F16s, MiG29, Covid19", ["two", "f", "16s", "f", "16s", "mig", "29", "covid", "19"]),
    ("H5N1, B2B, 5th, 747-400, Boeing747", ["h5n1", "b2b", "5th", "747", "400", "boeing747"]),
    ("AT&T's, R&D, S&P 500, Q&A; ATT", ["att", "rd", "sp", "500", "qa", "att"]),
    ("Marks&Spencer, AT & T", ["marks", "spencer", "at", "t"]),
    ("U.S, US, u.s.", ["us", "us", "us"]),
    ("Kim's13, F16's, A&1", ["kim", "13", "f", "16", "a", "1"]),
    ("U.S. officials, the U.N.'s men", ["us", "officials", "the", "un", "men"]),
    ("O'Neill’s and ONEILL", ["oneill", "and", "oneill"]),
    ("Pyongyang's plant", ["pyongyang", "plant"]),
    ("São Paulo, Łódź, Malmø, Århus", ["sao", "paulo", "lodz", "malmo", "arhus"]),
    ("Straße", ["strasse"]),
    ("8,000 rods at 5.5 pct", ["8", "000", "rods", "at", "5", "5", "pct"]),
    ("talks -- again", ["talks", "again"]),
    ("under_score", ["under", "score"]),
    ("Москва сегодня", ["москва", "сегодня"]),
    ("!!! --- ...", []),
    ("al-Qaeda", ["al", "qaeda"]),
]


@pytest.mark.parametrize(("text", "forms"), GOLDEN, ids=[text for text, _ in GOLDEN])
def test_golden(text: str, forms: list[str]) -> None:
    assert tokenise(text) == forms


@given(st.text())
def test_words_stand_where_they_are_said_to_stand(text: str) -> None:
    end = 0
    for form, start, stop in spans(text):
        assert end <= start < stop <= len(text)
        assert fold_word(text[start:stop]) == form
        end = stop


@given(st.text() | st.text(st.sampled_from("aBé1２²½'’&.,-_ s(\"F\x1c\u2028")))
def test_a_text_may_be_cut_piece_by_piece(text: str) -> None:
    cut_apart = [form for piece in text.split() for word in cut(piece) if (form := fold_word(word))]
    assert cut_apart == tokenise(text)


@given(st.text(st.sampled_from("aBcdefé1２²½'’&.-_ sSßİ")))
def test_a_form_is_cut_no_further_when_it_is_read_again(text: str) -> None:
    for form in tokenise(text):
        assert tokenise(form) == [form]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_value(fold_value(text)) == fold_value(text)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_case_does_not_matter(text: str) -> None:
    assert tokenise(text.upper()) == tokenise(text.lower())
