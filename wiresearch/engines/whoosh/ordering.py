"""The order of hits: by what is asked, then newer first, then by key. Only the part that is wanted is sorted."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wiresearch.engines.whoosh.schema import MISSING
from wiresearch.engines.whoosh.segment import Docs, Numbers
from wiresearch.engines.whoosh.snapshot import Facet, Reals, Snapshot
from wiresearch.results import Sort

_LAST = 1 << 62
_SAMPLING_STEP, _MARGIN, _WORTH_SAMPLING = 64, 8, 50


def ordered(snapshot: Snapshot, docs: Docs, scores: Reals | None, sort: Sort, wanted: int) -> Numbers:
    """The places in `docs` (ascending) of the first `wanted` of them in the order of `sort`; `scores` where it asks for them."""
    wanted = min(wanted, len(docs))
    first = -scores if sort == "score" and scores is not None and scores.any() else _column(snapshot, docs, sort)
    places = _least(first, wanted)
    first, newest = first[places], -snapshot.instants[docs[places]]
    if len(places) > wanted:
        # Those equal to the last that is wanted compete by their time.
        tied = first == first.max(initial=first[0])
        kept = np.concatenate([np.flatnonzero(~tied), np.flatnonzero(tied)[_least(newest[tied], wanted - int(np.sum(~tied)))]])
        places, first, newest = places[kept], first[kept], newest[kept]
    order = np.lexsort((newest, first))
    places, first, newest = places[order], first[order], newest[order]
    differ = (first[1:] != first[:-1]) | (newest[1:] != newest[:-1])
    if differ.all():
        return places[:wanted]
    chosen: list[Numbers] = []
    found = 0
    for equal in np.split(places, np.flatnonzero(differ) + 1):
        if found >= wanted:
            break
        chosen.append(equal if len(equal) == 1 else np.searchsorted(docs, snapshot.first_keys(np.sort(docs[equal]), wanted - found)))
        found += len(chosen[-1])
    return np.concatenate([np.empty(0, np.int64), *chosen])[:wanted]


def _least(values: NDArray[Any], wanted: int) -> Numbers:
    """The places of the `wanted` least values, and of all that equal the greatest of these."""
    if wanted in (0, len(values)):
        return np.arange(wanted)
    places = _candidates(values, wanted)
    if places is not None:
        return places[_least(values[places], wanted)]
    return np.flatnonzero(values <= np.partition(values, wanted - 1)[wanted - 1])


def _candidates(values: NDArray[Any], wanted: int) -> Numbers | None:
    """The places of some least values, at least `wanted`, by a bound that a sample suggests; None where that gains nothing."""
    if len(values) < _WORTH_SAMPLING * max(wanted, _SAMPLING_STEP):
        return None
    sample = values[::_SAMPLING_STEP]
    place = 2 * wanted // _SAMPLING_STEP + _MARGIN
    places = np.flatnonzero(values <= np.partition(sample, place)[place])
    return places if wanted <= len(places) <= len(values) // 4 else None


def _column(snapshot: Snapshot, docs: Docs, sort: Sort) -> Numbers:
    """What decides between documents of equal score, or what the sort asks for; the least first."""
    match sort:
        case "score" | "-date":
            return -snapshot.instants.take(docs)
        case "date":
            return _missing_last(snapshot.instants.take(docs))
        case "wordcount":
            return _missing_last(snapshot.column("wordcount").take(docs))
        case "agency" | "dateline_city":
            return _alphabetical(snapshot.facet(sort)).take(docs)


def _missing_last(values: Numbers) -> Numbers:
    return np.where(values == MISSING, _LAST, values)


def _alphabetical(facet: Facet) -> Numbers:
    """The place of each document's first value in the alphabet of values; documents without one come last."""
    places = np.full(len(facet.values) + 1, _LAST)
    places[sorted(range(len(facet.values)), key=facet.values.__getitem__)] = np.arange(len(facet.values))
    return places[facet.first]
