"""What a request matches: the query, its filters and what is left out, each run once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wiresearch.engines.whoosh.compile import compile_query
from wiresearch.engines.whoosh.queries import Found, Node
from wiresearch.engines.whoosh.segment import Docs
from wiresearch.engines.whoosh.snapshot import Reals, Snapshot
from wiresearch.query import keyword_field
from wiresearch.results import SearchRequest


@dataclass(frozen=True, slots=True)
class Selection:
    """What a request matches: the query's own documents, each filter with the field it speaks of, and what gives scores."""

    size: int
    found: Found
    matched: Docs
    filters: tuple[tuple[str | None, Found], ...]

    def docs(self, lifted: str | None = None) -> Docs:
        """The documents selected, ascending; the filters of `lifted` itself are not asked."""
        docs = self.matched
        for field, inside in self.filters:
            if field is None or field != lifted:
                docs = docs[inside.among(docs, self.size)]
        return docs

    def speaks_of(self, field: str) -> bool:
        """Whether a filter speaks of the field alone."""
        return any(name == field for name, _ in self.filters)

    def scores(self, docs: Docs) -> Reals:
        """The scores of some of the documents."""
        return np.zeros(len(docs)) if self.found.score is None else self.found.score(docs)


def select(snapshot: Snapshot, query: Node, request: SearchRequest) -> Selection:
    """Run the compiled query of the request, its filters and what it leaves out."""
    found = query.find(snapshot)
    matched = found.listed()
    if request.exclude is not None:
        left_out = compile_query(request.exclude, request.expansions).find(snapshot)
        matched = matched[~left_out.among(matched, snapshot.size)]
    filters = tuple((keyword_field(query), compile_query(query, request.expansions).find(snapshot)) for query in request.filters)
    return Selection(snapshot.size, found, matched, filters)
