"""`wiresearch evaluate` from the outside: figures, formats, files, and every way to go wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

# Of the small archive: 8 dispatches of 24 speak of zinc, one of cocoa; RTRS:n is their uri.
TOPICS = "z\tzinc\nc\tcocoa (pact\nx\txyzzyx\nu\ttrade\n"
QRELS = """\
z 0 RTRS:3 1
z 0 RTRS:6 1
c 0 90 2
x 0 RTRS:91 1
g 0 gone 1
"""
ARGS = ("evaluate", "topics", "qrels")


@pytest.fixture(autouse=True)
def files(quiet_environment: None) -> None:
    Path("topics").write_text(TOPICS)
    Path("qrels").write_text(QRELS)
    Path("old.run").write_text("z Q0 RTRS:6 1 9 t\nc Q0 RTRS:1 1 9 t\n")


def test_rows_in_a_pipe_and_what_they_are_about_on_stderr(ask) -> None:
    result = ask(*ARGS, "--measures", "RR,R@100")
    assert result.exit_code == 0
    run, topic, rr, recall = result.stdout.rstrip("\n").split("\t")
    # The two of topic z are both among the eight found; cocoa is found first; topic x finds nothing.
    assert (run, topic, recall) == ("best", "all", "0.6667")
    assert 0.3333 + 1 / 24 <= float(rr) <= 0.6667
    assert result.stderr == (
        "note: 3 topics counted\n"
        "note: 1 topic left out, not judged: u\n"
        "note: 1 judged topic was not asked: g\n"
        "note: best has nothing for 1 topic: x\n"
    )


def test_a_row_for_each_topic_and_mode(ask) -> None:
    result = ask(*ARGS, "--measures", "R@100", "--per-query", "--match", "any", "--match", "all", "-q")
    assert result.stdout.splitlines() == [
        f"{mode}\t{row}" for mode in ("any", "all") for row in ("z\t1.0000", "c\t1.0000", "x\t0.0000", "all\t0.6667")
    ]
    assert result.stderr == ""


def test_text_says_what_it_is_about(ask) -> None:
    Path("qrels").write_text("c 0 90 1\nc 0 AP1 1\nx 0 AP2 1\n")
    result = ask(*ARGS, "--output-format", "text", "--measures", "AP,P@10")
    assert result.stdout == (
        "run   topic      AP    P@10\n"
        "best  all    0.5000  0.1000\n"
        "\n"
        "1 topic counted\n"
        "2 topics left out, not judged: z, u\n"
        "1 topic left out, nothing relevant in the index: x\n"
        "2 relevant docnos not found in the index: AP1, AP2\n"
    )
    assert result.stderr == ""


def test_json_has_every_topic(ask, index: str) -> None:
    record = json.loads(ask(*ARGS, "--json", "--measures", "RR").stdout)
    assert record["schema_version"] == 1
    assert record["index"]["location"] == index
    assert record["measures"] == ["RR"]
    assert record["runs"][0]["run"] == "best"
    assert record["runs"][0]["topics"]["c"] == {"RR": 1.0}
    assert record["runs"][0]["silent"] == ["x"]
    assert record["coverage"] == {"counted": ["z", "c", "x"], "unjudged": ["u"], "unasked": ["g"], "irrelevant": [], "missing": []}
    assert (record["against"], record["differences"], record["shortfalls"], record["unchecked"]) == (None, [], [], [])


def test_topics_are_words_unless_they_are_said_to_be_queries(ask) -> None:
    Path("topics").write_text("c\tcocoa AND (pact OR agncy:x)\n")
    assert ask(*ARGS).exit_code == 0
    result = ask(*ARGS, "--syntax")
    assert result.exit_code == 2
    assert result.stderr.startswith('wiresearch: topic c: unknown field "agncy"\n    cocoa AND (pact OR agncy:x)\n')


def test_a_run_is_written_and_judged_without_the_index(ask, run) -> None:
    asked = ask(*ARGS, "--run-out", "new.run", "--match", "any", "--per-query", "-q")
    lines = [line.split() for line in Path("new.run").read_text().splitlines()]
    assert [line[3] for line in lines if line[0] == "z"] == [str(rank) for rank in range(1, 9)]
    assert {line[2] for line in lines if line[0] == "c"} == {"90"}  # as the judgements call it
    assert {(line[1], line[5].rpartition("-")[2]) for line in lines} == {("Q0", "any")}
    again = run("evaluate", "topics", "qrels", "--run", "new.run", "--per-query", "-q", "--index", "nowhere")
    assert again.stdout.replace("new.run\t", "any\t") == asked.stdout
    # Without topics those that are judged are asked for.
    assert run("evaluate", "qrels", "--run", "new.run", "--measures", "R@9").stdout == "new.run\tall\t0.5000\n"


def test_the_limit_is_of_dispatches_a_topic(ask) -> None:
    ask(*ARGS, "--run-out", "new.run", "-n", "3")
    assert Path("new.run").read_text().count("z Q0") == 3


def test_compared_with_another_run(ask) -> None:
    result = ask(*ARGS, "--against", "old.run", "--measures", "R@100")
    # best: 1, 1, 0; old.run: 0.5, 0, 0.
    assert result.stdout.splitlines()[:3] == ["best\tall\t0.6667", "old.run\tall\t0.1667", "best\tdifference\t+0.5000"]
    assert [line.split("\t")[1] for line in result.stdout.splitlines()[3:]] == ["from", "to"]
    assert "note: old.run has nothing for 1 topic: x" in result.stderr
    record = json.loads(ask(*ARGS, "--against", "old.run", "--measures", "R@100", "--json").stdout)
    assert record["differences"] == [{"run": "best", "mean": {"R@100": 0.5}, "low": {"R@100": 0.0}, "high": {"R@100": 1.0}}]


def test_a_figure_below_the_expected_one_exits_with_7(ask) -> None:
    Path("expected.toml").write_text('[best]\n"R@100" = 0.66\nRR = 1\n[any]\nRR = 0\n')
    result = ask(*ARGS, "--expect", "expected.toml", "--match", "best", "-q")
    assert result.exit_code == 7
    assert result.stderr.startswith("wiresearch: RR of best is 0.")
    assert result.stderr.endswith(", expected at least 1.0000\n")
    assert result.stderr.count("\n") == 1
    Path("expected.toml").write_text('[best]\n"R@100" = 0.6667\n[any]\nRR = 0\n')
    result = ask(*ARGS, "--expect", "expected.toml", "--match", "best")
    assert result.exit_code == 0
    assert "note: expected figures not looked at: any\n" in result.stderr


def test_the_modes_of_the_expected_figures_are_asked_and_their_measures_shown(ask) -> None:
    Path("expected.json").write_text('{"any": {"R@7": 0}, "all": {"RR": 0}}')
    result = ask(*ARGS, "--expect", "expected.json", "--measures", "R@100", "--output-format", "table")
    assert result.exit_code == 0
    rows = [line.split() for line in result.stdout.splitlines()]
    assert rows[0] == ["run", "topic", "R@100", "RR", "R@7"]
    assert [row[0] for row in rows[1:]] == ["all", "any"]


def test_topics_come_from_stdin_too(ask) -> None:
    assert ask("evaluate", "-", "qrels", "--measures", "RR", "-q", stdin="c\tcocoa\n").stdout == "best\tall\t1.0000\n"


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["topics"], 2, "wiresearch: two files are asked for: topics and judgements\n    wiresearch evaluate TOPICS QRELS\n"),
        (["topics", "qrels", "old.run"], 2, "two files are asked for"),
        (["topics", "none"], 6, "wiresearch: none: No such file or directory\n"),
        (["topics", "topics"], 2, "wiresearch: topics, line 1: 4 columns are expected, not 2\n    a line is `qid 0 docno grade`\n"),
        (["qrels", "qrels"], 2, "wiresearch: qrels, line 1: this is no topic\n"),
        (["topics", "empty"], 2, "wiresearch: empty holds no judgement\n"),
        (["topics", "other"], 2, "wiresearch: topics and judgements have no topic in common\n    such as 'z' and 'o'\n"),
        (["topics", "absent"], 2, "wiresearch: no topic has a relevant dispatch in the index\n    is this the index of these judgements?"),
        (["topics", "twice"], 2, "wiresearch: topic c: 90 and RTRS:90 are the same dispatch\n"),
        (["topics", "qrels", "--measures", "nDGC"], 2, "wiresearch: no measure 'nDGC'\n    did you mean: nDCG"),
        (["topics", "qrels", "--match", "bets"], 2, "did you mean: best"),
        (["topics", "qrels", "--run", "nan.run"], 2, "wiresearch: nan.run, line 1: the score 'nan' is not a number\n"),
        (["topics", "qrels", "--run", "old.run", "--match", "any"], 2, "wiresearch: --run takes a run as it is\n"),
        (["topics", "qrels", "--against", "empty"], 2, "wiresearch: empty holds no document\n"),
        (["topics", "qrels", "--match", "any", "--match", "all", "--run-out", "x"], 2, "wiresearch: --run-out writes one run\n"),
        (["topics", "qrels", "--run-out", "no/such/folder/x"], 6, "no/such/folder"),
        (["topics", "qrels", "--expect", "empty"], 2, "wiresearch: empty holds no figure\n"),
        (["topics", "qrels", "--index", "nowhere"], 4, "wiresearch: no index in ./nowhere\n"),
    ],
)
def test_faults_are_told_in_one_line(ask, args: list[str], code: int, told: str) -> None:
    for name, text in {
        "empty": "",
        "other": "o 0 90 1\n",
        "absent": "z 0 90 0\nc 0 gone 1\n",
        "twice": "c 0 90 1\nc 0 RTRS:90 1\n",
        "nan.run": "z Q0 90 1 nan t\n",
    }.items():
        Path(name).write_text(text)
    result = ask("evaluate", *args)
    assert (result.exit_code, result.stdout) == (code, "")
    assert told in result.stderr
    assert result.stderr.count("wiresearch: ") == 1
