"""What a request matches: the query, its filters and what is left out, each run once."""

from __future__ import annotations

from wiresearch.engines.whoosh.compile import compile_query
from wiresearch.engines.whoosh.queries import Node
from wiresearch.engines.whoosh.segment import Docs
from wiresearch.engines.whoosh.snapshot import Reals, Snapshot
from wiresearch.query import keyword_field
from wiresearch.results import SearchRequest


class Selection:
    """What a request matches; its query is given compiled."""

    def __init__(self, snapshot: Snapshot, query: Node, request: SearchRequest) -> None:
        self._size = snapshot.size
        self._found = query.find(snapshot)
        self._left_out = None if request.exclude is None else compile_query(request.exclude, request.expansions).find(snapshot)
        self._filters = [(keyword_field(query), compile_query(query, request.expansions).find(snapshot)) for query in request.filters]
        self._docs: dict[str | None, Docs] = {}

    @property
    def _whole(self) -> bool:
        """Whether all that the query finds is selected."""
        return self._left_out is None and not self._filters

    def docs(self, lifted: str | None = None) -> Docs:
        """The documents selected, ascending; the filters of `lifted` itself are not asked."""
        if lifted not in self._docs:
            docs = self._found.listed()
            if self._left_out is not None:
                docs = docs.compress(~self._left_out.among(docs, self._size))
            for field, inside in self._filters:
                if field is None or field != lifted:
                    docs = docs.compress(inside.among(docs, self._size))
            self._docs[lifted] = docs
        return self._docs[lifted]

    def count(self) -> int:
        """How many documents are selected."""
        return self._found.count() if self._whole else len(self.docs())

    def speaks_of(self, field: str) -> bool:
        """Whether a filter speaks of the field alone."""
        return any(name == field for name, _ in self._filters)

    @property
    def scored(self) -> bool:
        """Whether documents differ in their scores."""
        return self._found.score is not None

    def scores(self, docs: Docs) -> Reals:
        """The scores of some of the documents, ascending."""
        return self._found.scores(docs)

    def leading(self, wanted: int) -> tuple[Docs, Reals]:
        """Selected documents, ascending, among which the `wanted` best are, and their scores."""
        return self._found.leading(None if self._whole else self.docs(), wanted)
