"""A search in one pass, in the place of Whoosh's loop over matchers."""

from __future__ import annotations

from typing import NoReturn

import numpy as np
from whoosh.collectors import Collector
from whoosh.searching import Results

from wiresearch.engines.whoosh.facets import count_days, count_values
from wiresearch.engines.whoosh.ordering import ordered
from wiresearch.engines.whoosh.queries import Node
from wiresearch.engines.whoosh.segment import Docs
from wiresearch.engines.whoosh.selection import select
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
        self._docs: Docs = np.empty(0, np.int64)
        self.total = 0
        self.facets: dict[str, tuple[FacetCount, ...]] = {}
        self.histogram: Histogram | None = None

    def run(self) -> None:
        """Find, rank, count."""
        snapshot, request = self._snapshot, self._request
        selection = select(snapshot, self._query, request)
        docs = self._docs = selection.docs()
        self.total = len(docs)
        wanted = self.total if request.limit is None else request.offset + request.limit
        ranked = wanted > 0 and request.limit != 0
        scores = selection.scores(docs) if ranked else selection.scores(docs[:0])
        places = ordered(snapshot, docs, scores, request.sort, wanted)[request.offset :] if ranked else docs[:0]
        self.items = list(zip(scores[places].tolist(), docs[places].tolist(), strict=True))
        self.facets = {facet.field: count_values(snapshot, selection, request.filters, facet) for facet in request.facets}
        self.histogram = count_days(snapshot, docs, request.histogram) if request.histogram else None
        self.finish()

    def count(self) -> int:
        return self.total

    def all_ids(self) -> list[int]:
        every: list[int] = self._docs.tolist()
        return every

    def collect(self, sub_docnum: int) -> NoReturn:
        raise NotImplementedError("documents are not collected one by one")

    def sort_key(self, sub_docnum: int) -> NoReturn:
        raise NotImplementedError("documents are not collected one by one")

    def results(self) -> Results:
        return self._results(self.items)
