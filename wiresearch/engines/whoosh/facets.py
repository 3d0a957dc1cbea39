"""Counts of facet values and of dispatches by time, over a selection."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

import numpy as np

from wiresearch.engines.whoosh.collect import Selection
from wiresearch.engines.whoosh.schema import bounds
from wiresearch.engines.whoosh.snapshot import Facet, Mask, Numbers, Snapshot
from wiresearch.errors import EngineError
from wiresearch.fields import FACETS
from wiresearch.query import Is, Query, keyword_field, walk
from wiresearch.results import Bin, FacetCount, FacetRequest, Histogram, Interval
from wiresearch.words import fold_value

Step = Literal["day", "week", "month", "year"]
STEPS: tuple[Step, ...] = ("day", "week", "month", "year")
COMFORTABLE_BINS, MOST_BINS = 60, 2_000


def count_values(snapshot: Snapshot, selection: Selection, filters: tuple[Query, ...], request: FacetRequest) -> tuple[FacetCount, ...]:
    """The values of a facet, most frequent first, then by what they count with the facet's own filters lifted, then by name.

    `top` cuts the list, but a value that a filter names is always told. Raises EngineError for a field without facets.
    """
    if request.field not in FACETS:
        raise EngineError(f"{request.field} is not a facet", f"facets are: {', '.join(FACETS)}")
    facet = snapshot.facet(request.field)
    counts = _count(facet, selection.mask())
    lifted = _count(facet, selection.mask(lifted=request.field))
    rows = zip(facet.values, counts.tolist(), lifted.tolist(), strict=True)
    listed = sorted((FacetCount(*row) for row in rows if row[2]), key=lambda row: (-row.count, -row.lifted, row.value))
    named = {node.value for query in filters if keyword_field(query) == request.field for node in walk(query) if isinstance(node, Is)}
    return tuple(row for place, row in enumerate(listed) if request.top is None or place < request.top or fold_value(row.value) in named)


def _count(facet: Facet, mask: Mask) -> Numbers:
    return np.bincount(facet.numbers[mask[facet.owners]], minlength=len(facet.values))


def count_days(snapshot: Snapshot, mask: Mask, interval: Interval) -> Histogram:
    """Dispatches of the mask by day, ISO week, month or year of their first day; "auto" gives at most 60 bars where it can."""
    days = snapshot.column(bounds("date")[0])[mask]
    dated = Counter(days[days > 0].tolist())
    undated = int(np.count_nonzero(days == 0))
    if not dated:
        return Histogram("month" if interval == "auto" else interval, (), undated)
    first, last = date.fromordinal(min(dated)), date.fromordinal(max(dated))
    step = _fitting(first, last, interval)
    counts: Counter[date] = Counter()
    for day, count in dated.items():
        counts[_start(date.fromordinal(day), step)] += count
    bins = (Bin(_label(start, step), start, _end(start, step), counts[start]) for start in _starts(first, last, step))
    return Histogram(step, tuple(bins), undated)


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
