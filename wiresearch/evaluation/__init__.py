"""How good is the ranking? Topics and judgements (TREC files) in, runs and measures out.

`evaluate` asks an index, `evaluate_run` judges a run that is there already; both give an `Evaluation`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from wiresearch.errors import EvaluationError
from wiresearch.evaluation.docnos import identify
from wiresearch.evaluation.expected import Expected, read_expected
from wiresearch.evaluation.judging import compare, cover, grades, judge
from wiresearch.evaluation.measures import DEFAULT, Measure, parse_measure, parse_measures
from wiresearch.evaluation.ranking import DEPTH, RankingOptions, by_key, rank
from wiresearch.evaluation.trec import Qrel, ScoredDoc, Topic, TopicFields, read_qrels, read_run, read_topics, run_lines
from wiresearch.results import Coverage, Evaluation, Match
from wiresearch.searching import Archive

__all__ = [
    "DEFAULT",
    "DEPTH",
    "Expected",
    "Measure",
    "Qrel",
    "RankingOptions",
    "ScoredDoc",
    "Topic",
    "TopicFields",
    "Yardstick",
    "compare",
    "evaluate",
    "evaluate_run",
    "parse_measure",
    "parse_measures",
    "rank",
    "read_expected",
    "read_qrels",
    "read_run",
    "read_topics",
    "run_lines",
]

Run = tuple[ScoredDoc, ...]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What runs are measured by: judgements, measures, and perhaps a run (name, documents) to compare with, and figures expected."""

    qrels: Sequence[Qrel]
    measures: Sequence[Measure]
    against: tuple[str, Run] | None = None
    expected: Expected | None = None


def evaluate(
    archive: Archive,
    topics: Sequence[Topic],
    yardstick: Yardstick,
    matches: Iterable[Match] = ("best",),
    options: RankingOptions | None = None,
    progress: Callable[[str], None] = lambda topic: None,
) -> tuple[Evaluation, dict[Match, Run]]:
    """Ask `archive` for every topic, once for each of the match modes; the figures, and the runs that gave them.

    Raises EvaluationError, QueryError (its message names the topic) or EngineError.
    """
    judged = grades(yardstick.qrels)
    named = identify(archive, {docno for table in judged.values() for docno in table})
    docnos = by_key(judged, named)
    coverage = cover([topic.query_id for topic in topics], judged, named)
    runs = {match: rank(archive, topics, docnos, match, options or RankingOptions(), progress) for match in matches}
    evaluation = _measured(runs.items(), coverage, yardstick)
    return replace(evaluation, index=archive.identity), runs


def evaluate_run(name: str, run: Run, topics: Sequence[str] | None, yardstick: Yardstick) -> Evaluation:
    """The figures of a run for `topics` (None: those that are judged). Raises EvaluationError."""
    judged = grades(yardstick.qrels)
    coverage = cover(list(judged) if topics is None else topics, judged)
    return _measured([_sharing((name, run), coverage)], coverage, yardstick)


def _sharing(named: tuple[str, Run], coverage: Coverage) -> tuple[str, Run]:
    """The same run; raises EvaluationError when it has none of the topics that count."""
    if {doc.query_id for doc in named[1]}.isdisjoint(coverage.counted):
        raise EvaluationError(f"{named[0]} has none of the topics that are judged", f"such as {coverage.counted[0]!r}")
    return named


def _measured(runs: Iterable[tuple[str, Run]], coverage: Coverage, yardstick: Yardstick) -> Evaluation:
    judged = grades(yardstick.qrels)
    expected = yardstick.expected
    measures = tuple(dict.fromkeys((*yardstick.measures, *(expected.measures if expected else ()))))
    scores = [judge(name, run, coverage.counted, judged, measures) for name, run in runs]
    against = judge(*_sharing(yardstick.against, coverage), coverage.counted, judged, measures) if yardstick.against else None
    return Evaluation(
        measures=tuple(map(str, measures)),
        runs=tuple(scores),
        coverage=coverage,
        against=against,
        differences=tuple(compare(run, against) for run in scores) if against else (),
        shortfalls=expected.shortfalls(scores, measures) if expected else (),
        unchecked=tuple(mode for mode in expected.modes if mode not in {run.name for run in scores}) if expected else (),
    )
