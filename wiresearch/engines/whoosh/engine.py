"""The embedded engine: answers searches over one committed state of a Whoosh index."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from wiresearch.dispatch import Dispatch
from wiresearch.engines.whoosh import suggest
from wiresearch.engines.whoosh.collect import ordered, select
from wiresearch.engines.whoosh.facets import count_days, count_values
from wiresearch.engines.whoosh.queries import Holds, HoldsBeginning
from wiresearch.engines.whoosh.schema import value_term
from wiresearch.engines.whoosh.snapshot import Docs, Snapshot
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
                self._snapshot = Snapshot(open_index(storage).reader())
            except BaseException:
                storage.abandon()
                raise

    def search(self, request: SearchRequest) -> EngineAnswer:
        """Hits, exact total, facets and histogram of one request."""
        with reported(self._folder):
            selection = select(self._snapshot, request)
            mask = selection.mask()
            docs = np.flatnonzero(mask)
            wanted = len(docs) if request.limit is None else request.offset + request.limit
            page = ordered(self._snapshot, docs, selection.scores, request.sort, wanted)[request.offset :]
            return EngineAnswer(
                total=len(docs),
                hits=tuple(
                    self._hit(rank, doc, float(selection.scores[doc]), request) for rank, doc in enumerate(page, request.offset + 1)
                ),
                facets={facet.field: count_values(self._snapshot, selection, request.filters, facet) for facet in request.facets},
                histogram=count_days(self._snapshot, mask, request.histogram) if request.histogram else None,
            )

    def _hit(self, rank: int, doc: int, score: float, request: SearchRequest) -> Hit:
        dispatch = self._snapshot.dispatch(doc)
        return Hit(rank, score, dispatch, snippets(dispatch, request.query, request.snippets, request.context))

    def get(self, name: str) -> tuple[Dispatch, ...]:
        """Dispatches whose key begins with `name` (4 digits or more), or whose uri is `name`; newest first."""
        with reported(self._folder):
            docs = Holds("uri", value_term(name)).find(self._snapshot).docs
            if len(name) >= _SHORTEST_KEY:
                docs = np.union1d(docs, HoldsBeginning("key", value_term(name.lower())).find(self._snapshot).docs)
            return tuple(self._snapshot.dispatch(doc) for doc in self._newest_first(docs))

    def _newest_first(self, docs: Docs) -> list[int]:
        return ordered(self._snapshot, docs, np.zeros(self._snapshot.size), "-date", len(docs))

    def suggest(self, field: str, text: str) -> tuple[str, int] | None:
        """The nearest indexed spelling of `text` in `field` ("": the loose text fields), and its number of dispatches."""
        with reported(self._folder):
            return suggest.nearest(self._snapshot, field, text)

    def close(self) -> None:
        """Release files."""
        self._snapshot.close()
