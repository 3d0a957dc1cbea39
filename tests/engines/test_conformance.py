"""The engine against the oracle: matching sets, totals and facet counts of random queries over random dispatches.

The same archive is indexed four ways: in one segment, in several, in several with dispatches deleted and replaced, and merged
again and again with deletions between.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from conformance_archive import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import matches
from strategies import AGENCIES, queries, together

from wiresearch.dispatch import Dispatch
from wiresearch.engines import Engine, open_engine, open_writer
from wiresearch.query import And, DateRange, Is, Not, Or, Query
from wiresearch.results import FacetRequest, SearchRequest
from wiresearch.words import fold_value

SIZE, BATCH = 60, 9
RANDOM_QUERIES = 200  # for each of the four indexes


def write(folder: Path, archive: list[Dispatch], batch: int) -> None:
    with open_writer(folder) as writer:
        for number, dispatch in enumerate(archive, 1):
            writer.add(dispatch)
            if number % batch == 0:
                writer.commit()


def one_segment(folder: Path) -> list[Dispatch]:
    archive = drawn(SIZE)
    write(folder, archive, len(archive))
    return archive


def several_segments(folder: Path) -> list[Dispatch]:
    archive = drawn(SIZE)
    write(folder, archive, BATCH)
    return archive


def after_deletes(folder: Path) -> list[Dispatch]:
    """Every fifth is deleted, every seventh replaced by the text of its neighbour."""
    archive = several_segments(folder)
    present = {dispatch.key: dispatch for dispatch in archive}
    with open_writer(folder) as writer:
        for gone in archive[::5]:
            writer.delete(gone.key)
            del present[gone.key]
        for old, new in zip(archive[1::7], archive[2::7], strict=False):
            present[old.key] = dataclasses.replace(new, key=old.key)
            writer.add(present[old.key])
    return list(present.values())


def after_merges(folder: Path) -> list[Dispatch]:
    """Each in a commit of its own, which the merge policy makes one again and again; every fourth deleted on the way."""
    archive = drawn(SIZE)
    with open_writer(folder) as writer:
        for number, dispatch in enumerate(archive):
            writer.add(dispatch)
            if number % 4 == 3:
                writer.delete(archive[number - 2].key)
            writer.commit()
    return [dispatch for number, dispatch in enumerate(archive) if number % 4 != 1]


Indexed = tuple[Engine, Mapping[str, Dispatch]]


@pytest.fixture(scope="module", params=[one_segment, several_segments, after_deletes, after_merges], ids=lambda build: build.__name__)
def indexed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Indexed]:
    folder = tmp_path_factory.mktemp("index")
    archive = request.param(folder)
    engine = open_engine(folder)
    yield engine, {dispatch.key: dispatch for dispatch in archive}
    engine.close()


@settings(max_examples=RANDOM_QUERIES, deadline=None)
@given(query=queries())
def test_the_engine_finds_what_the_oracle_finds(indexed: Indexed, query: Query) -> None:
    engine, archive = indexed
    answer = engine.search(SearchRequest(query, limit=None, snippets=1))
    expected = {key for key, dispatch in archive.items() if matches(query, dispatch)}
    assert {hit.dispatch.key for hit in answer.hits} == expected
    assert answer.total == len(answer.hits)
    assert all(hit.dispatch == archive[hit.dispatch.key] for hit in answer.hits)
    keys = engine.search(SearchRequest(query, offset=1, limit=5, keys_only=True))
    assert (keys.total, keys.keys, keys.hits) == (answer.total, tuple(hit.dispatch.key for hit in answer.hits[1:6]), ())


@settings(max_examples=RANDOM_QUERIES, deadline=None)
@given(query=together())
def test_words_stand_together_where_the_oracle_says(indexed: Indexed, query: Query) -> None:
    engine, archive = indexed
    found = {hit.dispatch.key for hit in engine.search(SearchRequest(query, limit=None, snippets=0)).hits}
    assert found == {key for key, dispatch in archive.items() if matches(query, dispatch)}


AGENCY_FILTERS = st.sampled_from(
    [
        *(Is("agency", fold_value(agency)) for agency in AGENCIES),
        Or((Is("agency", "afp"), Is("agency", "tass"))),
        Not(Is("agency", "ap")),
    ]
)
OTHER_FILTERS = st.sampled_from([DateRange("date", date(2003, 6, 1), date(2004, 6, 30)), Is("kind", "story")])


@settings(max_examples=50, deadline=None)
@given(query=queries(), own=AGENCY_FILTERS, other=OTHER_FILTERS, left_out=queries() | st.none())
def test_facets_count_the_selection_and_what_their_own_filter_hides(
    indexed: Indexed, query: Query, own: Query, other: Query, left_out: Query | None
) -> None:
    engine, archive = indexed
    request = SearchRequest(query, (own, other), left_out, limit=0, facets=(FacetRequest("agency", None), FacetRequest("cites", None)))
    facets = engine.search(request).facets
    wide = And((query, other)) if left_out is None else And((query, other, Not(left_out)))
    lifted = [d for d in archive.values() if matches(wide, d)]
    selected = [d for d in lifted if matches(own, d)]
    assert {(row.value, row.count, row.lifted) for row in facets["agency"]} == counted(
        [(d.agency,) if d.agency else () for d in selected], [(d.agency,) if d.agency else () for d in lifted]
    )
    cited = [d.cited_agencies for d in selected]
    assert {(row.value, row.count, row.lifted) for row in facets["cites"]} == counted(cited, cited)


def counted(selected: list[tuple[str, ...]], lifted: list[tuple[str, ...]]) -> set[tuple[str, int, int]]:
    """(value, dispatches that have it, the same without the facet's own filter)."""
    here, there = (Counter(value for values in rows for value in values) for rows in (selected, lifted))
    return {(value, here[value], count) for value, count in there.items()}


@settings(max_examples=20, deadline=None)
@given(query=queries(), size=st.integers(1, 7), sort=st.sampled_from(["score", "date", "-date", "agency", "dateline_city", "wordcount"]))
def test_pages_joined_are_the_whole_answer(indexed: Indexed, query: Query, size: int, sort: str) -> None:
    engine, _ = indexed

    def keys(offset: int, limit: int | None) -> list[str]:
        request = SearchRequest(query, offset=offset, limit=limit, sort=sort, snippets=0)  # type: ignore[arg-type] # one of Sort
        return [hit.dispatch.key for hit in engine.search(request).hits]

    whole = keys(0, None)
    assert [key for offset in range(0, len(whole), size) for key in keys(offset, size)] == whole
