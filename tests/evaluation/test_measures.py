"""Measures: values worked out by hand, and the names they go by. test_judging.py compares them with ir_measures."""

from __future__ import annotations

import pytest

from wiresearch.errors import EvaluationError
from wiresearch.evaluation import Measure, parse_measure, parse_measures

# Found, best first: nothing, grade 2, grade 1, below the judged, nothing. Judged: 2, 1, 1, 0 and -1; one of the 1s is not found.
RANKED = (0, 2, 1, -1, 0)
JUDGED = (1, 2, 0, 1, -1)
L3, L4 = 1.584962500721156, 2.0  # log2 of rank + 1 at ranks 2 and 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nDCG", (2 / L3 + 1 / L4) / (2 + 1 / L3 + 1 / L4)),
        ("nDCG@10", (2 / L3 + 1 / L4) / (2 + 1 / L3 + 1 / L4)),
        ("nDCG@2", (2 / L3) / (2 + 1 / L3)),
        ("nDCG@1", 0.0),
        ("AP", (1 / 2 + 2 / 3) / 3),
        ("AP@2", (1 / 2) / 3),
        ("P@10", 2 / 10),
        ("P@2", 1 / 2),
        ("R@100", 2 / 3),
        ("R@2", 1 / 3),
        ("RR", 1 / 2),
        ("RR@1", 0.0),
    ],
)
def test_values_worked_out_by_hand(name: str, value: float) -> None:
    assert parse_measure(name).of(RANKED, JUDGED) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("name", ["nDCG@10", "AP", "P@5", "R@100", "RR"])
def test_nothing_found_is_worth_nothing(name: str) -> None:
    assert parse_measure(name).of((), JUDGED) == 0


def test_names_in_any_case_and_the_older_ones() -> None:
    assert parse_measures("ndcg@10, MAP mrr,recall@5,P@3,AP") == (
        Measure("nDCG", 10),
        Measure("AP"),
        Measure("RR"),
        Measure("R", 5),
        Measure("P", 3),
    )
    assert [str(measure) for measure in parse_measures("ndcg@10,map")] == ["nDCG@10", "AP"]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("nDGC@10", "no measure 'nDGC@10'", "did you mean: nDCG "),
        ("bpref", "no measure 'bpref'", "such as: nDCG@10, AP, P@10, R@100, RR"),
        ("nDCG@0", "no measure 'nDCG@0'", "such as"),
        ("AP@x", "no measure 'AP@x'", "such as"),
        (" , ", "no measure ''", "such as"),
        ("P", "P is of the first so many documents", "write P@10"),
        ("AP,R", "R is of the first so many documents", "write R@10"),
    ],
)
def test_what_is_no_measure_is_refused(text: str, message: str, hint: str) -> None:
    with pytest.raises(EvaluationError) as refused:
        parse_measures(text)
    assert refused.value.message == message
    assert hint in (refused.value.hint or "")
