"""Laws of the language: text to tree to text gives the same tree, and any text is read or refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import PRINTED, queries, spoken_queries

from wiresearch.config import Limits
from wiresearch.errors import QueryError
from wiresearch.query import Query, Term, walk
from wiresearch.queryparser import ParsedQuery, parse, unparse
from wiresearch.words import tokenise

ANCHOR = date(2003, 8, 13)
# A tree may need more room as text than the text it came from: headline:(a b) is written headline:a AND headline:b.
ROOMY = Limits(query_characters=1_000_000, query_depth=200)
SIGNS = (
    *("AND", "OR", "NOT", "-", "(", ")", '"', "=", "*", "\\", ":", "..", ">", "<=", "and", "~", "?", "[", "”", "½", "none"),
    *("agency:", "date:", "headline:", "urgency:", "has:", "place:", "uri:", "country:", "body:", "inferred:"),
    *("NEAR/5", "NEAR", "ADJ/3", "ADJ", "w/4", "NEAR/", "near/5", "atleast2(", "atleast(", "same-para(", '"talks the 13"~4', '="a b"~'),
    *("tlak~", "tlak~2", "~9", "w?apons", "nuc*e?r", "tal**?*", "c-130*", "(talks)", '"c-130"~3'),
    *('"a 13"', "2003-08", '"last week"', "France", "Reuters", "AFP", "talk*", "1..3", "dateline", "İ", "\N{NO-BREAK SPACE}"),
)
_pieces = st.sampled_from((*PRINTED, *SIGNS, *[" "] * 12))
texts = st.one_of(st.lists(_pieces, max_size=14).map("".join), st.lists(_pieces, max_size=14).map(" ".join), st.text())


def read(text: str) -> ParsedQuery | QueryError:
    """The query, or the refusal."""
    try:
        return parse(text, anchor=ANCHOR)
    except QueryError as error:
        return error


@given(texts)
def test_any_text_is_read_or_refused_and_what_was_read_can_be_said_again(text: str) -> None:
    parsed = read(text)
    if isinstance(parsed, QueryError):
        assert parsed.text == text
        assert 0 <= parsed.start < parsed.end <= max(len(text), 1)
        return
    said = unparse(parsed.query)
    again = parse(said, limits=ROOMY)
    assert again.query == parsed.query
    assert unparse(again.query) == said


@given(spoken_queries())
def test_every_tree_that_a_person_can_say_survives_being_said(query: Query) -> None:
    assert parse(unparse(query), limits=ROOMY).query == query


@given(queries())
def test_any_tree_has_a_text(query: Query) -> None:
    assert parse(unparse(query), limits=ROOMY)


@given(texts)
def test_any_text_with_a_word_is_read_literally_and_can_be_said_again(text: str) -> None:
    if not tokenise(text):
        with pytest.raises(QueryError):
            parse(text, literal=True)
        return
    query = parse(text, literal=True).query
    assert [node.text for node in walk(query) if isinstance(node, Term)] == tokenise(text)
    assert parse(unparse(query), limits=ROOMY).query == query
