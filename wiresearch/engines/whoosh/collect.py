"""A search in one pass, in the place of Whoosh's loop over matchers."""

from __future__ import annotations

from typing import NoReturn

import numpy as np
from whoosh.collectors import Collector
from whoosh.searching import Results

from wiresearch.engines.whoosh.facets import count_days, count_values
from wiresearch.engines.whoosh.ordering import ordered
from wiresearch.engines.whoosh.queries import Node
from wiresearch.engines.whoosh.selection import Selection
from wiresearch.engines.whoosh.snapshot import Snapshot
from wiresearch.results import FacetCount, Histogram, SearchRequest


class RequestCollector(Collector):
    """Answers a request, its query compiled, over a snapshot: `searcher.search_with_collector(query, this)`.

    The loop over matchers is never entered. Afterwards `total` is the exact number of dispatches, `items` the page as
    (score, document), `facets` and `histogram` the counts; `results()` is a result of plain Whoosh.
    """

    def __init__(self, snapshot: Snapshot, query: Node, request: SearchRequest) -> None:
        self._snapshot = snapshot
        self._query = query
        self._request = request
        self._selection: Selection
        self.total = 0
        self.facets: dict[str, tuple[FacetCount, ...]] = {}
        self.histogram: Histogram | None = None

    def run(self) -> None:
        """Find, rank, count."""
        snapshot, request = self._snapshot, self._request
        selection = self._selection = Selection(snapshot, self._query, request)
        self.total = selection.count()
        wanted = self.total if request.limit is None else request.offset + request.limit
        self.items = self._page(selection, wanted) if wanted and request.limit != 0 else []
        self.facets = {facet.field: count_values(snapshot, selection, request.filters, facet) for facet in request.facets}
        self.histogram = count_days(snapshot, selection.docs(), request.histogram) if request.histogram else None
        self.finish()

    def _page(self, selection: Selection, wanted: int) -> list[tuple[float, int]]:
        """Score and document of the hits from `offset` to `wanted`."""
        by_score, offset = self._request.sort == "score" and selection.scored, self._request.offset
        docs, scores = selection.leading(wanted) if by_score else (selection.docs(), None)
        places = ordered(self._snapshot, docs, scores, self._request.sort, wanted)[offset:]
        chosen = docs.take(places)
        if scores is None:
            ascending = np.argsort(chosen)
            scores = np.empty(len(chosen))
            scores[ascending] = selection.scores(chosen.take(ascending))
        else:
            scores = scores.take(places)
        return list(zip(scores.tolist(), chosen.tolist(), strict=True))

    def count(self) -> int:
        return self.total

    def all_ids(self) -> list[int]:
        every: list[int] = self._selection.docs().tolist()
        return every

    def collect(self, sub_docnum: int) -> NoReturn:
        raise NotImplementedError("documents are not collected one by one")

    def sort_key(self, sub_docnum: int) -> NoReturn:
        raise NotImplementedError("documents are not collected one by one")

    def results(self) -> Results:
        return self._results(self.items)
