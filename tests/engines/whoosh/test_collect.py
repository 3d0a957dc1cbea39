"""The order of hits: never left to chance."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiresearch.dispatch import Dateline, Dispatch
from wiresearch.engines import Engine
from wiresearch.query import Is, MatchAll, Term
from wiresearch.results import SearchRequest, Sort

Make = Callable[..., Dispatch]
Over = Callable[..., Engine]


@pytest.fixture
def archive(make: Make) -> list[Dispatch]:
    return [
        make("d", "word", day="2003-08-13", agency="TASS", wordcount=7),
        make("c", "word", agency="AFP", wordcount=9),
        make("b", "word", day="2003-08-14", dateline=Dateline("ZAGREB", city="Zagreb"), wordcount=3),
        make("a", "word", day="2003-08-13", agency="AFP", dateline=Dateline("OSLO", city="Oslo"), wordcount=3),
    ]


# Between equals newer first, then key; what has no value comes last.
@pytest.mark.parametrize(
    ("sort", "keys"),
    [("score", "badc"), ("-date", "badc"), ("date", "adbc"), ("agency", "acdb"), ("dateline_city", "abdc"), ("wordcount", "badc")],
)
def test_sorts(over: Over, archive: list[Dispatch], sort: Sort, keys: str) -> None:
    for engine in (over(archive), over(archive[::-1]), over(archive[:1], archive[1:3], archive[3:])):
        answer = engine.search(SearchRequest(Term(("lead",), "word"), sort=sort))
        assert "".join(hit.dispatch.key for hit in answer.hits) == keys
        assert [hit.rank for hit in answer.hits] == [1, 2, 3, 4]


def test_a_page_beyond_the_end_and_a_count_alone(over: Over, archive: list[Dispatch]) -> None:
    engine = over(archive)
    assert engine.search(SearchRequest(offset=4)).hits == ()
    assert engine.search(SearchRequest(limit=0)).total == 4
    assert engine.search(SearchRequest(limit=0)).hits == ()
    second = engine.search(SearchRequest(offset=2, limit=1))
    assert [(hit.rank, hit.dispatch.key) for hit in second.hits] == [(3, "d")]


def test_filters_and_what_is_left_out(over: Over, archive: list[Dispatch]) -> None:
    engine = over(archive)
    answer = engine.search(SearchRequest(MatchAll(), filters=(Is("agency", "afp"),), exclude=Is("key", "c")))
    assert [hit.dispatch.key for hit in answer.hits] == ["a"]


def test_an_empty_index_answers(over: Over) -> None:
    engine = over()
    for sort in ("score", "agency"):
        assert engine.search(SearchRequest(Term(("lead",), "word"), sort=sort)).total == 0  # type: ignore[arg-type] # one of Sort
    assert engine.get("0000") == ()
    assert engine.suggest("", "word") is None


def test_a_hit_has_its_score_in_whatever_order(over: Over, make: Make) -> None:
    # More than are looked up one by one.
    archive = [make(f"{n:04}", "word " * (n % 7 + 1) + "and more", wordcount=n * 37 % 2_500) for n in range(2_500)]
    engine = over(archive[::2], archive[1::2])
    orders: tuple[Sort, ...] = ("score", "wordcount")
    best, other = (engine.search(SearchRequest(Term(("lead",), "word"), sort=sort, limit=None)).hits for sort in orders)
    assert [hit.dispatch.wordcount for hit in other] == sorted(range(2_500))
    assert {hit.dispatch.key: hit.score for hit in other} == {hit.dispatch.key: hit.score for hit in best}
