"""Topics to a run: every one asked of an index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch
from wiresearch.errors import EvaluationError, QueryError
from wiresearch.evaluation.trec import ScoredDoc, Topic
from wiresearch.results import Match
from wiresearch.searching import Archive, SearchOptions

DEPTH = 1_000


@dataclass(frozen=True, slots=True)
class RankingOptions:
    """How to ask: at most `limit` documents a topic; the text of a topic is words, or with `syntax` a query."""

    limit: int = DEPTH
    syntax: bool = False
    limits: Limits = field(default_factory=Limits)


def rank(
    archive: Archive,
    topics: Iterable[Topic],
    docnos: Mapping[str, Mapping[str, str]],
    match: Match,
    options: RankingOptions,
    progress: Callable[[str], None] = lambda topic: None,
) -> tuple[ScoredDoc, ...]:
    """The run of `topics`, the documents of each in the order of the search, with strictly falling scores.

    `docnos` says for each topic by which docno a dispatch of that key goes (see `by_key`); others go by their uri.
    Raises QueryError, its message naming the topic, or EngineError.
    """
    run: list[ScoredDoc] = []
    asking = SearchOptions(match=match, literal=not options.syntax, missing=False, limit=options.limit, snippets=0, limits=options.limits)
    for topic in topics:
        progress(topic.query_id)
        try:
            hits = archive.search(topic.text, asking).hits
        except QueryError as error:
            error.message = f"topic {topic.query_id}: {error.message}"
            raise
        known = docnos.get(topic.query_id, {})
        # A run names a document once: of several versions under one uri the first found stands for all.
        found: dict[str, float] = {}
        for hit in hits:
            found.setdefault(known.get(hit.dispatch.key) or _docno(hit.dispatch), hit.score)
        run.extend(ScoredDoc(topic.query_id, docno, score) for docno, score in zip(found, falling(found.values()), strict=True))
    return tuple(run)


def by_key(judged: Mapping[str, Iterable[str]], named: Mapping[str, Iterable[str]]) -> dict[str, dict[str, str]]:
    """For each topic the docno of each key, from its judged docnos and the keys that each names.

    Raises EvaluationError when two docnos of a topic name one dispatch.
    """
    docnos: dict[str, dict[str, str]] = {}
    for topic, judged_docnos in judged.items():
        held = docnos.setdefault(topic, {})
        for docno in judged_docnos:
            for key in named.get(docno, ()):
                if held.setdefault(key, docno) != docno:
                    raise EvaluationError(f"topic {topic}: {held[key]} and {docno} are the same dispatch", "judge it once")
    return docnos


def _docno(dispatch: Dispatch) -> str:
    """Its uri, or its key where a run could not hold the uri."""
    return dispatch.uri if len(dispatch.uri.split()) == 1 else dispatch.key


def falling(scores: Iterable[float]) -> Iterator[float]:
    """Scores to four decimals, each lowered where it is not below the one before.

    trec_eval orders by score in single precision, then by docno: a tie, or the second part of a "best" answer whose
    scores begin high again, would lose our order.
    """
    last = None
    for score in scores:
        last = round(score if last is None else min(score, last - max(1e-4, abs(last) * 1e-6)), 4)
        yield last
