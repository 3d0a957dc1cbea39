"""Counts of facet values and of dispatches by time, over a selection."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import numpy as np

from wiresearch.engines.whoosh.schema import bounds
from wiresearch.engines.whoosh.segment import Docs, Numbers
from wiresearch.engines.whoosh.selection import Selection
from wiresearch.engines.whoosh.snapshot import Facet, Snapshot
from wiresearch.engines.whoosh.vocabulary import spread
from wiresearch.errors import EngineError
from wiresearch.fields import FACETS
from wiresearch.query import Is, Query, keyword_field, walk
from wiresearch.results import Bin, FacetCount, FacetRequest, Histogram, Interval
from wiresearch.words import fold_value

Step = Literal["day", "week", "month", "year"]
STEPS: tuple[Step, ...] = ("day", "week", "month", "year")
COMFORTABLE_BINS, MOST_BINS = 60, 2_000
_SPARSE = 20  # of fewer documents than a twentieth the values are picked out one by one


def count_values(snapshot: Snapshot, selection: Selection, filters: tuple[Query, ...], request: FacetRequest) -> tuple[FacetCount, ...]:
    """The values of a facet, most frequent first, then by what they count with the facet's own filters lifted, then by name.

    `top` cuts the list, but a value that a filter names is always told. Raises EngineError for a field without facets.
    """
    if request.field not in FACETS:
        raise EngineError(f"{request.field} is not a facet", f"facets are: {', '.join(FACETS)}")
    facet = snapshot.facet(request.field)
    counts = _count(facet, selection.docs())
    lifted = _count(facet, selection.docs(lifted=request.field)) if selection.speaks_of(request.field) else counts
    named = {node.value for query in filters if keyword_field(query) == request.field for node in walk(query) if isinstance(node, Is)}
    told = _most_frequent(counts, lifted, request.top)
    if named:
        there = [place for place in np.flatnonzero(lifted).tolist() if fold_value(facet.values[place]) in named]
        told = np.union1d(told, np.array(there, np.int64))
    rows = (FacetCount(facet.values[place], int(counts[place]), int(lifted[place])) for place in told.tolist())
    listed = sorted(rows, key=lambda row: (-row.count, -row.lifted, row.value))
    return tuple(row for place, row in enumerate(listed) if request.top is None or place < request.top or fold_value(row.value) in named)


def _most_frequent(counts: Numbers, lifted: Numbers, top: int | None) -> Numbers:
    """The places of the `top` most frequent values that count at all, and of all that equal the last of these."""
    there = np.flatnonzero(lifted)
    if top is None or len(there) <= top:
        return there
    rank = -(counts[there] * (int(lifted.max()) + 1) + lifted[there])
    return there[rank <= np.partition(rank, top - 1)[top - 1]] if top else there[:0]


def _count(facet: Facet, docs: Docs) -> Numbers:
    """How many of the documents have each value."""
    size, different = len(facet.counts), len(facet.values)
    if len(docs) == size:
        return facet.totals
    counts = np.bincount(facet.first.take(docs), minlength=different + 1)[:different]
    owners, numbers = facet.others
    if len(docs) * _SPARSE < size:
        several = docs.compress(facet.several.take(docs))
        begins, rest = facet.begins.take(several) + 1, facet.counts.take(several) - 1
        numbers = facet.numbers.take(spread(begins, rest))
    else:
        mask = np.zeros(size, np.bool_)
        mask[docs] = True
        numbers = numbers.compress(mask.take(owners))
    counts += np.bincount(numbers, minlength=different)
    return counts


def count_days(snapshot: Snapshot, docs: Docs, interval: Interval) -> Histogram:
    """Dispatches by day, ISO week, month or year of their first day; "auto" gives at most 60 bars where it can."""
    days = snapshot.column(bounds("date")[0])[docs]
    dated = days[days > 0]
    undated = len(days) - len(dated)
    if not len(dated):
        return Histogram("month" if interval == "auto" else interval, (), undated)
    first, last = date.fromordinal(int(dated.min())), date.fromordinal(int(dated.max()))
    step = _fitting(first, last, interval)
    spans = _spans(first, last, step)
    place = np.searchsorted([start.toordinal() for _, start, _ in spans], np.arange(first.toordinal(), last.toordinal() + 1), "right") - 1
    counts = np.bincount(place, weights=np.bincount(dated - first.toordinal()), minlength=len(spans)).astype(np.int64)
    return Histogram(step, tuple(Bin(*span, count) for span, count in zip(spans, counts.tolist(), strict=True)), undated)


@lru_cache(maxsize=8)
def _spans(first: date, last: date, step: Step) -> list[tuple[str, date, date]]:
    """Label, first and last day of every bar."""
    return [(_label(start, step), start, _end(start, step)) for start in _starts(first, last, step)]


@lru_cache(maxsize=8)
def _fitting(first: date, last: date, interval: Interval) -> Step:
    """The finest step, not finer than asked, that does not give too many bars."""
    asked, most = (STEPS[0], COMFORTABLE_BINS) if interval == "auto" else (interval, MOST_BINS)
    candidates = STEPS[STEPS.index(asked) :]
    return next(
        (step for step in candidates if sum(1 for _ in zip(range(most + 1), _starts(first, last, step), strict=False)) <= most), "year"
    )


def _starts(first: date, last: date, step: Step) -> Iterator[date]:
    start = _start(first, step)
    while start <= last:
        yield start
        end = _end(start, step)
        if end == date.max:
            return
        start = end + timedelta(days=1)


def _start(day: date, step: Step) -> date:
    match step:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "year":
            return day.replace(month=1, day=1)


def _end(start: date, step: Step) -> date:
    match step:
        case "day":
            return start
        case "week":
            return date.fromordinal(min(start.toordinal() + 6, date.max.toordinal()))
        case "month":
            return start.replace(day=calendar.monthrange(start.year, start.month)[1])
        case "year":
            return start.replace(month=12, day=31)


def _label(start: date, step: Step) -> str:
    match step:
        case "day":
            return start.isoformat()
        case "week":
            year, week, _ = start.isocalendar()
            return f"{year:04}-W{week:02}"
        case "month":
            return start.isoformat()[:7]
        case "year":
            return start.isoformat()[:4]
