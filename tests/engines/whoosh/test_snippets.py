"""Snippets: windows around what the query looks for, told as offsets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import dispatches, queries

from wiresearch.dispatch import Dispatch
from wiresearch.engines.whoosh.snippets import snippets
from wiresearch.fields import LOOSE_FIELDS
from wiresearch.query import And, AtLeast, Fuzzy, Near, Not, Or, Phrase, Prefix, Query, SamePara, Term, Wildcard
from wiresearch.results import Snippet

Make = Callable[..., Dispatch]

LEAD = "MOSCOW: Envoys met for the six-party talks, and they talked."
BODY = "Nobody said when the talks would end."


def marked(snippet: Snippet) -> str:
    text, moved = snippet.text, 0
    for start, end in snippet.spans:
        text = f"{text[: start + moved]}[{text[start + moved : end + moved]}]{text[end + moved :]}"
        moved += 2
    return f"{snippet.field}: {text}"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Term(LOOSE_FIELDS, "talk"), ["lead: six-party [talks], and they [talked].", "body: when the [talks] would end."]),
        (Term(LOOSE_FIELDS, "talks", exact=True), ["lead: six-party [talks], and they", "body: when the [talks] would end."]),
        (Term(("body",), "talk"), ["body: when the [talks] would end."]),
        (Phrase(LOOSE_FIELDS, ("six", "party", "talks")), ["lead: for the [six-party talks], and they"]),
        (Prefix(LOOSE_FIELDS, "env"), ["lead: MOSCOW: [Envoys] met for"]),
        (Wildcard(LOOSE_FIELDS, "tal*ed"), ["lead: and they [talked]."]),
        (Fuzzy(LOOSE_FIELDS, "nobdoy", 1), ["body: [Nobody] said when"]),
        (Near(LOOSE_FIELDS, (Term(LOOSE_FIELDS, "talks"), Term(LOOSE_FIELDS, "end")), 3), ["body: when the [talks] would [end]."]),
        (SamePara(LOOSE_FIELDS, (Term(LOOSE_FIELDS, "nobody"), Prefix(LOOSE_FIELDS, "whe"))), ["body: [Nobody] said [when] the talks"]),
        (AtLeast(LOOSE_FIELDS, "envoys", 1), ["lead: MOSCOW: [Envoys] met for"]),
        (And((Term(LOOSE_FIELDS, "nobody"), Not(Term(LOOSE_FIELDS, "envoys")))), ["body: [Nobody] said when"]),
        (Term(LOOSE_FIELDS, "absent"), ["lead: MOSCOW: Envoys met for the"]),
    ],
)
def test_windows(make: Make, query: Query, expected: list[str]) -> None:
    dispatch = make("a", LEAD, BODY, headline="talks")
    assert [marked(snippet) for snippet in snippets(dispatch, query, count=2, context=2)] == expected


def test_different_words_beat_more_of_the_same(make: Make) -> None:
    dispatch = make("a", "talks talks talks", "nothing", "the talks about grain")
    query = Or((Term(LOOSE_FIELDS, "talks"), Term(LOOSE_FIELDS, "grain")))
    assert [marked(snippet) for snippet in snippets(dispatch, query, 1, 5)] == ["body: the [talks] about [grain]"]


def test_the_words_of_a_window_count_as_different(make: Make) -> None:
    dispatch = make("a", "talks talks talks", "talks of grain")
    query = Or((Term(LOOSE_FIELDS, "talks"), Near(LOOSE_FIELDS, (Term(LOOSE_FIELDS, "talks"), Term(LOOSE_FIELDS, "grain")), 2)))
    assert [marked(snippet) for snippet in snippets(dispatch, query, 1, 5)] == ["body: [talks] of [grain]"]


def test_nothing_asked_nothing_there(make: Make) -> None:
    assert snippets(make("a", LEAD), Term(LOOSE_FIELDS, "talk"), 0, 2) == ()
    assert snippets(make("a"), Term(LOOSE_FIELDS, "talk"), 2, 2) == ()
    assert snippets(make("a", " -- "), Term(LOOSE_FIELDS, "talk"), 2, 2) == (Snippet("lead", "--"),)


@given(dispatches(), queries(), st.integers(1, 4), st.integers(0, 5))
def test_snippets_are_pieces_of_the_text_and_spans_lie_in_them(dispatch: Dispatch, query: Query, count: int, context: int) -> None:
    found = snippets(dispatch, query, count, context)
    assert len(found) <= count
    for snippet in found:
        assert any(snippet.text in paragraph for paragraph in dispatch.paragraphs)
        ends = [0, *(end for span in snippet.spans for end in span), len(snippet.text)]
        assert ends == sorted(ends)
        assert all(start < end for start, end in snippet.spans)
