"""Places of a paragraph that a text node marks, and spelling, against the oracle and words told by eye."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import edits_between, fits
from strategies import FORMS, MISSPELT, PATTERNS

from wiresearch.engines.whoosh.occurrences import Paragraph, distance, occurrences, stands_for
from wiresearch.query import AtLeast, Fuzzy, Near, Phrase, Prefix, SamePara, Term, TextNode, Wildcard, WordNode

BODY = ("lead", "body")
TEXT = "kim met il in the port and kim spoke of talks"
A, B, C = (Term(BODY, word) for word in ("kim", "port", "talks"))


def marked(node: TextNode, text: str) -> str:
    """The words of the text that are marked."""
    words = text.split()
    found = {n for _, place in occurrences(node, Paragraph(words)) for n in range(place.first, place.last + 1)}
    return " ".join(f"[{word}]" if n in found else word for n, word in enumerate(words))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Near(BODY, (A, B), 2), "kim met il in the [port] and [kim] spoke of talks"),
        (Near(BODY, (A, B), 5), "[kim] met il in the [port] and [kim] spoke of talks"),
        (Near(BODY, (A, B), 1), TEXT),
        (Near(BODY, (B, A), 9, ordered=True), "kim met il in the [port] and [kim] spoke of talks"),
        (Near(BODY, (C, A), 99, ordered=True), TEXT),
        (Near(BODY, (A, A), 7), "[kim] met il in the port and [kim] spoke of talks"),
        (Near(BODY, (A, A, A), 99), TEXT),
        (Near(BODY, (A, B, C), 5), "kim met il in the [port] and [kim] spoke of [talks]"),
        (Near(BODY, (Phrase(BODY, ("met", "il")), A), 1), "[kim] [met] [il] in the port and kim spoke of talks"),
        (Near(BODY, (Phrase(BODY, ("met", "il")), B), 2), TEXT),
        (Near(BODY, (Prefix(BODY, "spo"), A), 1), "kim met il in the port and [kim] [spoke] of talks"),
        (SamePara(BODY, (A, C)), "[kim] met il in the port and [kim] spoke of [talks]"),
        (SamePara(BODY, (A, Near(BODY, (B, C), 2))), TEXT),
        (AtLeast(BODY, "talk", 3), "kim met il in the port and kim spoke of [talks]"),
        (Wildcard(BODY, "sp?k*"), "kim met il in the port and kim [spoke] of talks"),
    ],
)
def test_what_is_marked(node: TextNode, expected: str) -> None:
    assert marked(node, TEXT) == expected


_letters = st.text("abc", max_size=6)


@given(_letters, _letters)
def test_the_distance_is_that_of_the_oracle(one: str, other: str) -> None:
    assert distance(one, other) == edits_between(one, other)


@given(st.sampled_from(FORMS), st.sampled_from(PATTERNS) | st.text("ak*?", min_size=1, max_size=5))
def test_a_pattern_fits_where_the_oracle_says(form: str, pattern: str) -> None:
    assert stands_for(Wildcard(BODY, pattern), form) == fits(form, pattern)


@given(st.lists(st.sampled_from(FORMS)), st.sampled_from(FORMS), st.sampled_from(PATTERNS), st.integers(1, 2))
def test_a_word_of_many_forms_is_marked_wherever_one_stands(forms: list[str], form: str, pattern: str, edits: int) -> None:
    for node in (Prefix(BODY, form[:2]), Wildcard(BODY, pattern), Fuzzy(BODY, form, edits)):
        expected = [number for number, here in enumerate(forms) if stands_for(node, here)]
        assert [(place.first, place.last) for _, place in occurrences(node, Paragraph(forms))] == [(n, n) for n in expected]


def test_hostile_patterns_and_windows_end_soon() -> None:
    assert not stands_for(Wildcard(BODY, "aaa" + "*a?" * 1_000 + "b"), "a" * 256)
    chain = tuple(Term(BODY, "the") if n % 2 else Prefix(BODY, "the") for n in range(600))
    crowd = Paragraph(["the"] * 1_000)
    assert next(occurrences(Near(BODY, chain, 999, ordered=True), crowd))
    assert next(occurrences(Near(BODY, chain, 999), crowd))
    words: tuple[WordNode, ...] = tuple(Term(BODY, text) for text in MISSPELT)
    assert not list(occurrences(Near(BODY, words, 999), crowd))
