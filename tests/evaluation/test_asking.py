"""An index asked for topics: docnos in their forms, the run that comes of it, and what was not found."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.errors import EvaluationError, QueryError, UnknownField
from wiresearch.evaluation import (
    Qrel,
    RankingOptions,
    ScoredDoc,
    Topic,
    Yardstick,
    evaluate,
    evaluate_run,
    parse_measures,
    rank,
    read_run,
    run_lines,
)
from wiresearch.evaluation.docnos import identify
from wiresearch.evaluation.ranking import by_key, falling
from wiresearch.indexing import build
from wiresearch.searching import Archive

RECORD = "<DOC>\n<DOCNO> {} </DOCNO>\n<HEAD>{}</HEAD>\n<TEXT>\n{}\n</TEXT>\n</DOC>\n"
# Written for this test. The first item has two versions; a bare number would pass for the beginning of a key.
FILES = {
    "ap/1.sgml": [("AP880212-0001", "Tin pact", "The tin pact holds."), ("AP880212-0002", "Zinc", "Zinc went up, tin did not.")],
    "ap/2.sgml": [("AP880212-0001", "Tin pact", "The tin pact holds, ministers said again.")],
    "ft/1.sgml": [("FT911-3", "Herring", "The herring quota was cut."), ("90005", "Cod", "The cod quota was cut too.")],
}
TOPICS = (Topic("1", "tin (pact OR"), Topic("2", "quota"), Topic("3", "zinc -tin"))
MEASURES = parse_measures("AP,R@10")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("archive")
    for name, records in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("".join(RECORD.format(*record) for record in records))
    (folder / "note.txt").write_text("A note\n\nNo identifier is in it, and no quota.\n")
    location = tmp_path_factory.mktemp("index")
    build([str(folder)], location)
    with Archive(location) as opened:
        yield opened


def keys(archive: Archive, uri: str) -> set[str]:
    return {dispatch.key for dispatch in archive.get(uri)}


@pytest.mark.parametrize(
    ("docno", "uri"),
    [
        ("AP:AP880212-0002", "AP:AP880212-0002"),
        ("AP880212-0002", "AP:AP880212-0002"),
        ("FT911-3", "FT:FT911-3"),
        ("90005", "trec-sgml:90005"),
        ("ap/1.sgml#2", "AP:AP880212-0002"),
        ("1.sgml#2", "AP:AP880212-0002 trec-sgml:90005"),
        ("AP880212-0001", "AP:AP880212-0001"),
    ],
)
def test_a_docno_is_a_uri_with_or_without_prefix_or_a_place(archive: Archive, docno: str, uri: str) -> None:
    expected = set().union(*(keys(archive, name) for name in uri.split()))
    assert identify(archive, [docno]) == {docno: expected}
    assert len(expected) == (2 if docno in ("AP880212-0001", "1.sgml#2") else 1)


def test_a_docno_is_a_key(archive: Archive) -> None:
    (key,) = keys(archive, "AP:AP880212-0002")
    assert identify(archive, [key]) == {key: {key}}


@pytest.mark.parametrize("docno", ["9000", "FT:90005", "ap/1.sgml#3", "ap/1.sgml#0", "p/1.sgml#1", "=x", "a:b", "0123456789abcdef", "*"])
def test_what_names_nothing_is_left_out(archive: Archive, docno: str) -> None:
    assert identify(archive, [docno, "FT911-3"]) == {"FT911-3": keys(archive, "FT:FT911-3")}


def test_two_docnos_of_one_dispatch_both_name_it(archive: Archive) -> None:
    names = ["FT911-3", "FT:FT911-3", "ft/1.sgml#1"]
    named = identify(archive, names)
    assert named == dict.fromkeys(names, keys(archive, "FT:FT911-3"))
    assert list(by_key({"1": names[:1], "2": names[1:2]}, named)) == ["1", "2"]
    with pytest.raises(EvaluationError, match=r"topic 7: FT911-3 and ft/1\.sgml#1 are the same dispatch"):
        by_key({"7": ["FT911-3", "ft/1.sgml#1"]}, named)


def test_topics_are_words_and_documents_go_by_their_docnos(archive: Archive) -> None:
    docnos = by_key({"1": ["AP880212-0001"]}, identify(archive, ["AP880212-0001"]))
    run = rank(archive, TOPICS, docnos, "any", RankingOptions())
    assert [(doc.query_id, doc.doc_id) for doc in run if doc.query_id != "2"] == [
        ("1", "AP880212-0001"),  # in two versions, and once in the run
        ("1", "AP:AP880212-0002"),
        ("3", "AP:AP880212-0002"),
        ("3", "AP:AP880212-0001"),
    ]
    assert {doc.doc_id for doc in run if doc.query_id == "2"} >= {"FT:FT911-3", "trec-sgml:90005"}
    assert sum(doc.query_id == "2" for doc in run) == 3
    assert sum(doc.query_id == "2" for doc in rank(archive, TOPICS, docnos, "any", RankingOptions(limit=2))) == 2


def test_topics_in_the_query_language_are_obeyed_and_a_fault_names_its_topic(archive: Archive) -> None:
    options = RankingOptions(syntax=True)
    assert rank(archive, [Topic("3", "zinc -tin")], {}, "any", options) == ()
    with pytest.raises(UnknownField, match="agncy") as refused:
        rank(archive, [Topic("1", "tin"), Topic("9", "agncy:AP")], {}, "any", options)
    assert refused.value.message == 'topic 9: unknown field "agncy"'
    with pytest.raises(QueryError) as empty:
        rank(archive, [Topic("8", "?!")], {}, "any", RankingOptions())
    assert empty.value.message.startswith("topic 8: ")


def test_the_figures_of_an_index(archive: Archive) -> None:
    qrels = [
        *(Qrel("1", "AP880212-0001", 2), Qrel("1", "AP880212-0002", 0), Qrel("1", "AP880212-0009", 1)),
        *(Qrel("2", "gone", 1), Qrel("4", "FT911-3", 1)),
    ]
    evaluation, runs = evaluate(archive, TOPICS, Yardstick(qrels, MEASURES), ("any", "best"))
    assert evaluation.measures == ("AP", "R@10")
    assert [(run.name, run.topics) for run in evaluation.runs] == [("any", {"1": (0.5, 0.5)}), ("best", {"1": (0.5, 0.5)})]
    coverage = evaluation.coverage
    assert (coverage.counted, coverage.unjudged, coverage.irrelevant, coverage.unasked) == (("1",), ("3",), ("2",), ("4",))
    assert coverage.missing == ("AP880212-0009", "gone")
    assert evaluation.index == archive.identity
    assert list(runs) == ["any", "best"]


def test_a_run_judged_again_from_its_file_has_the_same_figures(archive: Archive) -> None:
    yardstick = Yardstick([Qrel("1", "AP880212-0002", 1), Qrel("2", "90005", 2), Qrel("2", "FT911-3", 1)], parse_measures("nDCG@10,RR"))
    evaluation, runs = evaluate(archive, TOPICS, yardstick)
    again = read_run("".join(run_lines(runs["best"], "tag")).encode(), "best")
    assert again == runs["best"]
    assert evaluate_run("best", again, ["1", "2", "3"], yardstick).runs == evaluation.runs


def test_a_run_of_other_topics_is_refused() -> None:
    yardstick = Yardstick([Qrel("1", "a", 1)], MEASURES)
    run = (ScoredDoc("7", "a", 1.0),)
    with pytest.raises(EvaluationError, match=r"old\.run has none of the topics"):
        evaluate_run("old.run", run, None, yardstick)
    with pytest.raises(EvaluationError, match=r"old\.run has none of the topics"):
        evaluate_run("new.run", (ScoredDoc("1", "a", 1.0),), None, Yardstick([Qrel("1", "a", 1)], MEASURES, against=("old.run", run)))


def test_runs_are_compared() -> None:
    qrels = [Qrel("1", "a", 1), Qrel("2", "b", 1)]
    old = (ScoredDoc("1", "a", 1.0), ScoredDoc("2", "c", 1.0))
    new = (*old, ScoredDoc("2", "b", 0.5))
    evaluation = evaluate_run("new", new, None, Yardstick(qrels, MEASURES, against=("old", old)))
    assert evaluation.against is not None
    assert (evaluation.runs[0].means, evaluation.against.means) == ((0.75, 1.0), (0.5, 0.5))
    assert [(item.run, item.mean, item.low, item.high) for item in evaluation.differences] == [("new", (0.25, 0.5), (0, 0), (0.5, 1))]


def single(score: float) -> float:
    """The score as trec_eval holds it: 32 bits."""
    return float(struct.unpack("f", struct.pack("f", score))[0])


@given(st.lists(st.floats(-1e5, 1e5), max_size=50))
def test_scores_fall_strictly_in_print_and_in_single_precision(scores: list[float]) -> None:
    printed = [f"{score:.4f}" for score in falling(scores)]
    assert [float(text) for text in printed] == list(falling(scores))
    singles = [single(float(text)) for text in printed]
    assert all(a > b for a, b in pairwise(singles))


def test_scores_that_fall_anyway_are_kept() -> None:
    assert list(falling([11.82, 3.5, 3.5, 0.0])) == [11.82, 3.5, 3.4999, 0.0]
    assert list(falling([2.0, 7.0])) == [2.0, 1.9999]


def test_a_place_is_looked_for_below_any_folder(archive: Archive, tmp_path: Path) -> None:
    other = tmp_path / "ap" / "1.sgml"
    other.parent.mkdir()
    other.write_text(RECORD.format("AP900101-0001", "Lead", "Lead fell."))
    location = tmp_path / "index"
    build([str(tmp_path / "ap")], location)
    with Archive(location) as opened:
        assert identify(opened, ["ap/1.sgml#1"]) == {"ap/1.sgml#1": keys(opened, "AP:AP900101-0001")}
        assert identify(opened, [f"{other}#1"]) == {f"{other}#1": keys(opened, "AP:AP900101-0001")}
