"""Runs and judgements to figures: which topics count, the values of each, and two runs compared."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence

from wiresearch.errors import EvaluationError
from wiresearch.evaluation.measures import Measure
from wiresearch.evaluation.trec import Qrel, ScoredDoc
from wiresearch.results import Coverage, Difference, RunScores

RESAMPLES = 10_000
SEED = 21578


def grades(qrels: Iterable[Qrel]) -> dict[str, dict[str, int]]:
    """The judgements as topic, docno, grade."""
    judged: dict[str, dict[str, int]] = {}
    for qrel in qrels:
        judged.setdefault(qrel.query_id, {})[qrel.doc_id] = qrel.relevance
    return judged


def cover(topics: Sequence[str], judged: Mapping[str, Mapping[str, int]], present: Collection[str] | None = None) -> Coverage:
    """Which of `topics` count, `present` being the docnos that the index has (None: do not ask). Raises EvaluationError for none."""
    asked = [topic for topic in topics if topic in judged]
    if not asked:
        raise EvaluationError("topics and judgements have no topic in common", f"such as {topics[0]!r} and {next(iter(judged))!r}")
    relevant = {topic: [docno for docno, grade in judged[topic].items() if grade > 0] for topic in asked}
    missing = () if present is None else tuple(dict.fromkeys(d for topic in asked for d in relevant[topic] if d not in present))
    absent = set(missing)
    counted = tuple(topic for topic in asked if any(docno not in absent for docno in relevant[topic]))
    if not counted:
        where = "" if present is None else " in the index"
        wanted = next((docno for topic in asked for docno in relevant[topic]), "")
        mend = f"is this the index of these judgements? --index names another; {wanted} is looked for as uri and as key"
        raise EvaluationError(f"no topic has a relevant dispatch{where}", mend if wanted else "a grade above 0 is relevant")
    return Coverage(
        counted=counted,
        unjudged=tuple(topic for topic in topics if topic not in judged),
        unasked=tuple(topic for topic in judged if topic not in set(topics)),
        irrelevant=tuple(topic for topic in asked if topic not in set(counted)),
        missing=missing,
    )


def judge(
    name: str, run: Iterable[ScoredDoc], topics: Sequence[str], judged: Mapping[str, Mapping[str, int]], measures: Sequence[Measure]
) -> RunScores:
    """The values of a run for each of `topics`; one that the run does not have is worth 0.

    As in trec_eval the scores decide, and among equal ones the docno, the last first; ranks do not count.
    """
    docs: dict[str, list[ScoredDoc]] = {topic: [] for topic in topics}
    for doc in run:
        if doc.query_id in docs:
            docs[doc.query_id].append(doc)
    scores = {}
    for topic, found in docs.items():
        found.sort(key=lambda doc: (doc.score, doc.doc_id), reverse=True)
        ranked = [judged[topic].get(doc.doc_id, 0) for doc in found]
        scores[topic] = tuple(measure.of(ranked, list(judged[topic].values())) for measure in measures)
    return RunScores(name, scores, tuple(topic for topic, found in docs.items() if not found))


def compare(ours: RunScores, theirs: RunScores, *, seed: int = SEED) -> Difference:
    """By how much `ours` is above `theirs`, with a 95 % interval by the paired bootstrap over the topics they share.

    Percentile interval of the mean difference over RESAMPLES drawings of as many topics as there are, with replacement
    (Efron and Tibshirani, An Introduction to the Bootstrap, 13.3; Sakai, SIGIR 2006). The same `seed`, the same ends.
    """
    draw = random.Random(seed)  # noqa: S311 - statistics, not secrets
    gains = [[a - b for a, b in zip(values, theirs.topics[topic], strict=True)] for topic, values in ours.topics.items()]
    columns = list(zip(*gains, strict=True))
    means: list[list[float]] = [[] for _ in columns]
    for _ in range(RESAMPLES):
        drawn = draw.choices(range(len(gains)), k=len(gains))
        for column, kept in zip(columns, means, strict=True):
            kept.append(sum(map(column.__getitem__, drawn)) / len(gains))
    for kept in means:
        kept.sort()
    tail = RESAMPLES // 40
    return Difference(
        ours.name,
        tuple(sum(column) / len(gains) for column in columns),
        tuple(kept[tail - 1] for kept in means),
        tuple(kept[-tail] for kept in means),
    )
