"""Which topics count, every measure against ir_measures on random runs, and the bootstrap against what it must say."""

from __future__ import annotations

import random
import statistics

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiresearch.errors import EvaluationError
from wiresearch.evaluation import Qrel, ScoredDoc, compare, parse_measures
from wiresearch.evaluation.judging import cover, grades, judge
from wiresearch.results import Coverage, RunScores

NAMES = ("nDCG@10", "nDCG@3", "nDCG", "AP", "AP@5", "P@10", "P@1", "R@100", "R@5", "RR")
DOCNOS = [f"d{number}" for number in range(40)]
TOPICS = ("1", "2", "three")


@st.composite
def judged_runs(draw: st.DrawFn) -> tuple[list[Qrel], list[ScoredDoc]]:
    """Judgements with something relevant to every topic, and a run of some of them, with ties among its scores."""
    qrels, run = [], []
    for topic in TOPICS:
        docnos = draw(st.lists(st.sampled_from(DOCNOS), min_size=1, unique=True))
        levels = draw(st.lists(st.integers(0, 3), min_size=len(docnos), max_size=len(docnos)).filter(any))
        qrels += [Qrel(topic, docno, grade) for docno, grade in zip(docnos, levels, strict=True)]
        found = draw(st.lists(st.sampled_from(DOCNOS), min_size=1, unique=True))
        run += [ScoredDoc(topic, docno, draw(st.integers(-4, 12)) / 4) for docno in found]
    return qrels, run


@settings(deadline=None)  # ir_measures imports SciPy when it is first asked
@given(judged_runs())
def test_every_measure_is_that_of_ir_measures(judged: tuple[list[Qrel], list[ScoredDoc]]) -> None:
    qrels, run = judged
    ours = judge("run", run, TOPICS, grades(qrels), parse_measures(",".join(NAMES)))
    measures = [ir_measures.parse_measure(name) for name in NAMES]
    theirs = ir_measures.iter_calc(
        measures,
        [ir_measures.Qrel(qrel.query_id, qrel.doc_id, qrel.relevance) for qrel in qrels],
        [ir_measures.ScoredDoc(doc.query_id, doc.doc_id, doc.score) for doc in run],
    )
    values = {(metric.query_id, str(metric.measure)): metric.value for metric in theirs}
    assert len(values) == len(TOPICS) * len(NAMES)
    for topic in TOPICS:
        assert ours.topics[topic] == pytest.approx([values[topic, name] for name in NAMES], abs=1e-6)
    for place, name in enumerate(NAMES):
        assert ours.means[place] == pytest.approx(statistics.mean(values[topic, name] for topic in TOPICS), abs=1e-6)


JUDGED = grades(
    [Qrel("1", "a", 1), Qrel("1", "b", 2), Qrel("2", "c", 1), Qrel("2", "d", 0), Qrel("3", "e", 0), Qrel("4", "a", 2), Qrel("9", "a", 1)]
)


def test_which_topics_count_and_what_is_missing() -> None:
    assert cover(["0", "1", "2", "3", "4"], JUDGED, {"a", "d"}) == Coverage(
        counted=("1", "4"), unjudged=("0",), unasked=("9",), irrelevant=("2", "3"), missing=("b", "c")
    )


def test_without_an_index_every_relevant_document_is_taken_to_be_there() -> None:
    assert cover(["2", "3"], JUDGED) == Coverage(counted=("2",), unasked=("1", "4", "9"), irrelevant=("3",))


@pytest.mark.parametrize(
    ("topics", "present", "message"),
    [
        (["7", "8"], None, "topics and judgements have no topic in common"),
        (["3"], None, "no topic has a relevant dispatch"),
        (["1", "2"], {"d"}, "no topic has a relevant dispatch in the index"),
    ],
)
def test_no_topic_that_counts_is_an_error(topics: list[str], present: set[str] | None, message: str) -> None:
    with pytest.raises(EvaluationError) as refused:
        cover(topics, JUDGED, present)
    assert refused.value.message == message


def test_what_is_missing_stays_in_the_ideal() -> None:
    scores = judge("run", [ScoredDoc("1", "a", 1.0)], ["1"], JUDGED, parse_measures("R@10,AP"))
    assert scores.topics == {"1": (0.5, 0.5)}


def test_a_topic_without_documents_is_worth_nothing_and_is_named() -> None:
    scores = judge("run", [ScoredDoc("1", "b", 1.0), ScoredDoc("8", "b", 1.0)], ["1", "4"], JUDGED, parse_measures("RR"))
    assert (scores.topics, scores.silent, scores.means) == ({"1": (1.0,), "4": (0.0,)}, ("4",), (0.5,))


def scored(name: str, *columns: list[float]) -> RunScores:
    return RunScores(name, {str(number): tuple(values) for number, values in enumerate(zip(*columns, strict=True))})


def test_a_run_is_no_better_than_itself() -> None:
    run = scored("a", [0.1, 0.5, 0.9])
    found = compare(run, run)
    assert (found.run, found.mean, found.low, found.high) == ("a", (0,), (0,), (0,))


def test_topics_are_paired() -> None:
    """Values that differ a lot from topic to topic, and by the same step from run to run: there is nothing to doubt."""
    values = [0.0, 0.3, 0.6, 0.9]
    found = compare(scored("a", [value + 0.1 for value in values]), scored("b", values))
    assert (*found.mean, *found.low, *found.high) == pytest.approx((0.1, 0.1, 0.1))


def test_the_interval_is_the_one_that_the_normal_distribution_gives_for_many_topics() -> None:
    draw = random.Random(7)
    ours, theirs = ([draw.random() for _ in range(400)] for _ in range(2))
    gains = [a - b for a, b in zip(ours, theirs, strict=True)]
    mean, error = statistics.mean(gains), statistics.stdev(gains) / 20
    found = compare(scored("a", ours), scored("b", theirs))
    assert found.mean[0] == pytest.approx(mean)
    assert found.low[0] == pytest.approx(mean - 1.96 * error, abs=error / 5)
    assert found.high[0] == pytest.approx(mean + 1.96 * error, abs=error / 5)


def test_the_other_way_round_it_is_the_other_way_round() -> None:
    a, b = scored("a", [0.2, 0.9, 0.4, 0.4], [1, 0, 1, 0]), scored("b", [0.1, 0.3, 0.5, 0.2], [0, 0, 0, 1])
    there, back = compare(a, b), compare(b, a)
    assert there.low == pytest.approx([-value for value in back.high])
    assert there.high == pytest.approx([-value for value in back.low])
    assert compare(a, b) == there


def test_the_seed_decides() -> None:
    a, b = scored("a", [0.01 * number**1.5 for number in range(30)]), scored("b", [0.0] * 30)
    assert compare(a, b) == compare(a, b)
    assert compare(a, b, seed=1).low != compare(a, b, seed=2).low
