"""The files of TREC: what is read, what is written, and how a fault is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.errors import EvaluationError
from wiresearch.evaluation import Qrel, ScoredDoc, Topic, read_qrels, read_run, read_topics, run_lines

# In the forms of the first tracks (labels, nothing closed) and of the later ones; written for this test.
SGML = b"""
<top>
<head> Tipster Topic Description
<num> Number:  051
<dom> Domain:  Trade
<title> Topic:  Tin Pact
&amp; Buffer Stock

<desc> Description:
What became of the   tin pact?
<narr> Narrative:
A relevant document says so.
</top>

<top>
<num> Number: 402 </num>
<title> herring (price OR quota)</title>
<desc> Description: Prices of herring. </desc>
</top>
"""


def test_topics_with_tabs() -> None:
    content = "\ufeffq1\tkorea talks\r\n\r\n 7 \t caf\u00e9 \u2028 prices\there \n".encode()
    assert read_topics(content, "t") == (Topic("q1", "korea talks"), Topic("7", "caf\u00e9 \u2028 prices\there"))


@pytest.mark.parametrize(
    ("fields", "texts"),
    [
        ("title", ["Tin Pact & Buffer Stock", "herring (price OR quota)"]),
        ("desc", ["What became of the tin pact?", "Prices of herring."]),
        ("title+desc", ["Tin Pact & Buffer Stock What became of the tin pact?", "herring (price OR quota) Prices of herring."]),
    ],
)
def test_topics_in_sgml(fields: str, texts: list[str]) -> None:
    topics = read_topics(SGML, "t", fields)  # type: ignore[arg-type]  # one of the literals
    assert [topic.query_id for topic in topics] == ["51", "402"]
    assert [topic.text for topic in topics] == texts


def test_qrels() -> None:
    content = b"51 0 AP880212-0001 1\n51\tQ0\tAP:AP880212-0002   -2\n\n7 0 plain/korea.txt#1 +3\n"
    assert read_qrels(content, "q") == (
        Qrel("51", "AP880212-0001", 1),
        Qrel("51", "AP:AP880212-0002", -2),
        Qrel("7", "plain/korea.txt#1", 3),
    )


def test_a_run_with_gaps_in_its_ranks() -> None:
    content = b"51 Q0 a 1 12.5 tag\n51 Q0 b 7 -1e-3 tag\n7 Q0 a 0 3 x\n"
    assert read_run(content, "r") == (ScoredDoc("51", "a", 12.5), ScoredDoc("51", "b", -0.001), ScoredDoc("7", "a", 3.0))


def test_the_lines_of_a_run() -> None:
    run = [ScoredDoc("1", "a", 2.5), ScoredDoc("1", "b", 2.4999), ScoredDoc("2", "a", 0.0)]
    assert list(run_lines(run, "tag")) == ["1 Q0 a 1 2.5000 tag\n", "1 Q0 b 2 2.4999 tag\n", "2 Q0 a 1 0.0000 tag\n"]


_names = st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), min_size=1)


@given(
    st.dictionaries(_names, st.dictionaries(_names, st.integers(-9_999_999, 9_999_999).map(lambda n: n / 10_000), min_size=1), min_size=1)
)
def test_a_run_that_was_written_is_read_again(table: dict[str, dict[str, float]]) -> None:
    run = tuple(ScoredDoc(topic, docno, score) for topic, docs in table.items() for docno, score in docs.items())
    assert read_run("".join(run_lines(run, "tag")).encode(), "r") == run


@pytest.mark.parametrize(
    ("read", "content", "told"),
    [
        (read_topics, b"", "f holds no topic"),
        (read_topics, b"\n \n", "f holds no topic"),
        (read_topics, b"<topics>\n</topics>\n", "f holds no topic"),
        (read_topics, b"1\ttin\n2 zinc\n", "f, line 2: this is no topic"),
        (read_topics, b"1\t\n", "f, line 1: this is no topic"),
        (read_topics, b"\ttin\n", "f, line 1: this is no topic"),
        (read_topics, b"1 2\ttin\n", "f, line 1: this is no topic"),
        (read_topics, b"1\ttin\n\n1\tzinc\n", "f, line 3: topic 1 is there already, on line 1"),
        (read_topics, b"1\ttin\n2\tcaf\xe9\n", "f, line 2: this is not UTF-8"),
        (read_topics, b"\n<top>\n<title> tin\n</top>\n", "f, line 2: this topic has no number"),
        (read_topics, b"<top>\n<num> 1\n</top>\n<top>\n<num> 2 <desc> tin\n</top>\n", "f, line 1: topic 1 has no <title>"),
        (read_topics, b"<top><num>1<title>tin</top>\n<top><num>01<title>zinc", "f, line 2: topic 1 is there already, on line 1"),
        (read_qrels, b"", "f holds no judgement"),
        (read_qrels, b"1 0 a 1\n1 a 1\n", "f, line 2: 4 columns are expected, not 3"),
        (read_qrels, b"1 0 a b 1\n", "f, line 1: 4 columns are expected, not 5"),
        (read_qrels, b"1 0 a 1.5\n", "f, line 1: the grade '1.5' is not a whole number"),
        (read_qrels, b"1 0 a 1\n2 0 a 1\n1 0 a 2\n", "f, line 3: a of topic 1 is there already, on line 1"),
        (read_run, b"\n", "f holds no document"),
        (read_run, b"1 Q0 a 3.5 tag\n", "f, line 1: 6 columns are expected, not 5"),
        (read_run, b"1 Q0 a x 3.5 tag\n", "f, line 1: the rank 'x' is not a whole number"),
        (read_run, b"1 Q0 a 1 3.5 t\n1 Q0 b 2 nan t\n", "f, line 2: the score 'nan' is not a number"),
        (read_run, b"1 Q0 a 1 inf t\n", "f, line 1: the score 'inf' is not a number"),
        (read_run, b"1 Q0 a 1 high t\n", "f, line 1: the score 'high' is not a number"),
        (read_run, b"1 Q0 a 1 2 t\n1 Q0 a 2 1 t\n", "f, line 2: a of topic 1 is there already, on line 1"),
    ],
)
def test_a_fault_is_told_with_file_and_line(read: Callable[[bytes, str], object], content: bytes, told: str) -> None:
    with pytest.raises(EvaluationError) as refused:
        read(content, "f")
    assert refused.value.message == told
