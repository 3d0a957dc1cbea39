"""wiresearch itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from questions import FACETS, TOP, Answer, Question

from peers.base import Peer, largest
from peers.whoosh import segments
from wiresearch import query
from wiresearch.dispatch import Dispatch
from wiresearch.engines import open_engine, open_writer
from wiresearch.engines.whoosh import writer as writing
from wiresearch.fields import LOOSE_FIELDS
from wiresearch.results import FacetRequest, SearchRequest


class Wiresearch(Peer):
    """The embedded engine, through its seam, and past it to hold its merge policy.

    Prefixes and misspellings are looked for among exact forms.
    """

    def write(self, dispatches: Iterable[Dispatch]) -> None:
        policy = writing.to_merge
        if self.keep_segments:
            writing.to_merge = lambda sizes: []
        with open_writer(self.folder) as writer:
            for dispatch in dispatches:
                writer.add(dispatch)
        writing.to_merge = policy

    def merge(self) -> bool:
        with open_writer(self.folder) as writer:
            writer.merge()
        return True

    def open(self) -> None:
        self.engine = open_engine(self.folder)

    def segments(self) -> int | None:
        return segments(self.folder)

    def search(self, question: Question) -> Answer | None:
        query = self._query(question)
        if query is None:
            return None
        answer = self.engine.search(
            SearchRequest(
                query=query,
                limit=TOP,
                sort="-date" if question.newest_first else "score",
                facets=tuple(FacetRequest(name, TOP) for name in FACETS) if question.facets else (),
                histogram="month" if question.months else None,
                keys_only=True,
            )
        )
        counts = {name: largest(value.count for value in values) for name, values in answer.facets.items()}
        if answer.histogram:
            counts["month"] = largest((bar.count for bar in answer.histogram.bins), None)
        return Answer(answer.keys, answer.total, counts)

    def matches(self, question: Question) -> set[str]:
        """The keys of all that match."""
        return set(self.engine.search(SearchRequest(query=self._query(question), limit=None, keys_only=True)).keys)

    def _query(self, question: Question) -> Any:
        terms = tuple(query.Term(LOOSE_FIELDS, word) for word in question.words)
        match question.how:
            case "everything":
                return query.MatchAll()
            case "phrase":
                return query.Phrase(LOOSE_FIELDS, question.words)
            case "prefix":
                return query.Prefix(LOOSE_FIELDS, question.words[0])
            case "fuzzy":
                fuzzy = getattr(query, "Fuzzy", None)
                return fuzzy(LOOSE_FIELDS, question.words[0], question.edits) if fuzzy else None
            case "any":
                return query.Or(terms)
            case "all" if question.days:
                return query.And((*terms, query.DateRange("date", *question.days)))
            case "all":
                return query.And(terms)

    def close(self) -> None:
        self.engine.close()
