"""The nodes of a compiled query, as Whoosh queries: each finds its documents in a snapshot of the whole index.

Scores are those of ranking.md, section 1: BM25F over the fields that a node asks, statistics over live documents of the
whole index, whatever the segments. Only nodes of text score; all others find with 0.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from whoosh.matching.mcore import ListMatcher, Matcher
from whoosh.query.qcore import Query
from whoosh.searching import Searcher

from wiresearch import query
from wiresearch.dispatch import Dispatch
from wiresearch.engines.whoosh.analysis import LONGEST_PARAGRAPH
from wiresearch.engines.whoosh.occurrences import Paragraph, occurrences, stands_for
from wiresearch.engines.whoosh.snapshot import Docs, Mask, Reals, Snapshot
from wiresearch.errors import TooManyWords
from wiresearch.fields import BY_NAME
from wiresearch.words import tokenise

K1, B = 0.9, 0.4


class Found(NamedTuple):
    """Documents, ascending, and the score of each."""

    docs: Docs
    scores: Reals


def unscored(mask: Mask) -> Found:
    """The documents of a mask with score 0."""
    docs = np.flatnonzero(mask)
    return Found(docs, np.zeros(len(docs)))


class Node(Query):
    """A query that answers for the whole index at once; plain Whoosh can run it too."""

    @abstractmethod
    def find(self, snapshot: Snapshot) -> Found:
        """The live documents that match."""

    def matcher(self, searcher: Searcher, context: Any = None) -> Matcher:
        docs, scores = self.find(Snapshot(searcher.reader()))
        return ListMatcher(docs.tolist(), scores.tolist())


@dataclass(frozen=True)
class Everything(Node):
    """Every live document."""

    def find(self, snapshot: Snapshot) -> Found:
        return unscored(snapshot.live)


@dataclass(frozen=True)
class Word(Node):
    """One of the text terms in one of the fields; all count together as one term of BM25F."""

    fields: tuple[str, ...]
    forms: tuple[bytes, ...]

    def find(self, snapshot: Snapshot) -> Found:
        weights = np.zeros(snapshot.size)
        for field in self.fields:
            for term in self.forms:
                docs, counts = snapshot.postings(field, term)
                if len(docs):
                    relative_length = snapshot.column(field)[docs] / snapshot.mean_length(field)
                    weights[docs] += counts / (1 - B + B * relative_length)
        docs = np.flatnonzero(weights)
        total = np.count_nonzero(snapshot.live)
        idf = np.log(1 + (total - len(docs) + 0.5) / (len(docs) + 0.5))
        return Found(docs, idf * weights[docs] * (K1 + 1) / (weights[docs] + K1))


@dataclass(frozen=True)
class Inexact(Node):
    """One of the exact forms that `word` stands for; at most `limit` forms, that begin with `prefix`."""

    word: query.Prefix | query.Wildcard | query.Fuzzy
    prefix: bytes
    limit: int

    def find(self, snapshot: Snapshot) -> Found:
        fields = self.word.fields
        begun = {term for field in fields for term in snapshot.vocabulary(field, self.prefix)}
        forms = tuple(sorted(term for term in begun if stands_for(self.word, term.decode()[1:])))
        if len(forms) > self.limit:
            raise TooManyWords(self.word.written, len(forms), self.limit)
        return Word(fields, forms).find(snapshot)


@dataclass(frozen=True)
class Together(Node):
    """The candidates in whose stored text the words stand as `asked`. Slow: it reads the text of each."""

    candidates: Node
    asked: query.Near | query.SamePara | query.AtLeast

    def find(self, snapshot: Snapshot) -> Found:
        found = self.candidates.find(snapshot)
        kept = np.array([self._holds(snapshot.dispatch(doc)) for doc in found.docs.tolist()], dtype=np.bool_)
        return Found(found.docs[kept], found.scores[kept])

    def _holds(self, dispatch: Dispatch) -> bool:
        texts = [tokenise(str(text)) for field in self.asked.fields for text in BY_NAME[field].values(dispatch)]
        cut = [forms[n : n + LONGEST_PARAGRAPH] for forms in texts for n in range(0, len(forms), LONGEST_PARAGRAPH)]
        wanted = self.asked.count if isinstance(self.asked, query.AtLeast) else 1
        return sum(1 for forms in cut for _ in occurrences(self.asked, Paragraph(forms))) >= wanted


@dataclass(frozen=True)
class Consecutive(Node):
    """The terms side by side, in order, in one of the fields; scored as the sum of the words."""

    fields: tuple[str, ...]
    forms: tuple[bytes, ...]

    def find(self, snapshot: Snapshot) -> Found:
        inside = np.zeros(snapshot.size, dtype=np.bool_)
        for field in self.fields:
            inside[self._in_field(snapshot, field)] = True
        found = Some(tuple(Word(self.fields, (term,)) for term in self.forms), len(self.forms)).find(snapshot)
        kept = inside[found.docs]
        return Found(found.docs[kept], found.scores[kept])

    def _in_field(self, snapshot: Snapshot, field: str) -> Docs:
        holders = [snapshot.postings(field, term)[0] for term in dict.fromkeys(self.forms)]
        docs = reduce(np.intersect1d, holders)
        columns = [snapshot.positions(field, term, docs) for term in self.forms]
        starts = zip(*columns, strict=True)
        hits = [bool(set.intersection(*({p - n for p in places} for n, places in enumerate(row)))) for row in starts]
        return docs[np.array(hits, dtype=np.bool_)]


@dataclass(frozen=True)
class Holds(Node):
    """One of the values in a keyword or id field."""

    name: str
    value: bytes

    def find(self, snapshot: Snapshot) -> Found:
        docs, _ = snapshot.postings(self.name, self.value)
        return Found(docs, np.zeros(len(docs)))


@dataclass(frozen=True)
class HoldsBeginning(Node):
    """A value that begins with `prefix` in a keyword or id field."""

    name: str
    prefix: bytes

    def find(self, snapshot: Snapshot) -> Found:
        mask = np.zeros(snapshot.size, dtype=np.bool_)
        for value in snapshot.vocabulary(self.name, self.prefix):
            mask[snapshot.postings(self.name, value)[0]] = True
        return unscored(mask)


@dataclass(frozen=True)
class Overlaps(Node):
    """The interval between two columns and low..high overlap; `missing` marks documents without one."""

    first: str
    last: str
    low: int | None
    high: int | None
    missing: int

    def find(self, snapshot: Snapshot) -> Found:
        first, last = snapshot.column(self.first), snapshot.column(self.last)
        mask = snapshot.live & (first != self.missing)
        if self.low is not None:
            mask &= last >= self.low
        if self.high is not None:
            mask &= first <= self.high
        return unscored(mask)


@dataclass(frozen=True)
class Some(Node):
    """At least `minimum` of the items match; the scores of those that do are added."""

    items: tuple[Node, ...]
    minimum: int

    def find(self, snapshot: Snapshot) -> Found:
        matched = np.zeros(snapshot.size, dtype=np.int64)
        scores = np.zeros(snapshot.size)
        for item in self.items:
            docs, added = item.find(snapshot)
            matched[docs] += 1
            scores[docs] += added
        docs = np.flatnonzero(snapshot.live & (matched >= self.minimum))
        return Found(docs, scores[docs])


@dataclass(frozen=True)
class Without(Node):
    """The item does not match."""

    item: Node

    def find(self, snapshot: Snapshot) -> Found:
        mask = snapshot.live.copy()
        mask[self.item.find(snapshot).docs] = False
        return unscored(mask)
