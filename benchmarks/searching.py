"""How much CPU a search takes, warm, in twelve classes of queries (misspellings in two rows), competitors interleaved query by query.

    python benchmarks/searching.py --size 215780 --segments 8 --queries 30

Each query is asked once to warm up, then up to five times within 0.2 s; its time is the median. Out, for each class and competitor:
p50 and p95 over the queries of CPU and elapsed milliseconds, and how many totals and counts are the same as those of wiresearch.
"""

from __future__ import annotations

import gc
from itertools import islice
from statistics import median
from typing import Any

from measured import Usage, peak_bytes, percentile, usage
from peers import load
from peers.base import Peer
from questions import CLASSES, Answer, Question, Words, draw
from stage import Stage, options, progress, rotations

REFERENCE = "wiresearch"
REPEATS, ENOUGH_SECONDS = 5, 0.2


def timed(peer: Peer, question: Question) -> tuple[Answer | None, Usage]:
    """The answer, and the median cost of asking again."""
    answer = peer.search(question)
    costs: list[Usage] = []
    while answer is not None and len(costs) < REPEATS and sum(cost.wall for cost in costs) < ENOUGH_SECONDS:
        before = usage()
        peer.search(question)
        costs.append(usage() - before)
    return answer, Usage(median(cost.cpu for cost in costs), median(cost.wall for cost in costs)) if costs else Usage(0, 0)


def measure(peers: dict[str, Peer], questions: list[Question]) -> dict[str, dict[str, Any]]:
    """The figures of one class by competitor; one that has no such query is left out."""
    answers: dict[str, list[Answer]] = {name: [] for name in peers}
    costs: dict[str, list[Usage]] = {name: [] for name in peers}
    totals: dict[str, list[int | None]] = {name: [] for name in peers}
    for question, order in zip(questions, islice(rotations(tuple(peers)), len(questions)), strict=True):
        for name in order:
            answer, cost = timed(peers[name], question)
            if answer is not None:
                answers[name].append(answer)
                costs[name].append(cost)
                totals[name].append(answer.total if answer.total is not None else peers[name].total(question))
    return {name: _row(costs[name]) | _agreement(name, totals, answers) for name in peers if answers[name]}


def _row(costs: list[Usage]) -> dict[str, Any]:
    cpu, wall = ([1000 * getattr(cost, clock) for cost in costs] for clock in ("cpu", "wall"))
    shares = {"p50": 0.5, "p95": 0.95}
    return {key: round(percentile(cpu, share), 4) for key, share in shares.items()} | {
        f"wall_{key}": round(percentile(wall, share), 4) for key, share in shares.items()
    }


def _agreement(name: str, totals: dict[str, list[int | None]], answers: dict[str, list[Answer]]) -> dict[str, Any]:
    """The median total, and in how many answers totals and counts are those of the reference."""
    found = [total for total in totals[name] if total is not None]
    agreement: dict[str, Any] = {"queries": len(answers[name]), "median_total": median(found)}
    if answers.get(REFERENCE):
        both = zip(answers[name], answers[REFERENCE], strict=True)
        agreement["same_totals"] = sum(map(int.__eq__, found, totals[REFERENCE]))
        if any(answer.counts for answer in answers[name]):
            agreement["same_counts"] = sum(mine.counts == theirs.counts for mine, theirs in both)
    return agreement


def main() -> None:
    """Build what indexes are not there, ask all classes, store the figures."""
    parser = options(__doc__)
    parser.add_argument("--queries", type=int, default=30, help="of each class  [%(default)s]")
    given = parser.parse_args()
    stage = Stage.of(__file__, given)
    peers = {name: load(name)(stage.index(name)) for name in stage.peers}
    words = Words(stage.archive.sample())
    questions = {name: draw(words, name, given.queries) for name in CLASSES}
    del words
    for peer in peers.values():
        peer.open()
    segments = {name: peer.segments() for name, peer in peers.items()}
    gc.collect()
    gc.freeze()
    classes = {}
    for name, asked in questions.items():
        classes[name] = measure(peers, asked)
        for by, row in classes[name].items():
            progress(name, {"by": by, **row})
    for peer in peers.values():
        peer.close()
    figures = {"queries": given.queries, "segments_found": segments, "peak_mb": round(peak_bytes() / 1e6, 1), "classes": classes}
    stage.save(figures, queries=given.queries)


if __name__ == "__main__":
    main()
