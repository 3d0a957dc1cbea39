"""A literal query is its words: no sign in it has a meaning, and whatever stands between words is left out."""

from __future__ import annotations

import pytest

from wiresearch.config import Limits
from wiresearch.errors import QuerySyntaxError
from wiresearch.fields import LOOSE_FIELDS
from wiresearch.query import Term, Words
from wiresearch.queryparser import parse


def forms(text: str) -> list[str]:
    query = parse(text, literal=True).query
    return [item.text for item in (query.items if isinstance(query, Words) else (query,)) if isinstance(item, Term)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Airbus Subsidies", ["airbus", "subsidies"]),
        ('NOT "six-party (talks', ["not", "six", "party", "talks"]),
        ("agency:AFP date:2003-08-13", ["agency", "afp", "date", "2003", "08", "13"]),
        ("date:garbage", ["date", "garbage"]),
        ("oil* prices~2 [a TO b] x^2", ["oil", "prices", "2", "a", "to", "b", "x", "2"]),
        ("the talks and the talks", ["the", "talks", "and", "the", "talks"]),
        ("-yongbyon", ["yongbyon"]),
    ],
)
def test_signs_mean_nothing(text: str, expected: list[str]) -> None:
    assert forms(text) == expected
    assert parse(text, literal=True).notes == ()


def test_the_words_are_loose_and_know_their_place() -> None:
    query = parse("Pact (in) Oslo", literal=True).query
    assert query == Words((Term(LOOSE_FIELDS, "pact"), Term(LOOSE_FIELDS, "in"), Term(LOOSE_FIELDS, "oslo")), 3)
    assert isinstance(query, Words)
    assert [item.span for item in query.items] == [(0, 4), (6, 8), (10, 14)]
    assert query.span == (0, 14)


def test_limits_hold_for_literal_text_too() -> None:
    with pytest.raises(QuerySyntaxError, match="has 6 characters, the limit is 5"):
        parse("tin ox", literal=True, limits=Limits(query_characters=5))
    with pytest.raises(QuerySyntaxError, match="asks for 3 things, the limit is 2") as refused:
        parse("tin ox cow", literal=True, limits=Limits(query_items=2))
    assert (refused.value.start, refused.value.end) == (7, 10)
