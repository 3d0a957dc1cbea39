"""The matching set of a request, and the order of its hits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wiresearch.engines.whoosh.compile import compile_query
from wiresearch.engines.whoosh.schema import MISSING
from wiresearch.engines.whoosh.snapshot import Docs, Facet, Mask, Numbers, Reals, Snapshot
from wiresearch.query import keyword_field
from wiresearch.results import SearchRequest, Sort

_LAST = 1 << 62


@dataclass(frozen=True, slots=True)
class Selection:
    """What a request matches: the query's own documents and scores, and each filter with the field it speaks of."""

    matched: Mask
    scores: Reals
    filters: tuple[tuple[str | None, Mask], ...]

    def mask(self, lifted: str | None = None) -> Mask:
        """The documents selected; those of `lifted`'s own filters are not asked."""
        mask = self.matched.copy()
        for field, inside in self.filters:
            if field is None or field != lifted:
                mask &= inside
        return mask


def select(snapshot: Snapshot, request: SearchRequest) -> Selection:
    """Run the query, the filters and what is left out, each once."""
    found = compile_query(request.query, request.expansions).find(snapshot)
    matched = np.zeros(snapshot.size, dtype=np.bool_)
    matched[found.docs] = True
    if request.exclude is not None:
        matched[compile_query(request.exclude, request.expansions).find(snapshot).docs] = False
    scores = np.zeros(snapshot.size)
    scores[found.docs] = found.scores
    filters = []
    for query in request.filters:
        inside = np.zeros(snapshot.size, dtype=np.bool_)
        inside[compile_query(query, request.expansions).find(snapshot).docs] = True
        filters.append((keyword_field(query), inside))
    return Selection(matched, scores, tuple(filters))


def ordered(snapshot: Snapshot, docs: Docs, scores: Reals, sort: Sort, wanted: int) -> list[int]:
    """The first `wanted` of `docs` in the order of `sort`; between equals newer first, then `key`."""
    newest = -snapshot.instants[docs]
    first = _sort_values(snapshot, docs, scores, sort)
    order = np.lexsort((newest, first))
    if not 0 < wanted < len(order):
        order = order[: max(wanted, 0)]
    else:
        last = order[wanted - 1]
        tied = np.flatnonzero((first[order] == first[last]) & (newest[order] == newest[last]))
        order = order[: tied[-1] + 1]
    ranked = zip(first[order].tolist(), newest[order].tolist(), docs[order].tolist(), strict=True)
    return [doc for _, _, doc in sorted(ranked, key=lambda row: (*row[:2], snapshot.key(row[2])))[:wanted]]


def _sort_values(snapshot: Snapshot, docs: Docs, scores: Reals, sort: Sort) -> Numbers | Reals:
    match sort:
        case "score":
            return -scores[docs]
        case "-date":
            return -snapshot.instants[docs]
        case "date":
            return _missing_last(snapshot.instants[docs])
        case "wordcount":
            return _missing_last(snapshot.column("wordcount")[docs])
        case "agency" | "dateline_city":
            return _alphabetical(snapshot.facet(sort), snapshot.size)[docs]


def _missing_last(values: Numbers) -> Numbers:
    return np.where(values == MISSING, _LAST, values)


def _alphabetical(facet: Facet, size: int) -> Numbers:
    """The place of each document's value in the alphabet of values; documents without one come last."""
    places = {value: place for place, value in enumerate(sorted(facet.values))}
    by_number = np.array([places[value] for value in facet.values], dtype=np.int64)
    result = np.full(size, _LAST, dtype=np.int64)
    result[facet.owners] = by_number[facet.numbers]
    return result
