"""Expected figures as data: what a file may say, and what falls short of it."""

from __future__ import annotations

import pytest

from wiresearch.errors import EvaluationError
from wiresearch.evaluation import Measure, parse_measures, read_expected
from wiresearch.results import RunScores, Shortfall

TOML = b'RR = 0.5\n[any]\n"ndcg@10" = 0.42\nRR = 1\n[best]\nMAP = 0\n'
MEASURES = parse_measures("nDCG@10,RR,AP")


def run(name: str, *values: float) -> RunScores:
    return RunScores(name, {"1": values})


@pytest.mark.parametrize(
    ("content", "name"), [(TOML, "x.toml"), (b'{"RR": 0.5, "any": {"nDCG@10": 0.42, "RR": 1}, "best": {"AP": 0}}', "x.JSON")]
)
def test_toml_and_json(content: bytes, name: str) -> None:
    expected = read_expected(content, name)
    assert expected.measures == (Measure("RR"), Measure("AP"), Measure("nDCG", 10))
    assert tuple(expected.modes) == ("best", "any")
    assert expected.of("any") == {Measure("RR"): 1.0, Measure("nDCG", 10): 0.42}
    assert expected.of("old.run") == {Measure("RR"): 0.5}


def test_what_falls_short() -> None:
    expected = read_expected(TOML, "x")
    runs = [run("any", 0.41, 1.0, 0.0), run("best", 0.0, 0.4, 0.0), run("old.run", 0.0, 0.5, 0.0)]
    assert expected.shortfalls(runs, MEASURES) == (Shortfall("any", "nDCG@10", 0.41, 0.42), Shortfall("best", "RR", 0.4, 0.5))


@pytest.mark.parametrize(("value", "short"), [(0.42, False), (0.41996, False), (0.41994, True)])
def test_figures_are_compared_as_they_are_printed(value: float, short: bool) -> None:
    assert bool(read_expected(TOML, "x").shortfalls([run("any", value, 1.0, 0.0)], MEASURES)) is short


def test_figures_of_which_none_can_be_looked_at_are_an_error() -> None:
    with pytest.raises(EvaluationError, match="no figure is expected of best"):
        read_expected(b"[any]\nRR = 1\n", "x").shortfalls([run("best", 0.0, 0.0, 0.0)], MEASURES)


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "x.toml", "x.toml holds no figure"),
        (b"[any]\n", "x.toml", "x.toml holds no figure"),
        (b"{}", "x.json", "x.json holds no figure"),
        (b"[1]", "x.json", "x.json is no table of figures"),
        (b"nDCG@10 = 1", "x.toml", "x.toml cannot be read: "),
        (b"{", "x.json", "x.json cannot be read: "),
        (b"\xff", "x.toml", "x.toml cannot be read: "),
        (b"nDGC = 1", "x.toml", "x.toml: no measure 'nDGC'"),
        (b"[ani]\nRR = 1", "x.toml", "x.toml: ani is no match mode, only best, all, any"),
        (b"RR = true", "x.toml", "x.toml: RR = True is no figure from 0 to 1"),
        (b"RR = nan", "x.toml", "x.toml: RR = nan is no figure from 0 to 1"),
        (b"RR = 42", "x.toml", "x.toml: RR = 42 is no figure from 0 to 1"),
        (b"any = 0.5", "x.toml", "x.toml: no measure 'any'"),
    ],
)
def test_what_is_no_figure_is_refused(content: bytes, name: str, told: str) -> None:
    with pytest.raises(EvaluationError) as refused:
        read_expected(content, name)
    assert refused.value.message.startswith(told)
    assert "\n" not in refused.value.message
