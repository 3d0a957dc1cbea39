"""Facets and histograms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from wiresearch.dispatch import Dispatch
from wiresearch.engines import Engine
from wiresearch.errors import EngineError
from wiresearch.query import Is, Or
from wiresearch.results import FacetCount, FacetRequest, Histogram, Interval, SearchRequest

Make = Callable[..., Dispatch]
Over = Callable[..., Engine]


@pytest.fixture
def engine(over: Over, make: Make) -> Engine:
    agencies = ["AFP", "AFP", "AFP", "AP", "AP", "TASS", "Čtk", None]
    return over([make(f"{n}", agency=agency, service=("x", "x") if n else ()) for n, agency in enumerate(agencies)])


def facet(engine: Engine, request: FacetRequest, *filters: Is | Or) -> tuple[FacetCount, ...]:
    return engine.search(SearchRequest(filters=filters, limit=0, facets=(request,))).facets[request.field]


def test_values_are_printed_most_frequent_first_then_by_name(engine: Engine) -> None:
    expected = (FacetCount("AFP", 3, 3), FacetCount("AP", 2, 2), FacetCount("TASS", 1, 1), FacetCount("Čtk", 1, 1))
    assert facet(engine, FacetRequest("agency")) == expected
    assert facet(engine, FacetRequest("agency", top=2)) == expected[:2]
    assert facet(engine, FacetRequest("service", top=None)) == (FacetCount("x", 7, 7),)


def test_a_selected_value_is_always_told(engine: Engine) -> None:
    chosen = Or((Is("agency", "ctk"), Is("agency", "tass")))
    assert facet(engine, FacetRequest("agency", top=1), chosen) == (FacetCount("TASS", 1, 1), FacetCount("Čtk", 1, 1))
    assert facet(engine, FacetRequest("agency", top=3), chosen)[2] == FacetCount("AFP", 0, 3)
    assert facet(engine, FacetRequest("agency", top=1), Is("agency", "ctk"), Is("service", "y")) == ()


@pytest.mark.parametrize("selected", [1, 3, 60, 90])
def test_few_and_many_with_several_values_are_counted(over: Over, make: Make, selected: int) -> None:
    services = [tuple("abcdef"[: n % 4] + "xyz"[n % 3]) if n % 5 else () for n in range(90)]
    dispatches = [make(f"{n:02}", agency="AP" if n < selected else "AFP", service=some) for n, some in enumerate(services)]
    counts = Counter(value for some in services[:selected] for value in some)
    found = facet(over(dispatches[:40], dispatches[40:]), FacetRequest("service", top=None), Is("agency", "ap"))
    assert {row.value: row.count for row in found} == counts


def test_a_field_without_facets_is_an_error(engine: Engine) -> None:
    with pytest.raises(EngineError, match="headline is not a facet"):
        facet(engine, FacetRequest("headline"))


def histogram(over: Over, make: Make, interval: Interval, *days: str) -> Histogram:
    answer = over([make(f"{n}", day=day or None) for n, day in enumerate(days)]).search(SearchRequest(limit=0, histogram=interval))
    assert answer.histogram is not None
    return answer.histogram


@pytest.mark.parametrize(
    ("interval", "labels", "counts"),
    [
        ("day", ["2003-12-29", "2003-12-30", "2003-12-31", "2004-01-01", "2004-01-02"], [1, 0, 0, 0, 2]),
        ("week", ["2004-W01"], [3]),
        ("month", ["2003-12", "2004-01"], [1, 2]),
        ("year", ["2003", "2004"], [1, 2]),
    ],
)
def test_intervals(over: Over, make: Make, interval: Interval, labels: list[str], counts: list[int]) -> None:
    found = histogram(over, make, interval, "2003-12-29", "2004-01-02", "2004-01-02", "")
    assert ([b.label for b in found.bins], [b.count for b in found.bins], found.undated) == (labels, counts, 1)


def test_a_bar_tells_its_days(over: Over, make: Make) -> None:
    found = histogram(over, make, "month", "2004-02-10")
    assert [(b.first, b.last) for b in found.bins] == [(date(2004, 2, 1), date(2004, 2, 29))]


@pytest.mark.parametrize(
    ("last", "interval", "bars"),
    [("2003-03-01", "day", 60), ("2003-03-02", "week", 9), ("2004-03-31", "month", 15), ("2009-01-01", "year", 7)],
)
def test_auto_gives_at_most_sixty_bars(over: Over, make: Make, last: str, interval: str, bars: int) -> None:
    found = histogram(over, make, "auto", "2003-01-01", last)
    assert (found.interval, len(found.bins)) == (interval, bars)


def test_the_whole_calendar_in_days_falls_back_to_coarser_bars(over: Over, make: Make) -> None:
    found = histogram(over, make, "day", "0001-01-01", "9999-12-31")
    assert (found.interval, len(found.bins), found.bins[0].label, found.bins[-1].last) == ("year", 9_999, "0001", date.max)
    assert histogram(over, make, "week", "9999-12-31").bins[0].last == date.max


def test_no_dates_no_bars(over: Over, make: Make) -> None:
    assert histogram(over, make, "auto", "", "") == Histogram("month", (), 2)
