"""The golden list: words in, terms out."""

from __future__ import annotations

import pytest

from wiresearch.engines.whoosh.analysis import analyse, index_term


# Stems by the published rules of Snowball English; "=" marks the exact form.
@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Talks", {"=talks": [0], "talk": [0]}),
        ("running planned operating", {"=running": [0], "run": [0], "=planned": [1], "plan": [1], "=operating": [2], "oper": [2]}),
        ("SÃO Paulo", {"=sao": [0], "sao": [0], "=paulo": [1], "paulo": [1]}),
        ("to be or not to be", {"=to": [0, 4], "to": [0, 4], "=be": [1, 5], "be": [1, 5], "=or": [2], "or": [2], "=not": [3], "not": [3]}),
        ("c-130", {"=c": [0], "c": [0], "=130": [1], "130": [1]}),
        ("F-16s 1980s", {"=f": [0], "f": [0], "=16s": [1], "16": [1], "=1980s": [2], "1980": [2]}),
        ("AT&T", {"=att": [0], "att": [0]}),
        ("U.S. O'Neill's", {"=us": [0], "us": [0], "=oneill": [1], "oneil": [1]}),
        ("talk talks", {"=talk": [0], "=talks": [1], "talk": [0, 1]}),
        ("-- !!! =", {}),
    ],
)
def test_words_in_terms_out(text: str, terms: dict[str, list[int]]) -> None:
    assert analyse([text]).positions == terms


def test_paragraphs_are_a_thousand_positions_apart() -> None:
    analysed = analyse(["alpha beta", "", "gamma"])
    assert analysed.length == 3
    assert analysed.positions["=gamma"] == [2 + 1_000]  # an empty paragraph is none


def test_a_paragraph_of_more_than_a_thousand_words_counts_as_several() -> None:
    places = analyse(["word " * 2_001]).positions["=word"]
    assert (places[999], places[1_000], places[2_000]) == (999, 2_000, 4_000)


def test_one_term_for_a_word_of_a_query() -> None:
    assert (index_term("talks", exact=False), index_term("talks", exact=True)) == (b"talk", b"=talks")
