"""A query to a page: all words first, then some; filters, facets, notes, paging, and why nothing was found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from wiresearch.config import Limits
from wiresearch.errors import BadDate, IndexNotFound, QueryError, UnknownField
from wiresearch.indexing import build
from wiresearch.results import FacetRequest
from wiresearch.searching import Archive, SearchOptions

# (agency, city, day, headline, text): written for this test.
DISPATCHES = (
    ("AFP", "MOSCOW", "Aug 13, 2003", "Talks on the reactor", "Losyukov met the visitors for talks about the reactor."),
    ("AFP", "BEIJING", "Aug 27, 2003", "Six sit down", "The talks opened and Losyukov spoke first."),
    ("AP", "BEIJING", "Aug 28, 2003", "Second day", "The talks went on without a result."),
    ("AP", "SEOUL", "Sep 2, 2003", "Port strike ends", "Dockers went back to work, Yonhap reported."),
    ("AFP", "OSLO", "Sep 3, 2003", "Herring prices rise", "Fishermen were pleased with the price of herring."),
    ("", "", "", "Weather station", "The station on the island has no keeper."),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("archive")
    for number, (agency, city, day, headline, text) in enumerate(DISPATCHES):
        dated = ["TEST.WIRE", headline, f"{city} ({agency}) {day}", text, "", "TEST.WIRE"]
        (folder / f"{number}.txt").write_text("\n".join(dated if day else [headline, "", text]))
    location = tmp_path_factory.mktemp("index")
    build([str(folder)], location)
    with Archive(location) as opened:
        yield opened


def found(archive: Archive, text: str, **options: object) -> list[str]:
    return [hit.dispatch.headline for hit in archive.search(text, SearchOptions(**options)).hits]  # type: ignore[arg-type]  # forwards keywords


def test_all_words_come_first_then_some_and_each_says_what_it_lacks(archive: Archive) -> None:
    page = archive.search("losyukov reactor")
    assert (page.total, page.partial_total) == (1, 1)
    assert [(hit.rank, hit.tier, hit.missing, hit.dispatch.headline) for hit in page.hits] == [
        (1, "all", (), "Talks on the reactor"),
        (2, "some", ("reactor",), "Six sit down"),
    ]
    assert "all, then some" in page.read_as


@pytest.mark.parametrize(("match", "total"), [("all", 1), ("any", 2)])
def test_the_other_policies(archive: Archive, match: str, total: int) -> None:
    page = archive.search("losyukov reactor", SearchOptions(match=match))  # type: ignore[arg-type]  # one of the policies
    assert (page.total, page.partial_total, len(page.hits)) == (total, 0, total)


def test_a_literal_query_is_its_words(archive: Archive) -> None:
    page = archive.search("agency:losyukov (reactor", SearchOptions(literal=True))
    assert page.read_as == "agency losyukov reactor (all, then some of the words)"
    assert [(hit.tier, hit.missing) for hit in page.hits] == [("some", ("agency",)), ("some", ("agency", "reactor"))]
    assert archive.search("", SearchOptions(literal=True, select={"agency": ("AP",)})).total == 2


def test_what_is_missing_is_told_unless_it_is_not_wanted(archive: Archive) -> None:
    page = archive.search("losyukov reactor", SearchOptions(missing=False))
    assert [(hit.tier, hit.missing) for hit in page.hits] == [("all", ()), ("some", ())]


def test_explicit_operators_are_never_relaxed(archive: Archive) -> None:
    assert found(archive, "losyukov AND reactor") == ["Talks on the reactor"]
    assert found(archive, "losyukov reactor agency:AFP -spoke") == ["Talks on the reactor"]


@pytest.mark.parametrize("size", [1, 2, 3, 5])
@pytest.mark.parametrize(("text", "totals"), [("talks losyukov", (2, 1)), ("talks losyukov herring", (0, 4)), ("talks", (3, 0))])
def test_pages_put_together_are_the_whole_answer(archive: Archive, text: str, totals: tuple[int, int], size: int) -> None:
    whole = archive.search(text, SearchOptions(limit=None))
    pages: list[str] = []
    offset: int | None = 0
    while offset is not None:
        page = archive.search(text, SearchOptions(limit=size, offset=offset))
        assert (page.total, page.partial_total) == totals
        pages += [hit.dispatch.key for hit in page.hits]
        offset = page.next
    assert pages == [hit.dispatch.key for hit in whole.hits]
    assert len(set(pages)) == sum(totals) == whole.total + whole.partial_total


def test_the_order_by_date_puts_the_undated_last_both_ways(archive: Archive) -> None:
    newest = found(archive, "*", sort="-date")
    assert newest == ["Herring prices rise", "Port strike ends", "Second day", "Six sit down", "Talks on the reactor", "Weather station"]
    assert found(archive, "*", sort="date") == [*newest[-2::-1], "Weather station"]


def test_two_counts_under_a_selection(archive: Archive) -> None:
    options = SearchOptions(select={"agency": ("AP",)}, facets=(FacetRequest("agency"), FacetRequest("dateline_city")))
    page = archive.search("talks", options)
    assert {count.value: (count.count, count.lifted) for count in page.facets["agency"]} == {"AP": (1, 1), "AFP": (0, 2)}
    assert {count.value: count.count for count in page.facets["dateline_city"]} == {"Beijing": 1}
    assert page.filters == ("agency:ap",)


def test_values_of_one_facet_are_alternatives_and_a_rejected_one_is_out(archive: Archive) -> None:
    assert len(found(archive, "", select={"dateline_city": ("Beijing", "Oslo")})) == 3
    assert len(found(archive, "", select={"dateline_city": ("Beijing", "Oslo")}, reject={"agency": ("AP",)})) == 2


def test_months_are_counted_with_the_undated_apart(archive: Archive) -> None:
    histogram = archive.search("*", SearchOptions(histogram="month", limit=0)).histogram
    assert histogram is not None
    assert [(bar.label, bar.count) for bar in histogram.bins] == [("2003-08", 3), ("2003-09", 2)]
    assert histogram.undated == 1


def test_a_date_filter_tells_how_many_have_no_date(archive: Archive) -> None:
    page = archive.search("date:2003-08")
    assert page.total == 3
    assert any("1 dispatch" in note and "date:none" in note for note in page.notes)
    assert archive.search("date:none").total == 1


def test_relative_dates_count_from_the_newest_dispatch(archive: Archive) -> None:
    page = archive.search('date:"last 7 days"')
    assert page.anchor == date(2003, 9, 3)
    assert sorted(hit.dispatch.headline for hit in page.hits) == ["Herring prices rise", "Port strike ends", "Second day"]
    assert found(archive, 'date:"last 7 days"', now=date(2003, 8, 14)) == ["Talks on the reactor"]


def test_since_and_until_are_inclusive_and_may_be_coarse(archive: Archive) -> None:
    assert len(found(archive, "", since="2003-08-28")) == 3
    assert len(found(archive, "", until="2003-08")) == 3
    assert len(found(archive, "", since="2003-08-27", until="2003-08-27")) == 1


def test_a_relative_since_or_until_is_told_with_the_day_it_stands_for(archive: Archive) -> None:
    notes = archive.search("talks", SearchOptions(since="last week", until="yesterday")).notes
    assert notes[:2] == (
        '--since "last week" = 2003-08-25 (counted from 2003-09-03)',
        '--until "yesterday" = 2003-09-02 (counted from 2003-09-03)',
    )
    assert not any("counted from" in note for note in archive.search("talks", SearchOptions(since="2003-08")).notes)


def test_nothing_found_is_explained(archive: Archive) -> None:
    page = archive.search("losyukof AND date:2003-08")
    assert page.total == 0
    assert [(clause.text, clause.count, clause.nearest, clause.nearest_count) for clause in page.clauses] == [
        ("losyukof", 0, "losyukov", 2),
        ("date:2003-08", 3, None, 0),
    ]


def test_facets_of_an_answer_without_a_full_match_count_the_rest_and_say_so(archive: Archive) -> None:
    page = archive.search("herring dockers", SearchOptions(facets=(FacetRequest("agency"),)))
    assert (page.total, page.partial_total) == (0, 2)
    assert {count.value for count in page.facets["agency"]} == {"AFP", "AP"}
    assert any("some of them" in note for note in page.notes)


@pytest.mark.parametrize(
    ("text", "options", "error"),
    [
        ("agncy:AFP", {}, UnknownField),
        ("", {}, QueryError),
        ("x", {"since": "soon"}, BadDate),
        ("date:garbage", {}, BadDate),
        ("x", {"since": "2003-09", "until": "2003-08"}, BadDate),
    ],
)
def test_what_cannot_be_read_is_an_error(archive: Archive, text: str, options: dict[str, str], error: type[QueryError]) -> None:
    with pytest.raises(error):
        archive.search(text, SearchOptions(**options))  # type: ignore[arg-type]  # forwards keywords


@pytest.mark.parametrize("word", ["the*", "th?", "th*e*", "thee~", "thee~2"])
@pytest.mark.parametrize("query", ["port {}", "port NEAR/5 {}", "same-para(port {})", "kim* -(port OR {})", "headline:(talks {})"])
def test_a_word_of_too_many_forms_is_pointed_at(archive: Archive, query: str, word: str) -> None:
    text = query.format(word)
    limits = Limits(expansions=0, wildcard_letters=2)
    with pytest.raises(QueryError, match=r'".*" stands for [1-9]') as caught:
        archive.search(text, SearchOptions(limits=limits))
    assert text[caught.value.start : caught.value.end] == word
    assert f'"{word}" stands for' in caught.value.message
    assert caught.value.hint == "write more letters, or raise limits.expansions"


@pytest.mark.parametrize(
    ("text", "headlines"),
    [
        ("losyukof~", ["Six sit down", "Talks on the reactor"]),
        ("losyukfo~", []),
        ("losyukfo~2", ["Six sit down", "Talks on the reactor"]),
        ("hreeing~2", ["Herring prices rise"]),
        ("fisherm?n", ["Herring prices rise"]),
        ("fish*en", ["Herring prices rise"]),
        ("losyukov NEAR/2 first", ["Six sit down"]),
        ("first NEAR/2 losyukov", ["Six sit down"]),
        ("losyukov ADJ/2 first", ["Six sit down"]),
        ("first ADJ/2 losyukov", []),
        ('"first talks"~4', ["Six sit down"]),
        ('"first talks"~3', []),
        ("same-para(visitors reactor)", ["Talks on the reactor"]),
        ("atleast2(reactor)", ["Talks on the reactor"]),
        ("headline:atleast2(reactor)", []),
        ("talk* NEAR/6 losy?k*", ["Six sit down", "Talks on the reactor"]),
    ],
)
def test_inexact_words_and_words_that_stand_together(archive: Archive, text: str, headlines: list[str]) -> None:
    assert sorted(found(archive, text)) == headlines


def test_loose_words_may_be_inexact(archive: Archive) -> None:
    page = archive.search("losyukof~ react?r")
    assert (page.total, page.partial_total) == (1, 1)
    assert page.hits[1].missing == ("react?r",)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("losyukof NEAR/5 talks", [("losyukof NEAR/5 talks", 0, None), ("losyukof", 0, "losyukov"), ("talks", 3, None)]),
        ("same-para(dockers herring)", [("same-para(dockers herring)", 0, None), ("dockers", 1, None), ("herring", 1, None)]),
        ("atleast9(talks)", [("atleast9(talks)", 0, None), ("talks", 3, None)]),
        ("losykuvo~", [("losykuvo~", 0, "losyukov")]),
    ],
)
def test_a_window_that_finds_nothing_is_explained_by_its_words(
    archive: Archive, text: str, clauses: list[tuple[str, int, str | None]]
) -> None:
    page = archive.search(text)
    assert [(clause.text, clause.count, clause.nearest) for clause in page.clauses] == clauses


def test_a_query_with_a_fault_is_answered_without_opening_the_engine(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object) -> None:
        raise AssertionError("the engine was opened")

    monkeypatch.setattr("wiresearch.searching.open_engine", opened)
    with Archive(archive.identity.location) as again, pytest.raises(UnknownField):
        again.search("agncy:AFP")


def test_get_by_key_and_by_uri(archive: Archive) -> None:
    dispatch = archive.search("herring").hits[0].dispatch
    assert archive.get(dispatch.key[:8]) == (dispatch,)
    assert archive.get(dispatch.uri) == (dispatch,)
    assert archive.get("no such uri") == ()


def test_stats_add_up(archive: Archive) -> None:
    stats = archive.stats()
    assert stats.identity.dispatches == 6
    assert stats.identity.undated == 1
    assert (stats.first, stats.last) == (date(2003, 8, 13), date(2003, 9, 3))
    assert {count.value: count.count for count in stats.by_agency} == {"AFP": 3, "AP": 2}
    assert stats.sources == 6
    assert stats.bytes > 0


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound):
        Archive(tmp_path)
