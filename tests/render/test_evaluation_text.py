"""Figures for people: aligned on any terminal, and safe on it whatever a topic or a file is called."""

from __future__ import annotations

import json

from wiresearch.render import evaluation as render
from wiresearch.render.data import evaluation_json
from wiresearch.render.terminal import Style
from wiresearch.results import Coverage, Difference, Evaluation, RunScores, Shortfall

FOUND = Evaluation(
    measures=("AP", "R@100"),
    runs=(RunScores("a\x1b[31m.run", {"q\x07": (0.25, 1.0), "2": (0.75, 0.5)}, silent=("2",)),),
    coverage=Coverage(("q\x07", "2"), missing=tuple("abcdefg")),
    against=RunScores("old", {"q\x07": (0.0, 0.0), "2": (0.5, 0.0)}),
    differences=(Difference("a\x1b[31m.run", (0.25, 0.75), (-0.125, 0.5), (0.5, 1.0)),),
    shortfalls=(Shortfall("old", "AP", 0.41994, 0.42),),
    unchecked=("any",),
)


def test_the_whole_table() -> None:
    assert render.text(FOUND, Style(), per_query=True) == (
        "run            topic            AP    R@100\n"
        "a\\x1b[31m.run  q\\x07        0.2500   1.0000\n"
        "a\\x1b[31m.run  2            0.7500   0.5000\n"
        "a\\x1b[31m.run  all          0.5000   0.7500\n"
        "old            q\\x07        0.0000   0.0000\n"
        "old            2            0.5000   0.0000\n"
        "old            all          0.2500   0.0000\n"
        "a\\x1b[31m.run  difference  +0.2500  +0.7500\n"
        "a\\x1b[31m.run  from        -0.1250  +0.5000\n"
        "a\\x1b[31m.run  to          +0.5000  +1.0000\n"
        "\n"
        "2 topics counted\n"
        "7 relevant docnos not found in the index: a, b, c, d, e, and 2 more\n"
        "a\\x1b[31m.run has nothing for 1 topic: 2\n"
        "expected figures not looked at: any\n"
    )


def test_rows_without_topics() -> None:
    assert list(render.tsv(FOUND, per_query=False))[:2] == ["a\\x1b[31m.run\tall\t0.5000\t0.7500", "old\tall\t0.2500\t0.0000"]


def test_only_the_header_is_bold() -> None:
    table = render.table(FOUND, Style(colour=True), per_query=False)
    assert table.count("\x1b") == 2
    assert table.startswith("\x1b[1mrun ")


def test_a_shortfall_is_one_line() -> None:
    assert render.shortfall(FOUND.shortfalls[0]) == "AP of old is 0.4199, expected at least 0.4200"


def test_json_says_all_of_it() -> None:
    text = evaluation_json(FOUND)
    assert "\x1b" not in text
    record = json.loads(text)
    assert record["runs"][0]["means"] == {"AP": 0.5, "R@100": 0.75}
    assert record["against"]["topics"]["2"] == {"AP": 0.5, "R@100": 0.0}
    assert record["differences"][0]["low"] == {"AP": -0.125, "R@100": 0.5}
    assert record["shortfalls"] == [{"run": "old", "measure": "AP", "value": 0.41994, "expected": 0.42}]
    assert (record["unchecked"], record["index"]) == (["any"], None)
