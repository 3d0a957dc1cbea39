"""Dispatches by name, and what comes back whole."""

from __future__ import annotations

import gc
from collections.abc import Callable

import pytest

from wiresearch.dispatch import Dispatch
from wiresearch.engines import Engine
from wiresearch.query import And, Not, Or, Query, Term
from wiresearch.results import SearchRequest

Make = Callable[..., Dispatch]
Over = Callable[..., Engine]


@pytest.fixture
def archive(make: Make) -> list[Dispatch]:
    return [
        make("00aa11", day="2003-08-13", uri="urn:Kim:1", headline="first"),
        make("00aa22", day="2003-08-14", uri="urn:Kim:1", headline="second"),
        make("00bb11", uri="00aa"),
    ]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("00aa", ["00aa22", "00aa11", "00bb11"]),
        ("00AA1", ["00aa11"]),
        ("00a", []),
        ("urn:Kim:1", ["00aa22", "00aa11"]),
        ("urn:kim:1", []),
        ("ffff", []),
    ],
)
def test_get_by_the_beginning_of_a_key_or_by_uri(over: Over, archive: list[Dispatch], name: str, keys: list[str]) -> None:
    assert [dispatch.key for dispatch in over(archive).get(name)] == keys


def test_what_comes_back_is_what_went_in(over: Over, archive: list[Dispatch]) -> None:
    assert over(archive).get("00bb11") == (archive[2],)


_FIRST, _SECOND = Term(("headline",), "first"), Term(("headline",), "second")


@pytest.mark.parametrize("query", [Or((_FIRST, _SECOND)), And((_FIRST, _SECOND)), Not(_FIRST), Or((And((_FIRST, Not(_SECOND))), _SECOND))])
def test_memory_of_an_answer_is_free_at_once(over: Over, archive: list[Dispatch], query: Query) -> None:
    engine = over(archive)
    engine.search(SearchRequest(query))
    gc.collect()
    gc.disable()
    try:
        engine.search(SearchRequest(query))
        assert gc.collect() == 0
    finally:
        gc.enable()
