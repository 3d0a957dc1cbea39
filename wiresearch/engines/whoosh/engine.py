"""The embedded engine: answers searches over one committed state of a Whoosh index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from wiresearch.associations import PairCounts
from wiresearch.dispatch import Dispatch, NameKind
from wiresearch.engines.whoosh import suggest
from wiresearch.engines.whoosh.collect import RequestCollector
from wiresearch.engines.whoosh.compile import compile_query
from wiresearch.engines.whoosh.ordering import ordered
from wiresearch.engines.whoosh.schema import value_term
from wiresearch.engines.whoosh.selection import Selection
from wiresearch.engines.whoosh.snapshot import Snapshot
from wiresearch.engines.whoosh.snippets import snippets
from wiresearch.engines.whoosh.storage import ReadStorage, open_index, reported
from wiresearch.results import EngineAnswer, Hit, SearchRequest

_SHORTEST_KEY = 4


class WhooshEngine:
    """Engine over the files in `folder`.

    Raises IndexNotFound, IndexDamaged, SchemaMismatch or EngineError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        storage = ReadStorage(folder)
        with reported(folder):
            try:
                self._searcher = open_index(storage).searcher()
                self._snapshot = Snapshot(self._searcher.reader())
            except BaseException:
                storage.abandon()
                raise

    def search(self, request: SearchRequest) -> EngineAnswer:
        """Hits, exact total, facets and histogram of one request."""
        with reported(self._folder):
            query = compile_query(request.query, request.expansions)
            collector = RequestCollector(self._snapshot, query, request)
            self._searcher.search_with_collector(query, collector)
            answer = EngineAnswer(collector.total, facets=collector.facets, histogram=collector.histogram)
            if request.keys_only:
                return replace(answer, keys=tuple(self._snapshot.key(doc).decode() for _, doc in collector.items))
            ranked = enumerate(collector.items, request.offset + 1)
            return replace(answer, hits=tuple(self._hit(rank, doc, score, request) for rank, (score, doc) in ranked))

    def _hit(self, rank: int, doc: int, score: float, request: SearchRequest) -> Hit:
        dispatch = self._snapshot.dispatch(doc)
        return Hit(rank, score, dispatch, snippets(dispatch, request.query, request.snippets, request.context))

    def get(self, name: str) -> tuple[Dispatch, ...]:
        """Dispatches whose key begins with `name` (4 digits or more), or whose uri is `name`; newest first."""
        with reported(self._folder):
            docs = self._snapshot.holders("uri", value_term(name))
            if len(name) >= _SHORTEST_KEY:
                docs = np.union1d(docs, self._snapshot.holders("key", value_term(name.lower()), prefix=True))
            newest_first = docs[ordered(self._snapshot, docs, None, "-date", len(docs))]
            return tuple(self._snapshot.dispatch(doc) for doc in newest_first.tolist())

    def pairs(self, request: SearchRequest, kinds: Sequence[NameKind], names: int, least: int) -> PairCounts:
        """The pairs of names in what the request matches."""
        from wiresearch.engines.whoosh.pairs import count_pairs  # no search needs it

        with reported(self._folder):
            selection = Selection(self._snapshot, compile_query(request.query, request.expansions), request)
            return count_pairs(self._snapshot, selection.docs(), kinds, names, least)

    def every(self) -> Iterator[Dispatch]:
        """Every dispatch, one after another."""
        with reported(self._folder):
            yield from map(self._snapshot.dispatch, self._snapshot.live_docs.tolist())

    def suggest(self, field: str, text: str) -> tuple[str, int] | None:
        """The nearest indexed spelling of `text` in `field` ("": the loose text fields), and its number of dispatches."""
        with reported(self._folder):
            return suggest.nearest(self._snapshot, field, text)

    def close(self) -> None:
        """Release files."""
        self._searcher.close()
